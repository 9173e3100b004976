"""storage/backups (restoring, tallying), cli/backups.py: going back to a backup, all of it or nothing"""

import gzip
import json
import os
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import date, timedelta
from pathlib import Path
from threading import Thread
from time import sleep
from uuid import UUID

import pytest
from desk import Desk
from harm import empty_index, overwrite_header, overwrite_page
from logs import NOW, PROCESS, THREAD, make_review, open_history, read_column, record

from tvp_quiz.domain.exam import Attempt, Item, Measure, Paper
from tvp_quiz.domain.plan import CatchUp, ExamPlan
from tvp_quiz.domain.settings import Settings
from tvp_quiz.domain.tally import Choice, Span
from tvp_quiz.errors import DatabaseError, Exit
from tvp_quiz.storage.backups.backup import Reason, find_folder, find_state, keep_backup, list_backups
from tvp_quiz.storage.backups.restoring import Restored, compare, open_candidate, restore
from tvp_quiz.storage.catch_ups import keep_catch_up, stop_catch_up
from tvp_quiz.storage.demo_log import approve, read_approvals, revoke
from tvp_quiz.storage.file import HEAD
from tvp_quiz.storage.holes import find_log
from tvp_quiz.storage.papers import keep_attempts, keep_paper
from tvp_quiz.storage.plans import keep_plan
from tvp_quiz.storage.store import Store
from tvp_quiz.storage.takeover import Edited, take_over

SCHEMAS = Path(__file__).parent / "schemas"
LATER = NOW + timedelta(hours=1)
DAY = date(2026, 3, 1)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "history.db"
    with open_history(path) as store:
        record(store, make_review(1))
    return path


@pytest.fixture
def backup(path: Path) -> Path:
    """A backup of one review, in a history that has gone on to three, with other settings and another learner."""
    backup = keep_backup(str(path), Reason.MANUAL, NOW)
    assert backup is not None
    with open_history(path) as store:
        record(store, make_review(2, PROCESS))
        record(store, make_review(3, PROCESS, days=2))
        store.suspend([THREAD], NOW)
        store.change_settings(Settings(retention=0.8), NOW)
    with open_history(path, "ben") as store:
        store.change_settings(Settings(), NOW)
    return backup


def go_back(path: Path, place: Path) -> Restored:
    with open_candidate(place) as copy:
        return restore(str(path), copy, place, LATER)


