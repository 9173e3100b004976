"""`tvp-quiz` alone: what today holds, and the one command to type next."""

from typing import TYPE_CHECKING

from tvp_quiz.cli.output import print_line
from tvp_quiz.cli.world import World, pick_banks, read_clock
from tvp_quiz.domain.amounts import say_count

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tvp_quiz.domain.card import Bank
    from tvp_quiz.domain.history import Snapshot
    from tvp_quiz.domain.plan import Followed
    from tvp_quiz.reports import Today

# So few cards are no backlog, whatever the learner usually does
FEWEST_DUE = 20


def show_home(world: World) -> None:
    """Print today's due and new cards, the streak, and what to type."""
    from tvp_quiz.reports import describe_today  # noqa: PLC0415 - the other commands need none of it
    from tvp_quiz.selection import check_clock  # noqa: PLC0415 - the same

    banks = pick_banks(world.load_content(), [])
    now = read_clock()
    snapshot = world.read_snapshot(now, banks)
    check_clock(snapshot, now)
    if snapshot.underway and end_catch_up(world, banks, snapshot):
        snapshot = world.read_snapshot(now)
    today = describe_today(banks, snapshot, world.read_days())
    cards = sum(len(bank.cards) for bank in banks.values())
    print_line(f"{today.day:%A %d %B} · {say_count(cards, 'card')} in {say_count(len(banks), 'bank')}")
    print_line(f"  due     {today.due:>5}")
    print_line(f"  new     {today.new:>5}")
    print_line(f"  streak  {today.streak:>5} {'day' if today.streak == 1 else 'days'}")
    is_left = show_ways(world, banks, snapshot, today)
    print_line()
    print_line("next: tvp-quiz drill" if is_left else "All done for today. next: tvp-quiz stats")


def show_ways(world: World, banks: "Mapping[str, Bank]", snapshot: "Snapshot", today: "Today") -> bool:
    """Print the plan or the catch-up that is followed, or offer one; tell whether anything is left for today."""
    if snapshot.followed:
        return show_exam(snapshot.followed, banks, snapshot)
    if snapshot.underway:
        from tvp_quiz.cli.catching_up import show_progress  # noqa: PLC0415 - few learners catch up

        return show_progress(world, banks, snapshot, snapshot.underway)
    if today.due >= FEWEST_DUE:
        from tvp_quiz.cli.catching_up import show_offer  # noqa: PLC0415 - few learners are behind

        show_offer(world, banks, snapshot)
    return bool(today.due or today.new)


def end_catch_up(world: World, banks: "Mapping[str, Bank]", snapshot: "Snapshot") -> bool:
    """End a catch-up once nothing is due any more, and say so; tell whether it did."""
    from tvp_quiz.cli.catching_up import OVER, end_if_done  # noqa: PLC0415 - few learners catch up

    is_over = end_if_done(world, banks, snapshot)
    if is_over:
        print_line(OVER)
    return is_over


def show_exam(followed: "Followed", banks: "Mapping[str, Bank]", snapshot: "Snapshot") -> bool:
    """Print how far the exam is, and what its plan asks today; tell whether that is anything."""
    from tvp_quiz.preparing import queue_drill  # noqa: PLC0415 - most learners have no plan
    from tvp_quiz.terminal.plan_words import say_minutes  # noqa: PLC0415 - the same

    agenda = queue_drill(followed, banks, snapshot.memories, snapshot)
    days = (followed.plan.exam - snapshot.day).days
    if agenda.cards:
        asked = f"{say_count(len(agenda.cards), 'card')} in about {say_minutes(agenda.seconds / 60)}"
    else:
        asked = "done for today" if followed.spent else "nothing to ask today"
    print_line(f"  exam    {days:>5} {'day' if days == 1 else 'days'}: {asked}")
    return bool(agenda.cards)
