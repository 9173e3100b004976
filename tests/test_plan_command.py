"""cli/plan.py, cli/outlook.py, terminal/plan_words.py"""

import json
import re
import sqlite3
from contextlib import closing
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from desk import Desk

from tvp_quiz.cli.world import read_clock
from tvp_quiz.domain.day import find_study_day
from tvp_quiz.domain.plan import Advice, Agenda, DayAhead, Decision, ExamPlan, Forecast, Outlook, Pace, Policy, Profile
from tvp_quiz.terminal.plan_words import draw_days, say_outlook

ENTRY = """\
  - id: n{number}
    type: typed
    question: What follows {number}?
    answer: "{next}"
"""
DAY = date(2026, 3, 1)
TODAY = find_study_day(read_clock(), 4)
SOON, NEAR = (str(TODAY + timedelta(days=days)) for days in (30, 2))


def write_bank(folder: Path, name: str, count: int) -> None:
    """Write a bank of so many cards."""
    questions = "".join(ENTRY.format(number=number, next=number + 1) for number in range(count))
    (folder / f"{name}.yaml").write_text(f"bank: {name}\ntitle: {name}\nquestions:\n{questions}", encoding="utf-8")


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    (tmp_path / "content").mkdir()
    write_bank(tmp_path / "content", "sums", 30)
    write_bank(tmp_path / "content", "units", 10)
    return Desk(tmp_path, capsys)


def read_json(desk: Desk, *words: str) -> dict[str, object]:
    code, out, err = desk.type("plan", *words, "--json")
    assert (code, err) == (0, "")
    found = json.loads(out)
    assert isinstance(found, dict)
    return found


def test_a_plan_says_the_days_left_the_mark_to_expect_and_what_today_holds(desk: Desk) -> None:
    code, out, _ = desk.type("plan", "set", "--exam", SOON, "--minutes", "5")
    assert code == 0
    first, cards, expected, today, *_ = out.splitlines()
    assert first.startswith("Exam on ")
    assert first.endswith("; 5 minutes a day.")
    assert cards.split() == ["cards", "40,", "40", "of", "them", "new"]
    assert "% recalled on that day; nine in ten such learners: " in expected
    assert today.split()[0] == "today"
    assert out.endswith("next: tvp-quiz drill\n")
    assert desk.type("plan")[1] == out


def test_the_plan_is_kept_with_all_its_options(desk: Desk) -> None:
    read_json(desk, "set", "units", "--exam", SOON, "--minutes", "2.5", "--target", "60%", "--weight", "units=2")
    found = read_json(desk)
    assert (found["exam"], found["minutes"], found["banks"]) == (SOON, 2.5, ["units"])
    assert (found["target"], found["target_met"], found["advice"]) == (0.6, True, None)
    assert found["weights"] == {"units": 2.0}
    assert found["cards"] == found["new"] == 10


def test_a_new_plan_takes_the_place_of_the_old_one(desk: Desk) -> None:
    desk.type("plan", "set", "units", "--exam", SOON, "--minutes", "2", "--target", "99")
    found = read_json(desk, "set", "--exam", SOON, "--minutes", "9")
    assert (found["banks"], found["target"], found["minutes"], found["cards"]) == ([], None, 9, 40)


def test_a_target_out_of_reach_is_said_with_what_would_reach_it(desk: Desk) -> None:
    tomorrow = str(TODAY + timedelta(days=2))
    found = read_json(desk, "set", "--exam", tomorrow, "--minutes", "1", "--target", "90")
    assert found["target_met"] is False
    advice = found["advice"]
    assert isinstance(advice, dict)
    assert 2 < advice["minutes"] < 60
    code, out, _ = desk.type("plan")
    assert code == 0
    assert f"target    90% is not to be expected: {advice['minutes']} minutes a day would do." in out


def test_what_was_answered_today_is_gone_from_today(desk: Desk) -> None:
    before = read_json(desk, "set", "--exam", SOON, "--minutes", "30")
    asked = before["today"]
    assert isinstance(asked, dict)
    assert (len(asked["cards"]), asked["new"]) == (40, 40)
    assert desk.drill("1\n\n2\n\n:q\n", "drill", "--plain", "--seed", "1").returncode == 0
    left = read_json(desk)["today"]
    assert isinstance(left, dict)
    assert left["new"] == 38


