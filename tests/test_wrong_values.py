"""storage/repairs/rules.py, storage/repairs/mending.py: whatever stands in a column, all is well after a repair"""

import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from desk import Desk
from hypothesis import given, settings
from hypothesis import strategies as st
from logs import NOW, make_blank
from test_hostile_databases import make_loose, tamper
from test_schemas import LEARNERS, make_history

from tvp_quiz.domain.plan import CatchUp, Costs, Decision, ExamPlan, Pace, Policy, Profile
from tvp_quiz.domain.review import Memory, check_memory
from tvp_quiz.domain.settings import Settings, check_settings
from tvp_quiz.errors import DatabaseError, Exit
from tvp_quiz.storage.demo_log import read_approvals, read_runs
from tvp_quiz.storage.file import HEAD
from tvp_quiz.storage.following import check_catch_up, check_decision, check_plan
from tvp_quiz.storage.moving.export import write_lines
from tvp_quiz.storage.moving.merge import foresee_merge, merge_files
from tvp_quiz.storage.papers import read_papers
from tvp_quiz.storage.plans import read_decision, read_plan
from tvp_quiz.storage.repairs.repair import repair_database
from tvp_quiz.storage.snapshot import read_pile, read_snapshot
from tvp_quiz.storage.store import open_store

VALUES = (
    *("x'ff00'", "CAST(x'ff' AS TEXT)", "CAST(x'610062' AS TEXT)", "''", "'x'", "NULL", "'\x1b[2J'", "'a/b#c'", "'5'"),
    *("-1", "0", "0.5", "2", "1e308", "9e999", "4.9e-324", "1e12", "9223372036854775807", "'exam'", "'9850-01-01'"),
    *("'0001-01-01'", "'9999-12-31'", "'0001-01-01 00:00:00.000000'", "'9999-12-31 23:59:59.999999'", "'null'"),
    *("'[]'", "'{}'", "'[[1, 2]]'", "'{\"a\": NaN}'", "'{\"a\": -1}'", "'[\"\\ud800\"]'", '\'[["bank", "a", 1e308]]\''),
    *("replace(hex(zeroblob(3000)), '00', 'ab')", "CAST(zeroblob(600) AS TEXT)", f"'{'[' * 5000}'"),
)


@cache
def make_content() -> bytes:
    """Return the file of a history with rows in every table."""
    with TemporaryDirectory() as folder:
        path = make_history(Path(folder), HEAD)
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA journal_mode=DELETE")
        return path.read_bytes()


def list_columns() -> list[tuple[str, str]]:
    """Return every column of ours with its table."""
    with TemporaryDirectory() as folder, closing(sqlite3.connect(make_history(Path(folder), HEAD))) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'alembic%'")
        return [
            (table, row[1])
            for (table,) in tables.fetchall()
            for row in connection.execute(f"PRAGMA table_info({table})")
        ]


def write_wrong(path: Path, table: str, column: str, value: str, *, everywhere: bool) -> None:
    """Let a history hold a value in all rows of a table, or in one of them, where its keys allow that."""
    path.write_bytes(make_content())
    make_loose(path, table)
    where = "" if everywhere else f" WHERE rowid = (SELECT max(rowid) FROM {table})"  # noqa: S608 - the test's own words
    tamper(path, f"UPDATE OR IGNORE {table} SET {column} = {value}{where}")  # noqa: S608 - the test's own words


def use_all(path: Path) -> None:
    """Read all that commands read of a history, and merge it into an empty one."""
    for learner in LEARNERS:
        read_snapshot(str(path), learner, NOW)
        read_pile(str(path), learner, NOW)
        with open_store(str(path), learner, NOW) as store:
            for read in (read_papers, read_plan, read_decision, read_runs, read_approvals):
                read(store)
            store.read_settings(), store.read_log(), store.read_memories(), store.read_marks()
            export = path.with_suffix(".jsonl")
            export.write_text("".join(f"{line}\n" for line in write_lines(store, "0.2.0")), encoding="utf-8")
    other = path.with_name("other.db")
    other.write_bytes(make_blank())
    merge_files(str(other), "me", [export, path], NOW)


@given(st.sampled_from(list_columns()), st.sampled_from(VALUES), st.booleans())
@settings(max_examples=12)
def test_after_a_repair_every_command_works_whatever_stood_in_a_column(
    column: tuple[str, str], value: str, everywhere: bool
) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "history.db"
        write_wrong(path, *column, value, everywhere=everywhere)
        with suppress(DatabaseError):
            use_all(path)
        assert repair_database(str(path), NOW).left == []
        use_all(path)


def repair_wrong(path: Path, change: str) -> list[str]:
    """Change a history, mend it, and return what was done but for the backup."""
    path.write_bytes(make_content())
    tamper(path, change)
    done, left = repair_database(str(path), NOW)
    assert left == []
    use_all(path)
    return done[:-1]


def count_reviews(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("SELECT count(*) FROM review").fetchone()[0])


