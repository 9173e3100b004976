"""Typed words and the accepted ones in, right or wrong out: compared as a fair teacher would."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from math import isclose

from rapidfuzz.distance import OSA

from tvp_quiz.domain.card import Number

ARTICLES = {"a", "an", "the"}
SHORTEST_STEM = 3
SINGULARS = ("ss", "us", "is")
SIBILANTS = ("s", "x", "z", "ch", "sh")
ONE_SLIP = 5
TWO_SLIPS = 9
# What turns a word into another one, mostly its opposite, is no slip of the pen
PREFIXES = ("", "a", "de", "dis", "im", "in", "inter", "intra", "multi", "non", "pre", "re", "un")
SHORTEST_PREFIXED = 4
LONGEST_ENDING = 1
NUMBER = re.compile(r"([+-]?(?:\d+(?:\.\d+)?|\.\d+)(?:e[+-]?\d+)?)(.*)", re.IGNORECASE | re.DOTALL)
GROUPED = re.compile(r"(?<=\d)[ ,_'](?=\d{3}(?!\d))")
DECIMAL_COMMA = re.compile(r"(?<=\d),(?=\d)")
NUMBER_WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
MULTIPLIERS = {"k", "m", "g", "dozen", "hundred", "thousand", "million", "billion", "percent", "%"}


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
    if words in map(split_words, rivals) and words not in map(split_words, accepted):
        return Match(right=False)
    if any(is_same(words, split_words(one)) for one in accepted) or is_several(text, accepted):
        return Match(right=True)
    slips = [(count, one) for one in accepted if (count := count_slips(words, split_words(one))) is not None]
    if not slips:
        return Match(right=False)
    fewest, meant = min(slips, key=lambda slip: slip[0])
    if any(measure_distance(words, split_words(rival)) < fewest for rival in rivals):
        return Match(right=False)
    return Match(right=True, remark=f"counted as right: {meant}")


def is_several(text: str, accepted: Sequence[str]) -> bool:
    """Tell whether a text names the answer twice, as in "IPC (inter-process communication)"."""
    parts = [words for part in re.split(r"[()/,;]", text) if (words := split_words(part))]
    return len(parts) > 1 and all(any(is_same(part, split_words(one)) for one in accepted) for part in parts)


def split_words(text: str) -> list[str]:
    """Return the words that count: compatible characters made one, case, articles and punctuation dropped."""
    folded = fold_text(text)
    # a hyphen joins words, but before a number it is a sign, as + and # are anywhere: C++ is not C
    words = re.sub(r"(?<!\s)-|-(?!\d)", " ", re.sub(r"[^\w\s+#-]|_", "", f" {folded}")).split()
    # where nothing else is left, an article or a sign is the answer itself
    return [word for word in words if word not in ARTICLES] or words or folded.split()


def fold_text(text: str) -> str:
    """Return the text in small letters, every dash a hyphen, compatible characters made one."""
    return re.sub(r"[\u2010-\u2015\u2212]", "-", unicodedata.normalize("NFKC", text).casefold())


def list_forms(word: str) -> set[str]:
    """Return what a word may be the plural of, itself included."""
    forms = {word}
    if word.endswith("s") and not word.endswith(SINGULARS):
        forms.add(word[:-1])
    if word.endswith("ies"):
        forms.add(f"{word[:-3]}y")
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
        if abs(len(words[0]) - len(others[0])) > LONGEST_ENDING:
            return None
    slips = [measure_word(word, other) for word, other in zip(words, others, strict=True)]
    if any(slip > allow_slips(other) for slip, other in zip(slips, others, strict=True)):
        return None
    if any(is_another_word(word, other) for word, other in zip(words, others, strict=True)):
        return None
    return sum(slips)


def is_another_word(word: str, other: str) -> bool:
    """Tell whether what two words differ in makes another word: a prefix, or an ending, as in process and processor."""
    pairs = ((a, b) for a in list_forms(word) for b in list_forms(other))
    short, long = sorted(min(pairs, key=lambda pair: OSA.distance(*pair)), key=len)
    if long.startswith(short) and len(long) > len(short) + LONGEST_ENDING:
        return True
    stems = [{one.removeprefix(prefix) for prefix in PREFIXES if one.startswith(prefix)} for one in (short, long)]
    return short != long and any(len(stem) >= SHORTEST_PREFIXED for stem in stems[0] & stems[1])


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
    """Tell whether a text is the number, within its tolerance.

    The unit may be left out, and may not be another; where none is asked for, what is counted may be named.
    """
    folded = fold_text(text).strip().rstrip(".!?").rstrip()
    first, _, rest = folded.partition(" ")
    if first in NUMBER_WORDS:
        folded = f"{NUMBER_WORDS.index(first)} {rest}"
    if not re.match(r"[+-]?0,", folded):
        folded = GROUPED.sub("", folded)
    found = NUMBER.fullmatch(DECIMAL_COMMA.sub(".", folded))
    if not found:
        return Match(right=False, remark="a number was asked for" if folded else "")
    unit, wanted = split_words(found[2]), split_words(number.unit)
    if unit and not (is_same(unit[-1:], wanted[-1:]) if wanted else MULTIPLIERS.isdisjoint(unit)):
        return Match(right=False, remark=f"the unit asked for is {number.unit or 'none'}")
    distance = abs(float(found[1]) - number.value)
    return Match(right=distance <= number.tolerance or isclose(distance, number.tolerance, rel_tol=1e-9))
