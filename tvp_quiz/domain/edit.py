"""What an edit changed of a card, told from the fingerprints of what it was and what it is."""

from enum import StrEnum

WIDTH = 8


class Part(StrEnum):
    """What a fingerprint has a check sum of, in the order in which they stand in it."""

    ANSWER = "answer"
    STEM = "stem"
    DISTRACTORS = "distractors"
    EXPLANATION = "explanation"


def list_changes(was: str, now: str) -> frozenset[Part]:
    """Return the parts in which two fingerprints differ; one of another make differs in nothing that could be told."""
    if not len(was) == len(now) == WIDTH * len(Part):
        return frozenset()
    sums = (slice(place * WIDTH, (place + 1) * WIDTH) for place in range(len(Part)))
    return frozenset(part for part, place in zip(Part, sums, strict=True) if was[place] != now[place])


def get_sum(fingerprint: str, part: Part) -> str:
    """Return the check sum of a part in a fingerprint, nothing for one of another make."""
    place = list(Part).index(part) * WIDTH
    return fingerprint[place : place + WIDTH] if len(fingerprint) == WIDTH * len(Part) else ""
