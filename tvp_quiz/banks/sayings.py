"""One thing that pydantic found wrong with a value in, what to say of it to a teacher out."""

import re
from collections.abc import Callable
from typing import Any

from anyascii import anyascii

from tvp_quiz.banks.nodes import Node
from tvp_quiz.banks.wording import SHOWN, shorten
from tvp_quiz.domain.amounts import say_count

Said = tuple[str, str, str]
"""A rule, what is wrong, and what to write."""

MAX_SLUG = 64
SLUG = "Use small letters, digits and hyphens, as in `creation-cost`."
# How a value is written that is neither a text nor a list.
FORMS = {
    "source": "{title: …, publisher: …}",
    "cells": "{Column: …, Other column: …}",
    "choose": "{answer: …, distractors: […]}",
    "pairs": "{left: …, right: …}",
    "when": "{fact: value}",
    "proves": "{fact: value}",
    "was": "{New name: [Old name]}",
    "chart": "columns: […]` and `rows:",
}
# What names something that is there already, or was, can't be called anything else
ALONE = {
    "was": "Write the id that it had, as in `old-id`; that of an entry in another bank as `its-bank/old-id`.",
    "demo": "Write the name of the demo's file without its folder and without `.py`, as in `creation_cost`.",
}
QUOTE = "If a text was meant, put the whole text in quotes."


def say_wrong(kind: str, message: str, place: Node, name: str, context: dict[str, Any]) -> Said:
    """Return what to say of a value under the key `name`; `kind`, `message` and `context` are pydantic's."""
    say, name = SAYINGS.get(kind), shorten(name)
    if say:
        return say(place, name, context)
    return "wrong-value", f"`{name}` can't be used: {message}.", "Compare it with an entry that works."


def _get_text(place: Node) -> str:
    """Return a node's text, empty if it is none."""
    return place.value if isinstance(place.value, str) else ""


def _say_not_text(place: Node, name: str, _: dict[str, Any]) -> Said:
    found = "a list" if isinstance(place.value, list) else "keys and values"
    if name == "answer" and isinstance(place.value, list):
        remedy = "Put the text in quotes; if several answers apply, write `type: multiple` and `answers:`."
        return "wrong-type", "`answer` needs a text, and this is read as a list.", remedy
    return "wrong-type", f"`{name}` needs a text, and this is read as {found}.", QUOTE


def _say_not_list(place: Node, name: str, _: dict[str, Any]) -> Said:
    text = _get_text(place).strip()
    if place.value == "":
        remedy = "Write its items, each in a line that begins with `- `, or delete it."
        return "empty-text", f"`{name}` is empty.", remedy
    if text.startswith("-"):
        return "wrong-type", f"`{name}` needs a list, and a dash has no space after it.", "Write `- ` before each item."
    if text.endswith("]") and "[" not in text:
        remedy = f"Write `{name}: [{shorten(text)}`, with the bracket that opens it."
    elif isinstance(place.value, dict):
        remedy = "Begin each item with `- `, in a line of its own."
    elif "," in text or len(text) > SHOWN:
        remedy = f"Write each item in a line of its own below `{name}:`, beginning with `- `."
    else:
        remedy = f"Write `{name}: [{text}]`, or a line with `- ` for each item."
    return "wrong-type", f"`{name}` needs a list.", remedy


def _say_not_mapping(place: Node, name: str, _: dict[str, Any]) -> Said:
    if place.value == "":
        return (
            "empty-text",
            f"`{name}` is empty." if name else "This is empty.",
            "Write `key: value` lines below it, indented deeper.",
        )
    if isinstance(place.value, list) and name not in FORMS:
        return _say_not_text(place, name, {})
    what = f"`{name}` needs" if name else "An entry needs"
    form = f"Write it as `{FORMS[name]}`." if name in FORMS else "Write `key: value` lines, indented below it."
    return "wrong-type", f"{what} keys with values.", form


