"""Texts to be typed in, warnings about what tells them out: their own stem, an article, or a text given twice."""

import re
from collections.abc import Iterator

from tvp_quiz.banks.entries import Definition, Entry
from tvp_quiz.banks.options import Placed
from tvp_quiz.banks.questions import GAP, Cloze, Typed
from tvp_quiz.banks.wording import fold, shorten, squeeze

ARTICLE = re.compile(r"\b(an?)\s+$", re.IGNORECASE)

Finding = tuple[Placed, str, str, str]
"""Where, which rule, what is wrong, what to do."""


def find_telltales(entry: Entry) -> Iterator[Finding]:
    """Yield what is wrong with an answer that is typed, or with what is said around it."""
    match entry:
        case Definition():
            yield from _find_own_term(entry)
            yield from _find_repeated(entry.term, entry.aliases, "aliases")
        case Typed():
            yield from _find_in_stem(entry)
            yield from _find_repeated(entry.answer, entry.accept, "accept")
        case Cloze():
            yield from _find_articles(entry)


def _find_own_term(entry: Definition) -> Iterator[Finding]:
    texts = [Placed(entry.meaning.text, ("meaning", "text"))]
    texts += [Placed(example, ("examples", index)) for index, example in enumerate(entry.examples)]
    for text in texts:
        if _contains(text.text, entry.term):
            yield (
                text,
                "term-in-text",
                f"`{shorten(entry.term)}` stands in this text, which is shown when the term is asked for.",
                "Say it without the term.",
            )


def _find_in_stem(entry: Typed) -> Iterator[Finding]:
    given = [answer for answer in (entry.answer, *entry.accept) if _contains(entry.question, answer)]
    if given:
        yield (
            Placed(entry.question, ("question",)),
            "answer-in-stem",
            f"`{shorten(given[0])}` is a right answer, and it stands in the question.",
            "Ask without that word.",
        )


def _find_repeated(first: str, others: list[str], key: str) -> Iterator[Finding]:
    seen = {squeeze(first).casefold()}
    for index, text in enumerate(others):
        looks = squeeze(text).casefold()
        if looks in seen:
            yield (
                Placed(text, (key, index)),
                "repeated-text",
                f"`{shorten(text)}` is accepted already; capitals make no difference here.",
                "Delete it.",
            )
        seen.add(looks)


def _find_articles(entry: Cloze) -> Iterator[Finding]:
    for before in GAP.split(entry.text)[:-1:2]:
        article = ARTICLE.search(before)
        if article:
            yield (
                Placed(entry.text, ("text",)),
                "article-before-gap",
                f"`{article[1]}` before a gap tells what letter the word begins with.",
                "Write a(n), or take the article into the gap.",
            )


def _contains(text: str, words: str) -> bool:
    return f" {fold(words)} " in f" {fold(text)} "
