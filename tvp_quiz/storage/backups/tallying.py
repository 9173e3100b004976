"""Two databases of the newest schema in, what they hold and how they differ out."""

from collections.abc import Collection, Mapping
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import NamedTuple

from tvp_quiz.domain.tally import Choice, Comparison, Span, Tally
from tvp_quiz.storage.backups.copying import open_existing
from tvp_quiz.storage.file import explain_file_errors

REVIEWS = "SELECT learner, hex(id), day FROM review WHERE voided_at IS NULL"
COUNTS = (
    "SELECT (SELECT count(*) FROM memory), (SELECT count(*) FROM card_mark WHERE suspended), "
    "(SELECT count(*) FROM exam_paper)"
)
CHOICES = (
    "SELECT name, retention, new, rollover, exam FROM learner LEFT JOIN plan ON plan.learner = name AND NOT dropped "
    "ORDER BY name"
)


class Rows(NamedTuple):
    """How many of the columns that a query asks for tell one thing from another, and the query."""

    key: int
    query: str


# Without the times of choices, and without those that were taken back
ROWS = {
    "mark": Rows(
        2, "SELECT learner, card, suspended, buried_until FROM card_mark WHERE suspended OR buried_until IS NOT NULL"
    ),
    "former": Rows(3, "SELECT learner, card, former FROM card_former WHERE NOT dropped"),
    "exam": Rows(
        2,
        "SELECT learner, id, place, used_ms, handed_in_at, position, given, exam_question.certainty, flagged, marked "
        "FROM exam_paper JOIN exam_question USING (learner) WHERE paper = id",
    ),
    "plan": Rows(1, "SELECT learner, exam, minutes, since, banks, target, weights FROM plan WHERE NOT dropped"),
    "catch_up": Rows(1, "SELECT learner, since, until, minutes FROM catch_up WHERE NOT dropped"),
    "approval": Rows(2, "SELECT learner, digest FROM demo_approval"),
}

Days = Mapping[tuple[str, str], str]


def compare_files(present: Path | None, copy: Path, place: Path) -> Comparison:
    """Compare a history, None where it can't be read, with one that would take its place; that is a copy of `place`.

    Raises DatabaseError where either holds what this program never wrote.
    """
    with explain_file_errors(place):
        after, days_after = read_tally(copy)
        rows_after = read_rows(copy)
    if present is None:
        return Comparison(None, after, Span(), after.reviews, {}, len(rows_after["approval"]))
    with explain_file_errors(present):
        now, days_now = read_tally(present)
        rows_now = read_rows(present)
        lost = find_span([day for key, day in days_now.items() if key not in days_after])
        gained = find_span([day for key, day in days_after.items() if key not in days_now])
    unapproved = rows_after.pop("approval") - rows_now.pop("approval")
    differing = {kind: {row[: ROWS[kind].key] for row in rows ^ rows_now[kind]} for kind, rows in rows_after.items()}
    changed = {kind: len(keys) for kind, keys in differing.items() if keys}
    return Comparison(now, after, lost, gained, changed, len(unapproved))


def read_tally(path: Path) -> tuple[Tally, Days]:
    """Return what a database holds, and the day of each review."""
    with closing(open_existing(path)) as connection:
        connection.execute("BEGIN")
        days = {(learner, id_): day for learner, id_, day in connection.execute(REVIEWS)}
        cards, suspended, papers = connection.execute(COUNTS).fetchone()
        choices = tuple(read_choice(row) for row in connection.execute(CHOICES))
    return Tally(find_span(days.values()), cards, suspended, papers, choices), days


def read_rows(path: Path) -> dict[str, set[tuple[object, ...]]]:
    """Return by kind what there is beside the reviews."""
    with closing(open_existing(path)) as connection:
        connection.execute("BEGIN")
        return {kind: set(connection.execute(query)) for kind, (_, query) in ROWS.items()}


def read_choice(row: tuple[str, float, int, int, str | None]) -> Choice:
    """Return what a learner has chosen. Raises TypeError or ValueError for what this program never wrote."""
    name, retention, new, rollover, exam = row
    return Choice(str(name), float(retention), int(new), int(rollover), date.fromisoformat(exam) if exam else None)


def find_span(days: Collection[str]) -> Span:
    """Return how many days there are, the first and the last. Raises TypeError or ValueError for what is no day."""
    if not days:
        return Span()
    return Span(len(days), date.fromisoformat(min(days)), date.fromisoformat(max(days)))
