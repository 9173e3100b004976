"""banks/examine.py, findings.py, cache.py: what a check keeps of a file, and that it says the same as without."""

import os
import sys
from pathlib import Path
from subprocess import run

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tvp_quiz.banks.build import read_draft
from tvp_quiz.banks.cache import keep_deck, keep_findings, recall_deck
from tvp_quiz.banks.check import check_content
from tvp_quiz.banks.examine import SHARE, examine_draft
from tvp_quiz.banks.findings import Claimed, Findings, Named, decode_findings, encode_findings
from tvp_quiz.domain.problem import Problem, Severity

PATH = Path("bank.yaml")
SOURCES = "refs:\n  - {ref: R-1, where: there, says: this}\n  - {ref: R-2, where: there, says: that}\n"
BANK = """bank: x
title: X
was: [w, v]
definitions:
  - {id: a, term: Mutex, meaning: a mutex that locks, was: [old, other/older], refs: [R-1, R-3]}
  - {id: b, term: Lock}
faq:
  - {id: c, question: q, answer: a, demo: shown, proves: {fact: 1}}
  - {id: d, question: q, answer: a, demo: program, proves: {fact: 1}}
  - id: e
    question: q
    answer: a #1
    demo: missing
    proves: {fact: 1}
"""
SEVERAL = """
import multiprocessing, sys
from pathlib import Path
from tvp_quiz.banks.check import check_content
{prepare}
print([(str(one.path), one.line, one.rule) for one in check_content(Path(sys.argv[1]), None, 2)])
"""
FEW_FILES = "import resource; resource.setrlimit(resource.RLIMIT_NOFILE, (9, 9))"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A content folder with something for every part of a check to say."""
    folder = tmp_path / "content"
    (folder / "demos").mkdir(parents=True)
    (folder / "demos" / "shown.py").write_text('"""Shown."""\n')
    (folder / "demos" / "unnamed.py").write_text('"""Unnamed."""\n')
    (folder / "sources.yaml").write_text(SOURCES)
    (folder / "bank.yaml").write_text(BANK)
    (folder / "twin.yaml").write_text("bank: x\ntitle: X\nfaq:\n  - {id: a, question: q, answer: a, refs: [R-2]}\n")
    (folder / "broken.yaml").write_text('bank: y\ntitle: "X\n')
    (folder / "latin.yaml").write_bytes(b"bank: \xff\n")
    (folder / "folder.yaml").mkdir()
    (folder / "gone.yaml").symlink_to(folder / "nowhere.yaml")
    return folder


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "kept"


def age(content: Path) -> None:
    """Make files look as if they had not been touched for long, so that they are not even read."""
    for path in content.glob("*.yaml"):
        if path.is_file():
            os.utime(path, (1, 1))


def test_a_check_says_the_same_in_the_same_order_with_and_without_a_cache(content: Path, cache: Path) -> None:
    plain = check_content(content)
    said = {"unknown-ref", "uncovered-ref", "unknown-demo", "unnamed-demo", "duplicate-bank", "term-in-text"}
    assert said | {"unclosed-quote", "not-utf8", "missing-key", "comment-in-text"} <= {one.rule for one in plain}
    assert [check_content(content, cache) for _ in range(2)] == [plain, plain]
    age(content)
    assert [check_content(content, cache) for _ in range(2)] == [plain, plain]


def test_what_was_kept_is_used_as_long_as_the_file_is_the_same(content: Path, cache: Path) -> None:
    path = content / "bank.yaml"
    kept = Findings(path, (Problem(path, 1, 1, "tab", "Kept.", "Use it."),))
    keep_findings(cache, path, BANK.encode(), encode_findings(kept))
    assert "tab" in {one.rule for one in check_content(content, cache)}
    path.write_text(BANK + "# another line\n")
    assert check_content(content, cache) == check_content(content)


def test_what_depends_on_other_files_is_never_kept(content: Path, cache: Path) -> None:
    check_content(content, cache)
    age(content)
    check_content(content, cache)
    (content / "sources.yaml").write_text(SOURCES.replace("R-2", "R-3"))
    (content / "demos" / "missing.py").write_text('"""No longer missing."""\n')
    (content / "demos" / "shown.py").unlink()
    after = check_content(content, cache)
    assert after == check_content(content)
    assert not any("R-3" in one.message for one in after)
    assert [one.line for one in after if one.rule == "unknown-demo"] == [8, 9]
    (content / "bank.yaml").unlink()
    assert "duplicate-bank" not in {one.rule for one in check_content(content, cache)}


def test_demos_of_one_name_are_told_apart_by_their_folders(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name / "demos").mkdir(parents=True)
        text = (
            f"bank: {name}\ntitle: X\nfaq:\n  - {{id: a, question: q, answer: a, demo: shown, proves: {{fact: 1}}}}\n"
        )
        (tmp_path / name / "bank.yaml").write_text(text)
    (tmp_path / "a" / "demos" / "shown.py").write_text('"""Shown."""\n')
    (problem,) = check_content(tmp_path)
    assert (problem.rule, problem.path) == ("unknown-demo", tmp_path / "b" / "bank.yaml")


@pytest.mark.parametrize("damage", [b"", b"x", b"\n", b"\x00" * 400])
def test_a_damaged_cache_only_costs_time(content: Path, cache: Path, damage: bytes) -> None:
    plain = check_content(content, cache)
    kept = sorted(cache.glob("*.check"))
    assert len(kept) == 4
    for place in range(0, 600, 40):
        for path in kept:
            data = path.read_bytes()
            path.write_bytes(
                data[:place] + damage + data[place + len(damage) or place + 1 :] if damage else data[:place]
            )
        assert check_content(content, cache) == plain


def test_a_cache_that_takes_no_files_is_no_failure(content: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert check_content(content, tmp_path / "file") == check_content(content)


def test_nothing_is_kept_of_a_file_that_changed_while_it_was_looked_at(content: Path, cache: Path) -> None:
    path = content / "bank.yaml"
    keep_deck(cache, path, b"bank: before\n", b"1\n2\n3\n4\n")
    keep_findings(cache, path, b"bank: before\n", b"[]")
    assert recall_deck(cache, path) is None
    assert not cache.exists()


def write_many(folder: Path) -> None:
    """Write enough files for several processes, one in three with a mistake."""
    for number in range(2 * SHARE):
        key = "answr" if number % 3 else "answer"
        text = f"bank: bank-{number}\ntitle: X\nfaq:\n  - {{id: a, question: q, {key}: a}}\n"
        (folder / f"{number}.yaml").write_text(text)


@pytest.mark.parametrize(
    "prepare", [*(f"multiprocessing.set_start_method('{how}')" for how in ("fork", "spawn")), FEW_FILES]
)
def test_several_processes_find_what_one_does(tmp_path: Path, prepare: str) -> None:
    write_many(tmp_path)
    command = [sys.executable, "-W", "error", "-c", SEVERAL.format(prepare=prepare), str(tmp_path)]
    done = run(command, check=False, capture_output=True, text=True, timeout=60)
    alone = [(str(one.path), one.line, one.rule) for one in check_content(tmp_path)]
    assert (done.stdout, done.stderr) == (f"{alone}\n", "")
    assert len(alone) == 26


def test_ids_are_found_with_their_places_and_those_of_before() -> None:
    found = examine_draft(read_draft(BANK.encode(), PATH))
    assert found.bank == Claimed(Named("x", 1, 7), (Named("w", 3, 7), Named("v", 3, 10)))
    first, second = found.entries[:2]
    assert first == Claimed(Named("a", 5, 10), (Named("old", 5, 61), Named("other/older", 5, 66)))
    # an entry with a mistake has its id all the same
    assert second == Claimed(Named("b", 6, 10), ())
    assert found.refs == (Named("R-1", 5, 87), Named("R-3", 5, 92))
    assert [demo.name for demo in found.demos] == ["shown", "program", "missing"]


names = st.builds(Named, st.text(), st.integers(1), st.integers(1))
claims = st.builds(Claimed, names, st.lists(names).map(tuple))
problems = st.builds(
    Problem, st.just(PATH), st.integers(1), st.integers(1), st.text(), st.text(), st.text(), st.sampled_from(Severity)
)
many = st.lists(names).map(tuple)
findings = st.builds(
    Findings, st.just(PATH), st.lists(problems).map(tuple), st.none() | claims, st.lists(claims).map(tuple), many, many
)


@given(findings)
def test_findings_are_the_same_after_they_were_kept(found: Findings) -> None:
    assert decode_findings(encode_findings(found), PATH) == found
