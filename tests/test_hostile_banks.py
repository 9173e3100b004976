"""A bank that was made to do harm, beside a good one: it is told as what it is, and the good one works."""

import os
import re
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from tvp_quiz.banks.alike import find_alike
from tvp_quiz.banks.bounds import MAX_LINES
from tvp_quiz.banks.cache import DECK, keep_deck, recall_deck
from tvp_quiz.banks.check import MAX_LISTED, check_content
from tvp_quiz.banks.entries import Definition
from tvp_quiz.banks.files import MAX_BYTES, MAX_FILES
from tvp_quiz.banks.load import load_content
from tvp_quiz.banks.nodes import MAX_EVENTS
from tvp_quiz.banks.parse import MAX_CARDS, MAX_ENTRIES
from tvp_quiz.domain.problem import Severity

GOOD = 'bank: good\ntitle: Good\nfaq:\n  - {id: one, question: "Which?", answer: This one}\n'
HEAD = "bank: evil\ntitle: Evil\n"
FAQ = f"{HEAD}faq:\n"
SECONDS, MEGABYTES = 20, 300
"""Of the processor, which a runaway would take; and of memory, which nothing here may take."""
OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def repeat(line: str, count: int) -> str:
    return f"{FAQ}{''.join(line.format(number) for number in range(count))}"


HOSTILE: dict[str, tuple[str | bytes, str]] = {
    "bomb": (f"{HEAD}a: &a [x, x]\n" + "".join(f"b{n}: &b{n} [*a, *a]\n" for n in range(50)), "alias"),
    "brackets": (f"{HEAD}x: {'[' * 10_000}", "too-deep"),
    "braces": (f"{HEAD}x: {'{a: ' * 900_000}", "too-deep"),
    "nested": (f"{HEAD}x: {'[' * 10_000}{']' * 10_000}\n", "too-deep"),
    "dashes": (f"{HEAD}x:\n  {'- ' * 10_000}a\n", "too-deep"),
    "keys": (HEAD + "".join(f"{' ' * n}a:\n" for n in range(1000)), "too-deep"),
    "values": (f"{HEAD}x: [{'a, ' * MAX_EVENTS}]\n", "too-big"),
    "lines": (f"{FAQ}{chr(10) * MAX_LINES}", "too-big"),
    "bytes": (f"{FAQ}# {'x' * MAX_BYTES}", "too-big"),
    "entries": (repeat("  - {{id: e{0}, question: q, answer: a}}\n", MAX_ENTRIES + 1), "too-big"),
    "directives": ("".join(f"%TAG !a{n}! x\n" for n in range(100_000)) + f"---\n{FAQ}", "tag"),
    "program": (f"{HEAD}x: !!python/object/apply:os.system [exit]\n", "tag"),
    "spaces": (f"{FAQ}  a{' ' * 2_000_000}b\n - x: y: z\n", "yaml-syntax|colon-in-text|missing-colon|bad-indent"),
    "blanks": (f"{FAQ}{chr(10) * (MAX_LINES - 9)}  - a: b: c\n", "colon-in-text"),
    "quotes": (FAQ + '  - "a"\n' * 50_000 + '  - "a\n' * 100_000, "unclosed-quote"),
    "one quote": (f'{HEAD}x: "{"a" * 3_000_000}', "unclosed-quote"),
    "tokens": (f"{FAQ}  - id: {'x' * 1_000_000}\n    question: {'y' * 1_000_000}\n    answer: a\n", "bad-id"),
    "names": (f"{HEAD}? {'k' * 1_000_000}\n: v\n", "unknown-key"),
    "nul": (f"{HEAD}x: \0\n", "control-character"),
    "escape": (f'{FAQ}  - {{id: a, question: "\\e[2J\\x9bq", answer: "\\u202eb"}}\n', "hidden-character"),
    "turned": (f"{FAQ}  - {{id: a, question: q\u202e, answer: \u200bb, tags: [t\u2066]}}\n", "hidden-character"),
    "ids": (f'{FAQ}  - {{id: "../x\\n", question: q, answer: a}}\n', "bad-id"),
    "wide": (HEAD.encode("utf-16"), "not-utf8"),
    "wider": (HEAD.encode("utf-32"), "control-character|not-utf8"),
    "surrogate": (HEAD.encode() + b"x: \xed\xa0\x80\n", "not-utf8"),
    "half": (f'{FAQ}  - {{id: a, question: "\\ud800", answer: a}}\n', "bad-escape"),
}


class Ended(NamedTuple):
    """What a process came to; `megabytes` is the most memory that it had."""

    code: int
    said: str
    megabytes: float


