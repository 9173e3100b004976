"""`tvp-quiz bank diff`: the banks in, what became of their entries since, and what that does to learners, out."""

import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from tvp_quiz.cli.options import Json
from tvp_quiz.cli.output import print_json, print_line
from tvp_quiz.cli.world import World
from tvp_quiz.domain.amounts import say_count
from tvp_quiz.errors import Exit, UsageError

if TYPE_CHECKING:
    from tvp_quiz.banks.states import States
    from tvp_quiz.comparing import History
    from tvp_quiz.domain.comparison import EntryEdit, EntryState


class Base(NamedTuple):
    """What the banks are compared with, in a few words, and its entries."""

    name: str
    entries: "Mapping[str, EntryState]"


def diff(
    context: typer.Context,
    against: Annotated[
        str | None,
        typer.Option(
            metavar="REV|DIR",
            help="A git revision or a folder; by default the last commit, or else what the history last saw.",
            show_default=False,
        ),
    ] = None,
    fix: Annotated[bool, typer.Option("--fix", help="First write the `was` of what was renamed.")] = False,  # noqa: FBT002 - an option
    as_json: Json = False,  # noqa: FBT002 - an option
) -> None:
    """Say what became of each entry, and what that does to learners; exit 1 if it would cost them progress."""
    from tvp_quiz.banks.states import read_states  # noqa: PLC0415 - `--help` needs no parser
    from tvp_quiz.comparing import compare, read_seen  # noqa: PLC0415 - the same
    from tvp_quiz.domain.comparison import Change  # noqa: PLC0415 - the same

    world: World = context.obj
    after = read_states(world.content)
    refuse_unreadable(after)
    history = read_history(world)
    seen = read_seen(history, world.learner, after)
    with find_base(world, against, seen) as base:
        edits = compare(base.entries, after, seen)
        if fix:
            write_names(edits, after)
            after = read_states(world.content)
            edits = compare(base.entries, after, seen)
    if as_json:
        print_edits_json(edits, base.name, history)
    else:
        print_edits(edits, base.name, history, is_fixed=fix)
    if any(edit.forgets or {Change.REUSED, Change.BROKEN} & set(edit.changes) for edit in edits):
        raise typer.Exit(Exit.FOUND)


def refuse_unreadable(after: "States") -> None:
    """Raise UsageError where a file is no bank as it is: nobody could tell what became of its entries."""
    for problem in after.problems:
        raise UsageError(
            f"{problem.path}, line {problem.line}, can't be read: mend first what `tvp-quiz bank check` says of it."
        )


def read_history(world: World) -> "History":
    """Return what is known of the learners, nothing where there is no history."""
    from tvp_quiz.comparing import History  # noqa: PLC0415 - `--help` needs none of it
    from tvp_quiz.storage.takeover import read_heirs, read_prints  # noqa: PLC0415 - the same

    if not world.has_history():
        return History({}, {})
    with world.open_store() as store:
        return History(read_prints(store), read_heirs(store))


@contextmanager
def find_base(world: World, against: str | None, seen: "Mapping[str, EntryState]") -> Iterator[Base]:
    """Yield what the banks are compared with. Raises UsageError where that is not there."""
    from tvp_quiz.cli.revision import check_out, find_commit, has_folder  # noqa: PLC0415 - `--help` needs no git
    from tvp_quiz.comparing import read_folder  # noqa: PLC0415 - the same

    folder = Path(against) if against else None
    if folder and folder.is_dir():
        yield Base(str(folder), read_folder(folder, world.content))
        return
    commit = find_commit(world.content, against or "HEAD")
    # A folder that was never committed has a history of its own all the same
    if commit and (against or not seen or has_folder(world.content, commit)):
        with check_out(world.content, commit) as was:
            yield Base(against or "the last commit", read_folder(was, world.content))
    elif against:
        raise UsageError(f"{against!r} is no folder, and no revision that git knows of {world.content}: name another.")
    elif seen:
        yield Base("what was last asked", seen)
    else:
        raise UsageError(
            "There is nothing to compare with, neither a commit nor a history: name a folder with --against."
        )


def write_names(edits: "list[EntryEdit]", after: "States") -> None:
    """Write the names that entries had into their files, and say so on standard error."""
    from functools import partial  # noqa: PLC0415 - `--help` needs none of it

    from tvp_quiz.banks.fix import mend_file  # noqa: PLC0415 - the same
    from tvp_quiz.banks.renames import add_was  # noqa: PLC0415 - the same
    from tvp_quiz.cli.writing import report_fixes  # noqa: PLC0415 - the same
    from tvp_quiz.comparing import list_renames  # noqa: PLC0415 - the same

    for path, renamed in list_renames(edits, after.banks).items():
        report_fixes(path, mend_file(path, partial(add_was, renamed=renamed)), sys.stderr)


def print_edits(edits: "list[EntryEdit]", base: str, history: "History", *, is_fixed: bool) -> None:
    """Print what became of each entry, for people."""
    from tvp_quiz.comparing import count_known  # noqa: PLC0415 - `--help` needs none of it
    from tvp_quiz.terminal.edit_words import name_changes, say_effects  # noqa: PLC0415 - the same

    for edit in edits:
        place = f"{edit.entry.path}:{edit.entry.line}: " if edit.entry.path.name else ""
        print_line(f"{place}{edit.entry.name}: {name_changes(edit)}")
        for sentence in say_effects(edit, *count_known(edit, history.prints), is_fixed=is_fixed):
            print_line(f"    {sentence}")
    totals = Counter(str(change) for edit in edits for change in edit.changes)
    listed = ", ".join(f"{number} {change}" for change, number in totals.items())
    differ = say_count(len(edits), "entry differs", "entries differ")
    print_line(f"Compared with {base}: {f'{differ} ({listed})' if edits else 'nothing changed'}.")


def print_edits_json(edits: "list[EntryEdit]", base: str, history: "History") -> None:
    """Print what became of each entry, for programs."""
    from tvp_quiz.comparing import count_known  # noqa: PLC0415 - `--help` needs none of it

    listed = []
    for edit in edits:
        known = count_known(edit, history.prints)
        listed.append(
            {
                "entry": edit.entry.name,
                "path": str(edit.entry.path) if edit.entry.path.name else None,
                "line": edit.entry.line,
                "changes": edit.changes,
                "from": edit.origins,
                "lacks_was": edit.forgets,
                "dropped": edit.dropped,
                "retired_cards": edit.lost,
                "known": known._asdict(),
            }
        )
    print_json({"against": base, "entries": listed})
