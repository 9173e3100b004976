"""The words of the command line in, an exit code out."""

import os
import sys


def main() -> None:
    """Run the command line and end the process."""
    from tvp_quiz.cli.main import run  # noqa: PLC0415 - nothing may be loaded before it is needed

    code = run()
    sys.stdout.flush()
    sys.stderr.flush()
    # All is on disk; taking the database's libraries apart one by one would keep the shell waiting
    os._exit(code)


if __name__ == "__main__":
    main()
