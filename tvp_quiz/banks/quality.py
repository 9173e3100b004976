"""Options in, warnings about what gives the answer away out."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from math import sqrt
from pathlib import Path

from tvp_quiz.banks.entries import Definition, Entry
from tvp_quiz.banks.nodes import Node
from tvp_quiz.banks.options import OptionSet, Placed, find_node, list_option_sets
from tvp_quiz.banks.questions import GAP, Cloze, Predict
from tvp_quiz.banks.wording import find_telling_words, fold, list_bearing_words, list_words, shorten
from tvp_quiz.domain.problem import Problem, Severity

MUCH_LONGER = 1.4
MUCH_LONGER_BY = 12
ABOVE = re.compile(r"\b(all|none|both|neither|any) of (the above|these|the others?|them)\b", re.IGNORECASE)
ABSOLUTE = "always never all none every only must impossible completely entirely"
ABSOLUTES = frozenset(ABSOLUTE.split())
ARTICLE = re.compile(r"\b(an?)\s+$", re.IGNORECASE)
ENOUGH_SETS = 8

Finding = tuple[Placed, str, str, str]
"""Where, which rule, what is wrong, what to do."""


def find_giveaways(entry: Entry, node: Node, path: Path) -> Iterator[Problem]:
    """Yield a warning for each thing by which an entry tells its answer to somebody who does not know it."""
    sets = [options for options in list_option_sets(entry) if options.distractors]
    findings = chain(
        (finding for options in sets for rule in OPTION_RULES for finding in rule(options)),
        () if isinstance(entry, Predict) else chain.from_iterable(map(_find_same, sets)),
        _find_articles(entry) if isinstance(entry, Cloze) else (),
        _find_own_term(entry) if isinstance(entry, Definition) else (),
    )
    for placed, rule, message, remedy in findings:
        at = find_node(node, placed.loc)
        yield Problem(path, at.line, at.column, rule, message, remedy, Severity.WARNING)


def is_longest_right_too_often(sets: Sequence[OptionSet]) -> bool:
    """Tell whether "take the longest" beats guessing by more than two standard deviations.

    Only sets with one answer and distractors of the author's own count, and there have to be some of them.
    """
    counted = [options for options in sets if len(options.answers) == 1 and options.distractors]
    chances = [1 / (len(options.distractors) + 1) for options in counted]
    expected = sum(chances)
    spread = sqrt(sum(chance * (1 - chance) for chance in chances))
    return len(counted) >= ENOUGH_SETS and sum(map(_is_key_longest, counted)) > expected + 2 * spread


def _is_key_longest(options: OptionSet) -> bool:
    return len(options.answers[0].text) > max(len(each.text) for each in options.distractors)


def _find_long_key(options: OptionSet) -> Iterator[Finding]:
    longest = max(options.answers, key=lambda answer: len(answer.text))
    others = max(len(distractor.text) for distractor in options.distractors)
    if len(longest.text) > max(others * MUCH_LONGER, others + MUCH_LONGER_BY):
        yield (
            longest,
            "longest-is-right",
            "The answer is much longer than every distractor, so one can guess it.",
            "Shorten it, and put the rest into `because`; or make the distractors as long.",
        )


def _find_echo(options: OptionSet) -> Iterator[Finding]:
    shared = find_telling_words(options.stem)
    for answer in options.answers:
        shared &= find_telling_words(answer.text)
    for distractor in options.distractors:
        shared -= find_telling_words(distractor.text)
    if shared:
        yield (
            options.answers[0],
            "stem-in-answer",
            f"`{shorten(min(shared))}` stands in the question and in the answer, but in no distractor.",
            "Use another word for it, or use it in a distractor as well.",
        )


def _find_above(options: OptionSet) -> Iterator[Finding]:
    for option in [*options.answers, *options.distractors]:
        if ABOVE.search(option.text):
            yield (
                option,
                "all-of-the-above",
                "Options are shuffled, so there is no above; and such an option helps who guesses.",
                "Write what you mean, or make it a question with `type: multiple`.",
            )


def _find_absolutes(options: OptionSet) -> Iterator[Finding]:
    if any(ABSOLUTES.intersection(list_words(answer.text)) for answer in options.answers):
        return
    for distractor in options.distractors:
        found = ABSOLUTES.intersection(list_words(distractor.text))
        if found:
            yield (
                distractor,
                "absolute-distractor",
                f"`{min(found)}` stands in a distractor and not in the answer, which marks it as wrong.",
                "Say it without that word.",
            )


def _find_silent(options: OptionSet) -> Iterator[Finding]:
    for distractor in options.distractors:
        if not distractor.because:
            yield (
                distractor,
                "no-because",
                "Who takes this distractor is not told why it is wrong.",
                "Write it as {text: …, because: …}.",
            )


def _find_same(options: OptionSet) -> Iterator[Finding]:
    seen: dict[tuple[str, ...], str] = {}
    for option in [*options.answers, *options.distractors]:
        words = tuple(list_bearing_words(option.text))
        if words and words in seen:
            yield (
                option,
                "same-meaning",
                f"This says the same as `{shorten(seen[words])}`.",
                "Make it say something else, or delete it.",
            )
        seen.setdefault(words, option.text)


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


def _find_own_term(entry: Definition) -> Iterator[Finding]:
    texts = [Placed(entry.meaning, ("meaning",))]
    texts += [Placed(example, ("examples", index)) for index, example in enumerate(entry.examples)]
    for text in texts:
        if f" {fold(entry.term)} " in f" {fold(text.text)} ":
            yield (
                text,
                "term-in-text",
                f"`{shorten(entry.term)}` stands in this text, which is shown when the term is asked for.",
                "Say it without the term.",
            )


OPTION_RULES: tuple[Callable[[OptionSet], Iterator[Finding]], ...] = (
    _find_long_key,
    _find_echo,
    _find_above,
    _find_absolutes,
    _find_silent,
)