def test_suspended_cards_count_for_nothing(desk: Desk) -> None:
    desk.type("suspend", *[f"sums/n{number}" for number in range(30)])
    assert read_json(desk, "set", "--exam", SOON, "--minutes", "5")["cards"] == 10
    desk.type("suspend", *[f"units/n{number}" for number in range(10)])
    code, _, err = desk.type("plan")
    assert code == 2
    assert "are suspended" in err


def test_the_chart_has_a_column_for_each_day(desk: Desk) -> None:
    desk.type("plan", "set", "--exam", SOON, "--minutes", "5")
    code, out, _ = desk.type("plan", "--chart")
    assert code == 0
    assert "minutes a day (a column is a day)" in out
    assert "mark to expect" in out
    assert max(map(len, out.splitlines())) <= 80
    assert len(out.splitlines()) < 24
    ahead = read_json(desk, "--chart")["ahead"]
    assert isinstance(ahead, list)
    assert len(ahead) == 30
    assert ahead[0]["mark"] < ahead[-1]["mark"]


def test_without_a_plan_one_is_told_how_to_make_one(desk: Desk) -> None:
    for words in ([], ["--chart"], ["clear"]):
        code, out, err = desk.type("plan", *words)
        assert (code, out) == (2, "")
        assert "`tvp-quiz plan set --exam DATE --minutes M`" in err


def test_a_plan_is_dropped_by_clear(desk: Desk) -> None:
    desk.type("plan", "set", "--exam", SOON, "--minutes", "5")
    assert desk.type("plan", "clear")[0] == 0
    assert desk.type("plan")[0] == 2


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["--exam", "30.6.2027", "--minutes", "5"], "year-month-day"),
        (["--exam", "2020-01-01", "--minutes", "5"], "name a day after"),
        (["--exam", str(TODAY), "--minutes", "5"], "name a day after"),
        (["--exam", "2999-01-01", "--minutes", "5"], "730 days"),
        (["--exam", SOON, "--minutes", "0"], "from 1 to 600"),
        (["--exam", SOON, "--minutes", "nan"], "from 1 to 600"),
        (["--exam", SOON, "--minutes", "5", "--target", "0"], "from 1 to 100"),
        (["--exam", SOON, "--minutes", "5", "--target", "good"], "from 1 to 100"),
        (["--exam", SOON, "--minutes", "5", "--target", "nan"], "from 1 to 100"),
        (["--exam", SOON, "--minutes", "5", "--weight", "sums"], "write BANK=W"),
        (["--exam", SOON, "--minutes", "5", "--weight", "sums=2", "--weight", "sums=3"], "names 'sums' twice"),
        (["--exam", "2026-12-32", "--minutes", "5"], "there is no such day"),
        (["--exam", "2026-2-3", "--minutes", "5"], "such as 2026-06-30"),
        (["--exam", SOON, "--minutes", "5", "--weight", "sums=-1"], "write BANK=W"),
        (["--exam", SOON, "--minutes", "5", "--weight", "sums=inf"], "write BANK=W"),
        (["--exam", SOON, "--minutes", "5", "--weight", "sum=2"], "sums, units"),
        (["units", "--exam", SOON, "--minutes", "5", "--weight", "sums=2"], "name one of units"),
        (["unit", "--exam", SOON, "--minutes", "5"], "did you mean units"),
    ],
)
def test_what_cannot_be_planned_is_refused_and_the_plan_before_stays(
    desk: Desk, words: list[str], complaint: str
) -> None:
    read_json(desk, "set", "--exam", NEAR, "--minutes", "7")
    code, _, err = desk.type("plan", "set", *words)
    assert code == 2
    assert complaint in err
    assert read_json(desk)["minutes"] == 7


def test_a_bank_that_counts_more_comes_first(desk: Desk) -> None:
    found = read_json(desk, "set", "--exam", SOON, "--minutes", "2", "--weight", "units=5")
    today = found["today"]
    assert isinstance(today, dict)
    assert {card.partition("/")[0] for card in today["cards"]} == {"units"}
    assert list_asked(desk.drill(":q\n", "drill", "--plain").stdout)[0].startswith("units/")


PLAN = ExamPlan(DAY + timedelta(days=20), 15, DAY, target=0.95)
OUTLOOK = Outlook(
    plan=PLAN,
    decision=Decision(DAY, Policy(0.8, 5, 0.0012), Profile(Pace(0, 0.4))),
    cards=300,
    new=250,
    forecast=Forecast(0.943, 0.9, 0.971, 290),
    agenda=Agenda(("a/b#c", "a/d#e"), 1, 41),
    advice=None,
)


