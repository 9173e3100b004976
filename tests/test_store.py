"""storage/store.py, storage/log.py, storage/tables.py"""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, precondition, rule
from logs import DAY, NOW, PROCESS, SITTING, THREAD, make_review, open_history, read_column, record
from sqlalchemy.dialects import sqlite

from tvp_quiz.domain.history import CardHistory, Mark, Snapshot
from tvp_quiz.domain.review import Kind, Memory, Rating, Review
from tvp_quiz.domain.settings import Settings
from tvp_quiz.errors import DatabaseError
from tvp_quiz.scheduling.memory import replay_log
from tvp_quiz.storage.log import select_log
from tvp_quiz.storage.snapshot import read_days, read_snapshot
from tvp_quiz.storage.store import Store
from tvp_quiz.storage.tables import ReviewRow


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "history.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with open_history(path) as opened:
        yield opened


def test_a_review_comes_back_as_it_was_recorded(path: Path, store: Store) -> None:
    review = replace(make_review(1), correct=None, overruled=True, response="κλωστή\n\x1b[2J")
    record(store, review)
    assert store.read_log() == [review]
    assert read_days(str(path), "ann", NOW) == {DAY}


def test_a_memory_comes_back_to_the_last_bit(store: Store) -> None:
    reviews = [make_review(number, days=number * 7) for number in range(3)]
    for review in reviews:
        record(store, review)
    assert store.read_memories() == {THREAD: replay_log(reviews)}


def test_what_utf_8_cannot_say_is_kept_escaped(store: Store) -> None:
    record(store, replace(make_review(1), response="a\udcfcb"))
    assert [review.response for review in store.read_log()] == ["a\\udcfcb"]


def test_a_crammed_review_leaves_memory_alone(store: Store) -> None:
    record(store, make_review(1))
    before = store.read_memories()
    record(store, make_review(2, rating=Rating.AGAIN, kind=Kind.CRAM), sitting=UUID(int=8))
    assert store.read_memories() == before
    assert len(store.read_log()) == 2
    assert store.verify() == []


def test_a_changed_rating_replaces_the_first(store: Store) -> None:
    first, second = make_review(1), make_review(2, rating=Rating.AGAIN)
    record(store, first)
    record(store, second, replaces=first.id)
    assert store.read_log() == [second]
    assert store.read_memories() == {THREAD: replay_log([second])}


def test_a_rating_that_was_undone_elsewhere_can_still_be_changed(store: Store) -> None:
    first, second = make_review(1), make_review(2, rating=Rating.AGAIN)
    record(store, first)
    store.undo(NOW)
    record(store, second, replaces=first.id)
    assert store.read_log() == [second]


def test_two_sittings_that_ask_one_card_leave_the_memory_of_both(path: Path, store: Store) -> None:
    reviews = [make_review(1), make_review(2, rating=Rating.AGAIN)]
    with open_history(path) as other:
        for opened, review in zip((store, other), reviews, strict=True):
            opened.record(review, sitting=review.id, seed=1)
    assert store.read_memories() == {THREAD: replay_log(reviews)}


def test_a_clock_set_back_leaves_the_memory_of_the_log_in_order(store: Store) -> None:
    later, earlier = make_review(1, days=9), make_review(2, rating=Rating.AGAIN)
    record(store, later)
    record(store, earlier)
    assert store.read_memories() == {THREAD: replay_log([earlier, later])}
    assert store.read_log() == [earlier, later]


def test_undo_goes_back_to_the_first_review_and_then_says_so(path: Path, store: Store) -> None:
    reviews = [make_review(1), make_review(2, PROCESS), make_review(3, rating=Rating.AGAIN)]
    states = []
    for review in reviews:
        states.append(store.read_memories())
        record(store, review)
    for review, memories in zip(reversed(reviews), reversed(states), strict=True):
        with open_history(path) as restarted:
            assert restarted.undo(NOW) == review
            assert restarted.read_memories() == memories
    assert store.undo(NOW) is None
    assert store.read_log() == []


def test_a_named_review_is_undone_once(store: Store) -> None:
    first, second = make_review(1), make_review(2)
    record(store, first)
    record(store, second)
    assert store.undo(NOW, first.id) == first
    assert store.undo(NOW, first.id) is None
    assert store.read_log() == [second]
    assert store.read_memories() == {THREAD: replay_log([second])}


def test_a_memory_has_the_fingerprint_that_was_last_seen(path: Path, store: Store) -> None:
    for number in range(3):
        record(store, make_review(number))
    store.undo(NOW)
    assert read_column(path, "SELECT fingerprint FROM memory") == ["print-1"]


def test_the_log_is_in_the_order_of_time_whatever_its_ids(store: Store) -> None:
    first, second = replace(make_review(1), id=UUID(int=2)), replace(make_review(2), id=UUID(int=1))
    record(store, second)
    record(store, first)
    assert store.read_log() == [first, second]
    assert store.undo(NOW) == second


