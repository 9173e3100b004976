"""`tvp-quiz` alone: what today holds, and the one command to type next."""

from typing import TYPE_CHECKING

from tvp_quiz.cli.output import print_line
from tvp_quiz.cli.world import World, pick_banks, read_clock

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tvp_quiz.domain.card import Bank
    from tvp_quiz.domain.history import Snapshot
    from tvp_quiz.domain.plan import Followed


def show_home(world: World) -> None:
    """Print today's due and new cards, the streak, and what to type."""
    from tvp_quiz.reports import describe_today  # noqa: PLC0415 - the other commands need none of it
    from tvp_quiz.selection import check_clock  # noqa: PLC0415 - the same

    banks = pick_banks(world.load_content(), [])
    now = read_clock()
    snapshot = world.read_snapshot(now, banks)
    check_clock(snapshot, now)
    today = describe_today(banks, snapshot, world.read_days())
    cards = sum(len(bank.cards) for bank in banks.values())
    print_line(f"{today.day:%A %d %B} · {cards} cards in {len(banks)} banks")
    print_line(f"  due     {today.due:>5}")
    print_line(f"  new     {today.new:>5}")
    print_line(f"  streak  {today.streak:>5} {'day' if today.streak == 1 else 'days'}")
    if snapshot.followed:
        show_exam(snapshot.followed, banks, snapshot)
    print_line()
    print_line("next: tvp-quiz drill" if today.due or today.new else "All done for today. next: tvp-quiz stats")


def show_exam(followed: "Followed", banks: "Mapping[str, Bank]", snapshot: "Snapshot") -> None:
    """Print how far the exam is, and what its plan asks today."""
    from tvp_quiz.preparing import queue_drill  # noqa: PLC0415 - most learners have no plan

    cards = len(queue_drill(followed, banks, snapshot.memories, snapshot))
    days = (followed.plan.exam - snapshot.day).days
    left = max(followed.plan.minutes - followed.spent / 60, 0)
    asked = f"{cards} {'card' if cards == 1 else 'cards'} in up to {left:.0f} min" if cards else "done for today"
    print_line(f"  exam    {days:>5} {'day' if days == 1 else 'days'}: {asked}")
