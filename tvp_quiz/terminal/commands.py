"""The keys that are commands on every screen, and what each is said to do."""

from collections.abc import Mapping
from types import MappingProxyType

from tvp_quiz.domain.prompt import Command

COMMANDS: Mapping[str, Command] = MappingProxyType(
    {
        "u": Command.UNDO,
        "s": Command.SUSPEND,
        "b": Command.BURY,
        "i": Command.HISTORY,
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
        Command.OVERRULE: "I was right (after a wrong verdict on typed text)",
        Command.KEYS: "all keys",
        Command.QUIT: "end the sitting; every answer is kept",
    }
)

NO_VERDICT = "There is no verdict here to overrule."


def read_command(line: str) -> Command | None:
    """Return the command that a line such as `:q` gives, or None where it is not one."""
    return COMMANDS.get(line.strip().removeprefix(":").strip().lower())
