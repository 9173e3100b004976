"""Demos on the full screen: watched, judged, read, and asked about."""

import re
import signal
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from demo_views import (
    CONTRADICTED,
    DEMO,
    DEMO_VIEWS,
    KEPT,
    PROVED,
    REASON,
    change_outcome,
)
from hypothesis import given
from hypothesis import strategies as st
from terminals import draw, open_terminal
from values import replace
from views import PREDICT, VIEWS

from tvp_quiz.domain.demo import Claim, Level, Proof, Ruling, Stand
from tvp_quiz.domain.prompt import Command, Response
from tvp_quiz.domain.review import Rating
from tvp_quiz.terminal.demo import draw_consent, draw_demo, draw_program, draw_watching
from tvp_quiz.terminal.feedback import draw_feedback
from tvp_quiz.terminal.page import Page
from tvp_quiz.terminal.question import draw_noted
from tvp_quiz.terminal.tail import Tail

# Under pytest-xdist a test runs beside a thread, of which Python 3.12 warns; here the child execs at once.
pytestmark = pytest.mark.filterwarnings("ignore:.*forkpty.*:DeprecationWarning")

PAGES: dict[str, Page] = {
    **{name: draw_demo(view) for name, view in DEMO_VIEWS.items()},
    "feedback": draw_feedback(replace(VIEWS["choice"][1], has_demo=True)),
    "noted": draw_noted(PREDICT, Response((1,)), ""),
    "watching": draw_watching(DEMO, Level.BUBBLEWRAP, ("fork  0.41 ms", "spawn 19.70 ms"), 3.4),
    "program": draw_program(DEMO),
    "consent": draw_consent(DEMO, Level.LANDLOCK, REASON),
}


@pytest.mark.parametrize("width", [40, 80, 120])
@pytest.mark.parametrize("name", PAGES)
def test_each_page_has_its_screens(name: str, width: int, check_golden: Callable[[str, str], None]) -> None:
    check_golden(f"demo-{name}-{width}", draw(PAGES[name], width))


@pytest.mark.parametrize(("width", "height"), [(1, 1), (5, 3), (12, 6), (20, 8), (300, 100)])
def test_a_terminal_of_any_size_shows_something(width: int, height: int) -> None:
    for page in PAGES.values():
        draw(page, width, height)


def test_what_contradicts_the_key_is_told_apart_without_colour() -> None:
    shown = draw(draw_demo(CONTRADICTED), height=60)
    assert (
        "! ✗ A stack inside the address space that is there already (the key)\n        contradicts the key: " in shown
    )
    assert "! ✓ A copy of the resources" in shown
    assert "  ✗ Nothing at all" in shown
    assert shown.count("contradicts the key:") == 2
    assert "! " not in draw(draw_demo(PROVED), height=60)


def watch(lines: int, offset: int | None = None) -> str:
    tail = Tail("".join(f"line {number}\n" for number in range(lines)))
    return draw(draw_watching(DEMO, Level.LIMITS, tail.list_lines(), 71.9), offset=offset)


def test_the_page_of_a_running_demo_follows_its_end() -> None:
    assert "line 99\n" in watch(100)
    assert "line 0\n" not in watch(100)
    assert "line 0\n" in watch(100, offset=0)
    assert re.search(r"[-|/\\] 71 s   not confined: limits alone   Ctrl-C stops it", watch(100))


def test_the_verdict_is_in_view_below_a_long_output() -> None:
    shown = draw(draw_demo(change_outcome(PROVED, output="x\n" * 500)))
    assert "  Your machine: thread, 14 times cheaper: the key holds" in shown
    assert "more ↑ " in shown
    long = replace(PROVED, proof=Proof(Ruling.PROVED, PROVED.proof.stands * 9))
    assert "  Your machine: thread, 14 times cheaper: the key holds" in draw(draw_demo(long))


@pytest.mark.parametrize("width", [20, 40, 80])
def test_a_long_line_of_output_is_folded_and_nothing_of_it_is_lost(width: int) -> None:
    printed = "漢字 and so on; " * 50 + "the end"
    shown = draw(draw_demo(change_outcome(PROVED, output=printed)), width, 200)
    assert re.sub(r"\s", "", printed) in re.sub(r"\s", "", shown)


def show_code(source: bytes, width: int) -> str:
    """Return the code on the page of a program, its lines put together again, without blanks."""
    shown = draw(draw_program(replace(DEMO, source=source)), width, 400)
    return re.sub(r"\s", "", re.sub(r"^ *\d* │", "", shown, flags=re.MULTILINE))


