"""Drills and exams that are killed in the middle: what the learner had seen is held against what the history holds."""

import json
import re
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pyte

from reliability.histories import Rows, copy_history, examine, make_bank, read_rows
from reliability.victims import SIZE, Moment, Nursery, Victim

ENTRIES = 200
RENAMED_SHARE = 0.3
PROMPT = re.compile(r"^(letter|answer|Enter shows the answer|rating \[(\d)\]): ", re.MULTILINE)
ASKED = re.compile(r"^\[(\S+#\S+)\] ", re.MULTILINE)
TAKEN_BACK = re.compile(r"Taken back: the (answer to|suspension of|burial of) (\S+?)(?: on \S+)?\.$", re.MULTILINE)
SUSPENDED = re.compile(r"^Suspended (\S+);", re.MULTILINE)
NUMBER = re.compile(r"number (\d+)\?")
SUMMARY = re.compile(r"Tomorrow: |Nothing is due")
EXAM_PROMPT = re.compile(r"^(letter|answer): |yes or no \[no\]: ", re.MULTILINE)
"""Only what begins a line: that some question is "without an answer: 7" asks for nothing."""
ASKED_IN_EXAM = re.compile(r"^\[(\S+#\S+)\] .*question (\d+) of", re.MULTILINE)
QUESTIONS = 12


@dataclass
class Shown:
    """What a learner has seen of a sitting: nothing of it may be lost."""

    reviews: Counter[str] = field(default_factory=Counter)
    voided: Counter[str] = field(default_factory=Counter)
    ratings: dict[str, set[int]] = field(default_factory=dict)
    suspended: set[str] = field(default_factory=set)

    def take_in(self, text: str) -> None:
        """Take in the notices among what was shown."""
        for what, card in TAKEN_BACK.findall(text):
            if what == "answer to":
                self.voided[card] += 1
                self.ratings.pop(card, None)
            elif what == "suspension of":
                self.suspended.discard(card)
        self.suspended |= set(SUSPENDED.findall(text))

    def list_losses(self, rows: Rows) -> Iterator[str]:
        """Yield what is not in a history as it was shown; one change may be in it that was not shown yet."""
        for what, ours, theirs in (("review", self.reviews, rows.reviews), ("undo", self.voided, rows.voided)):
            for card in ours | theirs:
                if theirs[card] < ours[card]:
                    yield f"{card}: {ours[card]} times a {what} was shown, {theirs[card]} are kept."
            if theirs.total() > ours.total() + 1:
                yield f"{theirs.total()} times a {what} is kept, {ours.total()} were shown."
        for card, ratings in self.ratings.items():
            is_settled = (rows.reviews[card], rows.voided[card]) == (self.reviews[card], self.voided[card])
            if is_settled and rows.ratings.get(card) not in ratings:
                yield f"{card}: the rating {ratings} was shown, {rows.ratings.get(card)} is kept."
        if len(self.suspended - rows.suspended) > 1:
            yield f"{self.suspended - rows.suspended} were shown as suspended."

    def settle(self, rows: Rows) -> None:
        """Go on from what a history holds."""
        self.reviews, self.voided = Counter(rows.reviews), Counter(rows.voided)
        self.ratings = {card: {rating} for card, rating in rows.ratings.items()}
        self.suspended &= rows.suspended


class Display:
    """A terminal's screen, as somebody sees it."""

    def __init__(self, victim: Victim) -> None:
        """Look at what a process shows."""
        self.victim, self.screen = victim, pyte.Screen(SIZE[1], SIZE[0])
        self.stream = pyte.Stream(self.screen)

    def await_page(self, *, is_feedback: bool) -> str:
        """Return the screen once a question or the feedback is on it, or nothing where the process ends before."""
        while True:
            self.stream.feed(self.victim.said[self.victim.heard :])
            self.victim.heard = len(self.victim.said)
            page = "\n".join(line.rstrip() for line in self.screen.display)
            if ("4 Easy" in page) is is_feedback and ("4 Easy" in page or "q end" in page):
                return page
            if not self.victim.read():
                return ""


