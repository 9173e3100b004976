"""banks/written.py, previewing.py, terminal/preview.py: what authors see of an entry while they write it."""

import os
from collections.abc import Callable
from io import StringIO
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from terminals import draw

from tvp_quiz.banks.written import read_written
from tvp_quiz.domain.prompt import Mode
from tvp_quiz.domain.written import WrittenBank
from tvp_quiz.previewing import Preview, find_change, make_prompts
from tvp_quiz.terminal.preview import draw_entry, print_entries

BANK = """\
bank: locks
title: Locks and what goes wrong with them
source: {title: My notes, updated: 2026-10-01}

definitions:
  - id: mutex
    term: Mutex
    meaning: A lock that one thread at a time can hold
    aliases: [mutual exclusion lock]
    because: Whoever wants it while it is held waits until it is released.
  - id: semaphore
    term: Semaphore
    meaning: A counter that admits a fixed number of threads at once

questions:
  - id: deadlock
    type: choice
    question: Two threads take two locks in opposite order. What may happen?
    answer: {text: Each waits for the other without end, because: This is a deadlock.}
    distractors:
      - {text: Both locks are released at once, because: A lock is released by its holder alone.}
      - {text: The second lock is skipped, because: Locking waits; it does not give up.}
    because: Each holds what the other needs.
    nuance: Some locks give up after a time.
    refs: [L-1]
  - id: all
    type: multiple
    question: What can guard shared data?
    answers: [A mutex, A semaphore set up for one]
    distractors: [A comment, A loop]
  - id: size
    type: number
    question: How many threads may hold a mutex?
    answer: 1
    tolerance: 0.5
    unit: threads
  - id: gaps
    type: cloze
    question: Fill the gaps.
    text: A {{mutex|lock}} admits one thread, a {{semaphore}} several.
  - id: pairs
    type: match
    question: What belongs to what?
    pairs: [{left: Mutex, right: one thread}, {left: Semaphore, right: several threads}]
    extra: [no thread]
  - id: steps
    type: order
    question: In which order?
    steps: [lock, change, unlock]
  - id: program
    type: predict
    question: What is printed?
    program: |
      if True:
          print("one")
    answer: one
    distractors: [two, nothing]

faq:
  - id: why
    question: Why lock at all?
    answer: Two threads that change the same data at once can lose a change.
    points: [same data, at once]
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "locks.yaml"
    path.write_text(BANK, encoding="utf-8")
    return path


def read(path: Path, text: str = BANK) -> WrittenBank:
    path.write_text(text, encoding="utf-8")
    return read_written(path, path.parent)


CLOCK = count(1)


def save(path: Path, text: str) -> None:
    """Save a file so that it is newer than ever before, however coarse the file system's times are."""
    path.write_text(text, encoding="utf-8")
    os.utime(path, (1e9 + next(CLOCK),) * 2)


def print_all(bank: WrittenBank) -> str:
    console = Console(file=StringIO(), width=80, markup=False, highlight=False, _environ={})
    with console.capture() as capture:
        print_entries(console, bank, [(one.problems, make_prompts(bank, one.cards)) for one in bank.entries])
    return capture.get()


def test_each_form_is_printed_with_its_key_and_its_reasons(
    path: Path, check_golden: Callable[[str, str], None]
) -> None:
    bank = read(path)
    assert {prompt.mode for one in bank.entries for prompt in make_prompts(bank, one.cards)} == set(Mode)
    check_golden("preview-printed", print_all(bank).replace(str(path), "locks.yaml"))


@pytest.mark.parametrize("width", [80, 120])
def test_an_entry_has_its_screens(path: Path, width: int, check_golden: Callable[[str, str], None]) -> None:
    good = Preview(path.parent, read(path), 2)
    wrong = Preview(path.parent, read(path, BANK.replace("    distractors:\n", "    distractor:\n", 1)), 2)
    wrong.bank = wrong.bank._replace(problems=tuple(one for one in wrong.bank.problems if one.severity == "error"))
    save(path, "bank: locks\ntitle: 'Locks\n")
    assert wrong.refresh()
    screens = [draw(draw_entry(one.make_view()), width) for one in (good, wrong)]
    check_golden(f"preview-{width}", ("=" * width + "\n").join(screens))


