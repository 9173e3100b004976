"""What was found in the bank files in, problems where an id has stood for another entry or bank out."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from tvp_quiz.banks.findings import Claimed, Findings, Named
from tvp_quiz.banks.wording import shorten
from tvp_quiz.domain.problem import Problem

REMEDY = "Give this one a new id. To split an entry, give both halves new ids, each with `was` and the old one."


class Place(NamedTuple):
    """An id in its file."""

    path: Path
    id: Named


def find_clashes(found: Iterable[Findings]) -> Iterator[Problem]:
    """Yield a problem for each id that is also one that another entry had, and each `was` that says nothing."""
    banks: dict[str, Findings] = {}
    for each in found:
        if each.bank:
            banks.setdefault(each.bank.id.name, each)
    former = {name: place for each in banks.values() for name, place in _list_former(each)}
    for name, each in banks.items():
        if each.bank:
            yield from _judge(each.path, each.bank, former.get(name))
            for entry in each.entries:
                yield from _judge(each.path, entry, former.get(f"{name}/{entry.id.name}"))


def _list_former(found: Findings) -> Iterator[tuple[str, Place]]:
    """Yield every id that a bank or one of its entries had, entries' as `bank/id`, and what has it as `was`."""
    if found.bank is None:
        return
    own = found.bank.id.name
    names = {own, *(name.name for name in found.bank.former)}
    for former in names - {own}:
        yield former, Place(found.path, found.bank.id)
    for entry in found.entries:
        for name in entry.former:
            bank, _, bare = name.name.rpartition("/")
            for owner in names if bank in {"", *names} else {bank}:
                if (owner, bare) != (own, entry.id.name):
                    yield f"{owner}/{bare}", Place(found.path, entry.id)


def _judge(path: Path, claimed: Claimed, other: Place | None) -> Iterator[Problem]:
    """Yield what is wrong with an id, which `other` had before if it is given, and with the `was` beside it."""
    own, seen = claimed.id, set[str]()
    if other:
        where = f"line {other.id.line}" if other.path == path else f"{other.path.name}, line {other.id.line}"
        message = f"`{shorten(own.name)}` is an id that `{shorten(other.id.name)}` had before, in {where}."
        yield Problem(path, own.line, own.column, "reused-id", message, REMEDY)
    for name in claimed.former:
        bare = name.name.rpartition("/")[2]
        if name.name in seen or bare == own.name == name.name:
            message = f"`{shorten(name.name)}` is {'the id itself' if bare == own.name else 'named twice here'}."
            yield Problem(
                path, name.line, name.column, "was-clash", message, "Delete it; `was` holds former ids alone."
            )
        seen.add(name.name)
