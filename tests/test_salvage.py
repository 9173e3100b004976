"""storage/repairs/salvage.py, storage/repairs/salvage_rows.py, storage/repairs/salvage_pages.py"""

import shutil
import sqlite3
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from random import Random
from time import sleep

import pytest
from damages import DAMAGES, PAGE, Damage, History, flip_bits, mend_damaged, read_reviews, write_history
from logs import NOW, PROCESS, THREAD, make_review, open_history, record

from tvp_quiz.domain.history import Mark
from tvp_quiz.domain.settings import Settings
from tvp_quiz.errors import DatabaseError
from tvp_quiz.storage.backups.backup import Reason, keep_backup
from tvp_quiz.storage.choices import MARK_TIMES, SETTING_TIMES
from tvp_quiz.storage.repairs.repair import repair_database

CHANGED = Settings(retention=0.85, new=7)


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> History:
    return write_history(tmp_path_factory.mktemp("whole") / "history.db", Random(1))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A history of two reviews, one of them undone, a suspended card and settings; all of it in the file itself."""
    path = tmp_path / "history.db"
    with open_history(path) as store:
        record(store, make_review(1))
        record(store, make_review(2, PROCESS))
        store.undo(NOW)
        store.suspend([PROCESS], NOW)
        store.change_settings(CHANGED, NOW)
    return path


def damage_header(path: Path) -> None:
    path.write_bytes(bytes(100) + path.read_bytes()[100:])


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_stands_on_undamaged_pages_is_saved_and_nothing_else(
    history: History, damage: Damage, tmp_path: Path
) -> None:
    content = bytearray(history.content)
    damage(content, Random(damage.__name__))
    outcome = mend_damaged(history, bytes(content), tmp_path)
    assert outcome.whole <= set(outcome.reviews)
    if damage is not flip_bits:
        assert outcome.wrong == set()
        assert set(outcome.reviews) <= set(history.reviews)


def test_all_that_was_chosen_is_saved_and_memories_are_those_of_the_reviews(path: Path) -> None:
    with open_history(path) as store:
        log, memories = store.read_log(), store.read_memories()
    damage_header(path)
    done, left = repair_database(str(path), NOW)
    assert left == []
    assert done == [
        "Saved into a new file: 2 reviews, 1 sitting, 1 learner, 1 marked card.",
        "The memory of 1 card was rebuilt from the reviews.",
        "The damaged file is kept as history.db.damaged-2026-03-01T12-00-00Z.",
    ]
    with open_history(path) as store:
        assert (store.read_log(), store.read_memories()) == (log, memories)
        assert store.read_marks() == {PROCESS: Mark(suspended=True)}
        assert store.read_settings() == CHANGED
        assert store.undo(NOW) == make_review(1)
        assert store.undo(NOW) is None


def test_the_damaged_file_is_kept_as_it_was_and_both_are_for_their_owner_alone(path: Path) -> None:
    damage_header(path)
    before = path.read_bytes()
    repair_database(str(path), NOW)
    (kept,) = path.parent.glob("*.damaged-*")
    assert kept.read_bytes() == before
    assert [stat.S_IMODE(file.stat().st_mode) for file in (kept, path)] == [0o600, 0o600]


def test_what_an_index_knows_of_lost_reviews_is_said(history: History, tmp_path: Path) -> None:
    content = bytearray(history.content)
    lost = history.pages[next(iter(history.reviews))]
    content[(lost - 1) * PAGE : lost * PAGE] = bytes(PAGE)
    outcome = mend_damaged(history, bytes(content), tmp_path)
    missing = len(history.reviews) - len(outcome.reviews)
    (sentence,) = (said for said in outcome.said if said.startswith("Lost"))
    assert sentence.startswith("Lost, of what an index still knows, from 2026-03-01 to ")
    assert sentence.endswith(f": {missing} reviews.")


@pytest.mark.parametrize("letter", [b"ann", THREAD.encode(), make_review(1).id.hex.encode(), b"2026-03-01 12:00:01"])
def test_a_review_that_an_index_knows_otherwise_is_set_aside(path: Path, letter: bytes) -> None:
    content = bytearray(path.read_bytes())
    with closing(sqlite3.connect(path)) as connection:
        (root,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'review'").fetchone()
    at = content.rindex(letter, (root - 1) * PAGE, root * PAGE) + len(letter) - 1
    content[at] ^= 1
    path.write_bytes(bytes(100) + content[100:])
    done, left = repair_database(str(path), NOW)
    assert left == []
    assert "Set aside in history.set-aside.jsonl, because an index knows them otherwise: 1 review." in done
    assert '"table": "review"' in (path.parent / "history.set-aside.jsonl").read_text(encoding="utf-8")
    assert len(read_reviews(path)) == 1


def test_a_review_that_was_undone_stays_so_where_an_empty_page_holds_it_as_it_was(path: Path) -> None:
    before = path.read_bytes()
    with open_history(path) as store:
        store.undo(NOW)
    with closing(sqlite3.connect(path)) as connection:
        (root,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'review'").fetchone()
    undone = read_reviews(path)
    content = bytearray(path.read_bytes())
    place = slice((root - 1) * PAGE, root * PAGE)
    path.write_bytes(bytes(100) + content[100 : place.start] + before[place] + content[place.stop :] + content[place])
    repair_database(str(path), NOW)
    assert read_reviews(path) == undone


def test_a_damaged_index_puts_no_review_in_doubt(path: Path) -> None:
    content = bytearray(path.read_bytes())
    with closing(sqlite3.connect(path)) as connection:
        (root,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'review_of_card'").fetchone()
    at = content.index(b"#Thread", (root - 1) * PAGE, root * PAGE)
    content[at : at + 7] = b"#Ahread"
    path.write_bytes(bytes(100) + content[100:])
    before = {make_review(number).id.hex for number in (1, 2)}
    repair_database(str(path), NOW)
    assert {key[1] for key in read_reviews(path)} == before
    assert not path.with_suffix(".set-aside.jsonl").exists()


def test_a_backup_that_knows_more_is_named(path: Path) -> None:
    backup = keep_backup(str(path), Reason.MANUAL, NOW)
    content = bytearray(path.read_bytes())
    with closing(sqlite3.connect(path)) as connection:
        (root,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'review'").fetchone()
    content[(root - 1) * PAGE : root * PAGE] = bytes(PAGE)
    path.write_bytes(content)
    done, _ = repair_database(str(path), NOW)
    assert done[-1] == f"A backup holds 2 reviews more: `tvp-quiz data merge {backup}` adds what it holds."


def test_a_file_with_nothing_of_ours_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("thread: a path of execution\n" * 200, encoding="utf-8")
    with pytest.raises(DatabaseError, match=r"Nothing in .* can be told to be of tvp-quiz, so it was left as it is"):
        repair_database(str(path), NOW)
    assert path.read_text(encoding="utf-8").startswith("thread")
    assert not list(tmp_path.glob("*.damaged-*"))


def write_log(path: Path, copy: Path) -> None:
    """Copy a history with three more reviews, which stand in its log alone."""
    with open_history(path) as store:
        for number in range(3, 6):
            record(store, make_review(number, f"bank/entry-{number}#term"))
        for suffix in ("", "-wal"):
            shutil.copy(f"{path}{suffix}", f"{copy}{suffix}")


def test_reviews_in_the_log_of_a_damaged_file_are_saved(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    write_log(path, copy)
    damage_header(copy)
    repair_database(str(copy), NOW)
    assert read_reviews(copy) == read_reviews(path)
    (kept,) = tmp_path.glob("copy.db.damaged-*Z-wal")
    assert kept.stat().st_size > 0


def test_a_log_that_lost_its_beginning_is_read_though_sqlite_would_delete_it(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    write_log(path, copy)
    log = tmp_path / "copy.db-wal"
    log.write_bytes(bytes(32) + log.read_bytes()[32:])
    assert repair_database(str(copy), NOW).left == []
    assert read_reviews(copy) == read_reviews(path)


def test_a_log_that_is_torn_gives_what_was_committed_before(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    write_log(path, copy)
    damage_header(copy)
    log = tmp_path / "copy.db-wal"
    log.write_bytes(log.read_bytes()[:-1])
    repair_database(str(copy), NOW)
    after = read_reviews(copy)
    assert after.items() < read_reviews(path).items()
    assert len(after) == 4


def test_a_page_of_the_log_that_changed_is_not_read(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    write_log(path, copy)
    damage_header(copy)
    log = tmp_path / "copy.db-wal"
    log.write_bytes(log.read_bytes().replace(b"a thread", b"a threat"))
    repair_database(str(copy), NOW)
    assert read_reviews(copy).items() < read_reviews(path).items()


def test_a_salvage_that_was_ended_before_its_last_step_is_done_again_from_what_it_kept(
    path: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.db"
    write_log(path, copy)
    damage_header(copy)
    for suffix in ("", "-wal"):
        shutil.copy(f"{copy}{suffix}", f"{copy}.damaged-2026-02-28T12-00-00Z{suffix}")
    Path(f"{copy}-wal").unlink()
    repair_database(str(copy), NOW)
    assert read_reviews(copy) == read_reviews(path)


def test_a_history_of_an_older_schema_is_saved_with_what_it_lacks(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        for time in SETTING_TIMES.values():
            connection.execute(f"ALTER TABLE learner DROP COLUMN {time}")
        for time in MARK_TIMES.values():
            connection.execute(f"ALTER TABLE card_mark DROP COLUMN {time}")
        connection.execute("VACUUM")
    damage_header(path)
    assert repair_database(str(path), NOW).left == []
    with open_history(path) as store:
        assert store.read_settings() == CHANGED
        assert store.read_marks() == {PROCESS: Mark(suspended=True)}


HOLDER = """
import sys
from pathlib import Path
from tvp_quiz.storage.holding import hold_writers
path, fresh = map(Path, sys.argv[1:])
with hold_writers(path):
    print("held", flush=True)
    sys.stdin.readline()
    fresh.replace(path)
