"""A content folder in, its entries as they are now out, by name: for a comparison with what they were."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tvp_quiz.banks.build import read_draft
from tvp_quiz.banks.cards import make_cards
from tvp_quiz.banks.chart import make_prompt
from tvp_quiz.banks.entries import Entry
from tvp_quiz.banks.files import MAX_BYTES, UnreadableError, find_files, read_regular
from tvp_quiz.banks.former import list_names
from tvp_quiz.banks.parse import Draft, list_entries
from tvp_quiz.banks.schema import BankFile
from tvp_quiz.domain.comparison import EntryState
from tvp_quiz.domain.problem import Problem

IDENTITY = {"id", "was"}


@dataclass(frozen=True, slots=True)
class States:
    """The entries of a folder by `bank/id`; those that have an error, by name; and files that are no banks as they are.

    `banks` are the files by the bank's id.
    """

    entries: dict[str, EntryState] = field(default_factory=dict)
    broken: dict[str, EntryState] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    banks: dict[str, Path] = field(default_factory=dict)


def read_states(folder: Path) -> States:
    """Return the state of every entry below a folder. Raises ContentError if there is no such folder."""
    states = States()
    for path in find_files(folder).banks:
        try:
            draft = read_draft(read_regular(path, MAX_BYTES), path)
        except UnreadableError as error:
            states.problems.append(error.locate(path))
            continue
        if draft.bank is None:
            states.problems.extend(draft.problems[:1])
        elif draft.bank.bank not in states.banks:
            _add_bank(states, draft, draft.bank)
    return states


def _add_bank(states: States, draft: Draft, bank: BankFile) -> None:
    states.banks[bank.bank] = draft.path
    for state in _list_states(draft, bank):
        states.entries[state.name] = state
    for name, node in draft.nodes.items():
        full = f"{bank.bank}/{name}"
        if full not in states.entries:
            states.broken[full] = EntryState(full, {}, draft.path, node.line)


def _list_states(draft: Draft, bank: BankFile) -> Iterator[EntryState]:
    entries = {entry.id: entry for entry in list_entries(draft)}
    titles = {make_prompt(column): column for column in bank.chart.columns} if bank.chart else {}
    for cards in make_cards(bank):
        entry = entries[cards.id]
        own, *former = list_names(bank, entry)
        prints = {ask.prompt: ask.fingerprint for ask in cards.asks}
        columns = {ask.prompt: tuple(_list_prompts(own, ask.former)) for ask in cards.asks}
        line = draft.nodes[entry.id].line
        yield EntryState(own, prints, draft.path, line, tuple(former), _write(entry), columns, titles)


def _list_prompts(entry: str, former: Iterable[str]) -> Iterator[str]:
    """Yield the prompts of an entry's own among former ids."""
    for card in former:
        name, _, prompt = card.partition("#")
        if name == entry:
            yield prompt


def _write(entry: Entry) -> str:
    """Return all that an entry says but for its ids."""
    return "\n".join(_list_texts(entry.model_dump(exclude_defaults=True, exclude=IDENTITY)))


def _list_texts(said: object) -> Iterator[str]:
    """Yield every text of a model's values, without its keys: entries of a type have these in common."""
    if isinstance(said, dict | list):
        for value in said.values() if isinstance(said, dict) else said:
            yield from _list_texts(value)
    else:
        yield str(said)
