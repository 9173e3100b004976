"""storage/moving (merge, uniting, joins, balances, sources, replaying), choices, domain/gain: histories met."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID, uuid5

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from logs import ANN, DAY, NOW, make_blank, make_review, open_history, read_column, record
from sqlalchemy import text
from sqlmodel import Session
from test_schemas import make_history
from values import replace

from tvp_quiz.domain.exam import Attempt, Certainty, Item, Marked, Measure, Paper
from tvp_quiz.domain.gain import Gain
from tvp_quiz.domain.history import Mark
from tvp_quiz.domain.plan import CatchUp, Decision, ExamPlan, Pace, Policy, Profile
from tvp_quiz.domain.review import Kind, Rating
from tvp_quiz.domain.settings import Settings
from tvp_quiz.errors import DatabaseError
from tvp_quiz.storage.catch_ups import keep_catch_up, stop_catch_up
from tvp_quiz.storage.choices import Row
from tvp_quiz.storage.disk import hold_workspace, open_workspace
from tvp_quiz.storage.file import REVISIONS
from tvp_quiz.storage.moving import joins
from tvp_quiz.storage.moving.export import write_lines
from tvp_quiz.storage.moving.merge import merge_files, unite_all
from tvp_quiz.storage.moving.sources import open_source
from tvp_quiz.storage.papers import hand_in, keep_attempts, keep_paper, read_papers
from tvp_quiz.storage.plans import clear_plan, keep_decision, keep_plan, read_decision, read_plan
from tvp_quiz.storage.redating import redate_reviews
from tvp_quiz.storage.takeover import Edited, take_over

WHY, REASON, CAUSE, OTHER = "locks/why#answer", "locks/reason#answer", "locks/cause#answer", "locks/other#answer"
# A bank's editions: each card with the ids that it had before
EDITIONS: list[dict[str, tuple[str, ...]]] = [
    {WHY: (), OTHER: ()},
    {REASON: (WHY,), OTHER: ()},
    {CAUSE: (REASON, WHY), OTHER: ()},
    {WHY: (CAUSE, REASON), OTHER: ()},
]


class Machine:
    """A learner's history on one machine, with a clock of its own that only grows."""

    def __init__(self, path: Path, number: int) -> None:
        path.write_bytes(make_blank())
        self.path, self.number, self.count, self.edition = path, number, 0, 0
        self.store = open_history(path)

    def look(self) -> list[str]:
        return list(write_lines(self.store, "0.2.0"))

    def export(self) -> Path:
        file = self.path.with_suffix(f".{self.count}.jsonl")
        file.write_text("".join(f"{line}\n" for line in self.look()), encoding="utf-8")
        return file

    def merge(self, *files: Path) -> list[Gain]:
        with ExitStack() as stack:
            sources = [(file, stack.enter_context(Session(stack.enter_context(open_source(file))))) for file in files]
            return unite_all(self.store, sources, NOW)

    def tick(self) -> timedelta:
        self.count += 1
        return timedelta(seconds=10 * self.count + self.number)

    def card(self, which: int) -> str:
        return list(EDITIONS[self.edition])[which % 2]

    def answer(self, which: int, how: int) -> None:
        self.tick()
        kind = (Kind.DRILL, Kind.DRILL, Kind.CRAM)[how % 3]
        review = make_review(self.count * 10 + self.number, self.card(which), Rating(how % 4 + 1), days=how, kind=kind)
        sitting = UUID(int=self.number * 100 + list(Kind).index(kind))
        past = [one for one in self.store.read_log() if one.card == review.card]
        record(self.store, review, sitting=sitting, replaces=past[-1].id if how == 5 and past else None)

    def undo(self, _which: int, _how: int) -> None:
        self.store.undo(NOW + self.tick())

    def reset(self, which: int, _how: int) -> None:
        self.store.reset([self.card(which)], NOW + self.tick())

    def mark(self, which: int, how: int) -> None:
        now, card = NOW + self.tick(), self.card(which)
        deeds: list[Callable[[], None]] = [
            lambda: self.store.suspend([card], now),
            lambda: self.store.unsuspend([card], now),
            lambda: self.store.bury(card, DAY + timedelta(days=how), now),
        ]
        deeds[how % 3]()

    def choose(self, _which: int, how: int) -> None:
        self.store.change_settings(Settings(new=how), NOW + self.tick())

    def plan(self, which: int, how: int) -> None:
        now = NOW + self.tick()
        if how == 0:
            clear_plan(self.store, now)
        else:
            banks, weights = ("locks",) * (how % 2), {"locks": 2.0} if which else {}
            keep_plan(self.store, ExamPlan(DAY + timedelta(days=how), 20, DAY, banks, 0.5, weights), now)

    def catch_up(self, _which: int, how: int) -> None:
        if how == 0:
            stop_catch_up(self.store, NOW + self.tick())
        else:
            keep_catch_up(self.store, CatchUp(DAY, DAY + timedelta(days=how), 10), NOW + self.tick())

    def sit(self, which: int, how: int) -> None:
        """Begin a paper, go on with one, or hand one in."""
        now = NOW + self.tick()
        open_ones = [sat for sat in read_papers(self.store) if not sat.handed_in_at]
        if not open_ones or how == 0:
            keep_paper(self.store, draw_paper(UUID(int=self.count * 10 + self.number), self.card(which)))
            return
        paper = open_ones[0].paper
        if how % 2:
            keep_attempts(self.store, paper.id, {0: Attempt((str(how),), Certainty.SURE)}, 0, how * 100)
        else:
            review = make_review(5000 + self.count * 10 + self.number, paper.items[0].card, kind=Kind.EXAM)
            marked = Marked(1, paper.items[0].card, "?", "a", "a", True, Certainty.SURE, 5)
            hand_in(self.store, paper, {0: marked}, [replace(review, reviewed_at=now)], now)

    def follow(self, which: int, _how: int) -> None:
        self.edition = (self.edition + which) % len(EDITIONS)
        cards = {card: Edited("print", former) for card, former in EDITIONS[self.edition].items()}
        take_over(self.store, "locks", str(self.edition), cards)

    def redate(self, _which: int, how: int) -> None:
        redate_reviews(self.store, NOW + timedelta(days=how) + self.tick())


