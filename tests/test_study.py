"""study.py, selection.py, opening.py, summary.py: a scripted front, a real store."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as with_settings
from hypothesis import strategies as st
from rooms import (
    FIRST,
    MACHINE,
    NO_SEAT,
    RIGHT,
    START,
    WRONG,
    Move,
    Room,
    ScriptedFront,
    forbid_stage,
    make_bank,
    make_desk,
)
from values import replace

from tvp_quiz.banks.demos import make_demo
from tvp_quiz.banks.load import load_content
from tvp_quiz.banks.shelf import Shelf
from tvp_quiz.copies import Copies
from tvp_quiz.domain.card import Bank, Card, Choice, Option, Recall, Typed
from tvp_quiz.domain.demo import Ending, Level, Outcome, Run
from tvp_quiz.domain.history import Snapshot
from tvp_quiz.domain.prompt import Command, FeedbackView
from tvp_quiz.domain.review import Kind, Memory, Rating
from tvp_quiz.domain.settings import Settings
from tvp_quiz.errors import ClockError, UsageError
from tvp_quiz.ledger import Ledger
from tvp_quiz.opening import Opening
from tvp_quiz.outside import Edge
from tvp_quiz.selection import Plan, build_queue, check_clock, check_tags
from tvp_quiz.sessions.sitting import start_sitting
from tvp_quiz.storage.demo_log import keep_run
from tvp_quiz.storage.snapshot import read_snapshot
from tvp_quiz.storage.store import Store
from tvp_quiz.study import Desk
from tvp_quiz.summary import summarise


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(str(tmp_path / "history.db"), {"a": make_bank("a", 4), "b": make_bank("b", 2)})


def test_an_answer_is_on_disk_before_its_feedback_is_shown(room: Room) -> None:
    logged: list[int] = []

    def count(_: FeedbackView) -> None:
        with room.open() as store:
            logged.append(len(store.read_log()))

    snapshot = read_snapshot(room.database, "me", START)
    opening = Opening(room.open)
    state = start_sitting(["a/e0#choose", "a/e1#choose"], {}, snapshot.day, snapshot.settings, Kind.DRILL)
    front = ScriptedFront([RIGHT, Rating.GOOD, WRONG, Rating.AGAIN], on_feedback=count)
    clock = room.count_seconds(START)
    edge = Edge(lambda: next(clock), Random, Random(1).randbytes)
    make_desk(room.banks, front, edge, opening, state).run()
    opening.close()
    assert logged == [1, 2]


def test_a_right_answer_is_good_and_a_wrong_one_again_with_two_keys_a_card(room: Room) -> None:
    desk, front = room.sit([RIGHT, "accept", WRONG, "accept"])
    assert [kept.review.rating for kept in desk.ledger.kept] == [Rating.GOOD, Rating.AGAIN]
    assert [kept.review.correct for kept in desk.ledger.kept] == [True, False]
    assert [view.rating for view in front.shown] == [Rating.GOOD, Rating.AGAIN]
    room.check_memory()


def test_a_changed_rating_takes_the_place_of_the_first_one(room: Room) -> None:
    desk, _ = room.sit([RIGHT, Rating.EASY])
    with room.open() as store:
        log = store.read_log()
    assert [review.rating for review in log] == [Rating.EASY]
    assert log == [desk.ledger.kept[0].review]
    room.check_memory()


def test_the_intervals_shown_are_those_that_follow(room: Room) -> None:
    for rating in Rating:
        desk, front = room.sit([RIGHT, rating])
        with room.open() as store:
            memory = store.read_history(desk.ledger.kept[0].review.card, START.date()).memory
        assert memory
        assert (memory.due - memory.last).days == front.shown[0].intervals[rating]
        room.sit([Command.UNDO])


def test_a_recall_card_is_kept_when_it_is_rated(room: Room) -> None:
    room.banks = {"c": Bank("c", "C", Path("c"), {"c/e#tell": Card("c/e#tell", "A", "S?", Recall("It is so."))})}
    desk, front = room.sit([FIRST, Rating.HARD])
    assert front.shown[0].verdict is None
    assert (desk.ledger.kept[0].review.rating, desk.ledger.kept[0].review.correct) == (Rating.HARD, None)
    assert desk.ledger.kept[0].review.duration_ms >= 1000
    _, front = room.sit([FIRST, Command.QUIT], days=30)
    assert len(front.shown) == 1
    with room.open() as store:
        assert len(store.read_log()) == 1


def test_i_was_right_is_offered_after_a_wrong_text_and_logged_as_such(room: Room) -> None:
    term = {"c/e#term": Card("c/e#term", "A", "S?", Typed(("mutex",)))}
    room.banks = {"c": Bank("c", "C", Path("c"), term)}
    desk, front = room.sit([WRONG, Command.OVERRULE, "accept"])
    assert [view.can_overrule for view in front.shown] == [True, False]
    with room.open() as store:
        (review,) = store.read_log()
    assert (review.rating, review.correct, review.overruled) == (Rating.GOOD, True, True)
    assert review.response == "thread"
    assert desk.state.left == 0
    room.check_memory()


def test_overruling_is_not_offered_for_options(room: Room) -> None:
    _, front = room.sit([WRONG, "accept"])
    assert not front.shown[0].can_overrule


def test_undo_asks_the_card_again_as_it_was(room: Room) -> None:
    _, front = room.sit([WRONG, "accept", Command.UNDO, RIGHT, "accept"])
    first, _, again, _ = front.asked
    assert again.prompt == first.prompt
    assert (again.done, again.left) == (first.done, first.left)
    assert front.shown[0].intervals == front.shown[1].intervals
    with room.open() as store:
        assert [review.rating for review in store.read_log()] == [Rating.GOOD]
    room.check_memory()


def test_undo_in_the_feedback_takes_the_answer_back(room: Room) -> None:
    desk, front = room.sit([WRONG, Command.UNDO])
    assert [view.prompt.card.id for view in front.asked] == [front.asked[0].prompt.card.id] * 2
    assert desk.ledger.kept == []
    with room.open() as store:
        assert store.read_log() == []


def test_undo_reaches_into_earlier_sittings_as_far_as_one_likes(room: Room) -> None:
    room.sit([RIGHT, "accept", RIGHT, "accept"])
    _, front = room.sit([Command.UNDO, Command.UNDO, Command.UNDO], days=1)
    assert front.asked[1].prompt.card.id == "a/e1#choose"
    assert front.asked[2].prompt.card.id == "a/e0#choose"
    assert front.asked[3].notice == "There is nothing to undo."
    with room.open() as store:
        assert store.read_log() == []
        assert store.read_memories() == {}


def test_a_suspended_card_is_gone_until_it_is_taken_back(room: Room) -> None:
    _, front = room.sit([Command.SUSPEND])
    gone = front.asked[0].prompt.card.id
    assert front.asked[1].prompt.card.id != gone
    _, front = room.sit([])
    assert front.asked[0].prompt.card.id != gone
    _, front = room.sit([Command.SUSPEND, Command.UNDO])
    assert front.asked[2].prompt == front.asked[0].prompt
    with room.open() as store:
        assert list(store.read_marks()) == [gone]


def test_a_buried_card_comes_back_tomorrow(room: Room) -> None:
    _, front = room.sit([Command.BURY])
    buried = front.asked[0].prompt.card.id
    assert room.sit([])[1].asked[0].prompt.card.id != buried
    assert room.sit([], days=1)[1].asked[0].prompt.card.id == buried
    room.sit([Command.UNDO])
    _, front = room.sit([Command.BURY, Command.UNDO])
    assert front.asked[2].prompt == front.asked[0].prompt


def test_suspending_in_the_feedback_keeps_the_answer(room: Room) -> None:
    desk, front = room.sit([WRONG, Command.SUSPEND])
    card = front.asked[0].prompt.card.id
    assert card not in desk.state.waiting
    with room.open() as store:
        assert [review.card for review in store.read_log()] == [card]
        assert store.read_marks()[card].suspended


def test_history_and_keys_come_back_to_where_they_were_asked_for(room: Room) -> None:
    desk, front = room.sit([Command.HISTORY, Command.KEYS, RIGHT, Command.HISTORY, Command.KEYS, "accept"])
    assert front.keys == 2
    assert [len(history.reviews) for history in front.histories] == [0, 1]
    assert front.histories[0].stem == "Stem 0?"
    assert len(desk.ledger.kept) == 1


def test_quitting_in_the_feedback_keeps_the_answer(room: Room) -> None:
    desk, _ = room.sit([RIGHT, Command.QUIT])
    assert len(desk.ledger.kept) == 1
    with room.open() as store:
        assert len(store.read_log()) == 1


def test_the_time_may_run_out(room: Room) -> None:
    now = START
    snapshot = read_snapshot(room.database, "me", now)
    state = start_sitting(["a/e0#choose", "a/e1#choose"], {}, snapshot.day, snapshot.settings, Kind.DRILL)
    front = ScriptedFront([RIGHT, "accept", RIGHT, "accept"])
    clock = room.count_seconds(START)
    edge = Edge(lambda: next(clock), Random, Random(1).randbytes)
    opening = Opening(room.open)
    ends = START + timedelta(seconds=3)
    make_desk(room.banks, front, edge, opening, state, ends=ends).run()
    opening.close()
    assert len(front.asked) == 1


def test_cramming_is_logged_and_leaves_the_schedule_alone(room: Room) -> None:
    room.sit([RIGHT, "accept", WRONG, Rating.HARD])
    with room.open() as store:
        before = store.read_memories()
    desk, front = room.sit([WRONG, "accept", RIGHT, "accept"], days=1, kind=Kind.CRAM)
    assert front.shown[0].intervals == {}
    assert {kept.review.kind for kept in desk.ledger.kept} == {Kind.CRAM}
    with room.open() as store:
        assert store.read_memories() == before
    room.check_memory()


def test_a_leech_is_named_when_it_becomes_one(room: Room) -> None:
    room.banks = {"c": Bank("c", "C", Path("c"), {"c/e#term": Card("c/e#term", "A", "S?", Typed(("mutex",)))})}
    for day in range(8):
        desk, front = room.sit([RIGHT, "accept", WRONG, "accept", RIGHT, "accept"], days=day * 400)
        assert not any("leech" in view.notice for view in front.shown)
        desk, front = room.sit([WRONG, "accept", RIGHT, "accept"], days=day * 400 + 200)
    assert "c/e#term is a leech, forgotten 8 times" in front.shown[0].notice
    assert summarise(desk, read_snapshot(room.database, "me", START + timedelta(days=5000))).leeches == ("c/e#term",)


def test_the_summary_counts_right_answers_and_tomorrow(room: Room) -> None:
    desk, _ = room.sit([RIGHT, "accept", WRONG, Rating.GOOD, RIGHT, Rating.AGAIN])
    summary = summarise(desk, read_snapshot(room.database, "me", START + timedelta(days=1)))
    assert (summary.asked, summary.right) == (3, 2)
    assert summary.due_tomorrow == 1
    assert summary.new_tomorrow == 10
    assert summary.seconds >= 3


def test_ten_new_cards_a_day_one_of_each_entry(room: Room) -> None:
    room.banks = {"a": make_bank("a", 12)}
    desk, front = room.sit([RIGHT, "accept"] * 40)
    assert [view.prompt.card.id for view in front.asked] == [f"a/e{n}#choose" for n in range(10)]
    assert room.sit([])[1].asked == []
    assert len(room.sit([], plan=Plan(new=3))[1].asked) == 1
    assert desk.state.left == 0


def test_due_cards_fill_the_limit_before_new_ones(room: Room) -> None:
    room.sit([RIGHT, Rating.HARD] * 4)
    desk, _ = room.sit([RIGHT, "accept"] * 9, days=2, plan=Plan(limit=5))
    assert len(desk.ledger.kept) == 5
    due = [f"a/e{n}#choose" for n in range(4)]
    assert [kept.review.card for kept in desk.ledger.kept if kept.review.card in due]
    assert set(due) <= {kept.review.card for kept in desk.ledger.kept}


def test_a_tag_keeps_to_its_cards(room: Room) -> None:
    _, front = room.sit([RIGHT, "accept"] * 9, plan=Plan(tags=frozenset({"odd"})))
    assert {view.prompt.card.tags for view in front.asked} == {("odd",)}
    with pytest.raises(UsageError, match="did you mean odd"):
        check_tags(room.banks, frozenset({"od"}))


def test_a_clock_more_than_a_day_before_the_last_review_is_refused(room: Room) -> None:
    room.sit([RIGHT, "accept"])
    early = START - timedelta(hours=25)
    with pytest.raises(ClockError, match=r"The clock says 2026-02-28 09:00, .* `tvp-quiz data redate`"):
        check_clock(read_snapshot(room.database, "me", early), early)
    check_clock(read_snapshot(room.database, "me", START), START - timedelta(hours=23))


def test_a_clock_that_jumps_back_in_a_sitting_keeps_the_log_in_order(room: Room) -> None:
    snapshot = read_snapshot(room.database, "me", START)
    jumps = iter([START, START + timedelta(hours=3), *[START - timedelta(days=1)] * 50])
    opening = Opening(room.open)
    state = start_sitting(["a/e0#choose"], {}, snapshot.day, snapshot.settings, Kind.DRILL)
    front = ScriptedFront([*[WRONG, "accept"] * 3, RIGHT, Rating.EASY])
    edge = Edge(lambda: next(jumps), Random, Random(1).randbytes)
    make_desk(room.banks, front, edge, opening, state).run()
    opening.close()
    with room.open() as store:
        log = store.read_log()
    assert [review.rating for review in log] == [1, 1, 1, 4]
    room.check_memory()


def test_an_opening_that_fails_says_so_where_the_store_is_needed() -> None:
    def fail() -> Store:
        raise ClockError("no")

    opening = Opening(fail)
    opening.start()
    with pytest.raises(ClockError, match="no"):
        opening.wait()
    opening.close()


MOVES = st.lists(
    st.sampled_from([RIGHT, WRONG, *Rating, Command.UNDO, Command.SUSPEND, Command.BURY, Command.OVERRULE]), max_size=25
)


@with_settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 40), MOVES), max_size=3))
def test_memory_equals_the_replay_of_the_log_whatever_is_done(
    tmp_path_factory: pytest.TempPathFactory, sittings: list[tuple[int, list[Move]]]
) -> None:
    room = Room(str(tmp_path_factory.mktemp("room") / "history.db"), {"a": make_bank("a", 3)})
    day = 0
    for days, moves in sittings:
        day += days
        room.sit(moves, days=day)
    room.check_memory()


def make_alike_bank() -> Bank:
    """Return a bank of two terms that are told in like words, and of five others."""
    terms = ["thread", "process", "fibre", "mutex", "socket", "kernel", "signal"]
    cards = {
        f"t/{term}#term": Card(f"t/{term}#term", "Aspect", f"What is {term}?", Typed((term,), tuple(terms)))
        for term in terms
    }
    cards["t/thread#term"] = replace(cards["t/thread#term"], alike=("t/process#term",))
    return Bank("t", "Terms", Path("t"), cards)


def test_a_wrong_answer_that_is_another_cards_right_one_brings_that_card_soon(room: Room) -> None:
    bank = make_alike_bank()
    room.banks = {"t": bank}
    snapshot = read_snapshot(room.database, "me", START)
    queue = list(bank.cards)
    state = start_sitting(queue, {}, snapshot.day, snapshot.settings, Kind.DRILL)
    front = ScriptedFront(["say kernel", "accept", "say process", "accept"])
    opening = Opening(room.open)
    clock = room.count_seconds(START)
    edge = Edge(lambda: next(clock), Random, Random(1).randbytes)
    make_desk({"t": bank}, front, edge, opening, state).run()
    opening.close()
    assert [view.prompt.card.id for view in front.asked] == ["t/thread#term", "t/process#term", "t/kernel#term"]


def test_a_card_due_soon_comes_today_beside_a_due_one_it_is_confused_with() -> None:
    banks = {"t": make_alike_bank()}
    day = START.date()

    def remember(last: int, due: int) -> Memory:
        first = day - timedelta(days=last)
        return Memory(10, 5, first, first, day + timedelta(days=due), 3, 0)

    due = {"t/thread#term": remember(10, 0)}
    near, far = {"t/process#term": remember(10, 1)}, {"t/process#term": remember(10, 5)}
    known = frozenset(banks["t"].cards)
    for soon, queue in ((near, ["t/thread#term", "t/process#term"]), (far, ["t/thread#term"])):
        snapshot = Snapshot(day, Settings(), due, known, soon=soon)
        assert build_queue(banks, snapshot, Plan(), Random(1)) == queue
    fibre = {"t/fibre#term": remember(10, 1)}
    assert build_queue(banks, Snapshot(day, Settings(), due, known, soon=fibre), Plan(), Random(1)) == list(due)
    limited = build_queue(banks, Snapshot(day, Settings(), due, known, soon=near), Plan(limit=1), Random(1))
    assert limited == list(due)


def test_a_due_sibling_that_found_no_room_is_counted(room: Room) -> None:
    room.banks = {"a": make_bank("a", 1)}
    room.sit([RIGHT, Rating.HARD] * 2)
    desk, front = room.sit([RIGHT, "accept"] * 3, days=9, plan=Plan(new=0))
    assert len(front.asked) == 1
    assert summarise(desk, read_snapshot(room.database, "me", START + timedelta(days=10))).kept_back == 1


def test_undo_does_not_ask_a_card_that_was_buried_meanwhile(room: Room) -> None:
    _, front = room.sit([RIGHT, "accept"])
    card = front.asked[0].prompt.card.id
    with room.open() as store:
        store.bury(card, START.date(), START)
    _, front = room.sit([Command.UNDO])
    assert card not in {view.prompt.card.id for view in front.asked}
    with room.open() as store:
        assert store.read_log() == []


PROGRAM = "print(2)"


def make_course(folder: Path, *, demo: str = "doubt", program: str = "") -> Bank:
    """Return a bank of one choice with a demo, whose program says that the key is wrong."""
    (folder / "demos").mkdir(parents=True)
    (folder / "demos" / "doubt.py").write_text('"""Doubt."""\n', encoding="utf-8")
    options = [Option(text, when=(("right", text),)) for text in ("right", "wrong", "worse")]
    question = Choice(options[0], tuple(options[1:]), program)
    card = Card("c/e#ask", "Aspect", "Stem?", question, demo=demo)
    return Bank("c", "Course", folder / "c.yaml", {card.id: card})


def keep_finding(room: Room, found: str) -> None:
    """Keep that the demo found an option to be right when it ran on this machine."""
    demo = make_demo("doubt", Path("doubt.py"), (room.folder / "demos" / "doubt.py").read_bytes())
    outcome = Outcome(Ending.RAN, {"right": found}, "", "", Level.LANDLOCK, 1.0)
    with room.open() as store:
        keep_run(store, "doubt", demo.digest, Run(outcome, MACHINE, START))


@pytest.fixture
def course(tmp_path: Path) -> Room:
    bank = make_course(tmp_path / "course")
    return Room(str(tmp_path / "history.db"), {"c": bank}, tmp_path / "course")


def test_a_demo_is_offered_after_the_answer_and_shown_without_running_where_its_result_is_kept(course: Room) -> None:
    keep_finding(course, "right")
    _, front = course.sit([WRONG, Command.DEMO, Command.PROGRAM, "accept"])
    assert front.shown[0].has_demo
    assert [view.is_kept for view in front.demos] == [True]
    assert [claim.text for claim, _ in front.demos[0].proof.stands] == [
        option.text for option in front.asked[0].prompt.options
    ]
    assert [demo.name for demo in front.programs] == ["doubt"]
    with course.open() as store:
        assert [review.rating for review in store.read_log()] == [Rating.AGAIN]


def test_an_answer_does_not_count_as_wrong_where_the_machine_contradicts_the_key(course: Room) -> None:
    keep_finding(course, "wrong")
    _, front = course.sit([WRONG, Command.DEMO, "accept"])
    assert front.demos[0].notice
    assert front.shown[-1].verdict is not None
    assert front.shown[-1].verdict.correct
    assert "this machine contradicts the key" in front.shown[-1].verdict.remarks[0]
    with course.open() as store:
        assert [(review.rating, review.overruled) for review in store.read_log()] == [(Rating.GOOD, True)]
    course.check_memory()


def test_a_right_answer_stays_right_where_the_machine_contradicts_the_key(course: Room) -> None:
    keep_finding(course, "wrong")
    course.sit([RIGHT, Command.DEMO, Rating.EASY])
    with course.open() as store:
        assert [(review.rating, review.overruled) for review in store.read_log()] == [(Rating.EASY, False)]


def test_a_demo_that_is_not_there_is_said_and_the_sitting_goes_on(course: Room) -> None:
    (course.folder / "demos" / "doubt.py").unlink()
    _, front = course.sit([RIGHT, Command.DEMO, "accept"])
    assert front.demos == []
    assert "There is no demo `doubt`" in front.shown[-1].notice
    with course.open() as store:
        assert len(store.read_log()) == 1


def test_a_prediction_can_be_tried_out_before_its_answer_is_shown(course: Room, tmp_path: Path) -> None:
    course.banks["c"] = make_course(tmp_path / "other", program=PROGRAM)
    course.folder = tmp_path / "other"
    keep_finding(course, "wrong")
    _, front = course.sit([WRONG, Command.DEMO, Command.KEYS, "reveal", "accept"])
    assert len(front.noted) == 3
    assert len(front.demos) == front.keys == len(front.shown) == 1
    assert front.shown[0].verdict is not None
    assert front.shown[0].verdict.correct


def test_a_sitting_can_end_while_a_prediction_is_noted_and_the_answer_is_kept(course: Room, tmp_path: Path) -> None:
    course.banks["c"] = make_course(tmp_path / "other", program=PROGRAM)
    _, front = course.sit([WRONG, Command.QUIT])
    assert front.shown == []
    with course.open() as store:
        assert [review.rating for review in store.read_log()] == [Rating.AGAIN]


def test_a_card_without_a_demo_is_revealed_at_once(course: Room, tmp_path: Path) -> None:
    course.banks["c"] = make_course(tmp_path / "other", demo="", program=PROGRAM)
    _, front = course.sit([RIGHT, "accept"])
    assert front.noted == []
    assert not front.shown[0].has_demo


BANK = """\
bank: locks
title: Locks
questions:
  - id: why
    type: choice
    question: Why lock?
    answer: To keep updates
    distractors: [To go faster, To use less memory]
    because: Two at once lose one.
  - id: how
    type: recall
    question: How?
    answer: With a mutex
