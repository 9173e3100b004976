"""storage/repairs/repair.py, storage/repairs/mending.py, cli/data.py"""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from damages import read_reviews
from desk import Desk
from logs import NOW, PROCESS, THREAD, make_review, open_history, record
from test_verify import break_index

from tvp_quiz.domain.settings import Settings
from tvp_quiz.errors import DatabaseError
from tvp_quiz.storage.backups.backup import list_backups
from tvp_quiz.storage.repairs.repair import repair_database


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "history.db"
    with open_history(path) as store:
        record(store, make_review(1))
        record(store, make_review(2, PROCESS))
    return path


def tamper(path: Path, statements: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.executescript(f"PRAGMA ignore_check_constraints=ON; {statements}")


def repair(path: Path) -> list[str]:
    """Mend a file, after which nothing is wrong, and return what was done but for the backup."""
    done, left = repair_database(str(path), NOW)
    assert left == []
    assert repair_database(str(path), NOW) == ([], [])
    (backup,) = list_backups(path)
    assert done[-1] == f"The history as it was is kept in {backup.path}."
    return done[:-1]


def read_aside(path: Path) -> list[dict[str, object]]:
    """Return the rows that were set aside."""
    lines = path.with_suffix(".set-aside.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_a_history_that_is_whole_is_left_alone_without_a_backup(path: Path) -> None:
    assert repair_database(str(path), NOW) == ([], [])
    assert list_backups(path) == []


@pytest.mark.parametrize(
    ("change", "cards"),
    [
        ("UPDATE memory SET stability = 2.5", "memories of 2 cards were"),
        ("DELETE FROM memory", "memories of 2 cards were"),
        ("UPDATE review SET voided_at = reviewed_at WHERE card LIKE '%#Thread'", "memory of 1 card was"),
    ],
)
def test_memories_are_rebuilt_from_the_reviews(path: Path, change: str, cards: str) -> None:
    tamper(path, change)
    assert repair(path) == [f"The {cards} rebuilt from the reviews."]


def test_memories_without_reviews_are_mended_however_many(path: Path) -> None:
    tamper(
        path,
        """
        WITH RECURSIVE numbers(number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM numbers WHERE number < 10001)
        INSERT INTO memory SELECT learner, 'a/' || number || '#b', stability, difficulty, introduced, last, due, reps,
        lapses, fingerprint FROM memory, numbers WHERE card LIKE '%#Thread';
        """,
    )
    assert repair(path) == ["The memories of 10,001 cards were rebuilt from the reviews."]


def test_an_index_is_made_anew_from_its_table(path: Path) -> None:
    break_index(path)
    assert repair(path) == ["The indexes were made anew from their tables."]
    assert len(read_reviews(path)) == 2


def test_a_review_with_impossible_values_is_set_aside_word_for_word(path: Path) -> None:
    tamper(path, "UPDATE review SET rating = 9, response = CAST(x'ff' AS TEXT) WHERE card LIKE '%#Thread'")
    assert repair(path) == [
        "Set aside in history.set-aside.jsonl: 1 row of review with what tvp-quiz never writes.",
        "The memory of 1 card was rebuilt from the reviews.",
    ]
    (line,) = read_aside(path)
    row = line["row"]
    assert isinstance(row, dict)
    assert (line["table"], row["card"], row["rating"], row["response"]) == ("review", THREAD, 9, "\udcff")
    assert path.with_suffix(".set-aside.jsonl").stat().st_mode & 0o777 == 0o600


def test_lost_sittings_and_settings_are_made_anew_for_the_reviews(path: Path) -> None:
    before = read_reviews(path)
    tamper(path, "PRAGMA foreign_keys=OFF; DELETE FROM sitting; DELETE FROM learner")
    assert repair(path) == [
        "Made anew from the reviews: 1 row of sitting.",
        "ann's settings are lost, so they are what everybody begins with: see `tvp-quiz settings`.",
    ]
    assert read_reviews(path) == before
    with open_history(path) as store:
        assert store.read_settings() == Settings()


def test_questions_without_their_paper_are_set_aside(path: Path) -> None:
    tamper(
        path,
        "INSERT INTO exam_question (learner, paper, position, card, fingerprint, given, flagged, seen, ms) "
        "VALUES ('ann', '00000000000000000000000000000009', 0, 'a/b#c', 'print', '[]', 0, 0, 0)",
    )
    assert repair(path) == ["Set aside in history.set-aside.jsonl: 1 row of exam_question without its paper."]
    assert [line["table"] for line in read_aside(path)] == ["exam_question"]


def test_a_paper_that_lacks_a_question_is_set_aside_with_the_others(path: Path) -> None:
    tamper(
        path,
        """
        INSERT INTO exam_paper VALUES ('ann', '00000000000000000000000000000009', 1, '[]', '[]', 1000, 0, 0,
            '2026-03-01 12:00:00.000000', 0.5, 0.4, 0.6, 0, 0, NULL);
        INSERT INTO exam_question (learner, paper, position, card, fingerprint, given, flagged, seen, ms)
            VALUES ('ann', '00000000000000000000000000000009', 1, 'a/b#c', 'print', '[]', 0, 0, 0);
        """,
    )
    repair(path)
    assert [line["table"] for line in read_aside(path)] == ["exam_paper", "exam_question"]


def test_what_only_a_person_can_settle_is_left_and_said(path: Path) -> None:
    tamper(
        path,
        """
        INSERT INTO learner (name, retention, new, rollover, created_at)
        SELECT 'eve', retention, new, rollover, created_at FROM learner;
        INSERT INTO sitting SELECT 'eve', id, kind, started_at, seed FROM sitting;
        CREATE TEMP TABLE copied AS SELECT * FROM review;
        UPDATE copied SET learner = 'eve';
        INSERT INTO review SELECT * FROM copied;
        """,
    )
    _, left = repair_database(str(path), NOW)
    assert left == [f"More than one learner has the review {make_review(number).id.hex}." for number in (1, 2)]
    assert len(read_reviews(path)) == 4
    assert repair_database(str(path), NOW).left == left


def test_nothing_is_changed_where_there_can_be_no_backup(path: Path) -> None:
    tamper(path, "DELETE FROM memory")
    path.with_suffix(".backups").write_text("in the way", encoding="utf-8")
    with pytest.raises(DatabaseError, match="Nothing was changed"):
        repair_database(str(path), NOW)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM memory").fetchone() == (0,)


def test_there_must_be_something_to_mend(tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match=r"There is nothing in .* to mend"):
        repair_database(str(tmp_path / "missing.db"), NOW)
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    desk = Desk(tmp_path, capsys)
    desk.database.parent.mkdir()
    with open_history(desk.database, "me") as store:
        record(store, make_review(1))
    return desk


def test_the_command_finds_mends_and_then_finds_nothing(desk: Desk) -> None:
    tamper(desk.database, "UPDATE memory SET reps = 2")
    code, out, _ = desk.type("data", "verify")
    assert (code, out.splitlines()) == (
        1,
        [
            f"me's memory of {THREAD} has the reps 2, but its log amounts to 1.",
            f"{desk.database}: 1 thing is wrong: `tvp-quiz data verify --repair` mends it.",
        ],
    )
    code, out, _ = desk.type("data", "verify", "--repair")
    whole = f"{desk.database}: nothing is wrong, and every memory equals the replay of its log."
    assert (code, out.splitlines()[0], out.splitlines()[-1]) == (
        0,
        "The memory of 1 card was rebuilt from the reviews.",
        whole,
    )
    assert desk.type("data", "verify") == (0, f"{whole}\n", "")


def test_a_program_is_told_the_same(desk: Desk) -> None:
    tamper(desk.database, "DELETE FROM memory")
    code, out, _ = desk.type("data", "verify", "--json")
    assert (code, json.loads(out)) == (1, [f"me has reviews of {THREAD}, but no memory of it."])
    code, out, _ = desk.type("data", "verify", "--repair", "--json")
    told = json.loads(out)
    assert (code, told["done"][0], told["left"]) == (0, "The memory of 1 card was rebuilt from the reviews.", [])


def test_a_damaged_history_is_named_with_its_remedy_which_works(desk: Desk) -> None:
    desk.database.write_bytes(bytes(100) + desk.database.read_bytes()[100:])
    code, _, err = desk.type("data", "verify")
    assert code == 4
    assert "run `tvp-quiz data verify --repair`" in err
    assert desk.type("data", "verify", "--repair")[0] == 0
    assert desk.type("data", "verify")[0] == 0
