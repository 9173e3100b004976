"""storage/demo_log.py, storage/demo_tables.py"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from logs import NOW, make_review, open_history, read_column, record
from values import replace

from tvp_quiz.domain.demo import NO_FACTS, Ending, Level, Outcome, Run
from tvp_quiz.errors import DatabaseError
from tvp_quiz.storage.demo_log import approve, keep_run, read_approvals, read_run, read_runs, revoke
from tvp_quiz.storage.demo_tables import CUT, LONGEST_OUTPUT, DemoRunRow
from tvp_quiz.storage.store import Store

DIGEST, OTHER = "a" * 64, "b" * 64
RAN = Run(
    Outcome(Ending.RAN, {"cheaper": "thread", "says": "14 times"}, "thread 0.1 ms\n", "", Level.LANDLOCK, 1.25),
    "Linux 6.1, 2 cores",
    NOW,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "history.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with open_history(path) as opened:
        yield opened


def change_outcome(**changes: Any) -> Run:  # noqa: ANN401 - an outcome has parts of many kinds
    return replace(RAN, outcome=replace(RAN.outcome, **changes))


def tamper(path: Path, change: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.executescript(f"PRAGMA ignore_check_constraints=ON; {change}")


def test_a_demo_is_approved_until_that_is_revoked(path: Path, store: Store) -> None:
    assert DIGEST not in read_approvals(store)
    approve(store, DIGEST, NOW)
    approve(store, DIGEST, NOW + timedelta(days=1))
    approve(store, OTHER, NOW)
    with open_history(path) as restarted:
        assert DIGEST in read_approvals(restarted)
        assert read_approvals(restarted) == {DIGEST, OTHER}
    assert read_column(path, "SELECT approved_at FROM demo_approval") == ["2026-03-01 12:00:00.000000"] * 2
    assert revoke(store, DIGEST)
    assert not revoke(store, DIGEST)
    assert DIGEST not in read_approvals(store)
    assert read_approvals(store) == {OTHER}


@pytest.mark.parametrize("ending", Ending)
@pytest.mark.parametrize("level", Level)
def test_a_run_comes_back_as_it_was_kept(path: Path, store: Store, ending: Ending, level: Level) -> None:
    run = change_outcome(ending=ending, level=level, facts=NO_FACTS, reason="one core alone")
    assert read_run(store, DIGEST) is None
    keep_run(store, "creation_cost", DIGEST, run)
    with open_history(path) as restarted:
        assert read_run(restarted, DIGEST) == run
        assert restarted.verify() == []


def test_a_run_takes_the_place_of_the_one_before(path: Path, store: Store) -> None:
    later = replace(RAN, ran_at=NOW + timedelta(days=1))
    for run in (RAN, later):
        keep_run(store, "creation_cost", DIGEST, run)
    keep_run(store, "lost_updates", OTHER, RAN)
    assert read_run(store, DIGEST) == later
    assert read_runs(store) == {DIGEST: later, OTHER: RAN}
    assert read_column(path, "SELECT name FROM demo_run ORDER BY digest") == ["creation_cost", "lost_updates"]


def test_what_one_learner_approves_and_runs_is_not_anothers(path: Path, store: Store) -> None:
    approve(store, DIGEST, NOW)
    keep_run(store, "creation_cost", DIGEST, RAN)
    with open_history(path, "ben") as other:
        assert DIGEST not in read_approvals(other)
        assert not revoke(other, DIGEST)
        assert read_approvals(other) == frozenset()
        assert read_run(other, DIGEST) is None
        assert read_runs(other) == {}
    assert DIGEST in read_approvals(store)


def test_of_a_long_output_the_beginning_is_kept_and_it_says_so(store: Store) -> None:
    for printed in ("x" * LONGEST_OUTPUT, "ä漢" * LONGEST_OUTPUT):
        keep_run(store, "flood", DIGEST, change_outcome(output=printed + "!", reason=printed + "!"))
        run = read_run(store, DIGEST)
        assert run
        for kept in (run.outcome.output, run.outcome.reason):
            assert LONGEST_OUTPUT - 3 <= len(kept.encode()) <= LONGEST_OUTPUT
            assert kept.endswith(CUT)
            assert printed.startswith(kept.removesuffix(CUT))
    keep_run(store, "flood", DIGEST, change_outcome(output="x" * LONGEST_OUTPUT))
    run = read_run(store, DIGEST)
    assert run
    assert run.outcome.output == "x" * LONGEST_OUTPUT


def test_what_cannot_be_kept_is_kept_escaped(store: Store) -> None:
    run = change_outcome(output="a\udcfc\0b\x1b[2J", reason="\udcfc", facts={"\udcfc": "\0"})
    keep_run(store, "\udcfc", DIGEST, replace(run, machine="\udcfc"))
    kept = read_run(store, DIGEST)
    escaped = change_outcome(output="a\\udcfc\\x00b\x1b[2J", reason="\\udcfc", facts={"\udcfc": "\0"})
    assert kept == replace(escaped, machine="\\udcfc")


@given(st.dictionaries(st.text(), st.text()), st.text(st.characters()))
def test_any_facts_and_output_make_a_row_that_gives_them_back(facts: dict[str, str], output: str) -> None:
    kept = DemoRunRow.from_run("ann", DIGEST, "name", change_outcome(facts=facts, output=output)).to_run()
    assert kept.outcome.facts == facts
    assert "\0" not in kept.outcome.output
    assert kept.outcome.output.encode().decode() == kept.outcome.output


@pytest.mark.parametrize(
    "change",
    [
        "facts = '{'",
        "facts = '[]'",
        "facts = '{\"a\": 1}'",
        "facts = 'null'",
        "facts = replace(hex(zeroblob(50000)), '0', '[')",
        "facts = x'ff'",
        "facts = ''",
        "level = 'none'",
        "ending = 'never'",
        "ran_at = 'today'",
    ],
)
def test_a_run_that_something_else_wrote_is_one_sentence(path: Path, store: Store, change: str) -> None:
    keep_run(store, "creation_cost", DIGEST, RAN)
    tamper(path, f"UPDATE demo_run SET {change}")  # noqa: S608 - the changes are those above
    for read in (lambda: read_run(store, DIGEST), lambda: read_runs(store)):
        with pytest.raises(DatabaseError, match=r"what tvp-quiz never wrote .*--repair` mends it") as refused:
            read()
        assert "\n" not in str(refused.value)


def test_a_time_below_nothing_is_refused(store: Store) -> None:
    with pytest.raises(DatabaseError, match="constraint failed"):
        keep_run(store, "creation_cost", DIGEST, change_outcome(seconds=-1.0))
    assert read_runs(store) == {}


def test_a_new_learner_may_approve_before_anything_is_answered(path: Path, store: Store) -> None:
    approve(store, DIGEST, NOW)
    record(store, make_review(1))
    assert read_column(path, "SELECT name FROM learner") == ["ann"]
