from pathlib import Path

import pytest
import yaml
from written import list_problems, mark

from tvp_quiz.banks.nodes import compose_tree

TRAPS = [
    ("tab", "bank: x\n\ttitle: y\n", "\ttitle: y"),
    ("tab", "faq:\n\t- id: x\n", "\t- id: x"),
    ("colon-in-text", "title: one: two\n", ": two"),
    ("colon-in-text", "faq: [{id: a, answer: one: two}]\n", ": two}]"),
    ("colon-in-text", "faq: [{answer:}]\n", ":}]"),
    ("bad-indent", "bank: x\n  title: y\n", "title: y"),
    ("bad-indent", "faq:\n  - id: x\n answer: y\n", "answer: y"),
    ("bad-indent", "faq:\n  - id: x\n    question: q\n   answer: y\n", "answer: y"),
    ("quote-needed", "title: *bold* text\n", "*bold* text"),
    ("quote-needed", "title: **bold**\n", "**bold**"),
    ("quote-needed", "title: *alone\n", "*alone"),
    ("quote-needed", "title: @home we do\n", "@home we do"),
    ("quote-needed", 'faq:\n  - question: It is\n      "broken or so\n    answer: @home we do\n', "@home we do"),
    ("quote-needed", 'faq:\n  - question: It is\n      "broken or so\n    answer: @home "x\n', '@home "x'),
    ("quote-needed", "faq:\n  - a: b\n {   c: >-\n      d\n", "{   c: >-"),
    ("quote-needed", 'faq:\n  - question: "broken\n      note: this"\n    answer: @home we do\n', "@home we do"),
    ("quote-needed", 'faq:\n  - {id: a, question: is "broken, answer: @home we do}\n', "@home we do}"),
    ("quote-needed", "faq:\n  - {id: a, refs: [@home]}\n", "@home]}"),
    ("quote-needed", "title: %d is a format\n", "%d is a format"),
    ("quote-needed", "title: `code` first\n", "`code` first"),
    ("quote-needed", "title: {x} is a set\n", "{x} is a set"),
    ("quote-needed", "text: {{gap}} is first\n", "{{gap}} is first"),
    ("quote-needed", "title: [sic] he said\n", "[sic] he said"),
    ("quote-needed", "title: & then\n", "& then"),
    ("quote-needed", "title: &name then\n", "&name then"),
    ("quote-needed", "title: !h!x then\n", "!h!x then"),
    ("quote-needed", "title: | pipe\n", "| pipe"),
    ("quote-needed", "title: > 3 threads\n", "> 3 threads"),
    ("quote-needed", "title: - dash\n", "- dash"),
    ("quote-needed", "title: , comma\n", ", comma"),
    ("quote-needed", "title: ? then\n", "? then"),
    ("quote-needed", "refs: [a, b] c\n", "[a, b] c"),
    ("missing-colon", "bank x\ntitle: y\n", "bank x"),
    ("missing-colon", "faq:\n  - id = x\n    question: q\n", "id = x"),
    ("missing-colon", "Some remark\nbank: x\n", "Some remark"),
    ("missing-colon", "questions:\n  - id: a\n    distractors\n      - {text: a}\n", "distractors"),
    ("missing-colon", "faq:\n  - cells {a: b, c: d}\n", "cells {a: b, c: d}"),
    ("missing-colon", "bank\uff1ax\ntitle: y\n", "bank\uff1ax"),
    ("missing-space", "faq:\n  - cells:{a: b, c: d}\n", ":{a: b, c: d}"),
    ("missing-space", "faq:\n  -id: x\n    question: q\n", "-id: x"),
    ("missing-space", "faq:\n  - a\n  -b\n", "-b"),
    ("missing-space", "faq:\n  - a\n    -b\n", "-b"),
    ("missing-dash", "faq:\n  • id: x\n    question: q\n", "• id: x"),
    ("missing-dash", "faq:\n  - a\n  * b\n", "* b"),
    ("missing-dash", "steps:\n  1. a\n  2. b\n", "1. a"),
    ("missing-dash", "faq:\n  a\n  - b\n", "a"),
    ("missing-dash", "faq:\n  - id: x\n    question: q\n  id: y\n    question: q\n", "id: y"),
    ("missing-dash", "points:\n  - one\n  two\n  - three\n", "two"),
    ("missing-dash", "points:\n  - one\n  two\nrefs: [a]\n", "two"),
    ("missing-dash", "points:\n  - one\n    two\n  - three\n", "two"),
    ("missing-dash", f"points:\n  - {'long ' * 15}\n    one\n    two\n", "two"),
    ("missing-dash", "faq:\n    id: x\n    question: q\n  - id: y\n", "id: x"),
    ("missing-dash", "faq:\n  id: x\n    question: q\n", "id: x"),
    ("missing-dash", "faq:\n  - {a: b}\n    {a: c}\n", "{a: c}"),
    ("bad-indent", "faq:\n  - id: x\n    question: q\n  answer: y\n", "answer: y"),
    ("bad-indent", "faq:\n  - id: x\n    question: q\n   id: y\n", "id: y"),
    ("bad-indent", " bank: x\ntitle: y\n", "bank: x"),
    ("bad-indent", "faq:\n  - a\n    - b\n", "- b"),
    ("bad-indent", "faq:\n   - id: x\n     q: a\n  - id: y\n", "- id: y"),
    ("bad-indent", "faq:\n  - id: x\n    q: a\n   - id: y\n     q: a\n", "- id: y"),
    ("bad-indent", "faq:\n  - id: x\n    q: a\n   - id: y\n    q: a\n    r: b\n", "- id: y"),
    ("bad-indent", "chart:\n  rows:\n    - id: x\n  - id: y\n", "- id: y"),
    ("bad-indent", "faq:\n  - question: q\n      - {a: b}\n", "- {a: b}"),
    ("bad-indent", "faq:\n  - pairs:\n   - {a: b}\n", "- {a: b}"),
    ("unclosed-quote", 'title: "one\nbank: x\nfaq: "y"\n', '"one'),
    ("unclosed-quote", 'faq:\n    a: b\n   "   c:\n        d: e\n    f: "g"\nh: i\n', '"   c:'),
    ("unclosed-quote", '"title: one\nbank: "x"\n', '"title: one'),
    ("unclosed-quote", 'faq:\n  - {text: "one, a: b}\n  - {text: "two", a: b}\n', '"one, a: b}'),
    ("text-after-quote", 'program: |\n  print("a\ntitle: "b" c\n', "c"),
    ("comment-in-text", "refs: [C #1, b]\nbank: x\n", "#1, b]"),
    ("comment-in-text", "title: one #2\n  three\nbank: x\n", "#2"),
    ("comment-in-text", "title: C #1\n", "#1"),
    ("stray-sign", 'title: one"\n', '"'),
    ("stray-sign", "title: one]\n", "]"),
    ("folded-program", "program:\n  a\n  b\n", "a"),
    ("folded-program", "program: >\n  a\n  b\n", ">"),
    ("control-character", "faq:\n  - id: x\n\xa0\xa0\xa0\xa0b: c\n    d: e\n", "\xa0\xa0\xa0\xa0b: c"),
    ("control-character", "bank:\xa0x\ntitle: y\n", "\xa0x"),
    ("yaml-syntax", "<<<<<<< HEAD\nbank: x\n=======\nbank: y\n>>>>>>> z\n", "<<<<<<< HEAD"),
    ("yaml-syntax", "```yaml\nbank: x\n```\n", "```yaml"),
    ("yaml-syntax", "Here it is:\n```\nbank: x\n", "```"),
    ("yaml-syntax", "bank: x\ntitle: y\n```\n", "```"),
    ("yaml-syntax", "faq:\n  - answer: y\n    ```\n", "```"),
    ("yaml-syntax", "faq:\n  - answer: y\n      ```\n", "```"),
    ("yaml-syntax", "~~~ yaml\nbank: x\n~~~\n", "~~~ yaml"),
    ("tag", "title: !important this\n", "!important this"),
    ("tag", "title: !!python/object:os.system x\n", "!!python/object:os.system x"),
    ("unclosed-quote", 'title: "one\nbank: x\n', '"one'),
    ("unclosed-quote", "title: 'one\nbank: x\n", "'one"),
    ("unclosed-quote", 'title: "one\nbank: "x"\n', '"one'),
    ("text-after-quote", 'title: "one" two\n', "two"),
    ("text-after-quote", 'title: "broken" @home\n', "@home"),
    ("text-after-quote", "title: 'don't' do it\n", "t' do it"),
    ("unclosed-bracket", "refs: [a\nbank: x\n", "[a"),
    ("unclosed-bracket", "bank: x\ntitle: [\n", "["),
    ("unclosed-bracket", "bank: x\nrefs: [[a], {b: c},\ntitle: [a]\nfaq: [\n\n", "[[a], {b: c},"),
    ("unclosed-bracket", "bank: x\nrefs: [a, [b], {c: d},\n", "[a, [b], {c: d},"),
    ("unclosed-bracket", "bank: x\nrefs: [[a], {b: c}", "[[a], {b: c}"),
    ("unclosed-bracket", "bank: x\nrefs: [a,\n\n", "[a,"),
    ("unclosed-bracket", "refs: {a: b\nbank: x\n", "{a: b"),
    ("bad-escape", 'title: "\\d+"\n', '\\d+"'),
    ("bad-escape", 'title: "\\ud800"\n', None),
    ("missing-space", "bank:x\ntitle: y\n", ":x"),
    ("missing-colon", "bank: x\ntitle\nsource: y\n", "title"),
    ("second-document", "bank: x\n---\nbank: y\n", "---"),
    ("bad-key", "text: {{gap}}\n", "{gap}}"),
    ("duplicate-key", "bank: x\nbank: y\n", "bank: y"),
    ("too-deep", "faq: " + "[" * 60 + "\n", "[" * 11),
    ("too-deep", "faq: " + "[" * 100_000, "[" * 99_951),
    ("too-deep", "- " * 10_000, None),
    ("alias", "faq: &a [x]\ntitle: *a\n", "*a"),
    ("control-character", "bank: x\ntitle: a\x00b\n", "\x00b"),
    ("control-character", "bank: x\ntitle: a\x1b[2J\n", "\x1b[2J"),
]


