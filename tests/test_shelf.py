"""banks/shelf.py, banks/places.py, copies.py: banks that are edited while a sitting asks from them."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tvp_quiz.banks.load import load_content
from tvp_quiz.banks.places import find_line
from tvp_quiz.banks.shelf import Shelf
from tvp_quiz.copies import Copies
from tvp_quiz.domain.card import Bank

GOOD = """\
bank: locks
title: Locks
faq:
  - {id: why, question: Why lock?, answer: To keep updates}
  - {id: how, question: How?, answer: With a mutex}
"""
WHY, HOW = "locks/why#answer", "locks/how#answer"
GOES_ON = "The sitting goes on with what it said before."


@dataclass
class Shelved:
    """A bank that was read, and seen on a shelf."""

    path: Path
    shelf: Shelf
    bank: Bank

    def save(self, text: str) -> str:
        """Save another text, and return what is said of it."""
        # A file system may tell times by ticks, but never two files of one size and number
        self.path.unlink(missing_ok=True)
        self.path.write_text(text, encoding="utf-8")
        return self.refresh()

    def refresh(self) -> str:
        self.bank, notice = self.shelf.refresh(self.bank)
        return notice


@pytest.fixture(params=["with a cache", "without"])
def shelved(request: pytest.FixtureRequest, tmp_path: Path) -> Shelved:
    cache = tmp_path / "cache" if request.param == "with a cache" else None
    folder = tmp_path / "content"
    folder.mkdir()
    path = folder / "locks.yaml"
    path.write_text(GOOD, encoding="utf-8")
    (bank,) = load_content(folder, cache).banks
    return Shelved(path, Shelf(cache).watch([bank]), bank)


def test_a_saved_bank_is_read_again(shelved: Shelved) -> None:
    assert shelved.save(GOOD.replace("With a mutex", "With a lock mostly")) == ""
    assert "lock mostly" in str(shelved.bank.cards[HOW].question)


def test_a_half_written_bank_stays_as_it_was_and_that_is_said_once(shelved: Shelved) -> None:
    half = GOOD[: GOOD.index("updates")] + '"'
    notice = shelved.save(half)
    assert notice.startswith("locks.yaml, line 4: ")
    assert notice.endswith(GOES_ON)
    assert "keep updates" in str(shelved.bank.cards[WHY].question)
    assert shelved.refresh() == ""
    assert shelved.save(GOOD.replace("keep updates", "lose none")) == ""
    assert "lose none" in str(shelved.bank.cards[WHY].question)


def test_a_deleted_bank_stays_as_it_was(shelved: Shelved) -> None:
    shelved.path.unlink()
    assert shelved.refresh() == "locks.yaml is gone; the sitting goes on with what it said before."
    assert "keep updates" in str(shelved.bank.cards[WHY].question)
    assert shelved.save(GOOD) == ""


def test_a_bank_that_nobody_saved_is_not_read_again(shelved: Shelved) -> None:
    before = shelved.bank
    assert shelved.refresh() == ""
    assert shelved.bank is before


def test_an_empty_bank_stays_as_it_was(shelved: Shelved) -> None:
    assert shelved.save("") == f"locks.yaml, line 1: This file is empty. {GOES_ON}"
    assert set(shelved.bank.cards) == {WHY, HOW}


def test_a_bank_that_became_another_one_stays_as_it_was(shelved: Shelved) -> None:
    notice = "locks.yaml is another bank now; the sitting goes on with what it said before."
    assert shelved.save(GOOD.replace("bank: locks", "bank: keys")) == notice
    assert set(shelved.bank.cards) == {WHY, HOW}


def test_an_entry_with_an_error_stays_as_it_was_beside_those_that_changed(shelved: Shelved) -> None:
    notice = shelved.save(GOOD.replace("answer: To keep updates", "anwser: To").replace("With a mutex", "With a lock"))
    assert notice.startswith("locks.yaml, line 4: ")
    assert "keep updates" in str(shelved.bank.cards[WHY].question)
    assert "With a lock" in str(shelved.bank.cards[HOW].question)
    assert (len(shelved.bank.cards), set(shelved.bank.cards)) == (2, {WHY, HOW})


def test_an_entry_that_was_deleted_is_gone(shelved: Shelved) -> None:
    assert shelved.save(GOOD[: GOOD.index("  - {id: how")]) == ""
    assert set(shelved.bank.cards) == {WHY}


@pytest.mark.parametrize("broken", ["", "bank: [", "\x00"], ids=["empty", "half-written", "no text"])
def test_a_start_finds_the_last_good_state_of_a_broken_file(tmp_path: Path, broken: str) -> None:
    folder, cache = tmp_path / "content", tmp_path / "cache"
    folder.mkdir()
    path = folder / "locks.yaml"
    path.write_text(GOOD, encoding="utf-8")
    load_content(folder, cache)
    for _ in range(2):
        path.write_text(broken, encoding="utf-8")
        content = load_content(folder, cache)
        assert [set(bank.cards) for bank in content.banks] == [{WHY, HOW}]
        assert "keep updates" in str(content.banks[0].cards[WHY].question)
        assert len(content.problems) == 1
    path.write_text(GOOD, encoding="utf-8")
    assert load_content(folder, cache).problems == ()


@pytest.mark.parametrize(
    ("text", "line"),
    [(GOOD, 5), (GOOD.replace("  - {id: how", "\n  - {id: way"), 1), (GOOD.replace("How?", "How?'"), 5), ("", 1)],
    ids=["there", "renamed", "still there", "empty"],
)
def test_an_editor_opens_at_the_entry_or_else_at_what_is_wrong(tmp_path: Path, text: str, line: int) -> None:
    path = tmp_path / "locks.yaml"
    path.write_text(text, encoding="utf-8")
    assert find_line(path, HOW) == line


def test_an_editor_opens_at_the_slip_of_a_broken_file(tmp_path: Path) -> None:
    path = tmp_path / "locks.yaml"
    path.write_text(GOOD + "questions: {", encoding="utf-8")
    assert find_line(path, HOW) == 6
    path.unlink()
    assert find_line(path, HOW) == 1


@dataclass
class Front:
    """One that only lends its terminal."""

    def lend(self, use: Callable[[], str]) -> str:
        return use()


def test_an_edited_entry_is_read_again_and_failures_are_said(shelved: Shelved) -> None:
    opened: list[tuple[Path, int]] = []

    def edit(path: Path, line: int) -> str:
        opened.append((path, line))
        path.write_text(GOOD.replace("How?", "How is it done?"), encoding="utf-8")
        return ""

    copies = Copies({"locks": shelved.bank}, {}, shelved.shelf, edit)
    assert copies.edit(HOW, Front()) == ""
    assert opened == [(shelved.path, 5)]
    card = copies.find(HOW)
    assert card is not None
    assert card.stem == "How is it done?"
    failing = Copies({"locks": shelved.bank}, {}, shelved.shelf, lambda *_: "There is no editor.")
    assert failing.edit(HOW, Front()) == "There is no editor."
