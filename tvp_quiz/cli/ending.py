"""A piece of work in, its exit code out, with one sentence on standard error where it failed."""

import signal
import sys
from collections.abc import Callable

from tvp_quiz.errors import Exit, Interrupted, TvpError


def end(work: Callable[[], object]) -> int:
    """Do some work and return the exit code that it comes to."""
    try:
        work()
    except SystemExit as ending:
        return ending.code if isinstance(ending.code, int) else Exit.USAGE
    except TvpError as error:
        from tvp_quiz.cli.output import print_line  # noqa: PLC0415 - only where something went wrong

        print_line(str(error), sys.stderr)
        return error.exit
    except BrokenPipeError:
        # whoever read our output has seen enough
        sys.stdout = None
        return Exit.DONE
    return Exit.DONE


def heed_signals() -> None:
    """From now on, end in order when a signal asks for it, unless the program was started to ignore it."""
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number and signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, interrupt)


def interrupt(_number: int, _frame: object) -> None:
    """End in order."""
    raise Interrupted("Interrupted; everything answered is kept.")
