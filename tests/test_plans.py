"""storage/plans.py, storage/plan_tables.py, storage/following.py"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from logs import ANN, DAY, NOW, make_review, open_history, read_column, record

from tvp_quiz.domain.plan import Costs, Decision, ExamPlan, Followed, Pace, Policy, Profile
from tvp_quiz.errors import DatabaseError
from tvp_quiz.storage.following import read_followed
from tvp_quiz.storage.plan_tables import PlanDecisionRow, PlanRow
from tvp_quiz.storage.plans import clear_plan, keep_decision, keep_plan, read_decision, read_plan
from tvp_quiz.storage.store import Store

PLAN = ExamPlan(DAY + timedelta(days=60), 15, DAY, ("tvp-chart", "faq"), 0.95, {"faq": 2.5})
DECISION = Decision(DAY, Policy(0.8, 5, 0.0012), Profile(Pace(-0.1, 0.3), Costs(20, 7, 15, 6), 0.5, 0.9))

SHARES = st.floats(0, 1)
SECONDS = st.floats(0.1, 1000)
DECISIONS = st.builds(
    Decision,
    st.dates(date(2000, 1, 1)),
    st.builds(Policy, st.floats(0.01, 0.99), st.integers(0, 700), SHARES),
    st.builds(
        Profile,
        st.builds(Pace, st.floats(-3, 3), SHARES),
        st.builds(Costs, SECONDS, SECONDS, SECONDS, SECONDS),
        SHARES,
        SHARES,
    ),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "history.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with open_history(path) as opened:
        yield opened


def test_a_plan_is_read_as_it_was_kept(store: Store) -> None:
    assert read_plan(store) is None
    keep_plan(store, PLAN, NOW)
    assert read_plan(store) == PLAN
    later = ExamPlan(DAY + timedelta(days=9), 1.5, DAY)
    keep_plan(store, later, NOW)
    assert read_plan(store) == later


def test_each_learner_has_a_plan_of_their_own(path: Path, store: Store) -> None:
    keep_plan(store, PLAN, NOW)
    keep_decision(store, DECISION)
    with open_history(path, "ben") as other:
        assert read_plan(other) is None
        assert read_decision(other) is None
        assert not clear_plan(other, NOW)
    assert read_plan(store) == PLAN


def test_a_decision_is_kept_until_the_plan_is_another(store: Store) -> None:
    keep_plan(store, PLAN, NOW)
    keep_decision(store, DECISION)
    later = DECISION._replace(day=DAY + timedelta(days=1))
    keep_decision(store, later)
    assert read_decision(store) == later
    keep_plan(store, PLAN._replace(minutes=20), NOW)
    assert read_decision(store) is None


def test_a_plan_goes_with_what_was_decided_on_it(path: Path, store: Store) -> None:
    keep_plan(store, PLAN, NOW)
    keep_decision(store, DECISION)
    assert clear_plan(store, NOW)
    assert not clear_plan(store, NOW)
    assert read_plan(store) is None
    keep_decision(store, DECISION)
    assert read_column(path, "SELECT count(*) FROM plan_decision") == [0]


def follow(path: Path, day: date) -> Followed | None:
    with closing(sqlite3.connect(path)) as connection:
        return read_followed(connection.execute, ANN, day)


def test_a_drill_follows_a_plan_once_something_is_decided_and_until_the_exam(path: Path, store: Store) -> None:
    assert follow(path, DAY) is None
    keep_plan(store, PLAN, NOW)
    assert follow(path, DAY) is None
    keep_decision(store, DECISION)
    assert follow(path, DAY) == Followed(PLAN, DECISION, 0)
    assert follow(path, PLAN.exam - timedelta(days=1)) == Followed(PLAN, DECISION, 0)
    assert follow(path, PLAN.exam) is None


def test_a_drill_knows_the_time_that_was_spent_today(path: Path, store: Store) -> None:
    keep_plan(store, PLAN, NOW)
    keep_decision(store, DECISION)
    for number in (1, 2, 3):
        record(store, make_review(number))
    store.undo(NOW + timedelta(minutes=1))
    found = follow(path, DAY)
    assert found
    assert found.spent == 4
    assert follow(path, DAY + timedelta(days=1)) == Followed(PLAN, DECISION, 0)


@given(DECISIONS)
def test_any_decision_survives_its_row(decision: Decision) -> None:
    assert PlanDecisionRow.from_decision("ann", decision).to_decision() == decision


@given(st.dictionaries(st.text(max_size=5), st.floats(0.1, 100)), st.lists(st.text(max_size=5)))
def test_any_plan_survives_its_row(weights: dict[str, float], banks: list[str]) -> None:
    plan = PLAN._replace(weights=weights, banks=tuple(banks))
    assert PlanRow.from_plan("ann", plan, NOW).to_plan() == plan


@pytest.mark.parametrize("change", ["banks = '[1'", 'weights = \'{"a": "x"}\'', "exam = 'soon'", "banks = '{}'"])
def test_what_something_else_wrote_into_a_plan_is_told_in_a_sentence(path: Path, store: Store, change: str) -> None:
    keep_plan(store, PLAN, NOW)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(f"UPDATE plan SET {change}")  # noqa: S608 - the test's own words
    with pytest.raises(DatabaseError, match="holds what tvp-quiz never wrote"):
        read_plan(store)
