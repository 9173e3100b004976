"""Two databases of the newest schema in, what they hold and how they differ out."""

from collections.abc import Collection, Mapping
from contextlib import closing
from datetime import date
from pathlib import Path

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

Days = Mapping[tuple[str, str], str]


def compare_files(present: Path | None, copy: Path, place: Path) -> Comparison:
    """Compare a history, None where it can't be read, with one that would take its place; that is a copy of `place`.

    Raises DatabaseError where either holds what this program never wrote.
    """
    with explain_file_errors(place):
        after, days_after = read_tally(copy)
    if present is None:
        return Comparison(None, after, Span(), after.reviews)
    with explain_file_errors(present):
        now, days_now = read_tally(present)
        lost = find_span([day for key, day in days_now.items() if key not in days_after])
        gained = find_span([day for key, day in days_after.items() if key not in days_now])
    return Comparison(now, after, lost, gained)


def read_tally(path: Path) -> tuple[Tally, Days]:
    """Return what a database holds, and the day of each review."""
    with closing(open_existing(path)) as connection:
        connection.execute("BEGIN")
        days = {(learner, id_): day for learner, id_, day in connection.execute(REVIEWS)}
        cards, suspended, papers = connection.execute(COUNTS).fetchone()
        choices = tuple(read_choice(row) for row in connection.execute(CHOICES))
    return Tally(find_span(days.values()), cards, suspended, papers, choices), days


def read_choice(row: tuple[str, float, int, int, str | None]) -> Choice:
    """Return what a learner has chosen. Raises TypeError or ValueError for what this program never wrote."""
    name, retention, new, rollover, exam = row
    return Choice(str(name), float(retention), int(new), int(rollover), date.fromisoformat(exam) if exam else None)


def find_span(days: Collection[str]) -> Span:
    """Return how many days there are, the first and the last. Raises TypeError or ValueError for what is no day."""
    if not days:
        return Span()
    return Span(len(days), date.fromisoformat(min(days)), date.fromisoformat(max(days)))
