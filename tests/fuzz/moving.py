"""Exports and databases, broken or made up, in; each is refused in a sentence, or merged, and the history is whole."""

import gzip
import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from uuid import UUID

from sqlmodel import Session

sys.path.insert(0, str(Path(__file__).parent.parent))

from logs import make_blank

from tvp_quiz.cli.moving import is_any
from tvp_quiz.errors import TvpError
from tvp_quiz.storage.moving.export import write_export, write_lines
from tvp_quiz.storage.moving.merge import unite_all
from tvp_quiz.storage.moving.sources import open_source
from tvp_quiz.storage.store import Store, open_store

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
PROGRAM = "0.2.0"
CARDS = ["a/b#c", "a/d#c", "a/e#c", "x/κλω στή#\u200dß", "a/" + "n" * 300, "'; DROP TABLE review; --/x#y"]
TEXTS = ["", "a thread", "κλωστή\n\x1b[2J\u202e", '"\\', "\0", "\U0001f9f5" * 9, "a" * 5000, "=1+1", "\u2028", "NaN"]
NAMES = ["ann", "ben", "Ø 漢"]
JUNK = [
    "NaN", "-Infinity", "1e999", "1" + "0" * 400, "-1", "0", "5", "3.5", "true", "null", '""', "[]", "{}", '"\\ud800"',
    '"\\u0000"', '"\\u202e"', "[" * 3000, '{"type": "end", "lines": 3}', "99999999999999999999", '"9999-12-31"',
    '"2026-02-30"', '"2026-03-01T12:00:00.000000Z"', '"00000000-0000-0000-0000-000000000001"', '"ann"', '"a/b#c"',
    '"0001-01-01"', "1e-320", "0.5", '"../../etc"', '"' + "x" * 70_000 + '"', "'", "\\",
]  # fmt: skip
Line = dict[str, object]


def make_history(dice: Random) -> list[str]:
    """Return the lines of an export of a history that never was."""
    lines: list[Line] = [{"format": "tvp-quiz history", "version": 1, "program": PROGRAM}]
    names = sorted(dice.sample(NAMES, dice.randint(1, 2)))
    for learner in names:
        lines += ({"type": part.pop("type"), "learner": learner, **part} for part in make_parts(dice, learner))
    lines.append({"type": "end", "lines": len(lines) + 1})
    return [json.dumps(line, ensure_ascii=dice.random() < 0.5) for line in lines]


def make_parts(dice: Random, learner: str) -> Iterator[Line]:
    """Yield what a learner's lines say."""
    yield {
        "type": "learner",
        "retention": dice.uniform(0.7, 0.99),
        "new": dice.randint(0, 99),
        "rollover": dice.randint(0, 23),
        "created_at": make_instant(dice),
        **{name: maybe(dice, make_instant(dice)) for name in ("retention_at", "new_at", "rollover_at")},
    }
    own = NAMES.index(learner) << 100
    sittings = [str(UUID(int=own + dice.randrange(2, 40))) for _ in range(dice.randint(0, 3))]
    for number in sorted(set(sittings)):
        yield {"type": "sitting", "id": number, "kind": "drill", "started_at": make_instant(dice), "seed": 3}
        for _ in range(dice.randint(1, 6)):
            yield make_review(dice, own, number)
    for card, former in {tuple(dice.sample(CARDS, 2)) for _ in range(dice.randint(0, 4))}:
        yield {"type": "former", "card": card, "former": former, "dropped": dice.random() < 0.3}
    for card in dice.sample(CARDS, dice.randint(0, 3)):
        yield {
            "type": "mark",
            "card": card,
            "suspended": dice.random() < 0.5,
            "buried_until": maybe(dice, make_day(dice)),
            **{name: maybe(dice, make_instant(dice)) for name in ("suspended_at", "buried_at")},
        }
    yield from make_rest(dice, own)


