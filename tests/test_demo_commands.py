"""cli/demo.py, cli/prove.py: programs run for real, confined by whatever this machine has."""

import json
from pathlib import Path

import pytest
from desk import Desk

from tvp_quiz.demos.confine import find_level, find_python
from tvp_quiz.domain.demo import Level

BANK = """\
bank: sums
title: Sums
questions:
  - id: two
    type: choice
    question: What is one and one?
    demo: adding
    answer: {text: Two, when: {sum: 2}}
    distractors:
      - {text: Three, because: One too many., when: {sum: 3}}
      - {text: Eleven, because: That is text., when: {sum: 11}}
  - id: printed
    type: predict
    demo: program
    program: |
      print(1 + 1)
    answer: 2
    distractors:
      - {text: 11, because: That is text.}
      - {text: 3, because: One too many.}
"""
DEMO = '''\
"""One and one."""

import json

print("adding")
print(json.dumps({"sum": 1 + 1, "says": "two"}))
'''

confined = pytest.mark.skipif(
    find_level(find_python()) is Level.LIMITS, reason="nothing here can confine a program: see test_unconfined below"
)


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    (tmp_path / "content" / "demos").mkdir(parents=True)
    (tmp_path / "content" / "sums.yaml").write_text(BANK, encoding="utf-8")
    (tmp_path / "content" / "demos" / "adding.py").write_text(DEMO, encoding="utf-8")
    return Desk(tmp_path, capsys)


def edit_bank(desk: Desk, *pairs: tuple[str, str]) -> None:
    path = desk.content / "sums.yaml"
    text = path.read_text(encoding="utf-8")
    for before, after in pairs:
        assert before in text
        text = text.replace(before, after)
    path.write_text(text, encoding="utf-8")


def approve_all(desk: Desk) -> None:
    assert desk.type("demo", "trust", "adding", "program")[0] == 0


def test_demos_are_listed_with_their_entries_and_whether_they_are_trusted(desk: Desk) -> None:
    code, out, _ = desk.type("demo", "list", "--json")
    assert code == 0
    assert [(one["demo"], one["trust"], one["entries"]) for one in json.loads(out)] == [
        ("adding", "not approved", ["sums/two"]),
        ("program", "not approved", ["sums/printed"]),
    ]
    approve_all(desk)
    code, out, _ = desk.type("demo", "list")
    assert code == 0
    assert out.count("approved") == 2
    assert "not approved" not in out


def test_a_demos_program_is_shown_by_its_name_or_its_entrys(desk: Desk) -> None:
    for name in ("adding", "sums/two"):
        code, out, _ = desk.type("demo", "show", name)
        assert code == 0
        assert 'print(json.dumps({"sum": 1 + 1, "says": "two"}))' in out
    assert "print(1 + 1)" in desk.type("demo", "show", "sums/printed")[1]
    (shown,) = json.loads(desk.type("demo", "show", "adding", "--json")[1])
    assert (shown["source"], shown["trust"], shown["entries"]) == (DEMO, "not approved", ["sums/two"])


def test_an_unknown_demo_is_a_usage_error_that_names_the_nearest(desk: Desk) -> None:
    code, _, err = desk.type("demo", "show", "addign")
    assert (code, err) == (2, "There is no demo 'addign': did you mean adding?\n")


def test_a_demo_that_is_not_approved_does_not_run_and_says_how_to_approve_it(desk: Desk) -> None:
    code, out, err = desk.type("demo", "run", "adding", "--json")
    assert (code, out) == (5, "")
    assert "`tvp-quiz demo trust adding`" in err


@confined
def test_an_approved_demo_runs_and_proves_its_entries_until_a_byte_of_it_changes(desk: Desk) -> None:
    approve_all(desk)
    code, out, _ = desk.type("demo", "run", "adding", "sums/printed", "--json")
    assert code == 0
    adding, program = json.loads(out)
    assert adding["facts"] == {"sum": "2", "says": "two"}
    assert adding["entries"]["sums/two"]["ruling"] == "proved"
    assert [claim["stands"] for claim in adding["entries"]["sums/two"]["claims"]] == ["holds", "refuted", "refuted"]
    assert program["facts"] == {"prints": "2"}
    path = desk.content / "demos" / "adding.py"
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert desk.type("demo", "run", "adding", "--json")[0] == 5
    assert desk.type("demo", "trust", "adding")[0] == 0
    assert desk.type("demo", "run", "adding", "--json")[0] == 0
    assert desk.type("demo", "trust", "--revoke", "adding")[0] == 0
    assert desk.type("demo", "run", "adding", "--json")[0] == 5


