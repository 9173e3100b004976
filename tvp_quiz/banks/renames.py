"""A bank's text and what its entries were called in, the same text that says so in `was` out."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from tvp_quiz.banks.chart import make_prompt
from tvp_quiz.banks.edits import Edit, Lines, apply_edits
from tvp_quiz.banks.fix import Fix
from tvp_quiz.banks.ids import list_nodes
from tvp_quiz.banks.nodes import Node, compose_tree
from tvp_quiz.banks.quoting import quote

VALUE = re.compile(r"""["']?[\w-]+["']?[ \t]*:[ \t]*("[^"\n]*"|'[^'\n]*'|[^\s,}#>|]+)""")

PLAIN = re.compile(r"[A-Za-z][\w -]*")


class Renamed(NamedTuple):
    """What the entries of a bank, by id, its chart's columns, by their prompts, and the bank itself were called."""

    entries: Mapping[str, Sequence[str]]
    columns: Mapping[str, Sequence[str]] = MappingProxyType({})
    bank: tuple[str, ...] = ()


def add_was(text: str, path: Path, renamed: Renamed) -> tuple[str, list[Fix]]:
    """Return a bank's text that says in `was` what had other names, and what was written.

    What can't be written without touching anything else is left out.
    """
    root, _ = compose_tree(text, path)
    if root is None:
        return text, []
    lines, edits = Lines(text), []
    for node, key, names in _list_wanted(root, renamed):
        edit = _write_was(node, key, names, lines)
        if edit:
            edits.append((edit, Fix(lines.find_line(edit.start), f"wrote `was: [{', '.join(names)}]`")))
    edits += (
        (edit, Fix(lines.find_line(edit.start), "wrote which columns had other names"))
        for edit in _write_columns(root.child("chart"), renamed.columns, lines)
    )
    mended = apply_edits(text, [edit for edit, _ in edits])
    return (mended, [fix for _, fix in edits]) if _says_the_same(mended, root, path) else (text, [])


def _list_wanted(root: Node, renamed: Renamed) -> Iterator[tuple[Node, str, Sequence[str]]]:
    """Yield the nodes that have a `was` to be written, and the key that it is to follow."""
    if renamed.bank:
        yield root, "bank", renamed.bank
    for node in list_nodes(root):
        own = node.child("id")
        if own and isinstance(own.value, str) and own.value in renamed.entries:
            yield node, "id", renamed.entries[own.value]


def _write_was(node: Node, key: str, names: Sequence[str], lines: Lines) -> Edit | None:
    """Return the edit that adds former ids to an entry or a bank, None where there is no safe place."""
    was, place = node.child("was"), (node.keys or {}).get(key)
    if was is not None:
        return _add_names(was, names, lines)
    found = VALUE.match(lines.text, lines.locate(place.line, place.column)) if place else None
    if place is None or found is None:
        return None
    written = f"was: [{', '.join(names)}]"
    if lines.text[lines.locate(node.line, node.column)] == "{":
        return Edit(found.end(), found.end(), f", {written}")
    end = lines.locate(place.line) + len(lines.get(place.line))
    return Edit(end, end, f"{lines.newline}{' ' * (place.column - 1)}{written}")


def _add_names(was: Node, names: Sequence[str], lines: Lines) -> Edit | None:
    """Return the edit that puts names before those that a `was` has."""
    if not isinstance(was.value, list):
        return None
    if not was.value:
        start = lines.locate(was.line, was.column) + 1
        return Edit(start, start, ", ".join(names))
    first = was.value[0]
    start = lines.locate(first.line, first.column)
    dash = lines.get(first.line)[: first.column - 1]
    if dash.rstrip().endswith("-"):
        return Edit(start, start, "".join(f"{name}{lines.newline}{dash}" for name in names))
    return Edit(start, start, "".join(f"{name}, " for name in names))


def _write_columns(chart: Node | None, columns: Mapping[str, Sequence[str]], lines: Lines) -> Iterator[Edit]:
    """Yield the edits that say what a chart's columns were called."""
    listed, place = (chart.child("columns"), (chart.keys or {}).get("columns")) if chart else (None, None)
    if chart is None or listed is None or place is None or not isinstance(listed.value, list):
        return
    names = [node.value for node in listed.value if isinstance(node.value, str)]
    wanted = {name: columns[make_prompt(name)] for name in names if make_prompt(name) in columns}
    was = chart.child("was")
    said = was.value if was and isinstance(was.value, dict) else {}
    yield from filter(None, (_add_names(said[name], wanted[name], lines) for name in wanted if name in said))
    new = [f"{_write(name)}: [{', '.join(wanted[name])}]" for name in wanted if name not in said]
    if new and was and was.keys:
        yield _insert(new, was, next(iter(was.keys.values())), lines)
    elif new and was is None:
        yield _insert([f"was: {{{', '.join(new)}}}"], chart, place, lines)


def _insert(written: Sequence[str], mapping: Node, before: Node, lines: Lines) -> Edit:
    """Return the edit that writes keys with their values into a mapping, before one of its keys."""
    start = lines.locate(before.line, before.column)
    is_flow = lines.text[lines.locate(mapping.line, mapping.column)] == "{"
    after = ", " if is_flow else lines.newline + " " * (before.column - 1)
    return Edit(start, start, "".join(one + after for one in written))


def _write(name: str) -> str:
    return name if PLAIN.fullmatch(name) else quote(name)


def _says_the_same(mended: str, root: Node, path: Path) -> bool:
    """Tell whether a text says what the tree of the former one said, but for `was`."""
    new, _ = compose_tree(mended, path)
    if new is None:
        return False
    for tree in (new, root):
        for node in (tree, tree.child("chart") or tree, *list_nodes(tree)):
            if isinstance(node.value, dict):
                node.value.pop("was", None)
    return new.to_plain() == root.to_plain()
