"""Dice in, banks out that are shipped ones with mistakes, made up, or no text at all; and what must hold of any."""

import re
from codecs import BOM_UTF8
from collections.abc import Iterable
from functools import cache
from io import StringIO
from pathlib import Path
from random import Random
from zlib import crc32

from rich.console import Console

from tvp_quiz.banks.build import encode_draft, read_draft
from tvp_quiz.banks.deck import decode_deck, measure_head
from tvp_quiz.banks.examine import examine_draft
from tvp_quiz.banks.files import UnreadableError
from tvp_quiz.banks.findings import decode_findings, encode_findings
from tvp_quiz.banks.fix import fix_text
from tvp_quiz.banks.parse import Draft, list_entries
from tvp_quiz.banks.questions import MODELS
from tvp_quiz.banks.rules import RULES
from tvp_quiz.domain.card import Card
from tvp_quiz.domain.problem import Problem
from tvp_quiz.domain.prompt import QuestionView
from tvp_quiz.sessions.prompts import make_prompt
from tvp_quiz.terminal.draft import Draft as Answer
from tvp_quiz.terminal.page import lay_out
from tvp_quiz.terminal.question import draw_question

CONTENT = Path(__file__).parents[2] / "content"
PATH = Path("bank.yaml")
SHOWN = 3
OF_SO_MANY = 8
LONGEST = 500
"""Characters of a message."""
OBEYED = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")
SECTIONS = ("definitions", "faq", "questions", "chart")
KEYS_TEXT = (
    "id was term meaning sense aliases examples distractors aspect cells question answer points choose type because "
    "nuance refs tags demo proves when text answers accept tolerance unit pairs left right extra steps program columns "
    "rows bank title source qestion anwser Answer"
)
KEYS = KEYS_TEXT.split()
SIGNS_TEXT = (
    ": :: - -- ? | > |- # ' \" '' \\\" { } [ ] {} [] , & * *a &a ! !!str !!python/object % @ ` ~ = << --- ... {{ }} "
    "{{a|b}} \\ \\e[2J \\u200b \\ud800 \\x00 \\N"
)
SIGNS = SIGNS_TEXT.split()
ODD = (
    *(" ", "  ", "\t", "\n", "\r", "\r\n", "\x00", "\x1b[2J", "\x85", "\u2028", "\u202e", "\u200b", "\ufeff", "\xa0"),
    *("\xe9", "\u6f22", "\U0001f468\u200d\U0001f469", "\u0645\u06cc\u200c\u062e", "\ufffe", "\U0010ffff"),
)
VALUES = (
    *(
        "",
        "a",
        "no",
        "1.10",
        "0x10",
        "-1e999",
        "5%",
        "true",
        "x" * 70,
        "x" * 6000,
        "a b",
        "a, b",
        "a: b",
        "a #b",
        "=1+1",
    ),
    *("../../etc/passwd", "creation", "{text: a, because: b}", "[a, b, c]", "{a: {b: c}}", "\n      - a\n      - b"),
)


