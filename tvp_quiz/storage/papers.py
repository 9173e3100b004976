"""An open store in; a learner's papers kept, gone on with, handed in and read."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select, update

from tvp_quiz.domain.exam import Attempt, Marked, Paper, Sat
from tvp_quiz.domain.review import Review
from tvp_quiz.errors import UsageError
from tvp_quiz.storage.exam_tables import ExamPaperRow, ExamQuestionRow
from tvp_quiz.storage.log import add_review, add_sitting, remember
from tvp_quiz.storage.store import Store


def keep_paper(store: Store, paper: Paper) -> None:
    """Keep a paper that begins now."""
    with store.writing() as session:
        store.find_learner(session)
        session.add(ExamPaperRow.from_paper(store.learner, paper))
        session.flush()
        for position, item in enumerate(paper.items):
            session.add(ExamQuestionRow.from_item(store.learner, paper.id, position, item))


def keep_attempts(store: Store, paper: UUID, attempts: Mapping[int, Attempt], place: int, used_ms: int) -> None:
    """Keep what was made of some questions, by their positions in the paper, and the time that is gone.

    Raises UsageError where the paper was handed in meanwhile: another sitting of it is open.
    """
    with store.writing() as session:
        changed = update(ExamPaperRow).where(
            col(ExamPaperRow.learner) == store.learner,
            col(ExamPaperRow.id) == paper,
            col(ExamPaperRow.handed_in_at).is_(None),
        )
        if not session.exec(changed.values(place=place, used_ms=used_ms)).rowcount:
            raise UsageError(
                "This paper was handed in elsewhere meanwhile: `tvp-quiz exam --history` shows what came of it."
            )
        for position, attempt in attempts.items():
            find_question(session, store.learner, paper, position).take(attempt)


def hand_in(
    store: Store, paper: Paper, marked: Mapping[int, Marked], reviews: Sequence[Review], handed_in_at: datetime
) -> bool:
    """Keep what a paper came to, by position, with the reviews that follow from it: all at once, or nothing.

    Tell whether it was done; a paper that was handed in before is left as it is.
    """
    with store.writing() as session:
        row = session.get(ExamPaperRow, (store.learner, paper.id))
        if row is None or row.handed_in_at is not None:
            return False
        row.handed_in_at = handed_in_at
        for position, one in marked.items():
            find_question(session, store.learner, paper.id, position).take_marked(one)
        add_reviews(session, store.learner, paper, reviews)
        return True


def add_reviews(session: Session, learner: str, paper: Paper, reviews: Sequence[Review]) -> None:
    """Append the reviews of a paper to the log, as a sitting of their own."""
    for review in reviews:
        if review is reviews[0]:
            add_sitting(session, learner, review, paper.id, paper.seed)
        add_review(session, learner, review, paper.id)
        remember(session, learner, review.card)


def find_question(session: Session, learner: str, paper: UUID, position: int) -> ExamQuestionRow:
    """Return the row of a question. Raises ValueError where there is none: something else has been at work."""
    row = session.get(ExamQuestionRow, (learner, paper, position))
    if row is None:
        raise ValueError(f"question {position} of an exam is missing")
    return row


def read_papers(store: Store) -> list[Sat]:
    """Return all papers of a learner, oldest first, handed in or not."""
    with store.reading() as session:
        papers = select(ExamPaperRow).where(ExamPaperRow.learner == store.learner)
        rows = session.exec(papers.order_by(col(ExamPaperRow.started_at), col(ExamPaperRow.id))).all()
        asked = select(ExamQuestionRow).where(ExamQuestionRow.learner == store.learner)
        questions = group_questions(session.exec(asked.order_by(col(ExamQuestionRow.position))))
        return [row.to_sat(number, questions.get(row.id, [])) for number, row in enumerate(rows, 1)]


def group_questions(rows: Iterable[ExamQuestionRow]) -> dict[UUID, list[ExamQuestionRow]]:
    """Return the questions of each paper, in the order given."""
    papers: dict[UUID, list[ExamQuestionRow]] = {}
    for row in rows:
        papers.setdefault(row.paper, []).append(row)
    return papers
