"""Expected failures: one sentence that ends in what to do, and the exit code that goes with it."""

from collections.abc import Iterable
from enum import IntEnum


class Exit(IntEnum):
    """What the process says to its caller."""

    DONE = 0
    FOUND = 1
    USAGE = 2
    NO_CONTENT = 3
    DATABASE = 4
    DEMO = 5
    INTERRUPTED = 130


class TvpError(Exception):
    """An expected failure; its text is one sentence for the person at the keyboard."""

    exit = Exit.USAGE


class UsageError(TvpError):
    """A word on the command line names nothing, or two of them contradict each other."""


class ContentError(TvpError):
    """There is no bank to learn from."""

    exit = Exit.NO_CONTENT


class DatabaseError(TvpError):
    """The history can't be read or kept."""

    exit = Exit.DATABASE


class BusyError(DatabaseError):
    """Another program keeps the history to itself."""


class DemoError(TvpError):
    """A demo can't be run, or can't be shown to have found anything."""

    exit = Exit.DEMO


class Interrupted(TvpError):  # noqa: N818 - the person's decision, not an error of theirs
    """The person or the system asked the program to end."""

    exit = Exit.INTERRUPTED


class ClockError(DatabaseError):
    """The clock contradicts the history."""


def make_unknown(what: str, name: str, known: Iterable[str], listing: str) -> UsageError:
    """Return the error for a name that names nothing: with the nearest that does, or the command that lists them."""
    from difflib import get_close_matches  # noqa: PLC0415 - only who mistyped waits for it

    close = get_close_matches(name, known, n=1, cutoff=0.5)
    return UsageError(
        f"There is no {what} {name!r}: " + (f"did you mean {close[0]}?" if close else f"see `{listing}`.")
    )
