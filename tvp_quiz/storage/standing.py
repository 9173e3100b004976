"""An open store and a card in, how the card stands by now out: other sittings may have answered it meanwhile."""

from collections.abc import Collection
from datetime import date

from sqlmodel import col, func, select

from tvp_quiz.domain.review import Memory
from tvp_quiz.storage.bank_tables import CardFormerRow
from tvp_quiz.storage.store import Store
from tvp_quiz.storage.tables import CardMarkRow, MemoryRow


def read_standing(store: Store, card: str, day: date) -> tuple[Memory | None, bool]:
    """Return a card's memory, None for a new one, and whether the learner does not want it asked on a study day."""
    with store.reading() as session:
        row = session.get(MemoryRow, (store.learner, card))
        mark = session.get(CardMarkRow, (store.learner, card))
        return row.to_memory() if row else None, mark is not None and mark.to_mark().hides(day)


def count_introduced(store: Store, day: date, on_show: Collection[str]) -> int:
    """Count the cards that were new on a study day, with those of the cards on show that still are."""
    former = select(CardFormerRow.former).where(CardFormerRow.learner == store.learner)
    known = select(func.count()).select_from(MemoryRow).where(MemoryRow.learner == store.learner)
    with store.reading() as session:
        introduced = session.exec(known.where(MemoryRow.introduced == day, col(MemoryRow.card).not_in(former))).one()
        return introduced + sum(session.get(MemoryRow, (store.learner, card)) is None for card in on_show)
