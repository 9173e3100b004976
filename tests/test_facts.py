"""The facts that a demo's last line holds, and what a teacher reads where it doesn't."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tvp_quiz.demos.facts import read_facts

VALUES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()


def test_what_people_read_ends_where_the_facts_begin() -> None:
    assert read_facts('Made two\n{"a": 1}\nof them\n{"b": "x"}\n\n', prints=False) == (
        'Made two\n{"a": 1}\nof them\n',
        {"b": "x"},
    )


def test_each_value_becomes_text_as_it_is_written() -> None:
    line = '{"text": "a b", "whole": 3, "part": 2.50, "yes": true, "no": false, "none": null, "empty": ""}'
    assert read_facts(line, prints=False)[1] == {
        "text": "a b", "whole": "3", "part": "2.5", "yes": "true", "no": "false", "none": "null", "empty": "",
    }  # fmt: skip


@given(st.dictionaries(st.text(), VALUES))
def test_any_flat_object_is_read_back(facts: dict[str, object]) -> None:
    found = read_facts("evidence\n" + json.dumps(facts), prints=False)[1]
    assert found == {name: value if isinstance(value, str) else json.dumps(value) for name, value in facts.items()}


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        ("", "it printed nothing, and its last line has to be a JSON object with its facts"),
        (" \n\n", "it printed nothing, and its last line has to be a JSON object with its facts"),
        ("done\n", "its last line is not a JSON object: done"),
        ('{"a": 1}\ndone\n', "its last line is not a JSON object: done"),
        ("[]", "its last line is not a JSON object: []"),
        ('[["a", 1]]', 'its last line is not a JSON object: [["a", 1]]'),
        ("3", "its last line is not a JSON object: 3"),
        ("{'a': 1}", "its last line is not a JSON object: {'a': 1}"),
        ('{"a": NaN}', 'its last line is not a JSON object: {"a": NaN}'),
        ('{"a": -Infinity}', 'its last line is not a JSON object: {"a": -Infinity}'),
        ('{"a": 1e999}', 'its last line is not a JSON object: {"a": 1e999}'),
        (r'{"a": "\ud800"}', r'its last line is not a JSON object: {"a": "\ud800"}'),
        (r'{"\udfff": 1}', r'its last line is not a JSON object: {"\udfff": 1}'),
        ('{"a": 1, "b": 2, "a": 1}', "its last line says 'a' twice"),
        ('{"a": [1]}', "its fact 'a' is a list or an object: a fact is a text, a number, true, false or null"),
        ('{"a": {}}', "its fact 'a' is a list or an object: a fact is a text, a number, true, false or null"),
        ("x" * 200, "its last line is not a JSON object: " + "x" * 119 + "…"),
        ('{"a":' * 9000, "its last line is not a JSON object: " + ('{"a":' * 9000)[:119] + "…"),
    ],
)
def test_what_is_no_fact_is_said_in_a_sentence(output: str, sentence: str) -> None:
    with pytest.raises(ValueError) as raised:  # noqa: PT011 - its whole text is held against what is expected
        read_facts(output, prints=False)
    assert str(raised.value) == sentence


def test_what_a_program_prints_is_its_one_fact() -> None:
    assert read_facts(" a\n\tb  c\n", prints=True) == (" a\n\tb  c\n", {"prints": "a b c"})
    assert read_facts("", prints=True) == ("", {"prints": ""})
