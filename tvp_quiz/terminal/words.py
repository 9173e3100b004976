"""Values in, the words for them out, the same on the screen and line by line."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import chain, islice
from sys import maxunicode

from tvp_quiz.domain.amounts import say_count
from tvp_quiz.domain.card import Choice, Cloze, Multiple, Number, Typed
from tvp_quiz.domain.history import CardHistory
from tvp_quiz.domain.prompt import FeedbackView, Mode, Prompt, Summary, Verdict
from tvp_quiz.domain.review import Kind, Memory, Rating, Review
from tvp_quiz.scheduling.forgetting import find_retrievability

_DAYS_A_MONTH = 30.44
_DAYS_A_YEAR = 365.25
_LAST_IN_DAYS = 45
_LAST_IN_MONTHS = 350
NOTHING = "(nothing)"
WAITING = (
    "Your answer can't be kept yet, because another program is writing to the history. As soon as that lets go, "
    "the sitting goes on by itself."
)
GIVE_UP = "Ctrl-C gives this answer up"


def name_rating(rating: Rating) -> str:
    """Return a rating's name as the learner reads it."""
    return rating.name.capitalize()


def say_interval(days: int) -> str:
    """Say when a card comes back that is due in some days, 0 meaning later in this sitting."""
    if days <= 0:
        return "this sitting"
    if days <= _LAST_IN_DAYS:
        return say_count(days, "day")
    if days <= _LAST_IN_MONTHS:
        return say_count(round(days / _DAYS_A_MONTH, 1), "month")
    return say_count(round(days / _DAYS_A_YEAR, 1), "year")


def say_rating(rating: Rating, intervals: Mapping[Rating, int]) -> tuple[str, str]:
    """Say a rating with its key, and when it would bring the card back; nothing where it is not scheduled."""
    key = f"{rating.value} {name_rating(rating)}"
    return key, f" {say_interval(intervals[rating])}" if rating in intervals else ""


def is_part_right(view: FeedbackView, index: int) -> bool:
    """Tell whether a text or slot of an answer is right: all are where the whole is, as after "I was right"."""
    verdict = view.verdict
    return verdict is not None and (verdict.correct or (index < len(verdict.parts) and verdict.parts[index]))


def list_right_first(view: FeedbackView, parts: int) -> list[int]:
    """Return the indices of an answer's parts, those of the right ones first."""
    return sorted(range(parts), key=lambda index: not is_part_right(view, index))


def assign_letters(alphabet: str, options: int) -> tuple[str, ...]:
    """Return a letter for each of some options: the alphabet's, and where those are too few, letters beyond ASCII."""
    others = filter(str.isalpha, map(chr, range(ord("\x80"), maxunicode)))
    return tuple(islice(chain(alphabet, others), options))


def name_verdict(verdict: Verdict) -> str:
    """Return the verdict in a word or two, with the share where some of the answer is right."""
    if verdict.correct:
        return "Right"
    return f"Partly right ({verdict.share:.0%})" if verdict.share > 0 else "Wrong"


def list_right_texts(prompt: Prompt) -> tuple[str, ...]:
    """Return the best text for the line or for each gap that a prompt asks for."""
    match prompt.card.question:
        case Typed(accepted=accepted):
            return accepted[:1]
        case Number(text=text, unit=unit):
            return (f"{text} {unit}".strip(),)
        case Cloze(gaps=gaps):
            return tuple(fillings[0] for fillings in gaps)
        case _:
            return ()


def say_picks(picks: tuple[int, ...], prompt: Prompt, letters: tuple[str, ...]) -> str:
    """Say of a wrong answer in letters what would be right; where several are, which of the picks were, first."""
    key = prompt.key
    if prompt.mode is Mode.ONE:
        return f"{_list_letters(key, letters)} right"
    right, wrong, missing = set(picks) & set(key), set(picks) - set(key), set(key) - set(picks)
    groups = ((right, "right"), (wrong, "wrong"), (missing, "missing"))
    return "; ".join(f"{_list_letters(group, letters)} {word}" for group, word in groups if group)


def _list_letters(indices: Iterable[int], letters: tuple[str, ...]) -> str:
    named = [letters[index] for index in sorted(indices)]
    verb = "is" if len(named) == 1 else "are"
    return f"{', '.join(named[:-1])} and {named[-1]} {verb}" if named[1:] else f"{named[0]} {verb}"


