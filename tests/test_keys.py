"""Bytes and signals in, keys out; keys in, an answer out."""

import os
import pty
import signal
import termios
import tty
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st
from signals import ENDING, handle_signal
from values import replace
from views import CHOICE, CLOZE, MATCH, MULTIPLE, ORDER, RECALL, TRUE_FALSE, TYPED, VIEWS, offer_options

from tvp_quiz.domain.prompt import Command, Mode, QuestionView, Response
from tvp_quiz.errors import Interrupted
from tvp_quiz.terminal.commands import COMMANDS, TOO_EARLY
from tvp_quiz.terminal.draft import Draft, letter_options, press_key
from tvp_quiz.terminal.keys import PASTE, Key, Keyboard


@contextmanager
def open_keyboard(encoding: str = "utf-8") -> Iterator[tuple[Keyboard, int]]:
    """Open a keyboard on a pseudo-terminal, and the end at which its keys are pressed."""
    pressing, terminal = pty.openpty()
    try:
        with Keyboard(terminal, encoding) as keyboard:
            yield keyboard, pressing
    finally:
        os.close(terminal)
        os.close(pressing)


@pytest.mark.parametrize(
    ("sent", "keys"),
    [
        (b"a", ["a"]),
        (b"aB?", ["a", "B", "?"]),
        ("é漢".encode(), ["é", "漢"]),
        (b"\r", [Key.ENTER]),
        (b"\n", [Key.ENTER]),
        (b"\x7f\x08", [Key.BACKSPACE, Key.BACKSPACE]),
        (b"\x04", [Key.END_OF_INPUT]),
        (b"\x15\x17", [Key.KILL_LINE, Key.KILL_WORD]),
        (b"\x1b[A\x1bOB", [Key.UP, Key.DOWN]),
        (b"\x1b[5~\x1b[6~\x1b[1;5A", [Key.PAGE_UP, Key.PAGE_DOWN, Key.UP]),
        (b"\x1b[H\x1b[4~", [Key.HOME, Key.END]),
        (b"\x1b", [Key.ESCAPE]),
        (b"\x1b\x1b[A", [Key.ESCAPE, Key.UP]),
        (b"\x1b[", [Key.OTHER]),
        (b"\x1b[200~x\x1b[201~y", [f"{PASTE}x", "y"]),
        (b"\x1b[200~a\rb\tc\x1b[A\x07\xc2\xa0d\r\x1b[201~", [f"{PASTE}a b c[A d "]),
        (b"\x1b[200~\x1b[201~\r", [PASTE, Key.ENTER]),
        (b"\x1b[200~x\x1b[201", [f"{PASTE}x[201"]),
        (b"\x1b[201~x", [Key.OTHER, "x"]),
        (b"\x1bx1", [Key.OTHER, "1"]),
        (b"\x01", [Key.OTHER]),
        (b"\xff", ["\N{REPLACEMENT CHARACTER}"]),
    ],
)
def test_bytes_become_keys(sent: bytes, keys: list[str]) -> None:
    with open_keyboard() as (keyboard, pressing):
        os.write(pressing, sent)
        assert [keyboard.read_key() for _ in keys] == keys


@pytest.mark.parametrize("text", ["é", "漢", "🐍", "\x1b[5~"])
def test_a_key_whose_bytes_come_one_by_one_is_one_key(text: str) -> None:
    with open_keyboard() as (keyboard, pressing):
        first, *rest = (bytes([byte]) for byte in text.encode())
        os.write(pressing, first)
        for byte in rest:
            keyboard._fill(0.01)  # noqa: SLF001 - it has read one byte when the next one comes
            os.write(pressing, byte)
        assert keyboard.read_key() == {"\x1b[5~": Key.PAGE_UP}.get(text, text)


def test_a_paste_whose_bytes_come_one_by_one_is_one_paste() -> None:
    with open_keyboard() as (keyboard, pressing), ThreadPoolExecutor(1) as pool:
        pasting = pool.submit(lambda: [os.write(pressing, bytes([byte])) for byte in b"\x1b[200~q\r\x1b[ y\x1b[201~h"])
        assert [keyboard.read_key(), keyboard.read_key()] == [f"{PASTE}q [ y", "h"]
        pasting.result()


