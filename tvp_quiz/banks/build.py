"""A bank file's bytes in, an encoded deck out."""

from codecs import BOM_UTF8
from pathlib import Path

from tvp_quiz.banks.cards import describe_source, make_cards
from tvp_quiz.banks.deck import Heading, encode_deck
from tvp_quiz.banks.files import UnreadableError
from tvp_quiz.banks.parse import Draft, parse_bank
from tvp_quiz.banks.prints import digest_cards


def read_draft(data: bytes, path: Path) -> Draft:
    """Return what a bank file says."""
    try:
        return parse_bank(decode_text(data), path)
    except UnreadableError as error:
        return Draft(path, problems=[error.locate(path)])


def decode_text(data: bytes) -> str:
    """Return a file's text, without a byte order mark; raises UnreadableError if it is not UTF-8."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = (data[: error.start] + b"_").removeprefix(BOM_UTF8).splitlines()
        raise UnreadableError(
            "not-utf8",
            "This is no UTF-8 text from here on.",
            "Save the file with the encoding UTF-8.",
            len(before),
            len(before[-1].decode()),
        ) from error


def build_deck(data: bytes, path: Path) -> bytes:
    """Return a bank file as an encoded deck."""
    return encode_draft(read_draft(data, path))


def encode_draft(draft: Draft) -> bytes:
    """Return what was read of a bank file as an encoded deck."""
    bank = draft.bank
    if bank is None:
        return encode_deck(Heading(), draft.problems, [])
    cards = make_cards(bank)
    heading = Heading(bank.bank, bank.title, describe_source(bank.source), *draft.place, digest_cards(cards))
    return encode_deck(heading, draft.problems, cards)
