"""cli/catching_up.py, cli/home.py, storage/catch_ups.py, terminal/backlog_words.py"""

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

import pytest
from desk import Desk
from hypothesis import given, settings
from hypothesis import strategies as st
from logs import ANN, DAY, NOW, make_review, open_history, read_column, record

from tvp_quiz.cli.main import run
from tvp_quiz.cli.world import read_clock
from tvp_quiz.domain.day import find_study_day
from tvp_quiz.domain.plan import (
    Backlog,
    CatchUp,
    Decision,
    Effort,
    ExamPlan,
    Pace,
    Policy,
    Profile,
    Recovery,
    Underway,
)
from tvp_quiz.domain.review import Kind, Rating, Review
from tvp_quiz.storage.catch_ups import keep_catch_up, stop_catch_up
from tvp_quiz.storage.plans import keep_decision, keep_plan
from tvp_quiz.storage.snapshot import STANDING, read_pile, read_snapshot
from tvp_quiz.storage.store import Store
from tvp_quiz.terminal.backlog_words import say_catch_up, say_offer, say_progress

ENTRY = """\
  - id: n{number}
    type: typed
    question: What follows {number}?
    answer: "{next}"
"""
TODAY = find_study_day(read_clock(), 4)
LEARNED, NEW = 40, 15
SECONDS = 8


def write_desk(folder: Path, days_away: int) -> None:
    """Write a bank of LEARNED and NEW cards, and the history of who met the former over four days, then stayed away."""
    questions = "".join(ENTRY.format(number=number, next=number + 1) for number in range(LEARNED + NEW))
    bank = f"bank: sums\ntitle: Sums\nquestions:\n{questions}"
    for name, data in (("content/sums.yaml", bank.encode()), ("data/history.db", make_history(days_away))):
        (folder / name).parent.mkdir()
        (folder / name).write_bytes(data)


@cache
def make_history(days_away: int) -> bytes:
    """Return the file of a history: to write it for every test would take long."""
    with TemporaryDirectory() as folder, open_history(Path(folder) / "history.db", "me") as store:
        for number in range(LEARNED):
            day = TODAY - timedelta(days=days_away + 4 - number // 10)
            at = datetime.fromisoformat(f"{day}T12:00:00+00:00") + timedelta(seconds=SECONDS * number)
            rating = Rating(1 + number % 4)
            review = Review(
                UUID(int=number), f"sums/n{number}#ask", rating, at, 0, day, SECONDS * 1000, Kind.DRILL, 0.9
            )
            store.record(review, sitting=UUID(int=day.toordinal()), seed=1)
        store.close()
        return (Path(folder) / "history.db").read_bytes()


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    write_desk(tmp_path, days_away=30)
    return Desk(tmp_path, capsys)


def change(desk: Desk, statement: str, *days: date) -> None:
    with closing(sqlite3.connect(desk.database)) as connection, connection:
        connection.execute(statement, [str(day) for day in days])


def read_memory(desk: Desk) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(desk.database)) as connection:
        return connection.execute("SELECT * FROM memory ORDER BY card").fetchall()


def read_json(desk: Desk, *words: str) -> dict[str, object]:
    code, out, err = desk.type("plan", "catch-up", "--json", *words)
    assert (code, err) == (0, "")
    found = json.loads(out)
    assert isinstance(found, dict)
    return found


def list_asked(out: str) -> list[str]:
    return list(dict.fromkeys(re.findall(r"^\[(.+?)\]", out, re.MULTILINE)))


def test_home_offers_a_way_out_after_days_away(desk: Desk) -> None:
    code, out, _ = desk.type()
    assert code == 0
    offer = re.search(
        r"^  backlog   (\d+) cards, about \d+ min\. At (\d+) min a day that is caught up with by\n"
        r"            \w{3} \d+ \w+, (?:about \d+ cards? forgotten|hardly a card) .+; new cards wait\.\n"
        r"            `tvp-quiz plan catch-up` begins that, and --stop undoes it\.$",
        out,
        re.MULTILINE,
    )
    assert offer, out
    assert int(offer[1]) >= 20
    assert out.endswith("next: tvp-quiz drill\n")
    assert max(map(len, out.splitlines())) <= 80


