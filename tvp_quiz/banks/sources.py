"""The lists of references of a content folder in, values with their problems out."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from pydantic import Field, ValidationError

from tvp_quiz.banks.build import decode_text
from tvp_quiz.banks.entries import Source, Strict, Text
from tvp_quiz.banks.explain import explain_errors
from tvp_quiz.banks.files import MAX_BYTES, UnreadableError, find_files, read_regular
from tvp_quiz.banks.nodes import Node, compose_tree
from tvp_quiz.banks.wording import shorten
from tvp_quiz.domain.coverage import Reference, Sources
from tvp_quiz.domain.problem import Problem


class Point(Strict):
    """One statement of the source."""

    ref: Text = Field(description="Its number, which entries cite.")
    where: Text = Field(description="Where it stands in the source.")
    says: Text = Field(description="What it says, in one line.")


class SourcesFile(Strict):
    """What the banks beside and below this file are about, statement by statement."""

    source: Source | None = Field(None, description="The text.")
    refs: list[Point] = Field(description="Its statements.")


def load_sources(folder: Path) -> tuple[Sources, ...]:
    """Return every list of references in a content folder; raises ContentError if there is no such folder."""
    return tuple(read_sources(path) for path in find_files(folder).sources)


def read_sources(path: Path) -> Sources:
    """Return one list of references, without the statements that something is wrong with."""
    try:
        root, problems = _compose(path)
    except UnreadableError as error:
        return Sources(path, (), (error.locate(path),))
    references = list(_read_points(root, path, problems)) if root else []
    return Sources(path, tuple(references), tuple(problems))


def find_nearest(path: Path, sources: Iterable[Sources]) -> Sources | None:
    """Return the list that holds for a bank: the one in its folder, or the next one up."""
    holding = [each for each in sources if path.is_relative_to(each.path.parent)]
    return max(holding, key=lambda each: len(each.path.parts), default=None)


def _compose(path: Path) -> tuple[Node | None, list[Problem]]:
    root, problems = compose_tree(decode_text(read_regular(path, MAX_BYTES)), path)
    if root is None and not problems:
        problems.append(Problem(path, 1, 1, "empty-file", "This file is empty.", "Begin with `refs:`."))
    return root, problems


def _read_points(root: Node, path: Path, problems: list[Problem]) -> Iterator[Reference]:
    refs = root.child("refs")
    nodes = refs.value if refs and isinstance(refs.value, list) else []
    plain = root.to_plain()
    try:
        SourcesFile.model_validate(plain | {"refs": []} if isinstance(plain, dict) and nodes else plain)
    except ValidationError as error:
        problems += explain_errors(error, SourcesFile, root, path)
    seen: set[str] = set()
    for node in nodes:
        point = _read_point(node, path, problems)
        if point and point.ref in seen:
            message = f"`{shorten(point.ref)}` stands here a second time."
            problems.append(_blame(node, path, "duplicate-id", message, "Give it a number of its own."))
        elif point:
            seen.add(point.ref)
            yield Reference(point.ref, point.where, point.says, node.line, node.column)


def _read_point(node: Node, path: Path, problems: list[Problem]) -> Point | None:
    if node.is_broken:
        return None
    try:
        return Point.model_validate(node.to_plain())
    except ValidationError as error:
        problems += explain_errors(error, Point, node, path)
        return None


def _blame(node: Node, path: Path, rule: str, message: str, remedy: str) -> Problem:
    return Problem(path, node.line, node.column, rule, message, remedy)