@cache
def list_pieces() -> tuple[tuple[str, str], ...]:
    """Return the entries of the shipped banks, each with the lines that it needs above it."""
    pieces = []
    for path in sorted(CONTENT.rglob("*.yaml")):
        head, *sections = re.split(r"^(?=[a-z]+:\n)", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        for section in sections:
            above, *items = re.split(r"^(?= +- id: )", section, flags=re.MULTILINE)
            pieces += [(f"{head}{above}", item) for item in items]
    return tuple(pieces)


def make_bank(dice: Random) -> bytes:
    """Return a file that may be a bank."""
    if dice.random() < 0.03:
        return dice.randbytes(dice.randrange(200))
    text = make_up(dice) if dice.random() < 0.3 else pick_entries(dice)
    for _ in range(dice.choice((0, 1, 1, 2, 3, 6))):
        text = mutate(text, dice)
    data = text.encode("utf-8", "surrogatepass")
    if dice.random() < 0.04:
        return text.encode(dice.choice(("utf-16", "utf-8-sig", "latin-1")), "replace")
    if dice.random() < 0.04:
        at = dice.randrange(len(data) + 1)
        return data[:at] + dice.randbytes(2) + data[at:]
    return data


def pick_entries(dice: Random) -> str:
    """Return a shipped bank of a few entries of one section."""
    above, item = dice.choice(list_pieces())
    alike = [other for head, other in list_pieces() if head == above]
    return above + item + "".join(dice.sample(alike, min(len(alike), dice.randrange(3))))


def make_up(dice: Random) -> str:
    """Return a bank of made-up entries, as wrong as it comes."""
    lines = ["bank: x", f"title: {make_value(dice)}"]
    for section in dice.sample(SECTIONS, dice.randrange(1, 3)):
        lines.append(f"{section}:")
        if section == "chart":
            lines += ["  columns: [A, B]", "  rows:"]
        for number in range(dice.randrange(1, 4)):
            keys = dice.sample(KEYS, dice.randrange(1, 8))
            lines += [f"  - id: e{number}", f"    type: {dice.choice(list(MODELS))}"]
            lines += [f"    {key}: {make_value(dice)}" for key in keys]
    return "\n".join(lines) + "\n"


def make_value(dice: Random) -> str:
    """Return what may stand after a key."""
    text = dice.choice(VALUES)
    odd = f"{dice.choice(SIGNS)}{text}", f"{text}{dice.choice(ODD)}b"
    return dice.choice((text, text, f'"{text}"', f"'{text}'", *odd))


def mutate(text: str, dice: Random) -> str:
    """Return a text with a mistake."""
    start = dice.randrange(len(text) + 1)
    end = min(start + dice.randrange(1, 30), len(text))
    lines = text.split("\n")
    line = dice.randrange(len(lines))
    match dice.randrange(8):
        case 0:
            return text[:start] + text[end:]
        case 1:
            return text[:start] + dice.choice(SIGNS) + text[start:]
        case 2:
            return text[:start] + dice.choice(ODD) + text[start:]
        case 3:
            return text[:start] + text[start:end] * dice.randrange(2, 40) + text[end:]
        case 4:
            lines[line] = dice.choice((lines[line].lstrip(), f" {lines[line]}", lines[line][1:], f"- {lines[line]}"))
        case 5:
            lines.insert(dice.randrange(len(lines)), lines[line])
        case 6:
            lines[line] = f"{lines[line].partition(':')[0]}: {make_value(dice)}"
        case _:
            del lines[line]
    return "\n".join(lines)


def hold_loader(data: bytes) -> None:
    """Check all that a file may be asked for, whatever is in it."""
    draft = read_draft(data, PATH)
    found = examine_draft(draft)
    hold_problems(found.problems, data)
    assert draft.bank or draft.problems, "no bank, and nothing that says why"
    assert decode_findings(encode_findings(found), PATH) == found
    cards = hold_cards(draft)
    # What takes longest is asked of some, the same ones whenever they are tried
    if crc32(data) % OF_SO_MANY == 0:
        hold_mended(draft, data)
        for card in cards[:SHOWN]:
            hold_page(card)


def hold_problems(problems: Iterable[Problem], data: bytes) -> None:
    """Check that each problem says something of a place that there is."""
    lines = [line.decode(errors="replace") for line in data.removeprefix(BOM_UTF8).splitlines()]
    for problem in problems:
        assert problem.rule in RULES, problem
        assert 1 <= problem.line <= len(lines) + 1, problem
        line = lines[problem.line - 1] if problem.line <= len(lines) else ""
        assert 1 <= problem.column <= len(line) + 2, problem
        assert problem.message, problem
        assert problem.remedy, problem
        assert len(problem.message) < LONGEST, problem
        assert len(problem.remedy) < LONGEST, problem


def hold_cards(draft: Draft) -> list[Card]:
    """Check that what was read can be kept and read again, and return its cards."""
    encoded = encode_draft(draft)
    deck = decode_deck(encoded, PATH)
    again = decode_deck(encoded[: measure_head(encoded)], PATH, lambda start, end: encoded[start:end])
    assert again.heading == deck.heading
    assert again.problems == deck.problems == tuple(draft.problems)
    cards = {card: deck.cards[card] for card in deck.cards}
    assert dict(again.cards) == cards
    return list(cards.values())


def hold_page(card: Card) -> None:
    """Check that a card can be asked, and that a terminal has nothing to obey in it."""
    view = QuestionView(make_prompt(card, Random(0)), card.id, 0, 1, "")
    page = draw_question(view, Answer(view.prompt))
    console = Console(width=60, file=StringIO(), color_system=None, legacy_windows=False, _environ={})
    for line in lay_out(page, console).lines:
        assert not OBEYED.search(line.plain), line.plain


def hold_mended(draft: Draft, data: bytes) -> None:
    """Check that mending a file loses none of its entries."""
    try:
        text = data.decode("utf-8-sig")
        mended, fixes = fix_text(text, PATH)
    except (UnicodeDecodeError, UnreadableError):
        return
    assert bool(fixes) == (mended != text)
    if fixes:
        after = read_draft(mended.encode(), PATH)
        assert {entry.id for entry in list_entries(draft)} <= {entry.id for entry in list_entries(after)}
        assert after.root is not None or draft.root is None
