"""Cards whose log changed at large in; their memories, and those of all that have their reviews, replayed, out."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import delete, insert
from sqlmodel import Session, col, func, select

from tvp_quiz.domain.review import Review
from tvp_quiz.errors import DatabaseError
from tvp_quiz.storage.bank_tables import CardFormerRow
from tvp_quiz.storage.log import replay_row
from tvp_quiz.storage.portions import split
from tvp_quiz.storage.repairs.differences import REPLAYED, is_changed, make_review
from tvp_quiz.storage.tables import MemoryRow, ReviewRow, get_table

# Cards are renamed and split a few times, not over and over: what takes more than this would take for ever
REPLAYS_EACH = 20
REPLAYS_AT_LEAST = 50_000

Links = Mapping[str, Collection[str]]


def replay_cards(session: Session, learner: str, cards: Iterable[str]) -> int:
    """Let the memories of these cards, and of those that have their reviews as well, be what their logs amount to.

    Returns how many changed. Raises DatabaseError where former ids make too much of it.
    """
    formers, heirs = read_links(session, learner)
    wanted = follow(cards, heirs)
    count = session.exec(select(func.count()).select_from(ReviewRow).where(ReviewRow.learner == learner)).one()
    left = REPLAYS_AT_LEAST + REPLAYS_EACH * count
    changed = 0
    for chunk in split(sorted(wanted)):
        families = {}
        for card in chunk:
            families[card] = follow([card], formers)
            left -= len(families[card])
            check_effort(left)
        logs = read_logs(session, learner, set().union(*families.values()))
        left -= sum(len(logs[name]) for family in families.values() for name in family)
        check_effort(left)
        replayed = (
            replay_row(learner, card, [one for name in family for one in logs[name]])
            for card, family in families.items()
        )
        changed += keep_memories(session, learner, chunk, {row.card: row for row in replayed if row})
    return changed


def check_effort(left: int) -> None:
    """Raise DatabaseError where there is more to replay than any history of ours asks for."""
    if left < 0:
        raise DatabaseError("Its cards have more former ids than any bank gives, so nothing was changed: leave it out.")


def read_links(session: Session, learner: str) -> tuple[Links, Links]:
    """Return which ids each card had before, and for each of those which cards those are."""
    formers, heirs = defaultdict(list), defaultdict(list)
    rows = select(CardFormerRow.card, CardFormerRow.former).where(
        CardFormerRow.learner == learner, col(CardFormerRow.dropped).is_(False)
    )
    for card, former in session.exec(rows):
        formers[card].append(former)
        heirs[former].append(card)
    return formers, heirs


def follow(cards: Iterable[str], links: Links) -> set[str]:
    """Return the cards' ids and all that links lead to from them."""
    latest = list(cards)
    found = set(latest)
    while latest:
        more = [name for name in links.get(latest.pop(), ()) if name not in found]
        found.update(more)
        latest += more
    return found


def read_logs(session: Session, learner: str, names: Iterable[str]) -> Mapping[str, list[Review]]:
    """Return the reviews under each id, voided ones left out."""
    logs: dict[str, list[Review]] = defaultdict(list)
    for chunk in split(sorted(names)):
        query = select(*map(col, REPLAYED)).where(
            ReviewRow.learner == learner, col(ReviewRow.card).in_(chunk), col(ReviewRow.voided_at).is_(None)
        )
        for row in session.execute(query):
            logs[row.card].append(make_review(row))
    return logs


def keep_memories(session: Session, learner: str, cards: list[str], replayed: Mapping[str, MemoryRow]) -> int:
    """Keep the memories of these cards where they are others than before, and return how many are."""
    mine = MemoryRow.learner == learner, col(MemoryRow.card).in_(cards)
    kept = {row.card: row for row in session.exec(select(MemoryRow).where(*mine))}
    changed = [card for card in cards if is_changed(kept.get(card), replayed.get(card))]
    if changed:
        session.execute(delete(MemoryRow).where(col(MemoryRow.learner) == learner, col(MemoryRow.card).in_(changed)))
        rows = [replayed[card].model_dump() for card in changed if card in replayed]
        if rows:
            session.execute(insert(get_table(MemoryRow)), rows)
    session.expire_all()
    return len(changed)