"""


def test_an_answer_that_waits_for_a_salvage_is_refused_and_not_lost_in_the_old_file(path: Path) -> None:
    fresh = path.with_name("fresh.db")
    open_history(fresh).close()
    with open_history(path) as store, ThreadPoolExecutor() as beside:
        record(store, make_review(3))
        holding = [sys.executable, "-c", HOLDER, str(path), str(fresh)]
        with subprocess.Popen(holding, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
            assert holder.stdout
            assert holder.stdout.readline() == "held\n"
            waiting = beside.submit(record, store, make_review(4))
            sleep(0.2)
            assert not waiting.done()
            holder.communicate("\n")
        with pytest.raises(DatabaseError, match="was moved or replaced while it was in use, so this change was not"):
            waiting.result()


def test_a_sitting_that_is_open_while_its_file_is_saved_loses_nothing_and_is_told(path: Path) -> None:
    with open_history(path) as store:
        record(store, make_review(3))
        damage_header(path)
        reviews = [sys.executable, "-m", "tvp_quiz", "--db", str(path), "data", "verify", "--repair"]
        done = subprocess.run(reviews, capture_output=True, text=True, timeout=60, check=False)
        assert "Saved into a new file: 3 reviews" in done.stdout
        with pytest.raises(DatabaseError, match="was moved or replaced while it was in use"):
            record(store, make_review(4))
    assert len(read_reviews(path)) == 3
