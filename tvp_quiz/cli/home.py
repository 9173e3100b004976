"""`tvp-quiz` alone: what today holds, and the one command to type next."""

from tvp_quiz.cli.output import print_line
from tvp_quiz.cli.world import World, pick_banks, read_clock


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
    print_line()
    print_line("next: tvp-quiz drill" if today.due or today.new else "All done for today. next: tvp-quiz stats")
