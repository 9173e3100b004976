"""`tvp-quiz drill`: options in, a sitting out."""

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from tvp_quiz.cli.world import World


def drill(
    context: typer.Context,
    banks: Annotated[list[str] | None, typer.Argument(help="Banks to drill; all by default.")] = None,
    new: Annotated[int | None, typer.Option(min=0, help="New cards, whatever was learned today.")] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="At most so many cards, due ones before new.")] = None,
    minutes: Annotated[float | None, typer.Option(help="Ask no card after so many minutes.")] = None,
    tag: Annotated[list[str] | None, typer.Option(help="Only cards with this tag; may be repeated.")] = None,
    cram: Annotated[bool, typer.Option("--cram", help="Ask what is weakest; the schedule stays as it is.")] = False,  # noqa: FBT002 - an option
    seed: Annotated[int | None, typer.Option(min=0, max=2**63 - 1, help="Shuffle as another sitting did.")] = None,
    plain: Annotated[bool, typer.Option("--plain", help="Line by line, for screen readers and pipes.")] = False,  # noqa: FBT002 - an option
) -> None:
    """Ask the cards that are due, and some new ones."""
    from tvp_quiz.cli.drilling import run_drill  # noqa: PLC0415 - `--help` needs none of it
    from tvp_quiz.cli.wish import Wish  # noqa: PLC0415 - the same

    world: World = context.obj
    run_drill(world, banks or [], Wish(new, limit, minutes, frozenset(tag or ()), cram, seed, plain))
