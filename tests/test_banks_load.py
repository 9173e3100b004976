"""banks/load.py, banks/cache.py, banks/files.py: content folders, and banks that were read before."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tvp_quiz.banks.build import build_deck
from tvp_quiz.banks.deck import decode_deck
from tvp_quiz.banks.files import MAX_BYTES
from tvp_quiz.banks.load import load_content
from tvp_quiz.domain.card import Content
from tvp_quiz.errors import ContentError

BANK = """\
bank: {id}
title: The bank {id}
definitions:
  - {{id: a, term: Thread, meaning: one line of execution, examples: [e]}}
  - {{id: b, term: Process, meaning: a program that runs, examples: [f]}}
faq:
  - {{id: c, question: q}}
"""


def write_bank(folder: Path, name: str = "bank.yaml", bank: str = "x") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(BANK.format(id=bank), encoding="utf-8")
    return path


def list_rules(content: Content) -> list[str]:
    return [problem.rule for problem in content.problems]


def test_banks_are_found_at_any_depth_and_come_in_the_order_of_their_paths(tmp_path: Path) -> None:
    for name in (
        "b/two.yml",
        "a/deep/one.yaml",
        "c.yaml",
        ".hidden/no.yaml",
        "a/demos/no.yaml",
        "a/.no.yaml",
        "a/no.txt",
    ):
        write_bank(tmp_path, name, name.replace("/", "-").replace(".", "-").strip("-"))
    (tmp_path / "a" / "sources.yaml").write_text("refs: []")
    content = load_content(tmp_path, None)
    assert [bank.id for bank in content.banks] == ["a-deep-one-yaml", "b-two-yml", "c-yaml"]
    assert content.banks[0].title == "The bank a-deep-one-yaml"
    assert content.banks[0].path == tmp_path / "a" / "deep" / "one.yaml"


def test_of_two_banks_with_one_id_the_second_is_a_problem(tmp_path: Path) -> None:
    write_bank(tmp_path, "one.yaml")
    second = write_bank(tmp_path, "two.yaml")
    content = load_content(tmp_path, None)
    (problem,) = [problem for problem in content.problems if problem.rule == "duplicate-bank"]
    assert (problem.path, problem.line, problem.column) == (second, 1, 7)
    assert [bank.path.name for bank in content.banks] == ["one.yaml"]


def test_a_folder_without_banks_is_refused_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "sources.yaml").write_text("refs: []")
    for folder in (tmp_path, tmp_path / "none", tmp_path / "file"):
        with pytest.raises(ContentError, match=r"name .* --content\.$"):
            load_content(folder, None)


def make_folder(path: Path) -> None:
    path.mkdir()


def make_link(path: Path) -> None:
    path.symlink_to("/etc/hostname")


def make_loop(path: Path) -> None:
    path.symlink_to(path)


def make_large(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(1 << 30)


def make_binary(path: Path) -> None:
    path.write_bytes(bytes(range(256)))


@pytest.mark.parametrize(
    ("make", "rule"),
    [
        (make_folder, "not-a-file"),
        (os.mkfifo, "not-a-file"),
        (make_link, "link-outside"),
        (make_large, "too-big"),
        (make_binary, "not-utf8"),
    ],
)
def test_what_is_no_bank_file_is_a_problem_and_the_others_are_usable(
    tmp_path: Path, make: Callable[[Path], None], rule: str
) -> None:
    write_bank(tmp_path, "good.yaml")
    make(tmp_path / "bad.yaml")
    content = load_content(tmp_path, tmp_path / "cache")
    assert rule in list_rules(content)
    assert [bank.id for bank in content.banks] == ["x"]


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_what_may_not_be_read_is_a_problem(tmp_path: Path) -> None:
    write_bank(tmp_path, "good.yaml")
    write_bank(tmp_path, "bad.yaml", "y").chmod(0)
    (tmp_path / "folder").mkdir(mode=0)
    assert list_rules(load_content(tmp_path, None)).count("unreadable") == 2


def test_a_link_inside_the_folder_and_a_linked_folder_are_used(tmp_path: Path) -> None:
    real = tmp_path / "real"
    write_bank(real, "a.yaml")
    (tmp_path / "content").symlink_to(real)
    (real / "b").mkdir()
    (real / "b" / "b.yaml").symlink_to(real / "a.yaml")
    assert "duplicate-bank" in list_rules(load_content(tmp_path / "content", None))


def test_a_file_that_is_exactly_as_large_as_allowed_is_read(tmp_path: Path) -> None:
    path = write_bank(tmp_path)
    path.write_bytes(path.read_bytes().ljust(MAX_BYTES, b"#"))
    assert "too-big" not in list_rules(load_content(tmp_path, None))


def test_a_bank_that_was_read_before_is_the_same(tmp_path: Path) -> None:
    write_bank(tmp_path)
    cache = tmp_path / "cache"
    parsed = load_content(tmp_path, None)
    assert load_content(tmp_path, cache) == parsed
    assert load_content(tmp_path, cache) == parsed
    assert parsed.problems
    assert len(parsed.banks[0].cards) == 8


def test_the_cache_is_its_owners_alone(tmp_path: Path) -> None:
    write_bank(tmp_path)
    cache = tmp_path / "cache"
    load_content(tmp_path, cache)
    (kept,) = cache.iterdir()
    assert (cache.stat().st_mode & 0o777, kept.stat().st_mode & 0o777) == (0o700, 0o600)


def test_a_cached_bank_is_used_without_parsing(tmp_path: Path) -> None:
    path = write_bank(tmp_path)
    cache = tmp_path / "cache"
    load_content(tmp_path, cache)
    code = (
        "import sys; from pathlib import Path; from tvp_quiz.banks.load import load_content;"
        "content = load_content(Path(sys.argv[1]), Path(sys.argv[2]));"
        "assert content.problems; assert [card.stem for card in content.banks[0].cards.values()];"
        "print(sorted({'yaml', 'pydantic', 'difflib', 'tempfile', 'random'} & set(sys.modules)))"
    )
    seen = subprocess.run([sys.executable, "-c", code, path.parent, cache], capture_output=True, text=True, check=True)
    assert seen.stdout == "[]\n"


def test_a_cached_bank_never_survives_a_change_of_its_file(tmp_path: Path) -> None:
    path = write_bank(tmp_path)
    cache = tmp_path / "cache"
    load_content(tmp_path, cache)
    before = path.stat()
    path.write_text(path.read_text().replace("Thread", "Fibres"), encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size
    (typed,) = [card for card in load_content(tmp_path, cache).banks[0].cards if card == "x/a#term"]
    assert "Fibres" in str(load_content(tmp_path, cache).banks[0].cards[typed])


def strip_label(kept: bytes) -> bytes:
    """Return a cache file's deck; its label tells the time."""
    return kept.partition(b"\n")[2]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(0, 9999), piece=st.binary(max_size=8), is_cut=st.booleans())
