"""An answered question in, the page that shows what is right and takes the rating out."""

from collections.abc import Iterable, Iterator

from rich.text import Text

from tvp_quiz.domain.card import Cloze, Order, Recall
from tvp_quiz.domain.prompt import FeedbackView, Mode, Prompt, QuestionView, Response, Verdict
from tvp_quiz.domain.review import Rating
from tvp_quiz.terminal.draft import letter_options
from tvp_quiz.terminal.page import BLANK, LUXURY, SPACE, Block, Page
from tvp_quiz.terminal.question import draw_page, label_slot, list_stem, show_hint
from tvp_quiz.terminal.text import show_text
from tvp_quiz.terminal.words import (
    NOTHING,
    is_part_right,
    list_notes,
    list_right_first,
    list_right_texts,
    name_rating,
    name_verdict,
    say_picks,
    say_rating,
)

_RIGHT = Text("✓ ", "bold green")
_WRONG = Text("✗ ", "bold red")
_MISSING = Text("○ ", "bold yellow")
_PARTLY = Text("~ ", "bold yellow")


def draw_feedback(view: FeedbackView, hint: str = "") -> Page:
    """Return the page of an answered question: its answer marked, the verdict, the author's words, the ratings."""
    question = view.question
    above = (*list_stem(question), *_list_marked(view))
    body = (*above, *_list_verdict(view), *_list_notes(view))
    footer = (*show_hint(hint or view.notice), tuple(_list_ratings(view)), _list_keys(view))
    focus = len(list_stem(question)) if view.verdict is None else len(above) + 1
    return draw_page(question, body, footer, focus)


def list_key(prompt: Prompt) -> Iterator[Block]:
    """Yield what the feedback on a right answer shows, and the reasons of all options, but no verdict."""
    question = QuestionView(prompt, "", 0, 0)
    right = Response(prompt.key, list_right_texts(prompt))
    view = FeedbackView(question, right, Verdict(correct=True, share=1.0, given=""), Rating.GOOD, {})
    yield from _list_marked(view)
    notes = list(_list_notes(view, every=True))
    # However little room there is, the first note is set off from the options
    yield from (BLANK, *notes[1:]) if notes else ()


def _list_marked(view: FeedbackView) -> Iterator[Block]:
    """Yield the answer as it was given, marked, with what is right."""
    match view.question.prompt.mode:
        case Mode.ONE | Mode.SOME:
            yield from _mark_options(view)
        case Mode.SEQUENCE:
            yield from _mark_slots(view)
        case Mode.GAPS:
            yield from _list_right(view, list_right_texts(view.question.prompt))
            yield Block(_mark_gaps(view))
        case Mode.LINE:
            yield from _mark_line(view)
        case _:
            yield from _list_answer(view)


def _mark_options(view: FeedbackView) -> Iterator[Block]:
    prompt, picks = view.question.prompt, view.response.picks
    for index, (letter, option) in enumerate(zip(letter_options(prompt), prompt.options, strict=True)):
        right, picked = index in prompt.key, index in picks
        style = "green" if right else "red" if picked else "dim"
        missing = prompt.mode is Mode.SOME and right and not picked
        mark = _MISSING if missing else _RIGHT if right else _WRONG if picked else Text("  ")
        box = "" if prompt.mode is Mode.ONE else "[•] " if picked else "[ ] "
        lead = Text.assemble(mark, (f"{letter}  {box}", style))
        yield Block(show_text(option.text, style), lead)


def _mark_slots(view: FeedbackView) -> Iterator[Block]:
    prompt, picks = view.question.prompt, view.response.picks
    indices: Iterable[int] = list_right_first(view, len(prompt.slots))
    if isinstance(prompt.card.question, Order):
        yield from _list_right(view, prompt.slots)
        indices = range(len(prompt.slots))
    for index in indices:
        right = prompt.options[prompt.key[index]].text
        good = is_part_right(view, index)
        label = label_slot(prompt, index)
        given = prompt.options[picks[index]].text if index < len(picks) else NOTHING
        text = show_text(right if good else given, "green" if good else "red")
        yield Block(Text.assemble(label, text), _mark(good=good), "      ")
        if not good:
            yield Block(show_text(right, "green"), Text("  right: ", "dim"))