DEEDS = ["answer", "answer", "answer", "undo", "reset", "mark", "choose", "plan", "catch_up", "sit", "sit", "follow"]


def draw_paper(number: UUID, card: str) -> Paper:
    measure = Measure(0.5, 0.25, 0.75)
    items = (Item(card, "print-1"), Item(OTHER, "print-2"))
    return Paper(number, 3, ("locks",), (), 60_000, True, False, NOW, items, measure)


@contextmanager
def run_machines(count: int) -> Iterator[list[Machine]]:
    with TemporaryDirectory() as folder, ExitStack() as stack:
        machines = [Machine(Path(folder) / f"{number}.db", number) for number in range(count)]
        for machine in machines:
            stack.enter_context(machine.store)
        yield machines


def list_ids(lines: list[str], *, voided: bool = False) -> list[str]:
    """Return the ids of the reviews in an export, or of those of them that were undone."""
    reviews = [line for line in lines if line.startswith('{"type": "review"')]
    return [line.split('"id": "')[1][:36] for line in reviews if not (voided and line.endswith('"voided_at": null}'))]


steps = st.lists(
    st.tuples(
        st.integers(0, 2), st.sampled_from([*DEEDS, "redate", "sync", "sync"]), st.integers(0, 1), st.integers(0, 7)
    ),
    min_size=4,
    max_size=30,
)


def live(machines: list[Machine], plan: list[tuple[int, str, int, int]]) -> None:
    """Let machines do what a plan says, some of them hearing of each other now and then."""
    for number, deed, which, how in plan:
        machine = machines[number]
        if deed == "sync":
            machine.merge(machines[(number + 1 + which) % len(machines)].export())
        else:
            getattr(machine, deed)(which, how)


@settings(max_examples=6)
@given(steps)
def test_machines_that_exchange_their_files_agree_whatever_they_did(plan: list[tuple[int, str, int, int]]) -> None:
    with run_machines(3) as machines:
        live(machines, plan)
        before = [machine.look() for machine in machines]
        files = [machine.export() for machine in machines]
        for number, machine in enumerate(machines):
            # each in an order of its own, some in one go, some one by one
            others = files[number + 1 :] + files[:number]
            if number:
                machine.merge(*others)
            else:
                for file in reversed(others):
                    machine.merge(file)
        after = [machine.look() for machine in machines]
        assert after[0] == after[1] == after[2]
        assert [machine.store.verify() for machine in machines] == [[], [], []]
        ids = list_ids(after[0])
        assert len(ids) == len(set(ids))
        assert set(ids) == {one for lines in before for one in list_ids(lines)}
        assert set(list_ids(after[0], voided=True)) >= {one for lines in before for one in list_ids(lines, voided=True)}
        # What is there already changes nothing
        for machine in machines:
            machine.merge(*files)
            assert machine.look() == after[0]
        # What machines take over from the same banks, they take over alike
        for machine in machines:
            machine.edition = 2
            machine.follow(0, 0)
        assert machines[0].look() == machines[1].look() == machines[2].look()
        assert machines[0].store.read_memories() == machines[1].store.read_memories()


