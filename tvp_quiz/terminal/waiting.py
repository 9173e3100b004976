"""A file descriptor in, its bytes out, or the signal that came while they were waited for."""

import os
import select
import signal
from collections.abc import Callable
from contextlib import ExitStack
from types import FrameType
from typing import Self

from tvp_quiz.errors import Interrupted
from tvp_quiz.terminal.output import ENDED

_ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT)

Handler = Callable[[int, FrameType | None], object] | int | None


class Waiter:
    """Waits for bytes or a signal. While it is entered, a signal has no effect but to be seen by `wait`.

    So what runs between two waits, such as keeping an answer, is never cut short. Enter it in the main thread.
    """

    def __init__(self, fd: int, others: tuple[int, ...] = ()) -> None:
        """Read from `fd`; `others` are signals to be reported beside those that end the program."""
        self._fd = fd
        self._signals = (*_ENDING, *others)
        self._bell = -1
        self._exits = ExitStack()

    def __enter__(self) -> Self:
        """Take the signals over, except those that the program was started to ignore."""
        with ExitStack() as exits:
            self._bell, rope = os.pipe()
            exits.callback(os.close, self._bell)
            exits.callback(os.close, rope)
            os.set_blocking(self._bell, False)
            os.set_blocking(rope, False)
            exits.callback(signal.set_wakeup_fd, signal.set_wakeup_fd(rope, warn_on_full_buffer=False))
            for number in self._signals:
                before = signal.getsignal(number)
                if before is not signal.SIG_IGN:
                    exits.callback(signal.signal, number, before)
                    signal.signal(number, _do_nothing)
            self._exits = exits.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        """Give the signals back."""
        self._exits.close()

    def wait(self, timeout: float | None = None) -> bytes | int | None:
        """Return the next bytes (none at the end of input), a signal's number, or None after `timeout` seconds.

        Raises Interrupted when the program is asked to end, and when the terminal is gone.
        """
        try:
            ready, _, _ = select.select([self._bell, self._fd], [], [], timeout)
            if self._bell not in ready:
                return os.read(self._fd, 4096) if ready else None
            number = os.read(self._bell, 1)[0]
        except OSError as error:
            raise Interrupted(ENDED) from error
        if number in _ENDING:
            raise Interrupted(ENDED)
        return number


def _do_nothing(_number: int, _frame: FrameType | None) -> None:
    """Keep Python from acting on a signal: its number is written to the wake-up descriptor all the same."""
