"""`tvp-quiz data backup` and `data restore`: a history in, a backup of it out; and back again."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tvp_quiz.cli.options import Json
from tvp_quiz.cli.output import print_json, print_line, print_table
from tvp_quiz.cli.world import World, read_clock
from tvp_quiz.domain.amounts import say_count
from tvp_quiz.errors import UsageError, make_unknown

if TYPE_CHECKING:
    from tvp_quiz.domain.tally import Comparison, Span, Tally
    from tvp_quiz.storage.backups.backup import Backup
    from tvp_quiz.storage.backups.restoring import Restored

SUFFIX = ".db.gz"
KILO = 1000
KINDS = {
    "mark": ("marked card", "marked cards"),
    "former": ("former id", "former ids"),
    "exam": ("exam paper", "exam papers"),
    "plan": ("plan", "plans"),
    "catch_up": ("catch-up", "catch-ups"),
}


def backup(
    context: typer.Context,
    listing: Annotated[bool, typer.Option("--list", help="List the backups instead.")] = False,  # noqa: FBT002 - an option
    as_json: Json = False,  # noqa: FBT002 - an option
) -> None:
    """Back the history up now, beside the backups that are made by themselves."""
    from tvp_quiz.storage.backups.backup import Reason, keep_backup, read_name  # noqa: PLC0415 - `--help` needs no history
    from tvp_quiz.storage.backups.copying import get_path  # noqa: PLC0415 - the same

    world: World = context.obj
    if listing:
        show_backups(world, as_json=as_json)
        return
    path = get_path(world.database)
    kept = keep_backup(world.database, Reason.MANUAL, read_clock())
    made = read_name(kept) if kept else None
    if made is None:
        raise UsageError(f"There is no history at {path} yet: answer a card with `tvp-quiz drill`.")
    if as_json:
        print_json(describe_backup(made))
    else:
        print_line(f"{made.path}: {say_count(made.reviews or 0, 'review')}, {say_size(made.size)}")


def restore(
    context: typer.Context,
    chosen: Annotated[
        str | None,
        typer.Argument(metavar="[BACKUP]", help="Its number or name, or a file; lists them by default."),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Restore without asking.")] = False,  # noqa: FBT002 - an option
    as_json: Annotated[bool, typer.Option("--json", help="For programs; compares only, unless --yes.")] = False,  # noqa: FBT002 - an option
) -> None:
    """Go back to a backup, after saying what that loses and gains; what is there now is kept."""
    from tvp_quiz.storage.backups import restoring  # noqa: PLC0415 - `--help` needs no history

    world: World = context.obj
    if chosen is None:
        show_backups(world, as_json=as_json)
        return
    place = find_backup(world, chosen)
    with restoring.open_candidate(place) as copy:
        comparison = restoring.compare(world.database, copy, place, read_clock())
        if not as_json:
            show_comparison(world, place, comparison)
        restored = None
        if yes or (not as_json and is_agreed()):
            restored = restoring.restore(world.database, copy, place, read_clock())
    show_outcome(place, comparison, restored, as_json=as_json)


def find_backup(world: World, chosen: str) -> Path:
    """Return the file of a backup by its number or name in the list, or by its path. Raises UsageError for none."""
    from tvp_quiz.storage.backups.backup import list_backups  # noqa: PLC0415 - `--help` needs no history
    from tvp_quiz.storage.backups.copying import get_path  # noqa: PLC0415 - the same

    backups = [backup.path for backup in list_backups(get_path(world.database))]
    numbers = {str(number): path for number, path in enumerate(backups, 1)}
    names = {shorten_name(path): path for path in backups}
    if found := numbers.get(chosen) or names.get(chosen.removesuffix(SUFFIX)):
        return found
    path = Path(chosen).expanduser().absolute()
    if not path.exists():
        raise make_unknown("backup", chosen, names, "tvp-quiz data backup --list")
    return path


def show_backups(world: World, *, as_json: bool) -> None:
    """Print the backups, newest first."""
    from tvp_quiz.storage.backups.backup import find_folder, list_backups  # noqa: PLC0415 - `--help` needs no history
    from tvp_quiz.storage.backups.copying import get_path  # noqa: PLC0415 - the same

    path = get_path(world.database)
    backups = list_backups(path)
    if as_json:
        print_json([describe_backup(backup) for backup in backups])
        return
    if not backups:
        print_line(f"There is no backup of {path} yet: `tvp-quiz data backup` makes one.")
        return
    print_table(["", "backup", "made", "reviews", "size"], map(list_cells, range(1, len(backups) + 1), backups))
    print_line(f"In {find_folder(path)}.")
    print_line("`tvp-quiz data restore NUMBER` says what going back to one would change.")


def list_cells(number: int, backup: "Backup") -> list[str]:
    """Return a backup's row."""
    reviews = backup.reviews
    made = f"{backup.made_at.astimezone():%a %d %b %H:%M}"
    return [
        str(number),
        shorten_name(backup.path),
        made,
        "" if reviews is None else f"{reviews:,}",
        say_size(backup.size),
    ]