def test_an_outlook_is_said_in_a_few_lines() -> None:
    assert list(say_outlook(OUTLOOK)) == [
        "Exam on Saturday 21 March 2026, in 20 days; 15 minutes a day.",
        "  cards     300, 250 of them new",
        "  expected  94% recalled on that day; nine in ten such learners: 90% to 97%",
        "  today     2 cards, 1 of them new, in about 1 min",
        "  in all    4 h 50 min until then",
        "  Until 16 March: cards whose recall has fallen to 80%, then new ones;",
        "  from then on, whatever gains most for the exam.",
        "  target    95% is to be expected.",
        "",
        "next: tvp-quiz drill",
    ]


def test_advice_names_minutes_and_topics() -> None:
    both = "\n".join(say_outlook(OUTLOOK._replace(advice=Advice(25, ("units",), 0.04))))
    assert "95% is not to be expected: 25 minutes a day would do." in both
    assert "Leaving out units would raise the mark by 4 points." in both
    neither = "\n".join(say_outlook(OUTLOOK._replace(advice=Advice(None, (), 0))))
    assert "no number of minutes a day would do." in neither
    assert "Leaving out a topic would not raise the mark." in neither


def test_a_plan_of_some_banks_names_them_with_what_they_count() -> None:
    said = "\n".join(say_outlook(OUTLOOK._replace(plan=PLAN._replace(banks=("a", "b"), weights={"b": 2.5}))))
    assert "  about     b counting 2.5 times, a\n" in said
    said = "\n".join(say_outlook(OUTLOOK._replace(plan=PLAN._replace(weights={"b": 2}))))
    assert "  about     b counting 2 times, every other bank once\n" in said


def test_a_mark_that_would_round_to_its_target_shows_what_is_missing() -> None:
    for mark, shown in ((0.9492, "94.9%"), (0.94996, "94.9%"), (0.95, "95%"), (0.93, "93%")):
        said = list(say_outlook(OUTLOOK._replace(forecast=Forecast(mark, 0.9, 0.97, 290))))
        assert f"  expected  {shown} recalled" in "\n".join(said)


def test_a_day_on_which_nothing_is_worth_asking_is_not_called_done(desk: Desk) -> None:
    desk.type("plan", "set", "units", "--exam", SOON, "--minutes", "5")
    desk.type("suspend", *(f"units/n{number}" for number in range(10)))
    assert desk.drill("", "drill", "--plain").stdout.startswith("Nothing is to be asked today for the exam on ")
    assert re.search(r"^  exam +30 days: nothing to ask today$", desk.type()[1], re.MULTILINE)


def test_in_the_taper_and_when_the_day_is_done_it_is_said_so() -> None:
    eve = OUTLOOK._replace(plan=PLAN._replace(exam=DAY + timedelta(days=1)), agenda=Agenda((), 0, 0))
    assert "Nothing to do today. next: tvp-quiz plan --chart" in say_outlook(eve)
    lines = list(say_outlook(eve._replace(spent=60)))
    assert lines[0].endswith("in 1 day; 15 minutes a day.")
    assert "  today     nothing more" in lines
    assert "  From now on comes first what gains most for the exam." in lines
    assert lines[-1] == "Done for today. next: tvp-quiz plan --chart"


@pytest.mark.parametrize("days", [1, 7, 60, 72, 73, 730])
@pytest.mark.parametrize("width", [40, 80, 120])
def test_a_chart_of_any_days_fits_a_terminal(days: int, width: int) -> None:
    ahead = [DayAhead(DAY + timedelta(days=number), 20 * number / days, number / days) for number in range(days)]
    lines = list(draw_days(ahead, width))
    assert max(map(len, lines)) <= min(width, 80)
    assert lines[-1].split()[:2] == ["01", "Mar"]


