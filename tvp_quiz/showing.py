"""A demo in, and the learner's leave to run it; its run, held against a key, out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tvp_quiz.banks.demos import make_program, read_demo
from tvp_quiz.banks.files import UnreadableError
from tvp_quiz.demos.confine import find_level, find_python
from tvp_quiz.demos.proof import hold_against, list_claims
from tvp_quiz.demos.run import start_demo
from tvp_quiz.demos.shipped import is_shipped
from tvp_quiz.domain.card import Bank, Card
from tvp_quiz.domain.demo import PROGRAM, Claim, Consent, Demo, DemoView, Ending, Level, Proof, Ruling, Run
from tvp_quiz.domain.prompt import Command, Prompt
from tvp_quiz.errors import DemoError
from tvp_quiz.outside import Front, Watcher

if TYPE_CHECKING:
    from tvp_quiz.storage.store import Store

KEPT = {Ending.RAN, Ending.CANNOT}
STRANGER = "This demo did not come with tvp-quiz, and you have not approved it as it is now."
UNCONFINED = (
    "Nothing here can confine a program: it would run with all your rights, under limits of time and memory alone."
)


def find_demo(card: Card, bank: Bank, root: Path) -> Demo:
    """Return the demo of a card. Raises DemoError."""
    try:
        found = (
            make_program(card.question, bank.path) if card.demo == PROGRAM else read_demo(card.demo, bank.path, root)
        )
    except UnreadableError as error:
        raise DemoError(f"The demo of {card.id} can't be used. {error} {error.remedy}") from error
    if found is None:
        raise DemoError(f"{card.id} has no demo: `tvp-quiz demo list` lists those there are.")
    return found


def name_permit(demo: Demo, level: Level) -> str:
    """Return what a leave to run a demo is kept by: its exact bytes, and whether it would be confined."""
    return f"unconfined:{demo.digest}" if level is Level.LIMITS else demo.digest


def is_free(demo: Demo, level: Level, approved: frozenset[str]) -> bool:
    """Tell whether a demo came with tvp-quiz or was approved, for being confined as it is here."""
    return is_shipped(demo.digest) or name_permit(demo, level) in approved


def say_reason(demo: Demo, level: Level, approved: frozenset[str]) -> str:
    """Say why a demo may not run unasked, or nothing where it may."""
    if name_permit(demo, level) in approved:
        return ""
    if level is Level.LIMITS:
        return UNCONFINED
    return "" if is_shipped(demo.digest) else STRANGER


class Heard(NamedTuple):
    """What a sitting hears of a demo: whether this machine contradicts the key, or why nothing could be shown."""

    is_contradicted: bool = False
    notice: str = ""


@dataclass(slots=True)
class Stage:
    """Where demos run: `root` is the content folder, `machine` describes the computer, `store` opens the history."""

    root: Path
    machine: str
    clock: Callable[[], datetime]
    store: "Callable[[], Store]"
    python: str = field(default_factory=find_python)
    _level: Level | None = None
    _allowed: set[str] = field(default_factory=set)

    @property
    def level(self) -> Level:
        """Return what holds a demo back here, found once by trying."""
        self._level = self._level or find_level(self.python)
        return self._level

    def obey(self, command: Command, prompt: Prompt, bank: Bank, front: Front) -> Heard:
        """Show the demo of a card or its program, and return what the sitting has to know of it."""
        try:
            demo = find_demo(prompt.card, bank, self.root)
            if command is Command.PROGRAM:
                front.show_program(demo)
                return Heard()
            proof = self.show(demo, list_claims(prompt), front)
        except DemoError as error:
            return Heard(notice=str(error))
        return Heard(proof is not None and proof.ruling is Ruling.CONTRADICTED)

    def show(self, demo: Demo, claims: Sequence[Claim], front: Front) -> Proof | None:
        """Show what came of a demo on this machine, running it where that is not known yet or is asked for again."""
        run = self.recall(demo)
        is_kept = run is not None
        while run or (run := self.run(demo, front)):
            proof = hold_against(claims, run.outcome.facts)
            if not front.show_demo(DemoView(demo, run, proof, is_kept, say_consequence(proof))):
                return proof
            run, is_kept = None, False
        return None

    def recall(self, demo: Demo) -> Run | None:
        """Return what came of a demo when it last ran on this very machine."""
        from tvp_quiz.storage import demo_log  # noqa: PLC0415 - loads SQLAlchemy: the first question can't wait

        run = demo_log.read_run(self.store(), demo.digest)
        return run if run and run.machine == self.machine else None

    def run(self, demo: Demo, watcher: Watcher) -> Run | None:
        """Run a demo before the learner's eyes and keep what came of it; None where they would not have it run."""
        if not self.is_allowed(demo, watcher):
            return None
        with start_demo(demo, self.level, self.python) as running:
            watcher.watch_demo(demo, self.level, running)
            outcome = running.finish()
        run = Run(outcome, self.machine, self.clock().astimezone(UTC))
        if outcome.ending in KEPT:
            from tvp_quiz.storage import demo_log  # noqa: PLC0415 - as above

            demo_log.keep_run(self.store(), demo.name, demo.digest, run)
        return run

    def is_allowed(self, demo: Demo, watcher: Watcher) -> bool:
        """Tell whether a demo may run, having asked the learner where that is theirs to say."""
        from tvp_quiz.storage import demo_log  # noqa: PLC0415 - as above

        permit = name_permit(demo, self.level)
        reason = say_reason(demo, self.level, demo_log.read_approvals(self.store()) | self._allowed)
        consent = watcher.ask_consent(demo, self.level, reason) if reason else Consent.ONCE
        if consent is Consent.ALWAYS:
            demo_log.approve(self.store(), permit, self.clock())
        elif consent is Consent.ONCE:
            self._allowed.add(permit)
        return consent is not Consent.NO


def say_consequence(proof: Proof) -> str:
    """Say what follows for the learner where a machine contradicts a key."""
    if proof.ruling is not Ruling.CONTRADICTED:
        return ""
    return "What you answered does not count as wrong; `tvp-quiz bank prove` tells the bank's author."