def test_home_offers_nothing_while_nothing_waits(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_desk(tmp_path, days_away=0)
    assert "backlog" not in Desk(tmp_path, capsys).type()[1]


def test_home_offers_nothing_to_who_usually_does_as_much(desk: Desk) -> None:
    change(desk, "UPDATE review SET duration_ms = 200000")
    assert "backlog" not in desk.type()[1]


def test_a_catch_up_says_by_when_at_how_many_minutes_and_at_what_loss(desk: Desk) -> None:
    code, out, _ = desk.type("plan", "catch-up", "--minutes", "2")
    assert code == 0
    lines = out.splitlines()
    assert re.fullmatch(r"Catching up until \w{3} \d+ \w+, at 2 minutes a day\.", lines[0])
    assert [line.split()[0] for line in lines[1:5]] == ["due", "today", "loss", "new"]
    assert f"{NEW} cards until then" in lines[4]
    assert lines[-1] == "next: tvp-quiz drill"
    assert max(map(len, lines)) <= 80


def test_while_it_stands_home_says_how_far_it_is_and_new_cards_wait(desk: Desk) -> None:
    desk.type("plan", "catch-up", "--minutes", "2")
    out = desk.type()[1]
    assert re.search(r"^  new +0$", out, re.MULTILINE)
    assert re.search(
        r"^  catch-up  (\d+) of \1 cards to go, at 2 min a day\n +until \w{3} \d+ \w+\.$", out, re.MULTILINE
    )


def test_a_drill_asks_what_fits_into_the_day_by_gain_and_nothing_new(desk: Desk) -> None:
    found = read_json(desk, "--minutes", "2")
    asked = list_asked(desk.drill("x\n3\n" * LEARNED, "drill", "--plain").stdout)
    assert len(asked) == found["today"]
    assert 5 < len(asked) < LEARNED
    numbers = {int(card.partition("/n")[2].partition("#")[0]) for card in asked}
    assert max(numbers) < LEARNED
    again = list_asked(desk.drill(":q\n", "drill", "--plain", "--new", "2").stdout)
    assert again


def test_new_cards_come_to_who_asks_for_them(desk: Desk) -> None:
    desk.type("plan", "catch-up")
    desk.type("suspend", *[f"sums/n{number}" for number in range(LEARNED)])
    asked = list_asked(desk.drill("x\n3\n" * 30, "drill", "--plain", "--new", "2").stdout)
    assert asked == [f"sums/n{LEARNED}#ask", f"sums/n{LEARNED + 1}#ask"]


def test_a_drill_for_which_something_else_is_wished_goes_by_that_but_holds_new_cards_back(desk: Desk) -> None:
    desk.type("plan", "catch-up", "--minutes", "1")
    asked = list_asked(desk.drill("x\n3\n" * 99, "drill", "--plain", "--limit", "50").stdout)
    assert {int(card.partition("/n")[2].partition("#")[0]) < LEARNED for card in asked} == {True}
    assert len(asked) > 20


def test_stopping_leaves_everything_as_it_would_be_without(desk: Desk) -> None:
    before, memory = desk.type()[1], read_memory(desk)
    desk.type("plan", "catch-up", "--minutes", "3")
    assert desk.type()[1] != before
    code, out, _ = desk.type("plan", "catch-up", "--stop")
    assert (code, out.splitlines()[0].split(":")[0]) == (0, "The catch-up is undone")
    assert desk.type()[1] == before
    assert read_memory(desk) == memory
    code, _, err = desk.type("plan", "catch-up", "--stop")
    assert code == 2
    assert "no catch-up to stop" in err


@given(st.lists(st.one_of(st.none(), st.floats(1, 60)), min_size=1, max_size=4))
@settings(max_examples=10)
def test_beginning_and_stopping_in_any_order_never_changes_a_memory(steps: list[float | None]) -> None:
    with TemporaryDirectory() as folder:
        write_desk(Path(folder), days_away=12)
        database = str(Path(folder) / "data" / "history.db")
        before = read_pile(database, "me", read_clock())
        for minutes in steps:
            wish = ["--stop"] if minutes is None else ["--minutes", str(minutes)]
            run(["--content", str(Path(folder) / "content"), "--db", database, "plan", "catch-up", *wish])
        assert read_pile(database, "me", read_clock()) == before
        snapshot = read_snapshot(database, "me", read_clock())
        assert (snapshot.underway is None) == (steps[-1] is None or steps[-1] < 1)


def test_other_minutes_move_the_end_but_not_the_beginning(desk: Desk) -> None:
    first = read_json(desk, "--minutes", "1")
    change(desk, "UPDATE catch_up SET since = ?", TODAY - timedelta(days=1))
    second = read_json(desk, "--minutes", "10")
    assert (second["since"], second["minutes"]) == (str(TODAY - timedelta(days=1)), 10)
    assert str(second["planned"]) < str(first["planned"])
    assert read_json(desk) == second


def test_days_that_were_missed_move_the_end_and_that_is_said(desk: Desk) -> None:
    desk.type("plan", "catch-up", "--minutes", "2")
    planned = TODAY - timedelta(days=2)
    change(desk, "UPDATE catch_up SET since = ?, until = ?", TODAY - timedelta(days=6), planned)
    moved = f"(planned: {planned:%a} {planned.day} {planned:%B})"
    assert moved in desk.type()[1]
    assert moved in desk.type("plan", "catch-up")[1]
    assert moved in desk.drill("x\n1\n:q\n", "drill", "--plain").stdout


def test_after_a_sitting_it_is_said_how_far_it_is(desk: Desk) -> None:
    due = read_json(desk, "--minutes", "2")["due"]
    # Good makes a card of the first days due another day
    out = desk.drill("x\n3\n:q\n", "drill", "--plain").stdout
    assert f"  catch-up  {int(str(due)) - 1} of {due} cards to go, at 2 min a day" in out
    assert "and 0 new." in out


def test_when_the_days_minutes_are_gone_drill_and_home_say_so(desk: Desk) -> None:
    desk.type("plan", "catch-up", "--minutes", "2")
    desk.drill("x\n1\n:q\n", "drill", "--plain")
    change(desk, "UPDATE review SET duration_ms = 120000 WHERE day = ?", TODAY)
    out = desk.drill("", "drill", "--plain").stdout
    assert out.startswith("Nothing is left to catch up with today.")
    assert "done for today." in out
    home = desk.type()[1]
    assert "done for today." in home
    assert home.endswith("All done for today. next: tvp-quiz stats\n")
    assert desk.type("plan", "catch-up")[1].endswith("Done for today. next: tvp-quiz stats\n")


def test_it_ends_with_the_last_due_card_and_that_is_said_once(desk: Desk) -> None:
    desk.type("plan", "catch-up", "--minutes", "100")
    out = desk.drill("x\n3\n" * 2 * LEARNED, "drill", "--plain").stdout
    assert out.splitlines()[-1] == "Caught up: nothing that was due is left, so new cards come again."
    assert "and 10 new." in out
    home = desk.type()[1]
    assert "catch" not in home.lower()
    assert re.search(r"^  new +10$", home, re.MULTILINE)


def test_it_ends_too_where_what_was_due_is_suspended(desk: Desk) -> None:
    desk.type("plan", "catch-up")
    desk.type("suspend", *[f"sums/n{number}" for number in range(LEARNED)])
    first, second = desk.type()[1], desk.type()[1]
    assert first.startswith("Caught up: ")
    assert first.endswith(second)
    assert re.search(r"^  new +10$", second, re.MULTILINE)
    code, out, err = desk.type("plan", "catch-up", "--json")
    assert (code, out) == (2, "")
    assert "nothing to catch up with" in err


def test_with_a_plan_for_an_exam_the_plan_decides(desk: Desk) -> None:
    desk.type("plan", "catch-up")
    code, _, err = desk.type("plan", "set", "--exam", str(TODAY + timedelta(days=9)), "--minutes", "5")
    assert code == 0
    assert "The catch-up ends here" in err
    home = desk.type()[1]
    assert "exam" in home
    assert "backlog" not in home
    assert "catch-up" not in home
    for statement in ("SELECT 1", "DELETE FROM plan_decision"):
        change(desk, statement)
        code, _, err = desk.type("plan", "catch-up")
        assert code == 2
        assert "The plan for the exam on " in err
    desk.type("plan", "clear")
    assert "backlog" in desk.type()[1]


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["--minutes", "0"], "from 1 to 600"),
        (["--minutes", "nan"], "from 1 to 600"),
        (["--stop", "--minutes", "5"], "--stop takes no other option"),
        (["--stop", "--json"], "--stop takes no other option"),
    ],
)
def test_what_cannot_be_is_refused(desk: Desk, words: list[str], complaint: str) -> None:
    code, out, err = desk.type("plan", "catch-up", *words)
    assert (code, out) == (2, "")
    assert complaint in err
    assert "backlog" in desk.type()[1]


