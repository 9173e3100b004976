"""A world and a wish in, a drill out; typer has no part in it, so that the first question need not wait for it."""

import os
import sys
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import timedelta
from functools import cache
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from tvp_quiz.banks.shelf import Shelf
from tvp_quiz.cli.wish import Wish, check_wish, find_allowance, has_own_wish, is_following
from tvp_quiz.cli.world import (
    World,
    choose_seed,
    find_keyboard,
    make_dice,
    pick_banks,
    read_clock,
    read_environment,
    start_clock,
)
from tvp_quiz.copies import Copies
from tvp_quiz.domain.amounts import say_count
from tvp_quiz.domain.card import Bank, Content
from tvp_quiz.domain.prompt import Summary
from tvp_quiz.domain.review import Kind
from tvp_quiz.edits import follow_edits, list_edited
from tvp_quiz.ledger import Ledger
from tvp_quiz.opening import Opening
from tvp_quiz.outside import Edge
from tvp_quiz.selection import (
    Plan,
    build_queue,
    check_clock,
    check_tags,
    find_alike,
    leave_to_others,
    select_urgent,
    select_weakest,
)
from tvp_quiz.sessions.sharing import pass_over
from tvp_quiz.sessions.sitting import Sitting, start_sitting
from tvp_quiz.storage.seats import Seat
from tvp_quiz.study import Desk
from tvp_quiz.terminal.front import open_front

if TYPE_CHECKING:
    from tvp_quiz.domain.history import Snapshot
    from tvp_quiz.terminal.plain import Plain
    from tvp_quiz.terminal.screen import Screen

DAY = timedelta(days=1)


def run_drill(world: World, names: list[str], wish: Wish | None = None) -> None:
    """Ask the cards that are due, and some new ones."""
    wish = wish or Wish()
    check_wish(wish)
    content = world.load_content()
    banks = pick_banks(content, names)
    check_tags(banks, wish.tags)
    warn_of_problems(content)
    with closing(Seat(world.database, world.learner)) as seat:
        sit(world, banks, wish, seat)


def sit(world: World, banks: Mapping[str, Bank], wish: Wish, seat: Seat) -> None:
    """Ask cards of these banks, and tell what that amounted to."""
    desk, front, snapshot = set_up(world, banks, wish, seat)
    if desk.state.current is None:
        say_nothing_due(world, desk, snapshot, wish)
        return
    with front:
        try:
            desk.run()
            if desk.ledger.kept:
                follow_edits(list_edited(desk.copies.banks.values(), desk.copies.seen), desk.ledger.store)
        finally:
            desk.ledger.opening.close()
        is_outdated = snapshot.followed is not None and snapshot.followed.decision.day < snapshot.day
        if is_outdated or snapshot.underway:
            # What follows loads what the store does
            desk.ledger.opening.settle()
        # A catch-up that is over brings new cards tomorrow, which the summary counts
        say_progress = look_at_catch_up(world, snapshot)
        front.show_summary(summarise_day(world, desk))
    if is_outdated:
        from tvp_quiz.cli.outlook import plan_anew  # noqa: PLC0415 - once a day, for those who have a plan

        plan_anew(world)
    say_progress()


def look_at_catch_up(world: World, snapshot: "Snapshot") -> Callable[[], object]:
    """Return what prints, after a sitting, how far the catch-up is; nothing where none stood."""
    if snapshot.underway is None:
        return lambda: None
    from tvp_quiz.cli.catching_up import look_again  # noqa: PLC0415 - few learners catch up

    return look_again(world)


def warn_of_problems(content: Content) -> None:
    """Say on standard error that some entries are left out."""
    errors = sum(problem.severity == "error" for problem in content.problems)
    if errors:
        from tvp_quiz.cli.output import print_line  # noqa: PLC0415 - most banks have none

        found = say_count(errors, "error")
        print_line(f"{found} in the banks; the rest is drilled. `tvp-quiz bank check` says more.", sys.stderr)


def set_up(world: World, banks: Mapping[str, Bank], wish: Wish, seat: Seat) -> "tuple[Desk, Screen | Plain, Snapshot]":
    """Read the history, order the cards, and lay the desk; the first card is put on show."""
    now = read_clock()
    seed = choose_seed() if wish.seed is None else wish.seed
    opening = Opening(world.open_store)
    # Until a card is chosen, no other sitting may go on: what it answered meanwhile would be missed
    with seat.choosing() as taken:
        snapshot = world.read_snapshot(now, banks)
        check_clock(snapshot, now)
        start = start_cram if wish.cram else start_drill
        # Of so many cards, none is to be one that can't be asked now, unless there are no others
        state = start(banks, leave_to_others(snapshot, taken) if wish.limit else snapshot, wish, seed, opening)
        if taken and state.current is None:
            state = start(banks, snapshot, wish, seed, opening)
        state = pass_over(state, taken)
        seat.hold(state.current)
    clock = start_clock(snapshot.last_review)
    front = open_terminal(opening.start, plain=wish.plain)
    desk = Desk(
        copies=Copies(banks, snapshot.seen, Shelf(world.cache).watch(banks.values()), edit_file),
        front=front,
        edge=Edge(clock, make_dice, os.urandom),
        ledger=Ledger(opening, seed, seat, find_allowance(snapshot, banks, wish), front.show_wait, taken),
        state=state,
        now=clock(),
        stage=cache(lambda: world.open_stage(opening.wait)),
        ends=clock() + timedelta(minutes=wish.minutes) if wish.minutes else None,
        changed=snapshot.changed,
    )
    return desk, front, snapshot