def test_options_stand_in_the_order_in_which_they_were_written(path: Path) -> None:
    bank = read(path)
    prompts = {prompt.card.id: prompt for one in bank.entries for prompt in make_prompts(bank, one.cards)}
    assert [one.text for one in prompts["locks/all#ask"].options] == [
        "A mutex",
        "A semaphore set up for one",
        "A comment",
        "A loop",
    ]
    assert [one.text for one in prompts["locks/steps#ask"].options] == ["lock", "change", "unlock"]
    assert prompts["locks/pairs#ask"].key == (0, 1)


def test_every_entry_has_its_line_its_cards_and_its_own_problems(path: Path) -> None:
    bank = read(path, BANK.replace("    term: Semaphore\n", "").replace("  - id: all\n    type", "  - type", 1))
    entries = {entry.id: entry for entry in bank.entries}
    assert [(one, entries[one].line) for one in ("mutex", "semaphore", "deadlock", "")] == [
        ("mutex", 6),
        ("semaphore", 11),
        ("deadlock", 15),
        ("", 25),
    ]
    assert [problem.rule for problem in entries["semaphore"].problems] == ["missing-key"]
    assert [problem.rule for problem in entries[""].problems if problem.severity == "error"] == ["missing-key"]
    assert entries["semaphore"].cards == entries[""].cards == ()
    assert "locks/mutex#term" in entries["mutex"].cards
    assert [problem for one in bank.entries for problem in one.problems] == list(bank.problems)


def test_what_is_wrong_with_the_bank_itself_is_an_entry_of_its_own(path: Path) -> None:
    bank = read(path, BANK.replace("title: Locks and", "titel: Locks and"))
    assert (bank.entries[0].id, bank.entries[0].line) == ("", 2)
    assert "title" in bank.entries[0].problems[0].remedy
    assert read(path).entries[0].id == "mutex"


def test_a_demo_that_is_not_there_is_a_problem_of_its_entry(path: Path) -> None:
    bank = read(path, BANK.replace("    refs: [L-1]\n", "    demo: nowhere\n"))
    assert "unknown-demo" in {problem.rule for problem in bank.entries[2].problems}


def test_the_entry_that_was_edited_comes_into_view(path: Path) -> None:
    preview = Preview(path.parent, read(path), 0)
    assert not preview.refresh()
    for old, new, shown in (
        ("What is printed?", "What will be printed?", "program"),
        ("A counter that admits", "A counter which admits", "semaphore"),
        (
            "  - id: steps\n",
            "\n  - id: more\n    type: recall\n    question: Why?\n    answer: So.\n  - id: steps\n",
            "more",
        ),
        ("    extra: [no thread]\n", "", "pairs"),
    ):
        save(path, path.read_text(encoding="utf-8").replace(old, new))
        assert preview.refresh()
        assert preview.entry
        assert preview.entry.id == shown


def test_an_entry_that_was_named_stays_in_view_while_it_is_there(path: Path) -> None:
    preview = Preview(path.parent, read(path), 2, only=path, pinned=True)
    save(path, BANK.replace("What is printed?", "What will be printed?").replace("  - id: mutex\n", "  - id: lock\n"))
    assert preview.refresh()
    assert preview.name == (path, "deadlock")
    save(path, BANK.replace("id: deadlock", "id: dead-lock"))
    assert preview.refresh()
    assert preview.name == (path, "dead-lock")


