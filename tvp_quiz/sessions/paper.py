"""Cards and dice in, the questions of a paper out: balanced, and never two of one entry."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from tvp_quiz.domain.amounts import say_count
from tvp_quiz.domain.card import Card, Recall, get_bank, get_entry
from tvp_quiz.domain.exam import Share, Topic

if TYPE_CHECKING:
    from random import Random


class Draw(NamedTuple):
    """The cards of a paper in order, and a sentence for each thing that could not be had."""

    cards: tuple[Card, ...]
    notes: tuple[str, ...] = ()


def draw_paper(cards: Iterable[Card], count: int, blueprint: Sequence[Share], dice: "Random") -> Draw:
    """Draw `count` questions, or as many as there are, in an order of the dice's choosing.

    Without a blueprint every bank has an equal share, as far as it reaches; within a share the refs are cited equally
    often. Recall cards, which only the learner can mark, are left out. The same dice give the same paper of the same
    cards, in whatever order these come.
    """
    entries: dict[str, list[Card]] = {}
    for card in sorted(cards, key=lambda card: card.id):
        if not isinstance(card.question, Recall):
            entries.setdefault(get_entry(card.id), []).append(card)
    order = dice.sample(list(entries), len(entries))
    shares = list(blueprint) or [Share(Topic.BANK, bank, 1) for bank in dict.fromkeys(map(get_bank, order))]
    about: dict[tuple[Topic, str], list[str]] = {}
    for entry in order:
        for topic in list_topics(entries[entry][0]):
            about.setdefault(topic, []).append(entry)
    pools = [about.get((share.topic, share.name), []) for share in shares]
    quotas = split_parts(count, shares) if blueprint else split_evenly(count, [len(pool) for pool in pools])
    seating = Seating(pools, {entry: cards[0].refs for entry, cards in entries.items()})
    seating.fill(quotas)
    chosen = [dice.choice(entries[entry]) for entry in seating.seats]
    return Draw(tuple(dice.sample(chosen, len(chosen))), tuple(note_shortages(count, shares, quotas, seating)))


def list_topics(card: Card) -> Iterator[tuple[Topic, str]]:
    """Yield what a card, and its siblings, count for."""
    yield Topic.BANK, get_bank(card.id)
    yield from ((Topic.TAG, tag) for tag in dict.fromkeys(card.tags))
    yield from ((Topic.REF, ref) for ref in dict.fromkeys(card.refs))


def split_evenly(count: int, sizes: Sequence[int]) -> list[int]:
    """Split a number as evenly as the sizes of the parts allow; less of it where they don't reach."""
    quotas = [0] * len(sizes)
    for _ in range(min(count, sum(sizes))):
        open_ones = [index for index, size in enumerate(sizes) if quotas[index] < size]
        quotas[min(open_ones, key=quotas.__getitem__)] += 1
    return quotas


def split_parts(count: int, shares: Sequence[Share]) -> list[int]:
    """Split a number by shares; what is left over by rounding down goes to the largest remainders."""
    total = sum(share.parts for share in shares)
    exact = [count * share.parts / total for share in shares]
    quotas = [int(one) for one in exact]
    rest = sorted(range(len(shares)), key=lambda index: quotas[index] - exact[index])
    for index in rest[: count - sum(quotas)]:
        quotas[index] += 1
    return quotas


@dataclass(slots=True)
class Seating:
    """Entries on their way into shares: `pools` are those that count for each, in the order of the draw."""

    pools: Sequence[Sequence[str]]
    refs: Mapping[str, Sequence[str]]
    seats: dict[str, int] = field(default_factory=dict)
    uses: Counter[str] = field(default_factory=Counter)

    def fill(self, quotas: Sequence[int]) -> None:
        """Seat as many entries in each share as it is to have, all shares getting on alike."""
        turns = sorted(((turn + 0.5) / quota, share) for share, quota in enumerate(quotas) for turn in range(quota))
        for _, share in turns:
            self.seat(share, frozenset({share}))

    def seat(self, share: int, tried: frozenset[int]) -> bool:
        """Seat one more entry in a share, if need be by moving others: an augmenting path; tell whether it can be."""
        free = [entry for entry in self.pools[share] if entry not in self.seats]
        if free:
            entry = min(free, key=self.rank)
            self.seats[entry] = share
            self.uses.update(self.refs[entry] or [""])
            return True
        for entry in self.pools[share]:
            other = self.seats[entry]
            if other not in tried and self.seat(other, tried | {other}):
                self.seats[entry] = share
                return True
        return False

    def rank(self, entry: str) -> tuple[int, float]:
        """Return how often the refs of an entry are cited already, most of all and on average."""
        uses = [self.uses[ref] for ref in self.refs[entry] or [""]]
        return max(uses), sum(uses) / len(uses)


def note_shortages(count: int, shares: Sequence[Share], quotas: Sequence[int], seating: Seating) -> Iterable[str]:
    """Yield a sentence for each share that has fewer questions than it should, and one for the whole."""
    found = Counter(seating.seats.values())
    for index, share in enumerate(shares):
        if found[index] < quotas[index]:
            yield f"The blueprint wants {quotas[index]} of {share.topic.value} {share.name}; there are {found[index]}."
    if len(seating.seats) < count:
        has = say_count(len(seating.seats), "question")
        yield f"This paper has {has} rather than {count}: one an entry, recall cards left out."
