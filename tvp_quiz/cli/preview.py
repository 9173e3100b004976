"""`tvp-quiz bank show`: names of entries in, their cards as the learner will see them out, once or at every save."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tvp_quiz.cli.output import open_console, print_json
from tvp_quiz.cli.world import read_environment
from tvp_quiz.domain.card import Recall, get_bank, get_entry
from tvp_quiz.errors import Interrupted, UsageError, make_unknown

if TYPE_CHECKING:
    from tvp_quiz.cli.world import World
    from tvp_quiz.domain.prompt import Prompt
    from tvp_quiz.domain.written import WrittenBank, WrittenEntry

SUFFIXES = (".yaml", ".yml")


class Wanted(NamedTuple):
    """What a name means: a bank's file, and the entries of it, or the one card, that are to be shown.

    `place` is the index of the one entry that was named, None for the whole bank.
    """

    bank: "WrittenBank"
    entries: tuple["WrittenEntry", ...]
    place: int | None = None


def show_entries(world: "World", names: list[str], *, as_json: bool) -> None:
    """Print the cards of entries, and what is wrong with them. Raises UsageError for a name that names nothing."""
    wanted = [find_wanted(world, name) for name in names]
    if as_json:
        print_json([describe_bank(one) for one in wanted])
        return
    from tvp_quiz.previewing import make_prompts  # noqa: PLC0415 - `--help` needs none of it
    from tvp_quiz.terminal.preview import print_entries  # noqa: PLC0415 - the same

    console = open_console()
    for one in wanted:
        shown = ((entry.problems, make_prompts(one.bank, entry.cards)) for entry in one.entries)
        print_entries(console, one.bank, shown)


def watch_entry(world: "World", names: list[str]) -> None:
    """Show an entry while it is written. Raises UsageError where there is no terminal, or more than one name."""
    from tvp_quiz.terminal.front import is_capable, open_canvas  # noqa: PLC0415 - most commands need no terminal

    environment = read_environment()
    if len(names) > 1:
        raise UsageError("One entry or bank can be watched at a time: name one, or none to see what you edit.")
    if not (sys.stdin and sys.stdin.isatty()) or not is_capable(
        sys.stdin.fileno(), sys.stdout, environment.get("TERM", "")
    ):
        raise UsageError("--watch needs a terminal: leave it out to print the cards once.")
    from tvp_quiz.cli.editor import open_editor  # noqa: PLC0415 - as above
    from tvp_quiz.previewing import Preview, watch  # noqa: PLC0415 - as above

    wanted = find_wanted(world, names[0]) if names else find_first(world)
    bank, place = wanted.bank, wanted.place
    preview = Preview(
        find_root(world, bank.path),
        bank,
        find_start(bank) if place is None else place,
        bank.path if names else None,
        pinned=place is not None,
    )
    canvas = open_canvas(sys.stdin.fileno(), sys.stdout, no_color=bool(environment.get("NO_COLOR")))
    try:
        watch(preview, canvas, lambda path, line: open_editor(path, line, environment))
    except Interrupted as error:
        raise Interrupted("The preview has ended early; `tvp-quiz bank show --watch` begins another.") from error


def find_wanted(world: "World", name: str) -> Wanted:
    """Return what a name means: an entry, a card, a bank or the path of a bank's file."""
    from tvp_quiz.banks.written import read_written  # noqa: PLC0415 - `--help` needs no parser

    if name.endswith(SUFFIXES):
        path = Path(name)
        if not os.path.lexists(path):
            raise UsageError(f"There is no file {name!r}: name one that is there.")
        bank = read_written(path, find_root(world, path))
        return Wanted(bank, bank.entries)
    banks = {bank.id: bank for bank in world.load_content().banks}
    if get_bank(name) not in banks:
        raise make_unknown("bank", get_bank(name), banks, "tvp-quiz bank list")
    bank = read_written(banks[get_bank(name)].path, world.content)
    return pick_entry(bank, name) if "/" in name else Wanted(bank, bank.entries)


def pick_entry(bank: "WrittenBank", name: str) -> Wanted:
    """Return the entry, or the card of it, that a name means. Raises UsageError for one that there is not."""
    _, _, own = get_entry(name).partition("/")
    places = {entry.id: place for place, entry in enumerate(bank.entries) if entry.id}
    if own not in places:
        raise make_unknown(f"entry of {bank.id}", own, places, f"tvp-quiz bank show {bank.id}")
    entry = bank.entries[places[own]]
    prompt = name.partition("#")[2]
    if prompt and entry.cards:
        prompts = {card.partition("#")[2]: card for card in entry.cards}
        if prompt not in prompts:
            raise make_unknown(f"card of {get_entry(name)}", prompt, prompts, f"tvp-quiz bank show {get_entry(name)}")
        entry = entry._replace(cards=(prompts[prompt],))
    return Wanted(bank, (entry,), places[own])


def find_first(world: "World") -> Wanted:
    """Return the bank with the first mistake, else the first bank. Raises ContentError where there is none."""
    from tvp_quiz.banks.written import read_written  # noqa: PLC0415 - `--help` needs no parser
    from tvp_quiz.domain.written import find_error  # noqa: PLC0415 - the same

    content = world.load_content()
    error = find_error(content.problems)
    bank = read_written(error.path if error else content.banks[0].path, world.content)
    return Wanted(bank, bank.entries)


def find_start(bank: "WrittenBank") -> int:
    """Return the index of the entry with the first mistake, else of the first entry."""
    from tvp_quiz.domain.written import find_error  # noqa: PLC0415 - `--help` needs none of it

    error = find_error(bank.problems)
    return bank.find_entry(error.line) if error else 0


def find_root(world: "World", path: Path) -> Path:
    """Return the content folder of a bank's file: that of the world, or the file's own where it lies elsewhere."""
    inside = path.resolve().is_relative_to(world.content.resolve())
    return world.content if inside else path.parent


def describe_bank(wanted: Wanted) -> dict[str, object]:
    """Return what was asked for of a bank as JSON has it, with all problems of its file."""
    from tvp_quiz.previewing import make_prompts  # noqa: PLC0415 - the same

    bank = wanted.bank
    shown = [(entry.line, prompt) for entry in wanted.entries for prompt in make_prompts(bank, entry.cards)]
    return {
        "bank": bank.id,
        "path": bank.path,
        "cards": [describe_card(prompt, line) for line, prompt in shown],
        "problems": [problem._asdict() for problem in bank.problems],
    }


def describe_card(prompt: "Prompt", line: int) -> dict[str, object]:
    """Return a card as JSON has it; `line` is where its entry begins."""
    card = prompt.card
    return {
        "card": card.id,
        "line": line,
        "aspect": card.aspect,
        "mode": prompt.mode.name.lower(),
        "stem": card.stem,
        "options": [{"text": option.text, "because": option.because} for option in prompt.options],
        "slots": prompt.slots,
        "answer": list_answer(prompt),
        "because": card.because,
        "nuance": card.nuance,
        "refs": card.refs,
        "tags": card.tags,
        "demo": card.demo,
    }


def list_answer(prompt: "Prompt") -> list[str]:
    """Return the right options, the right one of each slot, or the best text of each gap."""
    from tvp_quiz.terminal.words import list_right_texts  # noqa: PLC0415 - `--help` needs none of it

    question = prompt.card.question
    if isinstance(question, Recall):
        return [question.answer]
    return [prompt.options[index].text for index in prompt.key] or list(list_right_texts(prompt))
