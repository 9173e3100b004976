"""The name of a rule in; what it says, why, and a wrong and a right example of it out."""

from functools import cache
from pathlib import Path
from typing import NamedTuple

from tvp_quiz.banks.nodes import Node, compose_tree
from tvp_quiz.banks.rules import RULES

STORIES = Path(__file__).with_name("stories.yaml")


class Story(NamedTuple):
    """A rule with its sentence, its story and its examples; `untested` is why these can't be tried, else empty."""

    rule: str
    says: str
    story: str
    wrong: str
    right: str
    untested: str


@cache
def load_stories() -> dict[str, Story]:
    """Return the story of every rule that has one, by the rule's name."""
    root, _ = compose_tree(STORIES.read_text(encoding="utf-8"), STORIES)
    stories = root.value if root and isinstance(root.value, dict) else {}
    return {rule: _make_story(rule, node) for rule, node in stories.items()}


def _make_story(rule: str, node: Node) -> Story:
    parts = (node.child(key) for key in ("story", "wrong", "right", "untested"))
    story, wrong, right, untested = (part.value if part and isinstance(part.value, str) else "" for part in parts)
    return Story(rule, RULES[rule], " ".join(story.split()), wrong, right, untested)
