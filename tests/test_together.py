"""storage/seats.py, storage/standing.py, sessions/sharing.py, ledger.py: several sittings, and writers, at once."""

import signal
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from queue import Queue
from random import Random
from tempfile import TemporaryDirectory
from threading import Thread

import pexpect
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from logs import make_blank, make_review
from rooms import RIGHT, START, WRONG, Move, Room, ScriptedFront, make_bank, make_desk
from terminals import draw
from transcripts import sit
from values import replace

from tvp_quiz.domain.card import get_bank
from tvp_quiz.domain.prompt import Command, QuestionView, Response
from tvp_quiz.domain.review import Kind, Memory, Rating
from tvp_quiz.domain.settings import Settings
from tvp_quiz.errors import BusyError
from tvp_quiz.ledger import TRIES, Ledger
from tvp_quiz.opening import Opening
from tvp_quiz.outside import Edge
from tvp_quiz.scheduling.memory import schedule_review
from tvp_quiz.selection import Plan, build_queue
from tvp_quiz.sessions.sharing import is_settled_elsewhere, pass_over, renew_memory
from tvp_quiz.sessions.sitting import Sitting, start_sitting
from tvp_quiz.storage import file, seats
from tvp_quiz.storage.seats import Seat
from tvp_quiz.storage.snapshot import read_snapshot
from tvp_quiz.storage.store import open_store
from tvp_quiz.study import Desk
from tvp_quiz.terminal.overlays import draw_wait

DAY = START.date()


@pytest.fixture
def database(tmp_path: Path) -> str:
    path = tmp_path / "history.db"
    path.write_bytes(make_blank())
    return str(path)


def take(seat: Seat, card: str | None) -> frozenset[str]:
    """Put a card on show, and return those that others have on show."""
    with seat.choosing() as taken:
        seat.hold(card)
        return taken


def test_a_sitting_sees_what_others_of_its_learner_have_on_show(database: str) -> None:
    with ExitStack() as exits:
        first, second, third, bens = (
            exits.enter_context(closing(Seat(database, name))) for name in ("ann", "ann", "ann", "ben")
        )
        assert take(first, "a") == frozenset()
        assert take(second, "b") == {"a"}
        assert take(bens, "c") == frozenset()
        assert take(first, "d") == {"b"}
        assert take(third, None) == {"b", "d"}
        second.close()
        assert take(third, "e") == {"d"}
        assert take(first, None) == {"e"}
        assert take(third, "e") == frozenset()


def test_its_files_are_their_owners_alone_and_gone_in_the_end(database: str) -> None:
    folder = Path(database).with_suffix(".sittings")
    with closing(Seat(database, "ann")) as seat:
        take(seat, "a")
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert [stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()] == [0o600]
    assert not folder.exists()


def test_what_a_dead_sitting_left_is_swept_and_nothing_else(database: str) -> None:
    folder = Path(database).with_suffix(".sittings")
    folder.mkdir()
    (folder / "0.card").write_text("ann\na")
    (folder / "notes.txt").write_text("somebody's own")
    with closing(Seat(database, "ann")) as seat:
        assert take(seat, "b") == frozenset()
        assert sorted(path.name for path in folder.iterdir()) == ["0.card", "notes.txt"]
        assert (folder / "0.card").read_text() == "ann\nb"
    assert [path.name for path in folder.iterdir()] == ["notes.txt"]


def test_a_link_to_a_database_is_the_same_history(database: str, tmp_path: Path) -> None:
    link = tmp_path / "link.db"
    link.symlink_to(database)
    with closing(Seat(database, "ann")) as first, closing(Seat(str(link), "ann")) as second:
        take(first, "a")
        assert take(second, "b") == {"a"}


def test_without_a_folder_of_its_own_a_sitting_goes_on_alone(tmp_path: Path) -> None:
    (tmp_path / "history.sittings").write_text("no folder")
    for database in ("server://nowhere/history", str(tmp_path / "history.db"), str(tmp_path / "history.db" / "below")):
        with closing(Seat(database, "ann")) as seat:
            assert take(seat, "a") == frozenset()


