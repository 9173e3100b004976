"""`tvp-quiz bank`: the banks in, their problems and what they cover out."""

from typing import TYPE_CHECKING, Annotated

import typer

from tvp_quiz.cli.options import Json
from tvp_quiz.cli.output import print_json, print_line, print_table
from tvp_quiz.cli.world import World, pick_banks
from tvp_quiz.errors import UsageError

if TYPE_CHECKING:
    from tvp_quiz.domain.coverage import Coverage
    from tvp_quiz.domain.problem import Problem

app = typer.Typer(help="Look after the banks.", no_args_is_help=True, rich_markup_mode=None)


@app.command("list")
def list_banks(context: typer.Context, as_json: Json = False) -> None:  # noqa: FBT002 - an option
    """List the banks with their cards."""
    world: World = context.obj
    banks = pick_banks(world.load_content(), [])
    rows = [(bank.id, len(bank.cards), bank.title, str(bank.path)) for bank in banks.values()]
    if as_json:
        print_json([dict(zip(("bank", "cards", "title", "path"), row, strict=True)) for row in rows])
    else:
        print_table(["bank", "cards", "title"], [row[:3] for row in rows])


def quote_line(problem: "Problem") -> str:
    """Return the line that a problem is on; of a file that is none of ours, nothing."""
    from tvp_quiz.banks.files import UNQUOTED, read_line  # noqa: PLC0415 - `--help` needs no parser

    return "" if problem.rule in UNQUOTED else read_line(problem.path, problem.line)


@app.command()
def show(
    context: typer.Context,
    names: Annotated[
        list[str] | None, typer.Argument(metavar="ENTRY|BANK|PATH…", help="Entries, cards, banks or their files.")
    ] = None,
    watch: Annotated[bool, typer.Option("--watch", help="Full screen, drawn anew whenever you save.")] = False,  # noqa: FBT002 - an option
    coverage: Annotated[bool, typer.Option("--coverage", help="Ref by ref, which cards examine it.")] = False,  # noqa: FBT002 - an option
    as_json: Json = False,  # noqa: FBT002 - an option
) -> None:
    """Show cards as learners will see them, with their answers and what is wrong; or what they examine."""
    from tvp_quiz.cli.preview import show_entries, watch_entry  # noqa: PLC0415 - `--help` needs none of it

    if watch and (coverage or as_json):
        raise UsageError("--watch shows cards on the screen alone: leave out --coverage and --json.")
    if coverage:
        show_coverage(context.obj, names or [], as_json=as_json)
    elif watch:
        watch_entry(context.obj, names or [])
    elif names:
        show_entries(context.obj, names, as_json=as_json)
    else:
        raise UsageError(
            "Say what to show: `tvp-quiz bank show BANK`, or BANK/ENTRY, or a file; or --coverage, --watch."
        )


def show_coverage(world: World, banks: list[str], *, as_json: bool) -> None:
    """Print which statements of the source the cards examine."""
    from tvp_quiz.banks.coverage import list_coverage  # noqa: PLC0415 - `--help` needs no parser
    from tvp_quiz.banks.sources import load_sources  # noqa: PLC0415 - the same
    from tvp_quiz.domain.card import Content  # noqa: PLC0415 - the same

    chosen = pick_banks(world.load_content(), banks)
    covered = list_coverage(Content(tuple(chosen.values()), ()), load_sources(world.content))
    if as_json:
        print_json([describe_coverage(one) for one in covered])
        return
    for one in covered:
        print_line(f"{one.reference.ref}  {one.reference.where}: {one.reference.says}")
        print_line("    " + (", ".join(one.cards) if one.cards else "no card examines it"))
    missing = sum(not one.cards for one in covered)
    print_line(f"{len(covered) - missing} of {len(covered)} refs are examined.")


def describe_coverage(covered: "Coverage") -> dict[str, object]:
    """Return one ref as JSON has it."""
    reference = covered.reference
    return {"ref": reference.ref, "where": reference.where, "says": reference.says, "cards": covered.cards}
