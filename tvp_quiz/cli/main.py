"""The command line: global options, the groups of commands, and the way from an error to its exit code."""

import signal
import sys
from pathlib import Path
from typing import Annotated

import typer

from tvp_quiz.cli import bank, cards, data, drill, home, settings, stats
from tvp_quiz.cli.world import find_world
from tvp_quiz.errors import Exit, Interrupted, TvpError

app = typer.Typer(
    name="tvp-quiz",
    help="Learn what a text says, a few minutes a day: quizzes and flashcards whose banks are plain YAML.",
    add_completion=False,
    # plain help is there at once; the decorated one takes twice as long
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("drill")(drill.drill)
app.command("cards")(cards.list_cards)
app.command("card")(cards.show_card)
app.command("suspend")(cards.suspend)
app.command("unsuspend")(cards.unsuspend)
app.command("reset")(cards.reset)
app.command("undo")(cards.undo)
app.command("stats")(stats.stats)
app.command("settings", context_settings={"ignore_unknown_options": True})(settings.settings)
app.add_typer(bank.app, name="bank")
app.add_typer(data.app, name="data")


def print_version(wanted: bool) -> None:  # noqa: FBT001 - typer calls it with the option's value
    """Print the program's version and end."""
    if wanted:
        from importlib.metadata import version  # noqa: PLC0415 - reading it takes a while

        typer.echo(f"tvp-quiz {version('tvp-quiz')}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def start(
    context: typer.Context,
    content: Annotated[
        Path | None, typer.Option(envvar="TVP_QUIZ_CONTENT", help="Folder of banks.", show_default=False)
    ] = None,
    db: Annotated[
        str | None, typer.Option(envvar="TVP_QUIZ_DB", help="Path or URL of the history.", show_default=False)
    ] = None,
    learner: Annotated[
        str | None, typer.Option(envvar="TVP_QUIZ_LEARNER", help="Whose history.", show_default=False)
    ] = None,
    version: Annotated[  # noqa: FBT002, ARG001 - an option; print_version acts on it
        bool, typer.Option("--version", callback=print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Settle where content and history are; without a command, show today."""
    context.obj = find_world(content, db, learner)
    if context.invoked_subcommand is None:
        home.show_home(context.obj)


def interrupt(_number: int, _frame: object) -> None:
    """End in order when the person or the system asks for it."""
    raise Interrupted("Interrupted; everything answered is kept.")


def heed_signals() -> None:
    """From now on, end in order when a signal asks for it, unless the program was started to ignore it."""
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number and signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, interrupt)


def run(arguments: list[str] | None = None) -> int:
    """Run a command line and return its exit code."""
    try:
        app(arguments, standalone_mode=True)
    except SystemExit as ending:
        return ending.code if isinstance(ending.code, int) else Exit.USAGE
    except TvpError as error:
        print_error(str(error))
        return error.exit
    except BrokenPipeError:
        # whoever read our output has seen enough
        sys.stdout = None
        return Exit.DONE
    return Exit.DONE


def print_error(sentence: str) -> None:
    """Print one sentence on standard error, made safe for the terminal."""
    from tvp_quiz.cli.output import print_line  # noqa: PLC0415 - only where something went wrong

    print_line(sentence, sys.stderr)