@pytest.mark.parametrize("width", [40, 80])
def test_no_code_is_out_of_sight(width: int) -> None:
    for line in (b" " * 300 + b"import os", b"x = 1;" + b" " * 300 + b"import os", b"x" * 300 + b"; import os"):
        assert "importos" in show_code(line, width)
    assert r"x=1\x0bimportos\rimportsys\u202e" in show_code(b"x = 1\x0bimport os\rimport sys \xe2\x80\xae", width)
    assert r"\xffimportos" in show_code(b"\xff import os", width)


def test_the_line_numbers_of_a_program_are_those_of_its_file() -> None:
    shown = draw(draw_program(replace(DEMO, source=b"\n\n# \xe2\x80\xa8 \x1b[2J \x0c\r\nlast\n\n")), 80, 40)
    assert r"3 │ # \u2028 \x1b[2J \x0c" in shown
    assert re.findall(r"(\d) │ *(\w*)", shown)[-1] == ("4", "last")
    assert "1 │" in draw(draw_program(replace(DEMO, source=b"")))


def test_a_program_has_colours() -> None:
    spans = {str(span.style) for block in PAGES["program"].body for span in block.text.spans}  # type: ignore[union-attr]
    assert len(spans) > 3


@given(st.text(st.characters(), min_size=1, max_size=30), st.sampled_from([40, 80]))
def test_no_control_character_of_any_demo_is_drawn(content: str, width: int) -> None:
    source = content.encode("utf-8", "surrogatepass")
    demo = replace(DEMO, name=content, title=content, path=Path(content.replace("\0", "")), source=source)
    claim = Claim(content, right=True, when=((content, content),))
    facts = {content: content, "says": content} if len(content) % 2 else {content: content}
    proof = Proof(Ruling.CONTRADICTED, ((claim, Stand.REFUTED),))
    view = replace(PROVED, demo=demo, proof=proof, notice=content, run=replace(PROVED.run, machine=content))
    pages = (
        draw_demo(change_outcome(view, output=content, facts=facts)),
        draw_demo(
            change_outcome(replace(KEPT, demo=demo), reason=content, ending=DEMO_VIEWS["broken"].run.outcome.ending)
        ),
        draw_watching(demo, Level.LIMITS, Tail(content).list_lines(), 1.0),
        draw_program(demo),
        draw_consent(demo, Level.LIMITS, content),
    )
    for page in pages:
        shown = draw(page, width)
        assert all(char == "\n" or char.isprintable() or ord(char) > 0x9F for char in shown)
        assert not set(shown) & set("\u202e\u2066\u200b\u200f\u2028")


