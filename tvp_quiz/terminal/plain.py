"""Views in, answers and commands out, line by line: for a screen reader, a pipe and a terminal that can do no more."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Self

from tvp_quiz.domain.card import Choice, Cloze, Number, Order, Recall
from tvp_quiz.domain.history import CardHistory
from tvp_quiz.domain.prompt import Command, FeedbackView, Mode, Prompt, QuestionView, Response, Summary
from tvp_quiz.domain.review import Rating
from tvp_quiz.terminal.commands import COMMANDS, MEANINGS, NO_VERDICT, read_command
from tvp_quiz.terminal.lines import LineReader
from tvp_quiz.terminal.output import Output
from tvp_quiz.terminal.reading import list_letters, read_answer
from tvp_quiz.terminal.text import make_visible
from tvp_quiz.terminal.words import (
    NOTHING,
    is_part_right,
    list_notes,
    list_right_first,
    list_right_texts,
    name_verdict,
    say_history,
    say_picks,
    say_rating,
    say_review,
    say_summary,
)

_ASKING = {
    Mode.ONE: "letter: ",
    Mode.SOME: "letters: ",
    Mode.SEQUENCE: "letters in order: ",
    Mode.LINE: "answer: ",
    Mode.GAPS: "fillings, with ; between them: ",
    Mode.REVEAL: "Enter shows the answer: ",
}


class Plain:
    """A sitting in lines of text, without colour, boxes or cursor movement."""

    def __init__(self, lines: LineReader, output: Output, *, echoes: bool, idle: Callable[[], None]) -> None:
        """Read from `lines`, write to `output`; `echoes` tells whether what is typed shows, with its newline.

        `idle` is called whenever a line is waited for.
        """
        self._lines = lines
        self._output = output
        self._echoes = echoes
        self._idle = idle

    def __enter__(self) -> Self:
        """Begin to read."""
        self._lines.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop reading."""
        self._lines.__exit__()

    def ask(self, view: QuestionView) -> Response | Command:
        """Write a question and return its answer, or a command."""
        self._write(_list_question(view))
        while True:
            line = self._read(_ASKING[view.prompt.mode])
            given = Command.QUIT if line is None else _read_line(view.prompt, line)
            if not isinstance(given, str):
                return given
            self._write([given])

    def confirm(self, view: FeedbackView) -> Rating | Command:
        """Write what an answer was worth and return the rating, or a command."""
        self._write(_list_feedback(view))
        while True:
            line = self._read(f"rating [{view.rating.value}]: ")
            given = Command.QUIT if line is None else _read_rating(view, line)
            if not isinstance(given, str):
                return given
            self._write([given])

    def show_history(self, history: CardHistory, day: date) -> None:
        """Write a card's history, newest review first, without what was answered: the card may be asked just now."""
        reviews = (f"{review.day}: {say_review(review)}" for review in reversed(history.reviews))
        self._write([f"History of [{history.card}]", *say_history(history, day), *reviews])

    def show_keys(self) -> None:
        """Write what may be typed."""
        self._write(
            [
                "Letters answer where options are listed, a line of text elsewhere; Enter accepts the rating.",
                *(f":{key} {MEANINGS[command]}" for key, command in COMMANDS.items()),
            ]
        )

    def show_summary(self, summary: Summary) -> None:
        """Write what the sitting amounted to."""
        self._write(say_summary(summary))

    def _write(self, paragraphs: Iterable[str]) -> None:
        text = "\n".join(make_visible(paragraph.rstrip("\n"), lines=True) for paragraph in paragraphs)
        self._output.write(text + "\n")

    def _read(self, asking: str) -> str | None:
        """Ask for a line and return it, or None at the end of input."""
        self._output.write(asking)
        self._idle()
        line = self._lines.read_line()
        if line is None or not self._echoes:
            self._output.write("\n")
        return line


def _read_line(prompt: Prompt, line: str) -> Response | Command | str:
    if not line.startswith(":"):
        return read_answer(prompt, line)
    command = read_command(line)
    if command is Command.OVERRULE:
        return NO_VERDICT
    return command or _reject_command(line)