def list_notes(view: FeedbackView, letters: tuple[str, ...], *, every: bool = False) -> Iterator[tuple[str, str]]:
    """Yield what the author and the marking say about an answer: a label, which may be empty, and a text.

    With `every`, that takes in the options that nobody chose.
    """
    card = view.question.prompt.card
    for remark in view.verdict.remarks if view.verdict else ():
        yield "", remark[:1].upper() + remark[1:]
    yield "", card.because
    yield from _list_reasons(view, letters, range(len(letters)) if every else view.response.picks)
    yield "More exactly", card.nuance
    yield "Source", ", ".join(part for part in (card.source, *card.refs) if part)


def _list_reasons(view: FeedbackView, letters: tuple[str, ...], picks: Iterable[int]) -> Iterator[tuple[str, str]]:
    """Yield what is said about each right option and each that was chosen, and nothing twice."""
    prompt = view.question.prompt
    if not isinstance(prompt.card.question, Choice | Multiple):
        return
    said = {prompt.card.because}
    for index in dict.fromkeys((*prompt.key, *picks)):
        because = prompt.options[index].because
        if because not in said:
            yield letters[index], because
        said.add(because)


def say_history(history: CardHistory, day: date) -> Iterator[str]:
    """Yield sentences on where a card stands on a study day, and will stand on that of its exam."""
    if history.suspended:
        yield "Suspended: `tvp-quiz unsuspend` brings it back."
    if history.buried_until and history.buried_until >= day:
        yield f"Buried through {history.buried_until}."
    memory = history.memory
    if memory is None:
        yield "New: it was never answered."
        return
    due = f"Due {_say_due((memory.due - day).days)} ({memory.due})"
    yield f"{due}, {_say_why(history, memory, day)}; last seen {memory.last}."
    yield (
        f"{say_count(memory.reps, 'review')}, {say_count(memory.lapses, 'lapse')}; "
        f"stability {say_stability(memory.stability)}, difficulty {memory.difficulty:.1f} of 10."
    )
    if history.retrievability is not None:
        yield f"Chance of recall today: {history.retrievability:.0%}."
    if history.exam:
        recall = find_retrievability(memory, history.exam)
        yield f"On the day of the exam ({history.exam}): {recall:.0%}, if it is not asked before."


def _say_why(history: CardHistory, memory: Memory, day: date) -> str:
    """Say why a card is due when it is: forgotten, or near the retention desired at the last review that counts."""
    if memory.is_forgotten:
        return "because it was forgotten"
    recall = f"{find_retrievability(memory, memory.due):.0%}"
    desired = next((f"{one.retention:.0%}" for one in reversed(history.reviews) if one.kind is not Kind.CRAM), recall)
    but = "" if desired == recall else f" (you want {desired})"
    return f"when recall {'was' if memory.due < day else 'is'} expected to fall to {recall}{but}"


def say_stability(days: float) -> str:
    """Say a stability in days, without decimals that mean nothing."""
    return say_count(round(days) if days >= 10 else round(days, 1), "day")  # noqa: PLR2004 - two digits


def _say_due(days: int) -> str:
    if days == 0:
        return "today"
    return f"in {say_count(days, 'day')}" if days > 0 else f"since {say_count(-days, 'day')}"


def say_review(review: Review) -> str:
    """Say one review's outcome: the rating, and what was unusual about it."""
    unusual = [] if review.kind is Kind.DRILL else [review.kind.value]
    unusual += ["overruled"] if review.overruled else []
    return f"{name_rating(review.rating)} ({', '.join(unusual)})" if unusual else name_rating(review.rating)


def say_summary(summary: Summary) -> Iterator[str]:
    """Yield sentences on what a sitting amounted to and what comes next."""
    if summary.asked:
        share = summary.right / summary.asked
        minutes, seconds = divmod(summary.seconds, 60)
        time = f"{minutes} min {seconds} s" if minutes else f"{seconds} s"
        yield f"{say_count(summary.asked, 'answer')}, {summary.right} right ({share:.0%}), in {time}."
    else:
        yield "Nothing was answered."
    yield f"Tomorrow: {summary.due_tomorrow} due and {summary.new_tomorrow} new."
    if summary.kept_back:
        waiting = say_count(summary.kept_back, "due card waits", "due cards wait")
        yield f"{waiting} for another sitting: a card of the same entry was just asked."
    if summary.elsewhere:
        yield f"{say_count(summary.elsewhere, 'card is', 'cards are')} on show in another drill, and left to that."
    if summary.leeches:
        yield f"Leeches, to be reworded or suspended: {', '.join(summary.leeches)}."