def _list_right(view: FeedbackView, names: tuple[str, ...]) -> Iterator[Block]:
    """Yield the names of the parts that are right where some are not, to be said before an order that must stay."""
    good = [name for index, name in enumerate(names) if is_part_right(view, index)]
    if good and view.verdict and not view.verdict.correct:
        yield Block(show_text(", ".join(good), "green", lines=False), Text("Right: ", "bold green"))


def _mark_gaps(view: FeedbackView) -> Text:
    """Return the text with its gaps filled rightly, and beside a wrong filling the one that was given."""
    question = view.question.prompt.card.question
    parts = question.parts if isinstance(question, Cloze) else ("", "")
    shown = show_text(parts[0])
    for index, right in enumerate(list_right_texts(view.question.prompt)):
        good = is_part_right(view, index)
        shown.append("[").append(_mark(good=good))
        if not good:
            shown.append(show_text(_get_given(view, index), "red", lines=False)).append(" → ", "dim")
        shown.append(show_text(right, "bold green", lines=False)).append("]")
        shown.append(show_text(parts[index + 1]))
    return shown


def _mark_line(view: FeedbackView) -> Iterator[Block]:
    good = is_part_right(view, 0)
    given = _get_given(view, 0)
    right = "".join(list_right_texts(view.question.prompt))
    yield Block(show_text(given, "green" if good else "red", lines=False), _mark(good=good))
    if given != right:
        yield Block(show_text(right, "bold green", lines=False), Text("  answer: ", "dim"))


def _list_answer(view: FeedbackView) -> Iterator[Block]:
    question = view.question.prompt.card.question
    if isinstance(question, Recall):
        yield Block(show_text(question.answer, "green"))
        if question.points:
            yield BLANK
            yield Block(Text("Did you have all of it?", "dim"))
        for point in question.points:
            yield Block(show_text(point), Text("  [ ] ", "dim"))


def _get_given(view: FeedbackView, index: int) -> str:
    texts = view.response.texts
    return (texts[index] if index < len(texts) else "") or NOTHING


def _mark(*, good: bool) -> Text:
    return _RIGHT if good else _WRONG


def _list_verdict(view: FeedbackView) -> Iterator[Block]:
    verdict, prompt = view.verdict, view.question.prompt
    if verdict is None:
        return
    mark = _RIGHT if verdict.correct else _PARTLY if verdict.share else _WRONG
    word = Text(name_verdict(verdict), mark.style)
    if not verdict.correct and prompt.mode in {Mode.ONE, Mode.SOME}:
        word.append(f": {say_picks(view.response.picks, prompt, letter_options(prompt))}", "default not bold")
    yield SPACE
    yield Block(word, mark)


def _list_notes(view: FeedbackView, *, every: bool = False) -> Iterator[Block]:
    for label, note in list_notes(view, letter_options(view.question.prompt), every=every):
        if note:
            style = "dim" if label == "Source" else ""
            yield LUXURY
            said = Text.assemble((f"{label}: " if label else "", style or "bold"), show_text(note, style))
            yield Block(said, Text("  "))


def _list_ratings(view: FeedbackView) -> Iterator[Text]:
    for rating in Rating:
        key, interval = say_rating(rating, view.intervals)
        words = Text.assemble((key, "bold"), interval)
        yield Text.assemble("[", words, "]", style="reverse") if rating == view.rating else words


def _list_keys(view: FeedbackView) -> tuple[Text, ...]:
    overrule = ("y I was right",) if view.can_overrule else ()
    demo = ("d demo", "v program") if view.has_demo else ()
    items = (f"Enter {name_rating(view.rating)}", *overrule, *demo, "u undo", "q end", "? keys")
    return tuple(Text(item, "dim") for item in items)
