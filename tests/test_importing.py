"""banks/importing.py, table.py: what a table becomes, and which rows are not taken."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tvp_quiz.banks.build import read_draft
from tvp_quiz.banks.importing import Imported, import_table
from tvp_quiz.banks.newbank import write_head
from tvp_quiz.banks.parse import list_entries
from tvp_quiz.domain.problem import Severity
from tvp_quiz.errors import UsageError


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "table.csv"


def take(path: Path, data: str | bytes) -> tuple[list[dict[str, object]], Imported]:
    """Import a table, and return its entries as the bank has them, which checks clean."""
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    imported = import_table(path)
    draft = read_draft((write_head("x", "X") + imported.body).encode(), path)
    errors = [problem for problem in draft.problems if problem.severity is Severity.ERROR]
    assert errors == [] or (not imported.body and errors[0].rule == "no-section")
    return [entry.model_dump(exclude_defaults=True) for entry in list_entries(draft)], imported


def refuse(path: Path, data: str | bytes) -> dict[int, str]:
    """Return the rows that are not taken, each with the reason."""
    return {one.row: one.why for one in take(path, data)[1].refused}


def test_a_question_with_distractors_is_a_choice(path: Path) -> None:
    table = "question,answer,distractor 1,Distractor_2,because,tags,refs\nWhy?,So,Or,Nor,It is,a; b,P-1\n"
    entries, imported = take(path, table)
    (entry,) = entries
    assert entry["type"] == "choice"
    assert entry["answer"] == {"text": "So"}
    assert entry["distractors"] == [{"text": "Or"}, {"text": "Nor"}]
    assert (entry["because"], entry["tags"], entry["refs"]) == ("It is", ["a", "b"], ["P-1"])
    assert imported.counts == {"definitions": 0, "questions": 1}


def test_distractors_may_stand_in_one_cell(path: Path) -> None:
    (entry,), _ = take(path, "Distractors\tANSWER\tquestion\none| two |\tthree\tHow many?\n")
    assert entry["distractors"] == [{"text": "one"}, {"text": "two"}]


@pytest.mark.parametrize(
    ("front", "back", "kind"),
    [
        ("Mutex", "A lock that one thread at a time can hold", "definition"),
        ("Capital of France?", "Paris", "typed"),
        ("Why do threads share memory?", "Because they belong to one process", "recall"),
        ("The smallest unit that a system schedules is the", "thread", "typed"),
        ("Lock", "Mutex", "typed"),
    ],
)
def test_front_and_back_become_what_fits(path: Path, front: str, back: str, kind: str) -> None:
    (entry,), _ = take(path, f"Back,Front\n{back},{front}\n")
    assert entry.get("type", "definition") == kind


def test_terms_and_meanings_become_definitions(path: Path) -> None:
    (entry,), _ = take(path, "term;meaning;aliases;examples\nMutex;A lock;lock, mutual exclusion;a guard|a door\n")
    assert entry["aliases"] == ["lock", "mutual exclusion"]
    assert entry["examples"] == ["a guard", "a door"]


@pytest.mark.parametrize(
    "data",
    [
        "question,answer\nWhy?,So\n",
        "QUESTION;Answer\r\nWhy?;So\r\n",
        "\ufeffquestion\tanswer\nWhy?\tSo\n",
        "sep=;\nquestion;answer\nWhy?;So\n",
        "\n,\nquestion,answer,\n\n,\nWhy?,So,\n",
        '"question","answer"\n"Why?","So"\n',
        "question,answer\nWhy?,So\n".encode("utf-16"),
        "answer|question\rSo|Why?\r",
    ],
)
def test_a_table_is_read_as_spreadsheets_write_it(path: Path, data: str | bytes) -> None:
    (entry,), imported = take(path, data)
    assert (entry["id"], entry["question"], entry["answer"]) == ("why", "Why?", "So")
    assert imported.refused == []


def test_a_row_that_makes_no_entry_is_refused_with_its_number_and_the_reason(path: Path) -> None:
    table = (
        "question,answer,distractors\nGood?,yes,no\n,a,b\nAlone?,,\nSame?,a,a\n\n"
        f"Bell?,\x07,b\nLong?,{'x' * 1_000_000},b\ngood?,Yes,maybe\nMore?,a,b,c\nLast?,a,b\n"
    )
    entries, imported = take(path, table)
    assert [entry["id"] for entry in entries] == ["good", "last"]
    assert {one.row: one.why.rstrip(".") for one in imported.refused} == {
        3: "its `question` is empty",
        4: "its `answer` is empty",
        5: "This says the same as the answer",
        7: "it holds an invisible control character (U+0007)",
        8: "`answer` is longer than 5000 characters",
        9: "it says the same as row 2",
        10: "it has more cells than the first row names columns, from `c` on",
    }


@pytest.mark.parametrize(
    "cell", ["=1+1", '=cmd|"/c calc"!A1', "@a", "-5", "a: b", "{x}", "*x", "null", "# a", "'", "é\tü"]
)
def test_a_hostile_cell_is_kept_as_the_text_that_it_is(path: Path, cell: str) -> None:
    out = io.StringIO()
    csv.writer(out).writerows([["question", "answer", "because"], ["Why?", "So", cell]])
    (entry,), _ = take(path, out.getvalue())
    assert entry["because"] == cell


def test_a_cell_of_several_lines_stays_one_text(path: Path) -> None:
    (entry,), _ = take(path, 'question,answer\n"Why\r\nso?","a, ""b"""\n')
    assert (entry["question"], entry["answer"]) == ("Why\nso?", 'a, "b"')


