"""banks/claims.py, banks/cards.py: which facts a bank's texts rest on; the bank stands in the docstring."""

from inspect import cleandoc

import pytest
from written import PATH, list_asks, mark, read_docstring

from tvp_quiz.banks.build import read_draft
from tvp_quiz.banks.claims import find_undecided, list_claims
from tvp_quiz.banks.parse import list_entries
from tvp_quiz.domain.card import list_options
from tvp_quiz.domain.demo import Claim
from tvp_quiz.domain.problem import Problem

HEAD = "bank: t\ntitle: T\n"


def find(text: str) -> list[Problem]:
    """Return what a bank's demos could not decide."""
    draft = read_draft(text.encode(), PATH)
    assert draft.problems == []
    return [each for entry in list_entries(draft) for each in find_undecided(entry, draft.nodes[entry.id], PATH)]


def claim(text: str) -> list[Claim]:
    """Return what the entries of a bank claim."""
    draft = read_draft(text.encode(), PATH)
    assert draft.problems == []
    return [each for entry in list_entries(draft) for each in list_claims(entry, draft.nodes[entry.id])]


def test_each_option_of_a_choice_claims_its_facts_at_its_place(request: pytest.FixtureRequest) -> None:
    """
    bank: t
    title: T
    questions:
      - id: crash
        type: choice
        question: Who survives?
        demo: crash
        answer: {text: The parent, when: {survivor: parent}}
        distractors:
          - {text: Nobody, because: No., when: {survivor: none, count: 0}}
    """
    text = read_docstring(request)
    assert claim(text) == [
        Claim("The parent", True, (("survivor", "parent"),), 8, 20),
        Claim("Nobody", False, (("survivor", "none"), ("count", "0")), 10, 16),
    ]
    assert find(text) == []
    ask = list_asks(text)["crash#ask"]
    assert ask.demo == "crash"
    assert [option.when for option in list_options(ask.question)] == [
        (("survivor", "parent"),),
        (("survivor", "none"), ("count", "0")),
    ]


def test_a_statement_claims_both_of_its_sides() -> None:
    text = (
        HEAD + "questions:\n- {id: a, type: true-false, question: Q., answer: false, demo: d, "
        "when: {true: {x: 1}, false: {x: 2}}}\n"
    )
    assert [(each.text, each.right, each.when) for each in claim(text)] == [
        ("True", False, (("x", "1"),)),
        ("False", True, (("x", "2"),)),
    ]
    assert find(text) == []


def test_a_program_is_its_own_demo_and_its_options_claim_what_it_prints(request: pytest.FixtureRequest) -> None:
    """
    bank: t
    title: T
    questions:
      - id: two
        type: predict
        demo: program
        program: |
          print(1)
          print(2)
        answer: 1  2
        distractors: [{text: 2 1, because: No.}]
    """
    text = read_docstring(request)
    assert [(each.right, each.when) for each in claim(text)] == [
        (True, (("prints", "1 2"),)),
        (False, (("prints", "2 1"),)),
    ]
    assert find(text) == []
    assert list_asks(text)["two#ask"].demo == "program"


ROW = """
bank: t
title: T
chart:
  columns: [Thread, A process]
  rows:
    - id: cost
      aspect: Cost
      demo: d
      cells:
        Thread: {text: Low, when: {thread: low}}
        A process: {text: High, when: {a-process: high, rest: yes}}
"""


def test_a_rows_cells_are_told_apart_by_the_facts_of_their_columns() -> None:
    asks = list_asks(cleandoc(ROW) + "\n")
    assert find(cleandoc(ROW) + "\n") == []
    which = {option.text: option.when for option in list_options(asks["cost#which"].question)}
    assert which == {"Low": (("thread", "low"),), "High": (("thread", "high"), ("rest", "yes"))}
    assert asks["cost#A-process-recall"].proves == (("a-process", "high"), ("rest", "yes"))
    assert {ask.demo for ask in asks.values()} == {"d"}


def test_exchanged_cells_are_a_problem_even_though_every_fact_holds() -> None:
    text = (
        cleandoc(ROW).replace("Thread: {", "X: {").replace("A process: {", "Thread: {").replace("X: {", "A process: {")
    )
    assert [(each.rule, mark(each, text)[:10]) for each in find(text + "\n")] == [
        ("column-fact", "{text: Low"),
        ("column-fact", "{text: Hig"),
    ]


