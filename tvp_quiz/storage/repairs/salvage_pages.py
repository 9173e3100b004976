"""A SQLite file in, however damaged, and its write-ahead log; the rows that stand on their pages out.

The formats are those of SQLite's manual, https://www.sqlite.org/fileformat2.html. SQLite itself finds a row by way of
its schema and of the pages above; here each page is read by itself, so that what is left of a file counts.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from mmap import ACCESS_READ, mmap
from pathlib import Path
from struct import error as StructError  # noqa: N812 - it is a class
from struct import iter_unpack, unpack_from

from tvp_quiz.storage.backups.packing import DATABASE, HEADER_BYTES, read_page_size
from tvp_quiz.storage.holes import find_log, list_stretches
from tvp_quiz.storage.repairs.salvage_log import Bytes, Log, Stretches, read_log

Value = int | float | str | bytes | None
Record = tuple[Value, ...]

TABLE_LEAF, INDEX_LEAF, INDEX_INTERIOR = 0x0D, 0x0A, 0x02
HIGHEST_HEAD = 12
INDEX_KINDS = {INDEX_LEAF, INDEX_INTERIOR}
SIZES = (4096, 1024, 2048, 8192, 16384, 32768, 65536, 512)
# The shares of a page that rows of an index may take, which never change
FRACTIONS = bytes((64, 32, 32))
LONGEST_RECORD = 1 << 24
INTEGERS = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}
FLOAT, ZERO, ONE, FIRST_BLOB = 7, 8, 9, 12
LONGEST_VARINT = 9


class Pages:
    """The pages of a file by their number from 1 on, as the last transaction left them."""

    def __init__(self, content: Bytes, stretches: Stretches, log: Log, size: int) -> None:
        """Take the bytes of a file, where anything was written to it, and its log."""
        self._content = content
        self._stretches = stretches
        self._log = log
        self.size = size
        # Bytes at the end of each page that hold no row
        self._reserved = content[20] if has_header(content) else 0
        self._last = -(-len(content) // size)
        # A page that a row flowed over to is part of no other row
        self.spent: set[int] = set()

    @property
    def is_log_broken(self) -> bool:
        """Tell whether the log holds what SQLite would not read any more."""
        return self._log.is_broken

    @property
    def usable(self) -> int:
        """Return how many bytes of each page are for rows."""
        return self.size - self._reserved

    def list_numbers(self) -> list[int]:
        """Return the numbers of all pages, those last that SQLite holds for empty: what stands there may be old."""
        free = self._find_free()
        written = (range(start // self.size + 1, -(-end // self.size) + 1) for start, end in self._stretches)
        numbers = {*chain.from_iterable(written), *self._log.places}
        return sorted(numbers, key=lambda number: (number in free, number))

    def read(self, number: int) -> bytes:
        """Return a page, shorter where the file ends within it. Raises ValueError where there is none."""
        if place := self._log.places.get(number):
            return self._log.content[place : place + self.size]
        if not 1 <= number <= self._last:
            raise ValueError(f"there is no page {number}")
        return self._content[(number - 1) * self.size : number * self.size]

    def _find_free(self) -> set[int]:
        free: set[int] = set()
        (trunk,) = unpack_from(">I", self.read(1).ljust(HEADER_BYTES, b"\0"), 32)
        while 1 < trunk <= self._last and trunk not in free:
            free.add(trunk)
            trunk, count, *leaves = (
                number for (number,) in iter_unpack(">I", self.read(trunk).ljust(self.size, b"\0"))
            )
            free.update(leaves[:count])
        return free


def read_pages(path: Path) -> Iterator[Pages]:
    """Yield the pages of a file for each size that they may have, the likeliest first."""
    with (
        open_bytes(path) as (content, stretches),
        open_bytes(find_log(path)) as (written, written_at),
    ):
        if not content and not written:
            return
        likely = read_page_size(content[:HEADER_BYTES]) if has_header(content) else 0
        for size in sorted(SIZES, key=lambda size: size != likely):
            yield Pages(content, stretches, read_log(written, written_at, size), size)


def has_header(content: Bytes) -> bool:
    """Tell whether a file begins as every SQLite file does."""
    return len(content) >= HEADER_BYTES and content[: len(DATABASE)] == DATABASE and content[21:24] == FRACTIONS


@contextmanager
def open_bytes(path: Path) -> Iterator[tuple[Bytes, Stretches]]:
    """Yield the bytes of a file, which need not be there and may be larger than memory, and where any were written."""
    if not path.exists() or not path.stat().st_size:
        yield b"", []
        return
    with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as content:
        yield content, list(list_stretches(file))


def read_rows(pages: Pages, number: int) -> Iterator[tuple[int, Record]]:
    """Yield the rows that stand on one page, each with the kind of the page, but for those that can't be read."""
    page = pages.read(number)
    kind = page[0] if len(page) > HIGHEST_HEAD else 0
    if kind != TABLE_LEAF and kind not in INDEX_KINDS:
        return
    # Above each row of an index stands the number of a page
    head, above = (12, 4) if kind == INDEX_INTERIOR else (8, 0)
    count = min(unpack_from(">H", page, 3)[0], (len(page) - head) // 2)
    for (at,) in iter_unpack(">H", page[head : head + 2 * count]):
        try:
            yield kind, read_record(read_payload(pages, page, at + above, kind))
        except (ValueError, IndexError, StructError):
            continue


def read_payload(pages: Pages, page: bytes, at: int, kind: int) -> bytes:
    """Return the bytes of one row, with those on the pages that it flows over to."""
    length, at = read_varint(page, at)
    if kind == TABLE_LEAF:
        _, at = read_varint(page, at)
    if length > LONGEST_RECORD:
        raise ValueError("no row of ours is that long")
    usable = pages.usable
    most = usable - 35 if kind == TABLE_LEAF else (usable - 12) * 64 // 255 - 23
    least = (usable - 12) * 32 // 255 - 23
    fitting = least + (length - least) % (usable - 4)
    here = length if length <= most else fitting if fitting <= most else least
    payload = [page[at : at + here]]
    missing = length - here
    if missing:
        (following,) = unpack_from(">I", page.ljust(at + here + 4, b"\0"), at + here)
    while missing > 0:
        if following in pages.spent:
            raise ValueError("a page is part of one row only")
        overflow = pages.read(following)
        pages.spent.add(following)
        payload.append(overflow[4 : 4 + min(missing, usable - 4)])
        missing -= len(payload[-1])
        (following,) = unpack_from(">I", overflow)
        if bool(following) != (missing > 0):
            raise ValueError("a row goes on to where it ends")
    return b"".join(payload)


def read_record(payload: bytes) -> Record:
    """Return the values of one row. Raises ValueError or IndexError where it is none."""
    end, at = read_varint(payload, 0)
    body = end
    values = []
    while at < end:
        code, at = read_varint(payload, at)
        value, body = read_value(payload, code, body)
        values.append(value)
    if at != end or body != len(payload):
        raise ValueError("a row is as long as its parts")
    return tuple(values)


def read_value(payload: bytes, code: int, at: int) -> tuple[Value, int]:
    """Return the value that a serial type stands for, and where the next one begins."""
    if code in {ZERO, ONE}:
        return code - ZERO, at
    if code == 0:
        return None, at
    if code in {FLOAT + 3, FLOAT + 4}:
        raise ValueError("no value has that type")
    length = (code - FIRST_BLOB) // 2 if code >= FIRST_BLOB else INTEGERS.get(code, 8)
    part = payload[at : at + length]
    if len(part) < length:
        raise ValueError("a value is longer than its row")
    if code == FLOAT:
        return float(unpack_from(">d", part)[0]), at + length
    if code < FIRST_BLOB:
        return int.from_bytes(part, signed=True), at + length
    return part.decode() if code % 2 else part, at + length


def read_varint(content: bytes, at: int) -> tuple[int, int]:
    """Return an integer of one to nine bytes, and where the next begins. Raises IndexError where it is cut."""
    value = 0
    for count in range(1, LONGEST_VARINT + 1):
        byte = content[at]
        at += 1
        if count == LONGEST_VARINT:
            return value << 8 | byte, at
        value = value << 7 | byte & 0x7F
        if byte < 0x80:  # noqa: PLR2004 - its highest bit says whether more follow
            break
    return value, at
