"""`tvp-quiz data`: where the history is, and whether it is whole."""

from typing import TYPE_CHECKING, Annotated

import typer

from tvp_quiz.cli.output import print_json, print_line
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
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,  # noqa: FBT002 - an option
) -> None:
    """Replay every log and compare it with the memory that is kept."""
    world: World = context.obj
    with world.open_store() as store:
        differences = store.verify()
    if as_json:
        print_json(differences)
    else:
        for difference in differences:
            print_line(difference)
        whole = "every memory equals the replay of its log."
        print_line(
            f"{world.database}: {len(differences)} differences." if differences else f"{world.database}: {whole}"
        )
    if differences:
        raise typer.Exit(Exit.FOUND)