"""
WHY = "locks/why#ask"


@dataclass
class Workshop:
    """A bank that its author edits while drilling it: each `e` replaces one text by the next pair's."""

    room: Room
    path: Path
    edits: list[tuple[str, str]]

    def edit(self, path: Path, _: int) -> str:
        old, new = self.edits.pop(0)
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")
        return ""

    def sit(self, *moves: Move) -> tuple[Desk, ScriptedFront]:
        (bank,) = load_content(self.path.parent, None).banks
        snapshot = read_snapshot(self.room.database, "me", START)
        state = start_sitting(list(bank.cards), {}, snapshot.day, snapshot.settings, Kind.DRILL)
        front = ScriptedFront(list(moves))
        clock = self.room.count_seconds(START)
        opening = Opening(self.room.open)
        edge = Edge(lambda: next(clock), Random, Random(1).randbytes)
        copies = Copies({"locks": bank}, {}, Shelf(None).watch([bank]), self.edit)
        desk = Desk(
            copies, front, edge, Ledger(opening, 1, NO_SEAT), state, START, forbid_stage, changed={"locks/how#ask"}
        )
        desk.run()
        opening.close()
        return desk, front


@pytest.fixture
def workshop(room: Room, tmp_path: Path) -> Workshop:
    (tmp_path / "content").mkdir()
    path = tmp_path / "content" / "locks.yaml"
    path.write_text(BANK, encoding="utf-8")
    return Workshop(room, path, [])


