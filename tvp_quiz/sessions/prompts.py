"""A card in, the prompt that asks it out: options shuffled, key kept."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tvp_quiz.domain.card import Card, Choice, Cloze, Match, Multiple, Number, Option, Order, Recall, Typed
from tvp_quiz.domain.edit import Part, list_changes
from tvp_quiz.domain.prompt import Mode, Prompt
from tvp_quiz.domain.review import Kind, Rating
from tvp_quiz.sessions.sitting import Sitting

if TYPE_CHECKING:
    from random import Random


def make_prompt(card: Card, dice: "Random") -> Prompt:
    """Return the card as it is asked now; the same dice give the same order."""
    match card.question:
        case Choice() as choice:
            options = order_options(choice, dice)
            prompt = Prompt(card, Mode.ONE, tuple(options), key=(options.index(choice.answer),))
        case Multiple(answers, distractors):
            options = shuffle_options((*answers, *distractors), dice)
            prompt = Prompt(card, Mode.SOME, tuple(options), key=tuple(sorted(map(options.index, answers))))
        case Match(pairs, extra):
            rights = tuple(dict.fromkeys((*(right for _, right in pairs), *extra)))
            slots = tuple(left for left, _ in pairs)
            prompt = make_sequence(card, rights, slots, [right for _, right in pairs], dice)
        case Order(steps):
            prompt = make_sequence(card, steps, tuple(str(n + 1) for n in range(len(steps))), steps, dice)
        case Cloze():
            prompt = Prompt(card, Mode.GAPS)
        case Typed() | Number():
            prompt = Prompt(card, Mode.LINE)
        case Recall():
            prompt = Prompt(card, Mode.REVEAL)
    return prompt


def is_predicted(card: Card) -> bool:
    """Tell whether a card asks what its demo does."""
    return bool(card.demo) and isinstance(card.question, Choice) and bool(card.question.program)


def renew_prompt(asked: Prompt, card: Card | None, dice: "Random") -> Prompt | None:
    """Return an answered prompt as its card is by now, None where that is gone or asks something else.

    `dice` are those by which it was shuffled. Options that other entries gave may have changed: then they stay.
    """
    if card is None or list_changes(asked.card.fingerprint, card.fingerprint) - {Part.EXPLANATION}:
        return None
    prompt = make_prompt(card, dice)
    same = [option.text for option in prompt.options] == [option.text for option in asked.options]
    return prompt if same else asked._replace(card=card)


def preview_intervals(state: Sitting) -> dict[Rating, int]:
    """Return the days until the current card would be due after each rating; none where nothing is scheduled."""
    from tvp_quiz.scheduling.memory import preview_ratings  # noqa: PLC0415 - it loads fsrs

    if state.kind is Kind.CRAM:
        return {}
    outcomes = preview_ratings(state.current or "", state.memory, state.day, state.settings.retention)
    return {rating: (memory.due - state.day).days for rating, memory in outcomes.items()}


def order_options(choice: Choice, dice: "Random") -> list[Option]:
    """Return a choice's options as they are shown: shuffled, or True before False whichever is right."""
    options = (choice.answer, *choice.distractors)
    if choice.shuffled:
        return shuffle_options(options, dice)
    return sorted(options, key=lambda option: option.text, reverse=True)


def make_sequence(
    card: Card, texts: Sequence[str], slots: tuple[str, ...], right: Sequence[str], dice: "Random"
) -> Prompt:
    """Return a prompt in which each slot takes one of the texts, `right` in slot order."""
    ordered = shuffle_options([Option(text) for text in texts], dice)
    key = tuple(ordered.index(Option(text)) for text in right)
    return Prompt(card, Mode.SEQUENCE, tuple(ordered), slots, key)


def shuffle_options(options: Sequence[Option], dice: "Random") -> list[Option]:
    """Return the options in an order of the dice's choosing."""
    return dice.sample(options, len(options))
