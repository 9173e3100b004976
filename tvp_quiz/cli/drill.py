"""`tvp-quiz drill`: options in, a sitting out."""

from __future__ import annotations

import os
import sys
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from tvp_quiz.cli.output import print_line
from tvp_quiz.cli.world import World, choose_seed, make_dice, pick_banks, read_clock, read_environment

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tvp_quiz.domain.card import Bank, Content
    from tvp_quiz.domain.history import Snapshot
    from tvp_quiz.domain.prompt import Summary
    from tvp_quiz.opening import Opening
    from tvp_quiz.selection import Plan
    from tvp_quiz.sessions.sitting import Sitting
    from tvp_quiz.study import Desk
    from tvp_quiz.terminal.plain import Plain
    from tvp_quiz.terminal.screen import Screen


def drill(
    context: typer.Context,
    banks: Annotated[list[str] | None, typer.Argument(help="Banks to drill; all by default.")] = None,
    new: Annotated[int | None, typer.Option(min=0, help="New cards, whatever was learned today.")] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="At most so many cards, due ones before new.")] = None,
    minutes: Annotated[float | None, typer.Option(min=0.1, help="Ask no card after so many minutes.")] = None,
    tag: Annotated[list[str] | None, typer.Option(help="Only cards with this tag; may be repeated.")] = None,
    cram: Annotated[bool, typer.Option("--cram", help="Ask what is weakest; the schedule stays as it is.")] = False,  # noqa: FBT002
    seed: Annotated[int | None, typer.Option(min=0, max=2**63 - 1, help="Shuffle as another sitting did.")] = None,
    plain: Annotated[bool, typer.Option("--plain", help="Line by line, for screen readers and pipes.")] = False,  # noqa: FBT002
) -> None:
    """Ask the cards that are due, and some new ones."""
    from tvp_quiz.selection import Plan, check_tags  # noqa: PLC0415 - `--help` needs none of it

    world: World = context.obj
    content = world.load_content()
    chosen = pick_banks(content, banks or [])
    plan = Plan(new, limit, frozenset(tag or ()))
    check_tags(chosen, plan.tags)
    warn_of_problems(content)
    desk, front = set_up(world, chosen, plan, seed, cram=cram, plain=plain, minutes=minutes)
    if desk.state.current is None:
        say_nothing_due(world, desk)
        return
    with front:
        try:
            desk.run()
        finally:
            desk.opening.close()
        front.show_summary(summarise_day(world, desk))


def warn_of_problems(content: Content) -> None:
    """Say on standard error that some entries are left out."""
    errors = sum(problem.severity == "error" for problem in content.problems)
    if errors:
        print_line(f"{errors} errors in the banks; the rest is drilled. `tvp-quiz bank check` lists them.", sys.stderr)


def set_up(
    world: World,
    banks: Mapping[str, Bank],
    plan: Plan,
    seed: int | None,
    *,
    cram: bool,
    plain: bool,
    minutes: float | None,
) -> tuple[Desk, Screen | Plain]:
    """Read the history, order the cards, and lay the desk."""
    from tvp_quiz.opening import Opening  # noqa: PLC0415 - `--help` needs none of these
    from tvp_quiz.selection import check_clock  # noqa: PLC0415
    from tvp_quiz.sessions.sitting import make_review_id  # noqa: PLC0415
    from tvp_quiz.study import Desk, Edge  # noqa: PLC0415

    now = read_clock()
    snapshot = world.read_snapshot(now)
    check_clock(snapshot, now)
    seed = choose_seed() if seed is None else seed
    opening = Opening(world.open_store)
    front = open_terminal(opening, plain=plain)
    state = (start_cram if cram else start_drill)(banks, snapshot, plan, opening, seed)
    return Desk(
        banks=banks,
        front=front,
        edge=Edge(read_clock, make_dice, os.urandom),
        opening=opening,
        state=state,
        id=make_review_id(now, os.urandom(10)),
        seed=seed,
        now=max(now, snapshot.last_review or now),
        ends=now + timedelta(minutes=minutes) if minutes else None,
    ), front


def start_drill(banks: Mapping[str, Bank], snapshot: Snapshot, plan: Plan, _: Opening, seed: int) -> Sitting:
    """Return a drill's first state."""
    from tvp_quiz.domain.review import Kind  # noqa: PLC0415 - `--help` needs none of these
    from tvp_quiz.selection import build_queue, find_alike  # noqa: PLC0415
    from tvp_quiz.sessions.sitting import start_sitting  # noqa: PLC0415

    queue = build_queue(banks, snapshot, plan, make_dice(str(seed)))
    memories = {**snapshot.soon, **snapshot.due}
    return start_sitting(queue, memories, snapshot.day, snapshot.settings, Kind.DRILL, alike=find_alike(banks))


def start_cram(banks: Mapping[str, Bank], snapshot: Snapshot, plan: Plan, opening: Opening, _: int) -> Sitting:
    """Return a cramming's first state, for which every memory is read."""
    from tvp_quiz.domain.review import Kind  # noqa: PLC0415 - `--help` needs none of these
    from tvp_quiz.selection import find_alike, select_weakest  # noqa: PLC0415
    from tvp_quiz.sessions.sitting import start_sitting  # noqa: PLC0415

    memories = opening.wait().read_memories()
    queue = select_weakest(banks, memories, snapshot, plan)
    return start_sitting(queue, memories, snapshot.day, snapshot.settings, Kind.CRAM, alike=find_alike(banks))


def open_terminal(opening: Opening, *, plain: bool) -> Screen | Plain:
    """Return the front that suits the terminal; the store opens while it waits for the first key."""
    from tvp_quiz.terminal.front import open_front  # noqa: PLC0415 - `--help` needs no front

    environment = read_environment()
    return open_front(
        # a program started without an input reads an empty one
        sys.stdin.fileno() if sys.stdin else os.open(os.devnull, os.O_RDONLY),
        sys.stdout,
        plain=plain,
        no_color=bool(environment.get("NO_COLOR")),
        term=environment.get("TERM", ""),
        idle=opening.start,
    )


def summarise_day(world: World, desk: Desk) -> Summary:
    """Return what the sitting amounted to, and what the next study day will bring."""
    from tvp_quiz.summary import summarise  # noqa: PLC0415 - `--help` needs none of it

    return summarise(desk, world.read_snapshot(desk.now + timedelta(days=1)))


def say_nothing_due(world: World, desk: Desk) -> None:
    """Say why there is nothing to ask, and what can be done instead."""
    summary = summarise_day(world, desk)
    print_line(
        f"Nothing is due today. Tomorrow: {summary.due_tomorrow} due, {summary.new_tomorrow} new. "
        "More now: `tvp-quiz drill --new 5` for new cards, `tvp-quiz drill --cram` for the weakest."
    )