def test_a_long_paste_is_cut_and_the_rest_of_it_is_no_keys() -> None:
    with open_keyboard() as (keyboard, pressing), ThreadPoolExecutor(1) as pool:
        pasting = pool.submit(os.write, pressing, b"\x1b[200~" + b"q" * 20_000 + b"\x1b[201~\r")
        assert keyboard.read_key() == PASTE + "q" * 1000
        assert keyboard.read_key() == Key.ENTER
        pasting.result()


def test_a_window_resized_within_a_paste_asks_for_a_redraw_after_it() -> None:
    with open_keyboard() as (keyboard, pressing):
        os.write(pressing, b"\x1b[200~a")
        keyboard._fill()  # noqa: SLF001 - so that the signal comes within the paste
        os.kill(os.getpid(), signal.SIGWINCH)
        os.write(pressing, b"b\x1b[201~")
        assert [keyboard.read_key(), keyboard.read_key()] == [f"{PASTE}ab", Key.REDRAW]


def test_keys_come_in_the_encoding_of_the_terminal() -> None:
    with open_keyboard("latin-1") as (keyboard, pressing):
        os.write(pressing, b"\xe4")
        assert keyboard.read_key() == "ä"


@pytest.mark.parametrize("number", ENDING)
def test_a_signal_is_seen_only_while_a_key_is_waited_for(number: signal.Signals) -> None:
    with handle_signal(number, signal.SIG_DFL), open_keyboard() as (keyboard, pressing):
        os.write(pressing, b"a")
        assert keyboard.read_key() == "a"
        os.kill(os.getpid(), number)
        with pytest.raises(Interrupted, match="everything answered is kept"):
            keyboard.read_key()
    assert signal.set_wakeup_fd(-1) == -1


def test_a_key_is_polled_without_waiting_for_one() -> None:
    with open_keyboard() as (keyboard, pressing):
        assert keyboard.poll_key() is None
        os.write(pressing, b"a\x1b[A\xc3")
        assert [keyboard.poll_key() for _ in range(3)] == ["a", Key.UP, None]
        os.write(pressing, b"\xa4")
        assert keyboard.poll_key() == "ä"


def test_ctrl_c_is_a_key_only_while_it_is_to_be_reported() -> None:
    with handle_signal(signal.SIGINT, signal.SIG_DFL), open_keyboard() as (keyboard, pressing):
        os.kill(os.getpid(), signal.SIGINT)
        with keyboard.report_interrupts():
            assert [keyboard.poll_key(), keyboard.poll_key()] == [Key.INTERRUPT, None]
            os.kill(os.getpid(), signal.SIGINT)
            os.kill(os.getpid(), signal.SIGWINCH)
        os.write(pressing, b"a")
        assert [keyboard.poll_key(), keyboard.poll_key()] == [Key.REDRAW, "a"]
        os.kill(os.getpid(), signal.SIGINT)
        with pytest.raises(Interrupted):
            keyboard.read_key()


@pytest.mark.parametrize("number", set(ENDING) - {signal.SIGINT})
def test_other_signals_interrupt_while_ctrl_c_is_reported(number: signal.Signals) -> None:
    with handle_signal(number, signal.SIG_DFL), open_keyboard() as (keyboard, _):
        with keyboard.report_interrupts():
            os.kill(os.getpid(), number)
            with pytest.raises(Interrupted):
                keyboard.poll_key()
        with keyboard.report_interrupts():
            os.kill(os.getpid(), number)
        with pytest.raises(Interrupted):
            keyboard.poll_key()


@pytest.mark.parametrize("number", [*ENDING, signal.SIGTSTP])
def test_a_signal_that_was_ignored_from_the_start_stays_ignored(number: signal.Signals) -> None:
    with handle_signal(number, signal.SIG_IGN), open_keyboard() as (keyboard, pressing):
        os.kill(os.getpid(), number)
        os.write(pressing, b"a")
        assert keyboard.read_key() == "a"


def test_a_resized_window_asks_for_a_redraw() -> None:
    with open_keyboard() as (keyboard, pressing):
        os.kill(os.getpid(), signal.SIGWINCH)
        assert keyboard.read_key() == Key.REDRAW
        os.write(pressing, b"a")
        assert keyboard.read_key() == "a"


