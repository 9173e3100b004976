"""A prompt and keys in, the learner's answer or command out, by way of a draft of it."""

from typing import NamedTuple

from tvp_quiz.domain.card import Choice
from tvp_quiz.domain.prompt import Command, Mode, Prompt, Response
from tvp_quiz.terminal.commands import COMMANDS, TOO_EARLY, read_command
from tvp_quiz.terminal.keys import Key, find_text
from tvp_quiz.terminal.words import assign_letters, list_right_texts

# No letter here is a command.
LETTERS = "acfghjklmnoprtwxz"
_CONFIRMING = (Key.ENTER, " ")
TYPED = frozenset({Mode.LINE, Mode.GAPS})
"""The modes in which text is typed."""


class Draft(NamedTuple):
    """An answer in the making: what was picked or written so far, and a hint about the last key.

    Options are lettered by the `alphabet`.
    """

    prompt: Prompt
    picks: tuple[int, ...] = ()
    texts: tuple[str, ...] = ()
    line: str = ""
    hint: str = ""
    alphabet: str = LETTERS


def letter_options(prompt: Prompt, alphabet: str = LETTERS) -> tuple[str, ...]:
    """Return the letter that picks each option: its own for a plain true or false, where the alphabet has it."""
    texts = tuple(option.text.lower() for option in prompt.options)
    fixed = isinstance(prompt.card.question, Choice) and not prompt.card.question.shuffled
    if fixed and set(texts) == {"true", "false"} and {"t", "f"} <= set(alphabet):
        return tuple(text[0] for text in texts)
    return assign_letters(alphabet + alphabet.upper(), len(texts))


def press_key(draft: Draft, key: str) -> Draft | Response | Command:
    """Return the draft after a key, or the answer or command that the key completes."""
    draft = draft._replace(hint="")
    if key == Key.END_OF_INPUT:
        return draft if draft.line else Command.QUIT
    if draft.prompt.mode in TYPED:
        return _submit_line(draft) if key == Key.ENTER else edit_line(draft, key)
    command = COMMANDS.get(key.lower())
    if command and command in TOO_EARLY:
        return draft._replace(hint=TOO_EARLY[command])
    return command or pick_option(draft, key)


def pick_option(draft: Draft, key: str) -> Draft | Response:
    """Return the draft after a key where no text is typed, or the answer that the key completes."""
    if draft.prompt.mode is Mode.REVEAL:
        return Response() if key in _CONFIRMING else draft
    letters = letter_options(draft.prompt, draft.alphabet)
    if key not in letters:
        key = key.lower()
    if key not in letters:
        return _press_other(draft, key)
    index = letters.index(key)
    match draft.prompt.mode:
        case Mode.ONE:
            return Response((index,))
        case Mode.SOME:
            return draft._replace(picks=tuple(sorted({index} ^ set(draft.picks))))
        case _:
            return _fill_slot(draft, index, key)


def _fill_slot(draft: Draft, index: int, letter: str) -> Draft:
    key = draft.prompt.key
    if len(draft.picks) == len(draft.prompt.slots):
        return draft._replace(hint="All places are taken: Enter answers, Backspace takes the last one back.")
    if index in draft.picks and len(set(key)) == len(key):
        return draft._replace(hint=f"{letter} is placed already: Backspace takes the last one back.")
    return draft._replace(picks=(*draft.picks, index))


def _press_other(draft: Draft, key: str) -> Draft | Response:
    """Submit, take back, or do nothing."""
    if key == Key.BACKSPACE and draft.prompt.mode is Mode.SEQUENCE:
        return draft._replace(picks=draft.picks[:-1])
    if key not in _CONFIRMING or draft.prompt.mode is Mode.ONE:
        return draft
    if draft.prompt.mode is Mode.SOME:
        return Response(draft.picks) if draft.picks else draft._replace(hint="Choose at least one first.")
    missing = len(draft.prompt.slots) - len(draft.picks)
    if missing:
        return draft._replace(hint=f"{missing} more to place.")
    return Response(draft.picks)


def edit_line(draft: Draft, key: str) -> Draft:
    """Return the draft after a key other than Enter where text is typed."""
    match key:
        case Key.BACKSPACE if not draft.line and draft.texts:
            return draft._replace(texts=draft.texts[:-1], line=draft.texts[-1])
        case Key.BACKSPACE:
            return draft._replace(line=draft.line[:-1])
        case Key.KILL_LINE:
            return draft._replace(line="")
        case Key.KILL_WORD:
            return draft._replace(line=draft.line.rstrip().rpartition(" ")[0])
        case _:
            return draft._replace(line=draft.line + find_text(key))


def _submit_line(draft: Draft) -> Draft | Response | Command:
    if draft.line.startswith(":"):
        return _submit_command(draft)
    texts = (*draft.texts, draft.line.strip())
    if len(texts) == len(list_right_texts(draft.prompt)):
        return Response(texts=texts)
    return draft._replace(texts=texts, line="")


def _submit_command(draft: Draft) -> Draft | Command:
    command = read_command(draft.line)
    if command is None:
        return draft._replace(hint=f"{draft.line} is no command; :? lists them all.")
    if command in TOO_EARLY:
        return draft._replace(line="", hint=TOO_EARLY[command])
    return command
