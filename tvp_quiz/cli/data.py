"""`tvp-quiz data`: where the history is, whether it is whole, and what can be done if it is not."""

from typing import TYPE_CHECKING, Annotated

import typer

from tvp_quiz.cli.options import Json
from tvp_quiz.cli.output import print_json, print_line
from tvp_quiz.domain.amounts import say_count
from tvp_quiz.errors import Exit

if TYPE_CHECKING:
    from tvp_quiz.cli.world import World

app = typer.Typer(help="Look after the history.", no_args_is_help=True, rich_markup_mode=None)


@app.command("path")
def show_path(context: typer.Context) -> None:
    """Print where the history is."""
    world: World = context.obj
    print_line(world.database)


@app.command()
def verify(
    context: typer.Context,
    repair: Annotated[bool, typer.Option("--repair", help="Mend what is wrong, after a backup.")] = False,  # noqa: FBT002 - an option
    as_json: Json = False,  # noqa: FBT002 - an option
) -> None:
    """Check the file and all that is in it, and compare every memory with the replay of its log."""
    world: World = context.obj
    if repair:
        left = mend_history(world, as_json=as_json)
    else:
        with world.open_store() as store:
            left = store.verify()
        if as_json:
            print_json(left)
    if not as_json:
        for sentence in left:
            print_line(sentence)
        print_line(f"{world.database}: {sum_up(left, repaired=repair)}")
    if left:
        raise typer.Exit(Exit.FOUND)


def mend_history(world: "World", *, as_json: bool) -> list[str]:
    """Mend the history, print what was done, and return what is still wrong."""
    from tvp_quiz.cli.world import read_clock  # noqa: PLC0415 - `--help` needs no clock
    from tvp_quiz.storage.repairs.repair import repair_database  # noqa: PLC0415 - loads SQLAlchemy

    done, left = repair_database(world.database, read_clock())
    if as_json:
        print_json({"done": done, "left": left})
    else:
        for sentence in done:
            print_line(sentence)
    return left


def sum_up(left: list[str], *, repaired: bool) -> str:
    """Return what became of a check, in a few words after the name of the history."""
    if not left:
        return "nothing is wrong, and every memory equals the replay of its log."
    found = say_count(len(left), "thing is wrong", "things are wrong")
    remedy = "`tvp-quiz data restore` goes back to a backup" if repaired else "`tvp-quiz data verify --repair` mends it"
    return f"{found}: {remedy}."
