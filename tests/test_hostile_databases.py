"""storage/guard.py, storage/file.py: databases from strangers"""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from damages import loop_pages, read_reviews
from desk import Desk
from logs import NOW, PROCESS, THREAD, make_review, open_history, read_column, record

from tvp_quiz.errors import DatabaseError, Exit
from tvp_quiz.storage.file import open_file
from tvp_quiz.storage.guard import LONGEST, find_foreign
from tvp_quiz.storage.moving.sources import open_source
from tvp_quiz.storage.repairs.repair import repair_database
from tvp_quiz.storage.snapshot import read_snapshot
from tvp_quiz.storage.store import open_store
from tvp_quiz.storage.tables import cut_answer

PAGES = slice(28, 32)
ENDLESS = (
    "WITH RECURSIVE n(version_num) AS (SELECT 1 UNION ALL SELECT version_num + 1 FROM n) SELECT max(version_num) FROM n"
)
BANK = "bank: b\ntitle: B\ndefinitions:\n  - {id: thread, term: Thread, meaning: A path of execution}\n"
COPY = "CREATE TABLE copied AS SELECT * FROM review; DROP TABLE review;"


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    """A desk with a bank of one card, whose history has a review of two cards, one of them undone."""
    desk = Desk(tmp_path, capsys)
    desk.database.parent.mkdir()
    desk.content.mkdir()
    (desk.content / "b.yaml").write_text(BANK, encoding="utf-8")
    with open_history(desk.database, "me") as store:
        record(store, make_review(1))
        record(store, make_review(2, PROCESS))
        store.undo(NOW)
    return desk


def tamper(path: Path, statements: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.executescript(f"PRAGMA ignore_check_constraints=ON; PRAGMA foreign_keys=OFF; {statements}")


ADDITIONS = {
    "a trigger": (
        "CREATE TRIGGER forget AFTER INSERT ON review BEGIN DELETE FROM review; END",
        "a trigger named forget",
    ),
    "a view for a table": (
        "ALTER TABLE review RENAME TO old; CREATE VIEW review AS SELECT * FROM old",
        "a table named old",
    ),
    "an endless version": (
        f"DROP TABLE alembic_version; CREATE VIEW alembic_version AS {ENDLESS}",
        "a view named alembic_version",
    ),
    "a table": ("CREATE TABLE cookies (host)", "a table named cookies"),
    "a virtual table": (f"{COPY} CREATE VIRTUAL TABLE review USING fts4(learner, id, card)", "a table named copied"),
    "an index of some rows": (
        "DROP INDEX review_of_day; CREATE INDEX review_of_day ON review (learner, day) WHERE rating > 1",
        "an index named review_of_day",
    ),
    "an index of what is computed": (
        "DROP INDEX review_of_day; CREATE INDEX review_of_day ON review (upper(hex(response)))",
        "an index named review_of_day",
    ),
    "a computed column": ("ALTER TABLE bank_seen ADD COLUMN more AS (hex(bank))", "a table named bank_seen"),
    "a heavy rule": (
        "DROP TABLE bank_seen; CREATE TABLE bank_seen (bank CHECK (length(randomblob(1000000000)) > 1), digest)",
        "a table named bank_seen",
    ),
    "a table without numbers of rows": (
        "DROP TABLE bank_seen; CREATE TABLE bank_seen (learner PRIMARY KEY, bank, digest) WITHOUT ROWID",
        "a table named bank_seen",
    ),
}


@pytest.mark.parametrize("addition", ADDITIONS)
def test_what_the_program_never_makes_is_named_and_the_file_left_alone(desk: Desk, addition: str) -> None:
    statements, name = ADDITIONS[addition]
    tamper(desk.database, statements)
    before = desk.database.read_bytes()
    for use in (
        lambda: read_snapshot(str(desk.database), "me", NOW),
        lambda: open_store(str(desk.database), "me", NOW).close(),
    ):
        with pytest.raises(DatabaseError) as refused:
            use()
        assert str(refused.value) == (
            f"{desk.database} holds {name}, which tvp-quiz never makes, and was left as it is: "
            "`tvp-quiz data verify --repair` puts what is of tvp-quiz into a clean file."
        )
    assert desk.database.read_bytes() == before


@pytest.mark.parametrize("addition", ADDITIONS)
def test_a_repair_puts_the_reviews_into_a_clean_file(desk: Desk, addition: str) -> None:
    before = read_reviews(desk.database)
    tamper(desk.database, ADDITIONS[addition][0])
    assert repair_database(str(desk.database), NOW).left == []
    assert read_reviews(desk.database) == before
    with closing(open_file(desk.database)) as connection:
        assert find_foreign(connection) == []


def test_a_file_that_claims_to_be_huge_is_damaged_and_mended(desk: Desk) -> None:
    with closing(sqlite3.connect(desk.database)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
    content = bytearray(desk.database.read_bytes())
    content[PAGES] = (1 << 31).to_bytes(4)
    desk.database.write_bytes(content)
    assert "is damaged" in desk.type("stats")[2]
    assert desk.type("data", "verify", "--repair")[0] == Exit.DONE
    assert len(read_reviews(desk.database)) == 2


LONG = "takes longer to read than any history of its size, so it is damaged: `tvp-quiz data verify --repair` saves"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("sqlite_master", ["stats"]),
        ("sqlite_master", ["data", "verify"]),
        ("memory_due", ["drill"]),
        ("sqlite_autoindex_memory_1", ["drill"]),
        ("review_in_order", ["stats"]),
    ],
)
def test_pages_that_lead_to_each_other_over_and_over_are_given_up_and_mended(
    desk: Desk, name: str, words: list[str]
) -> None:
    before = read_reviews(desk.database)
    loop_pages(desk.database, name)
    code, _, err = desk.type(*words)
    assert (code, LONG in err) == (Exit.DATABASE, True)
    assert desk.type("data", "verify", "--repair")[0] == Exit.DONE
    assert read_reviews(desk.database) == before


