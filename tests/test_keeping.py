"""storage/backups/keeping.py"""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tvp_quiz.storage.backups.keeping import RECENT, choose_kept

START = datetime(2026, 1, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

spans = st.floats(0, 700).map(lambda days: timedelta(days=days))
histories = st.lists(spans, max_size=60).map(lambda found: [START + span for span in found])


def every(step: timedelta, count: int) -> list[datetime]:
    """Return the instants of so many backups, the newest first."""
    return [START - number * step for number in range(count)]


def test_the_last_two_days_stay_in_full() -> None:
    assert choose_kept(every(HOUR, 48), START) == set(every(HOUR, 48))


def test_twelve_days_ten_weeks_and_nine_months_stay_before_that() -> None:
    kept = sorted(choose_kept(every(HOUR * 6, 4 * 700), START), reverse=True)
    recent = [at for at in kept if START - at < RECENT]
    days, weeks, months = kept[8:20], kept[20:30], kept[30:]
    assert len(recent) == 8
    assert [at.date() for at in days] == [(START - (3 + number) * DAY).date() for number in range(12)]
    assert [at.weekday() for at in weeks] == [6] * 10
    assert len({at - DAY * at.weekday() for at in weeks}) == 10
    assert len(months) == 9
    assert START - 13 * 31 * DAY < months[-1] < START - 11 * 30 * DAY


def test_backups_of_a_rare_learner_do_not_go_because_time_passes() -> None:
    made = every(DAY * 40, 25)
    assert choose_kept(made, START + 3000 * DAY) == set(made)


@given(histories, spans)
def test_the_newest_stays(made: list[datetime], later: timedelta) -> None:
    assert {max(made)} <= choose_kept(made, START + later) <= set(made) if made else True


@given(histories, spans)
def test_thinning_twice_is_thinning_once(made: list[datetime], later: timedelta) -> None:
    kept = choose_kept(made, START + later)
    assert choose_kept(kept, START + later) == kept


@given(histories, st.lists(spans, max_size=30))
def test_thinning_now_and_then_ends_in_what_thinning_once_keeps(made: list[datetime], looks: list[timedelta]) -> None:
    end = START + timedelta(days=701)
    kept: set[datetime] = set()
    seen = START
    for look in sorted(START + span for span in looks):
        kept = choose_kept(kept | {at for at in made if seen <= at < look}, look)
        seen = look
    assert choose_kept(kept | {at for at in made if at >= seen}, end) == choose_kept(made, end)


def test_thinning_every_day_for_a_year_ends_in_what_thinning_once_keeps() -> None:
    kept: set[datetime] = set()
    every_one = [START + number * 11 * HOUR for number in range(900)]
    for day in range(400):
        now = START + day * DAY
        kept = choose_kept(kept | {at for at in every_one if now - DAY <= at < now}, now)
        assert kept == choose_kept((at for at in every_one if at < now), now)


@given(histories, spans)
def test_at_most_thirty_one_stay_of_what_is_older_than_two_days(made: list[datetime], later: timedelta) -> None:
    now = START + later
    assert sum(now - at >= RECENT for at in choose_kept(made, now)) <= 31


@given(histories, spans)
def test_what_a_clock_that_was_ahead_has_made_stays(made: list[datetime], later: timedelta) -> None:
    now = START + later
    assert {at for at in made if at > now} <= choose_kept(made, now)