def test_minutes_without_an_end_in_sight_are_refused_with_some_that_have_one(desk: Desk) -> None:
    # Whoever wants to forget so little is asked every card almost daily
    change(desk, "UPDATE learner SET retention = 0.99")
    change(desk, "UPDATE memory SET stability = 0.2")
    code, _, err = desk.type("plan", "catch-up", "--minutes", "1")
    assert code == 2
    enough = re.search(r"no end in sight: name more, such as `--minutes (\d+)`", err)
    assert enough, err
    assert desk.type("plan", "catch-up", "--minutes", enough[1])[0] == 0


CATCH_UP = CatchUp(DAY, DAY + timedelta(days=5), 15)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "history.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with open_history(path) as opened:
        yield opened


def test_a_catch_up_is_read_as_it_was_kept_and_by_its_learner_alone(path: Path, store: Store) -> None:
    assert read_snapshot(str(path), ANN, NOW).underway is None
    keep_catch_up(store, CATCH_UP, NOW)
    assert read_snapshot(str(path), ANN, NOW).underway == Underway(CATCH_UP, ())
    with open_history(path, "ben") as other:
        assert read_snapshot(str(path), "ben", NOW).underway is None
        assert not stop_catch_up(other, NOW)
    assert read_snapshot(str(path), ANN, NOW).underway == Underway(CATCH_UP, ())