class Drills:
    """Drills of one history, line by line, one after the other; each is killed, and the next one goes on."""

    terminal = False
    end = SUMMARY
    kills = 0

    def __init__(self, nursery: Nursery, folder: Path, dice: Random) -> None:
        """Begin a history in an empty folder."""
        self.nursery, self.folder, self.dice = nursery, folder, dice
        self.database = folder / "history.db"
        self.names = {number: [f"e{number}"] for number in range(ENTRIES)}
        self.shown = Shown()
        (folder / "content").mkdir()
        self.write_bank()
        nursery.run([*self.start, "settings", "new", "500"], folder)

    @property
    def start(self) -> list[str]:
        """Return how every command line begins."""
        return ["--content", str(self.folder / "content"), "--db", str(self.database)]

    def write_bank(self) -> None:
        """Write the bank as it is called now."""
        (self.folder / "content" / "killed.yaml").write_text(make_bank(self.names), encoding="utf-8")

    def strike(self, moment: Moment) -> list[str]:
        """Go on until the moment, and return what is wrong afterwards."""
        if self.dice.random() < RENAMED_SHARE:
            self.names[self.dice.randrange(ENTRIES)].append(f"e{self.dice.getrandbits(48)}")
            self.write_bank()
        victim = self.go_on(moment)
        self.kills += victim.killed
        wrong = [] if victim.killed or self.end.search(victim.said) else [f"It ended by itself: {victim.said[-500:]!r}"]
        return [*wrong, *self.check()]

    def go_on(self, moment: Moment) -> Victim:
        """Sit until the moment, or until the program ends by itself."""
        with self.nursery.doom(self.choose_words(), self.folder, moment, terminal=self.terminal) as victim:
            self.talk(victim)
        return victim

    def choose_words(self) -> list[str]:
        """Return the command line of the next sitting."""
        plain = () if self.terminal else ("--plain",)
        return [*self.start, "drill", "--seed", str(self.dice.randrange(99)), *plain]

    def check(self) -> Iterator[str]:
        """Yield what is wrong with the history or missing in it, and go on from what it holds."""
        with copy_history(self.database) as copy:
            rows = read_rows(copy)
            yield from examine(copy)
        yield from self.shown.list_losses(rows)
        self.shown.settle(rows)

    def talk(self, victim: Victim) -> None:
        """Answer, rate, undo and suspend until the drill is killed, and take in all that it shows."""
        card, rating, typed, begun = "", 0, "", 0
        while prompt := victim.hear(PROMPT):
            said = victim.said[begun : prompt.start()]
            begun = prompt.end()
            self.shown.take_in(said)
            if rating and typed.isdecimal() and int(typed) != rating:
                self.shown.reviews[card] += 1
                self.shown.voided[card] += 1
                self.shown.ratings[card] = {int(typed)}
            card = next(reversed(ASKED.findall(said)), card)
            rating = int(prompt[2] or 0)
            if rating:
                self.shown.reviews[card] += 1
                self.shown.ratings[card] = {rating}
            typed = self.choose_rating() if rating else self.choose_answer(prompt[1])
            if rating and typed.isdecimal():
                self.shown.ratings[card].add(int(typed))
            if typed.startswith((":u", ":s")):
                self.shown.ratings.pop(card, None)
            victim.type(f"{typed}\n")
        self.shown.take_in(victim.said[begun:])

    def choose_answer(self, asking: str) -> str:
        """Return what is typed at a question."""
        if self.dice.random() < 1 / 8:
            return self.dice.choice([":u", ":u", ":s"])
        return self.dice.choice("abc") if asking == "letter" else "a guess"

    def choose_rating(self) -> str:
        """Return what is typed after an answer."""
        return self.dice.choice(["", "", "", "", "", "1", "2", "4", ":u"])


