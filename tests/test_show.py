"""cli/preview.py: `bank show` with entries, banks and files, once and with `--watch`; what its names may be."""

import json
import os
import re
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pexpect
import pyte
import pytest
from desk import Desk
from terminals import Terminal, set_signals

from tvp_quiz.cli.preview import find_first, find_start
from tvp_quiz.cli.world import World

# Under pytest-xdist a test runs beside a thread, of which Python 3.12 warns; here the child execs at once.
pytestmark = pytest.mark.filterwarnings("ignore:.*forkpty.*:DeprecationWarning")

ENTRY = """\
  - id: {id}
    type: choice
    question: Which is {id}?
    answer: The kind that is meant
    distractors:
      - {{text: The one beside it, because: It is another one.}}
      - {{text: The kind that is not, because: It is not that one.}}
    because: So it is.
"""
COLOURS = "bank: colours\ntitle: Colours\nquestions:\n" + ENTRY.format(id="red") + ENTRY.format(id="blue")


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    desk = Desk(tmp_path, capsys)
    desk.content.mkdir()
    write(desk, COLOURS)
    return desk


def write(desk: Desk, text: str, name: str = "colours.yaml") -> Path:
    path = desk.content / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", ["colours", "colours.yaml", "colours/red", "colours/red#ask"])
def test_cards_are_shown_by_bank_file_entry_or_card(desk: Desk, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.chdir(desk.content)
    code, out, err = desk.type("bank", "show", name)
    assert (code, err) == (0, "")
    assert out.startswith(
        "colours/red#ask · Choice\n\nWhich is red?\n\n✓ a  The kind that is meant\n  c  The one beside it\n"
    )
    assert ("colours/blue#ask" in out) is ("/" not in name)
    assert "\x1b" not in out


def test_several_names_are_shown_in_their_order(desk: Desk) -> None:
    _, out, _ = desk.type("bank", "show", "colours/blue", "colours/red")
    assert re.findall("^colours/.*#ask", out, re.MULTILINE) == ["colours/blue#ask", "colours/red#ask"]


def test_an_entry_that_cannot_be_asked_shows_why_and_the_rest_of_its_file_comes_after(desk: Desk) -> None:
    text = COLOURS.replace("    answer: The", "    answr: The", 1)
    path = write(desk, "becuase".join(text.rsplit("because", 1)))
    code, out, _ = desk.type("bank", "show", "colours/red")
    assert code == 0
    assert out.startswith(
        f"{path}:7:5: error: `answr` is no key that belongs here. [unknown-key]\n        answr: The kind"
    )
    assert f"\n\n{path}:19:5: error: `becuase` is no key" in out
    assert "colours/red#ask" not in out
    assert out.endswith("\n1 error in 1 file.\n")


def test_a_ref_that_the_list_of_references_lacks_is_shown(desk: Desk) -> None:
    write(desk, "refs:\n  - {ref: R-1, where: here, says: so}\n", "sources.yaml")
    write(desk, COLOURS.replace("because: So it is.", "because: So it is.\n    refs: [R-1, R-2]", 1))
    _, out, _ = desk.type("bank", "show", "colours/red")
    assert out.count("`R-2` is no ref of sources.yaml.") == 1
    assert "`R-1` is no ref" not in out


def test_a_file_that_is_no_bank_is_shown_by_what_is_wrong_with_it(desk: Desk) -> None:
    path = write(desk, "bank: 'broken\n", "broken.yaml")
    code, out, _ = desk.type("bank", "show", str(path))
    assert code == 0
    assert out.startswith(f"{path}:1:7: error: The quote that opens here is never closed. [unclosed-quote]\n")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["colour"], "There is no bank 'colour': did you mean colours?"),
        (["colours/rde"], "There is no entry of colours 'rde': did you mean red?"),
        (["colours/zzzzzz"], "There is no entry of colours 'zzzzzz': see `tvp-quiz bank show colours`."),
        (["colours/red#asks"], "There is no card of colours/red 'asks': did you mean ask?"),
        (["nowhere.yaml"], "There is no file 'nowhere.yaml': name one that is there."),
        ([], "Say what to show: "),
        (["--watch"], "--watch needs a terminal: "),
        (["--watch", "colours/red", "colours/blue"], "One entry or bank can be watched at a time: "),
        (["--watch", "--json"], "--watch shows cards on the screen alone: "),
    ],
)
def test_what_names_nothing_gets_a_sentence(desk: Desk, words: list[str], says: str) -> None:
    code, out, err = desk.type("bank", "show", *words)
    assert (code, out) == (2, "")
    assert err.startswith(says)


