"""A write-ahead log in, however torn; where in it the newest of each committed page begins out.

Its format is that of SQLite's manual, https://www.sqlite.org/fileformat2.html, section 4.
"""

import sys
from mmap import mmap
from struct import iter_unpack, unpack_from
from typing import NamedTuple

Bytes = bytes | mmap
# Where what was written to a file begins and ends
Stretches = list[tuple[int, int]]

WAL_MAGICS = {0x377F0682: "<", 0x377F0683: ">"}
WAL_HEADER, FRAME_HEADER = 32, 24


class Log(NamedTuple):
    """A write-ahead log: where the newest of each page begins, and whether SQLite itself would not read them all."""

    content: Bytes
    places: dict[int, int]
    is_broken: bool


def read_log(content: Bytes, stretches: Stretches, size: int) -> Log:
    """Return what a write-ahead log of pages of `size` bytes holds that was committed.

    SQLite stops at the first frame that is broken. The sums of those after it go on from the one that stands in its
    header, so they can be told from what an earlier use of the log has left, or a power cut.
    """
    magic, _, declared, _, *salts = unpack_from(">6I", content) if len(content) >= WAL_HEADER else [0] * 6
    order = WAL_MAGICS.get(magic) or ("<" if sys.byteorder == "little" else ">")
    places: dict[int, int] = {}
    if magic in WAL_MAGICS and declared != size:
        return Log(content, places, is_broken=False)
    begun: dict[int, int] = {}
    step = size + FRAME_HEADER
    frames = list_frames(len(content), stretches, step)
    is_stopped = magic not in WAL_MAGICS or not is_sum(
        content[: WAL_HEADER - 8], (0, 0), content, WAL_HEADER - 8, order
    )
    is_broken = False
    if magic not in WAL_MAGICS:
        salts = next((list(found) for at in frames if any(found := unpack_from(">2I", content, at + 8))), salts)
    for at in frames:
        before = max(at - step, WAL_HEADER - FRAME_HEADER)
        number, pages, *of_frame = unpack_from(">4I", content, at)
        if of_frame != salts or not is_whole(content, before, at, size, order):
            is_stopped = True
            continue
        begun[number] = at + FRAME_HEADER
        if pages:
            is_broken = is_broken or is_stopped
            places |= begun
            begun.clear()
    return Log(content, places, is_broken)


def list_frames(length: int, stretches: Stretches, step: int) -> list[int]:
    """Return where the frames of a log begin in which anything was written."""
    count = (length - WAL_HEADER) // step
    numbers = {
        number
        for start, end in stretches
        for number in range(max(start - WAL_HEADER, 0) // step, min(-((WAL_HEADER - end) // step), count))
    }
    return [WAL_HEADER + number * step for number in sorted(numbers)]


def is_whole(content: Bytes, before: int, at: int, size: int, order: str) -> bool:
    """Tell whether a frame's sum, which goes on from that of the frame before it, is that of its bytes."""
    start = unpack_from(">2I", content, before + 16)
    summed = content[at : at + 8] + content[at + FRAME_HEADER : at + FRAME_HEADER + size]
    return is_sum(summed, start, content, at + 16, order)


def is_sum(summed: bytes, start: tuple[int, ...], content: Bytes, at: int, order: str) -> bool:
    """Tell whether the sum of some bytes, which goes on from `start`, is the one that stands at a place."""
    low, high = start
    for first, second in iter_unpack(f"{order}2I", summed):
        low = (low + first + high) & 0xFFFFFFFF
        high = (high + second + low) & 0xFFFFFFFF
    return (low, high) == unpack_from(">2I", content, at)
