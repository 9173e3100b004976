"""examining.py: a scripted front and clock, a real store."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from logs import DAY, make_review, open_history, record
from values import replace

from tvp_quiz.domain.card import Bank, Card, Choice, Cloze, Match, Multiple, Option, Order, Question, Recall, Typed
from tvp_quiz.domain.exam import (
    Attempt,
    Certainty,
    ExamView,
    Given,
    GoTo,
    Item,
    Measure,
    Move,
    Paper,
    Sat,
    Step,
)
from tvp_quiz.domain.review import Kind, Rating
from tvp_quiz.domain.settings import Settings
from tvp_quiz.errors import Exit, Interrupted, UsageError
from tvp_quiz.examining import Desk, Hall, Terms, finish, lay_out, set_paper
from tvp_quiz.outside import Edge
from tvp_quiz.sessions.paper import Draw
from tvp_quiz.storage.papers import keep_paper, read_papers
from tvp_quiz.storage.snapshot import read_snapshot
from tvp_quiz.storage.store import Store

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
LIMIT = 60_000
CHOICE = Choice(Option("right"), (Option("wrong"), Option("worse")))
EDGE = Edge(lambda: NOW, Random, bytes)
SUMS = "aaaaaaaabbbbbbbbccccccccdddddddd"


def make_bank(*questions: Question, former: tuple[str, ...] = (), fingerprint: str = SUMS) -> dict[str, Bank]:
    cards = [
        Card(f"b/e{n}#ask", "", f"{n}?", question, fingerprint=fingerprint, former=former)
        for n, question in enumerate(questions)
    ]
    return {"b": Bank("b", "A bank", Path("b.yaml"), {card.id: card for card in cards})}


THREE = make_bank(CHOICE, Typed(("mutex",)), Cloze(("", " and ", ""), (("one",), ("two",))))


Deed = Move | Callable[[], Move | None] | None


@dataclass
class ScriptedFront:
    """A front that makes moves, each after some seconds; with none left it leaves. A move may look at what is kept."""

    moves: list[tuple[Deed, float]]
    now: float = 100.0
    views: list[ExamView] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)

    def ask(self, view: ExamView, seconds: float) -> Move | None:
        self.views.append(view)
        self.waits.append(seconds)
        move, spent = self.moves.pop(0) if self.moves else (Step.LEAVE, 0.0)
        self.now += spent
        return move() if callable(move) else move

    def tick(self) -> float:
        return self.now


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "history.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with open_history(path) as opened:
        yield opened


def make_paper(banks: dict[str, Bank], *, certainty: bool = False, apart: bool = False) -> Paper:
    cards = tuple(banks["b"].cards.values())
    return set_paper(banks, Draw(cards), Terms(7, LIMIT, certainty, apart), Measure(0.5, 0, 1), EDGE)


def begin(store: Store, banks: dict[str, Bank], **terms: bool) -> Desk:
    paper = make_paper(banks, **terms)
    keep_paper(store, paper)
    return lay_out(banks, read_papers(store)[-1], EDGE)


def sit(store: Store, desk: Desk, *moves: tuple[Deed, float]) -> tuple[bool, Hall]:
    front = ScriptedFront(list(moves))
    hall = Hall(desk, THREE, front, store, front.tick)
    return hall.sit(), hall


def read_front(hall: Hall) -> ScriptedFront:
    assert isinstance(hall.front, ScriptedFront)
    return hall.front


def test_every_move_is_on_disk_before_the_next_page_is_drawn(path: Path, store: Store) -> None:
    def look(
        expected: Sequence[Attempt], place: int, used_ms: int, then: Move | None = None
    ) -> Callable[[], Move | None]:
        def check() -> Move | None:
            with open_history(path) as other:
                (sat,) = read_papers(other)
                assert [attempt._replace(ms=0) for attempt in sat.attempts] == list(expected)
                assert (sat.place, sat.used_ms) == (place, used_ms)
            return then

        return check

    seen, given = Attempt(seen=True), Attempt(("wrong",), seen=True)
    changed, typed = Attempt(("right",), flagged=True, seen=True), Attempt(("mut",), seen=True)
    left, _ = sit(
        store,
        begin(store, THREE),
        (Given(("wrong",)), 0.5),
        (look([given, Attempt(), Attempt()], 0, 500, Given(("right",))), 0.5),
        (Step.FLAG, 0.5),
        (look([changed, Attempt(), Attempt()], 0, 1500, Step.NEXT), 0.5),
        (look([changed, seen, Attempt()], 1, 2000, Given(("mut",))), 0.5),
        (look([changed, typed, Attempt()], 1, 2500, GoTo(2)), 0.5),
        (look([changed, typed, seen], 2, 3000, Step.LEAVE), 0.25),
    )
    assert not left
    look([changed, typed, seen], 2, 3250)()


def test_the_time_is_kept_every_few_seconds_while_nothing_is_done(path: Path, store: Store) -> None:
    kept: list[int] = []

    def look() -> None:
        with open_history(path) as other:
            kept.append(read_papers(other)[0].used_ms)

    sit(store, begin(store, THREE), *[(look, 1.0)] * 14)
    assert kept[:2] == [0, 1000]
    assert max(used - before for before, used in pairwise(kept)) <= 6000
    assert kept[-1] >= 10_000


def test_the_page_is_drawn_when_the_clock_shows_another_second(store: Store) -> None:
    _, hall = sit(store, begin(store, THREE), (None, 0.25), (None, 0.75), (None, 1.0))
    front = read_front(hall)
    assert front.waits == pytest.approx([1.0, 0.75, 1.0, 1.0])
    assert [view.seconds for view in front.views] == [60, 60, 59, 58]


def test_at_the_end_of_the_time_the_paper_is_handed_in_and_a_late_answer_is_not_taken(store: Store) -> None:
    moves = [(Given(("right",)), 1.0), *[(None, 1.0)] * 58, (None, 0.5), (Given(("wrong",)), 0.75)]
    done, hall = sit(store, begin(store, THREE), *moves)
    assert done
    assert hall.desk.state.left_ms == 0
    assert hall.desk.state.attempts[0].given == ("right",)


def test_a_paper_that_was_left_goes_on_with_the_time_that_was_left(store: Store) -> None:
    sit(store, begin(store, THREE), (Given(("right",), done=True), 5), (None, 5), (Given(("mutex",)), 5))
    desk = lay_out(THREE, read_papers(store)[0], EDGE)
    assert desk.state.left_ms == LIMIT - 15_000
    assert desk.state.index == 1
    assert [attempt.given for attempt in desk.state.attempts] == [("right",), ("mutex",), ()]
    assert desk.notes == ()
    done, hall = sit(store, desk, *[(None, 5.5)] * 8, (Step.HAND_IN, 0.5))
    assert done
    assert hall.desk.state.left_ms == 500


def test_time_for_which_the_program_was_stopped_does_not_count(store: Store) -> None:
    _, hall = sit(store, begin(store, THREE), (None, 0.25), (None, 3600.0), (Given(("right",)), 4.0), (None, 90.0))
    assert hall.desk.state.used_ms == 250 + 750 + 4000 + 1000
    assert not hall.desk.state.left_ms <= 0


def test_a_signal_keeps_the_paper_and_says_how_to_go_on(store: Store) -> None:
    def interrupt() -> None:
        raise Interrupted("gone")

    with pytest.raises(Interrupted, match="0:58 on the clock: `tvp-quiz exam --resume`") as caught:
        sit(store, begin(store, THREE), (interrupt, 2.0))
    assert caught.value.exit is Exit.INTERRUPTED
    assert read_papers(store)[0].used_ms == 2000


def test_the_view_says_what_is_open(store: Store) -> None:
    desk = begin(store, THREE, certainty=True)
    _, hall = sit(store, desk, (Given(("right",)), 1), (Step.NEXT, 1), (Step.FLAG, 1), (GoTo(2), 1), (Step.NEXT, 1))
    view = read_front(hall).views[-1]
    assert (view.index, view.count, view.missing, view.flagged, view.unsure) == (2, 3, (1, 2), (1,), (0,))
    assert (view.skipped, view.asks_certainty, view.bank) == (1, True, "A bank")
    assert "last question" in view.notice


def hand_in(store: Store, desk: Desk, now: datetime = NOW) -> bool:
    return finish(store, desk, Settings(), EDGE_OF_CHANCE, now=now, since=date.min)


def test_a_paper_handed_in_west_of_where_it_was_begun_is_of_the_day_it_was_begun_on(store: Store) -> None:
    desk = begin(store, THREE)
    _, hall = sit(store, desk, (Given(("right",)), 1))
    settled = Settings()
    finish(store, hall.desk, settled, EDGE_OF_CHANCE, now=NOW, since=NOW.date() + timedelta(days=2))
    assert {review.day for review in store.read_log()} == {NOW.date() + timedelta(days=2)}


EDGE_OF_CHANCE = Edge(lambda: NOW, Random, Random(1).randbytes)


def test_handing_in_turns_answers_into_reviews_and_marks(store: Store) -> None:
    desk = begin(store, THREE, certainty=True)
    moves: list[Move] = [Given(("right",)), Certainty.UNSURE, Given(("fork",)), Certainty.SURE, Step.HAND_IN]
    _, hall = sit(store, desk, *[(move, 1.0) for move in moves])
    assert hand_in(store, hall.desk)
    log = store.read_log()
    assert [(review.card, review.rating, review.kind) for review in log] == [
        ("b/e0#ask", Rating.HARD, Kind.EXAM),
        ("b/e1#ask", Rating.AGAIN, Kind.EXAM),
    ]
    assert [review.duration_ms for review in log] == [2000, 2000]
    assert [review.day for review in log] == [DAY, DAY]
    assert store.read_memories()["b/e1#ask"].due == DAY
    (sat,) = read_papers(store)
    assert [one.correct for one in sat.marked] == [True, False, False]
    assert [one.certainty for one in sat.marked] == [Certainty.UNSURE, Certainty.SURE, None]
    assert store.verify() == []


def test_an_answer_of_which_it_was_not_said_how_sure_it_is_was_hard(store: Store) -> None:
    _, hall = sit(store, begin(store, THREE, certainty=True), (Given(("right",)), 1.0), (Step.HAND_IN, 1.0))
    assert hand_in(store, hall.desk)
    assert [review.rating for review in store.read_log()] == [Rating.HARD]
    assert read_papers(store)[0].marked[0].certainty is Certainty.UNSURE


def sit_paper(store: Store, hours: int, answer: str, certainty: Certainty, *, apart: bool = False) -> None:
    """Sit a paper of one question, and hand it in."""
    banks, now = make_bank(CHOICE), NOW + timedelta(hours=hours)
    paper = set_paper(
        banks, Draw(tuple(banks["b"].cards.values())), Terms(7, LIMIT, True, apart), Measure(0.5, 0, 1), edge_at(now)
    )
    keep_paper(store, paper)
    desk = lay_out(banks, read_papers(store)[-1], EDGE)
    _, hall = sit(store, desk, (Given((answer,)), 1.0), (certainty, 1.0), (Step.HAND_IN, 1.0))
    assert finish(store, hall.desk, Settings(), edge_at(now), now=now, since=date.min)


def edge_at(now: datetime) -> Edge:
    return Edge(lambda: now, Random, Random(now.timestamp()).randbytes)


def read_confident(path: Path) -> frozenset[str]:
    return read_snapshot(str(path), "ann", NOW + timedelta(hours=9)).confident


CARD = "b/e0#ask"


def test_what_was_wrong_though_one_was_sure_is_so_until_it_is_answered(path: Path, store: Store) -> None:
    sit_paper(store, 0, "wrong", Certainty.SURE)
    assert read_confident(path) == {CARD}
    record(store, make_review(60, CARD, kind=Kind.CRAM))
    assert read_confident(path) == {CARD}
    sit_paper(store, 2, "right", Certainty.SURE)
    assert read_confident(path) == frozenset()


def test_a_later_paper_brings_no_earlier_certainty_back(path: Path, store: Store) -> None:
    sit_paper(store, 0, "wrong", Certainty.SURE)
    record(store, make_review(60, CARD))
    sit_paper(store, 2, "wrong", Certainty.UNSURE)
    assert read_confident(path) == frozenset()


def test_certainty_in_a_paper_apart_is_kept_from_the_drill(path: Path, store: Store) -> None:
    sit_paper(store, 0, "right", Certainty.SURE)
    sit_paper(store, 1, "wrong", Certainty.SURE, apart=True)
    assert read_confident(path) == frozenset()


def test_a_second_hand_in_changes_nothing(store: Store) -> None:
    _, hall = sit(store, begin(store, THREE), (Given(("right",)), 1.0), (Step.HAND_IN, 1.0))
    assert hand_in(store, hall.desk)
    before = store.read_log(), store.read_memories(), read_papers(store)
    assert not hand_in(store, hall.desk, NOW + timedelta(hours=1))
    assert (store.read_log(), store.read_memories(), read_papers(store)) == before


def test_a_paper_that_is_apart_leaves_the_schedule_alone(store: Store) -> None:
    _, hall = sit(store, begin(store, THREE, apart=True), (Given(("right",)), 1.0), (Step.HAND_IN, 1.0))
    assert hand_in(store, hall.desk)
    assert store.read_log() == []
    assert read_papers(store)[0].marked[0].correct


def test_an_exam_past_midnight_belongs_to_the_study_day_in_which_it_is_handed_in(store: Store) -> None:
    _, hall = sit(store, begin(store, THREE), (Given(("right",)), 1.0), (Step.HAND_IN, 1.0))
    assert hand_in(store, hall.desk, NOW.replace(hour=3) + timedelta(days=1))
    assert store.read_log()[0].day == DAY


def sat_of(banks: dict[str, Bank], *attempts: Attempt) -> Sat:
    return Sat(1, make_paper(banks), attempts, 1, 0)


def test_questions_that_are_gone_are_left_out_and_said(store: Store) -> None:
    desk = begin(store, THREE)
    sit(store, desk, (Given(("right",), done=True), 1.0), (Given(("mutex",), done=True), 1.0))
    cards = {name: card for name, card in THREE["b"].cards.items() if name != "b/e1#ask"}
    fewer = {"b": replace(THREE["b"], cards=cards)}
    resumed = lay_out(fewer, read_papers(store)[0], EDGE)
    assert resumed.positions == (0, 2)
    assert resumed.notes == ("1 of this paper's questions is no longer in the banks and left out.",)
    _, hall = sit(store, resumed, (Given(("one", "two")), 1.0), (Step.HAND_IN, 1.0))
    assert hand_in(store, hall.desk)
    (sat,) = read_papers(store)
    assert [(one.number, one.card, one.correct) for one in sat.marked] == [
        (1, "b/e0#ask", True),
        (2, "b/e2#ask", True),
    ]
    assert [review.card for review in store.read_log()] == ["b/e0#ask", "b/e2#ask"]
    assert sat.gone == 1


def test_a_paper_without_any_question_left_is_refused() -> None:
    sat = sat_of(THREE, Attempt(), Attempt(), Attempt())
    with pytest.raises(UsageError, match="gone from the banks"):
        lay_out({}, sat, EDGE)
    with pytest.raises(UsageError, match="gone from the banks"):
        lay_out(make_bank(Recall("x"), Recall("y"), Recall("z")), sat, EDGE)


@pytest.mark.parametrize(
    ("now", "fingerprint", "given", "flagged"),
    [
        # nothing was changed
        (CHOICE, SUMS, ("right",), False),
        # the explanation alone
        (CHOICE, SUMS.replace("d", "0"), ("right",), False),
        # the stem, or another option
        (CHOICE, SUMS.replace("b", "0"), ("right",), True),
        # the option that was chosen
        (Choice(Option("correct"), CHOICE.distractors), SUMS.replace("a", "0"), (), True),
        # an option that comes from another entry
        (Choice(Option("correct"), CHOICE.distractors), SUMS, (), True),
    ],
)
def test_an_answer_outlives_an_edit_as_long_as_its_option_does(
    now: Choice, fingerprint: str, given: tuple[str, ...], flagged: bool
) -> None:
    sat = sat_of(make_bank(CHOICE), Attempt(("right",), seen=True))
    desk = lay_out(make_bank(now, fingerprint=fingerprint), sat, EDGE)
    assert (desk.state.attempts[0].given, desk.state.attempts[0].flagged) == (given, flagged)
    assert bool(desk.notes) == flagged


@pytest.mark.parametrize(
    ("before", "now", "given", "stands"),
    [
        (Cloze(("", "", "", ""), (("a",), ("b",), ("c",))), Cloze(("", "", ""), (("a",), ("b",))), "abc", False),
        (Cloze(("", "", ""), (("a",), ("b",))), Typed(("a",)), "ab", False),
        (Match((("1", "a"), ("2", "b"), ("3", "a"))), Match((("1", "a"), ("2", "b"))), "aba", False),
        (Multiple((Option("a"), Option("b")), (Option("c"),)), Choice(Option("a"), (Option("b"),)), "ab", False),
        (Cloze(("", "", ""), (("a",), ("b",))), Cloze(("", "", ""), (("a",), ("c",))), "a", True),
        (Order(("a", "b", "c")), Order(("a", "b", "c")), "ab", True),
        (Multiple((Option("a"), Option("b")), (Option("c"),)), Multiple((Option("a"),), (Option("b"),)), "ab", True),
    ],
)
def test_an_answer_that_has_more_places_than_there_are_by_now_does_not_stand(
    before: Question, now: Question, given: str, stands: bool
) -> None:
    sat = sat_of(make_bank(before), Attempt(tuple(given), seen=True))
    desk = lay_out(make_bank(now, fingerprint=SUMS.replace("a", "0")), sat, EDGE)
    assert desk.state.attempts[0].given == (tuple(given) if stands else ())
    assert desk.state.attempts[0].flagged


def test_a_renamed_card_is_found_by_its_former_id() -> None:
    sat = sat_of(THREE, Attempt(("right",)), Attempt(), Attempt())
    renamed = Card("c/new#ask", "", "0?", CHOICE, fingerprint=SUMS, former=("b/e0#ask",))
    desk = lay_out({"c": Bank("c", "C", Path("c.yaml"), {renamed.id: renamed})}, sat, EDGE)
    assert [prompt.card.id for prompt in desk.prompts] == ["c/new#ask"]
    assert desk.state.attempts[0].given == ("right",)


def test_a_paper_remembers_what_it_was_drawn_of() -> None:
    paper = make_paper(THREE, certainty=True, apart=True)
    assert paper.items == tuple(Item(card, SUMS) for card in THREE["b"].cards)
    assert (paper.banks, paper.seed, paper.limit_ms, paper.certainty, paper.apart) == (("b",), 7, LIMIT, True, True)
    assert paper.started_at == NOW
