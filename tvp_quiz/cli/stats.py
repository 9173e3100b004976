"""`tvp-quiz stats`: the history in, figures per bank and in total out."""

from dataclasses import asdict
from datetime import timedelta
from typing import TYPE_CHECKING

import typer

from tvp_quiz.cli.options import Json
from tvp_quiz.cli.output import print_json, print_line, print_table
from tvp_quiz.cli.world import World, pick_banks, read_clock
from tvp_quiz.domain.amounts import say_count

if TYPE_CHECKING:
    from datetime import date

    from tvp_quiz.reports import BankFigures
    from tvp_quiz.scheduling.retention import Retention


def stats(
    context: typer.Context,
    as_json: Json = False,  # noqa: FBT002 - an option
) -> None:
    """Show how far each bank is, what is coming, and how well it is kept."""
    from tvp_quiz.reports import RETENTION_DAYS, count_banks, group_log  # noqa: PLC0415 - `--help` needs none of it
    from tvp_quiz.scheduling.retention import measure_retention  # noqa: PLC0415 - the same
    from tvp_quiz.storage.takeover import read_heirs  # noqa: PLC0415 - the same

    world: World = context.obj
    banks = pick_banks(world.load_content(), [])
    snapshot = world.read_snapshot(read_clock(), banks)
    with world.open_store() as store:
        memories, log, heirs = store.read_memories(), store.read_log(), read_heirs(store)
    logs = group_log(banks, log, heirs)
    figures = count_banks(banks, memories, logs, snapshot.hidden, snapshot.day)
    since = snapshot.day - timedelta(days=RETENTION_DAYS - 1)
    kept = {
        bank: measure_retention({card: one for card, one in logs.items() if card.startswith(f"{bank}/")}, since)
        for bank in banks
    }
    kept["total"] = measure_retention(logs, since)
    (print_stats_json if as_json else print_stats)(figures, kept, snapshot.day)


def print_stats_json(figures: "list[BankFigures]", kept: "dict[str, Retention | None]", day: "date") -> None:
    """Print the figures for programs."""
    *_, total = figures
    print_json(
        {
            "day": day,
            "reviews_today": total.reviews_today,
            "seconds_today": total.seconds_today,
            "banks": [
                asdict(bank) | {"retention_30_days": asdict(one) if (one := kept[bank.bank]) else None}
                for bank in figures
            ],
        }
    )


def print_stats(figures: "list[BankFigures]", kept: "dict[str, Retention | None]", day: "date") -> None:
    """Print the figures for people."""
    *_, total = figures
    print_line(f"{day:%A %d %B} · {say_count(total.reviews_today, 'review')} today in {say_time(total.seconds_today)}")
    print_line()
    print_table(
        ["bank", "cards", "new", "learning", "mature", "leeches", "today", "time"],
        [
            (f.bank, f.cards, f.new, f.learning, f.mature, f.leeches, f.reviews_today, say_time(f.seconds_today))
            for f in figures
        ],
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
    print_line("today, time: reviews of today.")
    print_line("recalled: share of the memories tested in the last 30 days that were recalled;")
    print_line("foretold: what FSRS expected of them.")


def say_time(seconds: int) -> str:
    """Return a time in minutes and seconds."""
    return f"{seconds // 60} min {seconds % 60} s" if seconds >= 60 else f"{seconds} s"  # noqa: PLR2004 - a minute


def say_retention(kept: "Retention | None") -> tuple[str, str]:
    """Return the two shares in percent, dashes where nothing was tested."""
    return (f"{kept.recalled:.0%}", f"{kept.foretold:.0%}") if kept else ("-", "-")