class Screens(Drills):
    """The same key by key, on a pseudo-terminal."""

    terminal = True

    def talk(self, victim: Victim) -> None:
        """Answer, rate and undo until the drill is killed."""
        display = Display(victim)
        while page := display.await_page(is_feedback=False):
            self.shown.take_in(page)
            number = NUMBER.search(page)
            card = f"killed/{self.names[int(number[1])][-1]}#ask" if number else ""
            victim.type("a guess\r" if ":q end" in page else self.dice.choice("acf"))
            if not (page := display.await_page(is_feedback=True)):
                return
            self.shown.reviews[card] += 1
            victim.type(self.dice.choice("\r\r\ru"))
            self.shown.ratings.pop(card, None)


class Exams(Drills):
    """Mock exams of one history, each begun, killed, gone on with, killed again, until it is handed in."""

    end = re.compile("Mark: ")

    def __init__(self, nursery: Nursery, folder: Path, dice: Random) -> None:
        """Begin a history in an empty folder."""
        super().__init__(nursery, folder, dice)
        self.given: dict[str, str] = {}
        self.typed: dict[str, str] = {}
        self.is_open = self.is_marked = False

    def choose_words(self) -> list[str]:
        """Return the command line that begins a paper or goes on with it."""
        how = ["--resume"] if self.is_open else ["--questions", str(QUESTIONS), "--minutes", "60"]
        return [*self.start, "exam", "--plain", *how]

    def check(self) -> Iterator[str]:
        """Yield what is wrong with the history or missing in it, and go on from what it holds."""
        with copy_history(self.database) as copy:
            yield from examine(copy)
            yield from self.list_lost_answers(copy)
        if self.is_marked and self.is_open:
            yield "The mark was shown, and the paper is open."
        if not self.is_open:
            self.given, self.typed = {}, {}

    def talk(self, victim: Victim) -> None:
        """Answer, go back, and hand in after the last question, until the exam is killed."""
        card, number, typed, begun = "", 0, "", 0
        while prompt := victim.hear(EXAM_PROMPT):
            if asked := ASKED_IN_EXAM.search(victim.said, begun, prompt.start()):
                if card and not typed.startswith(":"):
                    self.given[card] = typed
                card, number = asked[1], int(asked[2])
            begun = prompt.end()
            if prompt[1]:
                typed = self.choose_move(number, prompt[1])
                if not typed.startswith(":"):
                    self.typed[card] = typed
            victim.type(f"{typed if prompt[1] else 'yes'}\n")
        self.is_marked = bool(self.end.search(victim.said))

    def choose_move(self, number: int, asking: str) -> str:
        """Return what is typed at a question."""
        if self.dice.random() < 1 / 10:
            return self.dice.choice([":p", ":f", ":3"])
        if number == QUESTIONS and len(self.given) >= QUESTIONS - 1:
            return ":h"
        return self.dice.choice("abc") if asking == "letter" else f"guess {self.dice.randrange(99)}"

    def list_lost_answers(self, database: Path) -> Iterator[str]:
        """Yield what is not in the last paper as it was shown, and look whether that is open."""
        with closing(sqlite3.connect(database)) as connection:
            papers = connection.execute("SELECT id, handed_in_at FROM exam_paper ORDER BY started_at, id").fetchall()
            reviews = Counter(paper for (paper,) in connection.execute("SELECT sitting FROM review"))
            answered = "SELECT paper FROM exam_question WHERE given <> '[]'"
            answers = Counter(paper for (paper,) in connection.execute(answered))
            last = papers[-1][0] if papers else None
            given = connection.execute("SELECT card, given FROM exam_question WHERE paper = ?", [last])
            kept = {card: "".join(json.loads(texts)) for card, texts in given}
        self.is_open = bool(papers) and papers[-1][1] is None
        for paper, handed_in in papers:
            if reviews[paper] != (answers[paper] if handed_in else 0):
                yield f"A paper with {answers[paper]} answers, handed in at {handed_in}, has {reviews[paper]} reviews."
        for card, answer in self.given.items():
            if not kept.get(card) or (len(answer) > 1 and kept[card] not in {answer, self.typed[card]}):
                yield f"{card}: the answer {answer!r} was shown, {kept.get(card)!r} is kept."
        # The next run goes on from what is kept, be it shown or not
        self.given = {card: kept.get(card, "") if len(answer) > 1 else answer for card, answer in self.given.items()}
