"""A bank file's text in, its valid entries and its problems out."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from tvp_quiz.banks.columns import find_alike_columns, find_bad_cells, find_bad_names
from tvp_quiz.banks.dashes import EXTRA_DASH, join_items
from tvp_quiz.banks.echoes import drop_echoes
from tvp_quiz.banks.entries import Chart, Definition, Entry, Faq, Row
from tvp_quiz.banks.explain import Found, explain_errors, list_words
from tvp_quiz.banks.nodes import MAX_PROBLEMS, Node, compose_tree
from tvp_quiz.banks.options import find_equal_texts, find_excess
from tvp_quiz.banks.questions import MODELS
from tvp_quiz.banks.schema import BankFile
from tvp_quiz.banks.sections import SECTIONS, find_section, is_type, say_no_type, say_unknown_type, say_wrong_section
from tvp_quiz.banks.wording import shorten
from tvp_quiz.domain.problem import Problem

MAX_ENTRIES = 5_000
MAX_CARDS = 20_000


@dataclass(slots=True)
class Draft:
    """A bank file as far as it is valid. `bank` is None if it has no id; `nodes` tell where each entry stands.

    `root` is the whole of the file, None if that is no YAML.
    """

    path: Path
    bank: BankFile | None = None
    root: Node | None = None
    place: tuple[int, int] = (1, 1)
    nodes: dict[str, Node] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    _entries: int = 0
    _cards: int = 0

    def take(self, node: Node) -> bool:
        """Count an entry and about as many cards as it makes, and tell whether there is room for it."""
        lists = (node.child(key) for key in ("examples", "cells", "cells"))
        cards = 2 + sum(len(each.value) for each in lists if each and not isinstance(each.value, str))
        was_full = self._entries > MAX_ENTRIES or self._cards > MAX_CARDS
        self._entries, self._cards = self._entries + 1, self._cards + cards
        is_full = self._entries > MAX_ENTRIES or self._cards > MAX_CARDS
        if is_full and not was_full:
            message = f"A bank has at most {MAX_ENTRIES:,} entries and {MAX_CARDS:,} cards; from here on, none is read."
            self.report(node, "too-big", message, "Split it into several banks.")
        return not is_full

    def report(self, node: Node, rule: str, message: str, remedy: str) -> None:
        """Note a problem at a node."""
        self.problems.append(Problem(self.path, node.line, node.column, rule, message, remedy))

    def report_all(self, found: Iterable[Found]) -> bool:
        """Note problems, and tell whether there were any."""
        before = len(self.problems)
        for node, said in found:
            self.report(node, *said)
        return len(self.problems) > before


Chooser = Callable[[Draft, Node], type[Entry] | None]


def parse_bank(text: str, path: Path) -> Draft:
    """Return what a bank file says; problems are ordered by place."""
    root, problems = compose_tree(text, path)
    draft = _read_tree(root, problems, path)
    extra = list(join_items(root)) if root is not None and draft.problems else []
    if extra:
        problems += [Problem(path, key.line, key.column, *EXTRA_DASH) for key in extra]
        draft = _read_tree(root, problems, path)
    draft.problems = sorted(drop_echoes(draft.problems, problems), key=lambda one: (one.line, one.column))
    return draft


def _read_tree(root: Node | None, problems: list[Problem], path: Path) -> Draft:
    """Return what a tree says; `problems` are those of its YAML."""
    draft = Draft(path, root=root, problems=[*problems])
    if root is not None and isinstance(root.value, dict):
        _read_bank(draft, root)
    elif root is not None:
        draft.report(root, "wrong-type", "A bank begins with keys and values.", "Begin with `bank: its-id`.")
    elif not problems:
        draft.report(Node("", 1, 1), "empty-file", "This file is empty.", "Begin with `bank: its-id`.")
    return draft


def list_entries(draft: Draft) -> list[Entry]:
    """Return the valid entries of all sections in the author's order."""
    bank = draft.bank
    if bank is None:
        return []
    rows = bank.chart.rows if bank.chart else []
    return [*bank.definitions, *rows, *bank.faq, *bank.questions]


def _read_bank(draft: Draft, root: Node) -> None:
    head = _read_head(draft, root)
    sections: dict[str, Any] = {
        "definitions": list(_read_list(draft, root, "definitions", lambda *_: Definition)),
        "chart": _read_chart(draft, root.child("chart")),
        "faq": list(_read_list(draft, root, "faq", lambda *_: Faq)),
        "questions": list(_read_list(draft, root, "questions", _choose_type)),
    }
    if not any(root.child(section) for section in SECTIONS):
        known = list_words(SECTIONS)
        draft.report(root, "no-section", "This bank asks nothing.", f"Add one of the sections {known}.")
    if head is not None:
        draft.bank = head.model_copy(update=sections)
        place = root.child("bank") or root
        draft.place = place.line, place.column


