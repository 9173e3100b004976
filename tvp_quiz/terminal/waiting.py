"""A file descriptor in, its bytes out, or the signal that came while they were waited for."""

import os
import select
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
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
        self._ending: frozenset[int] = frozenset(_ENDING)
        self._late = b""
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

    @contextmanager
    def report(self, number: int) -> Iterator[None]:
        """Have a signal that ends the program returned by `wait` meanwhile; one that is not waited for is dropped."""
        self._ending -= {number}
        try:
            yield
        finally:
            self._ending |= {number}
            with suppress(BlockingIOError):
                self._late += os.read(self._bell, 4096).replace(bytes([number]), b"")

    def wait(self, timeout: float | None = None) -> bytes | int | None:
        """Return the next bytes (none at the end of input), a signal's number, or None after `timeout` seconds.

        Raises Interrupted when the program is asked to end, and when the terminal is gone.
        """
        return self._wait([self._bell, self._fd], timeout)

    def poll_signal(self) -> int | None:
        """Return the number of a signal that has come, without waiting; raises Interrupted as `wait` does."""
        number = self._wait([self._bell], 0)
        return number if isinstance(number, int) else None

    def _wait(self, watched: list[int], timeout: float | None) -> bytes | int | None:
        try:
            ready = [] if self._late else select.select(watched, [], [], timeout)[0]
            if not self._late and self._bell not in ready:
                return os.read(self._fd, 4096) if ready else None
            number = self._take_signal()
        except OSError as error:
            raise Interrupted(ENDED) from error
        if number in self._ending:
            raise Interrupted(ENDED)
        return number

    def _take_signal(self) -> int:
        """Return the signal that came first of those that were not looked at yet."""
        first = self._late[:1] or os.read(self._bell, 1)
        self._late = self._late[1:]
        return first[0]


def _do_nothing(_number: int, _frame: FrameType | None) -> None:
    """Keep Python from acting on a signal: its number is written to the wake-up descriptor all the same."""
