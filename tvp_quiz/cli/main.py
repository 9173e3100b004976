"""The command line: global options, the groups of commands, and the way from an error to its exit code."""

from pathlib import Path
from typing import Annotated

import typer

from tvp_quiz.cli import (
    backups,
    bank,
    cards,
    check,
    data,
    demo,
    diff,
    drill,
    exam,
    home,
    moving,
    plan,
    prove,
    redating,
    settings,
    stats,
    writing,
)
from tvp_quiz.cli.ending import end
from tvp_quiz.cli.upkeep import backed_up
from tvp_quiz.cli.world import GLOBALS, find_world

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
app.command("exam")(exam.exam)
app.command("cards")(cards.list_cards)
app.command("card")(cards.show_card)
app.command("suspend")(cards.suspend)
app.command("unsuspend")(cards.unsuspend)
app.command("reset")(cards.reset)
app.command("undo")(cards.undo)
app.command("stats")(stats.stats)
app.command("settings", context_settings={"ignore_unknown_options": True})(settings.settings)
bank.app.command("check")(check.check)
bank.app.command("diff")(diff.diff)
bank.app.command("prove")(prove.prove)
bank.app.command("new")(writing.new)
bank.app.command("ids")(writing.ids)
bank.app.command("schema")(writing.schema)
data.app.command("backup")(backups.backup)
data.app.command("restore")(backups.restore)
data.app.command("export")(moving.export)
data.app.command("merge")(moving.merge)
data.app.command("redate")(redating.redate)
app.add_typer(bank.app, name="bank")
app.add_typer(demo.app, name="demo")
app.add_typer(data.app, name="data")
app.add_typer(plan.app, name="plan")


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
        Path | None, typer.Option(envvar=GLOBALS["--content"], help="Folder of banks.", show_default=False)
    ] = None,
    db: Annotated[
        str | None, typer.Option(envvar=GLOBALS["--db"], help="Path or URL of the history.", show_default=False)
    ] = None,
    learner: Annotated[
        str | None, typer.Option(envvar=GLOBALS["--learner"], help="Whose history.", show_default=False)
    ] = None,
    version: Annotated[  # noqa: FBT002, ARG001 - an option; print_version acts on it
        bool, typer.Option("--version", callback=print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Settle where content and history are; without a command, show today."""
    context.obj = find_world(content, db, learner)
    context.with_resource(backed_up(context.obj))
    if context.invoked_subcommand is None:
        home.show_home(context.obj)


def run(arguments: list[str] | None = None) -> int:
    """Run a command line and return its exit code."""
    return end(lambda: app(arguments))
