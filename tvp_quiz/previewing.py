"""Banks that are being written in; what their author is to see of them now out."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from tvp_quiz.banks.files import Stamp, find_files, stamp_file
from tvp_quiz.banks.written import read_lines, read_written
from tvp_quiz.domain.prompt import Prompt
from tvp_quiz.domain.written import EntryView, WrittenBank, WrittenEntry, find_error
from tvp_quiz.errors import ContentError
from tvp_quiz.sessions.prompts import make_prompt
from tvp_quiz.terminal.keys import Key
from tvp_quiz.terminal.preview import draw_entry

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tvp_quiz.terminal.canvas import Canvas

# Files are looked at as often as this, in seconds.
PERIOD = 0.1


class Unshuffled(Random):
    """Dice that leave everything in the order in which its author has it."""

    def sample(self, population: "Sequence[Any]", k: int, *, counts: object = None) -> list[Any]:  # noqa: ARG002 - as Random has it
        """Return the first of a population."""
        return list(population[:k])


def make_prompts(bank: WrittenBank, cards: "Sequence[str]") -> tuple[Prompt, ...]:
    """Return cards of a bank as they are asked, their options in the author's order."""
    return tuple(make_prompt(bank.cards[card], Unshuffled()) for card in cards)


@dataclass(slots=True)
class Preview:
    """An entry that is looked at while its file is edited: `root` is the content folder.

    `only` is the one file that is watched, None for all of the folder. An entry that is `pinned` stays in view whatever
    else is edited.
    """

    root: Path
    bank: WrittenBank
    place: int
    only: Path | None = None
    pinned: bool = False
    notice: str = ""
    _stamps: dict[Path, Stamp] = field(default_factory=dict)
    _lines: dict[Path, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Note what all files that are watched say now."""
        self._stamps = self._stamp_files()
        self._lines = {path: read_lines(path) for path in self._stamps}

    def make_view(self) -> EntryView:
        """Return what is to be shown."""
        entry = self.entry
        return EntryView(self.bank, self.place, make_prompts(self.bank, entry.cards if entry else ()), self.notice)

    @property
    def entry(self) -> WrittenEntry | None:
        """The entry in view, None where the file has none."""
        return self.bank.entries[self.place] if self.bank.entries else None

    @property
    def name(self) -> tuple[Path, str]:
        """What tells the entry in view from every other one that has an id."""
        return self.bank.path, self.entry.id if self.entry else ""

    @property
    def line(self) -> int:
        """The line to edit: that of the first mistake in view, else that of the entry."""
        entry = self.entry
        first = find_error(entry.problems if entry else self.bank.problems)
        return first.line if first else entry.line if entry else 1

    def step(self, by: int) -> None:
        """Go so many entries on, into the next file or the one before where this one has no more."""
        self.notice = ""
        place = self.place + by
        if 0 <= place < len(self.bank.entries):
            self.place = place
            return
        paths = sorted(self._stamps)
        at = paths.index(self.bank.path) + by if self.bank.path in paths else len(paths)
        if not 0 <= at < len(paths):
            self.notice = "This is the last entry." if by > 0 else "This is the first entry."
            return
        self.bank = read_written(paths[at], self.root)
        self.place = max(len(self.bank.entries) - 1, 0) if by < 0 else 0

    def refresh(self) -> bool:
        """Read a file again if one was saved since; tell whether there is anything new to show."""
        stamps = self._stamp_files()
        saved = [path for path in {**self._stamps, **stamps} if self._stamps.get(path, ()) != stamps.get(path, ())]
        self._stamps = stamps
        if not saved:
            return False
        # Where several were saved at once, as by another program, the one in view or the last one counts
        self._take(self.bank.path if self.bank.path in saved else max(saved, key=lambda path: stamps.get(path, ())[3:]))
        return True

    def _take(self, path: Path) -> None:
        """Take in a file that was saved, or is gone."""
        bank = read_written(path, self.root)
        before = self._lines.get(path, ())
        fault = say_fault(before, bank)
        if fault and (path != self.bank.path or self.bank.entries):
            self.notice = f"{path.name}{fault} These are the last good cards."
            return
        self.notice = ""
        line = find_change(before, bank.lines)
        self._lines[path] = bank.lines
        if path == self.bank.path:
            self.place = find_place(bank, self.bank, self.place, None if self.pinned else line)
            self.bank = bank
        elif not self.pinned:
            self.bank, self.place = bank, bank.find_entry(line or 1)

    def _stamp_files(self) -> dict[Path, Stamp]:
        """Return the state of every file that is watched; a folder that is gone has none."""
        try:
            paths = [self.only] if self.only else find_files(self.root).banks
        except ContentError:
            paths = []
        return {path: stamp for path in paths if (stamp := stamp_file(path))}


def find_place(bank: WrittenBank, before: WrittenBank, place: int, line: int | None) -> int:
    """Return the index of the entry to show of a bank: the one with a changed line, else the one shown before."""
    if line is not None:
        return bank.find_entry(line)
    shown = before.entries[place].id if before.entries else ""
    same = [index for index, entry in enumerate(bank.entries) if shown and entry.id == shown]
    return same[0] if same else max(min(place, len(bank.entries) - 1), 0)


def find_change(before: tuple[str, ...], now: tuple[str, ...]) -> int | None:
    """Return the first line (from 1) that says something new, or where lines are gone; None for the same text."""
    if before == now:
        return None
    pairs = zip(before, now, strict=False)
    first = next((index for index, (old, new) in enumerate(pairs) if old != new), min(len(before), len(now)))
    gone = len(before) - len(now)
    if gone > 0 and before[first + gone :] == now[first:]:
        # Lines were taken away and nothing else: what stands above them lost something
        return max(first, 1)
    return next((index for index in range(first, len(now)) if now[index].strip()), first) + 1


def say_fault(before: tuple[str, ...], bank: WrittenBank) -> str:
    """Say, to go on after a file's name, why it can't be shown, given the lines that it had; else nothing."""
    now, first = bank.lines, find_error(bank.problems)
    if 0 < len(now) < len(before) and now[:-1] == before[: len(now) - 1] and is_cut(before[len(now) - 1], now[-1]):
        return f" ends in the middle of line {len(now)}."
    if bank.entries:
        return ""
    line = f", line {first.line}" if first and now else ""
    return f"{line}: {first.message if first else 'There is no entry.'}"


def is_cut(before: str, now: str) -> bool:
    """Tell whether a line is the beginning of what it was, as where a program is still writing it."""
    return bool(now) and before != now and before.startswith(now)


def watch(preview: Preview, canvas: "Canvas", edit: Callable[[Path, int], str]) -> None:
    """Show an entry on the whole terminal, anew whenever a file is saved, until its author has seen enough.

    `edit` opens an editor at a line of a file, and returns what went wrong with that, or nothing.
    """
    steps = {"n": 1, "p": -1}
    with canvas, canvas.keyboard.report_interrupts():
        while (key := await_key(preview, canvas)) not in {"q", Key.INTERRUPT, Key.END_OF_INPUT}:
            before = preview.name
            if key in steps:
                preview.step(steps[key])
            elif key == "e":
                path, line = preview.bank.path, preview.line
                failure = canvas.lend(lambda: edit(path, line))  # noqa: B023 - it is called at once
                preview.refresh()
                preview.notice = failure or preview.notice
            if preview.name != before:
                canvas.offset = None


def await_key(preview: Preview, canvas: "Canvas") -> str:
    """Show an entry, following its file, until a key is pressed that neither scrolls nor redraws, and return that."""
    while True:
        frame = canvas.draw(draw_entry(preview.make_view()))
        while (key := canvas.keyboard.poll_key(PERIOD)) is None:
            before = preview.name
            if preview.refresh():
                if preview.name != before:
                    canvas.offset = None
                break
        if key and not canvas.heed(key, frame):
            return key.lower()