def run(folder: Path, *words: str) -> Ended:
    """Run the program on a content folder, bounded in what it takes of the processor."""
    command = [sys.executable, "-m", "tvp_quiz", "--content", str(folder), "--db", str(folder.parent / "h.db"), *words]
    bounded = ["/bin/sh", "-c", f'ulimit -t {SECONDS} && exec "$@"', "sh", *command]
    with (folder.parent / "said").open("w+b") as said:
        process = subprocess.Popen(
            bounded, stdin=subprocess.DEVNULL, stdout=said, stderr=said, cwd=Path(__file__).parents[1]
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        text = said.read().decode()
    return Ended(process.returncode, text, usage.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10))


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    folder.mkdir()
    (folder / "good.yaml").write_text(GOOD, encoding="utf-8")
    return folder


def write(folder: Path, text: str | bytes, name: str = "evil.yaml") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_bank_breaks_the_rule_that_says_so(name: str, content: Path) -> None:
    text, rule = HOSTILE[name]
    write(content, text)
    problems = check_content(content)
    assert {problem.rule for problem in problems} & set(rule.split("|"))
    assert all(len(f"{problem.message}{problem.remedy}") < 400 for problem in problems)
    assert "good/one#answer" in load_content(content, None).banks[-1].cards


@pytest.mark.slow
def test_all_of_them_at_once_leave_the_good_one_usable(content: Path) -> None:
    for number, name in enumerate(HOSTILE):
        write(content, HOSTILE[name][0], f"evil-{number}.yaml")
    for words, code in ((("bank", "check"), 1), (("bank", "list"), 0), (("drill", "--plain", "good"), 0)):
        ended = run(content, *words)
        assert ended.code == code, ended.said[-2000:]
        assert "Traceback" not in ended.said
        assert not OBEYED.search(ended.said)
        assert ended.megabytes < MEGABYTES


@pytest.mark.parametrize("form", ["text", "json", "github"])
def test_no_name_of_a_file_is_obeyed(form: str, content: Path) -> None:
    for name in ("a\x1b[2J\u202e.yaml", "b\n::error::x.yaml", "c%0A,d:.yaml", os.fsdecode(b"\xff\xfe.yaml")):
        write(content, "bank: [\n", name)
    ended = run(content, "bank", "check", "--format", form)
    assert ended.code == 1
    assert not OBEYED.search(ended.said)
    assert not re.search(r"^::error::x", ended.said, re.MULTILINE)


def make_fifo(path: Path) -> None:
    os.mkfifo(path)


def make_sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(2**30)


def make_socket(path: Path) -> None:
    place = Path.cwd()
    os.chdir(path.parent)  # the names of sockets are short
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name)
    finally:
        os.chdir(place)


@pytest.mark.parametrize(
    ("make", "rule"),
    [
        (make_fifo, "not-a-file"),
        (make_sparse, "too-big"),
        (make_socket, "unreadable"),
        (Path.mkdir, "not-a-file"),
        (lambda path: path.symlink_to("/dev/zero"), "link-outside"),
        (lambda path: path.symlink_to(path.name), "unreadable"),
        (lambda path: path.symlink_to("nowhere.yaml"), "unreadable"),
        (lambda path: path.symlink_to("."), "not-a-file"),
    ],
)
def test_what_is_no_ordinary_file_is_told(make: Callable[[Path], None], rule: str, content: Path) -> None:
    for name in ("evil.yaml", "sources.yaml"):
        make(content / name)
    rules = [problem.rule for problem in check_content(content) if problem.path.name in {"evil.yaml", "sources.yaml"}]
    assert rules == [rule, rule]
    ended = run(content, "bank", "check", "--fix")
    assert ended.code == 1
    assert f"[{rule}]" in ended.said
    assert "Traceback" not in ended.said


def test_folders_are_entered_as_far_as_the_system_can_name_them(content: Path) -> None:
    handle = os.open(content, os.O_RDONLY)
    for _ in range(2100):
        os.mkdir("d", dir_fd=handle)
        inner = os.open("d", os.O_RDONLY, dir_fd=handle)
        os.close(handle)
        handle = inner
    os.close(handle)
    assert {problem.rule for problem in check_content(content)} == {"unreadable"}
    # Deeper than Python's own ways of deleting reach
    subprocess.run(["/bin/rm", "-rf", str(content)], check=True)


