"""Bank files as they were read in, the entries whose demos can be run out, and what is wrong with those that can't."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from tvp_quiz.banks.build import read_draft
from tvp_quiz.banks.claims import find_undecided, list_claims
from tvp_quiz.banks.demos import find_folder, list_files, make_program, read_demo, read_file
from tvp_quiz.banks.entries import Entry
from tvp_quiz.banks.files import MAX_BYTES, UnreadableError, find_files, read_regular
from tvp_quiz.banks.findings import Named
from tvp_quiz.banks.options import find_node
from tvp_quiz.banks.parse import Draft, list_entries
from tvp_quiz.banks.questions import Predict
from tvp_quiz.banks.wording import shorten
from tvp_quiz.domain.demo import PROGRAM, Case, Demo
from tvp_quiz.domain.problem import Problem, Severity


def read_cases(root: Path) -> tuple[list[Case], list[Problem]]:
    """Return the entries of a content folder whose demos can be run, and what is wrong in its banks and with its demos.

    An entry with a mistake proves nothing, so that any mistake is told. Raises ContentError if there is no such folder.
    """
    files = find_files(root)
    cases: list[Case] = []
    problems = list(files.problems)
    roll = Roll(root)
    for path in files.banks:
        try:
            draft = read_draft(read_regular(path, MAX_BYTES), path)
        except UnreadableError as error:
            problems.append(error.locate(path))
            continue
        cases += list_cases(draft, root)
        problems += [*draft.problems, *check_claims(draft), *roll.check_names(list_named(draft), path)]
    return cases, [*problems, *roll.find_unnamed(files.demos)]


def read_unnamed(problems: Iterable[Problem]) -> Iterator[Demo]:
    """Yield the demos that no entry names, of what was found wrong."""
    for problem in problems:
        if problem.rule == "unnamed-demo":
            with suppress(UnreadableError):
                yield read_file(problem.path)


@dataclass(frozen=True, slots=True)
class Roll:
    """The demos that entries of a content folder name, by their folder, each looked at once."""

    root: Path
    _named: dict[Path, set[str]] = field(default_factory=dict)
    _flaws: dict[tuple[str, Path], UnreadableError | None] = field(default_factory=dict)

    def check_names(self, names: Iterable[Named], bank: Path) -> Iterator[Problem]:
        """Note the demos that a bank's entries name, and yield what is wrong with these."""
        names = list(names)
        folder = find_folder(bank, self.root)
        if folder:
            self._named.setdefault(folder, set()).update(name for name, _, _ in names)
        for name, line, column in names:
            if (name, bank.parent) not in self._flaws:
                self._flaws[name, bank.parent] = self._find_flaw(name, bank)
            if flaw := self._flaws[name, bank.parent]:
                yield flaw.locate(bank)._replace(line=line, column=column)

    def _find_flaw(self, name: str, bank: Path) -> UnreadableError | None:
        try:
            if name != PROGRAM:
                read_demo(name, bank, self.root)
        except UnreadableError as error:
            return error
        return None

    def find_unnamed(self, folders: Iterable[Path]) -> Iterator[Problem]:
        """Yield a warning for each demo in some folders that was not noted: its entry may be yet to come."""
        for folder in folders:
            for path in list_files(folder):
                if path.stem not in self._named.get(folder, ()):
                    message = f"No entry names the demo `{shorten(path.stem)}`."
                    remedy = f"Write `demo: {path.stem}` in an entry, or delete it."
                    yield Problem(path, 1, 1, "unnamed-demo", message, remedy, Severity.WARNING)


def list_named(draft: Draft) -> Iterator[Named]:
    """Yield the demos that a bank's entries name."""
    for entry in list_entries(draft):
        if entry.demo:
            at = find_node(draft.nodes[entry.id], ("demo",))
            yield Named(entry.demo, at.line, at.column)


def check_claims(draft: Draft) -> Iterator[Problem]:
    """Yield what the demos of a bank's entries could not decide, whatever they find."""
    for entry in list_entries(draft):
        node = draft.nodes[entry.id]
        yield from find_undecided(entry, node, draft.path)
        if entry.demo == PROGRAM and not isinstance(entry, Predict):
            at = find_node(node, ("demo",))
            yield _refuse_program().locate(draft.path)._replace(line=at.line, column=at.column)


def find_demo(entry: Entry, bank: Path, root: Path) -> Demo | None:
    """Return the demo that an entry names, or None where it names none. Raises UnreadableError."""
    if entry.demo != PROGRAM:
        return read_demo(entry.demo, bank, root) if entry.demo else None
    if isinstance(entry, Predict):
        return make_program(entry.build_question(), bank)
    raise _refuse_program()


def _refuse_program() -> UnreadableError:
    message = f"`demo: {PROGRAM}` means the entry's own program, and this one has none."
    return UnreadableError("unknown-demo", message, "Name a file of the folder demos, without .py.")


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
