"""A tree in, the keys in it that a dash too many cut off from their item out; the tree is mended."""

from collections.abc import Iterator

from pydantic import BaseModel

from tvp_quiz.banks.entries import Definition, Faq, FullOption, Row
from tvp_quiz.banks.nodes import Node
from tvp_quiz.banks.questions import MODELS, Pair

MEANT: tuple[type[BaseModel], ...] = (Definition, Row, Faq, FullOption, Pair, *MODELS.values())
# Keys that never stand first, nor alone
LATER = frozenset(key for model in MEANT for key in model.model_fields) - {"id", "text", "left"}
EXTRA_DASH = (
    "extra-dash",
    "A dash begins a new item, and this key belongs to the item above.",
    "Write a dash before the first key of each item alone, and a space in place of the others.",
)


def join_items(node: Node) -> Iterator[Node]:
    """Join what was cut; yield the first key of each list that a dash stands before for nothing.

    What was joined is marked as broken, and so is all that it belongs to.
    """
    for inner in node.value.values() if isinstance(node.value, dict) else node.value:
        for key in join_items(inner) if isinstance(inner, Node) else ():
            node.is_broken = True
            yield key
    if isinstance(node.value, list):
        keys = list(_join(node.value))
        node.is_broken = node.is_broken or bool(keys)
        yield from keys[:1]


def _join(items: list[Node]) -> Iterator[Node]:
    whole: list[Node] = []
    for item in items:
        name = _find_rest(item, whole[-1]) if whole else None
        above = whole[-1] if name else None
        if (
            name
            and above
            and isinstance(above.value, dict)
            and isinstance(item.value, dict)
            and above.keys
            and item.keys
        ):
            above.value[name], above.keys[name], above.is_broken = item.value[name], item.keys[name], True
            yield item.keys[name]
        else:
            whole.append(item)
    items[:] = whole


def _find_rest(item: Node, above: Node) -> str | None:
    """Return the one key of an item, if it is none to begin with and the item above lacks it."""
    keys = list(item.keys or ())
    return keys[0] if len(keys) == 1 and above.keys and keys[0] in LATER - above.keys.keys() else None