def read_rows(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return all rows of all tables, read without this program."""
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: sorted(connection.execute(f"SELECT * FROM {name}"), key=repr) for name in tables}  # noqa: S608 - names of our own


def unzip(backup: Path, path: Path) -> Path:
    path.write_bytes(gzip.decompress(backup.read_bytes()))
    return path


def test_every_row_is_as_it_was_and_what_was_there_is_a_backup(path: Path, backup: Path, tmp_path: Path) -> None:
    present = read_rows(path)
    then = read_rows(unzip(backup, tmp_path / "then.db"))
    restored = go_back(path, backup)
    assert read_rows(path) == then != present
    assert restored.backup is not None
    assert restored.backup.name == "2026-03-01T13-00-00Z.restore.db.gz"
    assert read_rows(unzip(restored.backup, tmp_path / "before.db")) == present
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    go_back(path, restored.backup)
    assert read_rows(path) == present


def test_what_is_lost_and_gained_is_said_before(path: Path, backup: Path) -> None:
    with open_candidate(backup) as copy:
        found = compare(str(path), copy, backup, LATER)
    assert found.now is not None
    assert found.now.reviews == Span(3, DAY, date(2026, 3, 3))
    assert (found.now.cards, found.now.suspended) == (2, 1)
    assert found.now.choices == (Choice("ann", 0.8, 10, 4), Choice("ben", 0.9, 10, 4))
    assert found.after.reviews == Span(1, DAY, DAY)
    assert found.after.choices == (Choice("ann", 0.9, 10, 4),)
    assert found.lost == Span(2, DAY, date(2026, 3, 3))
    assert found.gained == Span()
    assert len(list_backups(path)) == 1


def test_whatever_else_would_be_different_is_counted_by_its_kind(path: Path) -> None:
    paper = Paper(UUID(int=5), 3, ("tvp",), (), 60_000, True, False, NOW, (Item(THREAD, "print"),), Measure(0.5, 0, 1))
    with open_history(path) as store:
        store.suspend([THREAD], NOW)
        keep_plan(store, ExamPlan(DAY + timedelta(days=9), 20, DAY), NOW)
        keep_catch_up(store, CatchUp(DAY, DAY + timedelta(days=9), 10), NOW)
        keep_paper(store, paper)
    backup = keep_backup(str(path), Reason.MANUAL, NOW)
    assert backup is not None
    with open_candidate(backup) as copy:
        assert compare(str(path), copy, backup, LATER).changed == {}
        with open_history(path) as store:
            store.bury(THREAD, DAY, NOW)
            store.suspend([PROCESS], NOW)
            keep_plan(store, ExamPlan(DAY + timedelta(days=9), 25, DAY), NOW)
            stop_catch_up(store, NOW)
            keep_attempts(store, paper.id, {0: Attempt(("a",))}, 0, 10)
            take_over(store, "tvp", "1", {"tvp/new#a": Edited("print", ("tvp/old#a",))})
        found = compare(str(path), copy, backup, LATER)
    assert found.changed == {"mark": 2, "former": 1, "exam": 1, "plan": 1, "catch_up": 1}


def test_no_file_brings_consent_to_run_a_demo_and_none_that_was_taken_back_returns(path: Path) -> None:
    with open_history(path) as store:
        approve(store, "revoked", NOW)
        approve(store, "kept", NOW)
        backup = keep_backup(str(path), Reason.MANUAL, NOW)
        revoke(store, "revoked")
        approve(store, "new", NOW)
    with open_history(path, "ben") as store:
        approve(store, "gone", NOW)
    assert backup is not None
    with open_candidate(backup) as copy:
        assert compare(str(path), copy, backup, LATER).unapproved == 1
    go_back(path, backup)
    with open_history(path) as store:
        assert read_approvals(store) == {"kept", "new"}
    path.unlink()
    go_back(path, backup)
    with open_history(path) as store:
        assert read_approvals(store) == frozenset()
        assert store.verify() == []


def test_a_database_that_a_link_leads_to_is_read_with_its_log(path: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    link = tmp_path / "elsewhere" / "link.db"
    link.symlink_to(path)
    with open_history(path) as store:
        record(store, make_review(2))
        assert find_log(path).stat().st_size
        with open_candidate(link) as copy:
            assert compare(str(path), copy, link, LATER).lost == Span()
        assert find_state(link) == find_state(path)


def test_a_damaged_history_that_a_link_leads_to_is_replaced_with_its_log(
    path: Path, backup: Path, tmp_path: Path
) -> None:
    (tmp_path / "elsewhere").mkdir()
    link = tmp_path / "elsewhere" / "link.db"
    link.symlink_to(path)
    with closing(sqlite3.connect(path)) as other:
        other.execute("SELECT * FROM learner").fetchall()
        change(path, "UPDATE learner SET new = 8")
        overwrite_header(path)
        logged = find_log(path).read_bytes()
        restored = go_back(link, backup)
    assert link.is_symlink()
    assert restored.aside is not None
    assert find_log(restored.aside).read_bytes() == logged != b""
    with open_history(path) as store:
        assert store.read_log() == [make_review(1)]


def refuse_open(store: Store, use: Callable[[Store], object]) -> str:
    with pytest.raises(DatabaseError) as refused:
        use(store)
    return str(refused.value)


def test_a_program_that_has_the_history_open_is_told_and_changes_nothing(path: Path, backup: Path) -> None:
    with open_history(path) as store, open_history(path) as idle:
        record(store, make_review(4))
        go_back(path, backup)
        sentence = f"A backup of {path} was restored while it was in use, so this change was not kept: start again."
        assert refuse_open(store, lambda store: record(store, make_review(5))) == sentence
        assert refuse_open(idle, Store.read_log) == sentence
    with open_history(path) as store:
        assert store.read_log() == [make_review(1)]
        record(store, make_review(6))


def test_what_is_answered_meanwhile_is_in_the_backup_or_refused(path: Path, backup: Path, tmp_path: Path) -> None:
    kept: list[object] = []

    def answer() -> None:
        with open_history(path) as store, suppress(DatabaseError):
            for number in range(10, 1000):
                record(store, make_review(number))
                kept.append(make_review(number).id.hex)

    answering = Thread(target=answer)
    answering.start()
    while len(kept) < 5:
        sleep(0.001)
    restored = go_back(path, backup)
    answering.join()
    assert restored.backup is not None
    assert set(kept) <= set(read_column(unzip(restored.backup, tmp_path / "then.db"), "SELECT id FROM review"))
    assert len(kept) < 990


@pytest.mark.parametrize("revision", ["0001", "0005"])
def test_a_backup_of_an_older_schema_is_brought_up_to_date(path: Path, tmp_path: Path, revision: str) -> None:
    old = tmp_path / "old.db"
    with closing(sqlite3.connect(old)) as connection:
        connection.executescript((SCHEMAS / f"{revision}.sql").read_text(encoding="utf-8"))
        reviews = connection.execute("SELECT learner, id, card, rating FROM review ORDER BY id").fetchall()
    before = old.read_bytes()
    go_back(path, old)
    assert read_column(path, "SELECT version_num FROM alembic_version") == [HEAD]
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT learner, id, card, rating FROM review ORDER BY id").fetchall() == reviews
    assert old.read_bytes() == before


def test_a_database_is_restored_with_what_is_still_in_its_log(path: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    with open_history(other) as store:
        record(store, make_review(7))
        assert other.with_name("other.db-wal").stat().st_size > 0
        go_back(path, other)
    with open_history(path) as store:
        assert store.read_log() == [make_review(7)]


def lose(path: Path) -> None:
    path.unlink()


def empty(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize("harm", [lose, empty])
def test_a_history_that_is_gone_comes_back(path: Path, backup: Path, harm: Callable[[Path], None]) -> None:
    log = path.with_name("history.db-wal")
    with open_history(path) as store:
        record(store, make_review(5))
        left = log.read_bytes()
    harm(path)
    log.write_bytes(left)
    assert go_back(path, backup) == Restored(None, None)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with open_history(path) as store:
        assert store.read_log() == [make_review(1)]


@pytest.mark.parametrize("harm", [overwrite_page, overwrite_header, empty_index])
def test_a_damaged_history_is_set_aside_with_its_log(path: Path, backup: Path, harm: Callable[[Path], None]) -> None:
    log = path.with_name("history.db-wal")
    # A log stays as long as somebody has the database open
    with closing(sqlite3.connect(path)) as other:
        change(path, "UPDATE learner SET new = 7")
        other.execute("SELECT * FROM learner").fetchall()
        change(path, "UPDATE learner SET new = 8")
        harm(path)
        damaged, logged = path.read_bytes(), log.read_bytes()
        with open_candidate(backup) as copy:
            assert compare(str(path), copy, backup, LATER).now is None
            restored = restore(str(path), copy, backup, LATER)
    aside = path.with_name("history.db.damaged-2026-03-01T13-00-00Z")
    assert restored == Restored(None, aside)
    assert aside.read_bytes() == damaged
    assert aside.with_name(f"{aside.name}-wal").read_bytes() == logged != b""
    assert stat.S_IMODE(aside.stat().st_mode) == 0o600
    assert not log.exists()
    with open_history(path) as store:
        assert store.read_log() == [make_review(1)]


def change(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(statement)


def cut_off(place: Path) -> None:
    place.write_bytes(gzip.compress(place.read_bytes())[:-100])


def make_newer(place: Path) -> None:
    change(place, "UPDATE alembic_version SET version_num = '9999'")
    change(place, "UPDATE release SET needed = '9.9'")


def add_trigger(place: Path) -> None:
    change(place, "CREATE TRIGGER t AFTER INSERT ON review BEGIN DELETE FROM review; END")


def spoil_day(place: Path) -> None:
    change(place, "UPDATE review SET day = 'soon'")


def spoil_plan(place: Path) -> None:
    change(place, "INSERT INTO plan SELECT 'ann', 7, 1, 1, '', NULL, '', NULL, 0")


def drop_table(place: Path) -> None:
    change(place, "DROP TABLE memory")


def take_other(place: Path) -> None:
    place.unlink()
    change(place, "CREATE TABLE places (name)")


def take_empty(place: Path) -> None:
    take_other(place)
    change(place, "DROP TABLE places")


def take_text(place: Path) -> None:
    place.write_text("no database", encoding="utf-8")


def take_pipe(place: Path) -> None:
    place.unlink()
    os.mkfifo(place)


def look_and_go_back(path: Path, place: Path) -> None:
    with open_candidate(place) as copy:
        compare(str(path), copy, place, LATER)
        restore(str(path), copy, place, LATER)


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (cut_off, "is cut off, damaged or no backup"),
        (make_newer, "update this program"),
        (add_trigger, "a trigger named t"),
        (spoil_day, "holds what tvp-quiz never wrote"),
        (spoil_plan, "holds what tvp-quiz never wrote"),
        (drop_table, "holds what tvp-quiz never wrote"),
        (overwrite_page, "is damaged"),
        (empty_index, "is damaged"),
        (take_other, "belongs to another program"),
        (take_empty, "holds no history"),
        (take_text, "is no backup and no database"),
        (take_pipe, "is not a regular file"),
    ],
)
def test_what_is_no_whole_backup_is_refused_and_changes_nothing(
    path: Path, backup: Path, tmp_path: Path, spoil: Callable[[Path], None], says: str
) -> None:
    place = unzip(backup, tmp_path / "offered.db")
    spoil(place)
    before = read_rows(path)
    with pytest.raises(DatabaseError) as refused:
        look_and_go_back(path, place)
    assert says in str(refused.value)
    assert str(place) in str(refused.value)
    assert read_rows(path) == before
    assert list_backups(path)[0].path == backup


def test_rows_that_break_a_rule_are_refused_and_change_nothing(path: Path, backup: Path, tmp_path: Path) -> None:
    place = unzip(backup, tmp_path / "hostile.db")
    with closing(sqlite3.connect(place)) as connection, connection:
        connection.execute("PRAGMA ignore_check_constraints=ON")
        connection.execute("UPDATE review SET rating = 9")
    before = read_rows(path)
    with pytest.raises(DatabaseError, match=r"hostile\.db holds what tvp-quiz never wrote \(CHECK constraint"):
        go_back(path, place)
    assert read_rows(path) == before
    path.unlink()
    with pytest.raises(DatabaseError, match=r"hostile\.db holds what tvp-quiz never wrote \(CHECK constraint"):
        go_back(path, place)
    assert not path.exists()


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("UPDATE alembic_version SET version_num = '9999'; UPDATE release SET needed = '9.9'", "update this program"),
        ("DROP TABLE alembic_version", "belongs to another program"),
    ],
)
def test_a_history_that_is_not_this_programs_is_not_replaced(
    path: Path, backup: Path, statement: str, says: str
) -> None:
    change(path, statement)
    before = path.read_bytes()
    with pytest.raises(DatabaseError, match=says):
        go_back(path, backup)
    assert path.read_bytes() == before


def test_a_present_that_cannot_be_kept_is_not_replaced(
    path: Path, backup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tvp_quiz.storage.backups.backup.PACKED", "missing/packed.part")
    before = read_rows(path)
    with pytest.raises(
        DatabaseError, match=r"^Nothing was changed, .* No backup can be kept in .* \(No such file or directory\)"
    ):
        go_back(path, backup)
    assert read_rows(path) == before


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    desk = Desk(tmp_path, capsys)
    desk.database.parent.mkdir()
    with open_history(desk.database) as store:
        record(store, make_review(1))
    desk.type("data", "backup")
    with open_history(desk.database) as store:
        record(store, make_review(2))
        record(store, make_review(3, days=1))
    return desk


def count_reviews(desk: Desk) -> list[object]:
    return read_column(desk.database, "SELECT count(*) FROM review")


def test_backups_are_listed_and_made(desk: Desk) -> None:
    (first,) = list_backups(desk.database)
    code, out, _ = desk.type("data", "backup")
    assert code == Exit.DONE
    (second, _) = list_backups(desk.database)
    assert out == f"{second.path}: 3 reviews, {second.size / 1000:.0f} kB\n"
    listed = desk.type("data", "backup", "--list")[1]
    assert [line.split()[:2] for line in listed.splitlines()[1:3]] == [
        ["1", second.path.name.removesuffix(".db.gz")],
        ["2", first.path.name.removesuffix(".db.gz")],
    ]
    assert desk.type("data", "restore")[1] == listed
    described = json.loads(desk.type("data", "backup", "--list", "--json")[1])
    assert [(one["path"], one["reason"], one["reviews"]) for one in described] == [
        (str(second.path), "manual", 3),
        (str(first.path), "manual", 1),
    ]


def test_going_back_shows_what_changes_and_asks_nobody_who_is_not_there(desk: Desk) -> None:
    code, out, err = desk.type("data", "restore", "1")
    assert code == Exit.USAGE
    assert "lost: 2 reviews of 2026-03-01 to 2026-03-02; gained: 0 reviews\n" in out
    assert err == "Nothing was changed, for nobody can be asked here: say so with --yes.\n"
    assert count_reviews(desk) == [3]


@pytest.mark.parametrize("suffix", ["", ".db.gz"])
def test_a_backup_is_restored_by_its_name(desk: Desk, suffix: str) -> None:
    name = list_backups(desk.database)[0].path.name.removesuffix(".db.gz")
    code, out, _ = desk.type("data", "restore", f"{name}{suffix}", "--yes")
    kept = list_backups(desk.database)[0]
    assert (code, count_reviews(desk), kept.reason) == (Exit.DONE, [1], Reason.RESTORE)
    assert out.splitlines()[-1] == f"Restored. What was there is kept: {kept.path}"


def test_programs_are_told_what_would_change_and_what_did(desk: Desk, tmp_path: Path) -> None:
    place = unzip(list_backups(desk.database)[0].path, tmp_path / "taken.db")
    seen = json.loads(desk.type("data", "restore", str(place), "--json")[1])
    assert (seen["backup"], seen["restored"], seen["kept"]) == (str(place), False, None)
    assert seen["lost"] == {"reviews": 2, "first": "2026-03-01", "last": "2026-03-02"}
    assert seen["now"]["reviews"]["reviews"] == 3
    assert count_reviews(desk) == [3]
    done = json.loads(desk.type("data", "restore", str(place), "--json", "--yes")[1])
    assert (done["restored"], done["kept"]) == (True, str(list_backups(desk.database)[0].path))
    assert count_reviews(desk) == [1]


def test_an_unknown_backup_is_named_with_the_one_that_is_meant(desk: Desk) -> None:
    name = list_backups(desk.database)[0].path.name.removesuffix(".db.gz")
    code, _, err = desk.type("data", "restore", name.replace("manual", "manuel"), "--yes")
    assert (code, err) == (
        Exit.USAGE,
        f"There is no backup {name.replace('manual', 'manuel')!r}: did you mean {name}?\n",
    )


def test_a_history_that_is_not_there_has_no_backup_and_is_not_created(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    desk = Desk(tmp_path, capsys)
    code, _, err = desk.type("data", "backup")
    assert code == Exit.USAGE
    assert err == f"There is no history at {desk.database} yet: answer a card with `tvp-quiz drill`.\n"
    assert "There is no backup of" in desk.type("data", "backup", "--list")[1]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("words", [["backup"], ["backup", "--list"], ["restore"], ["restore", "1", "--yes"]])
def test_a_server_looks_after_its_own_backups(capsys: pytest.CaptureFixture[str], words: list[str]) -> None:
    desk = Desk(Path("/nowhere"), capsys)
    code, _, err = desk.type("--db", "postgresql://ann:secret@host/db", "data", *words)
    assert code == Exit.DATABASE
    assert err == "A database on a server is backed up and restored with the server's own tools.\n"


def test_the_folder_of_backups_may_be_a_link_to_another_disk(path: Path, tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    find_folder(path).symlink_to(tmp_path / "disk")
    backup = keep_backup(str(path), Reason.MANUAL, NOW)
    assert backup is not None
    path.unlink()
    assert go_back(path, backup) == Restored(None, None)
    assert path.exists()
