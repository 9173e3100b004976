"""Encoded decks on disk: what was read from a file comes back as long as neither the file nor this code has changed.

A cache file is one line that names the code, the source's bytes and the check sum, and below it the deck. Nothing
in it is executed, and whatever is wrong with it only means that the source is read again.
"""

import os
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from pathlib import Path
from zlib import crc32

from tvp_quiz.banks.files import UnreadableError, read_regular

MAX_BYTES = 512 * 1024 * 1024
CODE = (Path(__file__).parent, Path(__file__).parent.parent / "domain")


def recall_deck(folder: Path, path: Path, source: bytes) -> tuple[bytes, int] | None:
    """Return the deck that was made of these very bytes of a file by this very code, or None.

    It is given as data and the byte at which it begins, because copying a large one takes time.
    """
    try:
        data = read_regular(_find_place(folder, path), MAX_BYTES)
    except UnreadableError:
        return None
    start = data.find(b"\n") + 1
    return (data, start) if data[:start] == _label(source, memoryview(data)[start:]) else None


def keep_deck(folder: Path, path: Path, source: bytes, deck: bytes) -> None:
    """Write a deck, whole or not at all; a folder that takes no files is no failure."""
    import tempfile  # noqa: PLC0415 - a start that finds its decks has no use for it

    with suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=folder, suffix=".tmp")
        try:
            with open(handle, "wb") as file:  # noqa: PTH123 - a descriptor, not a path
                file.write(_label(source, deck))
                file.write(deck)
            os.replace(name, _find_place(folder, path))  # noqa: PTH105 - both are names
        except OSError:
            os.unlink(name)  # noqa: PTH108 - a name
            raise


def _find_place(folder: Path, path: Path) -> Path:
    name = blake2b(os.fsencode(os.path.abspath(path)), digest_size=16).hexdigest()  # noqa: PTH100 - keeps links
    return folder / f"{name}.deck"


def _label(source: bytes, deck: bytes | memoryview) -> bytes:
    return b"%s %s %08x\n" % (_hash_code(), blake2b(source).hexdigest().encode(), crc32(deck))


@cache
def _hash_code() -> bytes:
    """Return what stands for the code that makes decks: its sources, byte by byte."""
    digest = blake2b(digest_size=16)
    for folder in CODE:
        for name in sorted(os.listdir(folder)):  # noqa: PTH208 - names alone
            if name.endswith(".py"):
                digest.update((folder / name).read_bytes())
    return digest.hexdigest().encode()