def test_programs_get_cards_with_their_options_and_answers(desk: Desk) -> None:
    write(desk, COLOURS + "  - {id: half, type: typed, question: Half?}\n")
    code, out, _ = desk.type("bank", "show", "colours", "--json")
    (bank,) = json.loads(out)
    assert code == 0
    assert [card["card"] for card in bank["cards"]] == ["colours/red#ask", "colours/blue#ask"]
    card = bank["cards"][0]
    assert (card["line"], card["stem"], card["answer"]) == (4, "Which is red?", ["The kind that is meant"])
    assert card["options"][1] == {"text": "The one beside it", "because": "It is another one."}
    assert [problem["rule"] for problem in bank["problems"]] == ["missing-key"]


@pytest.fixture
def terminal(desk: Desk) -> Iterator[Terminal]:
    """Watch the content folder in a terminal of 80 by 24, with an editor that swaps red for green."""
    editor = desk.folder / "editor"
    editor.write_text('#!/bin/sh\ntest "$1" = +4 && sed -i s/red/green/ "$2"\n', encoding="utf-8")
    editor.chmod(0o755)
    root = Path(__file__).parent.parent
    child: pexpect.spawn[bytes] = pexpect.spawn(
        sys.executable,
        ["-m", "tvp_quiz", "--content", str(desk.content), "--db", str(desk.database), "bank", "show", "--watch"],
        env={**os.environ, "TERM": "xterm-256color", "PYTHONUTF8": "1", "EDITOR": str(editor), "VISUAL": ""},
        cwd=str(root),
        dimensions=(24, 80),
        preexec_fn=lambda: set_signals(signal.SIG_DFL),
    )
    screen = pyte.Screen(80, 24)
    try:
        yield Terminal(child, screen, pyte.ByteStream(screen), desk.folder / "log")
    finally:
        child.close(force=True)


def test_what_is_saved_is_on_the_screen_until_it_is_left(desk: Desk, terminal: Terminal) -> None:
    terminal.wait_for("Which is red?")
    write(desk, COLOURS.replace("Which is blue?", "Which one is blue?"))
    terminal.wait_for("Which one is blue?")
    write(
        desk, COLOURS.replace("    type: choice\n    question: Which is red?", "    type: chioce\n    question: Why?")
    )
    terminal.wait_for("Did you mean `choice`?")
    write(desk, "")
    terminal.wait_for("This file is empty. These are the last good cards.")
    write(desk, COLOURS)
    terminal.wait_for("Which is red?")
    terminal.child.send("n")
    terminal.wait_for("Which is blue?")
    terminal.child.send("n")
    terminal.wait_for("This is the last entry.")
    terminal.child.send("p")
    terminal.wait_for("Which is red?")
    terminal.resize(40, 12)
    terminal.wait_for("more ↓")
    terminal.child.send("\x1b[F")
    terminal.wait_for("more ↑")
    terminal.child.send("q")
    assert terminal.finish() == 0
    assert re.findall(rb"\x1b\[\?1049([hl])", terminal.raw) == [b"h", b"l"]


def test_the_editor_opens_and_its_change_is_on_the_screen(terminal: Terminal) -> None:
    terminal.wait_for("Which is red?")
    terminal.child.send("e")
    terminal.wait_for("Which is green?")
    terminal.child.sendintr()
    assert terminal.finish() == 0
    assert re.findall(rb"\x1b\[\?1049([hl])", terminal.raw) == [b"h", b"l", b"h", b"l"]


def test_a_signal_ends_the_watch_with_the_terminal_as_it_was(terminal: Terminal) -> None:
    terminal.wait_for("Which is red?")
    terminal.child.kill(signal.SIGTERM)
    assert terminal.finish() == 130
    assert terminal.raw.rpartition(b"\x1b[?1049l")[2].startswith(b"The preview has ended early; ")


def test_the_watch_begins_at_the_first_mistake_or_else_at_the_first_entry(desk: Desk) -> None:
    world = World(desk.content, str(desk.database), "me")
    first = find_first(world)
    assert (first.bank.id, find_start(first.bank)) == ("colours", 0)
    shapes = COLOURS.replace("colours", "shapes").replace("Colours", "Shapes")
    write(desk, "type: chioce".join(shapes.rsplit("type: choice", 1)), "shapes.yaml")
    first = find_first(world)
    assert (first.bank.id, find_start(first.bank)) == ("shapes", 1)