@pytest.mark.parametrize("row", ['"never closed,a\nNext?,b\n', '"a" b,c\n'])
def test_after_a_quote_that_does_not_match_nothing_is_guessed(path: Path, row: str) -> None:
    entries, imported = take(path, f"question,answer\nGood?,yes\n{row}")
    assert len(entries) == 1
    assert [one.row for one in imported.refused] == [3]
    assert "quote" in imported.refused[0].why


def test_columns_that_nobody_knows_are_named(path: Path) -> None:
    _, imported = take(path, "question,answer,Colour,,Level 2\nWhy?,So,red,,\n")
    assert imported.unknown == ["Colour", "Level 2"]


def test_ids_come_from_the_text_or_its_own_column_and_are_never_the_same(path: Path) -> None:
    table = (
        "id,question,answer\nown-1,What is it?,a\n,What is it?,b\n,¿?,c\n,Mutex lock?,d\n"
        "Mutex Lock,Lock?,e\nown-1,Why?,f\n"
    )
    entries, imported = take(path, table)
    assert [entry["id"] for entry in entries] == ["own-1", "what-is-it", "entry", "mutex-lock", "mutex-lock-2"]
    assert [(one.row, one.why) for one in imported.refused] == [(7, "another row has its id, `own-1`")]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"Why?,So\nWhat?,This\n", "must name the columns"),
        (b"question,colour\nWhy?,red\n", "must name the columns"),
        (b"", "must name the columns"),
        (b"question,answer\nWhy?,\xfcber\n", "UTF-8"),
        (b"PK\x03\x04\xff", "UTF-8"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b"x" * (4 * 1024 * 1024 + 1), "larger than 4 MB"),
    ],
)
def test_a_file_that_is_no_such_table_is_refused(path: Path, data: bytes, says: str) -> None:
    path.write_bytes(data)
    with pytest.raises(UsageError, match=says):
        import_table(path)


@pytest.mark.parametrize(("name", "says"), [("", "can't be imported"), ("nowhere.csv", "There is no file")])
def test_what_is_no_file_is_refused(tmp_path: Path, name: str, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        import_table(tmp_path / name)


@given(st.lists(st.lists(st.text(max_size=20), min_size=1, max_size=5), max_size=6))
def test_whatever_the_cells_hold_the_bank_checks_clean(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]
) -> None:
    out = io.StringIO()
    clean = [[cell.encode(errors="replace").decode() for cell in row] for row in rows]
    csv.writer(out).writerows([["question", "answer", "distractors", "because"], *clean])
    entries, imported = take(tmp_path_factory.getbasetemp() / "table.csv", out.getvalue())
    filled = [row for row in clean if any(cell.strip() for cell in row)]
    assert len(entries) + len(imported.refused) == len(filled)
