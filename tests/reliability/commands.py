"""Commands that are killed while they change or copy a history: what is there then, and once they ran again."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from random import Random
from uuid import UUID

from reliability.histories import (
    LEARNER,
    START,
    Log,
    copy_history,
    examine,
    list_backups,
    make_bank,
    make_empty,
    make_review,
    read_log,
    read_tables,
)
from reliability.victims import Moment, Nursery
from tvp_quiz.banks.load import load_content
from tvp_quiz.storage.file import REVISIONS
from tvp_quiz.storage.store import open_store

BANKS = 40
HEADER = 100
"""Bytes without which SQLite takes a file for no database."""


class Command:
    """A command on a history, killed at some moment; `words` run it, and what must hold then is asked of it."""

    words: tuple[str, ...] = ()

    def __init__(self, nursery: Nursery, folder: Path, dice: Random, reviews: int = 200) -> None:
        """Make what every run begins with in an empty folder: a history of so many reviews."""
        self.nursery, self.dice, self.reviews, self.kills = nursery, dice, reviews, 0
        self.template, self.work = folder / "template", folder / "work"
        (self.template / "content").mkdir(parents=True)
        bank = make_bank({number: [f"e{number}"] for number in range(60)})
        (self.template / "content" / "killed.yaml").write_text(bank, encoding="utf-8")
        self.database = self.template / "history.db"
        self.build()
        self.database = self.work / "history.db"

    def build(self) -> None:
        """Make the history that every run begins with."""
        make_empty(self.database)
        self.answer(self.database)
        self.log = read_log(self.database)

    def answer(self, database: Path) -> None:
        """Answer many times in a history."""
        sitting = UUID(int=self.dice.getrandbits(128))
        with open_store(str(database), LEARNER, START) as store:
            for number in range(self.reviews):
                store.record(make_review(number, self.dice), sitting=sitting, seed=1)

    def run(self, *words: str) -> str:
        """Run a command to its end."""
        return self.nursery.run([*self.start, *words], self.database.parent)

    @property
    def start(self) -> list[str]:
        """Return how every command line begins."""
        folder = self.database.parent
        return ["--content", str(folder / "content"), "--db", str(self.database)]

    def strike(self, moment: Moment) -> list[str]:
        """Run the command until the moment, then again to its end, and return what is wrong after each."""
        self.begin()
        with self.nursery.doom([*self.start, *self.words], self.work, moment) as victim:
            victim.hang_up()
            victim.finish()
        self.kills += victim.killed
        wrong = ["What it began lives on without it."] if victim.is_survived else []
        wrong += self.check(is_over=False)
        return wrong + self.go_on()

    def begin(self) -> None:
        """Begin anew."""
        shutil.rmtree(self.work, ignore_errors=True)
        shutil.copytree(self.template, self.work)
        self.prepare()

    def go_on(self) -> list[str]:
        """Run the command to its end, and return what is wrong then."""
        said = self.run(*self.words)
        return [f"Run again: {fault} ({said[-300:]!r})" for fault in self.check(is_over=True)]

    def prepare(self) -> None:
        """Make of the history what this run begins with."""

    def check(self, *, is_over: bool) -> Iterator[str]:
        """Yield what is wrong after the kill, or after the command ran to its end."""
        with copy_history(self.database) as copy:
            yield from self.judge(read_log(copy), is_over=is_over)
            yield from examine(copy)

    def judge(self, log: Log, *, is_over: bool) -> Iterator[str]:  # noqa: ARG002 - others ask
        """Yield what is wrong with a log."""
        if log != self.log:
            yield f"{len(self.log - log)} reviews are lost, {len(log - self.log)} are new."


class Migration(Command):
    """A history of an older schema, which the first command migrates."""

    words = ("stats",)

    def build(self) -> None:
        """Leave the making to each run."""

    def prepare(self) -> None:
        """Begin with a history of any schema."""
        make_empty(self.database, self.dice.choice(REVISIONS[:-1]))
        self.tables, self.log = read_tables(self.database), read_log(self.database)

    def check(self, *, is_over: bool) -> Iterator[str]:
        """Yield rows that are not as they were."""
        with copy_history(self.database) as copy:
            after = read_tables(copy)
        for table, rows in self.tables.items():
            if [had | {name: row[name] for name in had} for had, row in zip(rows, after[table], strict=True)] != rows:
                yield f"{table} has other rows."
        yield from super().check(is_over=is_over)


class Backup(Command):
    """A backup."""

    words = ("data", "backup")

    def check(self, *, is_over: bool) -> Iterator[str]:
        """Yield backups that are not what the history is."""
        yield from super().check(is_over=is_over)
        backups = list_backups(self.database)
        if any(log != self.log for log in backups) or (is_over and not backups):
            yield "A backup is not what the history is."


class Restoring(Command):
    """The way back to a backup, half of whose history the present one no longer has."""

    def build(self) -> None:
        """Make a history with a backup, then go on."""
        super().build()
        self.run("data", "backup")
        self.old = self.log
        self.answer(self.database)
        self.log = read_log(self.database)
        (backup,) = self.database.with_suffix(".backups").glob("*.db.gz")
        self.words = ("data", "restore", backup.name, "--yes")

    def judge(self, log: Log, *, is_over: bool) -> Iterator[str]:
        """Yield what is neither of the two, or can't be had back."""
        if log not in {self.old, self.log} or (is_over and log != self.old):
            yield f"The log holds {len(log)} reviews, not {len(self.log)} or {len(self.old)}."
        if log == self.old and self.log not in list_backups(self.database):
            yield "What there was before is in no backup."