def test_of_very_many_files_the_first_are_read_and_the_rest_is_told(content: Path) -> None:
    for number in range(MAX_FILES + 5):
        write(content, "", f"x{number:05}.yaml")
    problems = check_content(content)
    assert [problem.path.name for problem in problems if problem.rule == "too-many-files"] == [
        f"x{MAX_FILES - 1:05}.yaml"
    ]
    assert len(load_content(content, None).banks) == 1


def test_of_very_many_problems_errors_are_told_first_and_the_rest_is_counted(content: Path) -> None:
    for number in range(4):
        write(content, repeat("  - {{id: e{0}, question: q\u200b}}\n", 900), f"evil-{number}.yaml")
    *told, last = check_content(content)
    assert len(told) == MAX_LISTED
    assert {problem.severity for problem in told} == {Severity.ERROR}
    assert last.rule == "more-problems"
    assert last.message.startswith("There are 2,68")


@pytest.mark.slow
def test_a_bank_with_too_many_cards_keeps_those_that_there_is_room_for(content: Path) -> None:
    rows = "".join(
        f"    - {{id: r{n}, aspect: a{n}, cells: {{A: a{n}, B: b{n}, C: c{n}, D: d{n}}}}}\n" for n in range(2500)
    )
    path = write(content, f"{HEAD}chart:\n  columns: [A, B, C, D]\n  rows:\n{rows}")
    loaded = load_content(content, None)
    assert [(problem.path, problem.rule) for problem in loaded.problems] == [(path, "too-big")]
    assert 0.8 * MAX_CARDS < len(loaded.banks[0].cards) <= MAX_CARDS


def test_of_long_meanings_those_in_like_words_are_found_by_their_rarest() -> None:
    words = [f"word{number}" for number in range(300)]
    entries = [
        Definition.model_validate({"id": f"e{n}", "term": f"Term {n}", "meaning": " ".join(words[n : n + 100])})
        for n in range(0, 90, 30)
    ]
    alike = {entry: set(others) for entry, others in find_alike(entries).items()}
    assert alike == {"e0": {"e30"}, "e30": {"e0", "e60"}, "e60": {"e30"}}


def test_a_cache_and_the_folder_above_it_are_made_for_their_owner_alone(content: Path, tmp_path: Path) -> None:
    cache = tmp_path / "data" / "history.cache"
    keep_deck(cache, content / "good.yaml", GOOD.encode(), b"1\n2\n3\n4\n")
    assert [stat.S_IMODE(folder.stat().st_mode) for folder in (cache.parent, cache)] == [0o700, 0o700]


def test_what_a_killed_program_left_in_a_cache_is_swept_away_once_it_is_old(content: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    cache.mkdir()
    old, new = cache / "tmpold.tmp", cache / "tmpnew.tmp"
    for left in (old, new):
        left.write_bytes(b"half of it")
    os.utime(old, (1e9, 1e9))
    keep_deck(cache, content / "good.yaml", GOOD.encode(), b"1\n2\n3\n4\n")
    assert (old.exists(), new.exists()) == (False, True)


def test_what_was_made_of_banks_that_nobody_has_read_for_a_month_is_swept_away(content: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    cache.mkdir()
    gone, read, recent = (cache / name for name in ("gone.deck", "read.deck", "recent.check"))
    now = time.time()
    for left, used, written in ((gone, 31, 40), (read, 29, 40), (recent, 29, 29)):
        left.write_bytes(b"of a bank")
        os.utime(left, (now - used * 86400, now - written * 86400))
    keep_deck(cache, content / "good.yaml", GOOD.encode(), b"1\n2\n3\n4\n")
    assert (gone.exists(), read.exists(), recent.exists()) == (False, True, True)


def test_a_cache_that_others_could_have_written_is_not_read(content: Path, tmp_path: Path) -> None:
    cache, path = tmp_path / "cache", content / "good.yaml"
    keep_deck(cache, path, GOOD.encode(), b"1\n2\n3\n4\n")
    (kept,) = cache.glob(f"*{DECK}")
    assert recall_deck(cache, path)
    kept.chmod(0o622)
    assert recall_deck(cache, path) is None


@pytest.mark.parametrize(
    "deck",
    [b"1\n2\n3\n4\n", b"[]\n\n\n\n", b"[" * 100_000 + b"\n\n\n\n", b'["evil",1]\na#b#c\n0\nx\n', b"\xff\n\n\n\n"],
)
def test_a_cache_that_makes_no_sense_is_made_anew(deck: bytes, content: Path, tmp_path: Path) -> None:
    keep_deck(tmp_path / "cache", content / "good.yaml", GOOD.encode(), deck)
    assert list(load_content(content, tmp_path / "cache").banks[0].cards) == ["good/one#answer"]
