"""What pydantic found wrong with a mapping in, problems at the offending token in a teacher's words out."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from pydantic import BaseModel, ValidationError

from tvp_quiz.banks.nodes import Node
from tvp_quiz.banks.sayings import Said, say_wrong
from tvp_quiz.banks.sections import SECTIONS, find_types
from tvp_quiz.banks.synonyms import find_meant
from tvp_quiz.banks.wording import shorten
from tvp_quiz.domain.problem import Problem

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

Loc = tuple[str | int, ...]
MOST_EXPLAINED = 50
UNKNOWN = "extra_forbidden"
ENTRY_KEYS = frozenset(
    {"term", "meaning", "sense", "aliases", "examples", "aspect", "cells", "choose", "id", "because"}
)

Found = tuple[Node, Said]
"""Where, and what to say."""


def explain_errors(error: ValidationError, model: type[BaseModel], node: Node, path: Path) -> list[Problem]:
    """Return pydantic's errors about a node as problems at their places; `model` tells which keys there are.

    What is missing in one mapping is one problem, and so is a key that is missing because another stands in its place.
    """
    errors = error.errors(include_url=False)[:MOST_EXPLAINED]
    problems: list[Found] = []
    for owner in dict.fromkeys(details["loc"][:-1] for details in errors):
        keys = [details for details in errors if details["loc"][:-1] == owner]
        problems += _explain_keys(keys, owner, _find_model(model, owner), node)
    problems += [_explain_value(details, node) for details in errors if details["type"] not in {"missing", UNKNOWN}]
    return [Problem(path, at.line, at.column, *said) for at, said in problems if at is node or not at.is_broken]


def _explain_keys(errors: list["ErrorDetails"], owner: Loc, model: type[BaseModel], node: Node) -> Iterator[Found]:
    """Yield what is wrong with the keys of one mapping, rather than with their values."""
    parent, _ = _follow(node, owner)
    missing = [str(details["loc"][-1]) for details in errors if details["type"] == "missing"]
    if {"left", "right"} <= set(missing):
        yield parent, ("wrong-type", "A pair says what is on its left and on its right.", "Write {left: …, right: …}.")
        return
    unknown = [str(details["loc"][-1]) for details in errors if details["type"] == UNKNOWN]
    for name in unknown:
        key = parent.keys[name] if parent.keys else parent
        said, instead = _say_unknown(name, model, parent, missing if len(missing) == len(unknown) == 1 else [])
        missing = [other for other in missing if other != instead]
        yield key, said
    for name in list(missing):
        swallower = _find_swallower(name, parent)
        if swallower:
            missing.remove(name)
            yield swallower, _say_swallowed(name)
    if missing:
        yield parent, say_missing(missing)


def say_missing(names: list[str]) -> Said:
    """Return what to say of keys that are missing in one place."""
    listed = " and ".join(filter(None, [list_words(names[:-1]), list_words(names[-1:])]))
    wanted = " and ".join(f"`{shorten(name)}: …`" for name in names)
    return "missing-key", f"{listed} {'is' if len(names) == 1 else 'are'} missing here.", f"Add {wanted}."


def _find_swallower(name: str, parent: Node) -> Node | None:
    """Return the text in which a key was swallowed, because it is indented deeper than the key of that text."""
    inside = re.compile(rf"(?:^|\s){re.escape(name)}:(?:\s|$)")
    texts = parent.value.values() if isinstance(parent.value, dict) else []
    return next((text for text in texts if isinstance(text.value, str) and inside.search(text.value)), None)


def _say_swallowed(name: str) -> Said:
    message = f"`{name}:` is read as a part of this text, because it is indented deeper than the key of the text."
    return "missing-key", message, f"Begin `{name}:` in the same column as the other keys of its entry."


def suggest(word: str, known: Iterable[str], otherwise: str) -> str:
    """Return "Did you mean …?" if a known word is near, else what to do otherwise."""
    meant = find_meant(word, known)
    return f"Did you mean `{shorten(meant)}`?" if meant else otherwise


def list_words(words: Iterable[str]) -> str:
    """Return words in a row for a sentence."""
    return ", ".join(f"`{shorten(word)}`" for word in words)


def _follow(node: Node, steps: Iterable[str | int]) -> tuple[Node, str]:
    """Return the node at the end of a way, and the last key on it."""
    name = ""
    for step in steps:
        inner = node.child(step)
        if inner is not None:
            node = inner
            name = step if isinstance(step, str) else name
    return node, name


def _explain_value(details: "ErrorDetails", node: Node) -> Found:
    place, name = _follow(node, details["loc"])
    if details["type"] == "string_too_short" and name in details["loc"]:
        owner, _ = _follow(node, details["loc"][: details["loc"].index(name)])
        if slip := _find_slip(name, [], owner):
            return place, slip[0]
    return place, say_wrong(details["type"], details["msg"], place, name, details.get("ctx", {}))


def _say_unknown(name: str, model: type[BaseModel], parent: Node, missing: list[str]) -> tuple[Said, str | None]:
    """Return what to say of a key that does not belong where it stands, and the key that it stands for.

    `missing` is the one key that may be meant even if nothing in the word says so.
    """
    known = list(model.model_fields)
    slip = _find_slip(name, known, parent)
    if slip:
        return slip
    message = f"`{shorten(name)}` is no key that belongs here."
    meant = find_meant(name, known)
    if meant and (meant in missing or not parent.child(meant)):
        return ("unknown-key", message, f"Did you mean `{shorten(meant)}`?"), meant
    remedy = _find_home(name, known)
    if missing and not remedy:
        remedy = f"Write `{missing[0]}` in its place, which is missing; or delete it, and add `{missing[0]}: …`."
        return ("unknown-key", message, remedy), missing[0]
    return ("unknown-key", message, remedy or f"Delete it; the keys here are {list_words(known)}."), None


def _find_home(name: str, known: list[str]) -> str | None:
    """Return what to write if a key belongs elsewhere, among other keys than the known ones."""
    if name in SECTIONS:
        return "It is a section of the bank: begin it in column 1."
    if name == "distractors" and "choose" in known:
        return "Write `choose: {answer: …, distractors: […]}`: a faq has options of its own only there."
    types = find_types(name)
    if "type" in known and types:
        return f"It belongs to {list_words(types)}; delete it, or change the `type`."
    if "bank" not in known:
        return None
    home = "`chart`" if name in {"rows", "columns"} else "an entry" if types or name in ENTRY_KEYS else None
    return f"It belongs to {home}: indent it as far as the other keys there." if home else None


def _find_slip(name: str, known: list[str], parent: Node) -> tuple[Said, str | None] | None:
    """Recognise a key inside braces that has swallowed its value, or is a text after a comma."""
    value = parent.child(name)
    if value is None or value.value != "" or (value.line, value.column) > _end_key(parent, name):
        return None
    begins = re.match(r"([\w-]+)(:?)\s*(.*)", name)
    if begins and begins[1] in known and begins[3] and not parent.child(begins[1]):
        rule = "missing-space" if begins[2] else "missing-colon"
        message = f"A key ends in a colon and a space, and here {'the space' if begins[2] else 'the colon'} is missing."
        return (rule, message, f"Write `{begins[1]}: {shorten(begins[3])}`."), begins[1]
    message = f"`{shorten(name)}` is read as a key, because a comma inside braces ends the text before it."
    return ("unknown-key", message, "Put the text with the comma in quotes."), None


def _end_key(parent: Node, name: str) -> tuple[int, int]:
    key = parent.keys[name] if parent.keys else parent
    return key.line, key.column + len(name)


def _find_model(model: type[BaseModel], loc: Loc) -> type[BaseModel]:
    """Return the model whose keys belong at the end of a loc."""
    for step in loc:
        field = model.model_fields.get(step) if isinstance(step, str) else None
        inner = list(_find_models(field.annotation)) if field else []
        model = inner[0] if inner else model
    return model


def _find_models(annotation: object) -> Iterable[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _find_models(part)
