"""A number of entries in, a content folder of banks with so many out: all sections, types and usual lengths."""

from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path
from random import Random

import yaml

TEXT = """
address allocator barrier batch blocking boundary branch buffer cache call cell channel child clock cluster code
collector compiler condition context core counter critical daemon data deadlock descriptor device disk domain driver
event exception executor fault fence fibre file flag frame function future garbage guard handle handler heap host
image instance instruction interface interrupt isolation job kernel key latch latency library line link list load
lock loop machine mapping memory message mode module monitor mutex network node object offset order owner packet
page parallel parent path pipe pointer policy pool port priority private process producer program promise protected
protocol queue quota range reader record register remote request reserve resource response result ring root router
runtime safe sandbox scheduler scope section segment semaphore sequence server service session shared shell signal
slice slot socket space spin stack state static storage stream swap switch symbol system table task thread ticket
timer token trace transfer trap tree user value vector version virtual wait window worker writer yield zone
"""
WORDS = TEXT.split()
COLUMNS = ("Thread", "Process")

Entry = dict[str, object]


def write_banks(folder: Path, files: int, count: int) -> None:
    """Write so many banks of `count` entries each."""
    folder.mkdir(parents=True)
    for number in range(files):
        name = f"benchmark-{number}"
        (folder / f"{name}.yaml").write_text(make_bank(name, count), encoding="utf-8")


def make_bank(name: str, count: int) -> str:
    """Return a bank of `count` entries: of ten, four are definitions, one a chart row, two FAQ and three questions."""
    dice = Random(f"{name} {count}")
    terms = [" ".join(pair) for pair in dice.sample(list(combinations(WORDS, 2)), count * 4 // 10)]
    rows = [make_row(dice, number) for number in range(count // 10)]
    bank = {
        "bank": name,
        "title": "A bank to be measured by",
        "source": {"title": "Thread vs. Process", "publisher": "Nobody", "updated": "2024-03-21"},
        "definitions": [make_definition(dice, number, term) for number, term in enumerate(terms)],
        "chart": {"columns": list(COLUMNS), "rows": rows},
        "faq": [make_faq(dice, number) for number in range(count * 2 // 10)],
        "questions": list(make_questions(dice, count - count * 7 // 10)),
    }
    return yaml.dump(bank, Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True, width=100)


def say(dice: Random, fewest: int, most: int) -> str:
    """Return a sentence of so many words."""
    return " ".join(dice.choices(WORDS, k=dice.randint(fewest, most))).capitalize()


def make_options(dice: Random, count: int) -> list[Entry]:
    """Return options with what is said about each."""
    return [{"text": say(dice, 5, 10), "because": say(dice, 8, 16)} for _ in range(count)]


def make_definition(dice: Random, number: int, term: str) -> Entry:
    """Return a definition: five cards."""
    return {
        "id": f"definition-{number}",
        "term": term.capitalize(),
        "meaning": say(dice, 9, 14),
        "examples": [say(dice, 10, 16), say(dice, 10, 16)],
        "because": say(dice, 12, 24),
        "refs": [f"DEF-{number}"],
        "tags": [dice.choice(WORDS)],
    }


def make_row(dice: Random, number: int) -> Entry:
    """Return a row of a chart of two columns: five cards."""
    return {
        "id": f"row-{number}",
        "aspect": say(dice, 3, 4),
        "cells": {column: say(dice, 6, 10) for column in COLUMNS},
        "because": say(dice, 12, 24),
        "refs": [f"CH-{number}"],
    }


def make_faq(dice: Random, number: int) -> Entry:
    """Return a question with its answer, every other one with options too: one card or two."""
    choose = {"answer": say(dice, 5, 10), "distractors": make_options(dice, 3)}
    return {
        "id": f"faq-{number}",
        "question": say(dice, 8, 14) + "?",
        "answer": say(dice, 20, 36),
        "points": [say(dice, 3, 5) for _ in range(3)],
        **({"choose": choose} if number % 2 else {}),
        "because": say(dice, 12, 24),
        "refs": [f"FAQ-{number}"],
    }


def make_questions(dice: Random, count: int) -> Iterator[Entry]:
    """Yield questions of all types in turn: a card each."""
    for number in range(count):
        kind, make = list(PARTS.items())[number % len(PARTS)]
        yield {
            "id": f"question-{number}",
            "type": kind,
            "question": say(dice, 8, 16) + "?",
            **make(dice),
            "because": say(dice, 12, 24),
            "refs": [f"Q-{number}"],
        }


def make_choice(dice: Random) -> Entry:
    """Return what only a question with one right option has."""
    return {"answer": say(dice, 5, 10), "distractors": make_options(dice, 3)}


def make_pairs(dice: Random) -> list[Entry]:
    """Return pairs that differ on both sides."""
    lefts = dice.sample(WORDS, 4)
    return [{"left": left, "right": say(dice, 3, 6)} for left in lefts]


PARTS: dict[str, Callable[[Random], Entry]] = {
    "choice": make_choice,
    "multiple": lambda dice: {
        "answers": [say(dice, 5, 9) for _ in range(2)],
        "distractors": make_options(dice, 3),
    },
    "true-false": lambda dice: {"answer": dice.choice((True, False))},
    "typed": lambda dice: {"answer": say(dice, 2, 2)},
    "number": lambda dice: {"answer": dice.randint(2, 4096), "tolerance": "5%", "unit": "pages"},
    "cloze": lambda dice: {"text": f"{say(dice, 6, 9)} {{{{{dice.choice(WORDS)}}}}} {say(dice, 6, 9)}"},
    "match": lambda dice: {"pairs": make_pairs(dice), "extra": [say(dice, 3, 6)]},
    "order": lambda dice: {"steps": [say(dice, 4, 8) for _ in range(5)]},
    "recall": lambda dice: {"answer": say(dice, 16, 28), "points": [say(dice, 3, 5) for _ in range(3)]},
    "predict": lambda dice: {"program": "from os import fork\n\nprint(fork())\n", **make_choice(dice)},
}
