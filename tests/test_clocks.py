"""domain/day.py, selection.py, storage/redating.py, cli/world.py: clocks that jump, zones that change, days of DST."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from logs import open_history
from rooms import RIGHT, WRONG, Move, Room, ScriptedFront, make_bank, make_desk

from tvp_quiz.cli import world
from tvp_quiz.cli.world import read_running, start_clock
from tvp_quiz.domain.day import FURTHEST, add_days, find_next_study_day, find_study_day
from tvp_quiz.domain.history import Snapshot
from tvp_quiz.domain.prompt import Command, FeedbackView
from tvp_quiz.domain.review import Kind, Rating, Review
from tvp_quiz.domain.settings import Settings
from tvp_quiz.errors import ClockError
from tvp_quiz.opening import Opening
from tvp_quiz.outside import Edge
from tvp_quiz.selection import Plan, build_queue, check_clock
from tvp_quiz.sessions.sitting import start_sitting
from tvp_quiz.storage.redating import redate_reviews
from tvp_quiz.storage.snapshot import read_snapshot
from tvp_quiz.storage.store import Store

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
KIRITIMATI, BAKER = (timezone(timedelta(hours=hours)) for hours in (14, -12))
ROLLOVER = 4


@dataclass
class Traveller:
    """A learner with a clock that can be set, and carried elsewhere."""

    room: Room
    store: Store
    now: datetime = NOON
    asleep: timedelta = timedelta()

    def sit(self, *moves: Move, on_feedback: Callable[[FeedbackView], None] = lambda _: None) -> ScriptedFront | None:
        """Drill as the program does; None where the clock is refused."""
        snapshot = read_snapshot(self.room.database, "me", self.now)
        try:
            check_clock(snapshot, self.now)
        except ClockError:
            return None
        queue = build_queue(self.room.banks, snapshot, Plan(), Random(1))
        state = start_sitting(queue, snapshot.due, snapshot.day, snapshot.settings, Kind.DRILL)
        front = ScriptedFront(list(moves), on_feedback=on_feedback)
        clock = self.count_seconds(max(self.now, snapshot.last_review or self.now))
        opening = Opening(lambda: self.store)
        edge = Edge(lambda: next(clock), Random, self.room.entropy.randbytes)
        desk = make_desk(self.room.banks, front, edge, opening, state, now=next(clock))
        desk.run()
        opening.close()
        self.now += timedelta(seconds=60)
        return front

    def count_seconds(self, now: datetime) -> Iterator[datetime]:
        while True:
            now += timedelta(seconds=1)
            yield (now + self.asleep).astimezone(self.now.tzinfo)

    def redate(self) -> int:
        return redate_reviews(self.store, self.now)

    def read_log(self) -> list[Review]:
        return self.store.read_log()

    def check(self) -> None:
        """Hold the log's order and its memory against what must always be so."""
        self.room.check_memory()
        days = [review.day for review in self.read_log()]
        assert days == sorted(days)


@pytest.fixture
def traveller(tmp_path: Path) -> Iterator[Traveller]:
    with travel(tmp_path) as traveller:
        yield traveller


@contextmanager
def travel(folder: Path) -> Iterator[Traveller]:
    with open_history(folder / "history.db", "me") as store:
        yield Traveller(Room(str(folder / "history.db"), {"a": make_bank("a", 5), "b": make_bank("b", 3)}), store)


@pytest.mark.parametrize("hours", [1, 9, 23])
def test_a_clock_some_hours_behind_counts_on_from_the_last_answer(traveller: Traveller, hours: int) -> None:
    traveller.sit(RIGHT, "accept")
    traveller.now -= timedelta(hours=hours)
    front = traveller.sit(RIGHT, "accept", WRONG, "accept")
    assert front
    first, second, third = traveller.read_log()
    assert first.reviewed_at < second.reviewed_at < third.reviewed_at
    assert {first.day, second.day, third.day} == {NOON.date()}
    assert second.duration_ms >= 1000
    assert front.asked[0].prompt.card.id != first.card
    traveller.check()


def test_a_clock_a_year_behind_is_refused_with_two_ways_on(traveller: Traveller) -> None:
    traveller.sit(RIGHT, "accept")
    traveller.now -= timedelta(days=365)
    with pytest.raises(ClockError) as refused:
        check_clock(read_snapshot(traveller.room.database, "me", traveller.now), traveller.now)
    assert str(refused.value) == (
        "The clock says 2025-03-10 12:01, but the last answer is from 2026-03-10 12:00: "
        "set the clock right; if it is right now and was wrong then, type `tvp-quiz data redate`."
    )
    assert len(traveller.read_log()) == 1


@pytest.mark.parametrize("year", [1, 1969, 1970, 2024, 9000, 9999])
def test_a_year_that_cannot_be_is_refused(year: int) -> None:
    now = datetime(year, 12, 31, 12, tzinfo=UTC)
    with pytest.raises(ClockError, match=r"^The clock says \d+-12-31 12:00, which can't be: set it right"):
        check_clock(Snapshot(now.date(), Settings()), now)


