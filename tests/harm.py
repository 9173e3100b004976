"""Ways to damage a history's file."""

import sqlite3
from contextlib import closing
from pathlib import Path


def overwrite_page(path: Path) -> None:
    """Overwrite a page that the schema hangs on."""
    content = bytearray(path.read_bytes())
    content[4096:8192] = b"\x5a" * 4096
    path.write_bytes(content)


def overwrite_header(path: Path) -> None:
    path.write_bytes(b"\x5a" * 4096 + path.read_bytes()[4096:])


def empty_index(path: Path) -> None:
    """Let an index say that it holds nothing: all can still be read, and only who compares it sees that."""
    with closing(sqlite3.connect(path)) as connection:
        ((root,),) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'review_of_day'")
        ((size,),) = connection.execute("PRAGMA page_size")
    content = bytearray(path.read_bytes())
    cells = (root - 1) * size + 3
    content[cells : cells + 2] = b"\0\0"
    path.write_bytes(content)