def test_what_one_transaction_asked_is_not_held_against_the_next(desk: Desk) -> None:
    counting = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50000) SELECT max(i) FROM n"
    with open_history(desk.database, "me") as store:
        for _ in range(20):
            with store.reading() as session:
                assert session.connection().exec_driver_sql(counting).scalar() == 50_000


def test_a_source_with_thousands_of_reviews_is_read_whole(desk: Desk) -> None:
    numbers = "(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 15000) SELECT i FROM n)"
    names = [str(name) for name in read_column(desk.database, "PRAGMA table_info(review)", 1)]
    values = ", ".join("printf('%032x', i)" if name == "id" else name for name in names)
    tamper(desk.database, f"INSERT INTO review SELECT {values} FROM review, {numbers} WHERE voided_at IS NULL")  # noqa: S608 - the test's own words
    with open_source(desk.database) as engine, engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM review").scalar() == 15_002


def test_a_schema_of_thousands_of_tables_is_given_up_and_mended(desk: Desk) -> None:
    before = read_reviews(desk.database)
    tables = ((f"t{number}", f"CREATE TABLE t{number} (a)") for number in range(10_000))
    with closing(sqlite3.connect(desk.database)) as connection, connection:
        connection.execute("PRAGMA writable_schema=ON")
        connection.executemany("INSERT INTO sqlite_master VALUES ('table', ?1, ?1, 2, ?2)", tables)
    assert LONG in desk.type("stats")[2]
    assert desk.type("data", "verify", "--repair")[0] == Exit.DONE
    assert read_reviews(desk.database) == before


@pytest.mark.parametrize("suffix", ["", "-wal"])
def test_a_file_that_is_nearly_all_holes_is_not_read_and_takes_no_room(desk: Desk, suffix: str) -> None:
    before = read_reviews(desk.database)
    file = Path(f"{desk.database}{suffix}")
    file.touch()
    os.truncate(file, 1 << 30)
    for words in (["stats"], ["data", "verify"], ["data", "backup"], ["data", "merge", str(desk.database)]):
        code, _, err = desk.type(*words)
        assert (code, "nearly all of it is empty" in err) == (Exit.DATABASE, True)
    assert desk.type("data", "verify", "--repair")[0] == Exit.DONE
    assert read_reviews(desk.database) == before
    (kept,) = desk.database.parent.glob(f"*.damaged-*Z{suffix}")
    assert (kept.stat().st_size, kept.stat().st_blocks < 4096) == (1 << 30, True)