@pytest.mark.parametrize("now", [datetime(2038, 1, 19, 3, 14, 8, tzinfo=UTC), datetime(2028, 2, 29, 12, tzinfo=UTC)])
def test_the_end_of_32_bits_and_a_leap_day_are_days_like_others(traveller: Traveller, now: datetime) -> None:
    traveller.now = now
    traveller.sit(RIGHT, Rating.EASY)
    (review,) = traveller.read_log()
    assert review.day == find_study_day(now, ROLLOVER)
    assert abs(review.reviewed_at - now) < timedelta(minutes=1)
    traveller.check()


def test_the_last_day_of_all_can_be_read_for(traveller: Traveller) -> None:
    now = datetime(9999, 12, 31, 23, tzinfo=UTC)
    assert read_snapshot(traveller.room.database, "me", now).day == date.max
    assert add_days(date.max, 3) == date.max
    assert add_days(NOON.date(), 3) == date(2026, 3, 13)


def test_answers_from_a_year_ahead_are_dated_as_of_now_and_none_is_lost(traveller: Traveller) -> None:
    traveller.sit(RIGHT, "accept")
    traveller.now += timedelta(days=365)
    front = traveller.sit(RIGHT, "accept", WRONG, "accept", Command.BURY)
    assert front
    buried = front.asked[-2].prompt.card.id
    traveller.now = NOON + timedelta(hours=1)
    assert traveller.sit(RIGHT, "accept") is None
    before = traveller.read_log()
    assert traveller.redate() == 2
    after = traveller.read_log()
    assert [(one.card, one.rating, one.response) for one in after] == [
        (one.card, one.rating, one.response) for one in before
    ]
    assert {one.day for one in after} == {NOON.date()}
    assert after[0] == before[0]
    with traveller.room.open() as store:
        assert store.read_marks()[buried].buried_until == NOON.date()
    assert traveller.redate() == 0
    assert traveller.sit(RIGHT, "accept")
    traveller.check()


def test_answers_redated_on_two_machines_are_the_same_ones(tmp_path: Path) -> None:
    ids = []
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        with travel(tmp_path / name) as traveller:
            traveller.now += timedelta(days=365)
            traveller.sit(RIGHT, "accept", RIGHT, "accept")
            traveller.now = NOON + timedelta(minutes=len(name))
            traveller.redate()
            ids.append([review.id for review in traveller.read_log()])
    assert ids[0] == ids[1]


def test_who_flies_west_over_the_date_line_lives_no_day_twice(traveller: Traveller) -> None:
    traveller.now = datetime(2026, 3, 10, 4, 10, tzinfo=KIRITIMATI)
    traveller.sit(*[RIGHT, "accept"] * Settings().new)
    traveller.now = (traveller.now + timedelta(hours=1)).astimezone(BAKER)
    assert find_study_day(traveller.now, ROLLOVER) == date(2026, 3, 8)
    snapshot = read_snapshot(traveller.room.database, "me", traveller.now)
    assert snapshot.day == date(2026, 3, 10)
    assert len(snapshot.introduced) == Settings().new
    assert build_queue(traveller.room.banks, snapshot, Plan(), Random(1)) == []
    traveller.now += timedelta(days=3)
    assert traveller.sit(RIGHT, "accept")
    traveller.check()


def test_who_flies_east_over_the_date_line_has_what_is_due_on_the_day_there(traveller: Traveller) -> None:
    traveller.now = datetime(2026, 3, 9, 2, tzinfo=BAKER)
    traveller.sit(WRONG, "accept", Command.QUIT)
    traveller.now = (traveller.now + timedelta(hours=1)).astimezone(KIRITIMATI)
    assert traveller.sit(RIGHT, "accept")
    assert [review.day for review in traveller.read_log()] == [date(2026, 3, 8), date(2026, 3, 10)]
    traveller.check()


def test_a_sitting_left_open_over_night_goes_on_on_the_next_day(traveller: Traveller) -> None:
    def sleep(_: FeedbackView) -> None:
        traveller.asleep = timedelta(days=1)

    traveller.sit(*[RIGHT, "accept"] * 2, on_feedback=sleep)
    assert [review.day for review in traveller.read_log()] == [NOON.date(), NOON.date() + timedelta(days=1)]
    traveller.check()


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo"])
@pytest.mark.parametrize("rollover", [0, 2, 3, 4, 23])
def test_a_year_of_hours_has_its_study_days_in_order_each_once(zone: str, rollover: int) -> None:
    instants = (datetime(2026, 1, 1, 12, tzinfo=UTC) + timedelta(minutes=30 * half) for half in range(366 * 48))
    days: list[date] = []
    for instant in instants:
        day = find_next_study_day(instant.astimezone(ZoneInfo(zone)), rollover, days[-1] if days else None)
        if not days or day != days[-1]:
            days.append(day)
    assert days == [days[0] + timedelta(days=number) for number in range(len(days))]
    assert len(days) in {366, 367}


