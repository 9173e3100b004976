"""A bank's text in, the same text with an id for each entry that has none out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from anyascii import anyascii

from tvp_quiz.banks.edits import Edit, Lines, apply_edits
from tvp_quiz.banks.nodes import Node, compose_tree
from tvp_quiz.banks.wording import COMMON

LONGEST = 40
LISTS = ("definitions", "faq", "questions")
NAMING = ("term", "aspect", "text", "question", "answer", "type")
"""The keys whose text names an entry, the first that is there."""
# Also those in comments: an entry that is commented out may come back
USED = re.compile(r"\bid:[ \t]*[\"']?([a-z0-9][a-z0-9-]*)")


@dataclass(frozen=True, slots=True)
class NewId:
    """An id for the entry that begins in a line, counted from 1, of the text as it was."""

    line: int
    id: str


def add_ids(text: str, path: Path) -> tuple[str, list[NewId]]:
    """Return a bank's text with an id for each entry, and those that are new.

    A text that is no YAML stays as it is, and so does an entry that holds no keys.
    """
    root, _ = compose_tree(text, path)
    if root is None:
        return text, []
    lines, taken = Lines(text), list_used(text, root)
    edits, added = [], []
    for entry in sorted(list_nodes(root), key=lambda node: (node.line, node.column)):
        place = _find_place(entry, lines)
        if place is not None:
            added.append(NewId(entry.line, make_id(_describe(entry), taken)))
            edits.append(_write_id(place, added[-1].id, lines))
    mended = apply_edits(text, edits)
    return (mended, added) if _holds(mended, root, added, path) else (text, [])


def make_id(text: str, taken: set[str]) -> str:
    """Return an id that tells what a text is about, and add it to those that are taken."""
    words = re.findall(r"[a-z0-9]+", anyascii(text).casefold().replace("'", ""))
    base = _cut("-".join([word for word in words if word not in COMMON] or words)) or "entry"
    name = base if base not in taken else next(f"{base}-{n}" for n in count(2) if f"{base}-{n}" not in taken)
    taken.add(name)
    return name


def list_used(text: str, root: Node) -> set[str]:
    """Return all ids that a bank's text holds, those of the past and those in comments included."""
    former = (entry.child("was") for entry in list_nodes(root))
    names = (name.value for was in former if was and isinstance(was.value, list) for name in was.value)
    return {*USED.findall(text), *(name for name in names if isinstance(name, str))}


def list_nodes(root: Node) -> Iterator[Node]:
    """Yield the entries of all sections that hold keys."""
    chart = root.child("chart")
    sections = [*(root.child(section) for section in LISTS), chart and chart.child("rows")]
    for section in sections:
        for node in section.value if section and isinstance(section.value, list) else ():
            if isinstance(node.value, dict) and node.value:
                yield node


def _cut(slug: str) -> str:
    """Return a slug without the words that make it too long."""
    return slug if len(slug) <= LONGEST else slug[: LONGEST + 1].rpartition("-")[0] or slug[:LONGEST]


def _describe(entry: Node) -> str:
    """Return the text that an entry is named after."""
    for key in NAMING:
        node = entry.child(key)
        text = node.child("text") or node if node else None
        if text and isinstance(text.value, str) and text.value.strip():
            return text.value
    return ""


def _find_place(entry: Node, lines: Lines) -> int | None:
    """Return where an entry's id is to be written, None if it has one."""
    keys = entry.keys or {}
    own = entry.child("id")
    if own is None:
        first = next(iter(keys.values()))
        return lines.locate(first.line, first.column)
    if own.value == "" and re.match("id:([ \t]*$|[ \t]+#)", lines.get(keys["id"].line)[keys["id"].column - 1 :]):
        return lines.locate(keys["id"].line, keys["id"].column) + len("id:")
    return None


def _write_id(place: int, name: str, lines: Lines) -> Edit:
    line = lines.find_line(place)
    before = lines.text[lines.locate(line) : place]
    if before.endswith("id:"):
        return Edit(place, place, f" {name}")
    if lines.text[:place].rstrip().endswith("{"):
        return Edit(place, place, f"id: {name}, ")
    return Edit(place, place, f"id: {name}{lines.newline}{' ' * len(before)}")


def _holds(mended: str, root: Node, added: list[NewId], path: Path) -> bool:
    """Tell whether a text says what the tree of the former one said, and the new ids besides."""
    new, _ = compose_tree(mended, path)
    names = {one.id for one in added}
    for entry in list_nodes(new) if new else ():
        own = entry.child("id")
        if isinstance(entry.value, dict) and own and isinstance(own.value, str) and own.value in names:
            del entry.value["id"]
    for entry in list_nodes(root):
        own = entry.child("id")
        if isinstance(entry.value, dict) and own and own.value == "":
            del entry.value["id"]
    return new is not None and new.to_plain() == root.to_plain()