@pytest.fixture
def machines() -> Iterator[list[Machine]]:
    with run_machines(2) as both:
        yield both


def exchange(machines: list[Machine]) -> list[list[str]]:
    """Let machines take in each other's files of the same moment, and return what each has then."""
    files = [machine.export() for machine in machines]
    for machine in machines:
        machine.merge(*files)
    return [machine.look() for machine in machines]


def test_what_was_undone_on_one_machine_is_undone_on_all(machines: list[Machine]) -> None:
    here, there = machines
    record(here.store, make_review(1))
    record(here.store, make_review(2))
    exchange(machines)
    here.store.undo(NOW)
    there.store.undo(NOW + timedelta(hours=1), make_review(1).id)
    (gain,) = there.merge(here.export())
    assert (gain.reviews, gain.undone, gain.memories) == (0, 1, 1)
    assert there.store.read_log() == []
    exchange(machines)
    assert here.store.read_log() == []
    assert here.store.read_memories() == {}


def test_what_was_chosen_last_is_chosen(machines: list[Machine]) -> None:
    here, there = machines
    here.store.change_settings(Settings(new=1), NOW)
    there.store.change_settings(Settings(new=2), NOW + timedelta(minutes=1))
    here.store.suspend([WHY, OTHER], NOW)
    there.store.suspend([WHY], NOW)
    there.store.unsuspend([WHY], NOW + timedelta(minutes=1))
    keep_plan(here.store, ExamPlan(DAY + timedelta(days=9), 20, DAY), NOW)
    exchange(machines)
    clear_plan(there.store, NOW + timedelta(minutes=1))
    exchange(machines)
    for machine in machines:
        assert machine.store.read_settings() == Settings(new=2)
        assert set(machine.store.read_marks()) == {OTHER}
        assert read_plan(machine.store) is None


def test_what_was_chosen_apart_holds_apart(machines: list[Machine]) -> None:
    here, there = machines
    exchange(machines)
    here.store.suspend([WHY], NOW)
    here.store.change_settings(Settings(new=3), NOW)
    later = NOW + timedelta(minutes=1)
    there.store.bury(WHY, DAY, later)
    there.store.change_settings(Settings(retention=0.95), later)
    exchange(machines)
    for machine in machines:
        assert machine.store.read_marks() == {WHY: Mark(suspended=True, buried_until=DAY)}
        assert machine.store.read_settings() == Settings(new=3, retention=0.95)


def test_a_setting_that_was_named_is_chosen_though_it_stays_the_same(machines: list[Machine]) -> None:
    here, there = machines
    here.store.change_settings(Settings(new=3), NOW)
    there.store.change_settings(Settings(), NOW + timedelta(minutes=1), "new")
    exchange(machines)
    for machine in machines:
        assert machine.store.read_settings() == Settings()


def test_settings_from_before_their_times_were_kept_beat_the_defaults(machines: list[Machine]) -> None:
    here, there = machines
    for machine, new in ((here, 3), (there, 10)):
        machine.store.change_settings(Settings(new=new), NOW)
        with machine.store.writing() as session:
            session.execute(text("UPDATE learner SET new_at = NULL"))
    exchange(machines)
    assert here.store.read_settings() == there.store.read_settings() == Settings(new=3)


def test_another_plan_drops_what_was_decided_on_the_one_before(machines: list[Machine]) -> None:
    here, there = machines
    keep_plan(here.store, ExamPlan(DAY + timedelta(days=9), 20, DAY), NOW)
    keep_decision(here.store, Decision(DAY, Policy(0.9, 3, 0.0), Profile(Pace(0, 1))))
    keep_plan(there.store, ExamPlan(DAY + timedelta(days=5), 20, DAY), NOW + timedelta(minutes=1))
    here.merge(there.export())
    assert read_decision(here.store) is None
    keep_decision(here.store, Decision(DAY, Policy(0.9, 3, 0.0), Profile(Pace(0, 1))))
    here.merge(there.export())
    assert read_decision(here.store) is not None