def test_a_cards_log_is_found_by_its_card() -> None:
    query = select_log("ann").where(ReviewRow.card == THREAD)
    sql = str(query.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True}))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "history.db"
        open_history(path).close()
        plan = read_column(path, f"EXPLAIN QUERY PLAN {sql}", column=3)
    assert plan == ["SEARCH review USING INDEX review_of_card (learner=? AND card=?)"]


def test_reset_makes_cards_new_and_counts_their_reviews(store: Store) -> None:
    record(store, make_review(1))
    record(store, make_review(2, kind=Kind.CRAM), sitting=UUID(int=8))
    record(store, make_review(3, PROCESS))
    assert store.reset([THREAD, "tvp-chart/none#Thread"], NOW) == {THREAD: 2, "tvp-chart/none#Thread": 0}
    assert list(store.read_memories()) == [PROCESS]
    assert [review.card for review in store.read_log()] == [PROCESS]


def test_suspended_cards_are_hidden_until_they_are_unsuspended(path: Path, store: Store) -> None:
    store.suspend([THREAD, PROCESS], NOW)
    assert read_snapshot(str(path), "ann", NOW).hidden == {THREAD, PROCESS}
    store.unsuspend([THREAD], NOW)
    assert read_snapshot(str(path), "ann", NOW).hidden == {PROCESS}
    assert store.read_marks() == {PROCESS: Mark(suspended=True)}


def test_a_card_is_buried_through_its_day(path: Path, store: Store) -> None:
    store.bury(THREAD, DAY, NOW)
    assert store.read_marks() == {THREAD: Mark(buried_until=DAY)}
    assert read_snapshot(str(path), "ann", NOW).hidden == {THREAD}
    assert read_snapshot(str(path), "ann", NOW + timedelta(days=1)).hidden == frozenset()
    store.unbury(THREAD, NOW)
    assert read_snapshot(str(path), "ann", NOW).hidden == frozenset()


def test_a_buried_card_that_is_unsuspended_stays_buried(store: Store) -> None:
    store.bury(THREAD, DAY, NOW)
    store.suspend([THREAD], NOW)
    store.unsuspend([THREAD], NOW)
    assert store.read_marks() == {THREAD: Mark(buried_until=DAY)}


def test_settings_begin_with_the_defaults_and_are_kept(path: Path, store: Store) -> None:
    assert store.read_settings() == Settings()
    chosen = Settings(retention=0.85, new=3, rollover=0)
    store.change_settings(chosen, NOW)
    assert store.read_settings() == chosen
    assert read_snapshot(str(path), "ann", NOW).settings == chosen


def test_a_history_says_all_but_the_stem(store: Store) -> None:
    first, second = make_review(1), make_review(2)
    record(store, first)
    record(store, second)
    store.undo(NOW)
    store.suspend([THREAD], NOW)
    memory = store.read_memories()[THREAD]
    assert store.read_history(THREAD, DAY) == CardHistory(
        card=THREAD, stem="", memory=memory, retrievability=1.0, reviews=(first,), suspended=True
    )
    later = store.read_history(THREAD, memory.due).retrievability
    assert later is not None
    assert 0.85 < later < 0.95


def test_no_recall_is_told_of_a_card_that_was_forgotten_today(store: Store) -> None:
    record(store, make_review(1, rating=Rating.AGAIN))
    assert store.read_history(THREAD, DAY).retrievability is None
    later = store.read_history(THREAD, DAY + timedelta(days=1)).retrievability
    assert later is not None
    assert later < 1


def test_a_card_that_was_never_asked_has_an_empty_history(store: Store) -> None:
    assert store.read_history(THREAD, DAY) == CardHistory(
        card=THREAD, stem="", memory=None, retrievability=None, reviews=()
    )


def test_the_days_with_an_answer_are_those_of_the_log(path: Path, store: Store) -> None:
    for number in range(3):
        record(store, make_review(number, days=number))
    store.undo(NOW)
    assert read_days(str(path), "ann", NOW) == {date(2026, 3, 1), date(2026, 3, 2)}


def test_learners_in_one_file_do_not_see_each_other(path: Path, store: Store) -> None:
    record(store, make_review(1))
    store.suspend([PROCESS], NOW)
    with open_history(path, "ben") as other:
        review = make_review(2, PROCESS)
        record(other, review)
        other.change_settings(Settings(new=1), NOW)
        assert other.undo(NOW) == review
        assert other.undo(NOW) is None
        assert other.reset([THREAD], NOW) == {THREAD: 0}
        assert other.read_marks() == {}
        assert read_days(str(path), "ben", NOW) == set()
    assert read_snapshot(str(path), "ben", NOW) == Snapshot(DAY, Settings(new=1))
    assert list(store.read_memories()) == [THREAD]
    assert store.read_settings() == Settings()


@pytest.mark.parametrize(
    "change",
    [{"duration_ms": -1}, {"rating": 5}, {"retention": 1.0}],
    ids=["duration", "rating", "retention"],
)
def test_the_tables_refuse_what_no_review_can_be(store: Store, change: dict[str, Any]) -> None:
    with pytest.raises(DatabaseError, match="constraint failed"):
        store.record(replace(make_review(1), **change), sitting=SITTING, seed=1)
    assert store.read_log() == []


