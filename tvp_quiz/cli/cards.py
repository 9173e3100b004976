"""`tvp-quiz cards`, `card`, `suspend`, `unsuspend`, `reset` and `undo`: ids in, what the history says of them out."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from tvp_quiz.cli.options import Json
from tvp_quiz.cli.output import open_console, print_json, print_line, print_table
from tvp_quiz.cli.world import World, pick_banks, read_clock
from tvp_quiz.domain.amounts import say_count
from tvp_quiz.errors import UsageError, make_unknown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tvp_quiz.domain.card import Card
    from tvp_quiz.domain.history import CardHistory
    from tvp_quiz.reports import CardState
    from tvp_quiz.scheduling.steps import Step

Ids = Annotated[list[str], typer.Argument(metavar="ID...", help="Cards, or whole entries.")]


class Seen(NamedTuple):
    """A card, None if it left its bank, its history, and today's study day."""

    card: "Card | None"
    history: "CardHistory"
    day: date


def list_cards(
    context: typer.Context,
    banks: Annotated[list[str] | None, typer.Argument(help="Banks; all by default.")] = None,
    as_json: Json = False,  # noqa: FBT002 - an option
) -> None:
    """List cards with their state and when they are due."""
    from tvp_quiz.reports import list_states  # noqa: PLC0415 - `--help` needs none of it

    world: World = context.obj
    chosen = pick_banks(world.load_content(), banks or [])
    day = world.read_snapshot(read_clock(), chosen).day
    with world.open_store() as store:
        states = list_states(chosen, store.read_memories(), store.read_marks(), day)
    if as_json:
        tags = {card.id: card.tags for bank in chosen.values() for card in bank.cards.values()}
        print_json([asdict(state) | {"tags": tags[state.card]} for state in states])
    else:
        print_table(["card", "state", "due", "recall", "lapses"], map(list_cells, states))


def list_cells(state: "CardState") -> list[str]:
    """Return a card's row."""
    recall = "" if state.retrievability is None else f"{state.retrievability:.0%}"
    lapses = f"{state.lapses} leech" if state.leech else str(state.lapses or "")
    return [state.card, state.state, str(state.due or ""), recall, lapses]


def show_card(
    context: typer.Context,
    card: Annotated[str, typer.Argument(metavar="ID", help="A card's id.")],
    as_json: Json = False,  # noqa: FBT002 - an option
) -> None:
    """Show how one card's memory went, where it stands, and all its reviews."""
    from tvp_quiz.scheduling.steps import trace_log  # noqa: PLC0415 - `--help` needs none of it

    seen = read_card(context.obj, card)
    steps = trace_log(seen.history.reviews)
    (print_card_json if as_json else print_card)(seen, steps)


def print_card(seen: Seen, steps: "Sequence[Step]") -> None:
    """Print a card for people: a chart of its memory, what there is to say, and its reviews, newest first."""
    from tvp_quiz.terminal.chart import draw_memory  # noqa: PLC0415 - `--help` needs none of it
    from tvp_quiz.terminal.words import say_history  # noqa: PLC0415 - the same

    print_line(f"[{seen.history.card}]")
    chart = list(draw_memory(steps, seen.day, seen.history.exam, open_console().width))
    for line in [*chart, *([""] if chart else []), *say_history(seen.history, seen.day), ""]:
        print_line(line)
    print_table(["day", "days", "recall", "rating", "answer"], map(list_step_cells, reversed(steps)))


def list_step_cells(step: "Step") -> list[str | int | None]:
    """Return a review's row: its day, the days since the last that counted, and the recall that was foretold."""
    from tvp_quiz.terminal.words import say_review  # noqa: PLC0415 - `--help` needs none of it

    recall = "" if step.retrievability is None else f"{step.retrievability:.0%}"
    return [str(step.review.day), step.days, recall, say_review(step.review), step.review.response]


def print_card_json(seen: Seen, steps: "Sequence[Step]") -> None:
    """Print a card for programs, with what each review found of its memory and left of it."""
    from tvp_quiz.scheduling.forgetting import find_retrievability  # noqa: PLC0415 - `--help` needs none of it

    memory, exam = seen.history.memory, seen.history.exam
    more = {
        "id": seen.history.card,
        "aspect": seen.card.aspect if seen.card else "",
        "memory": memory and memory._asdict(),
        "retrievability_when_due": memory and find_retrievability(memory, memory.due),
        "retrievability_at_exam": find_retrievability(memory, exam) if memory and exam else None,
        "reviews": [asdict(step.review) | describe_step(step) for step in steps],
    }
    print_json(seen.history._asdict() | more)


def describe_step(step: "Step") -> dict[str, float | None]:
    """Return as JSON has it what a review found of a memory and left of it."""
    return {
        "days": step.days,
        "retrievability": step.retrievability,
        "stability": step.memory and step.memory.stability,
        "difficulty": step.memory and step.memory.difficulty,
    }


def read_card(world: World, card: str) -> Seen:
    """Return what is known of a card; one that left its bank has a history still. Raises UsageError for neither."""
    from tvp_quiz.selection import find_card  # noqa: PLC0415 - `--help` needs none of it

    banks = pick_banks(world.load_content(), [])
    found = find_card(banks, card)
    day = world.read_snapshot(read_clock(), banks).day
    with world.open_store() as store:
        history = store.read_history(card, day)
    if found is None and not history.reviews:
        known = [one for bank in banks.values() for one in bank.cards]
        raise make_unknown("card", card, known, "tvp-quiz cards")
    history = history._replace(stem=found.stem if found else "(no longer in its bank)")
    return Seen(found, history, day)


def find_ids(world: World, names: Iterable[str]) -> list[str]:
    """Return the cards of these names, each a card's id or an entry's. Raises UsageError for an unknown one."""
    from tvp_quiz.domain.card import get_entry  # noqa: PLC0415 - `--help` needs none of it

    known = [card for bank in pick_banks(world.load_content(), []).values() for card in bank.cards]
    cards: list[str] = []
    for name in names:
        found = [card for card in known if name in {card, get_entry(card)}]
        if not found:
            raise make_unknown("card", name, known, "tvp-quiz cards")
        cards += found
    return list(dict.fromkeys(cards))


def suspend(context: typer.Context, ids: Ids) -> None:
    """Keep cards out of every sitting."""
    world: World = context.obj
    cards = find_ids(world, ids)
    with world.open_store() as store:
        store.suspend(cards, read_clock())
    for card in cards:
        print_line(f"suspended {card}")


def unsuspend(context: typer.Context, ids: Ids) -> None:
    """Let suspended cards be asked again."""
    world: World = context.obj
    cards = find_ids(world, ids)
    with world.open_store() as store:
        store.unsuspend(cards, read_clock())
    for card in cards:
        print_line(f"no longer suspended {card}")


def reset(context: typer.Context, ids: Ids) -> None:
    """Make cards new again; their reviews are set aside, not deleted."""
    world: World = context.obj
    cards = find_ids(world, ids)
    with world.open_store() as store:
        counts = store.reset(cards, read_clock())
    for card, count in counts.items():
        print_line(f"new again {card} ({say_count(count, 'review')} set aside)")


def undo(context: typer.Context) -> None:
    """Take back the last answer; again for the one before."""
    world: World = context.obj
    with world.open_store() as store:
        review = store.undo(read_clock())
    if review is None:
        raise UsageError("There is no answer to take back: answer one with `tvp-quiz drill`.")
    print_line(f"taken back: {review.rating.name.title()} for {review.card}, of {review.day}")
