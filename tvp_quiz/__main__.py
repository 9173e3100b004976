"""The words of the command line in, an exit code out."""

import os
import sys


def main() -> None:
    """Run the command line and end the process."""
    from tvp_quiz.cli.main import heed_signals, run  # noqa: PLC0415 - importing this module runs nothing

    heed_signals()
    code = run()
    sys.stdout.flush()
    sys.stderr.flush()
    # All is on disk; taking the database's libraries apart one by one would keep the shell waiting
    os._exit(code)


if __name__ == "__main__":
    main()
