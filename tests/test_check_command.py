"""cli/check.py: `bank check` in its formats, what it exits with, and what it tells of a rule."""

import json
from pathlib import Path

import pytest
from desk import Desk

from tvp_quiz.banks.rules import RULES
from tvp_quiz.banks.stories import load_stories
from tvp_quiz.cli.check import annotate
from tvp_quiz.domain.problem import Problem, Severity

GOOD = "bank: x\ntitle: X\nfaq:\n  - {id: a, question: q, answer: a}\n"
WARNED = GOOD.replace("answer: a", "answer: a #1").replace("{", "\n    ").replace("}", "").replace(", ", "\n    ")
WRONG = GOOD.replace("answer", "anwser")


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "x.yaml").write_text(GOOD, encoding="utf-8")
    return Desk(tmp_path, capsys)


def write(desk: Desk, text: str, name: str = "x.yaml") -> Path:
    path = desk.content / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_clean_bank_is_said_to_be_clean_without_a_hint(desk: Desk) -> None:
    assert desk.type("bank", "check") == (0, "No problems.\n", "")


def test_the_hint_to_the_stories_stands_once_at_the_end(desk: Desk) -> None:
    write(desk, WRONG)
    write(desk, WRONG.replace("bank: x", "bank: y"), "y.yaml")
    code, out, _ = desk.type("bank", "check")
    assert code == 1
    assert out.count("--explain") == 1
    assert out.splitlines()[-1] == "`tvp-quiz bank check --explain RULE` says more about a rule."


def test_what_was_found_is_kept_beside_the_history_until_the_file_changes(desk: Desk) -> None:
    write(desk, WRONG)
    first = desk.type("bank", "check")
    assert list(desk.database.with_suffix(".cache").glob("*.check"))
    assert desk.type("bank", "check") == first
    write(desk, GOOD)
    assert desk.type("bank", "check") == (0, "No problems.\n", "")


def test_a_file_alone_is_checked_among_those_beside_it(desk: Desk) -> None:
    write(desk, WRONG)
    other = write(desk, WRONG, "y.yaml")
    code, out, _ = desk.type("bank", "check", str(other), "--json")
    assert code == 1
    assert [(one["path"], one["rule"]) for one in json.loads(out)] == [
        (str(other), "duplicate-bank"),
        (str(other), "unknown-key"),
    ]


def test_strict_fails_on_a_warning_alone(desk: Desk) -> None:
    assert desk.type("bank", "check", "--strict")[0] == 0
    write(desk, WARNED)
    code, out, _ = desk.type("bank", "check")
    assert (code, "1 warning in 1 file." in out, ": warning: " in out) == (0, True, True)
    assert desk.type("bank", "check", "--strict")[0] == 1
    assert desk.type("bank", "check", "--strict", "--json")[0] == 1


def test_json_is_the_short_form_of_the_format_for_programs(desk: Desk) -> None:
    path = write(desk, WRONG)
    code, out, _ = desk.type("bank", "check", "--format", "json")
    assert code == 1
    assert desk.type("bank", "check", "--json")[1] == out
    (problem,) = json.loads(out)
    assert (problem["path"], problem["line"], problem["rule"]) == (str(path), 4, "unknown-key")
    assert problem["severity"] == "error"


def test_a_format_that_there_is_not_is_a_usage_error(desk: Desk) -> None:
    assert desk.type("bank", "check", "--format", "xml")[0] == 2


def test_for_github_each_problem_is_a_command_in_a_line_of_its_own(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(desk.folder)
    write(desk, WRONG)
    write(desk, WARNED.replace("bank: x", "bank: y"), "y.yaml")
    code, out, _ = desk.type("bank", "check", "--format", "github")
    assert code == 1
    error, warning = out.splitlines()
    assert error == (
        "::error file=content/x.yaml,line=4,col=26,title=unknown-key::"
        "`anwser` is no key that belongs here. Did you mean `answer`?"
    )
    assert warning.startswith("::warning file=content/y.yaml,line=7,col=15,title=comment-in-text::")


def test_a_name_or_a_message_can_not_end_its_command() -> None:
    problem = Problem(Path("/a,b:c%/d\n.yaml"), 1, 2, "tab", "50% of\r\n::error::it", "Mend it.", Severity.WARNING)
    assert annotate(problem, Path("/elsewhere")) == (
        "::warning file=/a%2Cb%3Ac%25/d%0A.yaml,line=1,col=2,title=tab::50%25 of%0D%0A::error::it Mend it."
    )


def test_a_control_character_in_a_name_does_not_reach_the_log(desk: Desk) -> None:
    write(desk, WRONG, "x\x1b[2J.yaml")
    _, out, _ = desk.type("bank", "check", "--format", "github")
    assert "\x1b" not in out
    assert r"x\x1b[2J.yaml" in out


def test_a_rule_is_explained_by_a_story_and_two_examples(desk: Desk) -> None:
    code, out, err = desk.type("bank", "check", "--explain", "colon-in-text")
    story = load_stories()["colon-in-text"]
    assert (code, err) == (0, "")
    assert out.startswith(f"colon-in-text: {story.says}\n\n")
    assert " ".join(story.story.split()) in " ".join(out.split())
    wrong, _, right = out.partition("\nRight:\n")
    assert "      answer: One reason: no change is lost.\n" in wrong
    assert '      answer: "One reason: no change is lost."\n' in right
    assert max(map(len, out.splitlines())) <= 80


def test_explaining_checks_nothing(desk: Desk) -> None:
    for path in desk.content.iterdir():
        path.unlink()
    assert desk.type("bank", "check", "--explain", "tab")[0] == 0


@pytest.mark.parametrize("words", [("[tab]",), ("TAB",), ("tab", "--format", "github")])
def test_a_rule_is_known_as_it_is_printed_and_in_capitals(desk: Desk, words: tuple[str, ...]) -> None:
    code, out, _ = desk.type("bank", "check", "--explain", *words)
    assert (code, out.startswith("tab: ")) == (0, True)
    assert "→   question: Why lock?" in out


def test_an_explanation_for_programs_is_json(desk: Desk) -> None:
    code, out, _ = desk.type("bank", "check", "--explain", "tab", "--json")
    told = json.loads(out)
    assert code == 0
    assert list(told) == ["rule", "says", "story", "wrong", "right"]
    assert "\t" in told["wrong"]


def test_an_unknown_rule_gets_the_nearest_or_the_way_to_all(desk: Desk) -> None:
    assert desk.type("bank", "check", "--explain", "colon-text") == (
        2,
        "",
        "There is no rule 'colon-text': did you mean colon-in-text?\n",
    )
    code, _, err = desk.type("bank", "check", "--explain", "xyzzy")
    assert (code, "`tvp-quiz bank check --explain list`" in err) == (2, True)


def test_all_rules_are_listed_with_a_line_each(desk: Desk) -> None:
    _, out, _ = desk.type("bank", "check", "--explain", "list")
    assert [line.partition(" ")[0] for line in out.splitlines()] == list(RULES)
    assert json.loads(desk.type("bank", "check", "--explain", "list", "--json")[1]) == RULES