def test_an_edited_question_is_asked_anew(workshop: Workshop) -> None:
    workshop.edits = [("Why lock?", "Why should one lock?")]
    _, front = workshop.sit(Command.EDIT)
    assert [view.prompt.card.stem for view in front.asked] == ["Why lock?", "Why should one lock?"]


def test_an_explanation_that_is_edited_in_the_feedback_is_shown_at_once(workshop: Workshop) -> None:
    workshop.edits = [("Two at once lose one.", "Of two at once, one is lost.")]
    desk, front = workshop.sit(RIGHT, Command.EDIT, "accept")
    shown = [view.question.prompt.card.because for view in front.shown]
    assert shown == ["Two at once lose one.", "Of two at once, one is lost."]
    assert len(desk.ledger.kept) == 1


def test_an_answer_to_a_question_that_is_edited_in_the_feedback_is_taken_back(workshop: Workshop) -> None:
    workshop.edits = [("answer: To keep updates", "answer: To lose no update")]
    desk, front = workshop.sit(RIGHT, Command.EDIT)
    assert desk.ledger.kept == []
    assert [view.prompt.card.id for view in front.asked] == [WHY, WHY]
    assert front.asked[1].notice == "The question was edited, so your answer to it is taken back."
    with workshop.room.open() as store:
        assert store.read_log() == []


