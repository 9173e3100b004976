"""storage/moving (export, exchange, records, lines), cli/moving.py: a history as lines, and lines as a history."""

import gzip
import json
import os
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from desk import Desk
from hypothesis import given, settings
from logs import ANN, NOW, PROCESS, make_review, open_history, record
from test_merge import live, run_machines, steps

from tvp_quiz.cli.moving import is_any
from tvp_quiz.domain.gain import Gain
from tvp_quiz.errors import DatabaseError, UsageError
from tvp_quiz.storage.moving.export import write_export, write_lines
from tvp_quiz.storage.moving.merge import merge_files

PROGRAM = "0.2.0"
DOCS = Path(__file__).parent.parent / "docs" / "export.md"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A history of three answers, one of them undone."""
    path = tmp_path / "history.db"
    with open_history(path) as store:
        for number in range(3):
            record(store, make_review(number))
        store.undo(NOW)
    return path


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    desk = Desk(tmp_path, capsys)
    desk.content.mkdir()
    desk.database.parent.mkdir()
    return desk


def export(path: Path) -> list[str]:
    with open_history(path) as store:
        return list(write_lines(store, PROGRAM))


def write(file: Path, lines: list[str]) -> Path:
    file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return file


def merge(path: Path, *files: Path) -> list[Gain]:
    return merge_files(str(path), ANN, files, NOW)


def test_an_export_says_what_it_is_everything_and_how_long_it_is(path: Path) -> None:
    lines = [json.loads(line) for line in export(path)]
    assert lines[0] == {"format": "tvp-quiz history", "version": 1, "program": PROGRAM}
    assert [line["type"] for line in lines[1:]] == ["learner", "sitting", "review", "review", "review", "end"]
    assert lines[-1] == {"type": "end", "lines": len(lines)}
    assert lines[5]["reviewed_at"] == "2026-03-01T12:00:02.000000Z"
    assert [line["voided_at"] is None for line in lines[3:6]] == [True, True, False]


def test_a_history_gives_the_same_bytes_twice_and_an_undo_changes_one_line(path: Path) -> None:
    before = export(path)
    assert export(path) == before
    with open_history(path) as store:
        store.undo(NOW)
    changed = [(old, new) for old, new in zip(before, export(path), strict=True) if old != new]
    assert len(changed) == 1
    assert '"voided_at": null' in changed[0][0]


def test_an_answer_adds_a_line(path: Path) -> None:
    before = export(path)
    with open_history(path) as store:
        record(store, make_review(9))
    added = set(export(path)) - set(before)
    assert sorted(json.loads(line)["type"] for line in added) == ["end", "review"]


@settings(max_examples=4)
@given(steps)
def test_what_is_exported_and_merged_into_nothing_is_the_same(plan: list[tuple[int, str, int, int]]) -> None:
    with run_machines(3) as machines:
        live(machines, plan)
        for machine in machines:
            empty = machine.path.with_suffix(".empty")
            merge(empty, machine.export())
            assert export(empty) == machine.look()
            # The database itself is as good as its export
            assert not any(is_any(gain) for gain in machine.merge(empty))


def test_text_is_readable_but_nothing_that_a_terminal_obeys(tmp_path: Path) -> None:
    said = "κλωστή \x1b[2J\u202e\u200d\x9b\U000e0001 [b]{}'); DROP TABLE review"
    with open_history(tmp_path / "a.db") as store:
        record(store, replace(make_review(1), response=said))
        lines = list(write_lines(store, PROGRAM))
    text = "".join(lines)
    assert text.isprintable()
    assert "κλωστή" in text
    assert "\\u001b[2J\\u202e\\u200d\\u009b\\udb40\\udc01" in text
    merge(tmp_path / "b.db", write(tmp_path / "a.jsonl", lines))
    with open_history(tmp_path / "b.db") as other:
        assert [review.response for review in other.read_log()] == [said]


def test_a_file_appears_whole_and_for_its_owner_alone(tmp_path: Path) -> None:
    def stop_halfway() -> None:
        def halfway() -> "list[str]":
            raise DatabaseError("it stops here")

        write_export(tmp_path / "x.jsonl", (line for part in (["a"], halfway()) for line in part))

    with pytest.raises(DatabaseError):
        stop_halfway()
    assert list(tmp_path.iterdir()) == []
    assert write_export(tmp_path / "x.jsonl", ["a", "b"]) == 2
    assert (tmp_path / "x.jsonl").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "x.jsonl").read_bytes() == b"a\nb\n"


def test_only_an_export_is_written_over(path: Path, tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("dear diary")
    with pytest.raises(UsageError, match="no export"):
        write_export(file, export(path))
    with pytest.raises(UsageError, match="no export"):
        write_export(path, export(path))
    assert file.read_text() == "dear diary"
    with pytest.raises(UsageError, match="no folder"):
        write_export(tmp_path / "none" / "x", [])
    with pytest.raises(UsageError, match="regular"):
        write_export(tmp_path, [])
    write_export(tmp_path / "x.jsonl", export(path)[:1])
    assert write_export(tmp_path / "x.jsonl", export(path)) == len(export(path))


def spoil(old: str, new: str) -> Callable[[list[str]], list[str]]:
    """Return what changes the first review of an export."""

    def change(lines: list[str]) -> list[str]:
        assert old in lines[3]
        return [*lines[:3], lines[3].replace(old, new, 1), *lines[4:]]

    return change


BAD_LINES: dict[str, tuple[Callable[[list[str]], list[str]], str]] = {
    "no header": (lambda lines: lines[1:], "no exported history"),
    "a newer version": (lambda lines: [lines[0].replace("1", "2", 1), *lines[1:]], "needs tvp-quiz 0.2.0 or newer"),
    "an end that is missing": (lambda lines: lines[:-1], ":7: the file ends here"),
    "a line that is missing": (lambda lines: lines[:3] + lines[4:], ":6: it should say that the file has 6 lines"),
    "a line after the end": (lambda lines: [*lines, lines[-1]], ":8: there is more"),
    "a line that is there twice": (
        lambda lines: [*lines[:4], *lines[3:-1], '{"type": "end", "lines": 8}'],
        ":5: it is there twice",
    ),
    "a rating": (spoil('"rating": 3', '"rating": 5'), ":4: rating: "),
    "a number for a word": (spoil('"card": "tvp', '"card": 5, "x": "tvp'), ":4: card: "),
    "a word for a number": (spoil('"rating": 3', '"rating": "3"'), ":4: rating: "),
    "a truth for a number": (spoil('"rating": 3', '"rating": true'), ":4: rating: "),
    "a long number": (spoil("2000", "1" + "0" * 400), ":4: it can't be read"),
    "no number": (spoil("0.9", "NaN"), ":4: it can't be read"),
    "an infinite number": (spoil("0.9", "1e999"), ":4: retention: "),
    "a key twice": (spoil('"rating": 3', '"rating": 3, "rating": 4'), "same key twice"),
    "an unknown key": (spoil('"rating": 3', '"rating": 3, "note": 4'), ":4: note: there is no such key"),
    "a missing key": (spoil('"rating": 3, ', ""), ":4: rating: it is missing"),
    "an unknown type": (spoil('"type": "review"', '"type": "run"'), ":4: there is no such type"),
    "a lone surrogate": (spoil("a thread", "\\ud800"), ":4: response: it is no text"),
    "an id with a newline": (spoil("tvp-chart", "tvp\\n"), ":4: card: it holds a character"),
    "an instant that is none": (spoil("03-01T", "02-30T"), ":4: reviewed_at: "),
    "an instant of another zone": (spoil(":00.000000Z", ":00.000000+01:00"), ":4: reviewed_at: "),
    "a year": (spoil('"day": "2026', '"day": "9999'), ":4: day: "),
    "deep nesting": (spoil('"a thread"', "[" * 100_000), "nested too deep"),
    "no sitting": (spoil('"sitting": "00', '"sitting": "10'), ":4: it belongs to"),
    "another learner": (spoil('"learner": "ann"', '"learner": "eve"'), ":4: it belongs to"),
    "a name that hides": (lambda lines: [lines[0], lines[1].replace("ann", "a\\u202en"), *lines[2:]], ":2: learner: "),
    "a line of all sizes": (spoil("a thread", "a" * (1 << 24)), ":4: it is longer"),
    "a sitting without answers": (
        lambda lines: [*lines[:3], '{"type": "end", "lines": 4}'],
        "rows of sitting without reviews",
    ),
}


@pytest.mark.parametrize("name", BAD_LINES)
def test_what_can_not_be_is_refused_with_its_line(name: str, path: Path, tmp_path: Path) -> None:
    change, words = BAD_LINES[name]
    file = write(tmp_path / "bad.jsonl", change(export(path)))
    with pytest.raises(DatabaseError, match=re.escape(words)) as refused:
        merge(tmp_path / "mine.db", file)
    assert str(refused.value).count("\n") == 0
    assert not (tmp_path / "mine.db").exists()


def test_a_review_of_two_learners_is_refused(path: Path, tmp_path: Path) -> None:
    lines = export(path)
    file = write(tmp_path / "twins.jsonl", [*lines[:-1], *(line.replace('"ann"', '"eve"') for line in lines[1:-1])])
    file.write_text(file.read_text() + '{"type": "end", "lines": 12}\n')
    with pytest.raises(DatabaseError, match="two learners"):
        merge(tmp_path / "mine.db", file)
    eve = write(tmp_path / "eve.jsonl", [line.replace('"ann"', '"eve"') for line in lines])
    with pytest.raises(DatabaseError, match="Two learners"):
        merge(path, eve)
    assert export(path) == lines


def test_lines_may_end_as_git_on_windows_ends_them(path: Path, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("".join(f"{line}\r\n" for line in export(path)), newline="")
    merge(tmp_path / "b.db", tmp_path / "a.jsonl")
    assert export(tmp_path / "b.db") == export(path)


def make_gap(file: Path) -> None:
    """Make a file of a gigabyte that takes no room."""
    file.touch()
    os.truncate(file, 1 << 30)


BAD_FILES: dict[str, tuple[Callable[[Path], object], str]] = {
    "nothing": (lambda file: file.write_bytes(b""), "no exported history"),
    "noise": (lambda file: file.write_bytes(bytes(range(256)) * 99), "no exported history"),
    "a folder": (lambda file: file.mkdir(), "can't be read"),
    "a pipe": (os.mkfifo, "not a regular file"),
    "a device": (lambda file: file.symlink_to("/dev/zero"), "not a regular file"),
    "a loop": (lambda file: file.symlink_to(file), "can't be read"),
    "a head of SQLite alone": (lambda file: file.write_bytes(b"SQLite format 3\0" + bytes(99)), "not a database"),
    "a bomb": (lambda file: file.write_bytes(gzip.compress(bytes(1 << 24))), "no backup"),
    "a gap": (make_gap, "no exported history"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_what_is_no_history_is_refused(name: str, path: Path, tmp_path: Path) -> None:
    make, words = BAD_FILES[name]
    before = export(path)
    make(tmp_path / "bad")
    with pytest.raises(DatabaseError, match=words):
        merge(path, tmp_path / "bad")
    assert export(path) == before


BAD_TABLES = {
    "a trigger": ("CREATE TRIGGER t AFTER INSERT ON review BEGIN DELETE FROM review; END", "trigger named t"),
    "a view": ("ALTER TABLE card_mark RENAME TO x; CREATE VIEW card_mark AS SELECT * FROM x", "named"),
    "a rating": ("UPDATE review SET rating = 7", "rating"),
    "a type": ("UPDATE review SET duration_ms = 'x'", "duration_ms"),
    "bytes": ("UPDATE review SET response = CAST(x'ff00' AS TEXT)", "never wrote"),
    "a day": ("UPDATE review SET day = '99999-01-01'", "99999"),
    "a plan": (
        "INSERT INTO plan VALUES ('ann', '2026-05-01', 20, '2026-03-01', '[', NULL, '{}', NULL, 0)",
        "nothing was changed",
    ),
    "a newer schema": ("UPDATE alembic_version SET version_num = '9999'; UPDATE release SET needed = '7.8'", "7.8"),
}


@pytest.mark.parametrize("name", BAD_TABLES)
def test_a_database_that_something_else_has_written_is_refused(name: str, path: Path, tmp_path: Path) -> None:
    sql, words = BAD_TABLES[name]
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.executescript(f"PRAGMA ignore_check_constraints=ON; {sql}")
    with pytest.raises(DatabaseError, match=words):
        merge(tmp_path / "mine.db", path)
    assert not (tmp_path / "mine.db").exists()


def test_former_ids_can_not_make_work_for_hours(path: Path, tmp_path: Path) -> None:
    lines = export(path)
    card = '{{"type": "former", "learner": "ann", "card": "a/{}#x", "former": "a/{}#x", "dropped": false}}'
    formers = [card.format(number + 1, number) for number in range(1000)]
    end = f'{{"type": "end", "lines": {len(lines) + len(formers)}}}'
    with pytest.raises(DatabaseError, match="former ids"):
        merge(tmp_path / "mine.db", write(tmp_path / "chain.jsonl", [*lines[:-1], *formers, end]))


def test_the_commands_export_merge_and_say_what_came(desk: Desk, path: Path, tmp_path: Path) -> None:
    code, out, err = desk.type("data", "export")
    assert (code, out) == (2, "")
    assert "begin one" in err
    open_history(desk.database, "me").close()
    assert desk.type("data", "merge", "--dry-run", str(path))[1].splitlines() == [
        "ann: 3 new reviews of 2026-03-01, 1 memory changed.",
        "New here would be ann: `tvp-quiz --learner NAME …` goes on with their history.",
        "Nothing was changed: this is what `tvp-quiz data merge` would do without --dry-run.",
    ]
    assert desk.type("data", "merge", str(path), str(path))[1].splitlines()[0].startswith("ann: 3 new reviews")
    assert desk.type("data", "merge", str(path))[1] == "Nothing new.\n"
    code, out, err = desk.type("data", "export", str(tmp_path / "x.jsonl"))
    assert (code, err) == (0, "")
    assert "7 lines" in out
    assert desk.type("data", "export")[1] == (tmp_path / "x.jsonl").read_text(encoding="utf-8")
    (gain,) = json.loads(desk.type("data", "merge", "--json", str(path), "--dry-run")[1] or "[]") or [None]
    assert gain is None


def test_who_is_new_is_told_from_others_by_blanks_as_well(desk: Desk, path: Path, tmp_path: Path) -> None:
    lines = [line.replace('"learner": "ann"', '"learner": "me "') for line in export(path)]
    open_history(desk.database, "me").close()
    said = desk.type("data", "merge", str(write(tmp_path / "other.jsonl", lines)))[1].splitlines()
    assert said[0].startswith("'me ': 3 new reviews")
    assert said[1].startswith("New here is 'me ':")


def test_two_exports_to_one_file_at_the_same_time_are_both_whole(path: Path, tmp_path: Path) -> None:
    file = tmp_path / "out.jsonl"
    lines = export(path)

    def write_while_another_does() -> Iterator[str]:
        yield lines[0]
        write_export(file, lines)
        yield from lines[1:]

    write_export(file, write_while_another_does())
    assert file.read_text(encoding="utf-8").splitlines() == lines
    assert [found.name for found in tmp_path.glob("*.part")] == []


def test_foreseeing_a_merge_writes_nothing(desk: Desk, path: Path) -> None:
    with open_history(desk.database, ANN) as store:
        record(store, make_review(7, PROCESS), sitting=UUID(int=8))
    before = {file: (file.read_bytes(), file.stat().st_mtime_ns) for file in desk.database.parent.glob("*")}
    (gain,) = json.loads(desk.type("data", "merge", "--dry-run", "--json", str(path))[1])
    assert (gain["learner"], gain["reviews"], gain["since"], gain["memories"]) == ("ann", 3, "2026-03-01", 1)
    after = {file: (file.read_bytes(), file.stat().st_mtime_ns) for file in desk.database.parent.glob("history.db*")}
    assert {file: seen for file, seen in before.items() if file in after} == after


def test_the_example_of_the_manual_is_a_history(tmp_path: Path) -> None:
    example = DOCS.read_text(encoding="utf-8").partition("```json\n")[2].partition("```")[0]
    (tmp_path / "example.jsonl").write_text(example, encoding="utf-8")
    merge(tmp_path / "new.db", tmp_path / "example.jsonl")
    assert export(tmp_path / "new.db") == example.splitlines()
    types = {json.loads(line).get("type") for line in example.splitlines()[1:]}
    assert types == {"learner", "sitting", "review", "former", "mark", "paper", "plan", "catch_up", "end"}
