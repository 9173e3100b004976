"""What a course's source says, point by point, and which cards examine it."""

from dataclasses import dataclass
from pathlib import Path

from tvp_quiz.domain.problem import Problem


@dataclass(frozen=True, slots=True)
class Reference:
    """One statement of the source: its number, where it stands there, and in short what it says.

    `line` and `column` are its place in the list of references.
    """

    ref: str
    where: str
    says: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Sources:
    """A list of references; it holds for the banks in its folder and below."""

    path: Path
    references: tuple[Reference, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Coverage:
    """A reference with the ids of the cards that examine it."""

    reference: Reference
    cards: tuple[str, ...]