@pytest.mark.parametrize(("rule", "text", "place"), TRAPS)
def test_a_trap_of_yaml_is_named_at_its_place(rule: str, text: str, place: str | None) -> None:
    problem = next(problem for problem in list_problems(text) if problem.rule == rule)
    assert place is None or mark(problem, text) == place


@pytest.mark.parametrize("text", [text for _, text, _ in TRAPS])
def test_every_problem_says_what_to_do(text: str) -> None:
    assert all(problem.message.endswith(".") and problem.remedy[-1] in ".?" for problem in list_problems(text))


@pytest.mark.parametrize(("rule", "text", "_"), [trap for trap in TRAPS if trap[0] != "colon-in-text"])
def test_the_pure_parser_leads_to_the_same_rules(rule: str, text: str, _: str | None) -> None:
    path = Path("x")
    pure = {problem.rule for problem in compose_tree(text, path, yaml.BaseLoader)[1]}
    fast = {problem.rule for problem in compose_tree(text, path)[1]}
    assert pure == fast == {rule}


def test_an_alias_to_a_short_text_is_the_text() -> None:
    root, problems = compose_tree("a: &x one\nb: *x\n", Path("x"))
    assert root is not None
    assert (root.to_plain(), problems) == ({"a": "one", "b": "one"}, [])


