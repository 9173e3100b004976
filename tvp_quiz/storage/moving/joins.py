"""Two states of one row in, the one in which two machines agree out, whichever of them asks, and however often.

Each function here is commutative, associative and idempotent: it chooses the greater of two in a fixed order, part by
part where parts change apart.
"""

from datetime import UTC, datetime
from typing import Any

from tvp_quiz.storage.choices import MARK_TIMES, NEVER, SETTING_TIMES, Row, choose_last
from tvp_quiz.storage.moving.records import PaperRecord

FAR = datetime.max.replace(tzinfo=UTC)
DATES = ("reviewed_at", "day")
# `data redate` makes the id of a review from that of the one it stands for (UUIDv5, RFC 9562)
REDATED = 5
# What of a paper changes while it is sat
SAT = {"place", "used_ms", "handed_in_at", "questions"}


class ContradictionError(Exception):
    """Two histories say of one thing what can't both be true."""


def join_learners(ours: Row, theirs: Row) -> Row:
    """Return a learner with each setting as it was chosen last, who began when the earlier of the two says."""
    created_at = min(ours["created_at"], theirs["created_at"])
    return {**ours, "created_at": created_at, **choose_last((ours, theirs), SETTING_TIMES)}


def join_marks(ours: Row, theirs: Row) -> Row:
    """Return what was said last of a card: whether it is suspended, and until when it is buried."""
    return {**ours, **choose_last((ours, theirs), MARK_TIMES)}


def join_sittings(ours: Row, theirs: Row) -> Row:
    """Return a sitting from its earlier beginning: a paper that was handed in on two machines has two."""
    check_same(ours, theirs, {"started_at"})
    return min(ours, theirs, key=lambda row: row["started_at"])


def join_reviews(ours: Row, theirs: Row) -> Row:
    """Return a review, which is voided if either is, since the earlier time.

    One that was redated by two machines has the earlier of its two dates.
    """
    is_redated = ours["id"].version == REDATED
    check_same(ours, theirs, {"voided_at", *DATES} if is_redated else {"voided_at"})
    dated = min(ours, theirs, key=lambda row: [row[name] for name in DATES])
    voided = min(ours, theirs, key=lambda row: row["voided_at"] or FAR)
    return {**dated, "voided_at": voided["voided_at"]}


def join_formers(ours: Row, theirs: Row) -> Row:
    """Return a former id, which is dropped if either is."""
    return max(ours, theirs, key=lambda row: row["dropped"])


def join_changes(ours: Row, theirs: Row) -> Row:
    """Return what was changed last: a plan, a catch-up; of two at one time, the greater by what it says."""
    return max(ours, theirs, key=lambda row: (row["changed_at"] or NEVER, [str(value) for value in row.values()]))


def join_papers(ours: PaperRecord, theirs: PaperRecord) -> PaperRecord:
    """Return a paper that was handed in before one that was not, the first that was; else the one sat for longer."""
    if describe_drawn(ours) != describe_drawn(theirs):
        raise ContradictionError(f"exam {ours.id}")
    return max(ours, theirs, key=rank_paper)


def describe_drawn(paper: PaperRecord) -> object:
    """Return what of a paper was settled when it was drawn."""
    items = [(question.card, question.fingerprint) for question in paper.questions]
    return paper.model_dump(exclude=SAT), items


def rank_paper(paper: PaperRecord) -> Any:  # noqa: ANN401 - a tuple to be compared
    """Return by what one of two states of a paper is chosen."""
    handed_in = paper.handed_in_at
    return handed_in is not None, FAR - handed_in if handed_in else paper.used_ms, paper.model_dump_json()


def check_same(ours: Row, theirs: Row, changing: set[str]) -> None:
    """Raise ContradictionError where two rows differ in what nothing ever changes."""
    if any(ours[name] != theirs[name] for name in ours if name not in changing):
        what = "review" if "card" in ours else "sitting"
        raise ContradictionError(f"{what} {ours['id']}")
