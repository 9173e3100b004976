"""`tvp-quiz data export` and `data merge`: the history as lines that move, and those of other machines united."""

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tvp_quiz.cli.options import Json
from tvp_quiz.cli.output import print_json, print_line
from tvp_quiz.cli.world import World, read_clock
from tvp_quiz.domain.amounts import say_count
from tvp_quiz.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tvp_quiz.domain.gain import Gain

STDOUT = Path("-")
MOST_NAMES = 10


def export(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="[FILE]", help="Where to; - for standard output.")] = STDOUT,
) -> None:
    """Write everybody's whole history as lines of JSON, for another machine, for git, or to read."""
    from importlib.metadata import version  # noqa: PLC0415 - reading it takes a while

    from tvp_quiz.storage.moving.export import write_export, write_lines  # noqa: PLC0415 - `--help` needs no history

    world: World = context.obj
    if not world.has_history():
        raise UsageError(f"There is no history at {world.database} yet: begin one with `tvp-quiz drill`.")
    with world.open_store() as store:
        lines = write_lines(store, version("tvp-quiz"))
        if file == STDOUT:
            # Whatever the terminal's encoding, the format is UTF-8
            sys.stdout.reconfigure(encoding="utf-8", newline="\n") if hasattr(sys.stdout, "reconfigure") else None
            for line in lines:
                sys.stdout.write(f"{line}\n")
        else:
            count = write_export(file, lines)
            print_line(f"{file}: {say_count(count, 'line')}, which `tvp-quiz data merge` unites with another history.")


def merge(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Exports, databases or backups of tvp-quiz.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change, and change nothing.")] = False,  # noqa: FBT002 - an option
    as_json: Json = False,  # noqa: FBT002 - an option
) -> None:
    """Add the histories of other machines to this one; in any order, and as often as you like."""
    from tvp_quiz.storage.moving.merge import foresee_merge, merge_files  # noqa: PLC0415 - `--help` needs no history

    world: World = context.obj
    unite = foresee_merge if dry_run else merge_files
    gains = [gain for gain in unite(world.database, world.learner, files, read_clock()) if is_any(gain)]
    if not dry_run and any(gain.plan and gain.learner == world.learner for gain in gains):
        from tvp_quiz.cli.outlook import plan_anew  # noqa: PLC0415 - few merges bring a plan

        # What was decided on another machine stays there, and a drill follows decisions
        plan_anew(world)
    if as_json:
        print_json([asdict(gain) for gain in gains])
        return
    for gain in gains:
        print_line(say_gain(gain))
    strangers = [gain.learner for gain in gains if gain.is_new and gain.learner != world.learner]
    if strangers:
        is_one = len(strangers) == 1
        print_line(say_strangers(strangers, "would be" if dry_run else "is" if is_one else "are"))
    if not gains:
        print_line("Nothing new.")
    elif dry_run:
        print_line("Nothing was changed: this is what `tvp-quiz data merge` would do without --dry-run.")


def is_any(gain: "Gain") -> bool:
    """Tell whether a learner gains anything."""
    return any(value for name, value in asdict(gain).items() if name != "learner")


def say_strangers(names: list[str], verb: str) -> str:
    """Say that a file brought others than the learner at the keyboard."""
    more = f" and {len(names) - MOST_NAMES:,} more" if len(names) > MOST_NAMES else ""
    listed = ", ".join(map(say_name, names[:MOST_NAMES]))
    return f"New here {verb} {listed}{more}: `tvp-quiz --learner NAME …` goes on with their history."


def say_name(name: str) -> str:
    """Return a learner's name, in quotes where it has blanks that nobody would see."""
    return name if name == " ".join(name.split()) else repr(name)


def say_gain(gain: "Gain") -> str:
    """Say what merging means for a learner."""
    return f"{say_name(gain.learner)}: {', '.join(list_gains(gain)) or 'new, with nothing learned yet'}."


def list_gains(gain: "Gain") -> "Iterable[str]":
    """Yield what a learner gains, in words."""
    if gain.reviews:
        days = f"of {gain.since}" if gain.since == gain.until else f"of {gain.since} to {gain.until}"
        yield f"{say_count(gain.reviews, 'new review')} {days}"
    if gain.undone:
        yield f"{say_count(gain.undone, 'review')} undone"
    for number, one, many in (
        (gain.memories, "memory changed", "memories changed"),
        (gain.marks, "card marked or unmarked", "cards marked or unmarked"),
        (gain.renames, "former id", "former ids"),
        (gain.exams, "exam", "exams"),
        (0 if gain.reviews else gain.sittings, "sitting", "sittings"),
    ):
        if number:
            yield say_count(number, one, many)
    for is_other, name in (
        (gain.settings, "other settings"),
        (gain.plan, "another plan"),
        (gain.catch_up, "another catch-up"),
        (gain.beginning, "an earlier beginning"),
    ):
        if is_other:
            yield name
