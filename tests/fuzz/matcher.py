"""Dice in, what is typed and what is accepted out; and what must hold of any two texts."""

import json
from random import Random

from tvp_quiz.domain.card import Number
from tvp_quiz.sessions.matching import compare_number, compare_text, is_same, measure_distance, split_words

# Letters that look alike are the point
WORDS_TEXT = (
    "thread threads process processes mutex mutexes I.P.C. ipc inter-process intraprocess un-locked the a an C++ C# -1 "
    "+1 1,000 1.5 \xbd \ufdfa \ufb01bre \xdf \u0130stanbul na\xefve e\u0301 \u6f22\u5b57 \u0645\u06cc\u200c\u062e"
    " \u200b \ud800 \x00 \x1b[2J 0x10 1e999 nan inf \u0663 10% s ss us is ies es xes _ - \u2013 ( ) / , ; : ' \" "
    "semaphore semafore scheduler scheduling"
)
WORDS = WORDS_TEXT.split()
LETTERS = "abcdefsui\xdf\xe9\u0130\u0131-'.,;/()0123456789+#_ \t\n\u200b\u202e\U0001f468"


def make_answers(dice: Random) -> bytes:
    """Return a typed text, those that are accepted, and other terms, as JSON."""
    accepted = [make_text(dice) for _ in range(dice.randrange(1, 4))]
    typed = dice.choice((dice.choice(accepted), slip(dice.choice(accepted), dice), make_text(dice)))
    rivals = [make_text(dice) for _ in range(dice.randrange(4))]
    return json.dumps([typed, accepted, rivals]).encode()


def make_text(dice: Random) -> str:
    """Return a text of a few words or letters, seldom of very many."""
    pieces = WORDS if dice.random() < 0.6 else LETTERS
    text = dice.choice(("", " ", "-")).join(dice.choices(pieces, k=dice.randrange(1, 8)))
    return text * dice.randrange(2, 400) if dice.random() < 0.01 else text


def slip(text: str, dice: Random) -> str:
    """Return a text with a letter changed, added or left out."""
    at = dice.randrange(len(text) + 1)
    return text[:at] + dice.choice(("", dice.choice(LETTERS))) + text[at + dice.randrange(2) :]


def hold_matcher(data: bytes) -> None:
    """Check what holds of any typed text."""
    typed, accepted, rivals = json.loads(data)
    match = compare_text(typed, accepted, rivals)
    assert match.right or not match.remark
    for one in filter(split_words, accepted):
        assert compare_text(one, accepted, rivals).right, "the answer itself is wrong"
        assert compare_text(f" {one.upper()} ", [one.upper()], []).right
        assert compare_text(one, accepted, rivals).remark == "", "the answer itself is a slip"
        hold_pair(split_words(typed), split_words(one))
    for text in (typed, *accepted):
        compare_number(text, Number(3.0, "3", 0.5, "pages"))
        assert not split_words(text) or is_same(split_words(text), split_words(text))


def hold_pair(some: list[str], others: list[str]) -> None:
    """Check that a comparison does not hang on which text is which."""
    assert is_same(some, others) == is_same(others, some)
    assert measure_distance(some, others) == measure_distance(others, some)
    assert measure_distance(others, others) == 0
