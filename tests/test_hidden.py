"""banks/hidden.py: characters that nobody can see, and those that only look like such."""

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from written import list_problems

from tvp_quiz.banks.hidden import HIDDEN, MOST, find_hidden

SEEN = {*range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD, *range(0x13430, 0x13440)}
"""Signs that Unicode counts among the formatting ones, and fonts show."""


@pytest.mark.parametrize(
    "text",
    [
        "zero\u200bwidth",
        "soft\xadhyphen",
        "\ufeffmark",
        "word\u2060joiner",
        "\u202eturned\u202c",
        "\u2066kept apart\u2069",
        "hangul\u3164filler",
        "joined\u200dletters",
        "kept\u200capart",
        "\u200d\U0001f468",
        "\U0001f468\u200d",
        "word\U000e0041\U000e0042",
        "a\ufe0f\ufe0e\ufe00",
    ],
)
def test_what_nobody_can_see_is_found(text: str) -> None:
    assert HIDDEN.search(text)


@pytest.mark.parametrize(
    "text",
    [
        "\U0001f468\u200d\U0001f469\u200d\U0001f467",  # a family
        "\U0001f3f3\ufe0f\u200d\U0001f308",  # the rainbow's flag
        "\U0001f469\U0001f3fd\u200d\U0001f4bb",  # a programmer
        "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",  # England's flag
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",  # Persian, "I want"
        "\u0915\u094d\u200d\u0937 \u0915\u094d\u200c\u0937",  # Hindi, two forms of a conjunct
        "1\ufe0f\u20e3 \u2764\ufe0f",
        "na\xefve no\xa0break \u6f22\u5b57 e\u0301",
    ],
)
def test_what_joins_letters_or_emoji_may_stay(text: str) -> None:
    assert HIDDEN.search(text) is None


def test_every_formatting_character_of_unicode_is_hidden_or_shown_by_fonts() -> None:
    formatting = (code for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) == "Cf")
    assert [hex(code) for code in formatting if code not in SEEN and not HIDDEN.search(f"a{chr(code)}b")] == []


@given(st.text(st.characters(min_codepoint=0x20, max_codepoint=0x17F, exclude_categories=["Cc", "Cf"])))
def test_latin_letters_are_never_hidden(text: str) -> None:
    assert HIDDEN.search(text) is None


def test_a_hidden_character_is_told_at_its_place_and_keeps_nothing_out() -> None:
    text = "bank: x\ntitle: X\nfaq:\n  - id: a\n    question: Wh\u200by?\n    answer: So\n"
    problem, *rest = list_problems(text)
    assert (problem.rule, problem.severity, problem.line, problem.column) == ("hidden-character", "warning", 5, 17)
    assert problem.message == "There is a character here that nobody can see: U+200B, zero width space."
    assert rest == []


@pytest.mark.parametrize("escape", [r"\e[2J", r"\u202e", r"\x9b", r"\0", r"\u200b", r"\L"])
def test_one_that_is_written_as_an_escape_is_told_where_its_text_begins(escape: str) -> None:
    text = f'bank: x\ntitle: X\nfaq:\n  - id: a\n    question: "Why{escape}?"\n    answer: So\n'
    assert [(problem.rule, problem.line, problem.column) for problem in list_problems(text)] == [
        ("hidden-character", 5, 15)
    ]


def test_escapes_of_what_is_seen_are_nothing_to_tell() -> None:
    text = 'bank: x\ntitle: X\nfaq:\n  - {id: a, question: "\\xe9 \\u2192 \\"x\\"", answer: "a\\tb\\nc"}\n'
    assert list_problems(text) == []


def test_of_very_many_lines_the_first_are_told() -> None:
    assert [line for line, _, _ in find_hidden(["a\u200b\u200b", "b"] * 100)] == list(range(1, 2 * MOST, 2))