def test_a_stopped_catch_up_leaves_its_row_with_the_time_of_that(path: Path, store: Store) -> None:
    assert not stop_catch_up(store, NOW)
    keep_catch_up(store, CATCH_UP, NOW)
    (kept,) = read_column(path, "SELECT changed_at FROM catch_up WHERE NOT dropped")
    assert stop_catch_up(store, NOW)
    assert not stop_catch_up(store, NOW)
    assert read_snapshot(str(path), ANN, NOW).underway is None
    (stopped,) = read_column(path, "SELECT changed_at FROM catch_up WHERE dropped")
    keep_catch_up(store, CATCH_UP._replace(minutes=5), NOW)
    (begun,) = read_column(path, "SELECT changed_at FROM catch_up WHERE NOT dropped")
    assert str(begun) > str(stopped) > str(kept)


def test_a_sitting_knows_the_catch_up_and_what_answers_took(path: Path, store: Store) -> None:
    record(store, make_review(1, "b/a#x", Rating.AGAIN))
    record(store, make_review(2, "b/b#x", days=1))
    record(store, make_review(3, "b/b#x", days=2, kind=Kind.CRAM))
    record(store, make_review(4, "b/b#x", days=3))
    store.undo(NOW)
    assert read_snapshot(str(path), ANN, NOW).underway is None
    keep_catch_up(store, CATCH_UP, NOW)
    later = DAY + timedelta(days=1)
    efforts = (
        Effort("b/b#x", later, Rating.GOOD, 2000, later),
        Effort("b/a#x", DAY, Rating.AGAIN, 2000, DAY),
    )
    assert read_snapshot(str(path), ANN, NOW).underway == Underway(CATCH_UP, efforts)
    assert read_pile(str(path), ANN, NOW) == (store.read_memories(), efforts)
    assert read_snapshot(str(path), "ben", NOW).underway is None