def describe_backup(backup: "Backup") -> dict[str, object]:
    """Return a backup as JSON has it."""
    return {
        "path": backup.path,
        "made_at": backup.made_at,
        "reason": backup.reason,
        "reviews": backup.reviews,
        "size": backup.size,
    }


def shorten_name(path: Path) -> str:
    """Return what is typed to name a backup."""
    return path.name.removesuffix(SUFFIX)


def say_size(size: int) -> str:
    """Say how many bytes there are."""
    return f"{size / KILO:,.0f} kB" if size < KILO**2 else f"{size / KILO**2:,.1f} MB"


def show_comparison(world: World, place: Path, comparison: "Comparison") -> None:
    """Print what the history is and would be, and which reviews that loses and gains."""
    rows = list_figures(comparison.after)
    before = dict(list_figures(comparison.now)) if comparison.now else {}
    for label, _ in list_figures(comparison.now) if comparison.now else []:
        if label not in dict(rows):
            rows.append((label, ""))
    print_line(f"Going back to {place}")
    print_table(["", "now", "then"], [[label, before.get(label, ""), figure] for label, figure in rows])
    if comparison.now is None:
        state = "can't be read and will be set aside" if world.has_history() else "is missing"
        print_line(f"{world.database} {state}.")
    print_line(f"lost: {say_span(comparison.lost)}; gained: {say_span(comparison.gained)}")
    if comparison.changed:
        print_line(
            f"different: {', '.join(say_count(count, *KINDS[kind]) for kind, count in comparison.changed.items())}"
        )
    if comparison.unapproved:
        demos = say_count(comparison.unapproved, "demo")
        print_line(f"not restored: your consent to {demos}, which you will be asked for before they run")


def list_figures(tally: "Tally") -> list[tuple[str, str]]:
    """Return the figures of a history with their labels."""
    first, last = tally.reviews.first, tally.reviews.last
    figures = [
        ("reviews", f"{tally.reviews.reviews:,}"),
        ("first", str(first or "")),
        ("last", str(last or "")),
        ("cards known", f"{tally.cards:,}"),
        ("suspended", f"{tally.suspended:,}"),
        ("exam papers", f"{tally.papers:,}"),
    ]
    for learner, retention, new, rollover, exam in tally.choices:
        planned = f", exam {exam}" if exam else ""
        figures.append((learner, f"{retention:.0%} recall, {new} new, from {rollover}:00{planned}"))
    return figures


def say_span(span: "Span") -> str:
    """Say how many reviews there are, and of which days."""
    reviews = say_count(span.reviews, "review")
    if span.first == span.last:
        return reviews + (f" of {span.first}" if span.first else "")
    return f"{reviews} of {span.first} to {span.last}"


def is_agreed() -> bool:
    """Ask whether to go on. Raises UsageError where nobody can be asked."""
    if not (sys.stdin and sys.stdin.isatty()):
        raise UsageError("Nothing was changed, for nobody can be asked here: say so with --yes.")
    sys.stdout.write("Go back to it? What is there now is kept. [y/N] ")
    sys.stdout.flush()
    return sys.stdin.readline().strip().lower() in {"y", "yes"}


def show_outcome(place: Path, comparison: "Comparison", restored: "Restored | None", *, as_json: bool) -> None:
    """Print whether a backup was restored, and where what was there is now."""
    kept = restored and (restored.backup or restored.aside)
    if as_json:
        figures = {name: to_plain(value) for name, value in comparison._asdict().items()}
        is_done = restored is not None
        print_json({"backup": place, **figures, "restored": is_done, "kept": kept})
    elif restored is None:
        print_line("Nothing was changed.")
    else:
        print_line(f"Restored. What was there is kept: {kept}" if kept else "Restored.")


def to_plain(value: object) -> object:
    """Return a value with its named tuples as JSON has them, by the names of their parts."""
    if not isinstance(value, tuple):
        return value
    fields = getattr(value, "_fields", None)
    parts = [to_plain(part) for part in value]
    return dict(zip(fields, parts, strict=True)) if fields else parts
