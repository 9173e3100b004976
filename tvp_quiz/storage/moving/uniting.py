"""Two sessions in; all that the one has is in the other after that, and what this changed comes out."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Column, Table, bindparam, delete, func, insert, select, text, update
from sqlmodel import Session, col

from tvp_quiz.domain.gain import Gain
from tvp_quiz.domain.plan import LONGEST_DAYS
from tvp_quiz.domain.review import Kind
from tvp_quiz.errors import DatabaseError
from tvp_quiz.storage.bank_tables import BankSeenRow
from tvp_quiz.storage.exam_tables import ExamPaperRow, ExamQuestionRow
from tvp_quiz.storage.moving import joins
from tvp_quiz.storage.moving.balances import Balance
from tvp_quiz.storage.moving.exchange import (
    PAPERS,
    ROWS,
    Row,
    check_record,
    make_rows,
    read_papers,
    read_rows,
)
from tvp_quiz.storage.moving.records import PaperRecord
from tvp_quiz.storage.moving.replaying import replay_cards
from tvp_quiz.storage.plan_tables import PlanDecisionRow
from tvp_quiz.storage.portions import split
from tvp_quiz.storage.redating import REDATED, make_copy_id
from tvp_quiz.storage.repairs.verify import DOUBLED
from tvp_quiz.storage.tables import LearnerRow, ReviewRow, cut_answer, get_table

MILLISECOND = timedelta(milliseconds=1)


class Rule(NamedTuple):
    """How rows of a type are united: what tells those of one learner apart, and what two states of one come to."""

    key: tuple[str, ...]
    join: Callable[[Any, Any], Any]


# Whatever a row refers to comes before it
RULES: Mapping[str, Rule] = {
    "learner": Rule((), joins.join_learners),
    "sitting": Rule(("id",), joins.join_sittings),
    "review": Rule(("id",), joins.join_reviews),
    "former": Rule(("card", "former"), joins.join_formers),
    "mark": Rule(("card",), joins.join_marks),
    "plan": Rule((), joins.join_changes),
    "catch_up": Rule((), joins.join_changes),
}


def unite(target: Session, source: Session, balances: dict[str, Balance], now: datetime) -> None:
    """Add to a history what another one has, and note what that changes, by learner.

    The memories follow in `settle`. Raises ContradictionError where the two can't both be true.
    """
    owners = {kind: set(source.scalars(select(get_owner(get_table(ROWS[kind]))).distinct())) for kind in ROWS}
    known = set(target.scalars(select(col(LearnerRow.name))))
    for learner in sorted(source.scalars(select(col(LearnerRow.name)))):
        balance = balances.setdefault(learner, Balance(is_new=learner not in known))
        for kind in RULES:
            if learner not in owners[kind]:
                continue
            for chunk in split(read_rows(source, kind, learner)):
                check_days(kind, chunk, now)
                unite_rows(target, kind, learner, chunk, balance)
        if learner in owners["paper"]:
            unite_papers(target, source, learner, balance)


def check_days(kind: str, rows: list[Row], now: datetime) -> None:
    """Raise DatabaseError for a plan or a catch-up that is too far ahead for its days to be gone through."""
    if kind in {"plan", "catch_up"} and rows[0]["since"] > (now + timedelta(days=LONGEST_DAYS)).date():
        what = f"A {kind.replace('_', '-')} begins on {rows[0]['since']}"
        raise DatabaseError(f"{what}, so nothing was changed: set the clock of whichever machine is wrong.")


def unite_rows(target: Session, kind: str, learner: str, rows: list[Row], balance: Balance) -> None:
    """Add rows of one learner, or change those that are there into what both come to."""
    table, rule = get_table(ROWS[kind]), RULES[kind]
    kept = {get_key(rule, row): row for row in read_kept(target, table, rule, learner, rows)}
    added: list[Row] = []
    changed: list[Row] = []
    for row in rows:
        before = kept.get(get_key(rule, row))
        after = rule.join(before, row) if before else row
        if after != before:
            (changed if before else added).append(after)
            balance.note(kind, get_key(rule, row), before, after)
    if added:
        target.execute(insert(table), added)
    if changed:
        change_rows(target, table, rule, changed)


def get_owner(table: Table) -> Column[str]:
    """Return the column that says whose a row is: every key of ours begins with it."""
    return next(iter(table.primary_key))


def get_key(rule: Rule, row: Row) -> tuple[object, ...]:
    """Return what tells a row from others of its learner."""
    return tuple(row[name] for name in rule.key)


def read_kept(target: Session, table: Table, rule: Rule, learner: str, rows: list[Row]) -> Iterator[Row]:
    """Yield the rows that are there already, and perhaps others of the learner."""
    query = select(table).where(get_owner(table) == learner)
    if rule.key:
        query = query.where(table.c[rule.key[0]].in_({row[rule.key[0]] for row in rows}))
    for row in target.execute(query).mappings():
        # As an export has it: an older program kept it as it was typed
        yield dict(row) | ({"response": cut_answer(row["response"])} if "response" in row else {})


def change_rows(target: Session, table: Table, rule: Rule, rows: list[Row]) -> None:
    """Write rows over those with the same keys."""
    keys = (get_owner(table).name, *rule.key)
    changes = update(table).where(*(table.c[name] == bindparam(f"of_{name}") for name in keys))
    target.execute(
        changes.values({name: bindparam(f"to_{name}") for name in rows[0] if name not in keys}),
        [{f"of_{name}" if name in keys else f"to_{name}": value for name, value in row.items()} for row in rows],
    )


def unite_papers(target: Session, source: Session, learner: str, balance: Balance) -> None:
    """Add a learner's papers, each with its questions, or put one in place of the same that was sat for less."""
    for chunk in split(read_rows(source, "paper", learner), PAPERS):
        kept = {
            row["id"]: check_paper(learner, row) for row in read_papers(target, learner, [row["id"] for row in chunk])
        }
        papers = [(kept.get(row["id"]), check_paper(learner, row)) for row in chunk]
        joined = [(ours, joins.join_papers(ours, theirs) if ours else theirs) for ours, theirs in papers]
        changed = [after for before, after in joined if after != before]
        if changed:
            write_papers(target, learner, changed)
        for before, after in joined:
            if after != before:
                balance.note("paper", (after.id,), before.model_dump() if before else None, after.model_dump())