def _read_rating(view: FeedbackView, line: str) -> Rating | Command | str:
    line = line.strip()
    if line.startswith(":"):
        command = read_command(line)
        if command is Command.OVERRULE and not view.can_overrule:
            return NO_VERDICT
        return command or _reject_command(line)
    if not line:
        return view.rating
    ratings = {str(rating.value): rating for rating in Rating}
    return ratings.get(line) or f"Type 1 to 4, or Enter for {view.rating.value}; :? lists the commands."


def _reject_command(line: str) -> str:
    return f"{line} is no command; :? lists them all."


def _list_question(view: QuestionView) -> Iterator[str]:
    card = view.prompt.card
    places = (view.bank, card.aspect, f"{view.done} done", f"{view.left} left")
    yield f"\n[{card.id}] {' · '.join(place for place in places if place)}"
    if view.notice:
        yield view.notice
    yield card.stem
    match card.question:
        case Choice(program=program) if program:
            yield from (f"    {line}" for line in program.expandtabs(4).strip("\n").split("\n"))
        case Cloze(parts=parts):
            yield parts[0] + "".join(f"({index}) ____{part}" for index, part in enumerate(parts[1:], 1))
        case Number(unit=unit) if unit:
            yield f"(in {unit})"
    yield from _list_options(view.prompt)


def _list_options(prompt: Prompt) -> Iterator[str]:
    for letter, option in zip(list_letters(prompt), prompt.options, strict=True):
        yield f"{letter}) {option.text}"
    if isinstance(prompt.card.question, Order):
        yield "Type the letters in the right order."
    elif prompt.slots:
        yield f"Type a letter for each of these in turn: {'; '.join(prompt.slots)}"


def _list_feedback(view: FeedbackView) -> Iterator[str]:
    yield from _list_verdict(view)
    for label, note in list_notes(view, list_letters(view.question.prompt)):
        if note:
            yield f"{label}: {note}" if label else note
    if view.can_overrule:
        yield "If you were right all the same, type :y."
    if view.notice:
        yield view.notice
    yield ", ".join("".join(say_rating(rating, view.intervals)) for rating in Rating)


def _list_verdict(view: FeedbackView) -> Iterator[str]:
    prompt = view.question.prompt
    letters = list_letters(prompt)
    if isinstance(prompt.card.question, Recall):
        yield f"Answer: {prompt.card.question.answer}"
        yield from (f"- {point}" for point in prompt.card.question.points)
    if view.verdict is None:
        return
    word = name_verdict(view.verdict)
    match prompt.mode:
        case Mode.SOME if not view.verdict.correct:
            yield f"{word}: {say_picks(view.response.picks, prompt, letters)}."
        case Mode.SEQUENCE | Mode.GAPS:
            yield f"{word}."
            yield from _list_parts(view)
        case _:
            yield f"{word}."
    if prompt.mode is Mode.LINE:
        yield f"Answer: {''.join(list_right_texts(prompt))}"
    elif prompt.mode in {Mode.ONE, Mode.SOME}:
        yield from (f"Answer: {letters[index]}) {prompt.options[index].text}" for index in prompt.key)


def _list_parts(view: FeedbackView) -> Iterator[str]:
    """Yield a sentence for each gap or slot, the right ones first."""
    prompt = view.question.prompt
    if prompt.slots:
        names = prompt.slots
        given = tuple(prompt.options[pick].text for pick in view.response.picks)
        right = tuple(prompt.options[index].text for index in prompt.key)
    else:
        right = list_right_texts(prompt)
        names = tuple(f"({index})" for index in range(1, len(right) + 1))
        given = view.response.texts
    for index in list_right_first(view, len(right)):
        if is_part_right(view, index):
            yield f"{names[index]}: {right[index]} (right)"
        else:
            text = (given[index] if index < len(given) else "") or NOTHING
            yield f"{names[index]}: {text} (wrong; the answer is {right[index]})"
