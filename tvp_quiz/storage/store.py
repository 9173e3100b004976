"""A learner's history: what is recorded is durable when the call returns, what is read comes as domain values."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date, datetime
from typing import Self
from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import Session, select

from tvp_quiz.domain.history import CardHistory, Mark
from tvp_quiz.domain.review import Memory, Review
from tvp_quiz.domain.settings import Settings
from tvp_quiz.scheduling.forgetting import tell_recall
from tvp_quiz.storage.choices import choose
from tvp_quiz.storage.engine import explain_errors, for_writing
from tvp_quiz.storage.exam_day import find_exam_day
from tvp_quiz.storage.file import check_identity, find_path, identify_file
from tvp_quiz.storage.log import add_review, add_sitting, find_review, read_card_log, remember, select_log, void_card
from tvp_quiz.storage.schema import open_engine
from tvp_quiz.storage.tables import CardMarkRow, LearnerRow, MemoryRow, SittingRow


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
        self._mark(cards, "suspended", True, now)  # noqa: FBT003 - its name is beside it

    def unsuspend(self, cards: Iterable[str], now: datetime) -> None:
        """Let suspended cards be asked again."""
        self._mark(cards, "suspended", False, now)  # noqa: FBT003 - the same

    def bury(self, card: str, until: date, now: datetime) -> None:
        """Keep a card out of every sitting through the study day `until`."""
        self._mark([card], "buried_until", until, now)

    def unbury(self, card: str, now: datetime) -> None:
        """Let a buried card be asked again."""
        self._mark([card], "buried_until", None, now)

    def _mark(self, cards: Iterable[str], name: str, value: bool | date | None, now: datetime) -> None:  # noqa: FBT001 - it stands for what is marked
        with self.writing() as session:
            self.find_learner(session)
            for card in cards:
                row = find_mark(session, self.learner, card)
                choose(row, name, value, now)
                session.add(row)

    def read_settings(self) -> Settings:
        """Return what the learner has chosen, or the defaults."""
        with self.reading() as session:
            row = session.get(LearnerRow, self.learner)
            return row.to_settings() if row else Settings()

    def change_settings(self, settings: Settings, now: datetime, named: str | None = None) -> None:
        """Keep what the learner has chosen; the setting that they `named` is chosen though it stay as it was."""
        with self.writing() as session:
            row = self.find_learner(session)
            for name, value in asdict(settings).items():
                if name == named or value != getattr(row, name):
                    choose(row, name, value, now)

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
                retrievability=tell_recall(memory, day) if memory else None,
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

    def verify(self) -> list[str]:
        """Return a sentence for everything wrong in the whole database, whoever's it is."""
        from tvp_quiz.storage.repairs.verify import verify_database  # noqa: PLC0415 - a sitting doesn't ask

        with self.reading() as session:
            return verify_database(session)


def find_mark(session: Session, learner: str, card: str) -> CardMarkRow:
    """Return the row of what a learner has said about a card, or a new one."""
    return session.get(CardMarkRow, (learner, card)) or CardMarkRow(learner=learner, card=card)