def test_aliases_that_multiply_are_refused() -> None:
    text = "a: &x " + "z" * 30_000 + "\nb: [" + "*x, " * 1_000 + "]\n"
    rules = {problem.rule for problem in list_problems(text)}
    assert "alias" in rules


def test_texts_stay_as_they_are_written() -> None:
    text = "a: no\nb: 1.10\nc: 0x10\nd: 22:22\ne: None\nf: 2024-03-21\ng: ~\n"
    root, _ = compose_tree(text, Path("x"))
    assert root is not None
    written = {"a": "no", "b": "1.10", "c": "0x10", "d": "22:22", "e": "None", "f": "2024-03-21", "g": "~"}
    assert root.to_plain() == written


@pytest.mark.parametrize(
    "text",
    [
        "title: C  # a comment\n",
        "title: C# and a#b\n",
        "type: choice # the usual one\n",
        'title: a disk of 3"\n',
        'title: she said "no"\n',
        "title: f(x)[0] and {x}\n",
        "title: one\n  two - three\n  -5 degrees\n",
        "title: |\n  - one\n  - two #3\n",
        "title: |\n  ```\n  x = 1\n  ```\n",
        "title: one\n  two\n",
        "faq:\n  - question: one\n      two\n",
        "points: [one\n    two, three]\n",
        "points:\n  - one,\n    two\n",
        "points:\n  - a text that is so long that its last word or two have to stand\n    below\n",
        'points:\n  - "one\n    two"\n',
        'title: "one #2\n  - three]"\n',
        "program: |\n  a\n  b\n",
        "program: print(1)\n",
        "faq: [a]\nquestions:\n- b\n- c\n",
    ],
)
def test_what_only_looks_like_a_slip_is_none(text: str) -> None:
    assert compose_tree(text, Path("x"))[1] == []


