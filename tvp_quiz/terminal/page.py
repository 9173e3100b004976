"""A page's parts in, the lines of a terminal of any size out."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from math import ceil
from typing import NamedTuple

from rich.cells import cell_len, chop_cells
from rich.console import Console
from rich.text import Text

from tvp_quiz.terminal.text import fit_text

# Lines longer than this are hard to read.
_READING_WIDTH = 88
_NARROW = 60
_SHORTEST_TEXT = 8
_SHORTEST_TITLE = 12
_STATUS_GAP = 3
# How many lines from the start of the block in focus should be in view.
_AFTER_FOCUS = 2


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph after a lead, such as an option after its letter.

    Its further lines start with `follow`, or where that is empty as far in as the first. One with a `spare` of 2 is
    left out where the page would have to scroll otherwise, and one with a spare of 1 if that is not enough.
    """

    text: Text = field(default_factory=Text)
    lead: Text = field(default_factory=Text)
    follow: str = ""
    spare: int = 0


class Rows(NamedTuple):
    """Lines that a program has printed, with nothing unseen in them: a long one is folded at any character."""

    lines: tuple[str, ...]
    spare: int = 0


class Drawing(NamedTuple):
    """What looks different in another width: `draw` takes the columns there are and returns lines no longer."""

    draw: Callable[[int], Iterable[str]]
    spare: int = 0


BLANK = Block()
SPACE = Block(spare=1)
LUXURY = Block(spare=2)


class Page(NamedTuple):
    """What a screen shows: the body scrolls between a header and a footer of rows of items, which stay.

    Of the header the `title` is shortened first, and `progress` (0-1) fills its rule. The block at `focus`, if any,
    must be in view at first. One that `follows` shows at first as much of its end as that allows.
    """

    title: Text
    topic: Text
    status: Text
    progress: float
    body: tuple[Block | Rows | Drawing, ...]
    footer: tuple[tuple[Text, ...], ...]
    focus: int | None = None
    follows: bool = False


class Frame(NamedTuple):
    """A page as lines for one size of terminal; `offset` body lines of `furthest` at most are scrolled away."""

    lines: tuple[Text, ...]
    offset: int
    furthest: int
    step: int