def test_a_paper_that_was_handed_in_twice_counts_once(machines: list[Machine]) -> None:
    here, there = machines
    paper = draw_paper(UUID(int=5), WHY)
    keep_paper(here.store, paper)
    exchange(machines)
    for minutes, machine in ((5, there), (3, here)):
        at = NOW + timedelta(minutes=minutes)
        review = replace(make_review(minutes, WHY, kind=Kind.EXAM), reviewed_at=at)
        marked = Marked(1, WHY, "?", str(minutes), "a", True, Certainty.SURE, 5)
        hand_in(machine.store, paper, {0: marked}, [review], at)
    after = exchange(machines)
    assert after[0] == after[1]
    for machine in machines:
        assert [review.reviewed_at for review in machine.store.read_log()] == [NOW + timedelta(minutes=3)]
        assert [sat.marked[0].given for sat in read_papers(machine.store)] == ["3"]
        assert machine.store.verify() == []


def test_the_paper_that_was_sat_for_longer_goes_on_unless_one_was_handed_in(machines: list[Machine]) -> None:
    here, there = machines
    for number in (5, 6):
        keep_paper(here.store, draw_paper(UUID(int=number), WHY))
    exchange(machines)
    for machine, said, used_ms in ((here, "short", 10), (there, "long", 20)):
        keep_attempts(machine.store, UUID(int=5), {0: Attempt((said,))}, 1, used_ms)
        keep_attempts(machine.store, UUID(int=6), {0: Attempt((said,))}, 1, used_ms)
    hand_in(here.store, draw_paper(UUID(int=6), WHY), {}, [], NOW)
    exchange(machines)
    for machine in machines:
        assert [sat.attempts[0].given for sat in read_papers(machine.store)] == [("long",), ("short",)]


def test_what_two_machines_redated_is_one_review(machines: list[Machine]) -> None:
    record(machines[0].store, make_review(1, WHY, days=300))
    exchange(machines)
    for days, machine in enumerate(machines):
        redate_reviews(machine.store, NOW + timedelta(days=days))
    exchange(machines)
    for machine in machines:
        assert [review.day for review in machine.store.read_log()] == [DAY]


def test_what_was_undone_where_the_clock_is_ahead_is_undone_though_it_was_redated_elsewhere(
    machines: list[Machine],
) -> None:
    here, there = machines
    record(here.store, make_review(1, WHY, days=300))
    record(here.store, make_review(2, OTHER, days=300))
    exchange(machines)
    # twice, since the clock may be set back once more
    for minutes in (2, 1):
        redate_reviews(there.store, NOW + timedelta(minutes=minutes))
    assert len(there.store.read_log()) == 2
    here.store.undo(NOW + timedelta(days=300, minutes=1), make_review(1, days=300).id)
    changed = make_review(3, OTHER, Rating.AGAIN, days=300)
    record(here.store, changed, replaces=make_review(2, days=300).id)
    after = exchange(machines)
    assert after[0] == after[1]
    for machine in machines:
        assert machine.store.read_log() == [changed]
        assert machine.store.verify() == []


def test_what_was_redated_and_undone_nowhere_counts_once(machines: list[Machine]) -> None:
    here, there = machines
    record(here.store, make_review(1, WHY, days=300))
    here.store.bury(OTHER, DAY + timedelta(days=300), NOW + timedelta(days=300))
    exchange(machines)
    redate_reviews(there.store, NOW)
    for _ in range(2):
        exchange(machines)
    for machine in machines:
        assert [review.day for review in machine.store.read_log()] == [DAY]
        assert machine.store.read_marks() == {OTHER: Mark(buried_until=DAY)}


def test_several_files_bring_what_the_last_of_them_would_bring_alone() -> None:
    with run_machines(3) as (at_once, alone, there):
        record(there.store, make_review(1))
        files = [there.export()]
        there.store.undo(NOW)
        there.store.suspend([WHY], NOW)
        there.store.change_settings(Settings(new=3), NOW)
        there.count += 1
        files.append(there.export())
        there.store.unsuspend([WHY], NOW)
        there.count += 1
        files.append(there.export())
        (gain,) = at_once.merge(*files)
        assert [gain] == alone.merge(files[-1])
        assert (gain.reviews, gain.undone, gain.marks, gain.settings) == (1, 0, 1, False)