def test_a_review_longer_than_any_is_left_behind_and_the_others_are_saved(desk: Desk) -> None:
    before = read_reviews(desk.database)
    gone = f"response = replace(hex(zeroblob({LONGEST + 1})), '00', 'a')"
    tamper(desk.database, f"UPDATE review SET {gone} WHERE card = '{PROCESS}'")  # noqa: S608 - the test's own words
    assert "string or blob too big" in desk.type("data", "verify")[2]
    assert desk.type("data", "verify", "--repair")[0] == Exit.DONE
    assert [row[2] for row in read_reviews(desk.database).values()] == [THREAD]
    assert read_reviews(desk.database).items() < before.items()


def test_a_backup_in_another_encoding_is_refused_by_its_own_name(desk: Desk, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    with closing(sqlite3.connect(desk.database)) as connection, closing(sqlite3.connect(other)) as target:
        target.executescript("PRAGMA encoding='UTF-16le';" + "".join(connection.iterdump()))
    code, _, err = desk.type("data", "restore", str(other), "--yes")
    assert (code, f"{other} was not made by tvp-quiz, for its text is UTF-16le" in err) == (Exit.DATABASE, True)


def test_a_rule_that_nothing_meets_is_answered_with_a_sentence_by_whatever_writes(desk: Desk) -> None:
    with closing(sqlite3.connect(desk.database, isolation_level=None)) as connection:
        connection.execute("PRAGMA writable_schema=ON")
        # SQLite asks those rules alone that name what an update changes
        for table, rule in (("review", "0), CHECK (voided_at = 0"), ("card_mark", "0")):
            (sql,) = connection.execute("SELECT sql FROM sqlite_master WHERE name = ?", (table,)).fetchone()
            changed = f"{sql.rstrip().removesuffix(')')}, CHECK ({rule}))"
            connection.execute("UPDATE sqlite_master SET sql = ? WHERE name = ?", (changed, table))
    drilled = desk.drill("a thread\n3\n", "--learner", "me", "drill", "--plain")
    for code, err in (
        (drilled.returncode, drilled.stderr),
        desk.type("undo")[::2],
        desk.type("suspend", "b/thread#term")[::2],
    ):
        assert code == Exit.DATABASE
        assert f"{desk.database} holds what tvp-quiz never wrote (CHECK constraint failed" in err
        assert "Traceback" not in err


WRONG = (
    *("'\x1b[2J'", "x'ff00'", "CAST(x'ff' AS TEXT)", "1e308", "-1", "9e999", "NULL", "'99999-01-01'"),
    *("9223372036854775807", "'; DROP TABLE review; --'"),
)
COLUMNS = (
    *("review.rating", "review.reviewed_at", "review.utc_offset", "review.day", "review.duration_ms", "review.kind"),
    *("review.retention", "review.response", "review.card", "review.id", "memory.stability", "memory.difficulty"),
    *("memory.introduced", "memory.due", "memory.reps", "memory.lapses", "memory.card", "memory.fingerprint"),
    *("learner.retention", "learner.new", "learner.rollover", "learner.created_at"),
)
COMMANDS = (("stats",), ("cards", THREAD), ("undo",), ("data", "verify"), ("data", "verify", "--repair"))


@pytest.mark.parametrize(
    ("column", "value"),
    [(column, WRONG[number * 3 % len(WRONG)]) for number, column in enumerate(COLUMNS)] + [("review.id", "NULL")],
)
def test_any_value_in_any_column_is_answered_with_sentences(desk: Desk, column: str, value: str) -> None:
    table, _, name = column.partition(".")
    make_loose(desk.database, table)
    tamper(desk.database, f"UPDATE OR IGNORE {table} SET {name} = {value}")  # noqa: S608 - the test's own words
    for words in COMMANDS:
        code, out, err = desk.type(*words)
        assert code in {Exit.DONE, Exit.FOUND, Exit.USAGE, Exit.NO_CONTENT, Exit.DATABASE}
        assert not set("\x1b\x07\x00") & set(out + err)


def make_loose(path: Path, table: str) -> None:
    """Let a table's columns take NULL, too: whoever makes a file by themselves makes its rules as well."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA writable_schema=ON")
        connection.execute("UPDATE sqlite_master SET sql = replace(sql, 'NOT NULL', '') WHERE name = ?", (table,))


TYPED = "bank: b\ntitle: B\nquestions:\n  - {id: what, type: typed, question: What?, answer: thread}\n"
VERSIONS = ("''", "'0006 '", "x'00'", "6", "char(0)", "'0009'", "'0005'", "'0003'", "'0001'")


@pytest.mark.parametrize("version", VERSIONS)
def test_a_schema_that_says_of_itself_what_is_not_so_is_damage_and_loses_nothing(desk: Desk, version: str) -> None:
    before = read_reviews(desk.database)
    tamper(desk.database, f"UPDATE alembic_version SET version_num = {version}")  # noqa: S608 - the test's own words
    code, _, err = desk.type("stats")
    assert (code, "`tvp-quiz data verify --repair` mends it." in err) == (Exit.DATABASE, True)
    assert desk.type("data", "verify", "--repair")[0] == Exit.DONE
    assert read_reviews(desk.database) == before
    assert desk.type("stats")[0] == Exit.DONE


def test_a_schema_whose_page_lost_its_end_is_damage_and_loses_nothing(desk: Desk) -> None:
    before = read_reviews(desk.database)
    with closing(sqlite3.connect(desk.database)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'alembic_version'").fetchone()
    content = bytearray(desk.database.read_bytes())
    content[page * 4096 - 2048 : page * 4096] = bytes(2048)
    desk.database.write_bytes(content)
    assert "update this program" not in desk.type("stats")[2]
    assert desk.type("data", "verify", "--repair")[0] == Exit.DONE
    assert read_reviews(desk.database) == before


def test_what_sqlite_says_of_a_damaged_schema_is_one_line(desk: Desk) -> None:
    with closing(sqlite3.connect(desk.database, isolation_level=None)) as connection:
        connection.execute("PRAGMA writable_schema=ON")
        connection.execute(
            "UPDATE sqlite_master SET sql = replace(sql, 'memory_lapses', 'a\n`b') WHERE name = 'memory'"
        )
    code, _, err = desk.type("stats")
    assert (code, err.count("\n")) == (Exit.DATABASE, 1)


def test_what_is_typed_with_zeros_is_kept_escaped_and_nothing_is_wrong_with_it(desk: Desk) -> None:
    (desk.content / "b.yaml").write_text(TYPED, encoding="utf-8")
    drilled = desk.drill("ab\0\0\0\0\0cd\n\n", "--learner", "me", "drill", "--plain")
    assert drilled.returncode == Exit.DONE
    assert r"ab\x00\x00\x00\x00\x00cd" in read_column(desk.database, "SELECT response FROM review")
    assert desk.type("data", "verify")[0] == Exit.DONE


def test_answers_that_an_older_program_kept_as_they_were_typed_are_no_damage_and_merge_in_any_order(
    desk: Desk, tmp_path: Path
) -> None:
    old, new, export = tmp_path / "old.db", tmp_path / "new.db", tmp_path / "old.jsonl"
    for response in ("'a' || char(0, 0, 0, 0, 0)", f"replace(hex(zeroblob({LONGEST // 4})), '00', 'ab')"):
        tamper(desk.database, f"UPDATE review SET response = {response} WHERE card = '{PROCESS}'")  # noqa: S608 - the test's own words
        for path in (old, new):
            path.write_bytes(desk.database.read_bytes())
        tamper(new, f"UPDATE review SET response = '{cut(old)}' WHERE card = '{PROCESS}'")  # noqa: S608 - the same
        for path, other in ((old, new), (new, old)):
            for words in (["data", "verify"], ["data", "merge", str(other)], ["data", "export", str(export)]):
                assert desk.type("--db", str(path), *words)[::2] == (Exit.DONE, "")
        exports = []
        for path in (old, new):
            assert desk.type("--db", str(path), "data", "export", str(export))[0] == Exit.DONE
            exports.append(export.read_bytes())
        assert exports[0] == exports[1]
        assert desk.type("--db", str(tmp_path / f"{len(response)}.db"), "data", "merge", str(export))[0] == Exit.DONE


def cut(path: Path) -> str:
    """Return an answer of a history as this program would keep it."""
    (response,) = read_column(path, f"SELECT response FROM review WHERE card = '{PROCESS}'")  # noqa: S608 - the test's own words
    return cut_answer(str(response))


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="only Linux has such a file")
def test_what_calls_itself_a_file_and_cannot_be_read_is_refused_by_its_name(desk: Desk) -> None:
    _, _, err = desk.type("data", "merge", "/proc/self/mem")
    assert err.startswith("/proc/self/mem can't be read (")
