"""A question of an exam and keys in, what is done about it out."""

from enum import Enum
from typing import NamedTuple

from tvp_quiz.domain.exam import Certainty, ExamView, Given, GoTo, Move, Step
from tvp_quiz.domain.prompt import Mode, Prompt
from tvp_quiz.terminal.draft import TYPED, Draft, edit_line, pick_option
from tvp_quiz.terminal.exam_words import COMMANDS, read_certainty, read_command
from tvp_quiz.terminal.keys import Key, find_text
from tvp_quiz.terminal.words import list_right_texts

# No letter here is a command of an exam.
LETTERS = "abcdeijklmorstuvwxyz"
_MOVES = {Key.LEFT: Step.PREVIOUS, Key.RIGHT: Step.NEXT, Key.END_OF_INPUT: Step.LEAVE}
_CONFIRMING = {Key.ENTER, " "}


class Shown(Enum):
    """What is on the screen."""

    QUESTION = "question"
    KEYS = "keys"
    HAND_IN = "hand in"


class Stance(NamedTuple):
    """What an exam's screen shows: the draft of the answer, and what is typed beside it.

    `command` is a command line in the making; one that `asks` wants to know how sure one is; `hint` is about the last
    key.
    """

    draft: Draft
    shown: Shown = Shown.QUESTION
    command: str | None = None
    asks: bool = False
    hint: str = ""


def start_stance(prompt: Prompt, given: tuple[str, ...]) -> Stance:
    """Return how a question comes up that was answered in these words, or not yet."""
    draft = Draft(prompt, alphabet=LETTERS)
    if prompt.mode in TYPED:
        return Stance(draft._replace(texts=given[:-1], line=given[-1]) if given else draft)
    places = {option.text: index for index, option in enumerate(prompt.options)}
    return Stance(draft._replace(picks=tuple(places[text] for text in given if text in places)))


def takes_text(stance: Stance) -> bool:
    """Tell whether text is typed now: an answer, or a command."""
    is_typed = stance.draft.prompt.mode in TYPED or stance.command is not None
    return stance.shown is Shown.QUESTION and is_typed


def word_draft(draft: Draft) -> tuple[str, ...]:
    """Return a draft as an answer in words, empty where there is none."""
    if draft.prompt.mode not in TYPED:
        return tuple(draft.prompt.options[pick].text for pick in draft.picks)
    texts = (*draft.texts, draft.line)
    return texts if any(text.strip() for text in texts) else ()


def press_key(stance: Stance, key: str, view: ExamView) -> tuple[Stance, Move | None]:
    """Return how the screen stands after a key, and what the key does, if anything."""
    stance = stance._replace(hint="")
    if stance.shown is not Shown.QUESTION:
        sure = stance.shown is Shown.HAND_IN and key.lower() == "y"
        return stance._replace(shown=Shown.QUESTION), Step.HAND_IN if sure else None
    if key in _MOVES and (stance.command is None or key == Key.END_OF_INPUT):
        return stance._replace(asks=False), _MOVES[Key(key)]
    if stance.command is not None:
        return _edit_command(stance, stance.command, key, view)
    if key == Key.ESCAPE:
        return stance._replace(asks=False, command=None if stance.asks else ""), None
    if view.prompt.mode not in TYPED:
        return _choose(stance._replace(asks=False), key, view)
    return _say_certainty(stance, key) if stance.asks else _type(stance, key, view)


def _edit_command(stance: Stance, line: str, key: str, view: ExamView) -> tuple[Stance, Move | None]:
    if key == Key.ENTER:
        return _run(stance, line, view)
    if key == Key.ESCAPE or (key == Key.BACKSPACE and not line):
        return stance._replace(command=None), None
    if key == Key.BACKSPACE:
        return stance._replace(command=line[:-1]), None
    return stance._replace(command=line + find_text(key)), None


def _run(stance: Stance, line: str, view: ExamView) -> tuple[Stance, Move | None]:
    """Do what a command says."""
    stance = stance._replace(command=None, asks=False)
    command = read_command(line, view.count) if line.strip() else ""
    match command:
        case Step.HAND_IN:
            return stance._replace(shown=Shown.HAND_IN), None
        case Step() | GoTo():
            return stance, command
        case "?":
            return stance._replace(shown=Shown.KEYS), None
        case _:
            return stance._replace(hint=command), None


def _say_certainty(stance: Stance, key: str) -> tuple[Stance, Move | None]:
    """Take the digit that says how sure one is of a typed answer, which may hold digits itself."""
    level = read_certainty(key)
    if level is None:
        return stance._replace(hint="Press 1, 2 or 3, or Esc to change the answer."), None
    return stance._replace(asks=False), level


def _go_on(stance: Stance, view: ExamView) -> tuple[Stance, Move | None]:
    """Go on to the next question, or first ask how sure one is of this answer."""
    if view.asks_certainty and word_draft(stance.draft) and view.attempt.certainty is None:
        return stance._replace(asks=True), None
    return stance, Step.NEXT


def _type(stance: Stance, key: str, view: ExamView) -> tuple[Stance, Move | None]:
    draft = stance.draft
    if key == ":" and not draft.line:
        return stance._replace(command=""), None
    if key != Key.ENTER:
        return _change(stance, edit_line(draft, key))
    if len(draft.texts) + 1 < len(list_right_texts(draft.prompt)):
        return _change(stance, draft._replace(texts=(*draft.texts, draft.line), line=""))
    return _go_on(stance, view)


def _choose(stance: Stance, key: str, view: ExamView) -> tuple[Stance, Move | None]:
    draft = stance.draft
    level: Certainty | None = read_certainty(key) if view.asks_certainty and draft.picks else None
    if level:
        return stance, level
    if key.lower() in {*COMMANDS, "?"}:
        return _run(stance, key, view)
    if key.lower() in {"g", ":"}:
        return stance._replace(command="g " if key != ":" else ""), None
    if key in _CONFIRMING:
        return _go_on(stance, view)
    if key == Key.BACKSPACE:
        return _change(stance, draft._replace(picks=draft.picks[:-1]))
    picked = pick_option(draft, key)
    after = picked if isinstance(picked, Draft) else draft._replace(picks=picked.picks)
    asks = view.asks_certainty and draft.prompt.mode is Mode.ONE and after.picks != draft.picks
    return _change(stance._replace(hint=after.hint, asks=asks), after._replace(hint=""))


def _change(stance: Stance, draft: Draft) -> tuple[Stance, Move | None]:
    """Take a draft over, as an answer if it has become another one."""
    given = word_draft(draft)
    return stance._replace(draft=draft), None if given == word_draft(stance.draft) else Given(given)
