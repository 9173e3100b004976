"""Rows without end in; portions of them that memory holds, with no cursor left open meanwhile, out."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, literal, tuple_
from sqlmodel import Session

# What one query can take
CHUNK = 500
PORTION = 10_000

T = TypeVar("T")


def split(every: Iterable[T], size: int = CHUNK) -> Iterator[list[T]]:
    """Yield cards or rows in chunks that one query can take."""
    left = iter(every)
    while chunk := list(islice(left, size)):
        yield chunk


def read_on(
    session: Session, query: Select[*tuple[Any, ...]], key: Sequence[ColumnElement[Any]], size: int = PORTION
) -> Iterator[Any]:
    """Yield all that a query finds, in the order of its first columns, `key`, which no two rows have the same.

    Between two portions the session may be used for anything, also to change rows that were yielded.
    """
    ordered = query.order_by(*key).limit(size)
    rows = session.execute(ordered).all()
    while rows:
        yield from rows
        if len(rows) < size:
            return
        last = [literal(value, column.type) for column, value in zip(key, rows[-1], strict=False)]
        rows = session.execute(ordered.where(tuple_(*key) > tuple_(*last))).all()
