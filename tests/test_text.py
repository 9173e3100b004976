"""Content is shown as what it is, and is never obeyed."""

import codecs
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tvp_quiz.domain.joiners import STRAY_JOINER
from tvp_quiz.terminal.text import fit_text, make_visible, show_text


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        ("[bold]x[/]", "[bold]x[/]"),
        ("list[int]", "list[int]"),
        (":smile:", ":smile:"),
        ("\x1b[2J", r"\x1b[2J"),
        ("\x9b2J", r"\x9b2J"),
        ("a\u202eb\u2066c\u200fd\u061c", r"a\u202eb\u2066c\u200fd\u061c"),
        ("zero\u200bwidth\ufeff\u2060", r"zero\u200bwidth\ufeff\u2060"),
        ("hangul\u3164filler", r"hangul\u3164filler"),
        ("lone\ud800", r"lone\ud800"),
        ("tab\tbell\adel\x7f\r", r"tab\tbell\x07del\x7f\r"),
        ("line\u2028end", r"line\u2028end"),
        ("tag\U000e0041", r"tag\U000e0041"),
        ("naïve 漢字 e\u0301 no\xa0break", "naïve 漢字 e\u0301 no\xa0break"),
        ("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"),
        ("\U0001f468\u200d\U0001f469\u200d\U0001f467", "\U0001f468\u200d\U0001f469\u200d\U0001f467"),
        ("joined\u200dletters \U0001f468\u200d", "joined\\u200dletters \U0001f468\\u200d"),
        ("\u2066\u200d\u2764", "\\u2066\\u200d\u2764"),
    ],
)
def test_content_shows_as_what_it_is(content: str, shown: str) -> None:
    assert make_visible(content) == shown
    assert show_text(content).plain == shown
    assert show_text(content).spans == []


def test_a_newline_breaks_a_line_only_where_lines_are_allowed() -> None:
    assert make_visible("a\nb") == r"a\nb"
    assert make_visible("a\nb", lines=True) == "a\nb"
    assert show_text("a\nb").plain == "a\nb"


@given(st.text(st.characters() | st.sampled_from("\u200c\u200d\u0915\u094d\u2764\ufe0f\u2066"), max_size=60))
def test_nothing_that_a_terminal_would_obey_is_left(content: str) -> None:
    visible = make_visible(content)
    seen = visible.replace("\u200c", "").replace("\u200d", "")
    assert all(char.isprintable() or (char.isspace() and ord(char) > 0x9F) for char in seen)
    assert re.search(STRAY_JOINER, visible) is None
    assert make_visible(visible) == visible


@given(st.text(max_size=40), st.sampled_from(["ascii", "latin-1", "cp1252", "koi8-r", "shift_jis", "utf-8"]))
def test_every_text_fits_every_encoding(content: str, encoding: str) -> None:
    fitted = fit_text(make_visible(content), encoding)
    assert fitted.encode(encoding).decode(encoding) == fitted
    assert make_visible(fitted) == fitted


def test_marks_stay_apart_without_their_characters() -> None:
    assert fit_text("✓ ✗ ━ ─ │ → [•] ä 漢", "ascii") == "+ x = - | -> [*] a Han"
    assert fit_text("✓ ä", "latin-1") == "+ ä"


def test_what_joins_letters_is_left_out_where_they_are_transliterated() -> None:
    assert fit_text("\u0645\u06cc\u200c\u062e", "ascii") == fit_text("\u0645\u06cc\u062e", "ascii")


def test_what_is_no_fault_of_writing_stays_an_error() -> None:
    with pytest.raises(UnicodeDecodeError):
        codecs.decode(b"\xff", "utf-8", "transliterate")