def test_a_window_resized_in_the_middle_of_an_escape_sequence_asks_for_a_redraw_too() -> None:
    with open_keyboard() as (keyboard, pressing):
        os.write(pressing, b"\x1b[")
        keyboard._fill()  # noqa: SLF001 - so that the signal comes within the sequence
        os.kill(os.getpid(), signal.SIGWINCH)
        os.write(pressing, b"A")
        assert sorted([keyboard.read_key(), keyboard.read_key()]) == [Key.REDRAW, Key.UP]


def test_a_closed_terminal_interrupts() -> None:
    pressing, terminal = pty.openpty()
    with Keyboard(terminal, "utf-8") as keyboard:
        os.close(pressing)
        with pytest.raises(Interrupted):
            keyboard.read_key()
    os.close(terminal)


def test_the_terminal_gets_its_modes_back() -> None:
    pressing, terminal = pty.openpty()
    before = termios.tcgetattr(terminal)
    with Keyboard(terminal, "utf-8"):
        during = termios.tcgetattr(terminal)
        assert not during[3] & (termios.ECHO | termios.ICANON)
        assert during[3] & termios.ISIG
    assert termios.tcgetattr(terminal) == before
    os.close(terminal)
    os.close(pressing)


def test_a_terminal_that_is_lent_has_its_modes_and_signals_back_until_it_returns() -> None:
    pressing, terminal = pty.openpty()
    before = termios.tcgetattr(terminal)
    with handle_signal(signal.SIGTERM, signal.SIG_DFL), Keyboard(terminal, "utf-8") as keyboard:
        during = termios.tcgetattr(terminal)
        with pytest.raises(OSError, match="broken"), keyboard.lend():  # noqa: PT012 - what it is like meanwhile counts, too
            assert termios.tcgetattr(terminal) == before
            assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
            tty.setraw(terminal)
            raise OSError("broken")
        assert termios.tcgetattr(terminal) == during
        os.kill(os.getpid(), signal.SIGTERM)
        with pytest.raises(Interrupted):
            keyboard.read_key()
    assert termios.tcgetattr(terminal) == before
    os.close(terminal)
    os.close(pressing)


def test_a_terminal_that_is_gone_from_the_start_interrupts_and_keeps_no_signal() -> None:
    before = signal.getsignal(signal.SIGTERM)
    pressing, terminal = pty.openpty()
    os.close(pressing)
    os.close(terminal)
    with pytest.raises(Interrupted), Keyboard(terminal, "utf-8"):
        pass
    assert signal.getsignal(signal.SIGTERM) is before


def press(view: QuestionView, keys: str | list[str]) -> Draft | Response | Command:
    """Press keys one after the other until they give an answer or a command."""
    pressed: Draft | Response | Command = Draft(view.prompt)
    for key in keys:
        assert isinstance(pressed, Draft), f"{pressed} was given before {key}"
        pressed = press_key(pressed, key)
    return pressed


@pytest.mark.parametrize(
    ("view", "keys", "given"),
    [
        (CHOICE, "c", Response((1,))),
        (CHOICE, "C", Response((1,))),
        (TRUE_FALSE, "f", Response((1,))),
        (MULTIPLE, ["f", "a", Key.ENTER], Response((0, 2))),
        (MULTIPLE, ["a", "c", "a", Key.ENTER], Response((1,))),
        (MATCH, ["f", "a", Key.ENTER], Response((2, 0))),
        (MATCH, ["f", "c", Key.BACKSPACE, "a", Key.ENTER], Response((2, 0))),
        (ORDER, ["f", "a", "g", "c", " "], Response((2, 0, 3, 1))),
        (TYPED, [*"mutes", Key.BACKSPACE, "x", Key.ENTER], Response(texts=("mutex",))),
        (TYPED, [*"a wrong", Key.KILL_WORD, *" b", Key.ENTER], Response(texts=("a b",))),
        (TYPED, [*"wrong", Key.KILL_LINE, Key.ENTER], Response(texts=("",))),
        (TYPED, [f"{PASTE}mu", "t", f"{PASTE}ex enter", Key.ENTER], Response(texts=("mutex enter",))),
        (TYPED, [f"{PASTE}enter", Key.ENTER], Response(texts=("enter",))),
        (TYPED, [*"q?", Key.UP, Key.TAB, Key.ENTER], Response(texts=("q?",))),
        (CLOZE, [*"memory", Key.ENTER, *"IPC", Key.ENTER], Response(texts=("memory", "IPC"))),
        (CLOZE, ["x", Key.ENTER, Key.BACKSPACE, Key.BACKSPACE, "y", Key.ENTER, Key.ENTER], Response(texts=("y", ""))),
        (RECALL, " ", Response()),
        (RECALL, [Key.ENTER], Response()),
        (TYPED, [*":u", Key.ENTER], Command.UNDO),
        (CHOICE, [Key.END_OF_INPUT], Command.QUIT),
        (TYPED, [Key.END_OF_INPUT], Command.QUIT),
        *((CHOICE, key, command) for key, command in COMMANDS.items() if command not in TOO_EARLY),
    ],
)
def test_keys_give_an_answer_or_a_command(view: QuestionView, keys: str | list[str], given: Response | Command) -> None:
    assert press(view, keys) == given