def start_drill(banks: Mapping[str, Bank], snapshot: "Snapshot", wish: Wish, seed: int, _opening: Opening) -> Sitting:
    """Return a drill's first state."""
    plan = Plan(wish.new, wish.limit, wish.tags)
    memories = {**snapshot.soon, **snapshot.changed, **snapshot.due, **snapshot.memories}
    if snapshot.followed and is_following(snapshot.followed.plan, banks, wish):
        from tvp_quiz.preparing import queue_drill  # noqa: PLC0415 - most drills follow no plan for an exam

        urgent = select_urgent(banks, snapshot, wish.tags)
        planned = queue_drill(snapshot.followed, banks, snapshot.memories, snapshot).cards
        queue = [*urgent, *(card for card in planned if card not in urgent)]
    elif snapshot.underway and not has_own_wish(wish):
        from tvp_quiz.preparing import queue_catch_up  # noqa: PLC0415 - few learners catch up

        urgent = select_urgent(banks, snapshot, wish.tags)
        queue = [*urgent, *(card for card in queue_catch_up(snapshot.underway, banks, snapshot) if card not in urgent)]
    else:
        queue = build_queue(banks, snapshot, plan, make_dice(str(seed)))
    return start_sitting(queue, memories, snapshot.day, snapshot.settings, Kind.DRILL, alike=find_alike(banks))


def start_cram(banks: Mapping[str, Bank], snapshot: "Snapshot", wish: Wish, _seed: int, opening: Opening) -> Sitting:
    """Return a cramming's first state, for which every memory is read."""
    memories = opening.wait().read_memories()
    queue = select_weakest(banks, memories, snapshot, Plan(wish.new, wish.limit, wish.tags))
    return start_sitting(queue, memories, snapshot.day, snapshot.settings, Kind.CRAM, alike=find_alike(banks))


def open_terminal(idle: Callable[[], None], *, plain: bool) -> "Screen | Plain":
    """Return the front that suits the terminal; `idle` is called while it waits for a key."""
    environment = read_environment()
    return open_front(
        find_keyboard(),
        sys.stdout,
        plain=plain,
        no_color=bool(environment.get("NO_COLOR")),
        term=environment.get("TERM", ""),
        idle=idle,
        tick=monotonic,
    )


def edit_file(path: Path, line: int) -> str:
    """Open a file in the learner's editor, and return what went wrong with that, or nothing."""
    from tvp_quiz.cli.editor import open_editor  # noqa: PLC0415 - most sittings edit nothing

    return open_editor(path, line, read_environment())


def summarise_day(world: World, desk: Desk) -> Summary:
    """Return what the sitting amounted to, and what the next study day will bring."""
    from tvp_quiz.summary import summarise  # noqa: PLC0415 - it has until the end

    return summarise(desk, world.read_snapshot(desk.now + DAY))


def say_nothing_due(world: World, desk: Desk, snapshot: "Snapshot", wish: Wish) -> None:
    """Say why there is nothing to ask, and what can be done instead."""
    from tvp_quiz.cli.output import print_line  # noqa: PLC0415 - most drills have something to ask

    if desk.state.waiting and desk.ledger.elsewhere:
        print_line("What is left today is on show in another drill: go on there, or end that one first.")
        return
    if wish.cram:
        print_line("Nothing was learned here yet that could be crammed: begin with `tvp-quiz drill`.")
        return
    if snapshot.followed and is_following(snapshot.followed.plan, desk.copies.banks, wish):
        plan, spent = snapshot.followed.plan, snapshot.followed.spent
        print_line(
            f"{'Done' if spent >= plan.minutes * 60 else 'Nothing is to be asked'} today for the exam on "
            f"{plan.exam:%A %d %B}: `tvp-quiz plan` says how it stands. "
            "More now: `tvp-quiz drill --new 5` for new cards, `tvp-quiz drill --cram` for the weakest."
        )
        return
    if snapshot.underway and not has_own_wish(wish):
        print_line("Nothing is left to catch up with today. `tvp-quiz drill --limit 10` asks more.")
        look_at_catch_up(world, snapshot)()
        return
    summary = summarise_day(world, desk)
    print_line(
        f"Nothing is due today. Tomorrow: {summary.due_tomorrow} due, {summary.new_tomorrow} new. "
        "More now: `tvp-quiz drill --new 5` for new cards, `tvp-quiz drill --cram` for the weakest."
    )