def test_keys_that_follow_a_missing_dash_are_one_problem() -> None:
    text = "faq:\n  - id: a\n    question: q\n    answer: {b: c}\n    id: d\n    question: r\n    answer: {b: e}\n"
    (problem,) = compose_tree(text, Path("x"))[1]
    assert (problem.rule, problem.line, "write `- `" in problem.remedy) == ("duplicate-key", 5, True)


def test_keys_that_stand_twice_in_two_places_are_two_problems() -> None:
    _, problems = compose_tree("a: 1\na: 2\nb: 3\na: 4\n", Path("x"))
    assert [problem.line for problem in problems] == [2, 4]


def test_a_key_between_its_entry_and_the_next_is_sent_below_the_key_above() -> None:
    (problem,) = list_problems("faq:\n  - id: x\n    question: q\n   answer: a\n")
    assert problem.remedy == "Begin it in column 5, as `question` in line 3, if it belongs to the same entry."


def test_a_key_in_the_column_of_the_dashes_above_is_sent_below_the_key_of_their_list() -> None:
    chart = "chart:\n  rows:\n    - id: x\n"
    (problem,) = list_problems(f"{chart}faq:\n  - id: x\n    points:\n      - {{a: b}}\n      because: c\n")
    assert (problem.line, problem.column) == (8, 7)
    assert problem.remedy.startswith("Begin it in column 5, as `points` in line 6")


def test_what_follows_the_end_of_a_document_is_not_told_as_an_indent_of_the_first_line() -> None:
    (problem,) = list_problems("bank: x\ntitle: y\n...\nmore\n")
    assert (problem.rule, problem.line) == ("yaml-syntax", 4)


def test_a_text_in_curly_quotes_is_told_of_straight_ones() -> None:
    (problem,) = list_problems("title: \u201cone: two\u201d\n")
    assert (problem.rule, "straight quotes" in problem.remedy) == ("colon-in-text", True)


def test_an_item_left_of_the_key_of_its_list_is_sent_below_it() -> None:
    (problem,) = list_problems("faq:\n  - pairs:\n   - {a: b}\n")
    assert (problem.rule, problem.remedy) == ("bad-indent", "Begin it in column 7.")
