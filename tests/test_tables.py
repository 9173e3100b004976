"""Listings: tables of rows, and the problems of banks."""

from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path

from rich.console import Console

from tvp_quiz.domain.problem import Problem, Severity
from tvp_quiz.terminal.tables import Cell, build_table, open_console, print_problems

BANK = Path("content/course/bank.yaml")


def make_console() -> Console:
    return Console(width=80, file=StringIO(), color_system=None, force_terminal=True, legacy_windows=False, _environ={})


def show_table(columns: list[str], rows: list[list[Cell]]) -> list[str]:
    console = make_console()
    with console.capture() as capture:
        console.print(build_table(columns, rows))
    return [line.rstrip() for line in capture.get().splitlines()]


def show_problems(*problems: Problem, line: str = "") -> list[str]:
    console = make_console()
    with console.capture() as capture:
        print_problems(console, problems, lambda _: line)
    return capture.get().splitlines()


def make_problem(column: int, severity: Severity = Severity.ERROR) -> Problem:
    return Problem(BANK, 7, column, "unknown-key", "`trem` is no key", "term", severity)


def test_a_table_aligns_numbers_and_leaves_out_none() -> None:
    assert show_table(["card", "lapses"], [["a/b#c", 8], ["[bold]x\x1b[2J", 12], ["漢", None]]) == [
        "card            lapses",
        "a/b#c                8",
        r"[bold]x\x1b[2J      12",
        "漢",
    ]


def test_a_table_of_nothing_is_its_head() -> None:
    assert show_table(["card", "due"], []) == ["card  due"]


def test_a_long_cell_is_folded_to_80_columns() -> None:
    lines = show_table(["card", "stem"], [["a" * 30, "x" * 90]])
    assert max(map(len, lines)) <= 80
    assert sum(line.count("x") for line in lines) == 90


def test_a_problem_points_at_its_token_and_says_what_to_write() -> None:
    assert show_problems(make_problem(5), line="  - trem: Thread\n") == [
        "content/course/bank.yaml:7:5: error: `trem` is no key [unknown-key]",
        "      - trem: Thread",
        "        ^^^^",
        "  write: term",
        "",
        "1 error in 1 file.",
    ]


def test_the_caret_stands_under_its_token_after_tabs_wide_and_unseen_characters() -> None:
    _, source, caret, *_ = show_problems(make_problem(6), line="\t漢\x1b: trem: x")
    assert source == r"        漢\x1b: trem: x"
    assert caret == " " * (8 + 2 + 4 + 2) + "^^^^"


def test_a_long_line_is_shortened_around_its_token() -> None:
    line = "x" * 99 + " trem " + "y" * 99
    _, source, caret, *_ = show_problems(make_problem(101), line=line)
    assert source == "   …" + "x" * 39 + " trem " + "y" * 39 + "…"
    assert caret == " " * (4 + 40) + "^^^^"


def test_a_line_that_is_shown_as_far_as_it_goes_has_no_sign_of_a_cut() -> None:
    line = "x" * 39 + " trem " + "y" * 39
    assert show_problems(make_problem(41), line=line)[1:3] == ["    " + line, " " * 44 + "^^^^"]
    assert show_problems(make_problem(42), line="x" + line)[1].startswith("   …x")
    assert show_problems(make_problem(41), line=line + "y")[1].endswith("y…")


def test_a_place_beyond_its_line_or_file_is_no_failure() -> None:
    assert show_problems(make_problem(50), line="short")[-1] == "1 error in 1 file."
    assert show_problems(make_problem(1), line="")[1] == "  write: term"


def test_the_count_tells_errors_from_warnings() -> None:
    problems = (make_problem(1), make_problem(1), make_problem(1, Severity.WARNING))
    assert show_problems(*problems)[-1] == "2 errors and 1 warning in 1 file."
    assert show_problems() == ["No problems."]


def test_a_console_writes_in_the_characters_that_its_encoding_has() -> None:
    out = BytesIO()
    console = open_console(TextIOWrapper(out, encoding="latin-1"), no_color=False, term="xterm")
    console.print("naïve → 漢")
    console.file.flush()
    assert out.getvalue().decode("latin-1") == "naïve -> Han\n"