def make_review(dice: Random, own: int, sitting: str) -> Line:
    """Return what a review says."""
    at = make_instant(dice)
    return {
        "type": "review",
        "id": str(UUID(int=own + dice.getrandbits(90))),
        "card": dice.choice(CARDS),
        "sitting": sitting,
        "rating": dice.randint(1, 4),
        "reviewed_at": at,
        "utc_offset": dice.randint(-1439, 1439),
        "day": at[:10],
        "duration_ms": dice.randint(0, 120_000),
        "kind": dice.choice(["drill", "drill", "cram", "exam"]),
        "retention": dice.choice([0.9, 0.01, 0.9999, dice.uniform(0.7, 0.99)]),
        "response": dice.choice(TEXTS),
        "correct": dice.choice([True, False, None]),
        "fingerprint": dice.choice(["", "0123456789abcdef"]),
        "overruled": dice.random() < 0.1,
        "voided_at": maybe(dice, make_instant(dice)),
    }


def make_rest(dice: Random, own: int) -> Iterator[Line]:
    """Yield a learner's papers, plan and catch-up, or some of them."""
    for number in range(dice.randint(0, 2)):
        used, is_done = dice.randint(0, 1000), dice.random() < 0.5
        yield {
            "type": "paper",
            "id": str(UUID(int=own + 1000 + number)),
            "seed": 5,
            "banks": ["a"],
            "blueprint": [["tag", dice.choice(TEXTS), 40]] * dice.randint(0, 1),
            "limit_ms": 1000,
            "certainty": True,
            "apart": dice.random() < 0.5,
            "started_at": "2026-03-01T12:00:00.000000Z",
            "predicted": 0.5,
            "predicted_low": 0.25,
            "predicted_high": 0.75,
            "place": 1,
            "used_ms": used,
            "handed_in_at": make_instant(dice) if is_done else None,
            "questions": [make_question(dice, index, is_done=is_done) for index in range(2)],
        }
    if dice.random() < 0.5:
        yield {
            "type": "plan",
            "exam": "2026-06-30",
            "minutes": dice.uniform(1, 600),
            "since": make_day(dice),
            "banks": dice.choice([[], ["a"]]),
            "target": maybe(dice, 0.8),
            "weights": dice.choice([{}, {"a": 2}]),
            "changed_at": maybe(dice, make_instant(dice)),
            "dropped": dice.random() < 0.3,
        }
    if dice.random() < 0.3:
        days = {"since": "2026-03-01", "until": "2026-04-01", "minutes": 20}
        yield {"type": "catch_up", **days, "changed_at": make_instant(dice), "dropped": dice.random() < 0.5}


def make_question(dice: Random, index: int, *, is_done: bool) -> Line:
    """Return what a question of a paper says."""
    shared = {"card": CARDS[index], "certainty": dice.choice([None, 1, 2, 3]), "ms": dice.randint(0, 99)}
    said = {name: dice.choice(TEXTS) for name in ("stem", "given", "right")}
    more = {
        "number": index + 1,
        "correct": True,
        "because": dice.sample(TEXTS, 2),
        "source": "",
        "refs": [],
        "demo": "",
    }
    return {
        **shared,
        "fingerprint": "00",
        "given": dice.sample(TEXTS, dice.randint(0, 2)),
        "flagged": False,
        "seen": True,
        "correct": True if is_done else None,
        "marked": {**shared, **said, **more} if is_done else None,
    }


def make_instant(dice: Random) -> str:
    """Return an instant, now and then one that others have as well."""
    at = NOW + timedelta(days=dice.randint(-60, 0), seconds=dice.choice([0, 0, dice.randint(0, 9999)]))
    return at.isoformat(timespec="microseconds").replace("+00:00", "Z")


def make_day(dice: Random) -> str:
    """Return a study day."""
    return (NOW - timedelta(days=dice.randint(0, 60))).date().isoformat()


def maybe(dice: Random, value: object) -> object:
    """Return a value, or nothing."""
    return value if dice.random() < 0.7 else None


def make_merged(dice: Random) -> bytes:
    """Return a file to be merged: mostly an export that somebody has had their hands on."""
    kind = dice.random()
    if kind < 0.06:
        data = bytearray(make_database(dice.randrange(4)))
        for _ in range(dice.randint(0, 12)):
            data[dice.randrange(len(data))] = dice.randrange(256)
        data = data[: dice.randrange(len(data))] if dice.random() < 0.2 else data
        return gzip.compress(bytes(data), 1) if dice.random() < 0.3 else bytes(data)
    lines = make_history(dice)
    for _ in range(dice.choice([0, 1, 1, 1, 2, 5])):
        break_lines(lines, dice)
    if dice.random() < 0.7 and lines and lines[-1].startswith('{"type": "end"'):
        lines[-1] = json.dumps({"type": "end", "lines": len(lines)})
    data = bytearray("".join(f"{line}\n" for line in lines).encode("utf-8", "surrogatepass"))
    if kind > 0.9 and data:
        data[dice.randrange(len(data))] = dice.randrange(256)
    return bytes(data[: dice.randrange(len(data) + 1)] if kind > 0.97 else data)