def test_one_that_is_stopped_while_it_chooses_holds_up_nobody(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seats, "PATIENCE_SECONDS", 0.05)
    with closing(Seat(database, "ann")) as first, closing(Seat(database, "ann")) as second:
        take(first, "a")
        with first.choosing():
            assert take(second, "b") == frozenset()
        assert take(second, "b") == {"a"}


def remember(*ratings: Rating) -> Memory:
    """Return the memory of reviews on days in a row, the last of them on DAY."""
    memory = None
    for number, rating in enumerate(ratings, 1):
        memory = schedule_review("bank/x#ask", memory, rating, DAY - timedelta(days=len(ratings) - number), 0.9)
    assert memory
    return memory


def begin(*cards: str, **memories: Memory) -> Sitting:
    return start_sitting(cards, memories, DAY, Settings(), Kind.DRILL)


def test_a_card_on_show_elsewhere_is_passed_over_and_waits() -> None:
    state = begin("b/x#a", "b/y#a", "b/z#a")
    assert pass_over(state, {"b/y#a"}) == state
    over = pass_over(state, {"b/x#a", "b/z#a"})
    assert (over.current, over.waiting) == ("b/y#a", ("b/x#a", "b/z#a"))
    assert (over.turn, over.recent, over.left) == (1, ("b/y#a",), 3)
    none = pass_over(state, {"b/x#a", "b/y#a", "b/z#a"})
    assert (none.current, none.waiting) == (None, ("b/x#a", "b/y#a", "b/z#a"))


def test_only_what_became_due_later_without_this_sitting_is_settled() -> None:
    before, forgotten, recalled = remember(Rating.AGAIN, Rating.AGAIN), remember(Rating.AGAIN), remember(Rating.GOOD)
    state = begin("x", x=before)
    assert not is_settled_elsewhere(state, before)
    assert not is_settled_elsewhere(state, None)
    assert not is_settled_elsewhere(state, forgotten)
    assert is_settled_elsewhere(state, recalled)
    # A plan, or a card that is easily confused with it, may ask what is not due
    assert not is_settled_elsewhere(begin("x", x=recalled), recalled)


def test_a_card_forgotten_elsewhere_is_asked_as_it_is_by_now() -> None:
    before, forgotten = remember(Rating.AGAIN, Rating.AGAIN), remember(Rating.AGAIN)
    assert renew_memory(begin("x", x=before), forgotten).memory == forgotten
    assert renew_memory(begin("x", x=before), None).memory is None
    state = replace(begin("x"), again={"x": before})
    assert renew_memory(state, forgotten).again == {"x": forgotten}


class Turnstile(ScriptedFront):
    """A front in a thread of its own that waits for each of its moves until that is given."""

    def __init__(self, check: Callable[[str], None]) -> None:
        super().__init__([])
        self.check = check
        self.given: Queue[Move] = Queue()
        self.waits: Queue[bool] = Queue()

    def ask(self, view: QuestionView) -> Response | Command:
        self.check(view.prompt.card.id)
        return super().ask(view)

    def next_move(self) -> Move:
        self.waits.put(True)
        return self.given.get()


@dataclass
class Player:
    """A sitting beside others; only one of them goes on at a time."""

    class_room: "ClassRoom"
    front: Turnstile = field(init=False)
    thread: Thread = field(init=False)
    on_show: str = ""
    failure: BaseException | None = None

    def __post_init__(self) -> None:
        self.front = Turnstile(self.show)
        self.thread = Thread(target=self.run, daemon=True)
        self.thread.start()
        self.await_turn()

    def show(self, card: str) -> None:
        self.on_show = card
        self.class_room.check(self)

    def await_turn(self) -> None:
        """Wait until it waits for a move, or has ended."""
        self.front.waits.get(timeout=60)
        if self.failure:
            raise self.failure

    def play(self, move: Move) -> None:
        self.front.given.put(move)
        self.await_turn()

    def end(self) -> None:
        while self.thread.is_alive():
            self.play(Command.QUIT)
            self.thread.join(0.01)

    def run(self) -> None:
        try:
            with closing(Seat(self.class_room.room.database, "me")) as seat:
                self.class_room.lay_desk(self.front, seat).run()
        except BaseException as error:  # noqa: BLE001 - raised again where the turn is waited for
            self.failure = error
        finally:
            self.on_show = ""
            self.front.waits.put(False)


