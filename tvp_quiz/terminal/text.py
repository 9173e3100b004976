"""Content in, text that a terminal can only show, never obey, out; every string from a bank or a file passes here."""

import codecs
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.text import Text

_JOINERS = "\u200c\u200d"
# The name under which any encoder finds our way to write what its encoding lacks.
TRANSLITERATE = "transliterate"
# Where the usual transliteration would be mistaken for a letter, or for another of our marks.
_ASCII = {"✓": "+", "✗": "x", "○": "?", "━": "=", "█": "_", "•": "*", "→": "->"}

# Blank and of no width, though Unicode counts them as letters or marks.
_UNSEEN = "\u034f\u115f\u1160\u3164\uffa0"
# Spaces other than the ordinary one, which terminals show as such (category Zs).
_SPACES = "\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"


def make_visible(text: str, *, lines: bool = False) -> str:
    r"""Return the text with every character that is not a glyph or a space written as an escape, such as \x1b.

    That takes in control characters, bidirectional and zero-width ones, lone surrogates and what Unicode has not
    assigned, but not what joins emoji, or letters as in Persian or Hindi. With `lines` a newline stays a newline.
    """
    if text.isprintable() and (text.isascii() or not any(unseen in text for unseen in _UNSEEN)):
        return text
    shown = "".join(char if char in _JOINERS or (lines and char == "\n") else _escape(char) for char in text)
    return _escape_strays(shown) if any(joiner in shown for joiner in _JOINERS) else shown


def _escape(char: str) -> str:
    if char in _SPACES or (char.isprintable() and char not in _UNSEEN):
        return char
    return char.encode("unicode_escape").decode("ascii")


def _escape_strays(text: str) -> str:
    """Return the text with its joiners written as escapes where they join nothing that is shown."""
    from tvp_quiz.domain.joiners import STRAY_JOINER  # noqa: PLC0415 - few texts have any

    return re.sub(STRAY_JOINER, lambda stray: _escape(stray[0]), text)


def show_text(text: str, style: str = "", *, lines: bool = True) -> "Text":
    """Return content as rich text: nothing in it is markup, and a word longer than a line is folded."""
    from rich.text import Text  # noqa: PLC0415 - a sitting in plain lines starts without rich

    return Text(make_visible(text, lines=lines), style=style, overflow="fold")


def fit_text(text: str, encoding: str) -> str:
    """Return the text in characters that the encoding has, transliterated where it lacks them."""
    return text.encode(encoding, TRANSLITERATE).decode(encoding)


def _transliterate(error: UnicodeError) -> tuple[str, int]:
    """Replace the characters that an encoding lacks, as a handler of errors for `codecs`."""
    from anyascii import anyascii  # noqa: PLC0415 - needed only where a terminal lacks UTF-8

    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    shown = (char for char in lacking if char not in _JOINERS)
    return "".join(_ASCII.get(char) or anyascii(char) or "?" for char in shown), error.end


codecs.register_error(TRANSLITERATE, _transliterate)
