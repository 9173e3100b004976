"""Texts, lists and mappings in, the lines of YAML that say them out."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence

# Only texts in which nothing can mean anything to YAML, or to an editor
PLAIN = re.compile(r"[^\W_](?:[\w ,.;()/'?!%+\u2019\u2013\u2014-]*[\w,.;()/'?!%+\u2019-])?")
NOTHING = frozenset({"null"})

Value = str | Sequence["Value"] | Mapping[str, "Value"]


def write_text(text: str) -> str:
    """Return a text as YAML reads it again, in quotes if it needs them; without control characters, it is one line."""
    is_plain = PLAIN.fullmatch(text) and "\n" not in text and text.casefold() not in NOTHING
    return text if is_plain else json.dumps(text, ensure_ascii=False)


def write_entry(entry: Mapping[str, Value]) -> str:
    """Return an item of a list of mappings."""
    first, *rest = _write(entry)
    return f"  - {first}\n" + "".join(f"    {line}\n" for line in rest)


def _write(entry: Mapping[str, Value]) -> Iterator[str]:
    for key, value in entry.items():
        if isinstance(value, str):
            yield f"{key}: {write_text(value)}"
        elif isinstance(value, Mapping):
            yield f"{key}:"
            yield from (f"  {line}" for line in _write(value))
        else:
            yield f"{key}:"
            yield from (f"  - {write_text(item)}" for item in value if isinstance(item, str))
