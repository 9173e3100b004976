"""A paper, a front and a store in; questions asked until the paper is handed in, and what it came to kept."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, NamedTuple, Protocol

from tvp_quiz.domain.card import Bank, Card, Recall, get_bank
from tvp_quiz.domain.day import find_study_day
from tvp_quiz.domain.edit import Part, list_changes
from tvp_quiz.domain.exam import Attempt, ExamView, Item, Measure, Move, Paper, Sat, Share, Step
from tvp_quiz.domain.review import Kind
from tvp_quiz.domain.settings import Settings
from tvp_quiz.errors import Interrupted, UsageError
from tvp_quiz.outside import Edge
from tvp_quiz.selection import find_card
from tvp_quiz.sessions import exam
from tvp_quiz.sessions.marking import make_reviews, mark_question, settle_certainty
from tvp_quiz.sessions.paper import Draw
from tvp_quiz.sessions.prompts import make_prompt
from tvp_quiz.sessions.sitting import Sitting, make_review_id
from tvp_quiz.storage.papers import hand_in, keep_attempts

if TYPE_CHECKING:
    from tvp_quiz.domain.prompt import Prompt
    from tvp_quiz.storage.store import Store

SECOND_MS = 1000
# What a kill may cost of the time on the clock
SAVED_EVERY_MS = 5000
# By so much longer than it was to, no front waits: the program or the machine was stopped
STOPPED_SECONDS = 5
LEFT = "The paper is kept with {left} on the clock: `tvp-quiz exam --resume` goes on with it."
GONE = "{count} of this paper's questions {verb} no longer in the banks and left out."
CHANGED = "{count} of this paper's questions changed since it was drawn: look at those with a flag again."


class ExamFront(Protocol):
    """What an exam needs of a terminal."""

    def ask(self, view: ExamView, seconds: float) -> Move | None:
        """Show a question and return what is done about it; None after some seconds in which nothing was."""


class Terms(NamedTuple):
    """What a learner asked of a paper."""

    seed: int
    limit_ms: int
    certainty: bool = False
    apart: bool = False
    blueprint: tuple[Share, ...] = ()


class Desk(NamedTuple):
    """A paper as it can be asked now: its questions, and the position in the paper that each of them has."""

    paper: Paper
    prompts: "tuple[Prompt, ...]"
    positions: tuple[int, ...]
    state: exam.Exam
    notes: tuple[str, ...] = ()


def set_paper(banks: Iterable[str], draw: Draw, terms: Terms, predicted: Measure, edge: Edge) -> Paper:
    """Make a paper of the cards that were drawn; `predicted` is the mark foretold for it."""
    now = edge.clock()
    return Paper(
        id=make_review_id(now, edge.entropy(10)),
        seed=terms.seed,
        banks=tuple(sorted(banks)),
        blueprint=terms.blueprint,
        limit_ms=terms.limit_ms,
        certainty=terms.certainty,
        apart=terms.apart,
        started_at=now.astimezone(UTC),
        items=tuple(Item(card.id, card.fingerprint) for card in draw.cards),
        predicted=predicted,
    )


def lay_out(banks: Mapping[str, Bank], sat: Sat, edge: Edge) -> Desk:
    """Return a paper as it can be asked with the banks as they are now.

    Raises UsageError where all of its questions are gone.
    """
    found = [(position, find_again(banks, item.card)) for position, item in enumerate(sat.paper.items)]
    there = [(position, card) for position, card in found if card]
    if not there:
        raise UsageError("All questions of this paper are gone from the banks: `tvp-quiz exam` draws another one.")
    positions = tuple(position for position, _ in there)
    prompts = tuple(make_prompt(card, edge.dice(f"{sat.paper.seed} {position} {card.id}")) for position, card in there)
    kept = [
        restore_attempt(sat.attempts[position], prompt, sat.paper.items[position].fingerprint)
        for position, prompt in zip(positions, prompts, strict=True)
    ]
    place = next((index for index, position in enumerate(positions) if position >= sat.place), len(positions) - 1)
    state = exam.start_exam(sat.paper.limit_ms, (attempt for attempt, _ in kept), place, sat.used_ms)
    return Desk(
        sat.paper, prompts, positions, state, tuple(note_edits(len(found) - len(there), sum(edit for _, edit in kept)))
    )


def find_again(banks: Mapping[str, Bank], card: str) -> Card | None:
    """Return a card by its id, or by one that it had before; one that a program can no longer mark is gone."""
    heirs = (one for bank in banks.values() for one in bank.cards.values() if card in one.former)
    found = find_card(banks, card) or next(heirs, None)
    return None if found is None or isinstance(found.question, Recall) else found


def restore_attempt(attempt: Attempt, prompt: "Prompt", fingerprint: str) -> tuple[Attempt, bool]:
    """Return what was made of a question whose card had this fingerprint, and whether the question was edited since.

    One that was is flagged; its answer stands as long as the options that were chosen are still there.
    """
    stands = exam.read_response(prompt, attempt.given) is not None
    if stands and not list_changes(fingerprint, prompt.card.fingerprint) - {Part.EXPLANATION}:
        return attempt, False
    return attempt._replace(given=attempt.given if stands else (), flagged=True), True


def note_edits(gone: int, edited: int) -> Iterable[str]:
    """Yield sentences on what has become of the questions of a paper since it was drawn."""
    if gone:
        yield GONE.format(count=gone, verb="is" if gone == 1 else "are")
    if edited:
        yield CHANGED.format(count=edited)


@dataclass(slots=True)
class Hall:
    """An exam at work; `tick` returns seconds that only grow, by which its time is measured."""

    desk: Desk
    banks: Mapping[str, Bank]
    front: ExamFront
    store: "Store"
    tick: Callable[[], float]
    notice: str = ""
    since: float = 0.0
    saved_ms: int = -SAVED_EVERY_MS

    def sit(self) -> bool:
        """Ask until the paper is to be handed in, by the learner or because the time is up; False where it is left."""
        self.since = self.tick()
        try:
            while self.desk.state.left_ms > 0:
                move = self.front.ask(self.make_view(), self.until_next_second())
                self.pass_time()
                if move is Step.LEAVE:
                    return False
                if self.desk.state.left_ms > 0 and self.take(move):
                    break
        except Interrupted as error:
            self.pass_time()
            raise Interrupted(LEFT.format(left=say_left(self.desk.state))) from error
        finally:
            self.save()
        return True

    def take(self, move: Move | None) -> bool:
        """Make a move and keep what it changed; tell whether it hands the paper in."""
        if move is not None:
            before = self.desk.state.index
            state, self.notice = exam.make_move(self.desk.state, move)
            self.desk = self.desk._replace(state=state)
            self.save(before)
        elif self.desk.state.used_ms - self.saved_ms >= SAVED_EVERY_MS:
            self.save()
        return move is Step.HAND_IN

    def until_next_second(self) -> float:
        """Return the seconds until the clock shows another one."""
        return (self.desk.state.left_ms % SECOND_MS or SECOND_MS) / SECOND_MS

    def pass_time(self) -> None:
        """Put the time since the last look on the clock, but not that for which the program was stopped."""
        now, asked = self.tick(), self.until_next_second()
        if now - self.since > asked + STOPPED_SECONDS:
            self.since = now - asked
        ms = int((now - self.since) * SECOND_MS)
        self.since += ms / SECOND_MS
        self.desk = self.desk._replace(state=exam.pass_time(self.desk.state, ms))

    def save(self, *others: int) -> None:
        """Put the question looked at, and any others, on disk with the time that is gone."""
        state, positions = self.desk.state, self.desk.positions
        attempts = {positions[index]: state.attempts[index] for index in (*others, state.index)}
        keep_attempts(self.store, self.desk.paper.id, attempts, positions[state.index], state.used_ms)
        self.saved_ms = state.used_ms

    def make_view(self) -> ExamView:
        """Return the question looked at as it is shown now."""
        state = self.desk.state
        prompt = self.desk.prompts[state.index]
        return ExamView(
            prompt=prompt,
            bank=self.banks[get_bank(prompt.card.id)].title,
            index=state.index,
            count=len(state.attempts),
            seconds=-(-state.left_ms // SECOND_MS),
            attempt=state.attempt,
            missing=exam.find_missing(state),
            flagged=exam.find_flagged(state),
            unsure=exam.find_unsure(state) if self.desk.paper.certainty else (),
            skipped=exam.count_skipped(state),
            asks_certainty=self.desk.paper.certainty,
            notice=self.notice,
        )


def say_left(state: exam.Exam) -> str:
    """Say how much time is left."""
    minutes, seconds = divmod(-(-state.left_ms // SECOND_MS), 60)
    return f"{minutes}:{seconds:02}"


def finish(store: "Store", desk: Desk, settings: Settings, edge: Edge, *, now: datetime, since: date) -> bool:
    """Mark a paper and hand it in, with the reviews that follow from it; False where it was handed in before.

    `now` is in the learner's own zone, and later than their last review; `since` is the study day on which they began.
    """
    attempts = desk.state.attempts
    if desk.paper.certainty:
        attempts = tuple(map(settle_certainty, attempts))
    answers = zip(desk.positions, desk.prompts, attempts, strict=True)
    marked = {
        position: mark_question(number, prompt, attempt)
        for number, (position, prompt, attempt) in enumerate(answers, 1)
    }
    day = max(find_study_day(now, settings.rollover), since)
    sitting = Sitting(day, settings, Kind.EXAM, {}, ())
    chances = (edge.entropy(10) for _ in attempts)
    reviews = make_reviews(sitting, desk.prompts, attempts, now, chances)
    return hand_in(store, desk.paper, marked, [] if desk.paper.apart else reviews, now.astimezone(UTC))
