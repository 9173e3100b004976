"""Drive a front on this process's own terminal: ask the questions named, and write what was answered to a file."""

import os
import sys
from pathlib import Path

from views import DAY, HISTORY, SUMMARY, VIEWS

from tvp_quiz.domain.prompt import Command
from tvp_quiz.errors import TvpError
from tvp_quiz.terminal.front import open_front
from tvp_quiz.terminal.plain import Plain
from tvp_quiz.terminal.screen import Screen


def run_sitting(front: Plain | Screen, forms: list[str], log: Path) -> None:
    """Ask each question, and answer commands that show something."""
    for form in forms:
        question, feedback = VIEWS[form]
        given = front.ask(question)
        while given in {Command.HISTORY, Command.KEYS}:
            if given is Command.HISTORY:
                front.show_history(HISTORY, DAY)
            else:
                front.show_keys()
            given = front.ask(question)
        append_line(log, str(given))
        if given is Command.QUIT:
            break
        if not isinstance(given, Command):
            append_line(log, str(front.confirm(feedback)))
    front.show_summary(SUMMARY)


def append_line(path: Path, line: str) -> None:
    """Write a line that stays, however this process ends."""
    with path.open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")


def main() -> int:
    """Run a sitting: the arguments are the log, and then the forms of the questions."""
    log, *forms = sys.argv[1:]
    plain, no_color = "PLAIN" in os.environ, "NO_COLOR" in os.environ
    front = open_front(0, sys.stdout, plain=plain, no_color=no_color, term=os.environ["TERM"])
    try:
        with front:
            run_sitting(front, forms, Path(log))
    except TvpError as error:
        append_line(Path(log), str(error))
        return int(error.exit)
    return 0


if __name__ == "__main__":
    sys.exit(main())
