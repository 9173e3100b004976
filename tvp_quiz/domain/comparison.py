"""What became of an entry from one state of its bank to the next."""

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple


class Change(StrEnum):
    """What became of an entry from one state of its bank to the next."""

    NEW = "new"
    BACK = "back"
    COSMETIC = "cosmetic"
    EXPLANATION = "explanation"
    STEM = "stem"
    DISTRACTORS = "distractors"
    ANSWER = "answer changed"
    RENAMED = "renamed"
    MOVED = "moved"
    SPLIT = "split"
    MERGED = "merged"
    RETIRED = "retired"
    REUSED = "id reused"
    BROKEN = "can't be read"


class EntryState(NamedTuple):
    """An entry at one time: its name as `bank/id`, those it had before, and a fingerprint for each of its prompts.

    `text` is all that its author wrote, or empty where only the fingerprints are known, as from a history; `columns`
    are the prompts that a prompt had as its name before, and `titles` the names of the columns that prompts ask for.
    """

    name: str
    prints: Mapping[str, str]
    path: Path = Path()
    line: int = 1
    former: tuple[str, ...] = ()
    text: str = ""
    columns: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    titles: Mapping[str, str] = MappingProxyType({})


class EntryEdit(NamedTuple):
    """What became of an entry; `origins` are the names under which it was known, if others than its own.

    `forgets` tells that its `was` does not say so, `lost` are the ids of cards that it has no longer, and `columns`
    the prompts, as they were and as they are, of columns that were renamed without a `was`; `changed` are the former
    ids of the cards whose answer is another one. `dropped` are names that its `was` said before and says no longer.
    """

    entry: EntryState
    changes: tuple[Change, ...]
    origins: tuple[str, ...] = ()
    forgets: bool = False
    lost: tuple[str, ...] = ()
    columns: tuple[tuple[str, str], ...] = ()
    changed: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
