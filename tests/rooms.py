"""A room to drill in: banks, a database, a front that plays moves, and desks that sit on them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

from tvp_quiz.banks.shelf import Shelf
from tvp_quiz.copies import Copies
from tvp_quiz.domain.card import Bank, Card, Choice, Option, Question, Recall, Typed
from tvp_quiz.domain.demo import Consent, Demo, DemoView, Level, Running
from tvp_quiz.domain.history import CardHistory
from tvp_quiz.domain.prompt import Command, FeedbackView, QuestionView, Response
from tvp_quiz.domain.review import Kind, Rating
from tvp_quiz.ledger import Ledger
from tvp_quiz.opening import Opening
from tvp_quiz.outside import Edge
from tvp_quiz.scheduling.memory import replay_log
from tvp_quiz.selection import Plan, build_queue, select_weakest
from tvp_quiz.sessions.sitting import Sitting, start_sitting
from tvp_quiz.showing import Stage
from tvp_quiz.storage.seats import Seat
from tvp_quiz.storage.snapshot import read_snapshot
from tvp_quiz.storage.store import Store, open_store
from tvp_quiz.study import Desk

START = datetime(2026, 3, 1, 10, tzinfo=UTC)
RIGHT, WRONG, FIRST = "right", "wrong", "reveal"
Move = str | Rating | Command
MACHINE = "a machine of the test's"
NO_SEAT = Seat("server://nowhere", "me")


def forbid_stage() -> Stage:
    raise AssertionError("nobody asked for a demo")


def forbid_editor(path: Path, line: int) -> str:
    raise AssertionError(("nobody asked for an editor", path, line))


def make_desk(
    banks: dict[str, Bank],
    front: "ScriptedFront",
    edge: Edge,
    opening: Opening,
    state: Sitting,
    *,
    ends: datetime | None = None,
    stage: Callable[[], Stage] = forbid_stage,
    now: datetime = START,
) -> Desk:
    copies = Copies(banks, {}, Shelf(None), forbid_editor)
    return Desk(copies, front, edge, Ledger(opening, 1, NO_SEAT), state, now, stage, ends)


def make_bank(name: str, count: int) -> Bank:
    """Return a bank whose entries each have a choice, a typed and a recall card."""
    choice = Choice(Option("right"), (Option("wrong"), Option("worse")))
    kinds: dict[str, Question] = {"choose": choice, "term": Typed(("mutex",)), "tell": Recall("It is so.")}
    cards = {
        f"{name}/e{n}#{prompt}": Card(
            f"{name}/e{n}#{prompt}", "Aspect", f"Stem {n}?", question, tags=("odd",) if n % 2 else ()
        )
        for n in range(count)
        for prompt, question in kinds.items()
    }
    return Bank(name, f"Bank {name}", Path(f"{name}.yaml"), cards)


@dataclass
class ScriptedFront:
    """A front that plays moves: right, wrong, any command, a rating; with none left it ends the sitting."""

    moves: list[Move]
    asked: list[QuestionView] = field(default_factory=list)
    shown: list[FeedbackView] = field(default_factory=list)
    histories: list[CardHistory] = field(default_factory=list)
    keys: int = 0
    noted: list[tuple[QuestionView, Response]] = field(default_factory=list)
    demos: list[DemoView] = field(default_factory=list)
    programs: list[Demo] = field(default_factory=list)
    on_feedback: Callable[[FeedbackView], None] = lambda _: None

    def next_move(self) -> Move:
        return self.moves.pop(0) if self.moves else Command.QUIT

    def ask(self, view: QuestionView) -> Response | Command:
        self.asked.append(view)
        move = self.next_move()
        if isinstance(move, Command):
            return move
        right = move == RIGHT
        match view.prompt.card.question:
            case Typed():
                said = str(move).removeprefix("say ") if str(move).startswith("say ") else None
                return Response(texts=(said or ("mutex" if right else "thread"),))
            case Choice():
                return Response(picks=view.prompt.key if right else ((view.prompt.key[0] + 1) % 3,))
            case _:
                return Response()

    def confirm(self, view: FeedbackView) -> Rating | Command:
        self.shown.append(view)
        self.on_feedback(view)
        move = self.next_move()
        return move if isinstance(move, Rating | Command) else view.rating

    def show_history(self, history: CardHistory, day: date) -> None:
        assert day == START.date() or history
        self.histories.append(history)

    def show_wait(self) -> None:
        raise AssertionError("nobody else writes")

    def show_keys(self) -> None:
        self.keys += 1

    def await_reveal(self, view: QuestionView, response: Response) -> Command | None:
        self.noted.append((view, response))
        move = self.next_move()
        return move if isinstance(move, Command) else None

    def lend(self, use: Callable[[], str]) -> str:
        return use()

    def ask_consent(self, demo: Demo, level: Level, reason: str) -> Consent:
        raise AssertionError((demo, level, reason))

    def watch_demo(self, demo: Demo, level: Level, running: Running) -> None:
        raise AssertionError((demo, level, running))

    def show_demo(self, view: DemoView) -> bool:
        self.demos.append(view)
        return False

    def show_program(self, demo: Demo) -> None:
        self.programs.append(demo)


@dataclass
class Room:
    """A learner's database and banks; each sitting is on a day of its choice."""

    database: str
    banks: dict[str, Bank]
    folder: Path = Path("nowhere")
    entropy: Random = field(default_factory=lambda: Random(7))

    def sit(
        self, moves: Sequence[Move], *, days: int = 0, plan: Plan | None = None, kind: Kind = Kind.DRILL, seed: int = 1
    ) -> tuple[Desk, ScriptedFront]:
        now = START + timedelta(days=days)
        snapshot = read_snapshot(self.database, "me", now)
        opening = Opening(lambda: open_store(self.database, "me", now))
        plan = plan or Plan()
        if kind is Kind.CRAM:
            memories = opening.wait().read_memories()
            queue = select_weakest(self.banks, memories, snapshot, plan)
        else:
            memories, queue = dict(snapshot.due), build_queue(self.banks, snapshot, plan, Random(seed))
        state = start_sitting(queue, memories, snapshot.day, snapshot.settings, kind)
        front = ScriptedFront(list(moves))
        clock = self.count_seconds(max(now, (snapshot.last_review or now) + timedelta(seconds=1)))
        edge = Edge(lambda: next(clock), Random, self.entropy.randbytes)
        stage = Stage(self.folder, MACHINE, lambda: now, opening.wait, python="no python")
        desk = make_desk(self.banks, front, edge, opening, state, now=now, stage=lambda: stage)
        desk.ledger.seed = seed
        try:
            desk.run()
        finally:
            opening.close()
        return desk, front

    @staticmethod
    def count_seconds(now: datetime) -> Iterator[datetime]:
        while True:
            yield now
            now += timedelta(seconds=1)

    def open(self) -> Store:
        return open_store(self.database, "me", START)

    def check_memory(self) -> None:
        """Hold every memory against the replay of its log."""
        with self.open() as store:
            assert store.verify() == []
            memories, log = store.read_memories(), store.read_log()
        cards = {review.card for review in log}
        replayed = {card: replay_log([one for one in log if one.card == card]) for card in cards}
        assert memories == {card: memory for card, memory in replayed.items() if memory}
