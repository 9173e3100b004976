"""Something wrong in a bank, said so that its author can mend it."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class Severity(StrEnum):
    """An error keeps an entry out of the drill, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong at one place; line and column count from 1."""

    path: Path
    line: int
    column: int
    rule: str
    message: str
    remedy: str
    severity: Severity = Severity.ERROR