@dataclass
class ClassRoom:
    """A room in which several sittings of one learner are live."""

    room: Room
    players: dict[int, Player] = field(default_factory=dict)
    seconds: int = 0

    def read_clock(self) -> datetime:
        self.seconds += 1
        return START + timedelta(seconds=self.seconds)

    def lay_desk(self, front: Turnstile, seat: Seat) -> Desk:
        """Lay a desk as the drill does."""
        with seat.choosing() as taken:
            snapshot = read_snapshot(self.room.database, "me", START)
            queue = build_queue(self.room.banks, snapshot, Plan(), Random(1))
            state = start_sitting(queue, snapshot.due, snapshot.day, snapshot.settings, Kind.DRILL)
            state = pass_over(state, taken)
            seat.hold(state.current)
        opening = Opening(self.room.open)
        desk = make_desk(
            self.room.banks, front, Edge(self.read_clock, Random, self.room.entropy.randbytes), opening, state
        )
        desk.ledger.seat, desk.ledger.allowance = seat, snapshot.settings.new
        return desk

    def check(self, player: Player) -> None:
        """Hold what comes on show against what the others show, and against the log."""
        card = player.on_show
        assert card not in {other.on_show for other in self.players.values() if other is not player}
        with self.room.open() as store:
            history = store.read_history(card, DAY)
        assert not history.is_hidden(DAY)
        assert history.memory is None or history.memory.due <= DAY

    def play(self, number: int, move: Move) -> None:
        """Have a sitting of that number make a move; one that isn't live begins."""
        player = self.players.get(number)
        if player and player.thread.is_alive() and player.on_show:
            player.play(move)
        else:
            self.players[number] = Player(self)

    def end(self) -> None:
        for player in self.players.values():
            player.end()


MOVES = st.sampled_from(
    [RIGHT, RIGHT, RIGHT, WRONG, Rating.AGAIN, Rating.GOOD, Command.UNDO, Command.SUSPEND, Command.BURY, Command.QUIT]
)


