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
    ("tag", "title: !important this\n", "!important this"),
    ("tag", "title: !!python/object:os.system x\n", "!!python/object:os.system x"),
    ("unclosed-quote", 'title: "one\nbank: x\n', '"one'),
    ("unclosed-quote", "title: 'one\nbank: x\n", "'one"),
    ("unclosed-quote", 'title: "one\nbank: "x"\n', '"one'),
    ("text-after-quote", 'title: "one" two\n', "two"),
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
