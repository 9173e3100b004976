"""`tvp-quiz bank schema`, `new`, `ids`: what helps to write banks; files are written, and what was written is said."""

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tvp_quiz.cli.check import group_paths
from tvp_quiz.cli.output import print_line
from tvp_quiz.cli.world import World, find_checkout, find_shipped
from tvp_quiz.domain.amounts import say_count
from tvp_quiz.errors import ContentError, Exit, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import TextIO

    from tvp_quiz.banks.fix import Fix
    from tvp_quiz.banks.importing import Imported

NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
LONGEST_TITLE = 200


def schema() -> None:
    """Print the JSON Schema of a bank, by which an editor completes and checks."""
    from tvp_quiz.banks.schema import write_schema  # noqa: PLC0415 - `--help` needs no pydantic

    sys.stdout.write(write_schema())


def new(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="The bank's id: small letters, digits and hyphens.")],
    title: Annotated[str, typer.Option("--title", help="Its name as learners see it.", show_default=False)] = "",
    table: Annotated[
        Path | None,
        typer.Option("--from", metavar="FILE", help="A CSV or TSV file to take entries from.", show_default=False),
    ] = None,
) -> None:
    """Write a new bank with an example of each section, or with the entries of a table."""
    from tvp_quiz.banks.newbank import start_bank  # noqa: PLC0415 - `--help` needs no pydantic

    world: World = context.obj
    check_name(name, world)
    title = " ".join(title.split()) or name.replace("-", " ").capitalize()
    if not title.isprintable() or len(title) > LONGEST_TITLE:
        raise UsageError(f"This can't be a bank's title: use up to {LONGEST_TITLE} plain letters after --title.")
    path = world.content / f"{name}.yaml"
    if table is None:
        report_written(start_bank(path, name, title))
        print_line(f"Now write your entries there, and see `tvp-quiz bank check {path}`.")
        return
    from tvp_quiz.banks.importing import import_table  # noqa: PLC0415 - only where there is a table

    imported = import_table(table)
    if imported.body:
        report_written(start_bank(path, name, title, imported.body))
    report_import(imported, table)
    if imported.refused:
        raise typer.Exit(Exit.FOUND)


def check_name(name: str, world: World) -> None:
    """Raise UsageError if there can be no new bank of this name where the banks are."""
    from tvp_quiz.banks.ids import make_id  # noqa: PLC0415 - `--help` needs no parser

    if not NAME.fullmatch(name):
        raise UsageError(f"{name[:100]!r} can't be a bank's id: write {make_id(name, set())}, for example.")
    if world.content.resolve() == find_shipped().resolve() and not find_checkout(Path.cwd()):
        raise UsageError(
            "These banks came with the program: name a folder of your own with --content DIR before `bank`."
        )
    try:
        banks = world.load_content().banks
    except ContentError:
        return
    twin = next((bank for bank in banks if bank.id == name), None)
    if twin:
        raise UsageError(f"There is a bank {name} already, in {twin.path}: choose another name, or edit it.")


def report_written(paths: "Iterable[Path]") -> None:
    """Say which files were written."""
    for path in paths:
        print_line(f"Wrote {path}.")


def report_import(imported: "Imported", table: Path) -> None:
    """Say what became of a table's rows and columns."""
    taken = [say_count(number, kind.removesuffix("s")) for kind, number in imported.counts.items() if number]
    print_line(f"Taken from {table}: {' and '.join(taken) or 'nothing'}.")
    if imported.unknown:
        print_line(f"Columns that were not taken: {', '.join(imported.unknown)}.")
    for refused in imported.refused:
        print_line(f"Row {refused.row} was not taken: {refused.why.rstrip('.')}.")


def ids(
    context: typer.Context,
    paths: Annotated[list[Path] | None, typer.Argument(help="Files or folders; all banks by default.")] = None,
) -> None:
    """Write an id into each entry that has none; exit 1 if a file can't be read."""
    from tvp_quiz.banks.files import UnreadableError  # noqa: PLC0415 - `--help` needs no parser
    from tvp_quiz.banks.fix import fix_ids, mend_file  # noqa: PLC0415 - the same

    world: World = context.obj
    failed, total = False, 0
    for path in list_banks(group_paths(world.content, paths or [])):
        try:
            fixes = mend_file(path, fix_ids)
        except UnreadableError as error:
            print_line(f"{path}:{error.line}:{error.column}: left alone: {error.message} {error.remedy}", sys.stderr)
            failed = True
            continue
        total += len(fixes)
        report_fixes(path, fixes, sys.stdout)
    if failed:
        raise typer.Exit(Exit.FOUND)
    if not total:
        print_line("Every entry has its id.")


def mend_banks(groups: "Mapping[Path, list[Path]]", stream: "TextIO") -> None:
    """Mend what can safely be mended in the banks asked for, and say on a stream what was."""
    from tvp_quiz.banks.files import UnreadableError  # noqa: PLC0415 - `--help` needs no parser
    from tvp_quiz.banks.fix import fix_text, mend_file  # noqa: PLC0415 - the same

    for path in list_banks(groups):
        try:
            report_fixes(path, mend_file(path, fix_text), stream)
        except UnreadableError:
            continue  # the check that follows says why


def list_banks(groups: "Mapping[Path, list[Path]]") -> "Iterator[Path]":
    """Yield the bank files among or below what is asked for, which is grouped by folders."""
    from tvp_quiz.banks.files import find_files  # noqa: PLC0415 - `--help` needs no parser

    for root, wanted in groups.items():
        real = [path.resolve() for path in wanted]
        for path in find_files(root).banks:
            if any(path.resolve().is_relative_to(one) for one in real):
                yield path


def report_fixes(path: Path, fixes: "Iterable[Fix]", stream: "TextIO") -> None:
    """Say what was mended in a file."""
    for fix in fixes:
        print_line(f"{path}:{fix.line}: {fix.what}", stream)