def test_a_definition_proves_its_meaning_and_its_term_but_no_example(request: pytest.FixtureRequest) -> None:
    """
    bank: t
    title: T
    definitions:
      - id: a
        term: Mutex
        meaning: {text: A lock for one, when: {holders: 1}}
        demo: d
        examples: [a guard]
      - id: b
        term: Semaphore
        meaning: A lock for some
    """
    asks = list_asks(read_docstring(request))
    assert {name: ask.demo for name, ask in asks.items() if name.startswith("a#")} == {
        "a#meaning": "d",
        "a#example-1": "",
        "a#term": "d",
        "a#illustrate": "",
    }
    assert asks["a#term"].proves == (("holders", "1"),)


@pytest.mark.parametrize(
    ("entry", "rule", "at"),
    [
        ("type: choice, question: Q, answer: {text: a, when: {x: 1}}, distractors: [b], demo: d", "missing-when", "b]"),
        ("type: choice, question: Q, answer: a, distractors: [{text: b, when: {x: 1}}], demo: d", "missing-when", "a,"),
        ("type: choice, question: Q, answer: a, distractors: [{text: b, when: {x: 1}}]", "no-demo", "b,"),
        ("type: recall, question: Q, answer: a, proves: {x: 1}", "no-demo", "{x"),
        ("type: recall, question: Q, answer: a, demo: d", "missing-when", "d}"),
        ("type: recall, question: Q, answer: a, demo: d, proves: {says: b}", "loose-fact", "{says"),
        ("type: true-false, question: Q, answer: true, demo: d", "missing-when", "d}"),
        ("type: true-false, question: Q, answer: true, demo: d, proves: {x: 1}", "missing-when", "d,"),
        ("type: number, question: Q, answer: 4, demo: d, proves: {count: 5}", "loose-answer", "4,"),
        ("type: typed, question: Q, answer: mutex, demo: d, proves: {kind: lock}", "loose-answer", "mutex"),
        ('type: cloze, text: "A {{b}} c", demo: d, proves: {kind: lock}', "loose-answer", '"A'),
        (
            "type: order, question: Q, steps: [{text: a, when: {a: 2}}, {text: b, when: {b: 2}}], demo: d",
            "loose-answer",
            "{text: a",
        ),
        ('type: cloze, text: "A {{b}} c {{d}}", demo: d, proves: {one: d, two: b}', "loose-answer", '"A'),
        ("type: order, question: Q, steps: [a, {text: b, when: {b: 2}}], demo: d", "missing-when", "a,"),
    ],
)
def test_what_a_demo_could_not_decide_is_a_problem_at_its_place(entry: str, rule: str, at: str) -> None:
    text = f"{HEAD}questions:\n- {{id: a, {entry}}}\n"
    problems = find(text)
    assert [problem.rule for problem in problems] == [rule]
    assert mark(problems[0], text).startswith(at)


@pytest.mark.parametrize(
    "entry",
    [
        "type: number, question: Q, answer: 4, demo: d, proves: {count: 4}",
        "type: typed, question: Q, answer: Mutex, accept: [lock], demo: d, proves: {kind: mutex}",
        'type: cloze, text: "A {{b|d}} c", demo: d, proves: {kind: D}',
        'type: cloze, text: "A {{b}} c {{d|e}}", demo: d, proves: {zero: x, one: b, two: e}',
        "type: order, question: Q, steps: [{text: a, when: {a: 1}}, {text: b, when: {b: 2}}], demo: d",
        "type: recall, question: Q, answer: a, demo: d, proves: {x: 1}",
    ],
)
def test_an_answer_that_is_itself_a_fact_is_decided(entry: str) -> None:
    assert find(f"{HEAD}questions:\n- {{id: a, {entry}}}\n") == []


def test_an_faqs_options_prove_its_free_answer_as_well(request: pytest.FixtureRequest) -> None:
    """
    bank: t
    title: T
    faq:
      - id: a
        question: Q?
        answer: Long.
        demo: d
        choose:
          answer: {text: a, when: {x: 1}}
          distractors: [{text: b, because: No., when: {x: 2}}]
    """
    text = read_docstring(request)
    asks = list_asks(text)
    assert find(text) == []
    assert asks["a#answer"].proves == (("x", "1"),)
    assert {ask.demo for ask in asks.values()} == {"d"}
