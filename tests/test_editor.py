"""cli/editor.py: which editor is started, how it is told the line, and what is said when that fails."""

import signal
from pathlib import Path

import pytest
from signals import handle_signal

from tvp_quiz.cli.editor import name_place, open_editor
from tvp_quiz.errors import Interrupted

BANK = Path("/banks/my bank.yaml")
PLACE = f"{BANK}:12"


@pytest.mark.parametrize(
    ("words", "arguments"),
    [
        (["vi"], ["+12", str(BANK)]),
        (["/usr/bin/vim.tiny", "-n"], ["+12", str(BANK)]),
        (["nano"], ["+12", str(BANK)]),
        (["emacs", "-nw"], ["+12", str(BANK)]),
        (["sensible-editor"], ["+12", str(BANK)]),
        (["code"], ["--wait", "--goto", PLACE]),
        (["code", "--wait"], ["--goto", PLACE]),
        (["codium", "-w"], ["--goto", PLACE]),
        (["hx"], [PLACE]),
        (["subl"], ["--wait", PLACE]),
        (["zed", "--wait"], [PLACE]),
        (["my-editor"], [str(BANK)]),
    ],
)
def test_each_editor_is_told_the_line_in_its_own_way(words: list[str], arguments: list[str]) -> None:
    assert name_place(words, BANK, 12) == arguments


def write_editor(folder: Path, name: str, script: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)


def edit(folder: Path, **environment: str) -> str:
    """Open line 3 of a file with the editors in a folder, which find the usual tools as well."""
    return open_editor(folder / "bank.yaml", 3, {"PATH": f"{folder}:/usr/bin:/bin", **environment})


def test_the_visual_editor_comes_before_the_other_and_both_may_hold_arguments(tmp_path: Path) -> None:
    write_editor(tmp_path, "one", 'echo "$0 $*" >> ' + str(tmp_path / "log"))
    for environment in (
        {"VISUAL": "one --first 'a b'", "EDITOR": "two"},
        {"VISUAL": " ", "EDITOR": "one"},
        {"EDITOR": str(tmp_path / "one")},
    ):
        assert edit(tmp_path, **environment) == ""
    bank = tmp_path / "bank.yaml"
    log = (tmp_path / "log").read_text(encoding="utf-8").splitlines()
    assert log == [
        f"{tmp_path / 'one'} --first a b {bank}",
        f"{tmp_path / 'one'} {bank}",
        f"{tmp_path / 'one'} {bank}",
    ]


def test_where_none_is_named_the_first_usual_one_that_is_there_is_taken(tmp_path: Path) -> None:
    path = {"PATH": str(tmp_path)}
    assert open_editor(BANK, 1, path) == "No editor was found: set EDITOR to the command that starts yours."
    write_editor(tmp_path, "vi", "exit 1")
    write_editor(tmp_path, "nano", "exit 2")
    assert "nano failed (exit code 2)" in open_editor(BANK, 1, path)


@pytest.mark.parametrize(
    ("editor", "says"),
    [
        ("nowhere -x", "There is no editor 'nowhere': set EDITOR to"),
        ("'one", 'The quotes in "\'one" are not closed: set EDITOR to'),
        ("failing", "failing failed (exit code 3): see whether your changes were saved."),
        ("broken", "broken can't be started (Exec format error): set EDITOR to"),
    ],
)
def test_what_goes_wrong_is_one_sentence(tmp_path: Path, editor: str, says: str) -> None:
    write_editor(tmp_path, "failing", "exit 3")
    write_editor(tmp_path, "broken", "")
    (tmp_path / "broken").write_bytes(b"\x7fnothing that runs")
    said = edit(tmp_path, EDITOR=editor)
    assert said.startswith(says)
    assert said.endswith(".")


def test_ctrl_c_in_the_editor_is_the_editors(tmp_path: Path) -> None:
    write_editor(tmp_path, "one", "kill -INT $PPID")
    write_editor(tmp_path, "two", "kill -INT $$")
    with handle_signal(signal.SIGINT, signal.default_int_handler):
        assert edit(tmp_path, EDITOR="one") == ""
        assert "exit code -2" in edit(tmp_path, EDITOR="two")


def test_an_editor_that_stops_itself_is_stopped_with_and_goes_on(tmp_path: Path) -> None:
    write_editor(tmp_path, "one", f"kill -STOP $$; echo on > {tmp_path / 'log'}")
    with handle_signal(signal.SIGTSTP, signal.SIG_IGN):
        assert edit(tmp_path, EDITOR="one") == ""
    assert (tmp_path / "log").read_text(encoding="utf-8") == "on\n"


def test_what_ends_the_program_ends_the_editor_too(tmp_path: Path) -> None:
    def interrupt(*_: object) -> None:
        raise Interrupted("ended")

    script = f"trap 'echo ended > {tmp_path / 'log'}; exit' TERM; sleep 0.2; kill -TERM $PPID; sleep 5 & wait"
    write_editor(tmp_path, "one", script)
    with (
        handle_signal(signal.SIGTERM, interrupt),
        pytest.raises(Interrupted),
    ):
        edit(tmp_path, EDITOR="one")
    assert (tmp_path / "log").read_text(encoding="utf-8") == "ended\n"
