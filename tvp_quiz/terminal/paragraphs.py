"""Views in, paragraphs of plain text out."""

from collections.abc import Iterator

from tvp_quiz.domain.card import Choice, Cloze, Number, Order, Recall
from tvp_quiz.domain.prompt import FeedbackView, Mode, Prompt, QuestionView
from tvp_quiz.domain.review import Rating
from tvp_quiz.terminal.reading import list_letters
from tvp_quiz.terminal.words import (
    NOTHING,
    is_part_right,
    list_notes,
    list_right_first,
    list_right_texts,
    name_verdict,
    say_picks,
    say_rating,
)


def list_question(view: QuestionView) -> Iterator[str]:
    """Yield what is written to ask a question."""
    card = view.prompt.card
    places = (view.bank, card.aspect, f"{view.done} done", f"{view.left} left")
    yield f"\n[{card.id}] {' · '.join(place for place in places if place)}"
    if view.notice:
        yield view.notice
    yield from list_asked(view.prompt)


def list_asked(prompt: Prompt) -> Iterator[str]:
    """Yield what a prompt asks: its stem, and what there is to choose from."""
    yield prompt.card.stem
    match prompt.card.question:
        case Choice(program=program) if program:
            yield from (f"    {line}" for line in program.expandtabs(4).strip("\n").split("\n"))
        case Cloze(parts=parts):
            yield parts[0] + "".join(f"({index}) ____{part}" for index, part in enumerate(parts[1:], 1))
        case Number(unit=unit) if unit:
            yield f"(in {unit})"
    yield from _list_options(prompt)


def _list_options(prompt: Prompt) -> Iterator[str]:
    for letter, option in zip(list_letters(prompt), prompt.options, strict=True):
        yield f"{letter}) {option.text}"
    if isinstance(prompt.card.question, Order):
        yield "Type the letters in the right order."
    elif prompt.slots:
        yield f"Type a letter for each of these in turn: {'; '.join(prompt.slots)}"


def list_feedback(view: FeedbackView) -> Iterator[str]:
    """Yield what is written of an answer: the verdict, the author's words, the ratings."""
    yield from _list_verdict(view)
    for label, note in list_notes(view, list_letters(view.question.prompt)):
        if note:
            yield f"{label}: {note}" if label else note
    if view.can_overrule:
        yield "If you were right all the same, type :y."
    if view.has_demo:
        yield ":d runs the demo, :v shows its program."
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