def test_a_damaged_cache_is_as_good_as_none(tmp_path: Path, place: int, piece: bytes, is_cut: bool) -> None:
    content = tmp_path / "content"
    cache = tmp_path / "cache"
    write_bank(content)
    parsed = load_content(content, cache)
    (kept,) = cache.iterdir()
    whole = kept.read_bytes()
    place %= len(whole)
    kept.write_bytes(whole[:place] + piece + (b"" if is_cut else whole[place + len(piece) :]))
    for _ in range(2):
        again = load_content(content, cache)
        assert again.problems == parsed.problems
        assert [dict(bank.cards) for bank in again.banks] == [dict(bank.cards) for bank in parsed.banks]
    assert strip_label(kept.read_bytes()) == strip_label(whole)


@pytest.mark.parametrize("make", [make_folder, os.mkfifo, make_loop])
def test_a_cache_that_cannot_be_used_is_no_failure(tmp_path: Path, make: Callable[[Path], None]) -> None:
    content = tmp_path / "content"
    cache = tmp_path / "cache"
    write_bank(content)
    load_content(content, cache)
    (kept,) = cache.iterdir()
    kept.unlink()
    make(kept)
    assert [bank.id for bank in load_content(content, cache).banks] == ["x"]
    (tmp_path / "file").write_text("x")
    assert [bank.id for bank in load_content(content, tmp_path / "file").banks] == ["x"]
    assert not list(cache.glob("*.tmp"))


def test_many_that_read_at_once_all_get_the_same(tmp_path: Path) -> None:
    for number in range(5):
        write_bank(tmp_path, f"{number}.yaml", f"b{number}")
    parsed = load_content(tmp_path, None)
    seen: list[Content] = []
    threads = [
        threading.Thread(target=lambda: seen.append(load_content(tmp_path, tmp_path / "cache"))) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [parsed] * 8


YAML = st.text("abcdiqts01 \n\t:-#{}[]'\"|>&*!%@`,?\\~", max_size=80)


@given(
    st.binary(max_size=80) | YAML.map(str.encode) | YAML.map(lambda text: f"bank: x\ntitle: y\nfaq:\n{text}".encode())
)
def test_no_bytes_whatever_raise_anything(data: bytes) -> None:
    deck = decode_deck(build_deck(data, Path("x")), Path("x"))
    assert deck.problems or deck.heading.id
    for problem in deck.problems:
        assert 1 <= problem.line <= data.count(b"\n") + data.count(b"\r") + 2
        assert problem.column >= 1
    assert all(deck.cards[card].id == card for card in deck.cards)


ENTRIES = ["definitions", "chart", "faq", "questions"]
KEYS = [
    "id",
    "type",
    "question",
    "answer",
    "distractors",
    "text",
    "term",
    "meaning",
    "cells",
    "columns",
    "rows",
    "aspect",
]
VALUES = st.recursive(
    st.sampled_from(["a", "choice", "cloze", "match", "order", "number", "3", "", "{{x}}", "A"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=5),
    max_leaves=12,
)


def write_flow(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {write_flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(write_flow, value)) + "]"
    return f"'{value}'"


@given(st.dictionaries(st.sampled_from(ENTRIES), VALUES))
def test_no_structure_whatever_raises_anything(sections: dict[str, object]) -> None:
    text = "bank: x\ntitle: y\n" + "".join(f"{key}: {write_flow(value)}\n" for key, value in sections.items())
    deck = decode_deck(build_deck(text.encode(), Path("x")), Path("x"))
    assert all(deck.cards[card].stem for card in deck.cards)


def test_a_touched_bank_is_not_parsed_again_and_an_old_one_not_even_read(tmp_path: Path) -> None:
    path = write_bank(tmp_path)
    cache = tmp_path / "cache"
    load_content(tmp_path, cache)
    (kept,) = cache.iterdir()
    written = kept.stat().st_mtime_ns
    load_content(tmp_path, cache)
    assert kept.stat().st_mtime_ns > written, "a source as new as its cache is read, and found to be the same"
    later = written + 10**10
    os.utime(kept, ns=(later, later))
    load_content(tmp_path, cache)
    assert kept.stat().st_mtime_ns == later, "a source that is older than its cache is not"
    path.touch()
    load_content(tmp_path, cache)
    assert kept.stat().st_mtime_ns != later
