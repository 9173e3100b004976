"""A key that is none in, the key that its author probably meant out."""

from collections.abc import Iterable
from difflib import get_close_matches
from itertools import islice

MOST_COMPARED = 300
LONGEST_COMPARED = 100
# Per cent of the letters; and how many words that look near are compared letter by letter
NEAR = 60
LIKELIEST = 3
# What teachers call things, by what they are called here.
NAMES = {
    "answer": "correct solution right response back key result",
    "answers": "correct solutions right",
    "distractors": "options choices wrong wrongs alternatives incorrect false distractor others",
    "because": "explanation explain why reason rationale comment feedback note notes hint",
    "question": "prompt stem ask front q statement",
    "meaning": "definition means description text explanation back",
    "term": "word name concept front",
    "aspect": "criterion topic feature name",
    "aliases": "synonyms alias accept",
    "accept": "alternatives synonyms aliases also accepted",
    "examples": "example instances",
    "title": "name heading caption",
    "bank": "id name",
    "type": "kind form",
    "program": "code source script",
    "tags": "tag labels label keywords topics",
    "refs": "ref references reference sources source",
    "steps": "items sequence order list",
    "pairs": "items matches match",
    "cells": "values columns",
    "left": "front term a",
    "right": "back meaning b",
    "text": "option answer statement",
    "points": "checklist mentions",
    "unit": "units",
    "tolerance": "margin deviation",
    "source": "from reference",
    "publisher": "publication",
    "url": "link href",
    "choice": "single mc radio select",
    "true-false": "boolean bool tf t/f yes-no",
    "typed": "short word input",
    "number": "numeric numerical integer",
    "cloze": "gap gaps fill fill-in blank blanks",
    "match": "pairs pairing",
    "order": "sort sorting sequence",
    "recall": "open essay free",
}


def find_meant(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that another is near to in its letters or, failing that, in its sense."""
    if len(word) > LONGEST_COMPARED:
        return None
    known = [name for name in islice(known, MOST_COMPARED) if len(name) <= LONGEST_COMPARED]
    folded = word.casefold().strip(" *_-\"'")
    if folded in known:
        return folded
    near = _find_near(word, known) or (folded != word and _find_near(folded, known))
    return near[0] if near else next((name for name in known if folded in NAMES.get(name, "").split()), None)


def _find_near(word: str, known: list[str]) -> list[str]:
    """Return the word that is nearest in its letters, if one is near: the quick ratio is never below the exact one."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - most names are known ones

    quick = process.extract(word, known, scorer=fuzz.ratio, score_cutoff=NEAR, limit=LIKELIEST)
    return get_close_matches(word, [name for name, _, _ in quick], n=1)