def _read_head(draft: Draft, root: Node) -> BankFile | None:
    """Return the bank without its entries; whatever else is wrong, a valid id is enough for one."""
    plain = {key: node.to_plain() for key, node in _list_items(root) if key not in SECTIONS}
    try:
        return BankFile.model_validate(plain)
    except ValidationError as error:
        draft.problems += explain_errors(error, BankFile, root, draft.path)
        wrong = {details["loc"][0] for details in error.errors()}
    if "bank" in wrong:
        return None
    rest = {key: value for key, value in plain.items() if key not in wrong}
    return BankFile.model_validate({"title": plain["bank"]} | rest)


def _list_items(node: Node) -> list[tuple[str, Node]]:
    return list(node.value.items()) if isinstance(node.value, dict) else []


def _read_list(draft: Draft, root: Node, section: str, choose: Chooser) -> Iterator[Any]:
    """Yield the valid entries of a section; `choose` tells which model an entry has to fit."""
    node = root.child(section)
    if node is None:
        return
    if not isinstance(node.value, list):
        if not node.is_broken:
            _report_no_list(draft, node, section)
        return
    away = None
    for item in node.value:
        if len(draft.problems) >= MAX_PROBLEMS or not draft.take(item):
            return
        before, away = away, find_section(item.keys or (), section)
        if away:
            if away != before:
                draft.report(item, *say_wrong_section(section, away))
            continue
        is_first = _claim_id(draft, item)
        entry = None if item.is_broken else _read_entry(draft, item, choose(draft, item))
        if entry is not None and is_first:
            yield entry


def _report_no_list(draft: Draft, node: Node, section: str) -> None:
    remedy = "Begin each entry below it with `- id: …` in a line of its own."
    if node.value == "":
        draft.report(node, "empty-text", f"`{section}` is empty.", f"{remedy[:-1]}, or delete this line.")
    else:
        draft.report(node, "wrong-type", f"`{section}` needs a list of entries.", remedy)


def _read_entry(draft: Draft, node: Node, model: type[Entry] | None) -> Entry | None:
    """Return an entry if nothing is wrong with it, and note what is."""
    if model is None:
        return None
    try:
        entry = model.model_validate(node.to_plain())
    except ValidationError as error:
        draft.problems += explain_errors(error, model, node, draft.path)
        return None
    found = [*find_equal_texts(entry, node, draft.path), *find_excess(entry, node, draft.path)]
    draft.problems += found
    return None if found else entry


def _choose_type(draft: Draft, node: Node) -> type[Entry] | None:
    """Return the model of a question's type, or note that there is none."""
    kind = node.child("type")
    if not isinstance(node.value, dict):
        return Entry
    if kind is None:
        _report_no_type(draft, node)
        return None
    name = kind.value if isinstance(kind.value, str) else ""
    if name not in MODELS:
        draft.report(kind, *say_unknown_type(name))
    return MODELS.get(name)


def _report_no_type(draft: Draft, node: Node) -> None:
    """Note that a question has no type, at the key that was meant to be one if there is such a key."""
    keys = node.keys or {}
    meant = next((key for name, key in keys.items() if is_type(name, node.child(name))), None)
    if meant:
        message = f"`{shorten(str(meant.value))}` is no key that belongs here."
        draft.report(meant, "unknown-key", message, "Did you mean `type`?")
        return
    draft.report(node, *say_no_type(keys))


def _claim_id(draft: Draft, node: Node) -> bool:
    """Note where an id stands, and tell whether it stands there for the first time."""
    place = node.child("id")
    if place is None or not isinstance(place.value, str):
        return True
    first = draft.nodes.setdefault(place.value, node)
    if first is not node:
        draft.report(
            place,
            "duplicate-id",
            f"`{shorten(place.value)}` is the id of another entry, in line {first.line}.",
            "Give this entry an id of its own.",
        )
    return first is node


def _read_chart(draft: Draft, node: Node | None) -> Chart | None:
    if node is None:
        return None
    if node.is_broken and node.value == "":
        return None
    plain = {key: [] if key == "rows" else inner.to_plain() for key, inner in _list_items(node)}
    try:
        chart = Chart.model_validate(plain if isinstance(node.value, dict) else node.to_plain())
    except ValidationError as error:
        draft.problems += explain_errors(error, Chart, node, draft.path)
        return None
    if draft.report_all(find_alike_columns(chart, node)):
        return None
    draft.report_all(find_bad_names(chart, node))
    rows = [
        row
        for row in _read_list(draft, node, "rows", lambda *_: Row)
        if not draft.report_all(find_bad_cells(row, draft.nodes[row.id], chart.columns))
    ]
    return chart.model_copy(update={"rows": rows})
