"""Questions in, parts that JSON can hold out, and back."""

from collections.abc import Callable, Iterable, Mapping
from itertools import chain
from typing import Any

from tvp_quiz.domain.card import Choice, Cloze, Match, Multiple, Number, Option, Order, Question, Recall, Typed, When


def pack_question(question: Question, places: Mapping[str, int]) -> list[object]:
    """Return a question's parts; of rivals, the terms that are none, because each of n typed cards has n - 1."""
    parts = list(question)
    if isinstance(question, Typed):
        parts[-1] = _find_own(question.accepted, places)
    elif isinstance(question, Cloze):
        parts[-1] = _find_own(chain.from_iterable(question.gaps), places)
    return parts


def _find_own(accepted: Iterable[str], places: Mapping[str, int]) -> list[int]:
    return sorted({places[term.casefold()] for term in accepted if term.casefold() in places})


def _leave_out(terms: tuple[str, ...], own: list[int]) -> tuple[str, ...]:
    rest: tuple[str, ...] = ()
    start = 0
    for place in own:
        rest += terms[start:place]
        start = place + 1
    return rest + terms[start:]


def read_when(pairs: list[list[str]] | None) -> When | None:
    """Return facts as a card has them."""
    return tuple((name, value) for name, value in pairs) if pairs else None


def _read_option(parts: list[Any]) -> Option:
    text, because, when = parts
    return Option(text, because, read_when(when))


def _read_options(options: list[list[Any]]) -> tuple[Option, ...]:
    return tuple(map(_read_option, options))


def read_question(kind: str, terms: tuple[str, ...], parts: list[Any]) -> Question:
    """Return the question of a kind that these parts came from; `terms` are all that are typed in the bank."""
    return READERS[kind](terms, *parts)


READERS: Mapping[str, Callable[..., Question]] = {
    "Choice": lambda _, answer, distractors, program, shuffled: Choice(
        _read_option(answer), _read_options(distractors), program, shuffled
    ),
    "Multiple": lambda _, answers, distractors: Multiple(_read_options(answers), _read_options(distractors)),
    "Typed": lambda terms, accepted, own: Typed(tuple(accepted), _leave_out(terms, own)),
    "Number": lambda _, *parts: Number(*parts),
    "Cloze": lambda terms, parts, gaps, own: Cloze(
        tuple(parts), tuple(tuple(gap) for gap in gaps), _leave_out(terms, own)
    ),
    "Match": lambda _, pairs, extra: Match(tuple((left, right) for left, right in pairs), tuple(extra)),
    "Order": lambda _, steps: Order(tuple(steps)),
    "Recall": lambda _, answer, points: Recall(answer, tuple(points)),
}