def test_both_days_of_dst_begin_at_four_by_the_clock() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    for day in (date(2026, 3, 29), date(2026, 10, 25)):
        four = datetime(day.year, day.month, day.day, 4, tzinfo=berlin)
        assert find_study_day(four, ROLLOVER) == day
        assert find_study_day((four.astimezone(UTC) - timedelta(seconds=1)).astimezone(berlin), ROLLOVER) < day


@given(
    st.datetimes(datetime(2025, 1, 1), datetime(2030, 1, 1)),  # noqa: DTZ001 - the zone is drawn as well
    st.integers(-12, 14),
    st.integers(0, 23),
    st.none() | st.integers(-400, 400),
)
def test_a_study_day_goes_back_only_where_no_flight_explains_it(
    at: datetime, zone: int, rollover: int, ahead: int | None
) -> None:
    now = at.replace(tzinfo=timezone(timedelta(hours=zone)))
    plain = find_study_day(now, rollover)
    last = None if ahead is None else plain + timedelta(days=ahead)
    day = find_next_study_day(now, rollover, last)
    assert day == (last if last and timedelta() < last - plain <= FURTHEST else plain)
    assert plain <= day <= plain + FURTHEST


def test_a_sittings_clock_is_set_once_and_only_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = start_clock()
    began = clock()
    assert abs(began - world.read_clock()) < timedelta(seconds=30)
    monkeypatch.setattr(world, "read_clock", lambda: NOON + timedelta(days=365))
    assert began <= clock() < began + timedelta(seconds=30)
    later = start_clock(NOON + timedelta(days=366))
    assert later() >= NOON + timedelta(days=366)
    assert later() - NOON < timedelta(days=366, seconds=30)
    assert began.utcoffset() is not None


def test_a_sittings_clock_keeps_to_the_zone_there_is(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = start_clock()
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    time.tzset()
    try:
        assert clock().utcoffset() == timedelta(hours=14)
        assert read_running() <= read_running()
    finally:
        monkeypatch.undo()
        time.tzset()


def test_a_time_zone_that_no_place_has_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "XXX-24:59:59")
    time.tzset()
    try:
        with pytest.raises(ClockError, match="TZ"):
            world.read_clock()
    finally:
        monkeypatch.undo()
        time.tzset()


SPANS = st.sampled_from(
    [
        timedelta(seconds=1),
        timedelta(minutes=3),
        timedelta(hours=7),
        timedelta(hours=25),
        timedelta(days=2),
        timedelta(days=30),
        timedelta(days=366),
    ]
)
EVENTS = st.one_of(
    st.tuples(st.just("jump"), st.tuples(SPANS, st.sampled_from([1, -1]))),
    st.tuples(st.just("fly"), st.integers(-12, 14)),
    st.tuples(st.just("sit"), st.lists(st.sampled_from([RIGHT, WRONG, Rating.EASY, Command.UNDO]), max_size=6)),
    st.tuples(st.just("redate"), st.none()),
)


@given(st.lists(EVENTS, max_size=12))
@example([("sit", [RIGHT] * 4), ("sit", [*[RIGHT] * 5, Rating.EASY])])
@settings(max_examples=25)
def test_whatever_the_clock_does_days_stay_in_order_and_no_answer_is_lost(events: list[tuple[str, object]]) -> None:
    with TemporaryDirectory() as folder, travel(Path(folder)) as traveller:
        for event, value in events:
            match event, value:
                case "jump", (timedelta() as span, int() as sign):
                    traveller.now = max(traveller.now + sign * span, NOON - timedelta(days=400))
                case "fly", int():
                    traveller.now = traveller.now.astimezone(timezone(timedelta(hours=value)))
                case "sit", list():
                    sit_and_count(traveller, value)
                case _:
                    before = [(one.card, one.rating) for one in traveller.read_log()]
                    traveller.redate()
                    assert [(one.card, one.rating) for one in traveller.read_log()] == before
        # The clock is right again
        traveller.redate()
        assert traveller.sit() is not None
        assert all(review.day <= find_study_day(traveller.now, ROLLOVER) + FURTHEST for review in traveller.read_log())
        traveller.check()


def sit_and_count(traveller: Traveller, moves: list[Move]) -> None:
    """Sit, and hold the log against the answers that were given and taken back."""
    before = traveller.read_log()
    answers = [step for move in moves for step in ((move, "accept") if move in {RIGHT, WRONG} else (move,))]
    front = traveller.sit(*answers)
    after = traveller.read_log()
    if front is None:
        assert after == before
        return
    stack = len(before)
    assert len(after) <= stack + len(front.shown)
    if Command.UNDO not in moves:
        assert after[:stack] == before
        # What is recalled freely is kept once it is rated, which the end may come before
        is_unrated = len(after) < stack + len(front.shown) and front.shown[-1].verdict is None
        assert len(after) == stack + len(front.shown) - is_unrated
