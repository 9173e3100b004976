"""A blueprint's file and the names that there are in; the shares of a paper out, or what is wrong with them."""

from collections.abc import Collection, Iterator, Mapping
from math import inf, isclose
from pathlib import Path

from tvp_quiz.banks.build import decode_text
from tvp_quiz.banks.files import MAX_BYTES, UnreadableError, read_regular
from tvp_quiz.banks.nodes import Node, compose_tree
from tvp_quiz.banks.synonyms import find_meant
from tvp_quiz.banks.wording import shorten
from tvp_quiz.domain.exam import Share, Topic
from tvp_quiz.domain.problem import Problem, Severity

SECTIONS = {f"{topic.value}s": topic for topic in Topic}
EXAMPLE = "Write for example `banks:` and below it, two spaces further in, `tvp-faq: 40%`."
WHOLE = 100
MOST_PARTS = 1_000_000


def read_blueprint(path: Path, known: Mapping[Topic, Collection[str]]) -> tuple[tuple[Share, ...], list[Problem]]:
    """Return the shares that a file sets, in its order, and what is wrong with it.

    Its sections `banks`, `tags` and `refs` give each name a percentage, or all of them parts; `known` are the names
    that cards go by.
    """
    try:
        root, problems = compose_tree(decode_text(read_regular(path, MAX_BYTES)), path)
    except UnreadableError as error:
        is_another = error.rule in {"not-a-file", "too-big"}
        remedy = "Name a YAML file of shares after --blueprint." if is_another else error.remedy
        return (), [error.locate(path)._replace(remedy=remedy)]
    problems = [problem for problem in problems if problem.severity is Severity.ERROR]
    if root is None:
        return (), problems or [Problem(path, 1, 1, "empty-file", "This file is empty.", EXAMPLE)]
    reader = _Reader(path, problems, known)
    shares = tuple(reader.read(root))
    return shares, problems or list(reader.check_units(root))


class _Reader:
    """Reads the shares of one blueprint, and collects what is wrong with it."""

    def __init__(self, path: Path, problems: list[Problem], known: Mapping[Topic, Collection[str]]) -> None:
        """Begin with the problems that the file's YAML has."""
        self._path = path
        self._problems = problems
        self._known = known
        self._percents: list[float] = []
        self._parts: list[float] = []

    def read(self, root: Node) -> Iterator[Share]:
        """Yield each share."""
        if not isinstance(root.value, dict) or root.keys is None:
            self._report(root, "bad-type", "A blueprint has the sections `banks`, `tags` and `refs`.", EXAMPLE)
            return
        for name, section in root.value.items():
            if name not in SECTIONS:
                remedy = self._suggest(name, SECTIONS) or f"Write one of {', '.join(SECTIONS)}."
                self._report(root.keys[name], "unknown-key", f"`{shorten(name)}` is no section.", remedy)
            elif not isinstance(section.value, dict):
                self._report(section, "bad-type", f"`{name}` gives each of its {name} a share.", EXAMPLE)
            else:
                yield from self._read_section(SECTIONS[name], section)
        if not root.value:
            self._report(root, "missing-key", "This blueprint sets no shares.", EXAMPLE)

    def _read_section(self, topic: Topic, section: Node) -> Iterator[Share]:
        children = section.value if isinstance(section.value, dict) else {}
        for name, node in children.items():
            if name not in self._known[topic]:
                remedy = self._suggest(name, self._known[topic]) or "Write one that questions of this paper have."
                place = (section.keys or {})[name]
                message = f"No question of this paper has the {topic.value} `{shorten(name)}`."
                self._report(place, f"unknown-{topic.value}", message, remedy)
            parts = self._read_parts(node)
            if parts:
                yield Share(topic, name, parts)

    def _read_parts(self, node: Node) -> float:
        """Return the number that a share is written as; 0 where it is none."""
        text = node.value if isinstance(node.value, str) else ""
        try:
            parts = float(text.removesuffix("%"))
        except ValueError:
            parts = 0.0
        if not 0 < parts < inf:
            said = f"`{shorten(text)}` is no share." if text else "A share is a number."
            self._report(node, "bad-type", said, "Write a percentage such as 40%, or a number of parts such as 2.")
            return 0.0
        if parts > MOST_PARTS:
            remedy = "Write smaller numbers: only how they compare counts."
            self._report(node, "bad-type", f"No share is above {MOST_PARTS:,}.", remedy)
            return 0.0
        (self._percents if text.endswith("%") else self._parts).append(parts)
        return parts

    def check_units(self, root: Node) -> Iterator[Problem]:
        """Yield what is wrong with the shares taken together."""
        total = sum(self._percents)
        if self._percents and self._parts:
            message = "Some shares are percentages and others are parts."
            remedy = "Write all of them with %, or none."
        elif self._percents and not isclose(total, WHOLE, abs_tol=0.5):
            message = f"The shares add up to {total:g} %."
            remedy = "Make them 100 %, or write them without %: then they are parts of whatever they add up to."
        elif not self._percents and not self._parts:
            message, remedy = "This blueprint sets no shares.", EXAMPLE
        else:
            return
        yield Problem(self._path, root.line, root.column, "shares", message, remedy)

    def _suggest(self, name: str, known: Collection[str]) -> str:
        meant = find_meant(name, known)
        return f"Did you mean `{shorten(meant)}`?" if meant else ""

    def _report(self, node: Node, rule: str, message: str, remedy: str) -> None:
        self._problems.append(Problem(self._path, node.line, node.column, rule, message, remedy))
