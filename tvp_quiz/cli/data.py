"""`tvp-quiz data`: where the history is, and whether it is whole."""

from typing import TYPE_CHECKING

import typer

from tvp_quiz.cli.output import print_line
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
def verify(context: typer.Context) -> None:
    """Replay every log and compare it with the memory that is kept."""
    world: World = context.obj
    with world.open_store() as store:
        differences = store.verify()
    for difference in differences:
        print_line(difference)
    if differences:
        print_line(f"{len(differences)} differences in {world.database}")
        raise typer.Exit(Exit.FOUND)
    print_line(f"{world.database} is whole: every memory equals the replay of its log.")
