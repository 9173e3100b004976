"""A world and an order in, a mock exam sat and told of out."""

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

from tvp_quiz.cli.drilling import warn_of_problems
from tvp_quiz.cli.output import print_line
from tvp_quiz.cli.papers import find_left, show_report, take_number
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
from tvp_quiz.domain.card import Bank
from tvp_quiz.domain.day import MINUTES_OF_DAY
from tvp_quiz.domain.exam import Attempt, Paper, Sat, Share, Topic
from tvp_quiz.edits import follow_edits, list_edited
from tvp_quiz.errors import UsageError
from tvp_quiz.examining import LEFT, Desk, Hall, Terms, finish, lay_out, say_left, set_paper
from tvp_quiz.outside import Edge
from tvp_quiz.selection import check_clock
from tvp_quiz.sessions.figures import make_report
from tvp_quiz.sessions.paper import draw_paper
from tvp_quiz.sessions.prediction import predict_mark
from tvp_quiz.storage.papers import keep_paper, read_papers
from tvp_quiz.storage.seats import Seat
from tvp_quiz.terminal.front import open_exam_front

if TYPE_CHECKING:
    from tvp_quiz.domain.history import Snapshot
    from tvp_quiz.storage.store import Store
    from tvp_quiz.terminal.exam_plain import ExamPlain
    from tvp_quiz.terminal.exam_screen import ExamScreen

QUESTIONS = 20
MINUTES_EACH = 1.5
MINUTE_MS = 60_000
SECOND_MS = 1000
OPEN = "This paper is open in another window: go on there, or leave it there with q first."
TIME_UP = "The time is up: the paper was handed in as it was."


class Order(NamedTuple):
    """What the learner asked of a new paper; None leaves it open."""

    questions: int | None = None
    minutes: float | None = None
    seed: int | None = None
    blueprint: Path | None = None
    certainty: bool = False
    apart: bool = False


def check_order(order: Order, *, resume: bool, history: bool) -> None:
    """Raise UsageError for options that contradict each other, or a time that is none."""
    if resume and history:
        raise UsageError("--resume and --history exclude each other: leave one of them out.")
    given = [f"--{name}" for name, value in order._asdict().items() if value is not None and value is not False]
    if (resume or history) and given:
        option = "--resume" if resume else "--history"
        raise UsageError(f"{option} takes a paper as it was drawn: leave {' and '.join(given)} out.")
    if order.minutes is not None and not 0 < order.minutes <= MINUTES_OF_DAY:
        raise UsageError(f"--minutes can't be {order.minutes:g}: name a number above 0, up to {MINUTES_OF_DAY}.")


def begin(world: World, names: list[str], order: Order, *, plain: bool, as_json: bool) -> None:
    """Draw a paper and sit it."""
    content = world.load_content()
    banks = pick_banks(content, names)
    warn_of_problems(content)
    shares = read_shares(order.blueprint, banks) if order.blueprint else ()
    seed = choose_seed() if order.seed is None else order.seed
    questions = order.questions or QUESTIONS
    cards = (card for bank in banks.values() for card in bank.cards.values())
    draw = draw_paper(cards, questions, shares, make_dice(f"exam {seed}"))
    if not draw.cards:
        raise UsageError("No question here can be marked by the program: name other banks, or other shares.")
    snapshot = take_snapshot(world, banks)
    limit = max(1, round((order.minutes or len(draw.cards) * MINUTES_EACH) * MINUTE_MS))
    terms = Terms(seed, limit, order.certainty, order.apart, shares)
    with world.open_store() as store:
        predicted = predict_mark(draw.cards, store.read_memories(), snapshot.day)
        paper = set_paper(banks, draw, terms, predicted, make_edge())
        blank = Sat(0, paper, (Attempt(),) * len(paper.items), 0, 0)
        desk = lay_out(banks, blank, make_edge())._replace(notes=draw.notes)
        with hold_paper(world, paper):
            sit(store, banks, desk, snapshot, is_new=True, plain=plain, as_json=as_json)


