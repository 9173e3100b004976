"""Signals handled in one way for the time of a test, whatever the tests were started with."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

Handler = signal.Handlers | Callable[[int, FrameType | None], object]

ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT)


@contextmanager
def handle_signal(number: signal.Signals, handler: Handler) -> Iterator[None]:
    """Handle a signal in one way, whatever was inherited, and see that it is so again at the end."""
    before = signal.signal(number, handler)
    try:
        yield
        assert signal.getsignal(number) is handler
    finally:
        signal.signal(number, before)
