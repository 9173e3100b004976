"""A world in; its history is backed up by itself, while a command works on it and when that ends."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

from tvp_quiz.cli.ending import say
from tvp_quiz.cli.world import World, read_clock
from tvp_quiz.errors import DatabaseError

LOOK_SECONDS = 60.0


@contextmanager
def backed_up(world: World, look_seconds: float = LOOK_SECONDS) -> Iterator[None]:
    """Back the history up when this block ends, and before where it takes long; a failure is said, and no more."""
    is_usable, ended = True, Event()
    watch = Thread(target=watch_history, args=(world, look_seconds, ended), daemon=True)
    watch.start()
    try:
        yield
    except DatabaseError:
        is_usable = False
        raise
    finally:
        ended.set()
        watch.join()
        if is_usable and (failure := back_up(world)):
            say(failure)


def watch_history(world: World, look_seconds: float, ended: Event) -> None:
    """Back the history up whenever that is due, until it fails or all has ended; what fails is tried again then."""
    while not ended.wait(look_seconds) and not back_up(world):
        pass


def back_up(world: World) -> str:
    """Back the history up if that is due, and return why that failed, or nothing."""
    from tvp_quiz.storage.backups.backup import Reason, is_due, keep_backup  # noqa: PLC0415 - the first question comes first

    try:
        if is_due(world.database, now := read_clock()):
            keep_backup(world.database, Reason.AUTOMATIC, now)
    except DatabaseError as error:
        return str(error)
    return ""