def resume_paper(world: World, names: list[str], *, plain: bool, as_json: bool) -> None:
    """Go on with a paper that was left, the last one where none is named."""
    banks = pick_banks(world.load_content(), [])
    snapshot = take_snapshot(world, banks)
    with world.open_store() as store:
        sat = find_left(read_papers(store), take_number(names))
        with hold_paper(world, sat.paper):
            sit(store, banks, lay_out(banks, sat, make_edge()), snapshot, is_new=False, plain=plain, as_json=as_json)


@contextmanager
def hold_paper(world: World, paper: Paper) -> Iterator[None]:
    """Keep a paper to this process meanwhile. Raises UsageError where another one has it open."""
    name = f"exam {paper.id}"
    with closing(Seat(world.database, world.learner)) as seat:
        with seat.choosing() as taken:
            if name in taken:
                raise UsageError(OPEN)
            seat.hold(name)
        yield


def sit(
    store: "Store",
    banks: Mapping[str, Bank],
    desk: Desk,
    snapshot: "Snapshot",
    *,
    is_new: bool,
    plain: bool,
    as_json: bool,
) -> None:
    """Ask a paper's questions, and tell what it came to if it is handed in."""
    paper, state = desk.paper, desk.state
    clock = start_clock(snapshot.last_review)
    answered = sum(bool(attempt.given) for attempt in state.attempts)
    with open_terminal(plain=plain, as_json=as_json) as front:
        seconds = -(-state.left_ms // SECOND_MS)
        if seconds and not front.begin(paper, len(desk.prompts), seconds, answered, desk.notes):
            return
        if is_new:
            keep_paper(store, paper)
        hall = Hall(desk, banks, front, store, monotonic)
        is_done = hall.sit()
        if is_done:
            finish(store, hall.desk, snapshot.settings, make_edge(), now=clock(), since=snapshot.day)
            follow_edits(list_edited(banks.values(), snapshot.seen), store)
            report = make_report(next(sat for sat in read_papers(store) if sat.paper.id == paper.id))
            notice = "" if hall.desk.state.left_ms else TIME_UP
            front.show_report(report, notice)
    if is_done:
        show_report(report, notice, as_json=as_json)
    else:
        print_line(LEFT.format(left=say_left(hall.desk.state)), sys.stderr if as_json else sys.stdout)


def open_terminal(*, plain: bool, as_json: bool) -> "ExamScreen | ExamPlain":
    """Return the front that suits the terminal; with JSON on standard output, lines go to standard error."""
    environment = read_environment()
    return open_exam_front(
        find_keyboard(),
        sys.stdout,
        sys.stderr if as_json else sys.stdout,
        plain=plain,
        no_color=bool(environment.get("NO_COLOR")),
        term=environment.get("TERM", ""),
    )


def take_snapshot(world: World, banks: Mapping[str, Bank]) -> "Snapshot":
    """Return what is known of the history, which follows the edits of banks. Raises ClockError for a clock set back."""
    now = read_clock()
    snapshot = world.read_snapshot(now, banks)
    check_clock(snapshot, now)
    return snapshot


def make_edge() -> Edge:
    """Return the time and chance of this machine."""
    return Edge(read_clock, make_dice, os.urandom)


def read_shares(path: Path, banks: Mapping[str, Bank]) -> tuple[Share, ...]:
    """Return the shares of a blueprint. Raises UsageError with a sentence for everything wrong in it."""
    from tvp_quiz.banks.blueprint import read_blueprint  # noqa: PLC0415 - most exams have none

    if not path.exists():
        raise UsageError(f"There is no file {str(path)!r}: name one that is there after --blueprint.")
    cards = [card for bank in banks.values() for card in bank.cards.values()]
    known = {
        Topic.BANK: set(banks),
        Topic.TAG: {tag for card in cards for tag in card.tags},
        Topic.REF: {ref for card in cards for ref in card.refs},
    }
    shares, problems = read_blueprint(path, known)
    if problems:
        raise UsageError(
            "\n".join(f"{one.path}:{one.line}:{one.column}: {one.message} {one.remedy}" for one in problems)
        )
    return shares
