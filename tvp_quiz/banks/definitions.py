"""Definitions in, what they ask out: the meaning, which term an example belongs to, the term, an example."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from tvp_quiz.banks.alike import find_alike
from tvp_quiz.banks.deck import Ask
from tvp_quiz.banks.entries import Definition
from tvp_quiz.banks.questions import make_options, make_when
from tvp_quiz.banks.siblings import Names, Pool, Sibling, are_related, make_sibling, pick_distractors
from tvp_quiz.banks.wording import fold, list_bearing_words
from tvp_quiz.domain.card import Choice, Option, Question, Recall, Typed

ASPECT = "Definition"
ILLUSTRATE = "illustrate"


@dataclass(frozen=True, slots=True)
class Pools:
    """Where distractors come from: all meanings, those of each sense, and all terms; and which entries are alike."""

    meanings: Pool
    senses: dict[str, Pool]
    terms: Pool
    alike: dict[str, tuple[str, ...]]


def ask_definitions(entries: list[Definition]) -> Iterator[tuple[Definition, list[Ask]]]:
    """Yield each definition with what it asks."""
    pools = _make_pools(entries)
    for entry in entries:
        yield entry, _ask(entry, pools)


def _make_pools(entries: list[Definition]) -> Pools:
    meanings: list[Sibling] = []
    senses: dict[str, list[Sibling]] = defaultdict(list)
    terms: dict[str, Sibling] = {}
    for entry in entries:
        names = _list_names(entry)
        meaning = make_sibling(entry.meaning.text, f"This is what {_name(entry)} means.", names)
        meanings.append(meaning)
        senses[fold(entry.sense or "")].append(meaning)
        _add_term(terms, entry, names)
    by_sense = {sense: Pool(group) for sense, group in senses.items()}
    return Pools(Pool(meanings), by_sense, Pool(terms.values()), find_alike(entries))


def _add_term(terms: dict[str, Sibling], entry: Definition, names: Names) -> None:
    """Add a term once, with all the names that any of its entries gives it."""
    known = terms.get(fold(entry.term))
    example = f"An example of “{entry.term}” is: {entry.examples[0]}" if entry.examples else ""
    because = (known.because if known else "") or example or f"{_name(entry)} means: {entry.meaning.text}"
    terms[fold(entry.term)] = make_sibling(entry.term, because, names.join(known.names) if known else names)


def _ask(entry: Definition, pools: Pools) -> list[Ask]:
    aspect = entry.sense or ASPECT
    alike = pools.alike.get(entry.id, ())
    meaning = _make_meaning(entry, pools)
    asks = [Ask("meaning", aspect, _ask_meaning(entry), meaning, tuple(f"{other}#meaning" for other in alike))]
    asks += _ask_examples(entry, pools)
    term = Typed((entry.term, *entry.aliases))
    proves = make_when(entry.meaning.when or entry.proves)
    stem = f"Which term is described here{_show_sense(entry)}?\n\n{entry.meaning.text}"
    asks.append(Ask("term", aspect, stem, term, tuple(f"{other}#term" for other in alike), proves=proves))
    if entry.examples:
        examples = Recall("\n".join(entry.examples))
        asks.append(Ask(ILLUSTRATE, aspect, f"Give an example of {_name(entry)}.", examples))
    return asks


def _ask_meaning(entry: Definition) -> str:
    return f"Which is right of {_name(entry)}?" if entry.sense else f"What does {_name(entry)} mean?"


def _make_meaning(entry: Definition, pools: Pools) -> Question:
    distractors = make_options(entry.distractors) or _pick_meanings(entry, pools)
    if distractors:
        return Choice(Option(entry.meaning.text, when=make_when(entry.meaning.when or entry.proves)), distractors)
    return Recall(entry.meaning.text)


def _pick_meanings(entry: Definition, pools: Pools) -> tuple[Option, ...]:
    names = _list_names(entry)
    order = [pools.senses[fold(entry.sense)], pools.meanings] if entry.sense else [pools.meanings]
    return pick_distractors(entry.meaning.text, order, lambda sibling: not are_related(names, sibling.names))


def _ask_examples(entry: Definition, pools: Pools) -> Iterator[Ask]:
    names = _list_names(entry)
    others = pick_distractors(entry.term, [pools.terms], lambda sibling: not are_related(names, sibling.names))
    if not others:
        return
    for number, example in enumerate(entry.examples, start=1):
        stem = f"What is this an example of?\n\n{example}"
        yield Ask(f"example-{number}", ASPECT, stem, Choice(Option(entry.term), others))


def _list_names(entry: Definition) -> Names:
    term, *aliases = (frozenset(list_bearing_words(name)) for name in (entry.term, *entry.aliases))
    return Names(frozenset({term}), frozenset(aliases))


def _name(entry: Definition) -> str:
    return f"“{entry.term}”{_show_sense(entry)}"


def _show_sense(entry: Definition) -> str:
    return f" ({entry.sense})" if entry.sense else ""
