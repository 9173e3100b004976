"""Banks that tests write: the text stands in a test's docstring."""

from inspect import cleandoc
from pathlib import Path

import pytest

from tvp_quiz.banks.build import read_draft
from tvp_quiz.banks.cards import make_cards
from tvp_quiz.banks.deck import Ask
from tvp_quiz.banks.rules import RULES
from tvp_quiz.domain.problem import Problem

PATH = Path("bank.yaml")


def read_docstring(request: pytest.FixtureRequest) -> str:
    """Return the text that stands in the docstring of the test that asks."""
    return cleandoc(request.function.__doc__ or "") + "\n"


def list_problems(text: str) -> list[Problem]:
    """Return what is wrong with a bank's text."""
    problems = read_draft(text.encode(), PATH).problems
    assert {problem.rule for problem in problems} <= set(RULES)
    return problems


def mark(problem: Problem, text: str) -> str:
    """Return what a problem points at, up to the end of its line."""
    return text.splitlines()[problem.line - 1][problem.column - 1 :]


def list_asks(text: str) -> dict[str, Ask]:
    """Return what a faultless bank asks, by `entry#prompt`."""
    draft = read_draft(text.encode(), PATH)
    assert draft.problems == []
    assert draft.bank is not None
    return {f"{entry.id}#{ask.prompt}": ask for entry in make_cards(draft.bank) for ask in entry.asks}
