"""cli/writing.py: `bank schema`, `bank new`, `bank ids`, and `bank check --fix`."""

import json
from pathlib import Path

import pytest
from desk import Desk

from tvp_quiz.banks.schema import make_schema

BANK = "bank: colours\ntitle: Colours\nfaq:\n  - question: Why: so?\n    answer: a\n"


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    (tmp_path / "content").mkdir()
    return Desk(tmp_path, capsys)


def write(desk: Desk, text: str, name: str = "colours.yaml") -> Path:
    path = desk.folder / "content" / name
    path.write_text(text, encoding="utf-8")
    return path


def test_the_schema_is_printed_for_an_editor(desk: Desk) -> None:
    code, out, _ = desk.type("bank", "schema")
    assert code == 0
    assert json.loads(out) == make_schema()
    assert out.isascii()


def test_a_new_bank_can_be_drilled_at_once(desk: Desk) -> None:
    code, out, _ = desk.type("bank", "new", "locks", "--title", "  Locks:  the\tbasics ")
    path = desk.folder / "content" / "locks.yaml"
    assert code == 0
    assert out.splitlines()[:2] == [f"Wrote {path}.", f"Wrote {path.parent / 'bank.schema.json'}."]
    assert desk.type("bank", "check") == (0, "No problems.\n", "")
    code, out, _ = desk.type("bank", "list", "--json")
    assert [(bank["bank"], bank["title"]) for bank in json.loads(out)] == [("locks", "Locks: the basics")]


def test_a_new_bank_is_named_after_its_id(desk: Desk) -> None:
    desk.type("bank", "new", "two-locks")
    assert "title: Two locks\n" in (desk.folder / "content" / "two-locks.yaml").read_text(encoding="utf-8")


def test_a_new_bank_needs_a_name_of_its_own(desk: Desk) -> None:
    write(desk, BANK.replace("Why: so", "Why"), "other.yaml")
    write(desk, "mine", "locks.yaml")
    for name, says in (
        ("My Locks!", "'My Locks!' can't be a bank's id: write my-locks, for example."),
        ("colours", f"There is a bank colours already, in {desk.folder / 'content' / 'other.yaml'}"),
        ("locks", f"There is a file {desk.folder / 'content' / 'locks.yaml'} already"),
        ("../up", "can't be a bank's id"),
    ):
        code, out, err = desk.type("bank", "new", name)
        assert (code, out) == (2, "")
        assert says in err
    code, _, err = desk.type("bank", "new", "a", "--title", "\x1b[2J")
    assert code == 2
    assert "title" in err
    assert sorted(one.name for one in (desk.folder / "content").iterdir()) == ["locks.yaml", "other.yaml"]


def test_banks_that_came_with_the_program_are_not_added_to(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from tvp_quiz.cli.main import run  # noqa: PLC0415 - as the other commands are run
    from tvp_quiz.cli.world import find_shipped  # noqa: PLC0415 - the same

    before = sorted(find_shipped().iterdir())
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TVP_QUIZ_CONTENT", raising=False)
    assert run(["--db", str(tmp_path / "x.db"), "bank", "new", "locks"]) == 2
    assert "a folder of your own with --content" in capsys.readouterr().err
    assert sorted(find_shipped().iterdir()) == before


def test_a_table_becomes_a_bank_and_what_was_not_taken_is_said(desk: Desk) -> None:
    table = desk.folder / "table.csv"
    table.write_text("Question;Answer;Wrong 1;Colour\nWhy?;So;Or;red\n;a;b;\nHow?;x;y;\n", encoding="utf-8")
    code, out, _ = desk.type("bank", "new", "colours", "--from", str(table))
    assert code == 1
    assert out.splitlines()[2:] == [
        f"Taken from {table}: 2 questions.",
        "Columns that were not taken: Colour.",
        "Row 3 was not taken: its `question` is empty.",
    ]
    code, out, _ = desk.type("bank", "check", "--json")
    assert code == 0
    assert {problem["severity"] for problem in json.loads(out)} == {"warning"}


def test_a_table_of_which_nothing_is_taken_makes_no_bank(desk: Desk) -> None:
    table = desk.folder / "table.csv"
    table.write_text("question,answer\nWhy?,\n", encoding="utf-8")
    code, out, _ = desk.type("bank", "new", "colours", "--from", str(table))
    assert code == 1
    assert out.splitlines() == [f"Taken from {table}: nothing.", "Row 2 was not taken: its `answer` is empty."]
    assert list((desk.folder / "content").iterdir()) == []


def test_ids_are_written_where_they_are_missing_and_said(desk: Desk) -> None:
    path = write(desk, BANK.replace("Why: so", "Why"))
    other = write(desk, BANK.replace("Why: so", "How").replace("colours", "other"), "other.yaml")
    code, out, _ = desk.type("bank", "ids", str(path))
    assert (code, out) == (0, f"{path}:4: added `id: why`\n")
    assert path.read_text(encoding="utf-8") == BANK.replace("- question: Why: so?", "- id: why\n    question: Why?")
    assert "id:" not in other.read_text(encoding="utf-8")
    assert desk.type("bank", "ids")[1] == f"{other}:4: added `id: how`\n"
    assert desk.type("bank", "ids") == (0, "Every entry has its id.\n", "")


def test_a_file_that_is_no_yaml_gets_no_ids_and_is_named(desk: Desk) -> None:
    path = write(desk, BANK)
    code, out, err = desk.type("bank", "ids")
    assert (code, out) == (1, "")
    assert err.startswith(f"{path}:4:18: left alone: ")
    assert path.read_text(encoding="utf-8") == BANK


def test_ids_for_what_is_not_there_is_a_usage_error(desk: Desk) -> None:
    write(desk, BANK)
    assert desk.type("bank", "ids", "nowhere.yaml")[0] == 2


def test_a_check_mends_what_it_can_and_checks_what_is_left(desk: Desk) -> None:
    path = write(desk, BANK + "    colour: red\n")
    code, out, _ = desk.type("bank", "check", "--fix")
    assert code == 1
    assert out.splitlines()[:2] == [f"{path}:4: put a text in quotes", f"{path}:4: added `id: why-so`"]
    assert "[unknown-key]" in out
    assert "1 error in 1 file." in out
    assert (
        path.read_text(encoding="utf-8")
        == BANK.replace("- question: Why: so?", "- id: why-so\n    question: 'Why: so?'") + "    colour: red\n"
    )


def test_what_was_mended_is_said_beside_the_list_for_programs(desk: Desk) -> None:
    path = write(desk, BANK)
    code, out, err = desk.type("bank", "check", "--fix", "--json")
    assert (code, json.loads(out)) == (0, [])
    assert err.startswith(f"{path}:4: put a text in quotes\n")


def test_a_check_alone_writes_nothing(desk: Desk) -> None:
    path = write(desk, BANK)
    assert desk.type("bank", "check")[0] == 1
    assert path.read_text(encoding="utf-8") == BANK
