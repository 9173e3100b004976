"""banks/stories.py: every rule has its story, and its examples are what they say."""

import re
from pathlib import Path
from textwrap import indent

import pytest

from tvp_quiz.banks.check import check_content
from tvp_quiz.banks.nodes import compose_tree
from tvp_quiz.banks.rules import RULES
from tvp_quiz.banks.stories import STORIES, load_stories

TRIED = sorted(rule for rule, story in load_stories().items() if not story.untested)
SOURCES = "refs: [{ref: R-1, where: Page 1, says: Locks keep changes.}]\n"
CHART = "chart:\n  columns: [Mutex, Semaphore]\n  rows:\n"
SECTIONS = {"type:": "questions:\n", "term:": "definitions:\n", "aspect:": CHART}


def make_bank(example: str, right: str) -> str:
    """Return an example as a whole bank; by the right one it is seen which section its entries belong in."""
    if not example.startswith("- "):
        return example
    section = next((begin for mark, begin in SECTIONS.items() if mark in right), "faq:\n")
    return f"bank: locks\ntitle: Locks\n{section}" + indent(example, "    ")


def find_rules(folder: Path, example: str, right: str) -> set[str]:
    """Return the rules that an example breaks, as errors or warnings, beside what it refers to."""
    (folder / "locks.yaml").write_text(make_bank(example, right), encoding="utf-8")
    if "refs:" in example:
        (folder / "sources.yaml").write_text(SOURCES, encoding="utf-8")
    if demo := re.search(r"demo: (mutex_\w+)", example):
        (folder / "demos").mkdir()
        (folder / "demos" / f"{demo[1]}.py").write_text("# what it does is not tried\n", encoding="utf-8")
    return {problem.rule for problem in check_content(folder)}


def test_every_rule_has_a_story_in_the_order_of_the_rules() -> None:
    assert list(load_stories()) == list(RULES)


@pytest.mark.parametrize("rule", TRIED)
def test_a_wrong_example_breaks_its_rule_and_no_other(rule: str, tmp_path: Path) -> None:
    story = load_stories()[rule]
    assert find_rules(tmp_path, story.wrong, story.right) == {rule}


@pytest.mark.parametrize("rule", TRIED)
def test_a_right_example_breaks_no_rule(rule: str, tmp_path: Path) -> None:
    story = load_stories()[rule]
    assert find_rules(tmp_path, story.right, story.right) == set()


@pytest.mark.parametrize("rule", RULES)
def test_a_story_is_a_few_sentences_and_two_examples_that_fit_a_screen(rule: str) -> None:
    story = load_stories()[rule]
    assert 1 <= len(re.findall(r"[.?!](?= |$)", story.story)) <= 5
    assert story.wrong != story.right
    for example in (story.wrong, story.right):
        assert example.strip()
        assert len(example.splitlines()) <= 12
        assert max(map(len, example.splitlines())) <= 116


def test_few_examples_are_untested_and_each_says_why() -> None:
    untested = [story.untested for story in load_stories().values() if story.untested]
    assert len(untested) <= len(RULES) // 3
    assert all(reason.endswith(".") for reason in untested)


def test_the_stories_are_yaml_without_a_slip() -> None:
    root, problems = compose_tree(STORIES.read_text(encoding="utf-8"), STORIES)
    assert problems == []
    assert root is not None
    assert isinstance(root.value, dict)
    keys = {key for node in root.value.values() for key in node.keys or {}}
    assert keys == {"story", "wrong", "right", "untested"}
