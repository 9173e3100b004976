"""Definitions in, which of them are easily confused with which out."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from heapq import nsmallest

from tvp_quiz.banks.entries import Definition
from tvp_quiz.banks.wording import fold, list_bearing_words

MOST = 3
# A meaning of very many words that shares two fifths of them with another shares some of its rarest with that
RAREST = 60
CLOSEST = 10
# A word that so many meanings have in common tells none of them from the rest.
COMMON = 30
SHARED = 0.4


def find_alike(entries: Iterable[Definition]) -> dict[str, tuple[str, ...]]:
    """Return, by an entry's id, up to three others of another term that are told in the same sense or in like words.

    Like words are at least two fifths of the words that both meanings bear (their Jaccard index).
    """
    terms = {entry.id: fold(entry.term) for entry in entries}
    words = {entry.id: frozenset(list_bearing_words(entry.meaning.text)) for entry in entries}
    senses = _group({entry.id: [fold(entry.sense)] for entry in entries if entry.sense})
    users = {word: ids for word, ids in _group(words).items() if 1 < len(ids) <= COMMON}
    alike = {}
    for entry in entries:
        close = _find_close(entry.id, words, users)
        same = senses.get(fold(entry.sense), ()) if entry.sense else ()
        others = (other for other in dict.fromkeys((*same, *close)) if terms[other] != terms[entry.id])
        if found := tuple(others)[:MOST]:
            alike[entry.id] = found
    return alike


def _group(keys: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    """Return the ids by key."""
    groups: dict[str, list[str]] = defaultdict(list)
    for one, many in keys.items():
        for key in many:
            groups[key].append(one)
    return groups


def _find_close(entry: str, words: Mapping[str, frozenset[str]], users: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the entries told in like words, the closest first."""
    groups = nsmallest(RAREST, (users[word] for word in sorted(words[entry]) if word in users), key=len)
    candidates = Counter(other for group in groups for other in group if other != entry)
    shares = {
        other: len(words[entry] & words[other]) / len(words[entry] | words[other])
        for other, _ in candidates.most_common(CLOSEST)
    }
    return [other for other, share in sorted(shares.items(), key=lambda pair: -pair[1]) if share >= SHARED]
