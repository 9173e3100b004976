"""storage/backups (backup, copying, packing), storage/disk.py, cli/upkeep.py: backups of a history in use"""

import gzip
import os
import resource
import stat
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread
from time import sleep

import pytest
from desk import Desk
from harm import empty_index
from logs import ANN, NOW, make_review, open_history, read_column, record

from tvp_quiz.cli.upkeep import backed_up
from tvp_quiz.cli.world import World
from tvp_quiz.errors import DatabaseError, Exit
from tvp_quiz.storage.backups.backup import LOCK, Reason, find_folder, hold_folder, is_due, keep_backup, list_backups
from tvp_quiz.storage.backups.packing import unpack

HOUR = timedelta(hours=1)
MOST_LOOKS = 3000
BANK = """
bank: locks
title: Locks
questions:
  - {id: a, type: true-false, question: A mutex locks., answer: true}
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "history.db"
    with open_history(path) as store:
        record(store, make_review(1))
    return path


def list_names(path: Path) -> list[str]:
    return sorted(found.name for found in find_folder(path).iterdir())


def read_backup(backup: Path, folder: Path) -> list[object]:
    """Return the ids of the reviews in a backup, read without this program."""
    copy = folder / f"{backup.name}.read.db"
    copy.write_bytes(gzip.decompress(backup.read_bytes()))
    assert read_column(copy, "PRAGMA integrity_check") == ["ok"]
    return read_column(copy, "SELECT id FROM review ORDER BY reviewed_at")


def test_a_backup_is_a_gzipped_database_for_its_owner_alone(path: Path, tmp_path: Path) -> None:
    backup = keep_backup(str(path), Reason.MERGE, NOW)
    assert backup == tmp_path / "history.backups" / "2026-03-01T12-00-00Z.merge.db.gz"
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert stat.S_IMODE(backup.parent.stat().st_mode) == 0o700
    assert len(read_backup(backup, tmp_path)) == 1
    assert list_names(path) == [backup.name, LOCK]


def test_no_two_databases_of_a_folder_share_their_backups(tmp_path: Path) -> None:
    names = ["history", "history.db", "history.sqlite", "history.db.db", "history.old.db"]
    assert len({find_folder(tmp_path / name) for name in names}) == len(names)


def test_an_instant_of_any_zone_is_named_in_utc(path: Path) -> None:
    backup = keep_backup(str(path), Reason.MANUAL, datetime.fromisoformat("2026-11-23T00:15:00+14:00"))
    assert backup is not None
    assert backup.name == "2026-11-22T10-15-00Z.manual.db.gz"


def test_a_backup_holds_what_is_still_in_the_log_of_an_open_database(path: Path, tmp_path: Path) -> None:
    with open_history(path) as store:
        record(store, make_review(2))
        assert path.with_name("history.db-wal").stat().st_size > 0
        backup = keep_backup(str(path), Reason.MANUAL, NOW)
        assert backup is not None
        assert len(read_backup(backup, tmp_path)) == 2


def test_backups_made_while_others_write_hold_what_was_written_until_then(path: Path, tmp_path: Path) -> None:
    def write() -> None:
        with open_history(path) as store:
            for number in range(2, 80):
                record(store, make_review(number))

    writer = Thread(target=write)
    writer.start()
    made = [keep_backup(str(path), Reason.MANUAL, NOW) for _ in range(5)]
    writer.join()
    every = read_column(path, "SELECT id FROM review ORDER BY reviewed_at")
    held = [read_backup(backup, tmp_path) for backup in made if backup]
    assert len(held) == 5
    assert all(ids == every[: len(ids)] for ids in held)
    assert len(held[0]) <= len(held[-1])


def test_a_backup_says_how_many_reviews_it_holds_without_those_that_were_undone(path: Path) -> None:
    with open_history(path) as store:
        record(store, make_review(2))
        store.undo(NOW)
    keep_backup(str(path), Reason.MANUAL, NOW)
    assert [backup.reviews for backup in list_backups(path)] == [1]


def test_processes_that_back_up_in_the_same_second_lose_no_backup(path: Path) -> None:
    program = (
        "import sys; from logs import NOW; from tvp_quiz.storage.backups.backup import *; "
        "print(keep_backup(sys.argv[1], Reason.MANUAL, NOW))"
    )
    environment = {"PYTHONPATH": os.pathsep.join(sys.path)}
    started = [
        subprocess.Popen([sys.executable, "-c", program, path], env=environment, stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    said = {process.communicate()[0].strip() for process in started}
    assert said == {str(backup.path) for backup in list_backups(path)}
    assert len(said) == 3


@pytest.mark.parametrize("database", ["missing.db", "empty.db"])
def test_what_holds_nothing_yet_has_no_backup(tmp_path: Path, database: str) -> None:
    (tmp_path / "empty.db").touch()
    assert keep_backup(str(tmp_path / database), Reason.MERGE, NOW) is None
    assert keep_backup("postgresql://host/db", Reason.MERGE, NOW) is None
    assert [found.name for found in tmp_path.iterdir()] == ["empty.db"]


def test_what_killed_processes_left_is_swept_and_what_is_not_ours_stays(path: Path) -> None:
    keep_backup(str(path), Reason.MANUAL, NOW)
    folder = find_folder(path)
    for name in (
        "copy.part",
        "copy.part-journal",
        "packed.part",
        "notes.txt",
        "2.part",
        "2026-13-45T00-00-00Z.manual.db.gz",
    ):
        (folder / name).write_text("left", encoding="utf-8")
    keep_backup(str(path), Reason.MANUAL, NOW + 500 * 24 * HOUR)
    assert list_names(path) == [
        "2.part",
        "2026-03-01T12-00-00Z.manual.db.gz",
        "2026-13-45T00-00-00Z.manual.db.gz",
        "2027-07-14T12-00-00Z.manual.db.gz",
        LOCK,
        "notes.txt",
    ]


def test_an_automatic_backup_leaves_the_folder_to_whoever_holds_it(path: Path) -> None:
    with hold_folder(path, wait=True) as is_held:
        assert is_held
        (find_folder(path) / "copy.part").touch()
        assert keep_backup(str(path), Reason.AUTOMATIC, NOW) is None
        assert list_names(path) == ["copy.part", LOCK]


def test_old_backups_are_thinned(path: Path) -> None:
    for hours in range(0, 24 * 5, 6):
        keep_backup(str(path), Reason.MANUAL, NOW + hours * HOUR)
    made = [backup.made_at for backup in list_backups(path)]
    assert made == sorted(made, reverse=True)
    assert [at for at in made if NOW + 24 * 5 * HOUR - at > 54 * HOUR] == [
        datetime(2026, 3, day, 18, tzinfo=UTC) for day in (3, 2, 1)
    ]


def test_a_damaged_history_has_no_backup_but_before_a_repair(path: Path) -> None:
    empty_index(path)
    for reason in set(Reason) - {Reason.REPAIR}:
        with pytest.raises(DatabaseError, match=r"history\.db is damaged \("):
            keep_backup(str(path), reason, NOW)
    assert list_names(path) == [LOCK]
    assert keep_backup(str(path), Reason.REPAIR, NOW) is not None


@pytest.mark.parametrize("room", [4096, 200_000])
def test_a_full_disk_is_one_sentence_and_leaves_nothing_behind(path: Path, room: int) -> None:
    with open_history(path) as store:
        for number in range(2, 120):
            record(store, make_review(number))
    assert path.stat().st_size > 200_000
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, hard))
    try:
        with pytest.raises(DatabaseError, match=r"^No backup can be kept in .*see that its disk has room\.$"):
            keep_backup(str(path), Reason.AUTOMATIC, NOW)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert list_names(path) == [LOCK]


def test_a_backup_is_due_half_an_hour_after_the_last_if_something_changed(path: Path) -> None:
    assert is_due(str(path), NOW)
    keep_backup(str(path), Reason.AUTOMATIC, NOW)
    assert not is_due(str(path), NOW + HOUR)
    with open_history(path) as store:
        record(store, make_review(2))
        assert not is_due(str(path), NOW + HOUR / 2 - timedelta(seconds=1))
        assert is_due(str(path), NOW + HOUR / 2)
    assert is_due(str(path), NOW + HOUR / 2)


def test_reading_makes_no_backup_due(path: Path) -> None:
    keep_backup(str(path), Reason.AUTOMATIC, NOW)
    with open_history(path) as store:
        store.read_log()
        store.verify()
        assert not is_due(str(path), NOW + HOUR)
    assert not is_due(str(path), NOW + HOUR)


def test_a_clock_that_was_ahead_keeps_no_backup_from_being_made(path: Path) -> None:
    keep_backup(str(path), Reason.AUTOMATIC, NOW + 1000 * HOUR)
    with open_history(path) as store:
        record(store, make_review(2))
    assert is_due(str(path), NOW)


def test_a_file_that_was_touched_but_not_changed_keeps_its_backup(path: Path) -> None:
    first = keep_backup(str(path), Reason.AUTOMATIC, NOW)
    path.touch()
    assert is_due(str(path), NOW + HOUR)
    assert keep_backup(str(path), Reason.AUTOMATIC, NOW + HOUR) == first
    assert len(list_backups(path)) == 1
    assert not is_due(str(path), NOW + 2 * HOUR)


@pytest.mark.parametrize("size", [0, 10, 100, 2000])
def test_a_backup_that_is_cut_off_is_refused(path: Path, tmp_path: Path, size: int) -> None:
    backup = keep_backup(str(path), Reason.MANUAL, NOW)
    assert backup is not None
    backup.write_bytes(backup.read_bytes()[:size])
    with pytest.raises(DatabaseError, match="is cut off, damaged or no backup"):
        unpack(backup, tmp_path / "copy.db")


@pytest.mark.parametrize("place", [-1, -6, -30, 60, 2000])
def test_a_backup_with_a_wrong_byte_is_refused(path: Path, tmp_path: Path, place: int) -> None:
    backup = keep_backup(str(path), Reason.MANUAL, NOW)
    assert backup is not None
    content = bytearray(backup.read_bytes())
    content[place] ^= 0x55
    backup.write_bytes(content)
    with pytest.raises(DatabaseError, match="is cut off, damaged or no backup"):
        unpack(backup, tmp_path / "copy.db")


@pytest.mark.parametrize("start", [b"", b"SQLite format 3\0\x10\0" + b"\xff" * 100], ids=["zeros", "a database"])
def test_what_unpacks_into_far_more_than_it_is_stops_early(tmp_path: Path, start: bytes) -> None:
    bomb = tmp_path / "bomb.db.gz"
    with gzip.open(bomb, "wb", compresslevel=9) as file:
        file.write(start)
        for _ in range(64):
            file.write(bytes(1 << 20))
    with pytest.raises(DatabaseError, match="is cut off, damaged or no backup"):
        unpack(bomb, tmp_path / "copy.db")
    assert (tmp_path / "copy.db").stat().st_size <= 100 * bomb.stat().st_size < 1 << 23


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    desk = Desk(tmp_path, capsys)
    desk.content.mkdir()
    (desk.content / "bank.yaml").write_text(BANK, encoding="utf-8")
    return desk


def test_a_drill_ends_in_a_backup_of_what_it_kept(desk: Desk, tmp_path: Path) -> None:
    assert desk.drill("a\n\n", "drill").returncode == Exit.DONE
    (backup,) = list_backups(desk.database)
    assert backup.reason is Reason.AUTOMATIC
    assert len(read_backup(backup.path, tmp_path)) == 1


def test_a_command_that_changes_something_ends_in_a_backup(desk: Desk) -> None:
    desk.type("settings", "new", "5")
    (backup,) = list_backups(desk.database)
    desk.type("settings", "new", "6")
    assert list_backups(desk.database) == [backup]


def test_a_command_that_needs_no_history_creates_nothing(desk: Desk) -> None:
    desk.type("data", "path")
    desk.type("bank", "list")
    assert not find_folder(desk.database).exists()


def test_an_automatic_backup_that_fails_is_one_sentence_and_changes_no_exit_code(desk: Desk) -> None:
    desk.database.parent.mkdir()
    find_folder(desk.database).touch()
    ended = desk.drill("a\n\n", "drill")
    assert ended.returncode == Exit.DONE
    assert ended.stderr.startswith(f"No backup can be kept in {find_folder(desk.database)} (")
    assert ended.stderr.count("\n") == 1
    assert read_column(desk.database, "SELECT count(*) FROM review") == [1]


def test_a_database_that_cannot_be_used_is_told_of_once(desk: Desk) -> None:
    desk.database.parent.mkdir()
    desk.database.write_text("no database at all\n" * 200, encoding="utf-8")
    code, _, err = desk.type("stats")
    assert code == Exit.DATABASE
    assert err.count("\n") == 1


def test_a_long_sitting_is_backed_up_while_it_goes_on(path: Path) -> None:
    with backed_up(World(path.parent, str(path), ANN), look_seconds=0.01):
        for _ in range(MOST_LOOKS):
            if list_backups(path):
                break
            sleep(0.01)
        assert list_backups(path)
