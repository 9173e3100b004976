"""banks/blueprint.py: the blueprint stands in each test's docstring."""

from collections.abc import Callable
from pathlib import Path

import pytest
from written import read_docstring

from tvp_quiz.banks.blueprint import read_blueprint
from tvp_quiz.domain.exam import Share, Topic
from tvp_quiz.domain.problem import Problem

EXAMPLE = "Write for example `banks:` and below it, two spaces further in, `tvp-faq: 40%`."
REMEDY = "Make them 100 %, or write them without %: then they are parts of whatever they add up to."
KNOWN = {Topic.BANK: {"tvp-chart", "tvp-faq"}, Topic.TAG: {"hazards"}, Topic.REF: {"FAQ-1"}}

Read = Callable[[], tuple[tuple[Share, ...], list[Problem]]]


@pytest.fixture
def read(request: pytest.FixtureRequest, tmp_path: Path) -> Read:
    path = tmp_path / "exam.yaml"
    path.write_text(read_docstring(request), encoding="utf-8")
    return lambda: read_blueprint(path, KNOWN)


def say(read: Read) -> list[tuple[int, int, str]]:
    """Return each problem's place and what it says."""
    return [(problem.line, problem.column, f"{problem.message} {problem.remedy}") for problem in read()[1]]


def test_shares_are_percentages_by_bank_tag_and_ref(read: Read) -> None:
    """
    # a comment
    banks:
      tvp-faq: 40%
      tvp-chart: 30 %
    tags: {hazards: 20%}
    refs:
      FAQ-1: 10%
    """
    shares, problems = read()
    assert problems == []
    assert shares == (
        Share(Topic.BANK, "tvp-faq", 40),
        Share(Topic.BANK, "tvp-chart", 30),
        Share(Topic.TAG, "hazards", 20),
        Share(Topic.REF, "FAQ-1", 10),
    )


def test_shares_may_be_parts_of_whatever_they_add_up_to(read: Read) -> None:
    """
    banks: {tvp-faq: 2, tvp-chart: 0.5}
    """
    assert read() == ((Share(Topic.BANK, "tvp-faq", 2), Share(Topic.BANK, "tvp-chart", 0.5)), [])


def test_unknown_names_are_told_at_their_lines_with_what_was_meant(read: Read) -> None:
    """
    banks:
      tvp-fag: 50%
    tag: {hazards: 25%}
    refs: {XYZ: 25%}
    tags: {hazards: 25%}
    """
    assert say(read) == [
        (2, 3, "No question of this paper has the bank `tvp-fag`. Did you mean `tvp-faq`?"),
        (3, 1, "`tag` is no section. Did you mean `tags`?"),
        (4, 8, "No question of this paper has the ref `XYZ`. Write one that questions of this paper have."),
    ]


def test_what_is_no_share_is_told_at_its_line(read: Read) -> None:
    """
    banks:
      tvp-faq: much
      tvp-chart: 0%
    tags:
      hazards: [1]
    refs: FAQ-1
    """
    assert say(read) == [
        (2, 12, "`much` is no share. Write a percentage such as 40%, or a number of parts such as 2."),
        (3, 14, "`0%` is no share. Write a percentage such as 40%, or a number of parts such as 2."),
        (5, 12, "A share is a number. Write a percentage such as 40%, or a number of parts such as 2."),
        (
            6,
            7,
            f"`refs` gives each of its refs a share. {EXAMPLE}",
        ),
    ]


@pytest.mark.parametrize("text", ["nan", "inf", "-1", "1e999", "nan%"])
def test_no_number_beyond_measure_is_a_share(tmp_path: Path, text: str) -> None:
    path = tmp_path / "exam.yaml"
    path.write_text(f"banks: {{tvp-faq: {text}}}\n", encoding="utf-8")
    shares, problems = read_blueprint(path, KNOWN)
    assert shares == ()
    assert [problem.line for problem in problems] == [1]


def test_a_share_is_bounded(read: Read) -> None:
    """
    banks: {tvp-faq: 1e308, tvp-chart: 1000000}
    """
    assert say(read) == [(1, 18, "No share is above 1,000,000. Write smaller numbers: only how they compare counts.")]


def test_percentages_add_up(read: Read) -> None:
    """
    banks: {tvp-faq: 40%, tvp-chart: 50%}
    """
    assert [said for _, _, said in say(read)] == [f"The shares add up to 90 %. {REMEDY}"]


def test_thirds_may_be_rounded(read: Read) -> None:
    """
    banks: {tvp-faq: 66.7%, tvp-chart: 33.3%}
    """
    assert read()[1] == []


def test_percentages_and_parts_do_not_mix(read: Read) -> None:
    """
    banks: {tvp-faq: 40%, tvp-chart: 2}
    """
    assert [said for _, _, said in say(read)] == [
        "Some shares are percentages and others are parts. Write all of them with %, or none."
    ]


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        (b"", 1, "This file is empty."),
        (b"banks:\n  tvp-faq: [40\n", 2, "never closed"),
        (b"- tvp-faq\n", 1, "has the sections"),
        (b"banks: {}\n", 1, "sets no shares"),
        (b"{}\n", 1, "sets no shares"),
        (b"banks:\n  tvp-faq: \xff\n", 2, "UTF-8"),
        (b"banks:\n  tvp-faq: 1\n  tvp-faq: 2\n", 3, "tvp-faq"),
    ],
)
def test_a_file_that_is_no_blueprint_is_told_so(tmp_path: Path, text: bytes, line: int, said: str) -> None:
    path = tmp_path / "exam.yaml"
    path.write_bytes(text)
    _, problems = read_blueprint(path, KNOWN)
    assert problems
    assert problems[0].line == line
    assert said in problems[0].message


def test_a_folder_is_no_blueprint(tmp_path: Path) -> None:
    (problem,) = read_blueprint(tmp_path, KNOWN)[1]
    assert (problem.message, problem.remedy) == (
        "This is no ordinary file.",
        "Name a YAML file of shares after --blueprint.",
    )