def test_a_recalled_card_that_is_edited_before_it_is_rated_is_asked_anew(workshop: Workshop) -> None:
    workshop.edits = [("With a mutex", "With a lock")]
    desk, front = workshop.sit(Command.BURY, FIRST, Command.EDIT, FIRST, Rating.GOOD)
    assert [view.prompt.card.question for view in front.asked[1:]] == [Recall("With a mutex"), Recall("With a lock")]
    assert len(desk.ledger.kept) == 1


def test_an_entry_that_is_deleted_in_the_sitting_is_not_asked_any_more(workshop: Workshop) -> None:
    workshop.edits = [(BANK[BANK.index("  - id: why") : BANK.index("  - id: how")], "")]
    desk, front = workshop.sit(Command.EDIT)
    assert [view.prompt.card.id for view in front.asked] == [WHY, "locks/how#ask"]
    assert "locks/why#ask is not in its bank any more, so it is not asked." in front.asked[1].notice
    assert desk.ledger.kept == []


def test_a_sitting_goes_on_while_its_bank_is_half_written(workshop: Workshop) -> None:
    workshop.edits = [("With a mutex", '"With a')]
    _, front = workshop.sit(Command.EDIT, RIGHT, "accept")
    assert [view.prompt.card.id for view in front.asked] == [WHY, WHY, "locks/how#ask"]
    assert front.asked[1].notice.startswith("locks.yaml, line 13: ")
    assert front.asked[1].notice.endswith("The sitting goes on with what it said before.")
    assert front.asked[2].prompt.card.question == Recall("With a mutex")


