"""A value in, the same with some parts changed out."""

import dataclasses
from typing import TypeVar

T = TypeVar("T")


def replace(value: T, **changes: object) -> T:
    """Return a named tuple or a dataclass with some parts changed."""
    if isinstance(value, tuple):
        return value._replace(**changes)  # type: ignore[attr-defined,no-any-return] # every tuple of ours is named
    return dataclasses.replace(value, **changes)  # type: ignore[type-var] # and all else is a dataclass
