"""Banks and lists of references in, which card examines what out."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from tvp_quiz.banks.sources import find_nearest
from tvp_quiz.domain.card import Bank, Content
from tvp_quiz.domain.coverage import Coverage, Sources


def list_coverage(content: Content, sources: Sequence[Sources]) -> tuple[Coverage, ...]:
    """Return every reference with the cards that examine it, in the order of the lists."""
    return tuple(
        coverage
        for each in sources
        for coverage in cover(each, (bank for bank in content.banks if find_nearest(bank.path, sources) is each))
    )


def cover(sources: Sources, banks: Iterable[Bank]) -> tuple[Coverage, ...]:
    """Return the references of one list with the cards of its banks that examine them."""
    cards: dict[str, list[str]] = defaultdict(list)
    for bank in banks:
        for card in bank.cards.values():
            for ref in dict.fromkeys(card.refs):
                cards[ref].append(card.id)
    return tuple(Coverage(point, tuple(cards[point.ref])) for point in sources.references)
