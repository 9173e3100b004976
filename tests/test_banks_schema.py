"""banks/schema.py and content/bank.schema.json: an editor judges a bank as the check does."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from written import list_problems

from tvp_quiz.banks.schema import make_schema, write_schema

CONTENT = Path(__file__).parent.parent / "content"
SCHEMA = CONTENT / "bank.schema.json"
BANKS = sorted(path for path in CONTENT.rglob("*.yaml") if path.name != "sources.yaml")
TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "boolean": (bool,),
    "number": (float, int),
    "integer": (int,),
    "array": (list,),
    "object": (dict,),
}
PART = make_schema()


class CoreLoader(yaml.BaseLoader):
    """Reads scalars by the core schema of YAML 1.2, as editors do: `no` and dates are texts, `4` is a number."""


for tag, pattern, first in (
    ("null", r"~|null|Null|NULL|", "~nN\0"),
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("int", r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", "-+0123456789"),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.inf|\.nan", "-+.0123456789"),
):
    CoreLoader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"^(?:{pattern})$"), [*first, ""])
    CoreLoader.add_constructor(
        f"tag:yaml.org,2002:{tag}",
        {
            "null": lambda *_: None,
            "bool": lambda _, node: node.value.lower() == "true",
            "int": lambda _, node: int(node.value, 0) if node.value[1:2] in {"x", "o"} else int(node.value),
            "float": lambda _, node: float(node.value.replace(".inf", "inf").replace(".nan", "nan")),
        }[tag],
    )


def read(text: str) -> Any:  # noqa: ANN401 - whatever YAML holds
    return yaml.load(text, CoreLoader)  # noqa: S506 - a base loader with four types


def fits(value: Any, schema: dict[str, Any]) -> bool:  # noqa: ANN401 - whatever YAML holds
    """Tell whether a value fits a schema, by the words that our schema uses."""
    schema = {**PART["$defs"][schema["$ref"].removeprefix("#/$defs/")], **schema} if "$ref" in schema else schema
    if "oneOf" in schema and sum(fits(value, choice) for choice in schema["oneOf"]) != 1:
        return False
    if "anyOf" in schema and not any(fits(value, choice) for choice in schema["anyOf"]):
        return False
    return fits_alone(value, schema)


def fits_alone(value: Any, schema: dict[str, Any]) -> bool:  # noqa: ANN401 - whatever YAML holds
    types = schema.get("type", [])
    names = [types] if isinstance(types, str) else types
    allowed = [one for name in names for one in TYPES[name]]
    if (names and type(value) not in allowed) or value not in schema.get("enum", [value]):
        return False
    if isinstance(value, str):
        longest = schema.get("maxLength", len(value))
        return len(value) <= longest and bool(re.search(schema.get("pattern", ""), value))
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return bool(schema.get("minimum", value) <= value <= schema.get("maximum", value))
    if isinstance(value, list):
        fitting = schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value))
        return fitting and all(fits(item, schema.get("items", {})) for item in value)
    return not isinstance(value, dict) or fits_keys(value, schema)


def fits_keys(value: dict[Any, Any], schema: dict[str, Any]) -> bool:
    known = schema.get("properties", {})
    others = schema.get("additionalProperties", True)
    if not all(fits(key, schema.get("propertyNames", {})) for key in value):
        return False
    named = {str(key).lower() if isinstance(key, bool) else key: inner for key, inner in value.items()}
    if not set(schema.get("required", [])) <= set(named) or len(named) < schema.get("minProperties", 0):
        return False
    rest = [fits(named[key], others) if isinstance(others, dict) else others for key in named.keys() - known.keys()]
    return all(rest) and all(fits(named[key], known[key]) for key in named.keys() & known.keys())


def test_the_schema_in_the_content_folder_is_that_of_the_models() -> None:
    assert SCHEMA.read_text(encoding="utf-8") == write_schema()


@pytest.mark.parametrize("path", BANKS, ids=lambda path: path.stem)
def test_a_shipped_bank_names_the_schema_and_fits_it(path: Path) -> None:
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert (path.parent / first.partition("$schema=")[2]).resolve() == SCHEMA
    assert fits(read(path.read_text(encoding="utf-8")), PART)


QUESTION = "bank: x\ntitle: X\nquestions:\n  - {{id: a, question: q, type: {}}}\n"
MORE = "answer: a, distractors: [b]"


@pytest.mark.parametrize(
    ("entry", "is_good"),
    [
        ("choice, answer: 4, distractors: [true, 1.10, 0x10, 22:22, {text: b, because: 2024-03-21}]", True),
        ("choice, answer: no, distractors: [yes, off, y, 2024-03-21, .inf]", True),
        ("choice, answer: a, distractors: []", False),
        ("choice, answer: a", False),
        ("choice, answer: [a], distractors: [b]", False),
        ("choice, answer: {a: b}, distractors: [b]", False),
        ("choice, answer: {text: a, why: b}, distractors: [b]", False),
        ("choice, answer: a, distractors: b", False),
        (f"choice, {MORE}, because:", False),
        (f"choice, {MORE}, because: ' '", False),
        (f"choice, {MORE}, because: {{a: b}}", False),
        (f"choice, {MORE}, points: [c]", False),
        (f"choice, {MORE}, because: {'x' * 5001}", False),
        (f"choice, {MORE}, refs: [1, no], tags: [2.0], was: [1, no]", True),
        (f"choice, {MORE}, was: [A]", False),
        (f"choice, {MORE}, demo: 12", True),
        (f"choice, {MORE}, demo: a.py", False),
        (f"choice, {MORE}, proves: {{a: true, b: 1.5, 1: no}}", True),
        (f"choice, {MORE}, proves: {{}}", False),
        (f"choice, {MORE}, proves: {{a b: 1}}", False),
        (f"choice, answer: a, distractors: [{', '.join(f'o{n}' for n in range(19))}]", True),
        (f"choice, answer: a, distractors: [{', '.join(f'o{n}' for n in range(20))}]", False),
        (f"choise, {MORE}", False),
        (f"1, {MORE}", False),
        ("multiple, answers: [a, {text: b}], distractors: [c]", True),
        ("multiple, answer: a, distractors: [c]", False),
        ("multiple, answers: [], distractors: [c]", False),
        *((f"true-false, answer: {word}", True) for word in ("true", "no", "Off", "TRUE", "'true'", "1", "0", "t")),
        *((f"true-false, answer: {word}", False) for word in ("maybe", "2", "[a]", "10", "truely")),
        ("true-false, answer: true, when: {true: {a: 1}, false: {a: 2}}", True),
        ("true-false, answer: true, when: {'true': {a: 1}, 'false': {a: 2}}", True),
        ("true-false, answer: true, when: {true: {a: 1}}", False),
        ("true-false, answer: true, when: {true: {a: 1}, false: {}}", False),
        ("true-false, answer: true, when: {true: {a: 1}, false: {a: 2}, maybe: {a: 3}}", False),
        ("typed, answer: 4, accept: [four, 4.0]", True),
        ("typed, answer: 4, accept: four", False),
        ("typed, answer: {text: a}", False),
        *((f"number, answer: {text}", True) for text in ("4", "-.5", "1e3", "+5", "'12'", "017", "6.022e23")),
        *((f"number, answer: {text}", False) for text in ("four", "1_000", "22:22", "true", ".inf", "2024-03-21", "")),
        *((f"number, answer: 4, tolerance: {text}", True) for text in ("5%", "0.1 %", "1", "'2'")),
        *((f"number, answer: 4, tolerance: {text}", False) for text in ("-1", "-5%", "some")),
        ("cloze, text: 'A {{gap}} and {{another|one}}'", True),
        *(
            (f"cloze, text: 'A {text} here'", False)
            for text in ("gap", "{{}}", "{{ }}", "{{a|}}", "{{|a}}", "{{a||b}}")
        ),
        ("match, pairs: [{left: 1, right: 2}, {left: no, right: yes}], extra: [3]", True),
        ("match, pairs: [{left: 1, right: 2}]", False),
        ("match, pairs: [{left: 1, right: 2}, {left: 1, rigth: 2}]", False),
        ("order, steps: [1, 2, {text: 3, when: {x: 3}}]", True),
        ("order, steps: [1, {text: 3, because: x}]", False),
        ("recall, answer: a, points: [1, no]", True),
        ("recall", False),
        (f"recall, {MORE}", False),
        (f"predict, {MORE}, program: 5", True),
        (f"predict, {MORE}", False),
    ],
)
def test_the_editor_judges_a_question_as_the_check_does(entry: str, *, is_good: bool) -> None:
    text = QUESTION.format(entry)
    assert (list_problems(text) == []) is is_good
    assert fits(read(text), PART) is is_good


@pytest.mark.parametrize(
    ("rest", "is_good"),
    [
        ("faq: [{id: 12, question: 1, answer: 2}]", True),
        ("faq: [{id: no, question: 1, answer: 2}]", True),
        ("faq: [{id: 1.5, question: 1, answer: 2}]", False),
        ("faq: [{id: -1, question: 1, answer: 2}]", False),
        ("faq: [{id: a_b, question: 1, answer: 2}]", False),
        ("faq: [{question: 1, answer: 2}]", False),
        ("faq: [{id: a, question: 1, answer: 2, choose: {answer: 1, distractors: [2]}}]", True),
        ("faq: [{id: a, question: 1, answer: 2, choose: {answer: 1}}]", False),
        ("faq: []", True),
        ("faq:", False),
        ("faqs: []", False),
        ("source: {title: T, updated: 2024-03-21}", False),
        ("faq: []\nsource: {title: T, updated: 2024-03-21, authors: [a]}", True),
        ("faq: []\nsource: My notes", False),
        ("faq: []\nsource: {title: T, year: 3}", False),
        ("definitions: [{id: a, term: 4, meaning: {text: 5, when: {a: 1}}, aliases: [1, no]}]", True),
        ("definitions: [{id: a, term: t, meaning: {text: m, because: x}}]", False),
        ("definitions: [{id: a, term: t, meaning: }]", False),
        ("definitions: [{id: a, term: t}]", False),
        ("chart: {columns: [1, no], rows: [{id: a, aspect: x, cells: {1: y, no: {text: z, distractors: [1]}}}]}", True),
        ("chart: {columns: [A], rows: []}", False),
        ("chart: {columns: [A, B]}", False),
        ("chart: {columns: [A, B], rows: [{id: a, aspect: x, cells: [y, z]}]}", False),
        ("chart: {columns: [A, B], rows: [{id: a, aspect: x, cells: {A: {text: y, because: b}, B: z}}]}", False),
    ],
)
def test_the_editor_judges_a_bank_as_the_check_does(rest: str, *, is_good: bool) -> None:
    text = f"bank: 2024\ntitle: no\n{rest}\n"
    assert (list_problems(text) == []) is is_good
    assert fits(read(text), PART) is is_good


def test_every_key_is_described_and_none_is_written_out_with_a_default() -> None:
    models = [PART, *PART["$defs"].values()]
    for model in models:
        for key, said in model["properties"].items():
            assert said.get("description"), f"{model['title']} {key}"
            assert "default" not in said


def test_a_wrong_type_is_answered_with_all_that_there_are() -> None:
    types = [model["properties"]["type"] for model in PART["$defs"].values() if "type" in model["properties"]]
    assert len(types) == 10
    assert {one["errorMessage"] for one in types} == {
        "Write one of choice, multiple, true-false, typed, number, cloze, match, order, recall, predict."
    }
