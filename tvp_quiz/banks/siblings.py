"""Texts of one bank in, distractors for one of them out: wrong for certain, and alike in length."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from tvp_quiz.banks.wording import fold
from tvp_quiz.domain.card import Option

MOST = 3
# In a bank where nearly everything belongs to one term, the search for others has to end.
FARTHEST = 100
# Among so many of the nearest, one that begins like the answer goes before one about as long.
NEAREST = 12
ABOUT = 10

Name = frozenset[str]
"""The words of a term or an alias."""


@dataclass(frozen=True, slots=True)
class Names:
    """What a thing is called: by its terms, and by its aliases."""

    terms: frozenset[Name] = frozenset()
    aliases: frozenset[Name] = frozenset()

    def join(self, other: "Names") -> "Names":
        """Return the names of both."""
        return Names(self.terms | other.terms, self.aliases | other.aliases)


@dataclass(frozen=True, slots=True)
class Sibling:
    """A text that is right elsewhere, and what to say to who chose it; `names` are what it is true of."""

    text: str
    because: str
    names: Names
    folded: str
    beginning: str


def make_sibling(text: str, because: str, names: Names) -> Sibling:
    """Return a sibling with its comparable form."""
    return Sibling(text, because, names, fold(text), _begin(text))


def _begin(text: str) -> str:
    """Return how the first word ends: "ing" or "ed" tells of its form, and equal words end alike."""
    return text.partition(" ")[0][-3:].casefold()


def are_related(some: Names, others: Names) -> bool:
    """Tell whether two things share a name, or one is a kind of the other as its term says.

    What is said of a thread is true of a main thread, too; but a process is no thread for the alias "lightweight
    process" of the latter.
    """
    shared = (some.terms | some.aliases) & (others.terms | others.aliases)
    return bool(shared) or any(one <= other or other <= one for one in some.terms for other in others.terms)


class Pool:
    """Siblings by length."""

    def __init__(self, siblings: Iterable[Sibling]) -> None:
        """Take siblings in the author's order, which decides between two of the same length."""
        self._siblings = sorted(siblings, key=lambda sibling: len(sibling.text))
        self._lengths = [len(sibling.text) for sibling in self._siblings]

    def find_near(self, length: int) -> Iterator[Sibling]:
        """Yield the siblings, the closest in length first, the shorter of two first."""
        above = bisect_left(self._lengths, length)
        below = above - 1
        while below >= 0 or above < len(self._lengths):
            is_below_nearer = above >= len(self._lengths) or (
                below >= 0 and length - self._lengths[below] <= self._lengths[above] - length
            )
            if is_below_nearer:
                yield self._siblings[below]
                below -= 1
            else:
                yield self._siblings[above]
                above += 1


def pick_distractors(
    answer: str, pools: Sequence[Pool], is_wrong: Callable[[Sibling], bool], most: int = MOST
) -> tuple[Option, ...]:
    """Return up to `most` distractors, none of which says the same as the answer or another; earlier pools go first."""
    taken = {fold(answer)}
    picked: list[Option] = []
    for pool in pools:
        for sibling in islice(_prefer_alike(answer, pool.find_near(len(answer))), FARTHEST):
            if len(picked) == most:
                return tuple(picked)
            if sibling.folded not in taken and is_wrong(sibling):
                taken.add(sibling.folded)
                picked.append(Option(sibling.text, sibling.because))
    return tuple(picked)


def _prefer_alike(answer: str, siblings: Iterator[Sibling]) -> Iterator[Sibling]:
    """Return siblings with those first that are about as long as the answer and begin like it."""
    beginning, length = _begin(answer), len(answer)
    nearest = sorted(
        islice(siblings, NEAREST),
        key=lambda sibling: (abs(len(sibling.text) - length) // ABOUT, sibling.beginning != beginning),
    )
    return chain(nearest, siblings)
