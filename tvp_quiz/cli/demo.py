"""`tvp-quiz demo`: names in; programs, what they found, and how keys stand to that out."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from tvp_quiz.cli.options import Json
from tvp_quiz.cli.output import open_console, print_json, print_line, print_table
from tvp_quiz.cli.runs import Listed, describe_result, run_openly, run_quietly
from tvp_quiz.cli.world import World, pick_banks, read_clock
from tvp_quiz.errors import DemoError, Exit, make_unknown

if TYPE_CHECKING:
    from tvp_quiz.domain.demo import Demo

app = typer.Typer(help="Run the programs that prove the answers.", no_args_is_help=True, rich_markup_mode=None)
Name = Annotated[str, typer.Argument(help="A demo, or an entry (bank/id) that has one.")]
Names = Annotated[list[str], typer.Argument(metavar="NAME...", help="Demos, or entries (bank/id) that have one.")]


def list_demos(world: World) -> list[Listed]:
    """Return the demos of all banks in the order of their entries, each once, and then those that no entry names."""
    from tvp_quiz.banks.cases import read_cases, read_unnamed  # noqa: PLC0415 - `--help` needs no parser

    pick_banks(world.load_content(), [])
    listed: dict[str, Listed] = {}
    cases, problems = read_cases(world.content)
    for case in cases:
        listed.setdefault(case.demo.digest, Listed(case.demo, [])).cases.append(case)
    for demo in read_unnamed(problems):
        listed.setdefault(demo.digest, Listed(demo, []))
    return list(listed.values())


def find_demos(world: World, names: Iterable[str]) -> list[Listed]:
    """Return the demos of these names, each a demo's or an entry's. Raises UsageError for an unknown one."""
    listed = list_demos(world)
    found: dict[str, Listed] = {}
    for name in names:
        matching = [one for one in listed if name in {one.demo.name, *(case.entry for case in one.cases)}]
        if not matching:
            raise make_unknown("demo", name, [one.demo.name for one in listed], "tvp-quiz demo list")
        found |= {one.demo.digest: one for one in matching}
    return list(found.values())


def read_trust(world: World) -> "Callable[[Demo], str]":
    """Return what tells of a demo whether it may run unasked."""
    from tvp_quiz.demos.shipped import is_shipped  # noqa: PLC0415 - `--help` needs none of it

    approved: frozenset[str] = frozenset()
    if world.has_history():
        from tvp_quiz.storage import demo_log  # noqa: PLC0415 - loads SQLAlchemy

        with world.open_store() as store:
            approved = demo_log.read_approvals(store)
    return lambda demo: (
        "shipped" if is_shipped(demo.digest) else "approved" if demo.digest in approved else "not approved"
    )


def describe(one: Listed, trust: str) -> dict[str, object]:
    """Return a demo as JSON has it."""
    demo, cases = one
    entries = [case.entry for case in cases]
    named = {"demo": demo.name, "title": demo.title, "path": demo.path, "digest": demo.digest}
    return {**named, "trust": trust, "alone": demo.alone, "entries": entries}


@app.command("list")
def show_list(context: typer.Context, as_json: Json = False) -> None:  # noqa: FBT002 - an option
    """List the demos with the entries that they prove."""
    world: World = context.obj
    tell_trust = read_trust(world)
    listed = list_demos(world)
    if as_json:
        print_json([describe(one, tell_trust(one.demo)) for one in listed])
        return
    rows = [(demo.name, tell_trust(demo), len(cases), demo.title) for demo, cases in listed]
    print_table(["demo", "trust", "entries", "title"], rows)


@app.command()
def show(context: typer.Context, name: Name, as_json: Json = False) -> None:  # noqa: FBT002 - an option
    """Show a demo's program."""
    world: World = context.obj
    found = find_demos(world, [name])
    if as_json:
        tell_trust = read_trust(world)
        print_json([describe(one, tell_trust(one.demo)) | {"source": show_source(one.demo)} for one in found])
        return
    from tvp_quiz.terminal.demo import print_program  # noqa: PLC0415 - a list for programs needs no rich

    for demo, _ in found:
        print_program(open_console(), demo)


def show_source(demo: "Demo") -> str:
    """Return a demo's program as text."""
    return demo.source.decode(errors="replace")


@app.command()
def run(context: typer.Context, names: Names, as_json: Json = False) -> None:  # noqa: FBT002 - an option
    """Run demos and hold what they find against the keys; exit 1 if a key is contradicted."""
    from tvp_quiz.domain.demo import Ending, Ruling  # noqa: PLC0415 - `--help` needs none of it

    world: World = context.obj
    listed = find_demos(world, names)
    results = run_quietly(world, listed) if as_json else run_openly(world, listed)
    if as_json:
        print_json([describe_result(result) for result in results])
    if broken := [result.demo.name for result in results if result.run.outcome.ending is Ending.BROKEN]:
        raise DemoError(f"Broken: {', '.join(broken)}. Mend it; `tvp-quiz bank prove` says which entries rest on it.")
    if any(proof.ruling is Ruling.CONTRADICTED for result in results for proof in result.proofs.values()):
        raise typer.Exit(Exit.FOUND)


@app.command()
def trust(
    context: typer.Context,
    names: Names,
    revoke: Annotated[bool, typer.Option("--revoke", help="Take the approval back.")] = False,  # noqa: FBT002 - an option
) -> None:
    """Approve demos as they are now: any edit revokes it."""
    from tvp_quiz.domain.demo import Level  # noqa: PLC0415 - `--help` needs none of it
    from tvp_quiz.showing import UNCONFINED, name_permit  # noqa: PLC0415 - the same
    from tvp_quiz.storage import demo_log  # noqa: PLC0415 - the same

    world: World = context.obj
    listed = find_demos(world, names)
    with world.open_store() as store:
        level = world.open_stage(lambda: store).level
        for demo, _ in listed:
            if revoke:
                demo_log.revoke(store, name_permit(demo, level))
            else:
                demo_log.approve(store, name_permit(demo, level), read_clock())
            print_line(f"{'no longer approved' if revoke else 'approved'} {demo.name} ({demo.digest[:12]})")
    if level is Level.LIMITS and not revoke:
        print_line(UNCONFINED)