def break_lines(lines: list[str], dice: Random) -> None:
    """Break, move, double or drop a line, or put another value where one stood."""
    if len(lines) < 2:
        return
    place, other = dice.randrange(len(lines)), dice.randrange(len(lines))
    match dice.randrange(8):
        case 0:
            del lines[place]
        case 1:
            lines.insert(place, lines[other])
        case 2:
            lines[place], lines[other] = lines[other], lines[place]
        case 3:
            at = dice.randrange(len(lines[place]) + 1)
            lines[place] = lines[place][:at] + dice.choice(JUNK) + lines[place][at + dice.randint(0, 3) :]
        case _:
            parts = lines[place].split(", ")
            at = dice.randrange(len(parts))
            name, colon, _ = parts[at].partition(": ")
            parts[at] = f"{name}{colon}{dice.choice([*JUNK, lines[other].rpartition(': ')[2].rstrip('}')])}"
            lines[place] = ", ".join(parts) + ("}" if at == len(parts) - 1 else "")


@cache
def make_database(number: int) -> bytes:
    """Return one of a few databases."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "made.db"
        with begin(path) as store:
            file = Path(folder) / "made.jsonl"
            file.write_text("".join(f"{line}\n" for line in make_history(Random(f"{number}"))), encoding="utf-8")
            merge(store, file)
        return path.read_bytes()


def begin(path: Path, content: bytes = b"") -> Store:
    """Open a history in a new file."""
    path.write_bytes(content or make_blank())
    return open_store(str(path), "ann", NOW)


def merge(store: Store, file: Path) -> bool:
    """Merge a file into a history; tell whether that had anything new."""
    with open_source(file) as engine, Session(engine) as source:
        return any(is_any(gain) for gain in unite_all(store, [(file, source)], NOW))


def hold_merge(data: bytes) -> None:
    """Merge a file: it is refused in one line and changes nothing, or the history is whole and has all of it."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "other"
        file.write_bytes(data)
        with begin(Path(folder) / "mine.db", make_database(0)) as store:
            before = list(write_lines(store, PROGRAM))
            try:
                merge(store, file)
            except TvpError as error:
                # What of the file is in the sentence is made visible where that is printed
                if len(str(error)) > 2000 or list(write_lines(store, PROGRAM)) != before:
                    raise AssertionError("a merge that was refused says too much, or left something") from error
                return
            if found := store.verify():
                raise AssertionError(f"merging left {found}")
            after = list(write_lines(store, PROGRAM))
            if merge(store, file) or list(write_lines(store, PROGRAM)) != after:
                raise AssertionError("merging twice is not merging once")


def make_exported(dice: Random) -> bytes:
    """Return an export of a made-up history, as any program might write it."""
    return "".join(f"{line}\n" for line in make_history(dice)).encode()


def hold_export(data: bytes) -> None:
    """Merge a file that is right into nothing, export that, and merge it into nothing again: the same comes out."""
    with TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "0.jsonl").write_bytes(data)
        for number in (1, 2):
            with begin(place / f"{number}.db") as store:
                merge(store, place / f"{number - 1}.jsonl")
                write_export(place / f"{number}.jsonl", write_lines(store, PROGRAM))
                if found := store.verify():
                    raise AssertionError(f"merging left {found}")
        text = (place / "1.jsonl").read_bytes()
        if text != (place / "2.jsonl").read_bytes():
            raise AssertionError("an export that was merged into nothing is exported as another one")
        if text.count(b'"type": "review"') != data.count(b'"type": "review"'):
            raise AssertionError("reviews were lost")
        if not all(line.isprintable() for line in text.decode().split("\n")):
            raise AssertionError("an export holds what a terminal obeys")
