"""A learner's history: what is recorded is durable when the call returns, what is read comes as domain values."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date, datetime
from typing import Self
from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import Session, select

from tvp_quiz.domain.demo import Run
from tvp_quiz.domain.history import CardHistory, Mark
from tvp_quiz.domain.review import Memory, Review
from tvp_quiz.domain.settings import Settings
from tvp_quiz.scheduling.forgetting import find_retrievability
from tvp_quiz.storage import demo_log
from tvp_quiz.storage.demo_tables import DemoApprovalRow, DemoRunRow
from tvp_quiz.storage.engine import explain_errors, for_writing
from tvp_quiz.storage.exam_day import find_exam_day
from tvp_quiz.storage.file import check_identity, find_path, identify_file
from tvp_quiz.storage.log import add_review, add_sitting, find_review, read_card_log, remember, select_log, void_card
from tvp_quiz.storage.schema import open_engine
from tvp_quiz.storage.tables import CardMarkRow, LearnerRow, MemoryRow, SittingRow, stamp_change


def open_store(database: str, learner: str, now: datetime) -> "Store":
    """Open a learner's history, creating the database or migrating an older one; close it after use, or use `with`.

    `database` is a path or the URL of any database that SQLAlchemy knows; `now` is when a learner who is new to it
    began. Raises DatabaseError where it can't be used.
    """
    return Store(open_engine(database, now), database, learner, now)


class Store:
    """One learner's history in an open database. Every method raises DatabaseError where the database can't be used."""

    def __init__(self, engine: Engine, database: str, learner: str, now: datetime) -> None:
        """Take over an engine of the newest schema."""
        self._engine = engine
        self._writer = for_writing(engine)
        self._database = database
        self.learner = learner
        self._now = now
        self._path = find_path(database)
        self._identity = identify_file(self._path) if self._path else None

    def __enter__(self) -> Self:
        """Return the store itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the store."""
        self.close()

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Yield a session that sees the history as it is at its first query."""
        with self._begin(self._engine) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Yield a session whose changes are all durable after the block, or none of them if it raises."""
        with self._begin(self._writer) as session, session.begin():
            yield session

    @contextmanager
    def _begin(self, engine: Engine) -> Iterator[Session]:
        if self._path:
            check_identity(self._path, self._identity)
        with explain_errors(self._database), Session(engine) as session:
            yield session

    def find_learner(self, session: Session) -> LearnerRow:
        """Return the learner's row, which whatever is written refers to; the first writing adds it."""
        row = session.get(LearnerRow, self.learner)
        if row is None:
            row = LearnerRow(name=self.learner, created_at=self._now, **asdict(Settings()))
            session.add(row)
            session.flush()
        return row

    def record(self, review: Review, *, sitting: UUID, seed: int, replaces: UUID | None = None) -> None:
        """Keep a review, and what the card's log now amounts to.

        `replaces` is an earlier review of the card whose rating the learner takes back. `seed` belongs to the sitting.
        """
        with self.writing() as session:
            if replaced := replaces and find_review(session, self.learner, replaces):
                replaced.voided_at = review.reviewed_at
            if session.get(SittingRow, (self.learner, sitting)) is None:
                self.find_learner(session)
                add_sitting(session, self.learner, review, sitting, seed)
            add_review(session, self.learner, review, sitting)
            # Another sitting may have asked the same card since this one foretold its memory: the log decides
            remember(session, self.learner, review.card)

    def undo(self, now: datetime, review: UUID | None = None) -> Review | None:
        """Void a review, the newest where none is named, and return it; None where there is nothing left to void."""
        with self.writing() as session:
            row = find_review(session, self.learner, review)
            if row is None:
                return None
            row.voided_at = now
            session.flush()
            remember(session, self.learner, row.card)
            return row.to_review()

    def reset(self, cards: Iterable[str], now: datetime) -> dict[str, int]:
        """Make cards new again, and return how many reviews of each were voided."""
        with self.writing() as session:
            voided = {card: void_card(session, self.learner, card, now) for card in cards}
            for card in voided:
                remember(session, self.learner, card)
            return voided

    def suspend(self, cards: Iterable[str], now: datetime) -> None:
        """Keep cards out of every sitting until they are unsuspended."""
        self._mark(cards, now, suspended=True)

    def unsuspend(self, cards: Iterable[str], now: datetime) -> None:
        """Let suspended cards be asked again."""
        self._mark(cards, now, suspended=False)

    def bury(self, card: str, until: date, now: datetime) -> None:
        """Keep a card out of every sitting through the study day `until`."""
        self._mark([card], now, buried_until=until)

    def unbury(self, card: str, now: datetime) -> None:
        """Let a buried card be asked again."""
        self._mark([card], now, buried_until=None)

    def _mark(self, cards: Iterable[str], now: datetime, **changes: bool | date | None) -> None:
        with self.writing() as session:
            self.find_learner(session)
            for card in cards:
                row = find_mark(session, self.learner, card)
                session.add(row.sqlmodel_update({**changes, "changed_at": stamp_change(row.changed_at, now)}))

    def read_settings(self) -> Settings:
        """Return what the learner has chosen, or the defaults."""
        with self.reading() as session:
            row = session.get(LearnerRow, self.learner)
            return row.to_settings() if row else Settings()

    def change_settings(self, settings: Settings, now: datetime) -> None:
        """Keep what the learner has chosen."""
        with self.writing() as session:
            row = self.find_learner(session)
            changes = {**asdict(settings), "changed_at": stamp_change(row.changed_at, now)}
            session.add(row.sqlmodel_update(changes))

    def read_history(self, card: str, day: date) -> CardHistory:
        """Return what is known of a card; its stem, which the banks know, is left empty."""
        with self.reading() as session:
            row = session.get(MemoryRow, (self.learner, card))
            memory = row.to_memory() if row else None
            mark = find_mark(session, self.learner, card)
            return CardHistory(
                card=card,
                stem="",
                memory=memory,
                retrievability=find_retrievability(memory, day) if memory else None,
                reviews=tuple(read_card_log(session, self.learner, card)),
                suspended=mark.suspended,
                buried_until=mark.buried_until,
                exam=find_exam_day(session, self.learner, card, day),
            )

    def read_memories(self) -> dict[str, Memory]:
        """Return the memory of every card that is not new."""
        with self.reading() as session:
            rows = session.exec(select(MemoryRow).where(MemoryRow.learner == self.learner))
            return {row.card: row.to_memory() for row in rows}

    def read_marks(self) -> dict[str, Mark]:
        """Return what the learner has said about cards."""
        with self.reading() as session:
            rows = session.exec(select(CardMarkRow).where(CardMarkRow.learner == self.learner))
            return {row.card: row.to_mark() for row in rows if row.suspended or row.buried_until}

    def read_log(self) -> list[Review]:
        """Return all reviews, oldest first, voided ones left out."""
        with self.reading() as session:
            return [row.to_review() for row in session.exec(select_log(self.learner))]

    def approve(self, digest: str, now: datetime) -> None:
        """Let the demo of exactly these bytes run from now on."""
        with self.writing() as session:
            self.find_learner(session)
            demo_log.add_approval(session, self.learner, digest, now)

    def revoke(self, digest: str) -> bool:
        """Take the approval of a demo back; tell whether there was one."""
        with self.writing() as session:
            return demo_log.remove_approval(session, self.learner, digest)

    def is_approved(self, digest: str) -> bool:
        """Tell whether the learner lets the demo of exactly these bytes run."""
        with self.reading() as session:
            return session.get(DemoApprovalRow, (self.learner, digest)) is not None

    def read_approvals(self) -> frozenset[str]:
        """Return the digests of all demos that the learner lets run."""
        with self.reading() as session:
            return demo_log.read_approvals(session, self.learner)

    def keep_run(self, demo_name: str, digest: str, run: Run) -> None:
        """Keep what came of a demo in place of its last run; of a long output the first 32 KiB."""
        with self.writing() as session:
            self.find_learner(session)
            session.merge(DemoRunRow.from_run(self.learner, digest, demo_name, run))

    def read_run(self, digest: str) -> Run | None:
        """Return the last run of a demo, or None where it never ran."""
        with self.reading() as session:
            row = session.get(DemoRunRow, (self.learner, digest))
            return row.to_run() if row else None

    def read_runs(self) -> dict[str, Run]:
        """Return the last run of each demo, by its digest."""
        with self.reading() as session:
            return demo_log.read_runs(session, self.learner)

    def verify(self) -> list[str]:
        """Return a sentence for everything wrong in the whole database, whoever's it is."""
        from tvp_quiz.storage.repairs.verify import verify_database  # noqa: PLC0415 - a sitting doesn't ask

        with self.reading() as session:
            return verify_database(session)


def find_mark(session: Session, learner: str, card: str) -> CardMarkRow:
    """Return the row of what a learner has said about a card, or a new one."""
    return session.get(CardMarkRow, (learner, card)) or CardMarkRow(learner=learner, card=card)
