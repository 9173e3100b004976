"""A question and the draft of its answer in, the page that asks it out."""

from collections.abc import Iterator

from rich.text import Text

from tvp_quiz.domain.card import Choice, Cloze, Number, Order
from tvp_quiz.domain.prompt import Mode, Prompt, QuestionView, Response
from tvp_quiz.terminal.draft import Draft, letter_options
from tvp_quiz.terminal.page import BLANK, Block, Page
from tvp_quiz.terminal.text import show_text

_CURSOR = "█"
_GAP = "______"
_MANY_LETTERS = 11
_WIDEST_LABEL = 20


def draw_question(view: QuestionView, draft: Draft) -> Page:
    """Return the page that asks a question, with what was picked or typed so far."""
    body = list_stem(view)
    if draft.prompt.mode is not Mode.REVEAL:
        body = (*body, *list_answers(draft))
    hint = draft.hint or view.notice
    footer = (*show_hint(hint), _list_keys(draft))
    return draw_page(view, body, footer)


def draw_noted(view: QuestionView, response: Response, hint: str) -> Page:
    """Return the page of a prediction that is made and not judged yet."""
    options = _list_options(view.prompt, letter_options(view.prompt), picked=response.picks)
    keys = ("d run the program and see", "Enter the answer", "q end")
    noted = Text("Your prediction is noted.", "bold")
    body = (*list_stem(view), *options, BLANK, Block(noted))
    page = draw_page(view, body, (*show_hint(hint or view.notice), tuple(Text(key, "dim") for key in keys)))
    return page._replace(focus=len(body) - 1, follows=True)


def draw_page(
    view: QuestionView, body: tuple[Block, ...], footer: tuple[tuple[Text, ...], ...], focus: int | None = None
) -> Page:
    """Return a page under the header that says where in the sitting one is."""
    bank = show_text(view.bank, "bold", lines=False)
    aspect = show_text(view.prompt.card.aspect, lines=False)
    topic = Text.assemble((" · ", "dim"), aspect) if aspect else Text()
    status = Text(f"{view.done} done · {view.left} left", "dim")
    return Page(bank, topic, status, view.done / max(view.done + view.left, 1), body, footer, focus)


def show_hint(hint: str) -> tuple[tuple[Text, ...], ...]:
    """Return the footer's row with a hint, if there is one."""
    return ((show_text(hint, "yellow"),),) if hint else ()


def list_stem(view: QuestionView) -> tuple[Block, ...]:
    """Return what stays in view before and after the answer: the stem and the program."""
    card = view.prompt.card
    program = card.question.program if isinstance(card.question, Choice) else ""
    return (Block(show_text(card.stem, "bold")), BLANK, *_list_program(program))


def _list_program(program: str) -> Iterator[Block]:
    """Yield a program's lines; what is too long goes on further in."""
    if not program:
        return
    for line in program.expandtabs(4).strip("\n").split("\n"):
        indent = len(line) - len(line.lstrip())
        code = show_text(line[indent:], "cyan")
        yield Block(code, Text("  │ " + " " * indent, "dim"), "  │ " + " " * (indent + 4))
    yield BLANK


def list_answers(draft: Draft, cursor: str = _CURSOR) -> Iterator[Block]:
    """Yield what can be answered, with what was picked or typed so far."""
    prompt = draft.prompt
    letters = letter_options(prompt, draft.alphabet)
    match prompt.mode:
        case Mode.ONE:
            yield from _list_options(prompt, letters, picked=draft.picks)
        case Mode.SOME:
            boxes = tuple("[•] " if index in draft.picks else "[ ] " for index in range(len(prompt.options)))
            yield from _list_options(prompt, letters, boxes)
        case Mode.SEQUENCE:
            yield from _list_slots(draft, cursor)
        case Mode.GAPS:
            yield Block(_show_gaps(draft, cursor))
        case _:
            yield Block(_show_line(draft, cursor), Text("> ", "bold cyan"))