def test_a_flood_is_kept_to_its_last_lines() -> None:
    for flood in ("\n", "x", "\x1b", "漢", "\t", "y\n"):
        tail = Tail()
        for _ in range(8):
            tail.add(flood * (256 * 1024 // len(flood) // 8))
        lines = tail.list_lines()
        assert len(lines) <= 2002
        assert draw(draw_watching(DEMO, Level.LIMITS, lines, 1.0))
    assert lines[0] == "[129,072 lines before these not shown.]"
    assert lines[1:] == ("y",) * 2000


@given(st.text(st.sampled_from("ab\n\t"), max_size=60), st.lists(st.integers(0, 60)))
def test_an_output_is_the_same_in_whatever_pieces_it_comes(text: str, cuts: list[int]) -> None:
    tail = Tail()
    places = [0, *sorted(cuts), len(text)]
    for start, end in pairwise(places):
        tail.add(text[start:end])
    assert tail.list_lines() == Tail(text).list_lines()


def test_ctrl_c_stops_a_demo_and_not_the_sitting(tmp_path: Path) -> None:
    with open_terminal(tmp_path, "watch", "choice") as terminal:
        terminal.wait_for("Ctrl-C stops it")
        terminal.wait_for("half")
        terminal.child.send("c\r")
        terminal.child.sendintr()
        terminal.wait_for("A stack inside")
        terminal.child.send("c\r")
        assert terminal.finish() == 0
        assert terminal.read_log() == ["stopped 1", str(Response((1,))), str(Rating.AGAIN)]


def test_lines_that_were_pressed_ahead_are_answers_in_plain_lines(tmp_path: Path) -> None:
    with open_terminal(tmp_path, "watch", "choice", plain=True) as terminal:
        terminal.wait_for("line 99")
        terminal.child.sendintr()
        terminal.wait_for("letter: ")
        assert terminal.shows("half")
        terminal.child.send("b\r\r")
        assert terminal.finish() == 0
        assert terminal.read_log() == ["stopped 1", str(Response((1,))), str(Rating.AGAIN)]
        assert b"\x1b" not in terminal.raw


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("plain", [False, True])
def test_a_signal_stops_the_demo_and_ends_the_sitting(tmp_path: Path, number: signal.Signals, *, plain: bool) -> None:
    with open_terminal(tmp_path, "watch", "choice", plain=plain) as terminal:
        terminal.wait_for("line 99")
        terminal.child.kill(number)
        assert terminal.finish() == 130
        first, last = terminal.read_log()
        assert first == "stopped 1"
        assert "everything answered is kept" in last


def test_a_running_demo_is_scrolled_resized_and_timed(tmp_path: Path) -> None:
    with open_terminal(tmp_path, "watch") as terminal:
        terminal.wait_for("half")
        terminal.child.send("\x1b[H")
        terminal.wait_for("first")
        terminal.resize(40, 20)
        terminal.wait_for("A thread is created f… · creation_cost")
        terminal.child.send("\x1b[F")
        terminal.wait_for("half")
        terminal.wait_for("1 s")
        terminal.child.sendintr()
        assert terminal.finish() == 0


def test_a_demo_that_was_scrolled_back_is_followed_again_from_its_end(tmp_path: Path) -> None:
    with open_terminal(tmp_path, "beat") as terminal:
        terminal.wait_for("beat 5")
        terminal.child.send("\x1b[H")
        terminal.wait_for("more ↓")
        terminal.child.send("\x1b[F")
        terminal.wait_for("beat 50")
        terminal.child.sendintr()
        assert terminal.finish() == 0


def test_what_came_of_a_demo_is_read_beside_its_program_and_run_again(tmp_path: Path) -> None:
    with open_terminal(tmp_path, "shown", "shown") as terminal:
        terminal.wait_for("the key holds")
        terminal.child.send("v")
        terminal.wait_for("3 │ import os")
        terminal.child.send("x")
        terminal.wait_for("the key holds")
        terminal.child.send("\x1b[H")
        terminal.child.send("r")
        terminal.child.send("\r")
        assert terminal.finish() == 0
        assert terminal.read_log() == ["again: True", "again: False"]


@pytest.mark.parametrize(
    ("keys", "consent"),
    [
        ("o", "ONCE"),
        ("xA", "ALWAYS"),
        ("n", "NO"),
        ("\r", "NO"),
        ("q", "NO"),
        ("\x04", "NO"),
        ("vxo", "ONCE"),
    ],
)
def test_consent_is_given_by_a_key_of_its_own(tmp_path: Path, keys: str, consent: str) -> None:
    with open_terminal(tmp_path, "consent") as terminal:
        terminal.wait_for("not confined: limits alone")
        terminal.child.send(keys)
        assert terminal.finish() == 0
        assert terminal.read_log() == [f"Consent.{consent}"]


@pytest.mark.parametrize(
    ("keys", "given"),
    [
        ("\r", None),
        (" ", None),
        ("3d", Command.DEMO),
        ("v", Command.PROGRAM),
        ("q", Command.QUIT),
        ("\x04", Command.QUIT),
        ("yu", Command.UNDO),
        ("?", Command.KEYS),
        ("i", Command.HISTORY),
    ],
)
def test_a_prediction_is_noted_until_its_answer_is_wanted(tmp_path: Path, keys: str, given: Command | None) -> None:
    with open_terminal(tmp_path, "noted") as terminal:
        terminal.wait_for("Your prediction is noted.")
        terminal.child.send(keys)
        assert terminal.finish() == 0
        assert terminal.read_log() == [str(given)]


def test_a_demo_is_offered_only_where_there_is_one(tmp_path: Path) -> None:
    assert "d demo   v program" in draw(PAGES["feedback"])
    assert "d demo" not in draw(draw_feedback(VIEWS["choice"][1]))
    with open_terminal(tmp_path, "choice") as terminal:
        terminal.wait_for("q end")
        terminal.child.send("d")
        terminal.wait_for("The demo comes after the answer.")
        terminal.child.send("cd")
        terminal.wait_for("There is no demo for this card.")
        terminal.child.send("\r")
        assert terminal.finish() == 0


def test_colours_are_left_out_of_a_program_where_they_are_unwanted(tmp_path: Path) -> None:
    for color, no_color in ((True, ""), (False, "1")):
        with open_terminal(tmp_path, "consent", NO_COLOR=no_color) as terminal:
            terminal.wait_for("o once")
            terminal.child.send("v")
            terminal.wait_for("3 │ import os")
            assert bool(re.search(rb"\x1b\[[0-9;]*(3[0-7]|9[0-7])[;m]", terminal.raw)) is color


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_a_locale_without_unicode_shows_demos(tmp_path: Path, encoding: str) -> None:
    with open_terminal(tmp_path, "shown", PYTHONUTF8="0", PYTHONIOENCODING=encoding) as terminal:
        terminal.wait_for("+ A stack inside")
        assert terminal.shows("x Nothing at all")
