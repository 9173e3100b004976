"""banks/schema.py and content/bank.schema.json: what an editor knows of a bank."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from tvp_quiz.banks.schema import make_schema

CONTENT = Path(__file__).parent.parent / "content"
SCHEMA = CONTENT / "bank.schema.json"
BANKS = sorted(path for path in CONTENT.rglob("*.yaml") if path.name != "sources.yaml")
TYPES: dict[str, type] = {"string": str, "boolean": bool, "number": float, "array": list, "object": dict}


def fits(value: Any, schema: dict[str, Any]) -> bool:  # noqa: ANN401 - whatever YAML holds
    """Tell whether a value has the type that a schema asks for, and the keys."""
    schema = load(schema["$ref"]) if "$ref" in schema else schema
    choices = schema.get("anyOf") or schema.get("oneOf")
    if choices:
        return any(fits(value, choice) for choice in choices)
    if "const" in schema:
        return bool(value == schema["const"])
    types = schema.get("type", [])
    names = [types] if isinstance(types, str) else types
    if names and not any(isinstance(value, TYPES[name]) for name in names):
        return False
    if isinstance(value, list):
        return all(fits(item, schema.get("items", {})) for item in value)
    return not isinstance(value, dict) or fits_keys(value, schema)


def fits_keys(value: dict[str, Any], schema: dict[str, Any]) -> bool:
    known = schema.get("properties", {})
    others = schema.get("additionalProperties", True)
    if not schema.get("required", []) or set(schema["required"]) <= set(value):
        rest = [fits(value[key], others) if isinstance(others, dict) else others for key in value.keys() - known.keys()]
        return all(rest) and all(fits(value[key], known[key]) for key in value.keys() & known.keys())
    return False


def load(ref: str) -> dict[str, Any]:
    found: dict[str, Any] = make_schema()["$defs"][ref.removeprefix("#/$defs/")]
    return found


def simplify(value: object) -> Any:  # noqa: ANN401 - whatever YAML holds
    """Return a value as an editor sees it: a date is a text, and every number a number."""
    return json.loads(json.dumps(value, default=str), parse_int=float)


def read(path: Path) -> Any:  # noqa: ANN401 - whatever YAML holds
    return simplify(yaml.safe_load(path.read_text(encoding="utf-8")))


def test_the_schema_in_the_content_folder_is_that_of_the_models() -> None:
    current = json.dumps(make_schema(), indent=2, ensure_ascii=False) + "\n"
    assert SCHEMA.read_text(encoding="utf-8") == current


@pytest.mark.parametrize("path", BANKS, ids=lambda path: path.stem)
def test_a_shipped_bank_names_the_schema_and_fits_it(path: Path) -> None:
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert (path.parent / first.partition("$schema=")[2]).resolve() == SCHEMA
    assert fits(read(path), make_schema())


@pytest.mark.parametrize(
    ("entry", "is_good"),
    [
        ("id: a, type: choice, question: q, answer: 4, distractors: [true, {text: b, because: c}]", True),
        ("id: a, type: true-false, question: q, answer: false", True),
        ("id: a, type: true-false, question: q, answer: [a]", False),
        ("id: a, type: choise, question: q, answer: 4, distractors: [a]", False),
        ("id: a, type: recall, question: q", False),
        ("id: a, type: recall, question: q, answer: a, because:", False),
        ("id: a, type: recall, question: q, answer: a, colour: red", False),
        ("id: a, type: choice, question: q, answer: a, distractors: [{text: b, colour: red}]", False),
    ],
)
def test_the_schema_tells_good_entries_from_bad_ones(entry: str, *, is_good: bool) -> None:
    bank = simplify(yaml.safe_load(f"{{bank: x, title: X, questions: [{{{entry}}}]}}"))
    assert fits(bank, make_schema()) is is_good
