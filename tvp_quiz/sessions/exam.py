"""A paper's questions in; where one is in it, what was answered, and the time that is left out. It saves nothing."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from tvp_quiz.domain.card import Cloze, Multiple
from tvp_quiz.domain.exam import Attempt, Certainty, Given, GoTo, Move, Step
from tvp_quiz.domain.prompt import Mode, Prompt, Response

LAST = "This is the last question: hand in when you are done."
FIRST = "This is the first question."


@dataclass(frozen=True, slots=True)
class Exam:
    """One sitting of a paper; `index` is the question that is looked at, from 0."""

    limit_ms: int
    attempts: tuple[Attempt, ...]
    index: int = 0
    used_ms: int = 0

    @property
    def left_ms(self) -> int:
        """Return the time that is left."""
        return self.limit_ms - self.used_ms

    @property
    def attempt(self) -> Attempt:
        """Return what was made of the question that is looked at."""
        return self.attempts[self.index]


def start_exam(limit_ms: int, attempts: Iterable[Attempt], index: int = 0, used_ms: int = 0) -> Exam:
    """Return the state in which a question is looked at. Raises ValueError for a paper without questions."""
    state = Exam(limit_ms, tuple(attempts), used_ms=min(used_ms, limit_ms))
    if not state.attempts:
        raise ValueError("a paper has questions")
    return go_to(state, min(index, len(state.attempts) - 1))


def pass_time(state: Exam, ms: int) -> Exam:
    """Return the state after some time, which the question looked at has taken; never more than there is."""
    spent = max(0, min(ms, state.left_ms))
    return change(replace(state, used_ms=state.used_ms + spent), state.attempt._replace(ms=state.attempt.ms + spent))


def change(state: Exam, attempt: Attempt) -> Exam:
    """Return the state with another attempt at the question that is looked at."""
    attempts = (*state.attempts[: state.index], attempt, *state.attempts[state.index + 1 :])
    return replace(state, attempts=attempts)


def go_to(state: Exam, index: int) -> Exam:
    """Return the state in which another question is looked at."""
    return change(replace(state, index=index), state.attempts[index]._replace(seen=True))


def make_move(state: Exam, move: Move) -> tuple[Exam, str]:
    """Return the state after a move, and what is to be said of it; leaving and handing in change nothing here."""
    match move:
        case Certainty():
            return step(change(state, state.attempt._replace(certainty=move)), 1)
        case Given(given, done):
            changed = give(state, given)
            return step(changed, 1) if done else (changed, "")
        case GoTo(index):
            return go_to(state, index), ""
        case Step.FLAG:
            return change(state, state.attempt._replace(flagged=not state.attempt.flagged)), ""
        case Step.NEXT | Step.PREVIOUS:
            return step(state, 1 if move is Step.NEXT else -1)
        case _:
            return state, ""


def give(state: Exam, given: tuple[str, ...]) -> Exam:
    """Return the state with an answer in place of the one before; how sure one is of another answer is asked anew."""
    given = given if any(text.strip() for text in given) else ()
    attempt = state.attempt
    return state if given == attempt.given else change(state, attempt._replace(given=given, certainty=None))


def step(state: Exam, by: int) -> tuple[Exam, str]:
    """Return the state one question on or back, or the same one and a sentence that there is none."""
    index = state.index + by
    if 0 <= index < len(state.attempts):
        return go_to(state, index), ""
    return state, LAST if by > 0 else FIRST


def find_missing(state: Exam) -> tuple[int, ...]:
    """Return the indices of the questions without an answer."""
    return tuple(index for index, attempt in enumerate(state.attempts) if not attempt.given)


def find_flagged(state: Exam) -> tuple[int, ...]:
    """Return the indices of the questions with a flag."""
    return tuple(index for index, attempt in enumerate(state.attempts) if attempt.flagged)


def find_unsure(state: Exam) -> tuple[int, ...]:
    """Return the indices of the answers of which it was not said how sure they are."""
    return tuple(index for index, attempt in enumerate(state.attempts) if attempt.given and attempt.certainty is None)


def count_skipped(state: Exam) -> int:
    """Count the questions that were looked at and left without an answer, the one looked at now not among them."""
    return sum(index != state.index and state.attempts[index].seen for index in find_missing(state))


def word_response(prompt: Prompt, response: Response) -> tuple[str, ...]:
    """Return a response in words: the texts of the options chosen, or what was typed."""
    return response.texts or tuple(prompt.options[pick].text for pick in response.picks)


def read_response(prompt: Prompt, given: tuple[str, ...]) -> Response | None:
    """Return the response that was given in these words; None where an option of it, or a place for it, is gone."""
    if len(given) > count_places(prompt):
        return None
    if prompt.mode in {Mode.LINE, Mode.GAPS}:
        return Response(texts=given)
    places = {option.text: index for index, option in enumerate(prompt.options)}
    return Response(tuple(places[text] for text in given)) if set(given) <= set(places) else None


def count_places(prompt: Prompt) -> int:
    """Return how many texts or options an answer has at most."""
    match prompt.card.question:
        case Cloze(gaps=gaps):
            return len(gaps)
        case Multiple():
            return len(prompt.options)
        case _:
            return len(prompt.slots) or 1