@confined
def test_a_run_is_shown_as_it_goes_with_its_verdict_and_where_it_ran(desk: Desk) -> None:
    approve_all(desk)
    done = desk.drill("", "demo", "run", "adding")
    assert done.returncode == 0, done.stderr
    assert "adding" in done.stdout
    assert "Your machine: two: the key holds; the two others are refuted." in done.stdout
    assert "confined by" in done.stdout


@confined
def test_a_run_that_contradicts_a_key_exits_with_1(desk: Desk) -> None:
    edit_bank(desk, ("{sum: 2}", "{sum: 4}"))
    approve_all(desk)
    done = desk.drill("", "demo", "run", "adding")
    assert done.returncode == 1
    assert "this machine contradicts the key" in done.stdout


@confined
def test_a_broken_demo_exits_with_5(desk: Desk) -> None:
    (desk.content / "demos" / "adding.py").write_text("raise SystemExit(3)\n", encoding="utf-8")
    approve_all(desk)
    done = desk.drill("", "demo", "run", "adding")
    assert done.returncode == 5
    assert "exit code 3" in done.stdout


@confined
def test_consent_is_asked_for_line_by_line_and_once_is_enough_for_once(desk: Desk) -> None:
    asked = desk.drill("once\n", "demo", "run", "adding")
    assert asked.returncode == 0, asked.stderr
    refused = desk.drill("no\n", "demo", "run", "adding")
    assert refused.returncode == 5
    always = desk.drill("always\n", "demo", "run", "adding")
    assert always.returncode == 0
    assert desk.type("demo", "run", "adding", "--json")[0] == 0


@confined
def test_a_sitting_runs_a_demo_keeps_what_it_found_and_shows_it_again_without_running(desk: Desk) -> None:
    approve_all(desk)
    done = desk.drill("a\n:d\n:d\n:v\n\n:q\n", "drill", "--plain", "--tag", "none")
    assert done.returncode == 2
    done = desk.drill("a\n:d\n:d\n:v\n\n:q\n", "drill", "--plain", "--limit", "1")
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("Your machine: two") == 2
    assert done.stdout.count("run on 20") == 1
    assert "print(json.dumps" in done.stdout


@confined
def test_every_entry_is_proved_and_said_so(desk: Desk) -> None:
    approve_all(desk)
    code, out, _ = desk.type("bank", "prove")
    assert code == 0
    assert out.splitlines()[-1].startswith("2 of 2 entries proved by 2 demos, each run three times, confined by ")
    report = json.loads(desk.type("bank", "prove", "--json", "sums")[1])
    assert (report["proved"], report["problems"]) == (["sums/two", "sums/printed"], [])


@confined
@pytest.mark.parametrize(
    ("before", "after", "rules"),
    [
        ("{text: Two, when: {sum: 2}}", "{text: Two, when: {sum: 3}}", ["key-refuted"]),
        (
            "{text: Three, because: One too many., when: {sum: 3}}",
            "{text: Three, because: B., when: {sum: 2}}",
            ["distractor-holds"],
        ),
        ("when: {sum: 11}", "when: {smu: 11}", ["unknown-fact"]),
        (", when: {sum: 11}", "", ["missing-when"]),
        ("demo: adding", "demo: addin", ["unknown-demo", "unnamed-demo"]),
        ("    answer: 2\n", "    answer: 22\n", ["key-refuted"]),
        ("      - {text: 11,", '      - {text: "2 ",', ["answer-among-distractors"]),
    ],
)
def test_whatever_is_turned_round_in_a_bank_is_found(before: str, after: str, rules: list[str], desk: Desk) -> None:
    edit_bank(desk, (before, after))
    approve_all_there(desk)
    code, out, _ = desk.type("bank", "prove", "--json")
    checked = {problem["rule"] for problem in json.loads(desk.type("bank", "check", "--json")[1])}
    report = json.loads(out)
    found = {problem["rule"] for problem in report["problems"]}
    assert set(report["proved"]) < {"sums/two", "sums/printed"}
    assert set(rules) <= found | checked
    assert code == 1 or set(rules) <= checked


def approve_all_there(desk: Desk) -> None:
    names = [one["demo"] for one in json.loads(desk.type("demo", "list", "--json")[1])]
    assert not names or desk.type("demo", "trust", *names)[0] == 0


def test_proving_without_approval_runs_nothing_and_exits_with_5(desk: Desk) -> None:
    code, out, err = desk.type("bank", "prove")
    assert code == 5
    assert out.startswith("0 of 2 entries")
    assert "adding, program" in err


def test_a_copy_of_the_shipped_course_needs_no_approval(desk: Desk) -> None:
    code, out, _ = desk.type("--content", str(Path(__file__).parent.parent / "content"), "demo", "list", "--json")
    assert code == 0
    assert {one["trust"] for one in json.loads(out)} == {"shipped"}
