"""content/: every shipped demo runs, confined, and proves what names it; whatever is turned round is caught."""

import ast
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from itertools import chain
from pathlib import Path

import pytest

from tvp_quiz.banks.cases import read_cases
from tvp_quiz.demos.confine import find_level, find_python
from tvp_quiz.demos.proof import hold_against
from tvp_quiz.demos.run import run_demo
from tvp_quiz.domain.demo import PROGRAM, Case, Claim, Demo, Ending, Outcome, Ruling

CONTENT = Path(__file__).parent.parent / "content"
CASES, PROBLEMS = read_cases(CONTENT)
DEMOS: Mapping[str, Demo] = {case.demo.digest: case.demo for case in CASES}
FILES = [demo for demo in DEMOS.values() if demo.name != PROGRAM]
FEWEST = 20
LONGEST = 64
WIDEST = 80
SCREEN = 20


@cache
def run(digest: str) -> Outcome:
    """Run a demo, once for all tests."""
    return run_demo(DEMOS[digest], find_level(find_python()), find_python())


def find_facts(case: Case) -> Mapping[str, str]:
    """Return what a case's demo found; without it there is nothing to test."""
    outcome = run(case.demo.digest)
    if outcome.ending is Ending.CANNOT:
        pytest.skip(f"{case.demo.name} can't be shown here: {outcome.reason}")
    assert outcome.ending is Ending.RAN, outcome.reason
    return outcome.facts


def name_case(case: Case) -> str:
    return case.entry


def test_there_are_enough_demos_and_nothing_is_missing_or_left_over() -> None:
    assert PROBLEMS == []
    assert len(FILES) >= FEWEST


@pytest.mark.parametrize("case", CASES, ids=name_case)
def test_a_shipped_key_is_proved_and_each_distractor_refuted(case: Case) -> None:
    assert case.claims
    assert hold_against(case.claims, find_facts(case)).ruling is Ruling.PROVED


@pytest.mark.parametrize(
    "case", [case for case in CASES if {claim.right for claim in case.claims} == {True, False}], ids=name_case
)
def test_turning_a_shipped_key_round_is_always_caught(case: Case) -> None:
    facts = find_facts(case)
    for turned in chain(exchange_options(case.claims), exchange_facts(case.claims)):
        assert hold_against(turned, facts).ruling is Ruling.CONTRADICTED


def exchange_options(claims: tuple[Claim, ...]) -> list[list[Claim]]:
    """Return the claims with each distractor in place of each answer."""
    return [
        [claim._replace(right=not claim.right) if claim in {right, wrong} else claim for claim in claims]
        for right in claims
        if right.right
        for wrong in claims
        if not wrong.right
    ]


def exchange_facts(claims: tuple[Claim, ...]) -> list[list[Claim]]:
    """Return the claims with each distractor's facts for each answer's, and the other way round."""
    return [
        [
            claim._replace(when=wrong.when)
            if claim == right
            else claim._replace(when=right.when)
            if claim == wrong
            else claim
            for claim in claims
        ]
        for right in claims
        if right.right
        for wrong in claims
        if not wrong.right
    ]


@pytest.mark.parametrize("demo", FILES, ids=lambda demo: demo.name)
def test_a_demo_fits_a_screen_and_says_what_it_shows(demo: Demo) -> None:
    lines = demo.source.decode().splitlines()
    assert len(lines) <= LONGEST
    assert demo.title == (ast.get_docstring(ast.parse(demo.source)) or "").splitlines()[0].strip()
    assert demo.title.endswith(".")
    printed = run(demo.digest).output.splitlines()
    assert len(printed) <= SCREEN
    assert max(map(len, printed), default=0) <= WIDEST


@pytest.mark.parametrize("demo", FILES, ids=lambda demo: demo.name)
def test_a_demo_imports_the_standard_library_alone(demo: Demo) -> None:
    tree = ast.walk(ast.parse(demo.source))
    names = {name.name for node in tree if isinstance(node, ast.Import) for name in node.names}
    assert {name.partition(".")[0] for name in names} <= sys.stdlib_module_names


@pytest.mark.parametrize("name", ["shared_global", "deadlock", "crash_isolation"])
def test_a_demo_runs_by_itself(name: str, tmp_path: Path) -> None:
    path = next(demo.path for demo in FILES if demo.name == name)
    done = subprocess.run([sys.executable, path], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode in {0, 77}, done.stderr
    assert list(tmp_path.iterdir()) == []
