"""`tvp-quiz exam`: options in, a mock exam, its report and those of earlier ones out."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from tvp_quiz.cli.world import World


def exam(
    context: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[BANK]...",
            help="Banks to draw from; all by default. With --resume or --history, a paper's number.",
            show_default=False,
        ),
    ] = None,
    questions: Annotated[int | None, typer.Option(min=1, help="How many questions; 20 by default.")] = None,
    minutes: Annotated[float | None, typer.Option(help="Time for all of it; by default 1.5 a question.")] = None,
    seed: Annotated[
        int | None, typer.Option(min=0, max=2**63 - 1, help="Draw the paper that another exam had.")
    ] = None,
    blueprint: Annotated[Path | None, typer.Option(help="File with shares by bank, tag or ref.")] = None,
    certainty: Annotated[bool, typer.Option("--certainty", help="Ask how sure you are, and mark by that.")] = False,  # noqa: FBT002 - an option
    apart: Annotated[bool, typer.Option("--apart", help="Keep the answers out of the schedule.")] = False,  # noqa: FBT002 - an option
    resume: Annotated[bool, typer.Option("--resume", help="Go on with a paper that was left.")] = False,  # noqa: FBT002 - an option
    history: Annotated[bool, typer.Option("--history", help="List past papers, or show one again.")] = False,  # noqa: FBT002 - an option
    as_json: Annotated[bool, typer.Option("--json", help="The report for programs.")] = False,  # noqa: FBT002 - an option
    plain: Annotated[bool, typer.Option("--plain", help="Line by line, for screen readers and pipes.")] = False,  # noqa: FBT002 - an option
) -> None:
    """Sit a mock exam against the clock; nothing is marked until it is handed in."""
    from tvp_quiz.cli.examination import Order, begin, check_order, resume_paper  # noqa: PLC0415 - `--help` needs it not
    from tvp_quiz.cli.papers import show_history  # noqa: PLC0415 - the same

    world: World = context.obj
    order = Order(questions, minutes, seed, blueprint, certainty, apart)
    check_order(order, resume=resume, history=history)
    if history:
        show_history(world, words or [], as_json=as_json)
    elif resume:
        resume_paper(world, words or [], plain=plain, as_json=as_json)
    else:
        begin(world, words or [], order, plain=plain, as_json=as_json)
