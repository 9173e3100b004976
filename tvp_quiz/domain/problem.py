"""Something wrong in a bank, said so that its author can mend it."""

from enum import StrEnum
from pathlib import Path
from typing import NamedTuple


class Severity(StrEnum):
    """An error makes a check fail; whatever can't be asked is kept out of the drill. A warning only warns."""

    ERROR = "error"
    WARNING = "warning"


class Problem(NamedTuple):
    """One thing wrong at one place; line and column count from 1."""

    path: Path
    line: int
    column: int
    rule: str
    message: str
    remedy: str
    severity: Severity = Severity.ERROR
