"""Typed words and the accepted ones in, right or wrong out: compared as a fair teacher would."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from tvp_quiz.domain.card import Number

ARTICLES = {"a", "an", "the"}
SHORTEST_STEM = 3
SIBILANTS = ("s", "x", "z", "ch", "sh")
ONE_SLIP = 5
TWO_SLIPS = 9
NUMBER = re.compile(r"([+-]?(?:\d+(?:\.\d+)?|\.\d+)(?:e[+-]?\d+)?)(.*)", re.IGNORECASE | re.DOTALL)
GROUPED = re.compile(r"(?<=\d)[ ,_'](?=\d{3}(?!\d))")
DECIMAL_COMMA = re.compile(r"(?<=\d),(?=\d)")
NUMBER_WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


@dataclass(frozen=True, slots=True)
class Match:
    """Whether a text is right, and what the learner should be told of it."""

    right: bool
    remark: str = ""


def compare_text(text: str, accepted: Sequence[str], rivals: Sequence[str]) -> Match:
    """Tell whether a text is one of the accepted ones, a slip or two forgiven.

    Case, articles, punctuation, hyphens and a plural s do not matter. A text that is nearer to a rival, another term of
    the bank, is no slip.
    """
    words = split_words(text)
    if not words:
        return Match(right=False)
    if any(is_same(words, split_words(one)) for one in accepted):
        return Match(right=True)
    slips = [(count, one) for one in accepted if (count := count_slips(words, split_words(one))) is not None]
    if not slips:
        return Match(right=False)
    fewest, meant = min(slips, key=lambda slip: slip[0])
    if any(measure_distance(words, split_words(rival)) < fewest for rival in rivals):
        return Match(right=False)
    return Match(right=True, remark=f"counted as right: {meant}")


def split_words(text: str) -> list[str]:
    """Return the words that count: compatible characters made one, case, articles and punctuation dropped."""
    folded = fold_text(text)
    words = re.sub(r"[^\w\s-]|_", "", folded).replace("-", " ").split()
    # where nothing else is left, an article or a sign is the answer itself
    return [word for word in words if word not in ARTICLES] or words or folded.split()


def fold_text(text: str) -> str:
    """Return the text in small letters, every dash a hyphen, compatible characters made one."""
    return re.sub(r"[\u2010-\u2015\u2212]", "-", unicodedata.normalize("NFKC", text).casefold())


def list_forms(word: str) -> set[str]:
    """Return what a word may be the plural of, itself included."""
    forms = {word}
    if word.endswith("s"):
        forms.add(word[:-1])
    if word.endswith("es") and word[:-2].endswith(SIBILANTS):
        forms.add(word[:-2])
    return {form for form in forms if len(form) >= SHORTEST_STEM} or {word}


def is_same(words: Sequence[str], others: Sequence[str]) -> bool:
    """Tell whether two texts differ in nothing but a plural s, or in where a compound is split."""
    if len(words) == len(others):
        return all(list_forms(a) & list_forms(b) for a, b in zip(words, others, strict=True))
    return bool(list_forms("".join(words)) & list_forms("".join(others)))


def count_slips(words: Sequence[str], others: Sequence[str]) -> int | None:
    """Return how many slips of the pen lead to the other text, or None where they are too many for one of its words."""
    if len(words) != len(others):
        words, others = ["".join(words)], ["".join(others)]
    slips = [measure_word(word, other) for word, other in zip(words, others, strict=True)]
    if any(slip > allow_slips(other) for slip, other in zip(slips, others, strict=True)):
        return None
    return sum(slips)


def allow_slips(word: str) -> int:
    """Return the slips that a word of this length is forgiven."""
    return (len(word) >= ONE_SLIP) + (len(word) >= TWO_SLIPS)


def measure_word(word: str, other: str) -> int:
    """Return the distance of two words, in letters changed, added, left out, or swapped with a neighbour."""
    return min(OSA.distance(a, b) for a in list_forms(word) for b in list_forms(other))


def measure_distance(words: Sequence[str], others: Sequence[str]) -> int:
    """Return the distance of two texts, whatever their words."""
    return measure_word("".join(words), "".join(others))


def compare_number(text: str, number: Number) -> Match:
    """Tell whether a text is the number, within its tolerance; the unit may be left out, and may not be another."""
    folded = fold_text(text).strip()
    first, _, rest = folded.partition(" ")
    if first in NUMBER_WORDS:
        folded = f"{NUMBER_WORDS.index(first)} {rest}"
    found = NUMBER.fullmatch(DECIMAL_COMMA.sub(".", GROUPED.sub("", folded)))
    if not found:
        return Match(right=False, remark="a number was asked for" if folded else "")
    unit = split_words(found[2])
    if unit and not is_same(unit, split_words(number.unit)):
        return Match(right=False, remark=f"the unit asked for is {number.unit or 'none'}")
    return Match(right=abs(float(found[1]) - number.value) <= number.tolerance)
