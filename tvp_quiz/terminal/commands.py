"""The keys that are commands on every screen, and what each is said to do."""

from collections.abc import Mapping
from types import MappingProxyType

from tvp_quiz.domain.prompt import Command, FeedbackView

COMMANDS: Mapping[str, Command] = MappingProxyType(
    {
        "u": Command.UNDO,
        "s": Command.SUSPEND,
        "b": Command.BURY,
        "i": Command.HISTORY,
        "d": Command.DEMO,
        "v": Command.PROGRAM,
        "e": Command.EDIT,
        "y": Command.OVERRULE,
        "?": Command.KEYS,
        "q": Command.QUIT,
    }
)

MEANINGS: Mapping[Command, str] = MappingProxyType(
    {
        Command.UNDO: "undo the last answer, also one of an earlier sitting",
        Command.SUSPEND: "suspend the card until you unsuspend it",
        Command.BURY: "bury the card until tomorrow",
        Command.HISTORY: "the card's history",
        Command.DEMO: "run the demo: this machine shows it",
        Command.PROGRAM: "the demo's program",
        Command.EDIT: "edit the entry in your editor",
        Command.OVERRULE: "I was right (after a wrong verdict on typed text)",
        Command.KEYS: "all keys",
        Command.QUIT: "end the sitting; every answer is kept",
    }
)

_NO_VERDICT = "There is no verdict here to overrule."
_NO_DEMO = "There is no demo for this card."
_DEMO_LATER = "The demo comes after the answer."

# What is said to a command that needs an answer first.
TOO_EARLY: Mapping[Command, str] = MappingProxyType(
    {Command.OVERRULE: _NO_VERDICT, Command.DEMO: _DEMO_LATER, Command.PROGRAM: _DEMO_LATER}
)


def read_command(line: str) -> Command | None:
    """Return the command that a line such as `:q` gives, or None where it is not one."""
    return COMMANDS.get(line.strip().removeprefix(":").strip().lower())


def find_objection(command: Command | None, view: FeedbackView) -> str:
    """Return what is said to a command that an answered question has no use for, else nothing."""
    if command is Command.OVERRULE and not view.can_overrule:
        return _NO_VERDICT
    return _NO_DEMO if command in {Command.DEMO, Command.PROGRAM} and not view.has_demo else ""
