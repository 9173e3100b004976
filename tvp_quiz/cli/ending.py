"""A piece of work in, its exit code out, with one sentence on standard error where it failed."""

import signal
import sys
from collections.abc import Callable
from contextlib import suppress

from tvp_quiz.errors import Exit, Interrupted, TvpError


def end(work: Callable[[], object]) -> int:
    """Do some work and return the exit code that it comes to."""
    try:
        work()
        sys.stdout.flush()
    except SystemExit as ending:
        return flush(ending)
    except TvpError as error:
        say(str(error))
        return error.exit
    except BrokenPipeError:
        return Exit.DONE
    except OSError as error:
        say(f"This can't be done ({error.strerror}): see that the folder is there and the output has room.")
        return Exit.USAGE
    return Exit.DONE


def flush(ending: SystemExit) -> int:
    """Return the code of a foreseen ending, once all is written; a reader that has had enough is no error."""
    if isinstance(ending.__context__, BrokenPipeError):
        return Exit.DONE
    code = ending.code if isinstance(ending.code, int) else Exit.USAGE
    return end(lambda: None) or code


def say(sentence: str) -> None:
    """Say on standard error why the program ends, if anybody is there to read it."""
    from tvp_quiz.cli.output import print_line  # noqa: PLC0415 - only where something went wrong

    with suppress(OSError):
        print_line(sentence, sys.stderr)
        sys.stderr.flush()


def heed_signals() -> None:
    """From now on, end in order when a signal asks for it, unless the program was started to ignore it."""
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number and signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, interrupt)


def interrupt(_number: int, _frame: object) -> None:
    """End in order."""
    raise Interrupted("Interrupted; everything answered is kept.")
