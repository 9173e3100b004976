"""A sitting, a front and a store in; asked cards and a kept log out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from tvp_quiz.domain.card import Bank, Card, Choice, get_bank
from tvp_quiz.domain.history import CardHistory
from tvp_quiz.domain.prompt import Command, FeedbackView, Mode, Prompt, QuestionView, Response, Verdict
from tvp_quiz.domain.review import Kind, Rating, Review, is_new_leech
from tvp_quiz.outside import Edge, Front
from tvp_quiz.selection import find_card, find_confused
from tvp_quiz.sessions.grading import choose_rating, grade_response
from tvp_quiz.sessions.prompts import make_prompt
from tvp_quiz.sessions.sitting import Answer, Deed, Sitting, answer_card, bring_soon, leave_out, return_card

if TYPE_CHECKING:
    from uuid import UUID

    from tvp_quiz.opening import Opening
    from tvp_quiz.showing import Stage

TICK = timedelta(milliseconds=1)
TAKEN_BACK = {
    Deed.ANSWERED: "the answer to",
    Deed.SUSPENDED: "the suspension of",
    Deed.BURIED: "the burial of",
}
STAYING = {Command.HISTORY, Command.KEYS, Command.OVERRULE, Command.DEMO, Command.PROGRAM}
ON_YOUR_WORD = "counted as right on your word"
ON_THE_MACHINES = "this machine contradicts the key, so it is not counted as wrong"


class Kept(NamedTuple):
    """An answer that is in the log, and whether it made its card a leech."""

    review: Review
    leech: bool


def is_predicted(card: Card) -> bool:
    """Tell whether a card asks what its demo does."""
    return bool(card.demo) and isinstance(card.question, Choice) and bool(card.question.program)


@dataclass(slots=True)
class Desk:
    """A sitting at work: its state, and all that the state's changes must reach."""

    banks: Mapping[str, Bank]
    front: Front
    edge: Edge
    opening: "Opening"
    state: Sitting
    seed: int
    now: datetime
    stage: "Callable[[], Stage]"
    ends: datetime | None = None
    kept: list[Kept] = field(default_factory=list)
    id: "UUID | None" = None
    notice: str = ""

    def run(self) -> None:
        """Ask card after card until none is left, the time is up, or the learner ends it."""
        while self.state.current and not (self.ends and self.tick() >= self.ends):
            if self.take_turn() is Command.QUIT:
                return

    def tick(self) -> datetime:
        """Return the time, later than ever before: the log's order must survive a clock that jumps back."""
        self.now = max(self.edge.clock(), self.now + TICK)
        return self.now

    def take_turn(self) -> Command | None:
        """Ask the current card once; return the command that was given instead of an answer."""
        view = self.make_view()
        self.notice = ""
        started = self.tick()
        response = self.front.ask(view)
        if isinstance(response, Command):
            return self.obey(response, view.prompt.card.id)
        verdict = grade_response(view.prompt, response)
        answer = Answer(
            rating=choose_rating(verdict) if verdict else Rating.GOOD,
            now=started,
            duration_ms=0,
            response=verdict.given if verdict else "",
            correct=verdict.correct if verdict else None,
            fingerprint=view.prompt.card.fingerprint,
        )
        return self.give_feedback(view, response, verdict, self.time_answer(answer, started), started)

    def make_view(self) -> QuestionView:
        """Return the current card as it is shown on this turn."""
        state = self.state
        card = find_card(self.banks, state.current or "")
        if card is None:
            raise AssertionError("a queue holds cards of its banks alone")
        prompt = make_prompt(card, self.edge.dice(f"{self.seed} {state.turn} {card.id}"))
        return QuestionView(prompt, self.banks[card.id.partition("/")[0]].title, state.done, state.left, self.notice)

    def give_feedback(
        self, view: QuestionView, response: Response, verdict: Verdict | None, answer: Answer, started: datetime
    ) -> Command | None:
        """Show the verdict until the rating is settled; an answer with a verdict is kept before that is shown."""
        before, intervals = self.state, self.preview()
        if verdict:
            self.keep(before, answer)
        # A prediction may be tried out before anything is said of it
        is_noted = verdict is not None and is_predicted(view.prompt.card)
        while True:
            noted = self.front.await_reveal(view._replace(notice=self.notice), response) if is_noted else None
            is_noted = noted is not None
            chosen = noted or self.front.confirm(self.make_feedback(view, response, verdict, answer.rating, intervals))
            if isinstance(chosen, Rating):
                if verdict is None:
                    self.keep(before, self.time_answer(replace(answer, rating=chosen), started))
                elif chosen != answer.rating:
                    self.keep(before, replace(answer, rating=chosen), changed=True)
                return None
            acquittal = self.find_acquittal(chosen, view.prompt)
            if acquittal and verdict and not verdict.correct:
                answer = replace(answer, rating=Rating.GOOD, correct=True, overruled=True)
                verdict = verdict._replace(correct=True, remarks=(acquittal,))
                self.keep(before, answer, changed=True)
            elif self.obey(chosen, view.prompt.card.id) not in STAYING:
                return chosen

    def find_acquittal(self, command: Command, prompt: Prompt) -> str:
        """Return why a wrong verdict no longer counts after a command: the learner's word, or the machine's."""
        if command is Command.OVERRULE:
            return ON_YOUR_WORD
        is_contradicted = command in {Command.DEMO, Command.PROGRAM} and self.consult_demo(command, prompt)
        return ON_THE_MACHINES if is_contradicted else ""

    def consult_demo(self, command: Command, prompt: Prompt) -> bool:
        """Show the demo of a card, or its program; tell whether this machine contradicts the key."""
        heard = self.stage().obey(command, prompt, self.banks[get_bank(prompt.card.id)], self.front)
        self.notice = heard.notice or self.notice
        return heard.is_contradicted

    def make_feedback(
        self,
        view: QuestionView,
        response: Response,
        verdict: Verdict | None,
        rating: Rating,
        intervals: Mapping[Rating, int],
    ) -> FeedbackView:
        """Return an answer as it is shown, with what is to be told of it just once."""
        doubtful = verdict is not None and not verdict.correct and view.prompt.mode in {Mode.LINE, Mode.GAPS}
        notice, self.notice = self.notice, ""
        has_demo = bool(view.prompt.card.demo)
        return FeedbackView(view, response, verdict, rating, intervals, doubtful, has_demo, notice)

    def time_answer(self, answer: Answer, started: datetime) -> Answer:
        """Return an answer that is given now to a question shown at `started`."""
        now = self.tick()
        return replace(answer, now=now, duration_ms=int((now - started) / TICK))

    def preview(self) -> dict[Rating, int]:
        """Return the days until the current card would be due after each rating; none where nothing is scheduled."""
        from tvp_quiz.scheduling.memory import preview_ratings  # noqa: PLC0415 - it loads fsrs

        state = self.state
        if state.kind is Kind.CRAM:
            return {}
        outcomes = preview_ratings(state.current or "", state.memory, state.day, state.settings.retention)
        return {rating: (memory.due - state.day).days for rating, memory in outcomes.items()}

    def keep(self, before: Sitting, answer: Answer, *, changed: bool = False) -> None:
        """Put an answer on disk, in place of the last one where the learner changed their mind about it."""
        after, review, memory = answer_card(before, answer, self.edge.entropy(10))
        self.notice = ""
        replaced = self.kept.pop().review.id if changed else None
        # a sitting is one with its first answer: without any, nothing of it is kept
        self.id = self.id or review.id
        self.opening.wait().record(review, sitting=self.id, seed=self.seed, replaces=replaced)
        self.state = after if answer.correct is not False else self.bring_confused(after, review)
        leech = memory is not None and is_new_leech(before.memory, memory)
        self.kept.append(Kept(review, leech))
        if leech and memory:
            remedy = f"reword it, or `tvp-quiz suspend {review.card}`"
            self.notice = f"{review.card} is a leech, forgotten {memory.lapses} times: {remedy}."

    def bring_confused(self, state: Sitting, wrong: Review) -> Sitting:
        """Return the state in which the card whose right answer was given to another one comes soon."""
        found = find_confused(self.banks, state, wrong, lambda card: self.opening.wait().read_history(card, state.day))
        return bring_soon(state, *found) if found else state

    def obey(self, command: Command, card: str) -> Command | None:
        """Do what was asked for, and return the command where the caller must know of it."""
        match command:
            case Command.UNDO:
                self.undo()
            case Command.SUSPEND:
                self.opening.wait().suspend([card])
                self.leave_out(card, Deed.SUSPENDED, f"Suspended {card}; u takes that back.")
            case Command.BURY:
                self.opening.wait().bury(card, self.state.day)
                self.leave_out(card, Deed.BURIED, f"Buried {card} until tomorrow; u takes that back.")
            case Command.HISTORY:
                self.front.show_history(self.read_history(card), self.state.day)
            case Command.KEYS:
                self.front.show_keys()
            case Command.QUIT | Command.OVERRULE | Command.DEMO | Command.PROGRAM:
                pass
        return command

    def leave_out(self, card: str, deed: Deed, notice: str) -> None:
        """Go on without a card."""
        self.state = leave_out(self.state, card, deed)
        self.notice = notice

    def read_history(self, card: str) -> CardHistory:
        """Return what the log and the bank know of a card."""
        found = find_card(self.banks, card)
        return replace(self.opening.wait().read_history(card, self.state.day), stem=found.stem if found else "")

    def undo(self) -> None:
        """Take back the last thing that was done, in this sitting or in one before it."""
        if self.state.past is None:
            self.undo_earlier()
            return
        deed, card = self.state.deed or (Deed.ANSWERED, "")
        store = self.opening.wait()
        if deed is Deed.ANSWERED:
            store.undo(self.tick(), self.kept.pop().review.id)
        elif deed is Deed.SUSPENDED:
            store.unsuspend([card])
        else:
            store.unbury(card)
        self.state = self.state.past
        self.notice = f"Taken back: {TAKEN_BACK[deed]} {card}."

    def undo_earlier(self) -> None:
        """Void the last review of an earlier sitting, and ask its card again where these banks have it."""
        store = self.opening.wait()
        review = store.undo(self.tick())
        if review is None:
            self.notice = "There is nothing to undo."
            return
        self.notice = f"Taken back: the answer to {review.card} on {review.day}."
        history = store.read_history(review.card, self.state.day)
        if find_card(self.banks, review.card) and not history.is_hidden(self.state.day):
            self.state = return_card(self.state, review.card, history.memory)