def test_a_mark_of_a_machine_that_has_not_seen_a_rename_comes_along_with_the_id(machines: list[Machine]) -> None:
    here, there = machines
    record(here.store, make_review(1, WHY))
    exchange(machines)
    here.follow(1, 0)
    there.store.suspend([WHY], NOW)
    exchange(machines)
    here.follow(0, 0)
    assert here.store.read_marks()[REASON].suspended
    there.store.unsuspend([WHY], NOW + timedelta(minutes=1))
    exchange(machines)
    here.follow(0, 0)
    assert here.store.read_marks() == {}


def test_an_answer_under_a_former_id_is_in_the_memory_of_the_card_as_it_is_called_now(machines: list[Machine]) -> None:
    here, there = machines
    record(here.store, make_review(1, WHY))
    here.follow(1, 0)
    record(there.store, make_review(2, WHY, days=3))
    here.merge(there.export())
    assert here.store.read_memories()[REASON].reps == 2
    assert here.store.verify() == []


def test_the_next_sitting_looks_at_the_banks_again(machines: list[Machine]) -> None:
    here, there = machines
    here.follow(0, 0)
    record(there.store, make_review(1, WHY))
    here.merge(here.export())
    assert read_column(here.path, "SELECT bank FROM bank_seen") == ["locks"]
    here.merge(there.export())
    assert read_column(here.path, "SELECT bank FROM bank_seen") == []


def test_forged_histories_change_nothing(machines: list[Machine]) -> None:
    here, there = machines
    record(here.store, make_review(1))
    record(there.store, make_review(3))
    record(there.store, make_review(1, rating=Rating.EASY))
    before = here.look()
    with pytest.raises(DatabaseError, match=str(make_review(1).id)):
        here.merge(there.export())
    assert here.look() == before


def test_a_plan_for_a_day_that_nobody_lives_to_see_is_refused(machines: list[Machine]) -> None:
    here, there = machines
    keep_plan(there.store, ExamPlan(date(2901, 1, 1), 20, date(2900, 12, 1)), NOW)
    with pytest.raises(DatabaseError, match="A plan begins on 2900-12-01"):
        here.merge(there.export())


def test_a_catch_up_from_a_day_that_nobody_lives_to_see_is_refused_as_one(machines: list[Machine]) -> None:
    here, there = machines
    keep_catch_up(there.store, CatchUp(date(2900, 12, 1), date(2901, 1, 1), 20), NOW)
    with pytest.raises(DatabaseError, match="A catch-up begins on 2900-12-01"):
        here.merge(there.export())


def test_other_learners_come_as_others(tmp_path: Path) -> None:
    for learner in ("ann", "ben"):
        with open_history(tmp_path / f"{learner}.db", learner) as store:
            record(store, make_review(1 + len(learner) * (learner == "ben")))
    (gain,) = merge_files(str(tmp_path / "ann.db"), "ann", [tmp_path / "ben.db"], NOW)
    assert (gain.learner, gain.is_new, gain.reviews, gain.since) == ("ben", True, 1, DAY)
    with open_history(tmp_path / "ann.db", "ben") as store:
        assert len(store.read_log()) == 1
        assert store.verify() == []


def test_a_history_is_backed_up_before_it_is_merged_and_its_backup_can_be_merged(tmp_path: Path) -> None:
    mine, other = tmp_path / "mine.db", tmp_path / "other.db"
    for number, path in enumerate((mine, other)):
        with open_history(path) as store:
            record(store, make_review(number))
    merge_files(str(mine), ANN, [other], NOW)
    (backup,) = (tmp_path / "mine.backups").glob("*.merge.db.gz")
    merge_files(str(tmp_path / "new.db"), ANN, [backup], NOW)
    with open_history(tmp_path / "new.db") as store:
        assert store.read_log() == [make_review(0)]


def test_a_merge_that_can_not_be_backed_up_is_not_done(tmp_path: Path) -> None:
    mine, other = tmp_path / "mine.db", tmp_path / "other.db"
    for number, path in enumerate((mine, other)):
        with open_history(path) as store:
            record(store, make_review(number))
    (tmp_path / "mine.backups").write_text("in the way")
    with pytest.raises(DatabaseError, match="Nothing was changed"):
        merge_files(str(mine), ANN, [other], NOW)
    with open_history(mine) as store:
        assert store.read_log() == [make_review(0)]


