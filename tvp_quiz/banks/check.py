"""A content folder in, everything that can be said against it out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tvp_quiz.banks.build import encode_draft, read_draft
from tvp_quiz.banks.cases import check_demos, find_unnamed, note_names
from tvp_quiz.banks.coverage import list_coverage
from tvp_quiz.banks.deck import Deck, Heading, decode_deck
from tvp_quiz.banks.explain import suggest
from tvp_quiz.banks.files import MAX_BYTES, UnreadableError, find_files, read_regular
from tvp_quiz.banks.load import gather_banks, refuse_empty
from tvp_quiz.banks.options import find_node, list_option_sets
from tvp_quiz.banks.parse import Draft, list_entries
from tvp_quiz.banks.quality import find_giveaways, is_longest_right_too_often
from tvp_quiz.banks.sources import find_nearest, read_sources
from tvp_quiz.banks.wording import shorten
from tvp_quiz.domain.card import Content
from tvp_quiz.domain.coverage import Sources
from tvp_quiz.domain.problem import Problem, Severity


def check_content(folder: Path) -> Content:
    """Return the banks below a folder with all their problems and warnings, ordered by path and place.

    Raises ContentError if there is no bank file.
    """
    files = find_files(folder)
    refuse_empty(files, folder)
    sources = [read_sources(path) for path in files.sources]
    problems = list(files.problems)
    course = _Course(folder, sources)
    content = gather_banks((_check_file(path, course, problems) for path in files.banks), problems)
    problems = [
        *content.problems,
        *find_unnamed(course.named, folder),
        *(problem for each in sources for problem in each.problems),
        *_find_uncovered(content, sources),
    ]
    return Content(content.banks, tuple(sorted(problems, key=_rank)))


@dataclass(frozen=True, slots=True)
class _Course:
    """What a folder's banks have in common: the lists of references, and by their folder the demos named so far."""

    root: Path
    sources: Sequence[Sources]
    named: dict[Path, set[str]] = field(default_factory=dict)


def _check_file(path: Path, course: _Course, problems: list[Problem]) -> Deck:
    """Return a file's deck, and add what only a full check finds to the problems."""
    try:
        draft = read_draft(read_regular(path, MAX_BYTES), path)
    except UnreadableError as error:
        return Deck(path, Heading(), (error.locate(path),), {})
    note_names(draft, course.root, course.named)
    problems += check_demos(draft, course.root)
    problems += _find_unknown_refs(draft, find_nearest(path, course.sources))
    problems += _find_giveaways(draft)
    return decode_deck(encode_draft(draft), path)


def _find_giveaways(draft: Draft) -> Iterator[Problem]:
    entries = list_entries(draft)
    for entry in entries:
        yield from find_giveaways(entry, draft.nodes[entry.id], draft.path)
    if is_longest_right_too_often([options for entry in entries for options in list_option_sets(entry)]):
        yield Problem(
            draft.path,
            *draft.place,
            "longest-is-right",
            "In this bank, the longest option is the right one more often than by chance.",
            "Shorten answers, or make some distractors longer than their answer.",
            Severity.WARNING,
        )


def _find_unknown_refs(draft: Draft, sources: Sources | None) -> Iterator[Problem]:
    if sources is None or (sources.problems and not sources.references):
        return
    known = {reference.ref for reference in sources.references}
    for entry in list_entries(draft):
        for index, ref in enumerate(entry.refs):
            if ref not in known:
                at = find_node(draft.nodes[entry.id], ("refs", index))
                remedy = suggest(ref, known, f"Use a ref of {sources.path.name}, or add it there.")
                message = f"`{shorten(ref)}` is no ref of {sources.path.name}."
                yield Problem(draft.path, at.line, at.column, "unknown-ref", message, remedy)


def _find_uncovered(content: Content, sources: Sequence[Sources]) -> Iterator[Problem]:
    paths = {id(reference): each.path for each in sources for reference in each.references}
    for coverage in list_coverage(content, sources):
        if not coverage.cards:
            reference = coverage.reference
            yield Problem(
                paths[id(reference)],
                reference.line,
                reference.column,
                "uncovered-ref",
                f"No card examines `{shorten(reference.ref)}`.",
                "Cite it in an entry that does, or write one.",
                Severity.WARNING,
            )


def _rank(problem: Problem) -> tuple[Path, int, int, str]:
    return problem.path, problem.line, problem.column, problem.rule
