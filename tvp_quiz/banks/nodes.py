"""YAML text in, a tree of texts that know their places out: nothing is guessed, and hostile input is cut short."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import yaml

from tvp_quiz.banks.bounds import TOO_MUCH, refuse_text
from tvp_quiz.banks.hidden import find_escaped, find_hidden
from tvp_quiz.banks.slips import find_slip, say_anchor, say_tag, say_twin
from tvp_quiz.banks.syntax import explain_syntax
from tvp_quiz.banks.wording import shorten
from tvp_quiz.domain.problem import Problem, Severity

MAX_DEPTH = 50
MAX_ALIASED = 100_000
MAX_EVENTS = 200_000
MAX_PROBLEMS = 1_000
SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(slots=True, eq=False)
class Node:
    """A text, a list or a mapping, and where it begins (counted from 1).

    `keys` are a mapping's keys as nodes. `is_broken` marks a node with a problem in it that makes its content doubtful.
    """

    value: "Value"
    line: int
    column: int
    keys: "dict[str, Node] | None" = None
    is_broken: bool = False

    def to_plain(self) -> object:
        """Return the texts, lists and dicts alone."""
        value = self.value
        if isinstance(value, str):
            return value
        if isinstance(value, dict):
            return {key: node.to_plain() for key, node in value.items()}
        return [node.to_plain() for node in value]

    def child(self, step: str | int) -> "Node | None":
        """Return what stands under a key or at an index, or None."""
        if isinstance(self.value, dict):
            return self.value.get(step) if isinstance(step, str) else None
        if isinstance(self.value, list) and isinstance(step, int) and step < len(self.value):
            return self.value[step]
        return None


Value = str | list[Node] | dict[str, Node]


FAST = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def compose_tree(text: str, path: Path, loader: type = FAST) -> tuple[Node | None, list[Problem]]:
    """Return the tree of a YAML document, as far as it can be trusted, and what is wrong with its YAML.

    The tree is None if the text is no YAML or holds nothing. `loader` is one of PyYAML's base loaders.
    """
    lines = text.splitlines()
    if refused := refuse_text(text, lines):
        return None, [Problem(path, *refused)]
    tree = _Tree(path, lines)
    tree.problems += [Problem(path, line, column, *said) for line, column, said in find_hidden(lines)]
    try:
        for event in yaml.parse(text, Loader=loader):
            tree.take(event)
    except _Stop:
        pass
    except yaml.YAMLError as error:
        tree.problems = [explain_syntax(text, error, path)]
        return None, tree.problems
    return tree.root, tree.problems + list(tree.find_unused_anchors())


class _Stop(Exception):  # noqa: N818 - not an error: what follows is not worth reading
    """The rest of the file is not read."""


class _Tree:
    """Builds nodes from events, without recursion, so that deep nesting can't exhaust the stack."""

    def __init__(self, path: Path, lines: list[str]) -> None:
        """Begin with nothing."""
        self.path = path
        self._lines = lines
        self.root: Node | None = None
        self.problems: list[Problem] = []
        self._documents = 0
        self._events = 0
        self._open: list[Node] = []
        self._keys: list[Node | None] = []
        self._anchors: dict[str, Node] = {}
        self._unused: dict[str, Node] = {}
        self._aliased = 0
        self._repeating: Node | None = None

    def take(self, event: yaml.Event) -> None:
        """Add what one event says."""
        self._events += 1
        if self._events > MAX_EVENTS:
            self._report(_locate(event, ""), *TOO_MUCH)
            raise _Stop
        if isinstance(event, yaml.ScalarEvent):
            node = self._make(event, event.tag, event.value)
            self._look_closer(event, node)
            self._place(node)
        elif isinstance(event, yaml.MappingStartEvent):
            self._enter(self._make(event, event.tag, {}))
        elif isinstance(event, yaml.SequenceStartEvent):
            self._enter(self._make(event, event.tag, []))
        elif isinstance(event, yaml.CollectionEndEvent):
            self._keys.pop()
            self._place(self._open.pop())
        elif isinstance(event, yaml.AliasEvent):
            self._follow(event)
        elif isinstance(event, yaml.DocumentStartEvent):
            self._begin(event)

    def find_unused_anchors(self) -> Iterator[Problem]:
        """Yield a problem for each anchor that nothing refers to: a text that began with & lost its first word."""
        for name, node in islice(self._unused.items(), MAX_PROBLEMS):
            yield Problem(self.path, node.line, node.column, *say_anchor(name))

    def _make(self, event: yaml.NodeEvent, tag: str | None, value: Value) -> Node:
        node = _locate(event, value)
        if event.anchor is not None:
            self._anchors[event.anchor] = self._unused[event.anchor] = node
        if tag is not None:
            self._report(node, *say_tag(tag))
        elif isinstance(event, yaml.ScalarEvent) and event.style == '"':
            self._check_escapes(event, node)
        return node

    def _check_escapes(self, event: yaml.ScalarEvent, node: Node) -> None:
        """Report characters between double quotes that can't be shown, or that nobody can see."""
        if SURROGATE.search(event.value):
            self._report(node, "bad-escape", "This text has half a character in it.", "Write the character itself.")
        elif (end := event.end_mark) and (said := find_escaped(event.value, self._lines[node.line - 1 : end.line + 1])):
            self._add(Problem(self.path, node.line, node.column, *said))

    def _look_closer(self, event: yaml.ScalarEvent, node: Node) -> None:
        """Report what is probably not meant of a value."""
        key = self._keys[-1] if self._keys else None
        if key is None and not (self._open and type(self._open[-1].value) is list):
            return
        slip = find_slip(event, self._lines, key.value if key and isinstance(key.value, str) else "")
        if slip:
            if slip.severity is Severity.ERROR:
                self._break(node)
            self._add(Problem(self.path, *slip))

    def _enter(self, node: Node) -> None:
        self._open.append(node)
        self._keys.append(None)
        if len(self._open) > MAX_DEPTH:
            self._report(node, "too-deep", f"This is nested more than {MAX_DEPTH} deep.", "Write it flatter.")
            raise _Stop

    def _place(self, node: Node) -> None:
        if not self._open:
            self.root = node
            return
        parent = self._open[-1]
        key = self._keys[-1]
        if type(parent.value) is list:
            parent.value.append(node)
        elif key is None:
            self._keys[-1] = self._check_key(node)
        else:
            self._keys[-1] = None
            self._pair(parent, key, node)

    def _check_key(self, node: Node) -> Node:
        if not isinstance(node.value, str):
            message = "A text that begins with { or [ is read as a list, not as a text."
            self._report(node, "bad-key", message, "Put the whole text in quotes.")
        return node

    def _pair(self, parent: Node, key: Node, node: Node) -> None:
        name = key.value
        if not isinstance(name, str) or not isinstance(parent.value, dict) or parent.keys is None:
            return
        if name in parent.value:
            if self._repeating is not parent:
                parent.value[name].is_broken = True
                is_item = len(self._open) > 1 and type(self._open[-2].value) is list
                self._report(key, *say_twin(name, parent.keys[name].line, is_item=is_item))
            self._repeating = parent
            return
        if self._repeating is parent:
            self._repeating = None
        parent.value[name] = node
        parent.keys[name] = key

    def _follow(self, event: yaml.AliasEvent) -> None:
        node = _locate(event, "")
        name = event.anchor or ""
        target = self._anchors.get(name)
        self._unused.pop(name, None)
        if target is None:
            message = f"`*{shorten(name)}` at the start has a special meaning in YAML."
            self._report(node, "quote-needed", message, "Put the whole text in quotes.")
        elif not isinstance(target.value, str) or self._aliased + len(target.value) > MAX_ALIASED:
            message = f"`*{shorten(name)}` repeats something from above that is too large to be repeated."
            self._report(node, "alias", message, "Write it out again.")
        else:
            node.value = target.value
            self._aliased += len(target.value)
        self._place(node)

    def _begin(self, event: yaml.DocumentStartEvent) -> None:
        self._documents += 1
        if self._documents > 1:
            self._report(
                _locate(event, ""),
                "second-document",
                "`---` starts a second document; what follows is not read.",
                "Delete this line, or put what follows into a file of its own.",
            )
            raise _Stop

    def _report(self, node: Node, rule: str, message: str, remedy: str) -> None:
        self._break(node)
        self._add(Problem(self.path, node.line, node.column, rule, message, remedy))

    def _break(self, node: Node) -> None:
        for each in (node, *self._open):
            each.is_broken = True

    def _add(self, problem: Problem) -> None:
        self.problems.append(problem)
        if len(self.problems) >= MAX_PROBLEMS:
            raise _Stop


def _locate(event: yaml.Event, value: Value) -> Node:
    mark = event.start_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    return Node(value, line, column, {} if isinstance(value, dict) else None)