def test_a_database_in_use_is_merged_as_it_is_and_left_so(tmp_path: Path) -> None:
    other = tmp_path / "there" / "other.db"
    other.parent.mkdir()
    with open_history(other) as store:
        record(store, make_review(1))
        assert other.with_name("other.db-wal").stat().st_size
        before = {file: (file.read_bytes(), file.stat().st_mtime_ns) for file in other.parent.iterdir()}
        merge_files(str(tmp_path / "mine.db"), ANN, [other], NOW)
        assert {file: (file.read_bytes(), file.stat().st_mtime_ns) for file in other.parent.iterdir()} == before
    with open_history(tmp_path / "mine.db") as store:
        assert store.read_log() == [make_review(1)]


def test_a_database_that_a_link_leads_to_is_merged_with_its_log(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    link = tmp_path / "link.db"
    link.symlink_to(tmp_path / "there" / "other.db")
    with open_history(link.resolve()) as store:
        record(store, make_review(1))
        (gain,) = merge_files(str(tmp_path / "mine.db"), ANN, [link], NOW)
    assert gain.reviews == 1


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    return folder


def test_copies_that_a_killed_process_left_are_swept_and_those_in_use_are_not(temporary: Path) -> None:
    left, held, fresh = (temporary / f"tvp-quiz-copy-{name}" for name in ("left", "held", "fresh"))
    for folder in (left, held, fresh):
        folder.mkdir()
        (folder / "copy.db").touch()
    (temporary / "tvp-quiz-copy-link").symlink_to(temporary)
    for folder in (left, held):
        os.utime(folder, (0, 0))
    minute_ago = fresh.stat().st_mtime - 60
    os.utime(fresh, (minute_ago, minute_ago))
    with hold_workspace(held), open_workspace():
        assert not left.exists()
        assert (held / "copy.db").exists()
        assert (fresh / "copy.db").exists()
    with open_workspace() as folder:
        os.utime(folder, (0, 0))
        with open_workspace():
            assert folder.exists()
        assert not held.exists()
    assert temporary.exists()


@pytest.mark.parametrize("revision", REVISIONS)
def test_a_database_of_any_schema_can_be_merged_and_stays_as_it_is(revision: str, tmp_path: Path) -> None:
    old = make_history(tmp_path, revision)
    before = old.read_bytes()
    merge_files(str(tmp_path / "mine.db"), ANN, [old], NOW)
    assert old.read_bytes() == before
    with open_history(tmp_path / "mine.db") as mine, open_history(old) as migrated:
        assert list(write_lines(mine, "0.2.0")) == list(write_lines(migrated, "0.2.0"))
        assert mine.verify() == []


moments = st.integers(0, 3).map(lambda minutes: NOW + timedelta(minutes=minutes))
instants = st.none() | moments
marks = st.fixed_dictionaries(
    {
        "learner": st.just(ANN),
        "card": st.just(WHY),
        "suspended": st.booleans(),
        "buried_until": st.sampled_from([None, DAY]),
        "suspended_at": instants,
        "buried_at": instants,
    }
)
plans = st.fixed_dictionaries({"learner": st.just(ANN), "dropped": st.booleans(), "changed_at": instants})
learners = st.fixed_dictionaries(
    {
        "name": st.just(ANN),
        "retention": st.sampled_from([0.8, 0.9]),
        "new": st.sampled_from([9, 10]),
        "rollover": st.just(4),
        "created_at": moments,
        "retention_at": instants,
        "new_at": instants,
        "rollover_at": instants,
    }
)
reviews = st.fixed_dictionaries(
    {
        "id": st.just(uuid5(UUID(int=5), "redated")),
        "card": st.just(WHY),
        "reviewed_at": moments,
        "day": st.sampled_from([DAY, DAY + timedelta(days=1)]),
        "voided_at": instants,
    }
)
formers = st.fixed_dictionaries({"card": st.just(WHY), "dropped": st.booleans()})
sittings = st.fixed_dictionaries({"id": st.just(1), "kind": st.just("drill"), "started_at": moments})


@pytest.mark.parametrize(
    ("join", "rows"),
    [
        (joins.join_changes, plans),
        (joins.join_marks, marks),
        (joins.join_learners, learners),
        (joins.join_reviews, reviews),
        (joins.join_formers, formers),
        (joins.join_sittings, sittings),
    ],
)
@settings(max_examples=50)
@given(data=st.data())
def test_what_two_states_come_to_depends_on_no_order(
    join: Callable[[Row, Row], Row], rows: st.SearchStrategy[Row], data: st.DataObject
) -> None:
    one, two, three = (data.draw(rows) for _ in range(3))
    assert join(one, one) == one
    assert join(one, two) == join(two, one)
    assert join(join(one, two), three) == join(one, join(two, three))
    assert join(join(one, two), two) == join(one, two)
