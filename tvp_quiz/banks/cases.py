"""Bank files as they were read in, the entries whose demos can be run out, and what is wrong with those that can't."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from tvp_quiz.banks.build import read_draft
from tvp_quiz.banks.claims import find_undecided, list_claims
from tvp_quiz.banks.demos import find_folder, list_files, make_program, read_demo, read_file
from tvp_quiz.banks.entries import Entry
from tvp_quiz.banks.files import DEMOS, MAX_BYTES, UnreadableError, find_files, read_regular
from tvp_quiz.banks.options import find_node
from tvp_quiz.banks.parse import Draft, list_entries
from tvp_quiz.banks.questions import Predict
from tvp_quiz.banks.wording import shorten
from tvp_quiz.domain.demo import PROGRAM, Case, Demo
from tvp_quiz.domain.problem import Problem


def read_cases(root: Path) -> tuple[list[Case], list[Problem]]:
    """Return the entries of a content folder whose demos can be run, and what is wrong in its banks and with its demos.

    An entry with a mistake proves nothing, so that any mistake is told. Raises ContentError if there is no such folder.
    """
    files = find_files(root)
    cases: list[Case] = []
    problems = list(files.problems)
    named: dict[Path, set[str]] = {}
    for path in files.banks:
        try:
            draft = read_draft(read_regular(path, MAX_BYTES), path)
        except UnreadableError as error:
            problems.append(error.locate(path))
            continue
        note_names(draft, root, named)
        cases += list_cases(draft, root)
        problems += [*draft.problems, *check_demos(draft, root)]
    return cases, [*problems, *find_unnamed(named, root)]


def read_unnamed(problems: Iterable[Problem]) -> Iterator[Demo]:
    """Yield the demos that no entry names, of what was found wrong."""
    for problem in problems:
        if problem.rule == "unnamed-demo":
            with suppress(UnreadableError):
                yield read_file(problem.path)


def note_names(draft: Draft, root: Path, named: dict[Path, set[str]]) -> None:
    """Add the demos that a bank's entries name to those of their folder."""
    folder = find_folder(draft.path, root)
    if folder:
        named.setdefault(folder, set()).update(entry.demo for entry in list_entries(draft) if entry.demo)


def check_demos(draft: Draft, root: Path) -> Iterator[Problem]:
    """Yield what is wrong with the demos that a bank's entries name, and what they can't decide."""
    for entry in list_entries(draft):
        node = draft.nodes[entry.id]
        yield from find_undecided(entry, node, draft.path)
        try:
            find_demo(entry, draft.path, root)
        except UnreadableError as error:
            at = find_node(node, ("demo",))
            yield replace(error.locate(draft.path), line=at.line, column=at.column)


def find_demo(entry: Entry, bank: Path, root: Path) -> Demo | None:
    """Return the demo that an entry names, or None where it names none. Raises UnreadableError."""
    if entry.demo != PROGRAM:
        return read_demo(entry.demo, bank, root) if entry.demo else None
    if isinstance(entry, Predict):
        return make_program(entry.build_question(), bank)
    message = f"`demo: {PROGRAM}` means the entry's own program, and this one has none."
    raise UnreadableError("unknown-demo", message, "Name a file of the folder demos, without .py.")


def list_cases(draft: Draft, root: Path) -> Iterator[Case]:
    """Yield the entries of a bank whose demos can be run, with what they claim."""
    for entry in list_entries(draft):
        node = draft.nodes[entry.id]
        try:
            demo = find_demo(entry, draft.path, root)
        except UnreadableError:
            continue
        if demo and draft.bank:
            at = find_node(node, ("demo",))
            claims = list_claims(entry, node)
            decided = not any(find_undecided(entry, node, draft.path))
            yield Case(f"{draft.bank.bank}/{entry.id}", demo, claims, draft.path, at.line, at.column, decided)


def find_unnamed(named: Mapping[Path, Collection[str]], root: Path) -> Iterator[Problem]:
    """Yield a problem for each demo below a folder that no entry names; `named` are those that are, by their folder."""
    for folder in sorted(root.rglob(DEMOS)):
        for path in [] if folder.is_symlink() else list_files(folder):
            if path.stem not in named.get(folder, ()):
                message = f"No entry names the demo `{shorten(path.stem)}`."
                yield Problem(
                    path, 1, 1, "unnamed-demo", message, f"Write `demo: {path.stem}` in an entry, or delete it."
                )
