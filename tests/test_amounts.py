"""domain/amounts.py: how many of what, in words"""

import pytest

from tvp_quiz.domain.amounts import say_count


@pytest.mark.parametrize(
    ("number", "noun", "plural", "said"),
    [
        (0, "card", "", "0 cards"),
        (1, "card", "", "1 card"),
        (1.0, "year", "", "1 year"),
        (2.5, "year", "", "2.5 years"),
        (2, "entry", "entries", "2 entries"),
        (1_234_567, "review", "", "1,234,567 reviews"),
    ],
)
def test_an_amount_is_a_number_and_its_noun(number: float, noun: str, plural: str, said: str) -> None:
    assert say_count(number, noun, plural) == said
