"""Demos: small programs, what they found on a machine, and what that says of an answer key."""

from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple, Protocol

from tvp_quiz.domain.card import When

Facts = Mapping[str, str]

NO_FACTS: Facts = MappingProxyType({})
# The fact that says in a few words, for people, what was found; no key may rest on it
SAYS = "says"
# The name by which an entry calls its own program, and the one fact of it: what it prints
PROGRAM = "program"
PRINTS = "prints"


def fold_output(text: str) -> str:
    """Return what a program prints, or is said to, in the form in which both are compared: white space folded."""
    return " ".join(text.split())


class Demo(NamedTuple):
    """A program that an entry names, as it was read.

    `path` is its file, or the bank's where the entry's own program is meant; `digest` is the SHA-256 of `source` in
    hexadecimal. One that is `alone` measures something and shares the machine with no other.
    """

    name: str
    title: str
    path: Path
    source: bytes
    digest: str
    alone: bool = False


class Level(Enum):
    """What holds a running demo back, the strongest first."""

    BUBBLEWRAP = "bubblewrap"
    LANDLOCK = "Landlock and seccomp"
    LIMITS = "limits alone"


class Ending(Enum):
    """How a run of a demo ended."""

    RAN = "ran"
    CANNOT = "can't be shown here"
    BROKEN = "broken"
    STOPPED = "stopped"


class Outcome(NamedTuple):
    """What came of one run.

    `facts` are none unless it ran; `output` is what it printed for people; `reason` says why it can't be shown here, or
    what is broken about it; `seconds` is how long it took.
    """

    ending: Ending
    facts: Facts
    output: str
    reason: str
    level: Level
    seconds: float


class Run(NamedTuple):
    """An outcome with the machine, described in a few words, and the instant (aware UTC) that it belongs to."""

    outcome: Outcome
    machine: str
    ran_at: datetime


class Running(Protocol):
    """A demo that is running."""

    def poll(self, seconds: float) -> str | None:
        """Wait up to so many seconds for more of what it prints for people; None once it has ended."""

    def stop(self) -> None:
        """End it now, with all that it started; nothing happens where it has ended."""


class Claim(NamedTuple):
    """What an option, or an entry without options, says of the facts.

    The `when` of a right one must be among the facts, that of a wrong one must not. None says nothing. Line and column
    are its place in the bank, counted from 1.
    """

    text: str
    right: bool
    when: When | None
    line: int = 1
    column: int = 1


class Case(NamedTuple):
    """An entry with its demo and all that its options claim; line and column are where it names the demo.

    One that is not `decided` has a text that names no facts, or could be changed without them.
    """

    entry: str
    demo: Demo
    claims: tuple[Claim, ...]
    path: Path
    line: int
    column: int
    decided: bool = True


class Stand(Enum):
    """How a claim stands to the facts that were found."""

    HOLDS = "holds"
    REFUTED = "refuted"
    UNDECIDED = "undecided"


class Ruling(Enum):
    """What the facts say of a whole key."""

    PROVED = "proved"
    CONTRADICTED = "contradicted"
    UNDECIDED = "undecided"


class Proof(NamedTuple):
    """Facts held against a key: how each claim stands, and what that amounts to."""

    ruling: Ruling
    stands: tuple[tuple[Claim, Stand], ...] = ()


class DemoView(NamedTuple):
    """A run as it is shown: `is_kept` tells that it took place earlier; `notice` is a sentence on what follows."""

    demo: Demo
    run: Run
    proof: Proof
    is_kept: bool = False
    notice: str = ""


class Consent(Enum):
    """What a learner says to a demo that may not run yet."""

    ONCE = "once"
    ALWAYS = "always"
    NO = "no"
