"""What an entry asks in, fingerprints out, by which a later edit is told from this state."""

from collections.abc import Iterable
from functools import lru_cache
from hashlib import blake2b
from zlib import crc32

from tvp_quiz.banks.deck import Ask, EntryCards
from tvp_quiz.banks.definitions import ILLUSTRATE
from tvp_quiz.banks.entries import Entry
from tvp_quiz.banks.options import list_option_sets
from tvp_quiz.banks.wording import fold
from tvp_quiz.domain.card import Choice, Cloze, Match, Multiple, Number, Order, Question, Recall, Typed
from tvp_quiz.domain.edit import Part, get_sum


def print_ask(ask: Ask, rest: str) -> str:
    """Return a card's fingerprint: its answer, its stem, and `rest`, which its entry's cards have in common."""
    # Whichever example the learner gives, the next one in the bank is no other answer
    answer = [] if ask.prompt == ILLUSTRATE else list_answers(ask.question)
    return f"{_sum(map(_fold, answer))}{_sum([ask.stem, *_list_given(ask.question)])}{rest}"


def print_rest(entry: Entry) -> str:
    """Return the part of the fingerprints of an entry's cards that is about its distractors and its explanation."""
    sets = list(list_option_sets(entry))
    distractors = [option.text for options in sets for option in options.distractors]
    placed = [option for options in sets for option in (*options.answers, *options.distractors)]
    own = [entry.because, entry.nuance, *entry.refs, entry.demo, entry.proves]
    said = [*own, *(option.because for option in placed), *(option.when for option in placed)]
    return f"{_sum(distractors)}{_sum(str(one) for one in said if one)}"


def list_answers(question: Question) -> list[str]:
    """Return the texts that make up the right answer; those in no order of their own are sorted."""
    match question:
        case Choice(answer):
            texts = [answer.text]
        case Multiple(answers):
            texts = sorted(answer.text for answer in answers)
        case Typed(accepted):
            texts = [accepted[0]]
        case Number(value, _, _, unit):
            texts = [f"{value} {unit}"]
        case Cloze(_, gaps):
            texts = [gap[0] for gap in gaps]
        case Match(pairs):
            texts = sorted(f"{left} = {right}" for left, right in pairs)
        case Order(steps):
            texts = list(steps)
        case Recall(answer):
            texts = [answer]
    return texts


def _list_given(question: Question) -> tuple[str, ...]:
    """Return what is shown with the stem."""
    match question:
        case Choice(program=program):
            return (program,)
        case Cloze(parts):
            return parts
        case _:
            return ()


def digest_cards(entries: Iterable[EntryCards]) -> str:
    """Return what stands for the ids, the former ids and the answers of a bank's cards, in whatever order."""
    cards = sorted(
        f"{entry.id}#{ask.prompt} {get_sum(ask.fingerprint, Part.ANSWER)} {ask.former}"
        for entry in entries
        for ask in entry.asks
    )
    return blake2b("\n".join(cards).encode(), digest_size=12).hexdigest()


@lru_cache(maxsize=4096)
def _fold(text: str) -> str:
    # A chart asks for each cell several times
    return fold(text)


def _sum(texts: Iterable[str]) -> str:
    """Return what stands for some texts, whatever their case and spacing."""
    flat = "\0".join(" ".join(text.split()) for text in texts).casefold()
    return f"{crc32(flat.encode()):08x}"
