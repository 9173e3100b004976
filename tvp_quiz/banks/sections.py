"""The keys of an entry in, the section and the types of question that it could belong to out."""

import re
from collections.abc import Collection, Iterable

from tvp_quiz.banks.nodes import Node
from tvp_quiz.banks.questions import MODELS
from tvp_quiz.banks.sayings import Said
from tvp_quiz.banks.synonyms import find_meant
from tvp_quiz.banks.wording import shorten

LISTS = ("definitions", "faq", "questions")
SECTIONS = (*LISTS, "chart")
MULTIPLE_CHOICE = re.compile(r"multiple[ _-]?choice|mcq?", re.IGNORECASE)
# Keys by which an entry is known as one of a section; a faq has none that others lack.
MARKS = {"rows": ("aspect", "cells"), "definitions": ("term", "meaning"), "questions": ("type",)}


def find_section(keys: Collection[str], section: str) -> str | None:
    """Return the section in which an entry belongs, if it is another than the one it stands in."""
    if any(mark in keys for mark in MARKS.get(section, ())):
        return None
    return next((other for other, marks in MARKS.items() if any(mark in keys for mark in marks)), None)


def find_types(key: str) -> list[str]:
    """Return the types of question to which a key belongs, none for a key of every entry or of no question."""
    types = [name for name, model in MODELS.items() if key in model.model_fields]
    return types if len(types) < len(MODELS) else []


def guess_types(keys: Collection[str]) -> list[str]:
    """Return the types of question that a question with such keys, and no type, could be."""
    return [
        name
        for name, model in MODELS.items()
        if all(key in model.model_fields for key in keys)
        and all(key in keys or key == "type" or not field.is_required() for key, field in model.model_fields.items())
    ]


def is_type(key: str, value: Node | None) -> bool:
    """Tell whether a key was meant to be `type`, by its name or by its value."""
    return bool(find_meant(key, ["type"])) or (
        value is not None and isinstance(value.value, str) and value.value in MODELS
    )


def say_wrong_section(section: str, home: str) -> Said:
    """Return what to say of an entry that stands in one section and belongs in another."""
    where = "`rows` of the chart" if home == "rows" else f"`{home}`"
    message = f"This entry stands in `{section}`, and by its keys it is one of the {where}."
    remedy = f"Move it there, with those of its kind below it; or write `{home}:` above it, if that line is missing."
    return "wrong-section", message, remedy


def say_unknown_type(name: str) -> Said:
    """Return what to say of a type that there is not."""
    meant, first = find_meant(name, MODELS), name.partition(" ")[0]
    remedy = f"Did you mean `{meant}`?" if meant else f"Write one of {_list(MODELS)}."
    if MULTIPLE_CHOICE.fullmatch(name):
        remedy = "Write `choice` if one of the options is right, and `multiple` if several are."
    elif first in MODELS:
        remedy = f"Write `type: {first}` and no more; what follows it needs a key of its own."
    message = f"`{shorten(name)}` is no type of question." if name else "This is no type of question."
    return "unknown-type", message, remedy


def say_no_type(keys: Collection[str]) -> Said:
    """Return what to say of a question with such keys that has no type."""
    fitting = guess_types(keys) or list(MODELS)
    remedy = f"Add `type: {fitting[0]}`." if len(fitting) == 1 else f"Add `type: …` with one of {_list(fitting)}."
    return "missing-key", "`type` is missing here.", remedy


def _list(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)
