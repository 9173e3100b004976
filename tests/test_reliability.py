"""docs/reliability.md: what it says shows a promise is there, and its figures find their place"""

import re
from pathlib import Path

import pytest
from reliability.figures import BEGIN, END, Figure, draw_table, write_figures
from reliability.run import ROWS

ROOT = Path(__file__).parent.parent
DOCUMENT = ROOT / "docs" / "reliability.md"
HEADING = re.compile(r"\d{4}-\d\d-\d\d, \d+ minutes, \w+ on \w+, Python [\d.]+, SQLite [\d.]+, seed \d+:")
NAMED = re.compile(r"(test_\w+\.py)::(test_\w+)")
FIGURES = [Figure("killed", 1200, []), Figure("torn", 7, ["one is lost"], "a note")]


def test_every_test_that_a_promise_names_is_there() -> None:
    named = NAMED.findall(DOCUMENT.read_text(encoding="utf-8"))
    assert len(named) >= 30
    missing = [
        f"{file}::{test}"
        for file, test in named
        if not re.search(rf"^def {test}\(", (ROOT / "tests" / file).read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert missing == []


def test_the_document_has_the_figures_of_a_run_in_which_nothing_was_wrong() -> None:
    table = DOCUMENT.read_text(encoding="utf-8").partition(BEGIN)[2].partition(END)[0]
    assert HEADING.fullmatch(table.strip().partition("\n")[0])
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in table.splitlines() if line.startswith("| ")]
    assert rows[0] == ["what", "tried", "wrong", ""]
    assert [what for what, *_ in rows[1:]] == list(ROWS)
    assert [what for what, tried, _, _ in rows[1:] if int(tried.replace(",", "")) <= 0] == []
    assert [what for what, _, wrong, _ in rows[1:] if wrong != "0"] == []


def test_figures_take_the_place_of_those_before(tmp_path: Path) -> None:
    path = tmp_path / "document.md"
    path.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n", encoding="utf-8")
    for _ in range(2):
        write_figures(path, FIGURES, "Today:")
    written = path.read_text(encoding="utf-8")
    assert written.startswith(f"before\n{BEGIN}\nToday:\n\n| what |")
    assert "| killed | 1,200 | 0 |  |\n| torn | 7 | 1 | a note |" in written
    assert written.endswith(f"{END}\nafter\n")
    path.write_text("no place", encoding="utf-8")
    with pytest.raises(ValueError, match="no markers"):
        write_figures(path, FIGURES, "Today:")


def test_a_table_ends_in_all_that_was_wrong() -> None:
    lines = draw_table(FIGURES).splitlines()
    assert [line.split()[:3] for line in lines[1:3]] == [["killed", "1,200", "0"], ["torn", "7", "1"]]
    assert lines[-1] == "torn: one is lost"