@pytest.mark.parametrize(
    ("view", "keys", "hint"),
    [
        (CHOICE, ["x"], ""),
        (CHOICE, [Key.ENTER], ""),
        (CHOICE, ["y"], "There is no verdict here to overrule."),
        (CHOICE, ["d"], "The demo comes after the answer."),
        (RECALL, ["V"], "The demo comes after the answer."),
        (TYPED, [*":d", Key.ENTER], "The demo comes after the answer."),
        (TYPED, ["d"], ""),
        (MULTIPLE, [Key.ENTER], "Choose at least one first."),
        (MATCH, ["f", Key.ENTER], "1 more to place."),
        (MATCH, ["f", "f"], "f is placed already: Backspace takes the last one back."),
        (MATCH, ["f", "a", "c"], "All places are taken: Enter answers, Backspace takes the last one back."),
        (TYPED, [*":x", Key.ENTER], ":x is no command; :? lists them all."),
        (TYPED, [*":y", Key.ENTER], "There is no verdict here to overrule."),
        (TYPED, ["x", Key.END_OF_INPUT], ""),
        (RECALL, ["x"], ""),
    ],
)
def test_a_key_without_use_here_gives_a_hint_at_most(view: QuestionView, keys: list[str], hint: str) -> None:
    pressed = press(view, keys)
    assert isinstance(pressed, Draft)
    assert pressed.hint == hint


def test_a_letter_may_be_placed_twice_where_the_right_answer_has_it_twice() -> None:
    twice = replace(MATCH, prompt=replace(MATCH.prompt, key=(2, 2)))
    assert press(twice, ["f", "f", Key.ENTER]) == Response((2, 2))


def test_no_option_has_a_letter_that_is_a_command() -> None:
    letters = letter_options(offer_options(30).prompt)
    assert len(set(letters)) == 30
    assert not set(letters[:17]) & {*COMMANDS, *"1234"}


def test_options_beyond_the_small_letters_have_capitals_of_their_own() -> None:
    view = offer_options(30)
    assert press(view, "a") == Response((0,))
    assert press(view, "A") == Response((17,))


def test_there_is_a_letter_for_any_number_of_options() -> None:
    view = offer_options(100)
    letters = letter_options(view.prompt)
    assert len(set(letters)) == 100
    assert press(view, letters[-1]) == Response((99,))


KEYS = st.one_of(st.sampled_from([*Key, *COMMANDS, *"acfgtz1 :"]), st.characters())


@given(st.sampled_from(sorted(VIEWS)), st.lists(KEYS, max_size=25))
def test_any_keys_give_an_answer_that_fits_the_prompt(form: str, keys: list[str]) -> None:
    prompt = VIEWS[form][0].prompt
    pressed: Draft | Response | Command = Draft(prompt)
    for key in keys:
        if isinstance(pressed, Draft):
            pressed = press_key(pressed, key)
    if isinstance(pressed, Response):
        assert all(pick in range(len(prompt.options)) for pick in pressed.picks)
        wanted = {Mode.ONE: 1, Mode.SEQUENCE: len(prompt.slots)}.get(prompt.mode, len(pressed.picks))
        assert len(pressed.picks) == wanted
        assert len(pressed.texts) == {Mode.LINE: 1, Mode.GAPS: 2}.get(prompt.mode, 0)