def _say_empty(place: Node, name: str, _: dict[str, Any]) -> Said:
    del place
    return (
        "empty-text",
        f"`{name}` is empty.",
        "Write its text or delete the line; if the text begins with #, put it in quotes.",
    )


def _say_bad_id(place: Node, name: str, _: dict[str, Any]) -> Said:
    text = _get_text(place)
    if not text.strip():
        return _say_empty(place, name, {})
    message = f"`{shorten(text)}` can't be used as `{name}`."
    if name in ALONE:
        return "bad-id", message, ALONE[name]
    slug = re.sub(r"[^a-z0-9]+", "-", anyascii(text).casefold()).strip("-")
    remedy = f"Write `{slug}`, if no other entry has that id." if 0 < len(slug) <= MAX_SLUG else SLUG
    return "bad-id", message, remedy if slug else SLUG


def _say_too_few(_: Node, name: str, ctx: dict[str, Any]) -> Said:
    least = ctx.get("min_length", 1)
    if "distractors" in name:
        return "no-distractor", "There is no distractor.", "Add at least one wrong option."
    return "too-few", f"`{name}` needs at least {say_count(least, 'item')}.", "Add what is missing."


def _say_too_many(_: Node, name: str, ctx: dict[str, Any]) -> Said:
    most = ctx.get("max_length")
    return "too-many", f"`{name}` has more than {most} items.", "Split the entry into several."


def _say_too_long(_: Node, name: str, ctx: dict[str, Any]) -> Said:
    most = ctx.get("max_length")
    return "too-long", f"`{name}` is longer than {most} characters.", "Split it into several entries."


def _say_not_bool(place: Node, name: str, _: dict[str, Any]) -> Said:
    given = shorten(_get_text(place)) or "anything else"
    return "wrong-type", f"`{name}` must be true or false, not `{given}`.", f"Write `{name}: true` or `{name}: false`."


def _say_colon(_: Node, name: str, ctx: dict[str, Any]) -> Said:
    return (
        "colon-in-text",
        f"In `{name}`, `{ctx['key']}:` is read as a key, because of its colon.",
        "Put the whole text in quotes.",
    )


def _say_bad_number(place: Node, name: str, _: dict[str, Any]) -> Said:
    given = shorten(_get_text(place))
    point = given.replace(",", ".")
    remedy = "Write digits with a decimal point, as in 0.5; what is counted goes into `unit`."
    counted = re.fullmatch(r"(-?\d+(?:\.\d+)?)\s*([^\W\d].*)?", point)
    if counted and counted[2]:
        remedy = f"Write `{name}: {counted[1]}`, and `unit: {counted[2]}`."
    elif counted and point.startswith("-"):
        remedy = "Write how far off on either side is still right, without a minus."
    elif counted:
        remedy = f"Write `{name}: {point}`, with a decimal point."
    return "bad-number", f"`{name}` needs a number, not `{given}`.", remedy


def _say_no_gap(_: Node, __: str, ctx: dict[str, Any]) -> Said:
    return "cloze-without-gap", ctx["what"], "Write {{word}}, or {{word|other word}}, where the gap is to be."


SAYINGS: dict[str, Callable[[Node, str, dict[str, Any]], Said]] = {
    "string_type": _say_not_text,
    "string_too_short": _say_empty,
    "string_too_long": _say_too_long,
    "string_pattern_mismatch": _say_bad_id,
    "list_type": _say_not_list,
    "dict_type": _say_not_mapping,
    "model_type": _say_not_mapping,
    "model_attributes_type": _say_not_mapping,
    "too_short": _say_too_few,
    "too_long": _say_too_many,
    "bool_parsing": _say_not_bool,
    "bool_type": _say_not_bool,
    "colon-in-text": _say_colon,
    "bad-number": _say_bad_number,
    "cloze-without-gap": _say_no_gap,
}
