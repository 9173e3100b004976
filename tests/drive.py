"""Drive a front on this process's own terminal: ask the questions named, and write what was answered to a file."""

import os
import subprocess
import sys
from pathlib import Path
from time import monotonic

from demo_views import DEMO, KEPT, REASON, Script
from views import DAY, HISTORY, PREDICT, SUMMARY, VIEWS

from tvp_quiz.domain.demo import Level
from tvp_quiz.domain.prompt import Command, Response
from tvp_quiz.errors import TvpError
from tvp_quiz.terminal.front import open_front
from tvp_quiz.terminal.plain import Plain
from tvp_quiz.terminal.screen import Screen

DEMO_FORMS = {"watch", "beat", "shown", "noted", "consent"}


def run_sitting(front: Plain | Screen, forms: list[str], log: Path) -> None:
    """Ask each question, and answer commands that show something."""
    for form in forms:
        if form in DEMO_FORMS:
            show_demo(front, form, log)
            continue
        question, feedback = VIEWS[form]
        given = front.ask(question)
        while given in {Command.HISTORY, Command.KEYS, Command.EDIT}:
            if given is Command.HISTORY:
                front.show_history(HISTORY, DAY)
            elif given is Command.EDIT:
                append_line(log, front.lend(use_terminal))
            else:
                front.show_keys()
            given = front.ask(question)
        append_line(log, str(given))
        if given is Command.QUIT:
            break
        if not isinstance(given, Command):
            append_line(log, str(front.confirm(feedback)))
    front.show_summary(SUMMARY)


def show_demo(front: Plain | Screen, form: str, log: Path) -> None:
    """Show a demo in one of its forms, and write what came of it."""
    match form:
        case "watch":
            lines = (f"line {number}\n" for number in range(100))
            watch_demo(front, Script("first\n", *lines, "half", endless=True), log)
        case "beat":
            watch_demo(front, Script("first\n" * 100, endless=True, beat="beat"), log)
        case "shown":
            append_line(log, f"again: {front.show_demo(KEPT)}")
        case "noted":
            append_line(log, str(front.await_reveal(PREDICT, Response((1,)))))
        case _:
            append_line(log, str(front.ask_consent(DEMO, Level.LIMITS, REASON)))


def watch_demo(front: Plain | Screen, script: Script, log: Path) -> None:
    """Watch a demo, and write how often it was stopped, however that ends."""
    try:
        front.watch_demo(DEMO, Level.LANDLOCK, script)
    finally:
        append_line(log, f"stopped {script.stops}")


def use_terminal() -> str:
    """Run what LENT has a shell do on the terminal."""
    command = ["/bin/sh", "-c", os.environ["LENT"]]
    return f"exit code {subprocess.run(command, check=False).returncode}"


def append_line(path: Path, line: str) -> None:
    """Write a line that stays, however this process ends."""
    with path.open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")


def main() -> int:
    """Run a sitting: the arguments are the log, and then the forms of the questions."""
    log, *forms = sys.argv[1:]
    plain, no_color = "PLAIN" in os.environ, bool(os.environ.get("NO_COLOR"))
    front = open_front(0, sys.stdout, plain=plain, no_color=no_color, term=os.environ["TERM"], tick=monotonic)
    try:
        with front:
            run_sitting(front, forms, Path(log))
    except TvpError as error:
        append_line(Path(log), str(error))
        return int(error.exit)
    return 0


if __name__ == "__main__":
    sys.exit(main())
