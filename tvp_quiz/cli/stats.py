"""`tvp-quiz stats`: the history in, figures per bank and in total out."""

from dataclasses import asdict
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from tvp_quiz.cli.output import print_json, print_line, print_table
from tvp_quiz.cli.world import World, pick_banks, read_clock

if TYPE_CHECKING:
    from datetime import date

    from tvp_quiz.domain.review import Review
    from tvp_quiz.reports import BankFigures
    from tvp_quiz.scheduling.retention import Retention


def stats(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,  # noqa: FBT002 - an option
) -> None:
    """Show how far each bank is, what is coming, and how well it is kept."""
    from tvp_quiz.reports import RETENTION_DAYS, count_banks, group_log  # noqa: PLC0415 - `--help` needs none of it
    from tvp_quiz.scheduling.retention import measure_retention  # noqa: PLC0415 - the same

    world: World = context.obj
    banks = pick_banks(world.load_content(), [])
    snapshot = world.read_snapshot(read_clock())
    with world.open_store() as store:
        memories, log = store.read_memories(), store.read_log()
    figures = count_banks(banks, memories, snapshot.hidden, snapshot.day)
    logs = group_log(banks, log)
    since = snapshot.day - timedelta(days=RETENTION_DAYS - 1)
    kept = {
        bank: measure_retention({card: one for card, one in logs.items() if card.startswith(f"{bank}/")}, since)
        for bank in banks
    }
    kept["total"] = measure_retention(logs, since)
    today = [review for review in log if review.day == snapshot.day]
    (print_stats_json if as_json else print_stats)(figures, kept, today, snapshot.day)


def print_stats_json(
    figures: "list[BankFigures]", kept: "dict[str, Retention | None]", today: "list[Review]", day: "date"
) -> None:
    """Print the figures for programs."""
    print_json(
        {
            "day": day.isoformat(),
            "reviews_today": len(today),
            "seconds_today": round(sum(review.duration_ms for review in today) / 1000),
            "banks": [
                asdict(bank) | {"retention_30_days": asdict(one) if (one := kept[bank.bank]) else None}
                for bank in figures
            ],
        }
    )


def print_stats(
    figures: "list[BankFigures]", kept: "dict[str, Retention | None]", today: "list[Review]", day: "date"
) -> None:
    """Print the figures for people."""
    seconds = round(sum(review.duration_ms for review in today) / 1000)
    print_line(f"{day:%A %d %B} · {len(today)} reviews today in {seconds // 60} min {seconds % 60} s")
    print_line()
    print_table(
        ["bank", "cards", "new", "learning", "mature", "leeches"],
        [(f.bank, f.cards, f.new, f.learning, f.mature, f.leeches) for f in figures],
    )
    print_line()
    print_table(
        ["bank", "due", "tomorrow", "7 days", "30 days", "recalled", "foretold"],
        [
            (f.bank, f.due_today, f.due_tomorrow, f.due_7_days, f.due_30_days, *say_retention(kept[f.bank]))
            for f in figures
        ],
    )
    print_line()
    print_line("recalled: share of tested memories recalled in the last 30 days; foretold: what FSRS expected.")


def say_retention(kept: "Retention | None") -> tuple[str, str]:
    """Return the two shares in percent, dashes where nothing was tested."""
    return (f"{kept.recalled:.0%}", f"{kept.foretold:.0%}") if kept else ("-", "-")
