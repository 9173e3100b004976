"""The words of the command line in, an exit code out."""

import gc
import os
import signal
import sys


def main() -> None:
    """Run the command line and end the process."""
    # Until the program can end in order, Ctrl-C ends it at once: a traceback would say nothing
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    # A program that was started without an output writes to nowhere
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - to the end
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - to the end
    code = run_words(sys.argv[1:])
    # All is on disk; taking the database's libraries apart one by one would keep the shell waiting
    os._exit(code)


def run_words(words: list[str]) -> int:
    """Run a command line and return its exit code; a plain drill goes without typer."""
    from tvp_quiz.cli.ending import end, heed_signals  # noqa: PLC0415 - importing this module runs nothing
    from tvp_quiz.cli.quick import read_drill  # noqa: PLC0415 - the same
    from tvp_quiz.cli.world import read_environment  # noqa: PLC0415 - the same

    heed_signals()
    if plain := read_drill(words, read_environment()):
        # Until the first question there is nothing to collect; looking for it takes a tenth of the time
        gc.disable()
        from tvp_quiz.cli.drilling import run_drill  # noqa: PLC0415 - the same
        from tvp_quiz.cli.upkeep import backed_up  # noqa: PLC0415 - the same

        def drill() -> None:
            with backed_up(plain[0]):
                run_drill(*plain)

        return end(drill)
    from tvp_quiz.cli.main import run  # noqa: PLC0415 - typer takes as long as all that a plain drill needs

    return run(words)


if __name__ == "__main__":
    main()
