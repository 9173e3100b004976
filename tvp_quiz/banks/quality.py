"""Options in, warnings about what gives the answer away out."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from math import sqrt
from pathlib import Path

from tvp_quiz.banks.entries import Entry
from tvp_quiz.banks.nodes import Node
from tvp_quiz.banks.options import OptionSet, find_node, list_option_sets
from tvp_quiz.banks.questions import Multiple, Predict
from tvp_quiz.banks.telltales import Finding, find_telltales
from tvp_quiz.banks.wording import EMPTY, LIGHT, find_telling_words, list_bearing_words, list_words, shorten
from tvp_quiz.domain.problem import Problem, Severity

MUCH_LONGER = 1.4
MUCH_LONGER_BY = 12
NUMBERS = r"(?:two|three|four|five|six|[2-6])"
LETTERS = r"\(?[a-f]\)?"
# Everywhere in an option, or as the whole of it.
ABOVE = re.compile(
    rf"""\b(?:all|none|both|neither|any)\ of\ (?:the\ above|these|those|the\ others?|them)\b
    | ^(?:all|any|none|neither|both)(?:\ of)?(?:\ the|\ these)?\ (?:{NUMBERS}|above|others?|options|answers)\W*$
    | ^(?:both|neither|either|only)\ {LETTERS}(?:,\ {LETTERS})*,?\ (?:and|or|nor)\ {LETTERS}\W*$
    | ^(?:everything|anything|nothing|all)\ (?:of\ (?:this|that)|(?:that\ is\ )?(?:listed|above|mentioned|here))\b""",
    re.IGNORECASE | re.VERBOSE,
)
ABSOLUTE = "always never all none every only impossible completely entirely"
ABSOLUTES = frozenset(ABSOLUTE.split())
# A reason that says these and no more is none.
VERDICTS = frozenset(
    {"", "no", "nope", "wrong", "incorrect", "false", "untrue", "not right", "not true", "not correct"}
)
ENOUGH_SETS = 8


def find_giveaways(entry: Entry, node: Node, path: Path) -> Iterator[Problem]:
    """Yield a warning for each thing by which an entry tells its answer to somebody who does not know it."""
    sets = [options for options in list_option_sets(entry) if options.distractors]
    findings = chain(
        (finding for options in sets for rule in OPTION_RULES for finding in rule(options)),
        () if isinstance(entry, Predict) else chain.from_iterable(map(_find_same, sets)),
        chain.from_iterable(map(_find_only_one if isinstance(entry, Multiple) else _find_few, sets)),
        find_telltales(entry),
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


def _find_short_key(options: OptionSet) -> Iterator[Finding]:
    shortest = min(options.answers, key=lambda answer: len(answer.text))
    others = min(len(distractor.text) for distractor in options.distractors)
    if others > max(len(shortest.text) * MUCH_LONGER, len(shortest.text) + MUCH_LONGER_BY):
        yield (
            shortest,
            "shortest-is-right",
            "The answer is much shorter than every distractor, so one can guess it.",
            "Shorten a distractor, or say more in the answer.",
        )


def _find_few(options: OptionSet) -> Iterator[Finding]:
    if len(options.distractors) == 1:
        yield (
            options.distractors[0],
            "few-distractors",
            "With a single distractor, every second guess is right.",
            "Add another wrong option, or make it a question with `type: true-false`.",
        )


def _find_only_one(options: OptionSet) -> Iterator[Finding]:
    if len(options.answers) == 1:
        yield (
            options.answers[0],
            "one-answer",
            "Several options are to be named here, and a single one is right.",
            "Add another right option, or make it a question with `type: choice`.",
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
        if ABOVE.search(option.text.strip()):
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
        because = " ".join(word for word in list_words(distractor.because or "") if word not in LIGHT)
        if because in VERDICTS:
            yield (
                distractor,
                "no-because",
                "Who takes this distractor is not told why it is wrong.",
                "Write it as {text: …, because: …}.",
            )


def _find_same(options: OptionSet) -> Iterator[Finding]:
    seen: dict[tuple[str, ...], str] = {}
    for option in [*options.answers, *options.distractors]:
        words = tuple(list_bearing_words(option.text, EMPTY))
        if words and words in seen:
            yield (
                option,
                "same-meaning",
                f"This says the same as `{shorten(seen[words])}`.",
                "Make it say something else, or delete it.",
            )
        seen.setdefault(words, option.text)


OPTION_RULES: tuple[Callable[[OptionSet], Iterator[Finding]], ...] = (
    _find_long_key,
    _find_short_key,
    _find_echo,
    _find_above,
    _find_absolutes,
    _find_silent,
)
