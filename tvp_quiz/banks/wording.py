"""Texts in, what decides whether two of them say the same out."""

import re
import unicodedata
from functools import lru_cache

ARTICLES = frozenset({"a", "an", "the"})
LITTLE = "am are be been being did do does had has have is it its that this was were which"
USUAL = """
about after also and any because before between both but can cannot could each for from how if in into like may more
most much must no not of on one only or other out over own same should so some such than their them then there these
they those through to true two under until use used uses using what when where while who why will with without would
you your
"""
# Words without which a statement stays the same statement.
LIGHT = ARTICLES.union(LITTLE.split())
# Words that an option and its question have in common by necessity.
COMMON = LIGHT.union(USUAL.split())
# Words that do not change what is stated: unlike "is" and "has", or "is" and "was".
EMPTY = ARTICLES.union(("it", "its", "that", "which"))
WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)?")
# A word with the signs that belong to it, as in C++, -1 and *x, or signs between words, as in x < y.
TOKEN = re.compile(
    rf"(?:(?<!\w)[-+*&!~#$@\u2212]{{1,3}})?{WORD.pattern}[+#*%]*|[-+*&!~<>=|^\u2212]{{0,3}}[<>=|&^+*\u2212]"
)
SHORT = 4
SHOWN = 60


def fold(text: str) -> str:
    """Return the loosest form of a text: no case, articles or punctuation; two texts with the same form mean the same.

    Signs that tell terms, numbers or expressions apart stay, and all of those of a text without any word.
    """
    words = [word for word in list_tokens(text) if word not in ARTICLES]
    return " ".join(words) or " ".join(text.split())


def squeeze(text: str) -> str:
    """Return a text as it looks: single spaces, and no full stop at its end."""
    return " ".join(text.split()).rstrip(".")


def shorten(text: str) -> str:
    """Return a text as it can stand in a sentence."""
    line = " ".join(text.split())
    return line if len(line) <= SHOWN else line[: SHOWN - 1] + "…"


def list_words(text: str) -> list[str]:
    """Return the words of a text in small letters."""
    return WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def list_tokens(text: str) -> list[str]:
    """Return the words of a text in small letters, and the signs that are no punctuation."""
    return TOKEN.findall(unicodedata.normalize("NFKC", text).casefold())


def list_bearing_words(text: str, light: frozenset[str] = LIGHT) -> list[str]:
    """Return the words that carry what a text states, without plural endings; those that are `light` do not."""
    return [cut_plural(word) for word in list_tokens(text) if word not in light]


def find_telling_words(text: str) -> set[str]:
    """Return the words by which one text can point to another."""
    return {cut_plural(word) for word in list_words(text) if len(word) >= SHORT and word not in COMMON}


@lru_cache(maxsize=4096)
def cut_plural(word: str) -> str:
    """Return an English word without a plural or possessive s."""
    word = word.removesuffix("'s").removesuffix("\N{RIGHT SINGLE QUOTATION MARK}s")
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    return word[:-1] if len(word) >= SHORT and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word