def lay_out(page: Page, console: Console, offset: int | None = None) -> Frame:
    """Lay a page out for the console's size and encoding.

    Without an offset the body is scrolled only as far as its focus needs.
    """
    width, height = console.size
    reading = max(min(width - (4 if width >= _NARROW else 2), _READING_WIDTH), 1)
    header = list(_lay_header(page, reading, console))
    footer = [line for row in page.footer for line in _flow(row, reading, console)]
    room = max(height - len(header) - len(footer) - 1, 1)
    body, focus = _lay_body(page, reading, room, console)
    furthest = max(len(body) - room, 0)
    if offset is None:
        offset = focus if page.follows else focus + _AFTER_FOCUS - room
    offset = max(0, min(offset, furthest))
    shown = body[offset : offset + room]
    shown += [Text()] * (room - len(shown))
    rule = _draw_rule(reading, above=offset > 0, below=offset < furthest)
    margin = " " * ((width - reading) // 2)
    lines = [_fit(line, console.encoding) for line in (*header, *shown, rule, *footer)][:height]
    for line in lines:
        line.truncate(reading)
    return Frame(tuple(Text.assemble(margin, line) for line in lines), offset, furthest, room - 1)


def lay_blocks(blocks: Iterable[Block], console: Console) -> Iterator[Text]:
    """Yield the lines of some blocks one below the other, no wider than the console and than is good to read."""
    width = min(console.width, _READING_WIDTH)
    for block in blocks:
        yield from _lay_block(block, width, console)


def _lay_header(page: Page, width: int, console: Console) -> Iterator[Text]:
    title, topic, status = (_fit(text.copy(), console.encoding) for text in (page.title, page.topic, page.status))
    aside = status.cell_len + _STATUS_GAP if status else 0
    beside = min(title.cell_len, _SHORTEST_TITLE) + topic.cell_len + aside <= width
    _shorten(title, max(width - topic.cell_len - (aside if beside else 0), 1), fit_text("…", console.encoding))
    head = Text.assemble(title, topic)
    if beside or not status:
        yield Text.assemble(head, " " * (width - head.cell_len - status.cell_len), status)
    else:
        yield head
        yield Text.assemble(" " * (width - status.cell_len), status)
    done = round(width * page.progress)
    yield Text.assemble(("━" * done, "cyan"), ("─" * (width - done), "dim"))


def _shorten(text: Text, width: int, ellipsis: str) -> None:
    """Cut a text that is too wide, so that there is room for the ellipsis too."""
    if text.cell_len > width:
        text.truncate(max(width - cell_len(ellipsis), 0))
        text.append(ellipsis)
        text.truncate(width)


def _draw_rule(width: int, *, above: bool, below: bool) -> Text:
    """Return the rule above the footer, which says where there is more to see."""
    mark = {(False, False): "", (True, False): " more ↑ ", (False, True): " more ↓ ", (True, True): " more ↑↓ "}
    word = mark[above, below]
    after = 2 if word else 0
    before = max(width - len(word) - after, 0)
    return Text.assemble(("─" * before, "dim"), (word, "bold yellow"), ("─" * after, "dim"))


def _flow(items: tuple[Text, ...], width: int, console: Console) -> list[Text]:
    """Lay items side by side, on as few lines as hold them, about as many on each."""
    fitted = [_fit(item, console.encoding) for item in items]
    gap = Text(" " * (3 if width >= _NARROW else 2))
    for count in range(1, len(fitted) + 1):
        size = ceil(len(fitted) / count)
        rows = [gap.join(fitted[start : start + size]) for start in range(0, len(fitted), size)]
        if size == 1 or all(row.cell_len <= width for row in rows):
            return [line for row in rows for line in row.wrap(console, width)]
    return []


def _lay_body(page: Page, width: int, room: int, console: Console) -> tuple[list[Text], int]:
    """Return the body's lines, as airy as there is room for, and which of them starts the block in focus."""
    laid = [(block.spare, list(_lay_block(block, width, console))) for block in (SPACE, *page.body)]
    for spare in (2, 1, 0):
        lines: list[Text] = []
        focus = 0
        for index, (spared, block) in enumerate(laid):
            if index - 1 == page.focus:
                focus = len(lines)
            if spared <= spare:
                lines.extend(block)
        if len(lines) <= room:
            break
    return lines, len(lines) if page.focus is None and page.follows else focus


def _lay_rows(rows: Rows, width: int, console: Console) -> Iterator[Text]:
    for line in rows.lines:
        fitted = fit_text(line, console.encoding)
        narrow = fitted.isascii() and len(fitted) <= width
        for piece in [fitted] if narrow else chop_cells(fitted, width) or [""]:
            yield Text(piece)


def _lay_block(block: Block | Rows | Drawing, width: int, console: Console) -> Iterator[Text]:
    if isinstance(block, Drawing):
        block = Rows(tuple(block.draw(width)))
    if isinstance(block, Rows):
        yield from _lay_rows(block, width, console)
        return
    lead, text = (_fit(part, console.encoding) for part in (block.lead, block.text))
    follow = Text(block.follow or " " * lead.cell_len, lead.style if block.follow else "")
    text = text.copy()
    text.rstrip()
    wrapped = text.wrap(console, max(width - max(lead.cell_len, follow.cell_len), _SHORTEST_TEXT))
    for index, line in enumerate(wrapped or [Text()]):
        yield Text.assemble(follow if index else lead, line)


def _fit(text: Text, encoding: str) -> Text:
    """Return the text in characters that the encoding has, with its styles."""
    plain = fit_text(text.plain, encoding)
    if plain == text.plain:
        return text
    edges = {edge for span in text.spans for edge in (span.start, span.end)}
    return Text("").join(_fit_piece(piece, encoding) for piece in text.divide(sorted(edges - {0, len(text)})))


def _fit_piece(piece: Text, encoding: str) -> Text:
    """Return a piece whose styles reach from end to end, in characters that the encoding has."""
    fitted = Text(fit_text(piece.plain, encoding), piece.style)
    for span in piece.spans:
        fitted.stylize(span.style)
    return fitted