def check_paper(learner: str, row: Row) -> PaperRecord:
    """Return a paper with its questions. Raises ValueError for one that this program never writes."""
    record = check_record("paper", learner, row)
    if not isinstance(record, PaperRecord):
        raise TypeError("a row of papers makes a paper")
    return record


def write_papers(session: Session, learner: str, papers: list[PaperRecord]) -> None:
    """Write papers with their questions, in place of what was there of them."""
    ids = [paper.id for paper in papers]
    asked = col(ExamQuestionRow.learner) == learner, col(ExamQuestionRow.paper).in_(ids)
    session.execute(delete(ExamQuestionRow).where(*asked))
    session.execute(delete(ExamPaperRow).where(col(ExamPaperRow.learner) == learner, col(ExamPaperRow.id).in_(ids)))
    rows = [row for paper in papers for row in make_rows(paper)]
    for table in (ExamPaperRow, ExamQuestionRow):
        session.execute(insert(table), [row for of, row in rows if of is table])
    session.expire_all()


def settle(target: Session, balances: Mapping[str, Balance]) -> list[Gain]:
    """Let all that follows from the logs follow from them as they are now, and return what was gained, by learner.

    Raises DatabaseError where two learners have one review.
    """
    if target.execute(text(DOUBLED)).first():
        raise DatabaseError("Two learners would have the same review, so nothing was changed: leave one of them out.")
    return [settle_learner(target, learner, balance) for learner, balance in balances.items()]


def settle_learner(target: Session, learner: str, balance: Balance) -> Gain:
    """Replay what changed of a learner's log, and let the next sitting look for edits of the banks again."""
    if balance.has_exams:
        void_late(target, learner, balance)
    void_copies(target, learner, balance)
    memories = replay_cards(target, learner, balance.touched) if balance.touched else 0
    if balance.touched or balance.list_changed("mark"):
        target.execute(delete(BankSeenRow).where(col(BankSeenRow.learner) == learner))
    if balance.list_changed("plan"):
        target.execute(delete(PlanDecisionRow).where(col(PlanDecisionRow.learner) == learner))
    return balance.sum_up(learner, memories)


def void_late(target: Session, learner: str, balance: Balance) -> None:
    """Void the reviews of a paper that was handed in before: only the first time counts.

    They are void since they were given, so that all machines say the same whichever of the two they heard of first.
    """
    table = get_table(ReviewRow)
    ends = read_ends(target, learner)
    given = select(table).where(table.c.learner == learner, table.c.kind == Kind.EXAM.value)
    late = [
        (dict(row), row["reviewed_at"])
        for row in target.execute(given).mappings()
        if row["sitting"] in ends
        and row["reviewed_at"] >= ends[row["sitting"]]
        and (row["voided_at"] is None or row["voided_at"] > row["reviewed_at"])
    ]
    void_reviews(target, late, balance)


def void_reviews(target: Session, rows: list[tuple[Row, datetime]], balance: Balance) -> None:
    """Let reviews be void since these instants."""
    voided = [row | {"voided_at": since} for row, since in rows]
    for (before, _), after in zip(rows, voided, strict=True):
        balance.note("review", (after["id"],), before, after)
    if voided:
        change_rows(target, get_table(ReviewRow), RULES["review"], voided)


def void_copies(target: Session, learner: str, balance: Balance) -> None:
    """Void the reviews that were redated on one machine and undone on another, since they were undone there."""
    review = get_table(ReviewRow)
    mine = select(review).where(review.c.learner == learner)
    rows = target.execute(mine.with_only_columns(review.c.id, review.c.voided_at).where(review.c.voided_at < REDATED))
    undone = {make_copy_id(id_): voided_at for id_, voided_at in rows}
    while undone:
        copies = [
            (dict(row), undone[row["id"]])
            for chunk in split(undone)
            for row in target.execute(mine.where(review.c.id.in_(chunk))).mappings()
            if row["voided_at"] is None or row["voided_at"] > undone[row["id"]]
        ]
        void_reviews(target, copies, balance)
        # What was redated may have been redated once more
        undone = {make_copy_id(row["id"]): since for row, since in copies}


def read_ends(target: Session, learner: str) -> dict[object, datetime]:
    """Return for each paper that was handed in the instant after its last review: they are a millisecond apart."""
    paper, of_paper = get_table(ExamPaperRow).c, ExamQuestionRow.paper
    counted = select(col(of_paper), func.count()).where(col(ExamQuestionRow.learner) == learner).group_by(col(of_paper))
    counts = {row[0]: row[1] for row in target.execute(counted)}
    handed_in = select(paper.id, paper.handed_in_at).where(paper.learner == learner, paper.handed_in_at.is_not(None))
    return {row.id: row.handed_in_at + MILLISECOND * counts[row.id] for row in target.execute(handed_in)}