def test_a_card_whose_answer_was_changed_is_marked_until_it_is_answered(workshop: Workshop) -> None:
    _, front = workshop.sit(Command.BURY, FIRST, Rating.AGAIN, FIRST, Rating.GOOD)
    marks = ["The answer to this card was changed since you learned it." in view.notice for view in front.asked]
    assert marks == [False, True, False]


def test_changed_cards_come_first_and_no_limit_leaves_them_out(room: Room) -> None:
    day = START.date()
    old = Memory(10, 5, day - timedelta(days=9), day - timedelta(days=9), day, 3, 0)
    later = old._replace(due=day + timedelta(days=9))
    snapshot = Snapshot(
        day, Settings(new=0), {"a/e0#choose": old, "a/e1#choose": old}, changed={"b/e1#term": later, "a/e1#choose": old}
    )
    queue = build_queue(room.banks, snapshot, Plan(), Random(1))
    assert queue == ["b/e1#term", "a/e1#choose", "a/e0#choose"]
    assert build_queue(room.banks, snapshot, Plan(limit=2), Random(1)) == queue[:2]
    sure = snapshot._replace(changed={}, confident=frozenset({"a/e1#choose"}))
    for seed in range(5):
        assert build_queue(room.banks, sure, Plan(), Random(seed)) == ["a/e1#choose", "a/e0#choose"]
