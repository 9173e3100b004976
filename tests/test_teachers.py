"""docs/teachers.md says what is true: whoever does what it says, step by step, ends with a question that is proved."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from typer.main import get_command

from tvp_quiz.banks.check import check_content
from tvp_quiz.cli.main import app
from tvp_quiz.demos.confine import find_level, find_python
from tvp_quiz.domain.demo import Level

ROOT = Path(__file__).parent.parent
GUIDE = (ROOT / "docs" / "teachers.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", GUIDE, re.DOTALL)
FIRST, CHANGED = (text for kind, text in BLOCKS if kind == "yaml")
(DEMO,) = (text for kind, text in BLOCKS if kind == "python")
(SAID,) = (text for kind, text in BLOCKS if kind == "text")
START, PROVE = (text for kind, text in BLOCKS if kind == "sh")


def run(folder: Path, commands: str) -> subprocess.CompletedProcess[str]:
    """Run the guide's commands in a shell that stands in a folder."""
    quiz = folder / "bin" / "tvp-quiz"
    quiz.parent.mkdir(exist_ok=True)
    quiz.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m tvp_quiz "$@"\n', encoding="utf-8")
    quiz.chmod(0o755)
    settings = {
        "PATH": f"{quiz.parent}:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "PYTHONUTF8": "1",
        "TVP_QUIZ_DB": str(folder / "history.db"),
    }
    return subprocess.run(
        ["/bin/sh", "-e", "-c", commands],
        cwd=folder,
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def write(folder: Path, text: str) -> Path:
    path = folder / "course" / "locks.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_from_nothing_to_a_question_that_is_proved(tmp_path: Path) -> None:
    (leave,) = re.findall("export .*\n", START)
    began = run(tmp_path, START)
    assert (began.returncode, began.stderr) == (0, "")
    assert began.stdout.startswith("Wrote course/locks.yaml.\n")
    path = write(tmp_path, FIRST)
    assert run(tmp_path, f"{leave}tvp-quiz bank check").stdout == "No problems.\n"
    shown = run(tmp_path, f"{leave}tvp-quiz bank show locks/holders")
    assert shown.stdout.startswith("locks/holders#ask · Choice\n\nHow many threads can hold a mutex at once?\n")
    lines = FIRST.splitlines(keepends=True)
    path.write_text("".join((*lines[:6], CHANGED, *lines[10:])), encoding="utf-8")
    (tmp_path / "course" / "demos").mkdir()
    (tmp_path / "course" / "demos" / "mutex.py").write_text(DEMO, encoding="utf-8")
    assert run(tmp_path, f"{leave}tvp-quiz bank check").stdout == "No problems.\n"
    if find_level(find_python()) is Level.LIMITS:
        pytest.skip("nothing but limits holds a demo back here, so none is run unasked")
    proved = run(tmp_path, leave + PROVE)
    assert proved.returncode == 0, proved.stderr
    assert "\n1 of 1 entry proved" in proved.stdout
    assert "`1 of 1 entry proved`" in GUIDE


def test_a_slip_is_told_as_the_guide_says(tmp_path: Path) -> None:
    write(tmp_path, FIRST.replace("    distractors:", "    distractor:"))
    checked = run(tmp_path, "TVP_QUIZ_CONTENT=course tvp-quiz bank check")
    assert checked.returncode == 1
    assert checked.stdout.startswith(f"{SAID}\n1 error in 1 file.\n")


@pytest.mark.parametrize(
    ("said", "old", "new"),
    [
        ("`was: [holders]`", "  - id: holders\n", "  - id: holders-of-a-mutex\n    was: [holders]\n"),
        ("`was: [locks/holders]`", "bank: locks\n", "bank: other\n"),
        ("`was: [locks]` below `bank:`", "bank: locks\n", "bank: mutexes\nwas: [locks]\n"),
        ("`was: {Lock: [Mutex]}` below `columns:`", "questions:\n", "chart:\n  columns: [Lock, Semaphore]\n"),
    ],
)
def test_what_was_is_written_as_the_guide_says(tmp_path: Path, said: str, old: str, new: str) -> None:
    assert said in GUIDE
    text = FIRST.replace(old, new)
    if "columns" in new:
        row = "    - {id: who, aspect: Who may release it, cells: {Lock: Its holder, Semaphore: Anybody}}\n"
        text = FIRST.replace(old, f"{new}  was: {{Lock: [Mutex]}}\n  rows:\n{row}{old}")
    elif "other" in new:
        text = text.replace("  - id: holders\n", "  - id: holders\n    was: [locks/holders]\n")
    write(tmp_path, text)
    assert [one for one in check_content(tmp_path / "course") if one.severity == "error"] == []


def test_both_halves_of_an_entry_may_say_what_it_was(tmp_path: Path) -> None:
    entry = FIRST.partition("questions:\n")[2].replace("  - id: holders\n", "  - id: {id}\n    was: [holders]\n")
    halves = (
        entry.replace("{id}", own).replace("How many", how) for own, how in (("one", "How many"), ("two", "So many"))
    )
    write(tmp_path, FIRST.partition("  - id")[0] + "".join(halves))
    assert [one for one in check_content(tmp_path / "course") if one.severity == "error"] == []


def test_the_guide_names_no_command_and_no_option_that_is_not_there() -> None:
    for words in re.findall(r"tvp-quiz ([a-z][^`\n]*)", GUIDE):
        command = get_command(app)
        rest = words.split()
        while commands := getattr(command, "commands", {}):
            assert rest[0] in commands, words
            command = commands[rest.pop(0)]
        options = {option for one in command.params for option in one.opts}
        assert {word for word in rest if word.startswith("--")} <= options, words


def test_the_guide_is_two_screens_long() -> None:
    assert len(GUIDE.splitlines()) <= 2 * 48