@given(st.lists(st.tuples(st.integers(0, 2), MOVES), max_size=60))
@example([(0, RIGHT), (1, RIGHT), (1, RIGHT), (1, Command.SUSPEND), (1, Command.UNDO)])
@settings(max_examples=15)
def test_sittings_at_once_ask_nothing_twice_and_lose_nothing(steps: list[tuple[int, Move]]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "history.db"
        path.write_bytes(make_blank())
        room = ClassRoom(Room(str(path), {"a": make_bank("a", 4), "b": make_bank("b", 2)}))
        try:
            for number, move in steps:
                room.play(number, move)
        finally:
            room.end()
        room.room.check_memory()
        with room.room.open() as store:
            introduced = [card for card, memory in store.read_memories().items() if memory.introduced == DAY]
        assert len(introduced) <= Settings().new
        assert not Path(folder, "history.sittings").exists()


def test_two_sittings_share_the_days_pile(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    path.write_bytes(make_blank())
    room = ClassRoom(Room(str(path), {"a": make_bank("a", 4)}))
    for step in range(60):
        room.play(step // 2 % 2, RIGHT)
        if step > 1 and not any(player.thread.is_alive() for player in room.players.values()):
            break
    room.end()
    with room.room.open() as store:
        asked = [review.card for review in store.read_log()]
    assert len(asked) == len(set(asked)) == Settings().new


def test_sittings_on_different_banks_share_the_days_new_cards(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    path.write_bytes(make_blank())
    room = ClassRoom(Room(str(path), {"a": make_bank("a", 4)}))
    room.play(0, RIGHT)
    room.room.banks = {"b": make_bank("b", 4)}
    room.play(1, RIGHT)
    for step in range(40):
        if room.players[step // 2 % 2].on_show:
            room.play(step // 2 % 2, RIGHT)
    room.end()
    with room.room.open() as store:
        banks = [get_bank(card) for card in store.read_memories()]
    assert len(banks) == Settings().new
    assert banks.count("a") == banks.count("b")


def test_an_answer_waits_for_another_program_and_is_kept(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file, "BUSY_SECONDS", 0.02)
    with closing(sqlite3.connect(database, isolation_level=None)) as other, closing(Seat(database, "me")) as seat:
        opening = Opening(lambda: open_store(database, "me", START))
        opening.wait()
        other.execute("BEGIN IMMEDIATE")
        warnings: list[int] = []

        def warn() -> None:
            warnings.append(1)
            if len(warnings) == 3:
                other.execute("ROLLBACK")

        ledger = Ledger(opening, 1, seat, warn=warn)
        ledger.keep(make_review(1), leech=False, changed=False)
        assert len(warnings) == 3
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(BusyError, match=r"is being written by another program"):
            ledger.keep(make_review(2), leech=False, changed=False)
        assert len(warnings) == 3 + TRIES - 1
        other.execute("ROLLBACK")
        assert ledger.store.read_log() == [make_review(1)]
        opening.close()


def test_why_an_answer_waits_is_said_on_a_page_and_in_lines() -> None:
    page = " ".join(draw(draw_wait()).split())
    assert "Your answer can't be kept yet, because another program is writing to the history." in page
    assert "Ctrl-C gives this answer up" in page
    with sit("") as transcript:
        transcript.front.show_wait()
        assert transcript.read() == (
            "Your answer can't be kept yet, because another program is writing to the history. As soon as that lets "
            "go, the sitting goes on by itself. Ctrl-C gives this answer up.\n"
        )


@pytest.mark.slow
def test_many_writers_at_once_lose_nothing_and_never_meet_a_locked_database() -> None:
    script = Path(__file__).parent / "reliability" / "writers.py"
    done = subprocess.run(
        [sys.executable, str(script), "--processes", "8", "--reviews", "40"],
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("8 writers, 320 reviews, 0 losses; ")


class Terminal:
    """A drill in lines on a pseudo-terminal of its own."""

    def __init__(self, database: str, *words: str) -> None:
        root = Path(__file__).parent.parent
        self.program = pexpect.spawn(
            sys.executable,
            ["-m", "tvp_quiz", "--db", database, "drill", "--plain", *words],
            cwd=str(root),
            encoding="utf-8",
            timeout=30,
        )

    def await_card(self) -> str:
        """Return the id of the card that comes on show."""
        self.program.expect(r"\[(\S+/\S+#\S+)\] [^\r\n]* left")
        assert self.program.match
        card = str(self.program.match[1])
        self.program.expect(r"letter: |letters: |order: |answer: ")
        return card

    def type(self, line: str) -> None:
        self.program.sendline(line)

    def end(self) -> str:
        """Read what is left until the program is gone."""
        self.program.expect(pexpect.EOF)
        self.program.close()
        return str(self.program.before)


@contextmanager
def drill(database: str, *words: str) -> Iterator[Terminal]:
    """Drill on a terminal, and end that whatever happens."""
    terminal = Terminal(database, "tvp-questions", *words)
    try:
        yield terminal
    finally:
        terminal.program.close(force=True)


def test_real_drills_at_once_pass_over_each_others_card_until_one_is_killed(tmp_path: Path) -> None:
    database = str(tmp_path / "history.db")
    with drill(database) as first, drill(database) as second:
        shown = {first.await_card(), second.await_card()}
        assert len(shown) == 2
        first.program.kill(signal.SIGKILL)
        first.program.wait()
        with drill(database) as third:
            freed = third.await_card()
            assert freed in shown
            (held,) = shown - {freed}
            second.type(":q")
            second.end()
            third.type(":b")
            assert third.await_card() == held
            third.type(":q")
            assert "Nothing was answered." in third.end()
    assert not (tmp_path / "history.sittings").exists()


def test_a_limited_drill_asks_others_than_the_one_on_show(tmp_path: Path) -> None:
    database = str(tmp_path / "history.db")
    with drill(database, "--limit", "1") as first, drill(database, "--limit", "1") as second:
        assert first.await_card() != second.await_card()


def test_a_drill_that_finds_its_last_card_taken_says_so(tmp_path: Path) -> None:
    database = str(tmp_path / "history.db")
    for words in (["--tag", "hazards"], ["--tag", "hazards", "--limit", "1"]):
        with drill(database, *words) as first:
            first.await_card()
            with drill(database, *words) as second:
                assert "What is left today is on show in another drill: go on there" in second.end()
                assert second.program.exitstatus == 0
    with drill(database, "--tag", "hazards") as third:
        third.await_card()
