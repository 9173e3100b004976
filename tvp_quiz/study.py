"""A sitting, a front and a store in; asked cards and a kept log out."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from tvp_quiz.copies import Copies
from tvp_quiz.domain.card import get_bank
from tvp_quiz.domain.history import CardHistory
from tvp_quiz.domain.prompt import Command, FeedbackView, Mode, Prompt, QuestionView, Response, Verdict
from tvp_quiz.domain.review import Rating, Review, is_new_leech
from tvp_quiz.ledger import Ledger
from tvp_quiz.outside import Edge, Front
from tvp_quiz.selection import find_confused
from tvp_quiz.sessions.grading import grade_response, make_answer
from tvp_quiz.sessions.prompts import is_predicted, make_prompt, preview_intervals, renew_prompt
from tvp_quiz.sessions.sitting import (
    Answer,
    Deed,
    Sitting,
    answer_card,
    bring_soon,
    drop_card,
    leave_out,
    return_card,
)

if TYPE_CHECKING:
    from random import Random

    from tvp_quiz.showing import Stage

TICK = timedelta(milliseconds=1)
TAKEN_BACK = {
    Deed.ANSWERED: "the answer to",
    Deed.SUSPENDED: "the suspension of",
    Deed.BURIED: "the burial of",
}
STAYING = {Command.HISTORY, Command.KEYS, Command.OVERRULE, Command.DEMO, Command.PROGRAM, Command.EDIT}
ON_YOUR_WORD = "counted as right on your word"
ON_THE_MACHINES = "this machine contradicts the key, so it is not counted as wrong"
CHANGED = "The answer to this card was changed since you learned it."


@dataclass(slots=True)
class Desk:
    """A sitting at work: its state, and all that the state's changes must reach."""

    copies: Copies
    front: Front
    edge: Edge
    ledger: Ledger
    state: Sitting
    now: datetime
    stage: "Callable[[], Stage]"
    ends: datetime | None = None
    changed: Collection[str] = ()
    notice: str = ""
    chosen: int = 1

    def run(self) -> None:
        """Ask card after card until none is left, the time is up, or the learner ends it."""
        while (card := self.choose()) and not (self.ends and self.tick() >= self.ends):
            self.notice = self.copies.refresh(card) or self.notice
            if self.copies.find(card) is None:
                self.state = drop_card(self.state, card)
                self.notice = f"{card} is not in its bank any more, so it is not asked."
            elif self.take_turn() is Command.QUIT:
                return

    def choose(self) -> str | None:
        """Return the card to be asked now; what comes up after the first one is looked for in the log once more."""
        if self.state.turn != self.chosen:
            self.state = self.ledger.choose(self.state, self.tick())
            self.chosen = self.state.turn
        return self.state.current

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
        answer = make_answer(verdict, view.prompt.card, started)
        return self.give_feedback(view, response, verdict, self.time_answer(answer, started), started)

    def make_view(self) -> QuestionView:
        """Return the current card as it is shown on this turn."""
        state = self.state
        card = self.copies.find(state.current or "")
        if card is None:
            raise AssertionError("what is not in its bank any more is not asked")
        is_changed = card.id in self.changed and not self.ledger.has_answer(card.id)
        notice = f"{CHANGED} {self.notice}".strip() if is_changed else self.notice
        prompt = make_prompt(card, self.find_dice(state, card.id))
        return QuestionView(prompt, self.copies.banks[get_bank(card.id)].title, state.done, state.left, notice)

    def find_dice(self, state: Sitting, card: str) -> "Random":
        """Return what a card is shuffled by on this turn of the sitting."""
        return self.edge.dice(f"{self.ledger.seed} {state.turn} {card}")

    def give_feedback(
        self, view: QuestionView, response: Response, verdict: Verdict | None, answer: Answer, started: datetime
    ) -> Command | None:
        """Show the verdict until the rating is settled; an answer with a verdict is kept before that is shown."""
        before, intervals = self.state, preview_intervals(self.state)
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
                    self.keep(before, self.time_answer(answer._replace(rating=chosen), started))
                elif chosen != answer.rating:
                    self.keep(before, answer._replace(rating=chosen), changed=True)
                return None
            acquittal = self.find_acquittal(chosen, view.prompt)
            if acquittal and verdict and not verdict.correct:
                answer = answer._replace(rating=Rating.GOOD, correct=True, overruled=True)
                verdict = verdict._replace(correct=True, remarks=(acquittal,))
                self.keep(before, answer, changed=True)
            elif self.obey(chosen, view.prompt.card.id) not in STAYING:
                return chosen
            elif chosen is Command.EDIT:
                card = view.prompt.card.id
                edited = renew_prompt(view.prompt, self.copies.find(card), self.find_dice(before, card))
                if edited is None:
                    self.give_up_answer(is_kept=verdict is not None)
                    return chosen
                view = view._replace(prompt=edited)

    def give_up_answer(self, *, is_kept: bool) -> None:
        """Take back the answer to a question that has become another one."""
        if is_kept:
            self.undo()
            self.notice = "The question was edited, so your answer to it is taken back."

    def find_acquittal(self, command: Command, prompt: Prompt) -> str:
        """Return why a wrong verdict no longer counts after a command: the learner's word, or the machine's."""
        if command is Command.OVERRULE:
            return ON_YOUR_WORD
        if command not in {Command.DEMO, Command.PROGRAM}:
            return ""
        heard = self.stage().obey(command, prompt, self.copies.banks[get_bank(prompt.card.id)], self.front)
        self.notice = heard.notice or self.notice
        return ON_THE_MACHINES if heard.is_contradicted else ""

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
        return answer._replace(now=now, duration_ms=int((now - started) / TICK))

    def keep(self, before: Sitting, answer: Answer, *, changed: bool = False) -> None:
        """Put an answer on disk, in place of the last one where the learner changed their mind about it."""
        after, review, memory = answer_card(before, answer, self.edge.entropy(10))
        self.notice = ""
        leech = memory is not None and is_new_leech(before.memory, memory)
        self.ledger.keep(review, leech=leech, changed=changed)
        self.state = after if answer.correct is not False else self.bring_confused(after, review)
        if leech and memory:
            remedy = f"reword it, or `tvp-quiz suspend {review.card}`"
            self.notice = f"{review.card} is a leech, forgotten {memory.lapses} times: {remedy}."

    def bring_confused(self, state: Sitting, wrong: Review) -> Sitting:
        """Return the state in which the card whose right answer was given to another one comes soon."""
        found = find_confused(
            self.copies.banks, state, wrong, lambda card: self.ledger.store.read_history(card, state.day)
        )
        return bring_soon(state, *found) if found else state

    def obey(self, command: Command, card: str) -> Command | None:
        """Do what was asked for, and return the command where the caller must know of it."""
        match command:
            case Command.UNDO:
                self.undo()
            case Command.SUSPEND:
                self.ledger.store.suspend([card], self.tick())
                self.leave_out(card, Deed.SUSPENDED, f"Suspended {card}; u takes that back.")
            case Command.BURY:
                self.ledger.store.bury(card, self.state.day, self.tick())
                self.leave_out(card, Deed.BURIED, f"Buried {card} until tomorrow; u takes that back.")
            case Command.HISTORY:
                self.front.show_history(self.read_history(card), self.state.day)
            case Command.KEYS:
                self.front.show_keys()
            case Command.EDIT:
                self.notice = self.copies.edit(card, self.front)
            case Command.QUIT | Command.OVERRULE | Command.DEMO | Command.PROGRAM:
                pass
        return command

    def leave_out(self, card: str, deed: Deed, notice: str) -> None:
        """Go on without a card."""
        self.state = leave_out(self.state, card, deed)
        self.notice = notice

    def read_history(self, card: str) -> CardHistory:
        """Return what the log and the bank know of a card."""
        found = self.copies.find(card)
        return self.ledger.store.read_history(card, self.state.day)._replace(stem=found.stem if found else "")

    def undo(self) -> None:
        """Take back the last thing that was done, in this sitting or in one before it."""
        if self.state.past is None:
            self.undo_earlier()
            return
        deed, card = self.state.deed or (Deed.ANSWERED, "")
        self.ledger.take_back(deed, card, self.tick())
        self.state, self.chosen = self.state.past, 0  # another sitting may have the card that comes up again
        self.notice = f"Taken back: {TAKEN_BACK[deed]} {card}."

    def undo_earlier(self) -> None:
        """Void the last review of an earlier sitting, and ask its card again where these banks have it."""
        review = self.ledger.store.undo(self.tick())
        if review is None:
            self.notice = "There is nothing to undo."
            return
        self.notice = f"Taken back: the answer to {review.card} on {review.day}."
        card = next(filter(self.copies.find, self.ledger.list_names(review.card)), review.card)
        history = self.ledger.store.read_history(card, self.state.day)
        if self.copies.find(card) and not history.is_hidden(self.state.day):
            self.state = return_card(self.state, card, history.memory)
