"""What a demo printed, taken apart: what people read, and the facts."""

import json

from tvp_quiz.domain.demo import PRINTS, Facts, fold_output

Pair = tuple[str, object]


def read_facts(output: str, *, prints: bool) -> tuple[str, Facts]:
    """Return what people read of a demo's output, and the facts that its last line holds.

    Of a program that only `prints`, what it prints is the one fact. Raises ValueError with a clause on the last line.
    """
    if prints:
        return output, {PRINTS: fold_output(output)}
    told, line = split_line(output)
    if not line:
        raise ValueError("it printed nothing, and its last line has to be a JSON object with its facts")
    return told, parse_facts(line)


def split_line(output: str) -> tuple[str, str]:
    """Return an output without its last line, and that line, bare; blank lines at the end don't count."""
    body = output.rstrip()
    start = body.rfind("\n") + 1
    return body[:start], body[start:].strip()


def parse_facts(line: str) -> Facts:
    """Return the facts of a JSON object; each value becomes text. Raises ValueError with a clause."""
    try:
        found = json.loads(line, object_pairs_hook=list)
        # Neither numbers beyond all bounds nor halves of letters can be kept
        json.dumps(found, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, RecursionError) as error:
        raise ValueError(f"its last line is not a JSON object: {shorten(line)}") from error
    if not isinstance(found, list) or not line.startswith("{"):
        raise ValueError(f"its last line is not a JSON object: {shorten(line)}")
    return {name: write_value(name, value) for name, value in _check_names(found)}


def write_value(name: str, value: object) -> str:
    """Return a fact's value as text; raises ValueError with a clause where it is a list or an object."""
    if isinstance(value, str):
        return value
    if value is None or isinstance(value, (bool, int, float)):
        return json.dumps(value)
    raise ValueError(f"its fact {name!r} is a list or an object: a fact is a text, a number, true, false or null")


def shorten(line: str, most: int = 120) -> str:
    """Return a line, cut where it is too long to be read in a sentence."""
    return line if len(line) <= most else line[: most - 1] + "…"


def _check_names(pairs: list[Pair]) -> list[Pair]:
    seen: set[str] = set()
    for name, _ in pairs:
        if name in seen:
            raise ValueError(f"its last line says {name!r} twice")
        seen.add(name)
    return pairs