def test_another_bank_that_was_saved_comes_into_view(path: Path) -> None:
    other = path.parent / "other.yaml"
    text = BANK.replace("bank: locks", "bank: other")
    save(other, text)
    preview, pinned = (Preview(path.parent, read_written(path, path.parent), 0, pinned=one) for one in (False, True))
    save(other, text.replace("In which order?", "In what order?"))
    assert preview.refresh()
    assert preview.name == (other, "steps")
    pinned.refresh()
    assert pinned.name == (path, "mutex")
    new = path.parent / "new.yaml"
    save(new, BANK.replace("bank: locks", "bank: new"))
    assert preview.refresh()
    assert preview.name == (new, "mutex")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "locks.yaml: This file is empty. "),
        ("bank: locks\ntitle: 'Locks\n", "locks.yaml, line 2: The quote that opens here is never closed. "),
        (BANK[:600], "locks.yaml ends in the middle of line 19. "),
        ("bank: locks\ntitle: Locks\n", "locks.yaml, line 1: This bank asks nothing. "),
        ("bank: locks\n\xff", "locks.yaml, line 2: "),
        (None, "locks.yaml: This file can't be read: No such file or directory. "),
    ],
)
def test_a_file_that_is_no_bank_just_now_keeps_its_last_good_cards(path: Path, text: str | None, says: str) -> None:
    preview = Preview(path.parent, read(path), 2)
    before = preview.make_view()
    if text is None:
        path.unlink()
    else:
        path.write_bytes(text.encode("latin-1"))
    assert preview.refresh()
    view = preview.make_view()
    assert view.notice.startswith(says)
    assert view.notice.endswith("These are the last good cards.")
    assert view.prompts == before.prompts
    assert not preview.refresh()
    save(path, BANK.replace("What may happen?", "What can happen?"))
    assert preview.refresh()
    assert preview.name == (path, "deadlock")
    assert preview.notice == ""


def test_taking_away_the_last_entries_is_no_file_half_written(path: Path) -> None:
    preview = Preview(path.parent, read(path), 0)
    save(path, BANK[: BANK.index("  - id: steps")])
    assert preview.refresh()
    assert preview.notice == ""
    assert [entry.id for entry in preview.bank.entries][-1] == "pairs"


def test_a_folder_that_is_gone_keeps_the_cards(path: Path) -> None:
    preview = Preview(path.parent, read(path), 2)
    path.unlink()
    path.parent.rmdir()
    assert preview.refresh()
    assert preview.make_view().prompts


def test_a_file_that_was_never_good_shows_what_is_wrong_with_it(path: Path) -> None:
    preview = Preview(path.parent, read(path, "bank: locks\ntitle: 'Locks\n"), 0)
    assert "unclosed-quote" in draw(draw_entry(preview.make_view()))
    assert preview.line == 2
    save(path, 'bank: locks\ntitle: "Locks\n')
    assert preview.refresh()
    assert 'title: "Locks' in draw(draw_entry(preview.make_view()))
    save(path, BANK)
    assert preview.refresh()
    assert preview.name == (path, "mutex")


def test_steps_go_through_all_files_and_stop_at_the_ends(path: Path) -> None:
    other = path.parent / "other.yaml"
    save(other, BANK.replace("bank: locks", "bank: other"))
    preview = Preview(path.parent, read_written(path, path.parent), 0)
    preview.step(-1)
    assert (preview.name, preview.notice) == ((path, "mutex"), "This is the first entry.")
    for _ in range(10):
        preview.step(1)
    assert (preview.name, preview.notice) == ((other, "mutex"), "")
    preview.step(-1)
    assert preview.name == (path, "why")
    for _ in range(11):
        preview.step(1)
    assert (preview.name, preview.notice) == ((other, "why"), "This is the last entry.")
    only = Preview(path.parent, preview.bank, 9, only=other)
    only.step(1)
    assert only.notice == "This is the last entry."


def test_the_line_to_edit_is_that_of_the_mistake(path: Path) -> None:
    assert Preview(path.parent, read(path), 2).line == 16
    wrong = read(path, BANK.replace("    nuance: Some", "    nuanec: Some"))
    assert Preview(path.parent, wrong, 2).line == 24


def test_what_is_wrong_elsewhere_is_told_in_one_line(path: Path) -> None:
    bank = read(path, BANK.replace("    term: Semaphore\n", ""))
    errors = tuple(one for one in bank.problems if one.severity == "error")
    shown = draw(draw_entry(Preview(path.parent, bank._replace(problems=errors), 2).make_view()), 120)
    assert "1 error elsewhere in this file, as in line 11: " in shown


@given(st.lists(st.sampled_from(["a", "b", " "]), max_size=6), st.lists(st.sampled_from(["a", "b", " "]), max_size=6))
def test_a_change_is_found_at_or_below_where_two_texts_part(before: list[str], now: list[str]) -> None:
    line = find_change(tuple(before), tuple(now))
    if before == now:
        assert line is None
        return
    assert line is not None
    same = line - 1
    while same and before[:same] != now[:same]:
        same -= 1
    assert 1 <= line <= len(now) + 1
    assert all(not one.strip() for one in now[same : line - 1])
