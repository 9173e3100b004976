"""A content folder in, everything that can be said against it out."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from tvp_quiz.banks.cases import Roll
from tvp_quiz.banks.deck import Deck, Heading
from tvp_quiz.banks.examine import examine_files
from tvp_quiz.banks.explain import suggest
from tvp_quiz.banks.files import find_files
from tvp_quiz.banks.findings import Findings
from tvp_quiz.banks.identity import find_clashes
from tvp_quiz.banks.load import gather_banks, refuse_empty
from tvp_quiz.banks.sources import find_nearest, read_sources
from tvp_quiz.banks.wording import shorten
from tvp_quiz.domain.coverage import Sources
from tvp_quiz.domain.problem import Problem, Severity

MAX_LISTED = 1_000


def check_content(folder: Path, cache: Path | None = None, workers: int = 1) -> list[Problem]:
    """Return all problems and warnings below a folder, ordered by path and place.

    What is found in a file alone is kept in the folder `cache`, if there is one; where much has to be read, up to
    `workers` processes share it. Raises ContentError if there is no bank file.
    """
    files = find_files(folder)
    refuse_empty(files, folder)
    sources = [read_sources(path) for path in files.sources]
    found = examine_files(files.banks, cache, workers)
    banks = gather_banks(map(_make_deck, found), list(files.problems))
    roll = Roll(folder)
    problems = [
        *banks.problems,
        *(problem for each in found for problem in roll.check_names(each.demos, each.path)),
        *(problem for each in found for problem in find_unknown_refs(each, find_nearest(each.path, sources))),
        *roll.find_unnamed(files.demos),
        *find_clashes(found),
        *(problem for each in sources for problem in each.problems),
        *_find_uncovered(found, {bank.path for bank in banks.banks}, sources),
    ]
    return _cut_short(sorted(problems, key=_rank))


def _cut_short(problems: list[Problem]) -> list[Problem]:
    """Return problems as they are if people could read them; else the first errors, or warnings, and how many more."""
    if len(problems) <= MAX_LISTED:
        return problems
    first = sorted(problems, key=lambda problem: problem.severity is not Severity.ERROR)
    told, rest = sorted(first[:MAX_LISTED], key=_rank), first[MAX_LISTED:]
    message = f"There are {len(rest):,} more problems here and elsewhere, which are not listed."
    remedy = "Mend those that are listed, and check again."
    return [*told, rest[0]._replace(rule="more-problems", message=message, remedy=remedy)]


def _make_deck(found: Findings) -> Deck:
    """Return a file as what it is to others: its id and its problems; none of its cards is asked for here."""
    heading = (
        Heading(found.bank.id.name, line=found.bank.id.line, column=found.bank.id.column) if found.bank else Heading()
    )
    return Deck(found.path, heading, found.problems, {})


def find_unknown_refs(found: Findings, sources: Sources | None) -> Iterator[Problem]:
    """Yield a problem for each ref of a bank that is not in the list that holds for it, if there is one."""
    if sources is None or (sources.problems and not sources.references):
        return
    known = {reference.ref for reference in sources.references}
    unknown = [named for named in found.refs if named.name not in known]
    otherwise = f"Use a ref of {sources.path.name}, or add it there."
    for number, (ref, line, column) in enumerate(unknown):
        remedy = suggest(ref, known, otherwise) if number < MAX_LISTED else otherwise
        message = f"`{shorten(ref)}` is no ref of {sources.path.name}."
        yield Problem(found.path, line, column, "unknown-ref", message, remedy)


def _find_uncovered(found: Iterable[Findings], banks: set[Path], sources: Sequence[Sources]) -> Iterator[Problem]:
    """Yield the references that no entry of their banks cites; every valid entry makes a card."""
    cited: dict[Path, set[str]] = {each.path: set() for each in sources}
    for one in found:
        nearest = find_nearest(one.path, sources) if one.path in banks else None
        if nearest:
            cited[nearest.path].update(ref for ref, _, _ in one.refs)
    for each in sources:
        for reference in each.references:
            if reference.ref not in cited[each.path]:
                yield Problem(
                    each.path,
                    reference.line,
                    reference.column,
                    "uncovered-ref",
                    f"No card examines `{shorten(reference.ref)}`.",
                    "Cite it in an entry that does, or write one.",
                    Severity.WARNING,
                )


def _rank(problem: Problem) -> tuple[Path, int, int, str]:
    return problem.path, problem.line, problem.column, problem.rule
