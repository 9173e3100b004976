"""A database's name and an instant in, the Snapshot that a sitting begins with out; SQLite goes without SQLAlchemy."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from tvp_quiz.domain.day import add_days, check_instant, find_next_study_day, find_study_day
from tvp_quiz.domain.history import NOTHING, Snapshot
from tvp_quiz.domain.review import Memory, check_memory
from tvp_quiz.domain.settings import Settings, check_settings
from tvp_quiz.storage.file import HEAD, begin_writing, explain_file_errors, find_path, find_revision, open_file

if TYPE_CHECKING:
    from tvp_quiz.domain.plan import Effort, Followed, Underway

SETTINGS = "SELECT retention, new, rollover FROM learner WHERE name = :learner"
HIDDEN = "SELECT card FROM card_mark WHERE learner = :learner AND (suspended OR buried_until >= :day)"
MEMORIES = "SELECT card, stability, difficulty, introduced, last, due, reps, lapses FROM memory"
ALL = f"{MEMORIES} WHERE learner = :learner"
DUE = f"{ALL} AND due <= :last_day"
# One row of all ids takes a quarter of the time of a row for each
KNOWN = "SELECT group_concat(card, char(10)) FROM memory WHERE learner = :learner"
KNOWN_ONE_BY_ONE = "SELECT card FROM memory WHERE learner = :learner"
# The row of a card that was renamed today stays under its former id
INTRODUCED = (
    "SELECT card FROM memory WHERE learner = :learner AND introduced = :day AND card NOT IN "
    "(SELECT former FROM card_former WHERE learner = :learner)"
)
CHANGED = (
    f"{MEMORIES} JOIN card_change USING (learner, card) WHERE learner = :learner AND "
    "substr(memory.fingerprint, 1, 8) <> substr(card_change.fingerprint, 1, 8)"
)
# Wrong in an exam though the learner was sure, and not answered since: a paper's reviews are a sitting of its own id
CONFIDENT = (
    "SELECT DISTINCT card FROM exam_question AS asked WHERE learner = :learner AND NOT correct AND certainty >= 2 AND "
    "(SELECT sitting FROM review WHERE review.learner = asked.learner AND review.card = asked.card AND "
    "voided_at IS NULL AND kind <> 'cram' ORDER BY reviewed_at DESC, id DESC LIMIT 1) = asked.paper"
)
STANDING = (
    "SELECT 'plan' FROM plan WHERE learner = :learner AND exam > :day AND NOT dropped UNION ALL "
    "SELECT 'catch-up' FROM catch_up WHERE learner = :learner AND NOT dropped"
)
SEEN = "SELECT bank, digest FROM bank_seen WHERE learner = :learner"
LAST_REVIEW = (
    "SELECT reviewed_at, day FROM review WHERE learner = :learner AND voided_at IS NULL "
    "ORDER BY reviewed_at DESC LIMIT 1"
)

DAYS = "SELECT DISTINCT day FROM review WHERE learner = :learner AND voided_at IS NULL"

# Fuzz seldom leaves more than this open
SOON_DAYS = 3

Rows = Iterable[Any]
Query = Callable[[str, Mapping[str, str]], Rows]
T = TypeVar("T")


def read_snapshot(database: str, learner: str, now: datetime) -> Snapshot:
    """Read what a sitting of `learner` that begins `now`, in their own time zone, needs to know of the history.

    A database that isn't there yet is created, empty; it and one that doesn't know the learner give the settings
    that a learner begins with. Raises DatabaseError where the next answer couldn't be kept.
    """
    empty = Snapshot(find_study_day(now, Settings().rollover), Settings())
    known = KNOWN if find_path(database) else KNOWN_ONE_BY_ONE
    return read_database(database, lambda query: gather(query, learner, now, known), empty, now)


def read_days(database: str, learner: str, now: datetime) -> frozenset[date]:
    """Read the study days on which a learner answered. Raises DatabaseError."""
    none: frozenset[date] = frozenset()
    days = Days()
    return read_database(
        database, lambda query: frozenset(days[day] for (day,) in query(DAYS, {"learner": learner})), none, now
    )


def read_pile(database: str, learner: str, now: datetime) -> "tuple[dict[str, Memory], tuple[Effort, ...]]":
    """Read all memories of a learner, and what their latest answers took, newest first. Raises DatabaseError."""
    from tvp_quiz.storage.following import read_efforts  # noqa: PLC0415 - no drill needs it

    days, asked = Days(), {"learner": learner}
    nothing: tuple[dict[str, Memory], tuple[Effort, ...]] = ({}, ())

    def gather_pile(query: Query) -> "tuple[dict[str, Memory], tuple[Effort, ...]]":
        return {row[0]: to_memory(row, days) for row in query(ALL, asked)}, read_efforts(query, learner)

    return read_database(database, gather_pile, nothing, now)


def read_database(database: str, gather_all: Callable[[Query], T], nothing: T, now: datetime) -> T:
    """Return what is gathered from a database by queries, or `nothing` from an empty one."""
    path = find_path(database)
    if path:
        with explain_file_errors(path), closing(open_file(path)) as connection:
            # Taking the right to write shows now whether answers can be kept, and holds together what is read
            begin_writing(connection)
            revision = find_revision(connection, path)
            if revision is None or revision == HEAD:
                return nothing if revision is None else gather_all(connection.execute)
    return read_newest(database, gather_all, now)


def read_newest(database: str, gather_all: Callable[[Query], T], now: datetime) -> T:
    """Return what is gathered from any kind of database, after creating its tables or migrating them."""
    from tvp_quiz.storage.schema import open_query  # noqa: PLC0415 - loads SQLAlchemy: the first question can't wait

    with open_query(database, now) as query:
        return gather_all(query)


def gather(query: Query, learner: str, now: datetime, known: str) -> Snapshot:
    """Put a snapshot together from what the queries above find."""
    rows = list(query(SETTINGS, {"learner": learner}))
    settings = check_settings(Settings(*rows[0])) if rows else Settings()
    days = Days()
    last_review, last_day = next(iter(query(LAST_REVIEW, {"learner": learner})), (None, None))
    day = find_next_study_day(now, settings.rollover, days[last_day] if last_day else None)
    asked = {"learner": learner, "day": day.isoformat(), "last_day": add_days(day, SOON_DAYS).isoformat()}
    hidden = frozenset(card for (card,) in query(HIDDEN, asked))
    standing = [name for (name,) in query(STANDING, asked)]
    followed, every = follow_plan(query, learner, day, days) if "plan" in standing else (None, NOTHING)
    memories = {row[0]: to_memory(row, days) for row in query(DUE, asked) if row[0] not in hidden}
    return Snapshot(
        day=day,
        settings=settings,
        due={card: memory for card, memory in memories.items() if memory.due <= day},
        soon={card: memory for card, memory in memories.items() if memory.due > day},
        changed={row[0]: to_memory(row, days) for row in query(CHANGED, asked) if row[0] not in hidden},
        confident=frozenset(card for (card,) in query(CONFIDENT, asked)),
        followed=followed,
        memories=every,
        underway=follow_catch_up(query, learner) if standing == ["catch-up"] else None,
        seen=dict(tuple(row) for row in query(SEEN, asked)),
        known=frozenset(card for (cards,) in query(known, asked) if cards for card in cards.split("\n")),
        introduced=frozenset(card for (card,) in query(INTRODUCED, asked)),
        hidden=hidden,
        last_review=to_instant(last_review),
    )


def follow_plan(query: Query, learner: str, day: date, days: "Days") -> "tuple[Followed | None, Mapping[str, Memory]]":
    """Return the plan for an exam that a drill follows, and all memories: a plan asks what is not due as well."""
    from tvp_quiz.storage.following import read_followed  # noqa: PLC0415 - most learners have no plan

    rows = query(ALL, {"learner": learner})
    return read_followed(query, learner, day), {row[0]: to_memory(row, days) for row in rows}


def follow_catch_up(query: Query, learner: str) -> "Underway | None":
    """Return the catch-up that a drill follows."""
    from tvp_quiz.storage.following import read_underway  # noqa: PLC0415 - most learners have none

    return read_underway(query, learner)


class Days(dict[str | date, date]):
    """Stored days, which SQLite gives as text and a server as dates, to days: cards are many, their days are few."""

    def __missing__(self, stored: str | date) -> date:
        """Parse a day once."""
        day = self[stored] = to_day(stored)
        return day


def to_day(stored: str | date) -> date:
    """Return a stored day."""
    return stored if isinstance(stored, date) else date.fromisoformat(stored)


def to_memory(row: tuple[Any, ...], days: Days) -> Memory:
    """Return the memory in a row of DUE, CHANGED or ALL."""
    _, stability, difficulty, introduced, last, due, reps, lapses = row
    return check_memory(Memory(stability, difficulty, days[introduced], days[last], days[due], reps, lapses))


def to_instant(stored: str | datetime | None) -> datetime | None:
    """Return a stored instant: SQLite gives text, which leaves out that it is UTC."""
    if stored is None:
        return None
    return check_instant(stored if isinstance(stored, datetime) else datetime.fromisoformat(stored).replace(tzinfo=UTC))
