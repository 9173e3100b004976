"""A terminal's bytes in, keys out."""

import codecs
import os
import re
import signal
import termios
import tty
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from enum import StrEnum
from typing import Any, Self

from tvp_quiz.errors import Interrupted
from tvp_quiz.terminal.output import ENDED
from tvp_quiz.terminal.waiting import Waiter

# How long the rest of an escape sequence may lag behind its first byte, as over a slow line.
_PATIENCE = 0.05
# How long the rest of a paste may lag behind; with its end lost, what is pressed later is no longer part of it.
_PASTE_PATIENCE = 0.5
_LONGEST_PASTE = 1000

PASTE = "\x1b[200~"
"""What a terminal sends before a paste; a key that begins with it is a whole paste, its text after it."""
_PASTE_END = "\x1b[201~"


class Key(StrEnum):
    """A key that is no character, or something else that a screen must react to; characters are themselves."""

    ENTER = "enter"
    BACKSPACE = "backspace"
    ESCAPE = "escape"
    TAB = "tab"
    UP = "up"
    DOWN = "down"
    LEFT = "left"
    RIGHT = "right"
    PAGE_UP = "page up"
    PAGE_DOWN = "page down"
    HOME = "home"
    END = "end"
    KILL_LINE = "ctrl-u"
    KILL_WORD = "ctrl-w"
    END_OF_INPUT = "ctrl-d"
    REDRAW = "redraw"
    STOP = "ctrl-z"
    INTERRUPT = "ctrl-c"
    OTHER = "other"


_CONTROLS = {
    "\r": Key.ENTER,
    "\n": Key.ENTER,
    "\t": Key.TAB,
    "\x7f": Key.BACKSPACE,
    "\x08": Key.BACKSPACE,
    "\x15": Key.KILL_LINE,
    "\x17": Key.KILL_WORD,
    "\x04": Key.END_OF_INPUT,
    "\x0c": Key.REDRAW,
    "\x1b": Key.ESCAPE,
}
_SIGNALS = {signal.SIGTSTP: Key.STOP, signal.SIGINT: Key.INTERRUPT, signal.SIGWINCH: Key.REDRAW}
# The last character of a sequence that arrow keys and their neighbours send, or its number before a tilde.
_FINALS = {"A": Key.UP, "B": Key.DOWN, "C": Key.RIGHT, "D": Key.LEFT, "H": Key.HOME, "F": Key.END}
_NUMBERS = {
    "1": Key.HOME,
    "4": Key.END,
    "5": Key.PAGE_UP,
    "6": Key.PAGE_DOWN,
    "7": Key.HOME,
    "8": Key.END,
}
# ECMA-48 control sequences, the SS3 form of function keys, and Alt with a character.
_SEQUENCE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|O[ -~]|[^\[O\x1b])")
_UNFINISHED = re.compile(r"\x1b(?:\[[0-?]*[ -/]*|O)?")


class Keyboard:
    """A terminal from which keys are read one by one, unechoed; Ctrl-C stays a signal."""

    def __init__(self, fd: int, encoding: str) -> None:
        """Read from the terminal `fd`, whose bytes are in `encoding`."""
        self._fd = fd
        self._waiter = Waiter(fd, (signal.SIGWINCH, signal.SIGTSTP))
        self._decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
        self._text = ""
        self._event: Key | None = None
        self._modes: list[Any] = []
        self._exits = ExitStack()

    def __enter__(self) -> Self:
        """Take the signals over and have the terminal send each key as it is pressed. Raises Interrupted."""
        with ExitStack() as exits:
            exits.enter_context(self._waiter)
            try:
                self._modes = termios.tcgetattr(self._fd)
                tty.setcbreak(self._fd, termios.TCSADRAIN)
            except termios.error as error:
                raise Interrupted(ENDED) from error
            exits.callback(self._restore)
            self._exits = exits.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        """Give the terminal and the signals back."""
        self._exits.close()

    def _restore(self) -> None:
        """Set the terminal's modes as they were; one that is gone needs nothing."""
        with suppress(termios.error):
            termios.tcsetattr(self._fd, termios.TCSADRAIN, self._modes)

    @contextmanager
    def lend(self) -> Iterator[None]:
        """Give the terminal and the signals back meanwhile; in whatever modes it returns, it ends in its own."""
        self.__exit__()
        try:
            yield
        finally:
            self._restore()
            self.__enter__()

    def stop(self) -> None:
        """Stop the program as Ctrl-Z asks for, the terminal given back meanwhile."""
        self.__exit__()
        os.kill(os.getpid(), signal.SIGTSTP)
        self.__enter__()

    def read_key(self) -> str:
        """Wait for a key and return it: a character, a `Key`, or `PASTE` and the text pasted. Raises Interrupted."""
        while not (self._text or self._event):
            self._fill()
        if self._event:
            event, self._event = self._event, None
            return event
        sequence = self._find_sequence()
        taken = sequence or self._text[0]
        self._text = self._text[len(taken) :]
        if taken == PASTE:
            return PASTE + self._read_paste()
        return name_sequence(taken) if sequence else name_key(taken)

    def poll_key(self, seconds: float = 0) -> str | None:
        """Return a key that is there already or comes within some seconds, or None. Raises Interrupted."""
        if not (self._text or self._event):
            self._fill(seconds)
        return self.read_key() if self._text or self._event else None

    def report_interrupts(self) -> AbstractContextManager[None]:
        """Have Ctrl-C read as a key meanwhile, instead of ending the program."""
        return self._waiter.report(signal.SIGINT)

    def _read_paste(self) -> str:
        """Return as one line what is pasted, up to a length; its end may come in parts, or never."""
        kept = ""
        while _PASTE_END not in self._text:
            # The last characters may be the first ones of the end
            split = max(0, len(self._text) - len(_PASTE_END) + 1)
            kept, self._text = (kept + self._text[:split])[:_LONGEST_PASTE], self._text[split:]
            if not self._fill(_PASTE_PATIENCE):
                break
        rest, _, self._text = self._text.partition(_PASTE_END)
        text = re.sub(r"\s", " ", kept + rest)[:_LONGEST_PASTE]
        return "".join(filter(str.isprintable, text))

    def _find_sequence(self) -> str:
        """Return the escape sequence that the text starts with, having waited for all of it, or nothing."""
        while _UNFINISHED.fullmatch(self._text):
            if not self._fill(_PATIENCE):
                return "" if self._text == "\x1b" else self._text
        found = _SEQUENCE.match(self._text)
        return found[0] if found else ""

    def _fill(self, timeout: float | None = None) -> bool:
        """Wait for more text, or note what happened instead; tell whether either came before the timeout."""
        event = self._waiter.wait(timeout)
        if event == b"":
            raise Interrupted(ENDED)
        if isinstance(event, bytes):
            self._text += self._decoder.decode(event)
        elif event is not None:
            self._event = _SIGNALS[signal.Signals(event)]
        return event is not None


def find_text(key: str) -> str:
    """Return what a key adds where text is typed: a character, all of a paste, or nothing."""
    return key if len(key) == 1 else key.removeprefix(PASTE) if key.startswith(PASTE) else ""


def name_key(char: str) -> str:
    """Name the key that sends one character."""
    return _CONTROLS.get(char) or (char if char.isprintable() else Key.OTHER)


def name_sequence(sequence: str) -> Key:
    """Name the key that sends an escape sequence."""
    if sequence.endswith("~"):
        return _NUMBERS.get(sequence[2:-1].partition(";")[0], Key.OTHER)
    return _FINALS.get(sequence[-1], Key.OTHER) if sequence[1] in "[O" else Key.OTHER