def test_the_bars_of_a_chart_are_as_high_as_their_values() -> None:
    ahead = [DayAhead(DAY + timedelta(days=number), minutes, 0.5) for number, minutes in enumerate([0, 2, 4, 8])]
    lines = list(draw_days(ahead, 80))[1:9]
    columns = ["".join(line[6 + place] for line in reversed(lines)) for place in range(4)]
    assert columns == [" " * 8, "█" * 2 + " " * 6, "█" * 4 + " " * 4, "█" * 8]
    assert [lines[0].split()[0], lines[4].split()[0]] == ["8", "4"]
    assert all(left <= right for left, right in pairwise(column.count("█") for column in columns))
    assert list(draw_days([], 80)) == []


def list_asked(out: str) -> list[str]:
    """Return the cards that a sitting in lines asked, in order."""
    return re.findall(r"^\[(.+?)\]", out, re.MULTILINE)


def test_a_drill_follows_the_plan_and_nothing_else_is_asked(desk: Desk) -> None:
    planned = read_json(desk, "set", "units", "--exam", SOON, "--minutes", "1")["today"]
    assert isinstance(planned, dict)
    asked = list_asked(desk.drill("x\n1\n" * 60, "drill", "--plain").stdout)
    assert list(dict.fromkeys(asked)) == planned["cards"]
    assert {card.partition("/")[0] for card in asked} == {"units"}


@pytest.mark.parametrize("words", [("--new", "3"), ("--limit", "3"), ("sums",)])
def test_a_drill_for_which_something_else_is_wished_does_not_follow_the_plan(
    desk: Desk, words: tuple[str, ...]
) -> None:
    desk.type("plan", "set", "units", "--exam", SOON, "--minutes", "1")
    assert list_asked(desk.drill(":q\n", "drill", "--plain", *words).stdout)[0].startswith("sums/")


def test_when_the_days_minutes_are_gone_the_drill_says_so(desk: Desk) -> None:
    desk.type("plan", "set", "--exam", SOON, "--minutes", "1")
    desk.drill("x\n1\n:q\n", "drill", "--plain")
    with closing(sqlite3.connect(desk.database)) as connection, connection:
        connection.execute("UPDATE review SET duration_ms = 60000")
    assert desk.drill("", "drill", "--plain").stdout.startswith("Done today for the exam on ")
    assert re.search(r"^  exam +30 days: done for today$", desk.type()[1], re.MULTILINE)
    assert list_asked(desk.drill(":q\n", "drill", "--plain", "--new", "2").stdout)


def test_home_shows_the_exam(desk: Desk) -> None:
    assert "exam" not in desk.type()[1]
    desk.type("plan", "set", "--exam", SOON, "--minutes", "5")
    assert re.search(r"^  exam +30 days: \d+ cards in about 5 min$", desk.type()[1], re.MULTILINE)


def test_after_the_first_drill_of_a_day_it_is_decided_anew(desk: Desk) -> None:
    desk.type("plan", "set", "--exam", SOON, "--minutes", "1")
    with closing(sqlite3.connect(desk.database)) as connection, connection:
        connection.execute("UPDATE plan_decision SET day = '2026-01-01', retention = 0.5")
    desk.drill("x\n1\n:q\n", "drill", "--plain")
    with closing(sqlite3.connect(desk.database)) as connection:
        ((day, retention),) = connection.execute("SELECT day, retention FROM plan_decision").fetchall()
    assert (day, retention > 0.5) == (str(TODAY), True)


@pytest.mark.parametrize("typed", ["", ":q\n"])
def test_whoever_leaves_at_once_on_a_new_day_still_gets_the_plan_decided_anew(desk: Desk, typed: str) -> None:
    desk.type("plan", "set", "--exam", SOON, "--minutes", "1")
    for _ in range(3):
        with closing(sqlite3.connect(desk.database)) as connection, connection:
            connection.execute("UPDATE plan_decision SET day = '2026-01-01'")
        ended = desk.drill(typed, "drill", "--plain")
        assert (ended.returncode, ended.stderr) == (0, "")
        with closing(sqlite3.connect(desk.database)) as connection:
            assert connection.execute("SELECT day FROM plan_decision").fetchall() == [(str(TODAY),)]


def test_a_card_whose_answer_changed_comes_before_what_is_planned(desk: Desk) -> None:
    desk.drill("1\n\n:q\n", "drill", "sums", "--plain")
    desk.type("plan", "set", "units", "--exam", SOON, "--minutes", "1")
    path = desk.content / "sums.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace('answer: "1"', 'answer: "one"'), encoding="utf-8")
    assert list_asked(desk.drill(":q\n", "drill", "--plain").stdout) == ["sums/n0#ask"]