def test_a_plan_goes_before_a_catch_up_until_its_exam(path: Path, store: Store) -> None:
    keep_catch_up(store, CATCH_UP, NOW)
    plan = ExamPlan(DAY + timedelta(days=3), 15, DAY)
    keep_plan(store, plan, NOW)
    keep_decision(store, Decision(DAY, Policy(0.8, 5, 0.0012), Profile(Pace(0, 0.3))))
    snapshot = read_snapshot(str(path), ANN, NOW)
    assert (snapshot.underway, snapshot.followed and snapshot.followed.plan) == (None, plan)
    after = read_snapshot(str(path), ANN, NOW + timedelta(days=3))
    assert (after.underway and after.underway.catch_up, after.followed) == (CATCH_UP, None)


def test_what_is_followed_is_found_by_two_indices(path: Path, store: Store) -> None:
    store.close()
    query = STANDING.replace(":learner", "'ann'").replace(":day", "'2026-03-01'")
    searches = [str(one) for one in read_column(path, f"EXPLAIN QUERY PLAN {query}", column=3)]
    assert [one for one in searches if "SEARCH" in one or "SCAN" in one] == [
        "SEARCH plan USING INDEX sqlite_autoindex_plan_1 (learner=?)",
        "SEARCH catch_up USING INDEX sqlite_autoindex_catch_up_1 (learner=?)",
    ]


BACKLOG = Backlog(date(2026, 3, 4), 41, 900, 30, 200, Recovery(15, 3, 6.2), done=99)


def test_an_offer_is_said_in_three_lines() -> None:
    assert list(say_offer(BACKLOG)) == [
        "41 cards, about 15 min. At 15 min a day that is caught up with by",
        "Sat 7 March, about 6 cards forgotten while they wait; new cards wait.",
        "`tvp-quiz plan catch-up` begins that, and --stop undoes it.",
    ]
    assert list(say_offer(BACKLOG._replace(recovery=None))) == [
        "41 cards, about 15 min: too many to catch up with.",
        "`tvp-quiz suspend` leaves out those that can wait.",
    ]


def test_progress_is_said_in_two_lines() -> None:
    assert list(say_progress(BACKLOG, CATCH_UP._replace(until=date(2026, 3, 7)))) == [
        "41 of 140 cards to go, at 15 min a day",
        "until Sat 7 March.",
    ]
    assert list(say_progress(BACKLOG._replace(today=0), CATCH_UP)) == [
        "41 of 140 cards to go, at 15 min a day",
        "until Sat 7 March (planned: Fri 6 March); done for today.",
    ]
    endless = BACKLOG._replace(recovery=Recovery(15, None, 20))
    assert list(say_progress(endless, CATCH_UP))[1:] == [
        "until nobody can foresee when (planned: Fri 6 March).",
        "`tvp-quiz plan catch-up` --minutes M changes that.",
    ]


def test_a_catch_up_is_said_in_a_few_lines() -> None:
    assert list(say_catch_up(BACKLOG._replace(recovery=Recovery(15, 2, 0.2)), CATCH_UP)) == [
        "Catching up until Fri 6 March, at 15 minutes a day.",
        "  due       41 cards, about 15 min in all, 99 asked since Sun 1 March",
        "  today     30 cards",
        "  loss      hardly a card forgotten meanwhile, against asking all of them today",
        "  new       200 cards until then",
        "No due day is changed: `tvp-quiz plan catch-up --stop` undoes it.",
        "",
        "next: tvp-quiz drill",
    ]