def _list_options(
    prompt: Prompt,
    letters: tuple[str, ...],
    boxes: tuple[str, ...] = (),
    used: tuple[int, ...] = (),
    picked: tuple[int, ...] = (),
) -> Iterator[Block]:
    for index, (letter, option) in enumerate(zip(letters, prompt.options, strict=True)):
        style = "dim" if index in used else "bold" if index in picked else ""
        mark = "→ " if index in picked else "  "
        lead = Text.assemble((f"{mark}{letter}  ", style or "bold cyan"), boxes[index] if boxes else "")
        yield Block(show_text(option.text, style), lead)


def _list_slots(draft: Draft, cursor: str) -> Iterator[Block]:
    """Yield each slot with what was put into it, and then the options."""
    prompt = draft.prompt
    letters = letter_options(prompt, draft.alphabet)
    for index in range(len(prompt.slots)):
        label = label_slot(prompt, index)
        if index < len(draft.picks):
            pick = draft.picks[index]
            label.append(f"{letters[pick]} ", "bold cyan").append(show_text(prompt.options[pick].text))
        elif index == len(draft.picks):
            label.append(cursor, "cyan")
        yield Block(label, Text("  "), "      ")
    yield BLANK
    yield from _list_options(prompt, letters, used=draft.picks)


def label_slot(prompt: Prompt, index: int) -> Text:
    """Return a slot's label, padded so that short ones of a card line up."""
    labels = [show_text(slot, lines=False) for slot in prompt.slots]
    widest = max(label.cell_len for label in labels)
    label = labels[index]
    if widest <= _WIDEST_LABEL:
        label.pad_right(widest - label.cell_len)
    return label.append("  " if isinstance(prompt.card.question, Order) else " → ", "dim")


def _show_line(draft: Draft, cursor: str) -> Text:
    unit = draft.prompt.card.question.unit if isinstance(draft.prompt.card.question, Number) else ""
    return Text.assemble(_show_typed(draft.line, cursor), " ", show_text(unit, "dim", lines=False))


def _show_typed(line: str, cursor: str) -> Text:
    """Return what is being typed, with the cursor after it."""
    return Text.assemble(show_text(line, "bold", lines=False), (cursor, "cyan"))


def _show_gaps(draft: Draft, cursor: str) -> Text:
    """Return the text with its gaps: filled, being filled, and empty."""
    question = draft.prompt.card.question
    parts = question.parts if isinstance(question, Cloze) else ("", "")
    shown = show_text(parts[0])
    for index, part in enumerate(parts[1:]):
        if index < len(draft.texts):
            shown.append("[").append(show_text(draft.texts[index], "bold", lines=False)).append("]")
        elif index == len(draft.texts) and cursor:
            shown.append("[").append(_show_typed(draft.line, cursor)).append("]")
        else:
            shown.append(_GAP, "dim")
        shown.append(show_text(part))
    return shown


def _list_keys(draft: Draft) -> tuple[Text, ...]:
    """Return the footer's reminders of the keys that matter now."""
    prompt = draft.prompt
    letters = " ".join(letter_options(prompt))
    if len(letters) > _MANY_LETTERS:
        letters = f"{letters[0]} to {letters[-1]}"
    first = {
        Mode.ONE: f"{letters} answer",
        Mode.SOME: f"{letters} choose",
        Mode.SEQUENCE: f"{letters} place",
        Mode.LINE: "Enter answers",
        Mode.GAPS: "Enter fills",
        Mode.REVEAL: "Space shows the answer",
    }[prompt.mode]
    submits = prompt.mode in {Mode.SOME, Mode.SEQUENCE}
    colon = ":" if prompt.mode in {Mode.LINE, Mode.GAPS} else ""
    rest = ("Enter answers",) if submits else ()
    items = (first, *rest, f"{colon}u undo", f"{colon}q end", f"{colon}? keys")
    return tuple(Text(item, "dim") for item in items)