@pytest.mark.parametrize(
    ("change", "kept"),
    [
        ("UPDATE review SET response = CAST(x'6100ff' AS TEXT)", "SELECT response = 'a\\x00' FROM review"),
        ("UPDATE review SET response = CAST(zeroblob(600) AS TEXT)", "SELECT response LIKE '\\x00%' FROM review"),
        ("UPDATE review SET duration_ms = 'long'", "SELECT duration_ms = 0 FROM review"),
        ("UPDATE review SET fingerprint = x'00'", "SELECT fingerprint = '' FROM review"),
        ("UPDATE review SET utc_offset = 1440", "SELECT utc_offset = 0 FROM review"),
        ("UPDATE review SET correct = 7", "SELECT correct IS NULL FROM review"),
        ("UPDATE exam_question SET given = 'a/b#c'", "SELECT given = '[]' FROM exam_question"),
        ("UPDATE exam_question SET certainty = 'x'", "SELECT certainty IS NULL FROM exam_question"),
        ("UPDATE exam_paper SET blueprint = '9850-01-01'", "SELECT blueprint = '[]' FROM exam_paper"),
        ("UPDATE plan SET weights = '5'", "SELECT weights = '{}' FROM plan"),
    ],
)
def test_what_a_row_can_do_without_is_no_reason_to_lose_it(tmp_path: Path, change: str, kept: str) -> None:
    path = tmp_path / "history.db"
    path.write_bytes(make_content())
    before = count_reviews(path)
    table = kept.rsplit(maxsplit=1)[-1]
    (sentence,) = [said for said in repair_wrong(path, change) if not said.startswith("The memor")]
    assert sentence.startswith("Kept without what tvp-quiz never writes: ")
    assert sentence.endswith(f" of {table}.")
    assert count_reviews(path) == before
    with closing(sqlite3.connect(path)) as connection:
        assert all(right for (right,) in connection.execute(kept))
    assert not path.with_suffix(".set-aside.jsonl").exists()


@pytest.mark.parametrize(
    ("column", "value"),
    [("review.card", "'a' || char(0) || 'b'"), ("exam_question.card", "'a' || char(7)"), ("plan.banks", "'{}'")],
)
def test_what_no_export_would_take_is_found_and_set_aside(tmp_path: Path, column: str, value: str) -> None:
    table, _, name = column.partition(".")
    path = tmp_path / "history.db"
    path.write_bytes(make_content())
    change = f"UPDATE {table} SET {name} = {value}"  # noqa: S608 - the test's own words
    tamper(path, change)
    with open_store(str(path), "me", NOW) as store:
        assert any(said.startswith(f"Never written by tvp-quiz: the {name} in ") for said in store.verify())
    assert any(said.startswith("Set aside") for said in repair_wrong(path, change))


MEMORY = Memory(2.0, 5.0, NOW.date(), NOW.date(), NOW.date(), 3, 1)
PLAN = ExamPlan(NOW.date(), 20, NOW.date(), weights={"a": 2})
PROFILE = Profile(Pace(0.1, 0.2), Costs())
DECISION = Decision(NOW.date(), Policy(0.9, 3, 0.1), PROFILE)


@pytest.mark.parametrize(
    "check",
    [
        *(lambda bad=bad: check_memory(MEMORY._replace(stability=bad)) for bad in (-1, 0, float("inf"), "x", None)),
        *(lambda bad=bad: check_memory(MEMORY._replace(difficulty=bad)) for bad in (0, 11, "exam", b"")),
        lambda: check_memory(MEMORY._replace(lapses=4)),
        lambda: check_memory(MEMORY._replace(due=NOW.date().replace(year=2020))),
        *(lambda bad=bad: check_settings(Settings(retention=bad)) for bad in (0, 1, "0001-01-01")),
        *(lambda bad=bad: check_settings(Settings(new=bad)) for bad in (-1, 0.5, "x")),
        *(lambda bad=bad: check_plan(PLAN._replace(minutes=bad)) for bad in (0, 1e308, "x", None)),
        lambda: check_plan(PLAN._replace(weights={"a": -1.0})),
        lambda: check_plan(PLAN._replace(since=NOW.date().replace(year=2020))),
        lambda: check_catch_up(CatchUp(NOW.date(), NOW.date(), -1)),
        lambda: check_decision(DECISION._replace(policy=Policy(0.9, 1.5, 0.1))),  # type: ignore[arg-type] # as SQLite may have it
        lambda: check_decision(DECISION._replace(profile=PROFILE._replace(costs=Costs(meeting=0)))),
    ],
)
def test_what_no_row_of_ours_makes_is_refused(check: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match=r"can't be|days from"):
        check()


def test_what_every_row_of_ours_makes_is_taken() -> None:
    assert check_memory(MEMORY) is MEMORY
    assert check_plan(PLAN) is PLAN
    assert check_decision(DECISION) is DECISION
    assert check_settings(Settings()) == Settings()


def test_a_history_that_is_foreseen_to_be_merged_into_is_called_by_its_own_name(tmp_path: Path) -> None:
    path, other = tmp_path / "history.db", tmp_path / "other.db"
    path.write_bytes(make_content())
    other.write_bytes(make_content())
    tamper(path, "UPDATE exam_question SET certainty = 'x'")
    with pytest.raises(DatabaseError) as refused:
        foresee_merge(str(path), "me", [other], NOW)
    assert str(refused.value).startswith(f"{path} holds what tvp-quiz never wrote (paper: questions 0 certainty: ")


def test_a_source_with_what_is_no_answer_is_refused_in_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    desk, other = Desk(tmp_path, capsys), tmp_path / "other.db"
    other.write_bytes(make_content())
    tamper(other, "UPDATE exam_question SET given = x'ff00'")
    code, _, err = desk.type("data", "merge", str(other))
    assert (code, err.count("\n"), err.startswith(f"{other}: ")) == (Exit.DATABASE, 1, True)