class Merging(Command):
    """Two histories made one."""

    def build(self) -> None:
        """Make another history to be added."""
        super().build()
        other = self.template / "other.db"
        make_empty(other)
        self.answer(other)
        self.united = self.log | read_log(other)
        self.words = ("data", "merge", "other.db")

    def judge(self, log: Log, *, is_over: bool) -> Iterator[str]:
        """Yield what is neither all of the one nor all of both."""
        if log not in {self.log, self.united} or (is_over and log != self.united):
            yield f"The log holds {len(log)} reviews, not {len(self.log)} or {len(self.united)}."
        if log == self.united and self.log not in list_backups(self.database):
            yield "What there was before is in no backup."


class Export(Command):
    """A history written into a file that holds an earlier one."""

    words = ("data", "export", "history.jsonl")

    def build(self) -> None:
        """Export, and go on."""
        super().build()
        self.run(*self.words)
        self.old = (self.template / "history.jsonl").read_bytes()
        self.answer(self.database)
        self.log = read_log(self.database)
        self.run("data", "export", "new.jsonl")
        self.new = (self.template / "new.jsonl").read_bytes()

    def check(self, *, is_over: bool) -> Iterator[str]:
        """Yield a file that is neither the old nor the new one."""
        yield from super().check(is_over=is_over)
        if (self.work / "history.jsonl").read_bytes() not in {self.new, self.new if is_over else self.old}:
            yield "The file is neither the old export nor the new one."


class Repair(Command):
    """A history whose memory is not what its log amounts to."""

    words = ("data", "verify", "--repair")

    def build(self) -> None:
        """Spoil the memory."""
        super().build()
        with closing(sqlite3.connect(self.database)) as connection, connection:
            connection.execute("UPDATE memory SET stability = stability * 2 WHERE rowid % 2")
            connection.execute("DELETE FROM memory WHERE rowid % 5 = 0")

    def check(self, *, is_over: bool) -> Iterator[str]:
        """Yield what is wrong: before the repair is over, a memory may be."""
        with copy_history(self.database) as copy:
            yield from self.judge(read_log(copy), is_over=is_over)
            yield from (fault for fault in examine(copy) if is_over or "memory" not in fault)


class Salvage(Command):
    """A history whose file SQLite takes for no database any more."""

    words = ("data", "verify", "--repair")

    def build(self) -> None:
        """Destroy the file's header."""
        super().build()
        damaged = b"\0" * HEADER + self.database.read_bytes()[HEADER:]
        self.database.write_bytes(damaged)
        self.damaged = damaged

    def check(self, *, is_over: bool) -> Iterator[str]:
        """Yield what is wrong: the damaged file is there under some name, and in the end all is saved."""
        if all(path.read_bytes() != self.damaged for path in self.work.iterdir() if path.is_file()):
            yield "The damaged file is gone."
        if is_over:
            yield from super().check(is_over=True)


class Caching(Command):
    """Banks that are parsed and checked for the first time, or after an edit, into caches."""

    words = ("bank", "check")

    def build(self) -> None:
        """Make many banks with caches of them."""
        # A cache knows the place of its bank
        self.template.rename(self.work)
        self.database = self.work / "history.db"
        for number in range(BANKS):
            self.write(self.work, number, "number")
        self.run("bank", "check")
        self.run("drill", "--plain")
        self.work.rename(self.template)

    def write(self, folder: Path, number: int, what: str) -> None:
        """Write a bank that asks for so-and-so."""
        bank = make_bank({each: [f"e{each}"] for each in range(10)}).replace("bank: killed", f"bank: b{number}")
        (folder / "content" / f"b{number}.yaml").write_text(bank.replace("number", what), encoding="utf-8")

    def prepare(self) -> None:
        """Edit half of the banks."""
        self.words = self.dice.choice([("bank", "check"), ("cards", "--json"), ("drill", "--plain")])
        what = self.dice.choice(["figure", "numeral"])
        for number in self.dice.sample(range(BANKS), BANKS // 2):
            self.write(self.work, number, what)

    def check(self, *, is_over: bool) -> Iterator[str]:
        """Yield banks that are others from their caches than from their files."""
        content = self.work / "content"
        cached, parsed = load_content(content, self.work / "history.cache"), load_content(content, None)
        if cached.problems != parsed.problems:
            yield "The caches give other problems."
        for ours, theirs in zip(cached.banks, parsed.banks, strict=True):
            if dict(ours.cards) != dict(theirs.cards):
                yield f"The cache of {ours.id} gives other cards."
        if is_over and self.words == ("bank", "check"):
            found = self.run(*self.words)
            shutil.rmtree(self.work / "history.cache")
            if found != self.run(*self.words):
                yield "The caches give other findings."