def test_a_review_is_recorded_whole_or_not_at_all(path: Path, store: Store) -> None:
    record(store, make_review(1))
    twin = replace(make_review(1), card=PROCESS)
    with pytest.raises(DatabaseError, match="constraint failed"):
        record(store, twin, sitting=UUID(int=8))
    assert list(store.read_memories()) == [THREAD]
    assert read_column(path, "SELECT count(*) FROM sitting") == [1]


KILLED = """
import os, signal, sys
from logs import make_review, open_history, record
from pathlib import Path
store = open_history(Path(sys.argv[1]))
record(store, make_review(1))
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_recorded_review_survives_a_kill(path: Path) -> None:
    command = [sys.executable, "-c", KILLED, str(path)]
    killed = subprocess.run(command, check=False, env={"PYTHONPATH": os.pathsep.join(sys.path)})
    assert killed.returncode == -signal.SIGKILL
    with open_history(path) as store:
        assert store.read_log() == [make_review(1)]
        assert store.verify() == []


def test_another_process_sees_a_review_at_once(path: Path, store: Store) -> None:
    record(store, make_review(1))
    reader = "import sqlite3, sys; print(*sqlite3.connect(sys.argv[1]).execute('SELECT card FROM review').fetchone())"
    seen = subprocess.run([sys.executable, "-c", reader, path], check=True, capture_output=True, text=True)
    assert seen.stdout.strip() == THREAD


class History(RuleBasedStateMachine):
    """Two learners do whatever they like to one file: memory is the replay of the log, and undo takes a step back."""

    reviews = Bundle("reviews")

    @initialize()
    def begin(self) -> None:
        self.folder = TemporaryDirectory()
        path = Path(self.folder.name) / "history.db"
        self.stores = {learner: open_history(path, learner) for learner in ("ann", "ben")}
        self.logs: dict[str, list[Review]] = {"ann": [], "ben": []}
        self.number = 0

    def teardown(self) -> None:
        for store in self.stores.values():
            store.close()
        self.folder.cleanup()

    @rule(
        target=reviews,
        learner=st.sampled_from(["ann", "ben"]),
        card=st.sampled_from([THREAD, PROCESS]),
        rating=st.sampled_from(Rating),
        days=st.integers(0, 40),
        kind=st.sampled_from([Kind.DRILL, Kind.DRILL, Kind.CRAM, Kind.EXAM]),
    )
    def answer(self, learner: str, card: str, rating: Rating, days: int, kind: Kind) -> tuple[str, Review]:
        self.number += 1
        review = make_review(self.number, card, rating, days=days, kind=kind)
        before = self.stores[learner].read_memories(), self.stores[learner].read_settings()
        record(self.stores[learner], review)
        assert self.stores[learner].undo(NOW, review.id) == review
        assert (self.stores[learner].read_memories(), self.stores[learner].read_settings()) == before
        again = replace(review, id=UUID(int=review.id.int + 1000))
        record(self.stores[learner], again)
        self.logs[learner].append(again)
        return learner, again

    @rule(answered=consumes(reviews), rating=st.sampled_from(Rating))
    def change_mind(self, answered: tuple[str, Review], rating: Rating) -> None:
        learner, review = answered
        self.number += 1
        changed = replace(review, id=UUID(int=review.id.int + 1000 * self.number), rating=rating)
        record(self.stores[learner], changed, replaces=review.id)
        self.logs[learner] = [kept for kept in self.logs[learner] if kept.id != review.id] + [changed]

    @precondition(lambda self: any(self.logs.values()))
    @rule(learner=st.sampled_from(["ann", "ben"]))
    def undo(self, learner: str) -> None:
        log = sorted(self.logs[learner], key=lambda review: (review.reviewed_at, review.id))
        newest = log.pop() if log else None
        assert self.stores[learner].undo(NOW) == newest
        self.logs[learner] = log

    @rule(learner=st.sampled_from(["ann", "ben"]), card=st.sampled_from([THREAD, PROCESS]))
    def reset(self, learner: str, card: str) -> None:
        kept = [review for review in self.logs[learner] if review.card != card]
        voided = len(self.logs[learner]) - len(kept)
        assert self.stores[learner].reset([card], NOW) == {card: voided}
        self.logs[learner] = kept

    @invariant()
    def memory_is_the_replay_of_the_log(self) -> None:
        for learner, log in self.logs.items():
            assert self.stores[learner].read_memories() == replay_all(log)
            kept = self.stores[learner].read_log()
            assert kept == sorted(log, key=lambda review: (review.reviewed_at, review.id))
        assert self.stores["ann"].verify() == []


def replay_all(log: list[Review]) -> dict[str, Memory]:
    """Return the memory of every card in a log."""
    replayed = {card: replay_log([review for review in log if review.card == card]) for card in (THREAD, PROCESS)}
    return {card: memory for card, memory in replayed.items() if memory}


TestHistory = History.TestCase
TestHistory.settings = settings(max_examples=15, stateful_step_count=12)
