"""What pydantic found wrong with a mapping in, problems at the offending token in a teacher's words out."""

from collections.abc import Callable, Iterable
from difflib import get_close_matches
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from pydantic import BaseModel, ValidationError

from tvp_quiz.banks.nodes import Node
from tvp_quiz.banks.wording import shorten
from tvp_quiz.domain.problem import Problem

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

Loc = tuple[str | int, ...]
Said = tuple[str, str, str]
"""A rule, what is wrong, and what to write."""

MOST_COMPARED = 300
MOST_EXPLAINED = 50
SLUG = "Use small letters, digits and hyphens, as in `creation-cost`."
QUOTE = "If a text was meant, put the whole text in quotes."


def explain_errors(error: ValidationError, model: type[BaseModel], node: Node, path: Path) -> list[Problem]:
    """Return pydantic's errors about a node as problems at their places; `model` tells which keys there are.

    A key that is missing because it is misspelt is one problem, not two.
    """
    errors = error.errors(include_url=False)
    unknown = [details["loc"] for details in errors if details["type"] == "extra_forbidden"]
    return [
        _explain(details, model, node, path)
        for details in errors[:MOST_EXPLAINED]
        if details["type"] != "missing" or not any(_is_misspelt(details["loc"], loc) for loc in unknown)
    ]


def _is_misspelt(missing: Loc, unknown: Loc) -> bool:
    return missing[:-1] == unknown[:-1] and bool(get_close_matches(str(unknown[-1]), [str(missing[-1])]))


def suggest(word: str, known: Iterable[str], otherwise: str) -> str:
    """Return "Did you mean …?" if a known word is near, else what to do otherwise."""
    near = get_close_matches(word, list(islice(known, MOST_COMPARED)), n=1)
    return f"Did you mean `{shorten(near[0])}`?" if near else otherwise


def list_words(words: Iterable[str]) -> str:
    """Return words in a row for a sentence."""
    return ", ".join(f"`{shorten(word)}`" for word in words)


def _explain(details: "ErrorDetails", model: type[BaseModel], node: Node, path: Path) -> Problem:
    *steps, last = details["loc"] or ("",)
    parent, name = _follow(node, steps)
    key = parent.keys.get(str(last)) if parent.keys else None
    if details["type"] == "extra_forbidden" and key:
        place, said = key, _say_unknown_key(str(last), _find_model(model, details["loc"]), parent)
    elif details["type"] == "missing":
        place, said = parent, ("missing-key", f"`{last}` is missing here.", f"Add a line `{last}: …`.")
    else:
        inner = parent.child(last)
        name = str(last) if inner and isinstance(last, str) else name
        place = inner or parent
        said = _say(details, place, name)
    return Problem(path, place.line, place.column, *said)


def _follow(node: Node, steps: Iterable[str | int]) -> tuple[Node, str]:
    """Return the node at the end of a way, and the last key on it."""
    name = ""
    for step in steps:
        inner = node.child(step)
        if inner is not None:
            node = inner
            name = step if isinstance(step, str) else name
    return node, name


def _say(details: "ErrorDetails", place: Node, name: str) -> Said:
    say = SAYINGS.get(details["type"])
    if say:
        return say(place, name, details.get("ctx", {}))
    return "wrong-value", f"`{name}` can't be used: {details['msg']}.", "Compare it with an entry that works."


def _say_unknown_key(name: str, model: type[BaseModel], parent: Node) -> Said:
    value = parent.child(name)
    if value and value.value == "" and (value.line, value.column) <= _end_key(parent, name):
        message = f"`{shorten(name)}` is read as a key, because a comma inside braces ends the text before it."
        return "unknown-key", message, "Put the text with the comma in quotes."
    known = list(model.model_fields)
    otherwise = f"Delete it; the keys here are {list_words(known)}."
    return "unknown-key", f"`{shorten(name)}` is no key that belongs here.", suggest(name, known, otherwise)


def _end_key(parent: Node, name: str) -> tuple[int, int]:
    key = parent.keys[name] if parent.keys else parent
    return key.line, key.column + len(name)


def _get_text(place: Node) -> str:
    """Return a node's text, empty if it is none."""
    return place.value if isinstance(place.value, str) else ""


def _find_model(model: type[BaseModel], loc: Loc) -> type[BaseModel]:
    """Return the model whose keys belong where a loc's last step stands."""
    for step in loc[:-1]:
        field = model.model_fields.get(step) if isinstance(step, str) else None
        inner = list(_find_models(field.annotation)) if field else []
        model = inner[0] if inner else model
    return model


def _find_models(annotation: object) -> Iterable[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _find_models(part)


def _say_not_text(place: Node, name: str, _: dict[str, Any]) -> Said:
    found = "a list" if isinstance(place.value, list) else "keys and values"
    return "wrong-type", f"`{name}` needs a text, and this is read as {found}.", QUOTE


def _say_not_list(place: Node, name: str, _: dict[str, Any]) -> Said:
    text = _get_text(place).strip()
    if text == "":
        return (
            "empty-text",
            f"`{name}` is empty.",
            "Write its items, each in a line that begins with `- `, or delete it.",
        )
    if text.startswith("-"):
        return "wrong-type", f"`{name}` needs a list, and a dash has no space after it.", "Write `- ` before each item."
    return (
        "wrong-type",
        f"`{name}` needs a list.",
        f"Write `{name}: [{text[:40] or '…'}]`, or a line with `- ` for each item.",
    )


def _say_not_mapping(_: Node, name: str, __: dict[str, Any]) -> Said:
    what = f"`{name}` needs" if name else "An entry needs"
    return "wrong-type", f"{what} keys with values.", "Write `key: value` lines, indented below it."


def _say_empty(place: Node, name: str, _: dict[str, Any]) -> Said:
    del place
    return (
        "empty-text",
        f"`{name}` is empty.",
        "Write its text or delete the line; a text that begins with # needs quotes.",
    )


def _say_bad_id(place: Node, name: str, _: dict[str, Any]) -> Said:
    return "bad-id", f"`{_get_text(place)[:60]}` can't be used as `{name}`.", SLUG


def _say_too_few(_: Node, name: str, ctx: dict[str, Any]) -> Said:
    least = ctx.get("min_length", 1)
    if "distractors" in name:
        return "no-distractor", "There is no distractor.", "Add at least one wrong option."
    return "too-few", f"`{name}` needs at least {least} items.", "Add what is missing."


def _say_too_many(_: Node, name: str, ctx: dict[str, Any]) -> Said:
    most = ctx.get("max_length")
    return "too-many", f"`{name}` has more than {most} items.", "Split the entry into several."


def _say_too_long(_: Node, name: str, ctx: dict[str, Any]) -> Said:
    most = ctx.get("max_length")
    return "too-long", f"`{name}` is longer than {most} characters.", "Split it into several entries."


def _say_not_bool(place: Node, name: str, _: dict[str, Any]) -> Said:
    given = shorten(_get_text(place))
    return "wrong-type", f"`{name}` must be true or false, not `{given}`.", f"Write `{name}: true` or `{name}: false`."


def _say_colon(_: Node, name: str, ctx: dict[str, Any]) -> Said:
    return (
        "colon-in-text",
        f"In `{name}`, `{ctx['key']}:` is read as a key, because of its colon.",
        "Put the whole text in quotes.",
    )


def _say_bad_number(place: Node, name: str, _: dict[str, Any]) -> Said:
    given = shorten(_get_text(place))
    return "bad-number", f"`{name}` needs a number, not `{given}`.", "Write digits with a decimal point, as in 0.5."


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
