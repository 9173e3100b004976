"""reports.py, scheduling/retention.py"""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

from tvp_quiz.domain.card import Bank, Card, Recall
from tvp_quiz.domain.history import Mark, Snapshot
from tvp_quiz.domain.review import Kind, Memory, Rating, Review
from tvp_quiz.domain.settings import Settings
from tvp_quiz.reports import count_banks, count_streak, describe_today, list_states
from tvp_quiz.scheduling.forgetting import find_retrievability
from tvp_quiz.scheduling.memory import schedule_review
from tvp_quiz.scheduling.retention import measure_retention

DAY = date(2026, 3, 1)


def make_bank(name: str, count: int) -> Bank:
    ids = [f"{name}/e{n}#tell" for n in range(count)]
    return Bank(name, name, Path(name), {one: Card(one, "A", "S?", Recall("It is so.")) for one in ids})


def remember(due: int, stability: float = 10, lapses: int = 0) -> Memory:
    last = DAY - timedelta(days=5)
    return Memory(stability, 5, last, last, DAY + timedelta(days=due), 9, lapses)


BANKS = {"a": make_bank("a", 6), "b": make_bank("b", 3)}
MEMORIES = {
    "a/e0#tell": remember(-2),
    "a/e1#tell": remember(0, stability=21),
    "a/e2#tell": remember(1, lapses=8),
    "a/e3#tell": remember(7, stability=20.9),
    "a/e4#tell": remember(8, stability=40),
    "b/e0#tell": remember(30, stability=90),
    "b/e1#tell": remember(0),
    "gone/e0#tell": remember(0),
}


def test_each_bank_is_counted_by_state_and_by_when_it_is_due() -> None:
    logs = {"a/e0#tell": make_log([(-1, 3), (1, 3), (0, 2)]), "gone/e0#tell": make_log([(0, 3)])}
    a, b, total = count_banks(BANKS, MEMORIES, logs, {"b/e1#tell"}, DAY)
    assert (a.reviews_today, a.seconds_today, b.reviews_today, total.reviews_today) == (2, 2, 0, 2)
    assert (a.cards, a.new, a.learning, a.mature, a.leeches) == (6, 1, 3, 2, 1)
    assert (a.due_today, a.due_tomorrow, a.due_7_days, a.due_30_days) == (2, 1, 2, 3)
    assert (b.due_today, b.due_30_days, b.hidden) == (0, 1, 1)
    assert (total.bank, total.cards, total.new, total.learning, total.mature) == ("total", 9, 2, 4, 3)
    assert total.due_30_days == a.due_30_days + b.due_30_days


def test_a_streak_lasts_while_the_day_is_not_over() -> None:
    days = [DAY - timedelta(days=n) for n in (1, 2, 3, 5)]
    assert count_streak(days, DAY) == 3
    assert count_streak([*days, DAY], DAY) == 4
    assert count_streak(days, DAY + timedelta(days=1)) == 0
    assert count_streak([], DAY) == 0


def test_today_is_what_the_drill_would_ask() -> None:
    snapshot = Snapshot(
        day=DAY,
        settings=Settings(new=3),
        due={card: memory for card, memory in MEMORIES.items() if memory.due <= DAY},
        known=frozenset(MEMORIES),
    )
    today = describe_today(BANKS, snapshot, [DAY])
    assert (today.due, today.new, today.streak) == (3, 2, 1)


def test_a_card_is_named_by_what_the_learner_said_of_it_first() -> None:
    marks = {
        "a/e0#tell": Mark(suspended=True),
        "a/e1#tell": Mark(buried_until=DAY),
        "a/e2#tell": Mark(buried_until=DAY - timedelta(days=1)),
    }
    states = {state.card: state for state in list_states(BANKS, MEMORIES, marks, DAY)}
    names = [states[f"a/e{n}#tell"].state for n in range(6)]
    assert names == ["suspended", "buried", "learning", "learning", "mature", "new"]
    assert states["a/e2#tell"].leech
    assert states["a/e4#tell"].retrievability == find_retrievability(MEMORIES["a/e4#tell"], DAY)
    assert states["a/e5#tell"].due is None


def test_no_recall_is_told_of_a_card_that_was_forgotten_today() -> None:
    memories = {"a/e0#tell": remember(0)._replace(last=DAY)}
    for day, is_told in ((DAY, False), (DAY + timedelta(days=1), True)):
        states = list_states(BANKS, memories, {}, day)
        assert (states[0].retrievability is not None) is is_told
    assert len(states) == 9


def make_log(steps: list[tuple[int, int]], kind: Kind = Kind.DRILL) -> list[Review]:
    log, day = [], DAY
    for number, (days, rating) in enumerate(steps):
        day += timedelta(days=days)
        instant = datetime(day.year, day.month, day.day, 10, tzinfo=UTC) + timedelta(seconds=number)
        log.append(Review(UUID(int=number), "a/e0#tell", Rating(rating), instant, 0, day, 1000, kind, 0.9))
    return log


def test_only_a_first_answer_of_a_later_day_tests_a_memory() -> None:
    log = make_log([(0, 3), (0, 3), (4, 1), (0, 3), (6, 2)])
    kept = measure_retention({"a/e0#tell": log}, DAY)
    memory, foretold = None, []
    for review in log:
        if memory and review.day > memory.last:
            foretold.append(find_retrievability(memory, review.day))
        memory = schedule_review("a/e0#tell", memory, review.rating, review.day, 0.9)
    assert kept
    assert (kept.count, kept.recalled) == (2, 0.5)
    assert kept.foretold == sum(foretold) / 2


def test_what_came_before_the_window_is_learned_from_but_not_counted() -> None:
    log = make_log([(0, 3), (4, 1), (6, 3)])
    kept = measure_retention({"a/e0#tell": log}, DAY + timedelta(days=5))
    assert kept
    assert (kept.count, kept.recalled) == (1, 1)


def test_nothing_tested_is_no_retention() -> None:
    assert measure_retention({"a/e0#tell": make_log([(0, 3)])}, DAY) is None
    assert measure_retention({"a/e0#tell": make_log([(0, 3), (9, 3)], Kind.CRAM)}, DAY) is None
