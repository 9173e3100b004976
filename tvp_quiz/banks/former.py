"""A bank with its entries in, the ids that their cards had before out."""

from collections.abc import Iterator
from itertools import product

from tvp_quiz.banks.chart import RECALL, make_prompt
from tvp_quiz.banks.entries import Chart, Entry, Row
from tvp_quiz.banks.schema import BankFile


def list_former(bank: BankFile, entry: Entry, prompt: str) -> Iterator[str]:
    """Yield the ids, each once, that a card had under any of the names that its bank, its entry and its column had."""
    prompts = [prompt, *(_list_prompts(bank.chart, prompt) if bank.chart and isinstance(entry, Row) else ())]
    own = f"{bank.bank}/{entry.id}#{prompt}"
    known = {own}
    for name, asked in product(list_names(bank, entry), prompts):
        card = f"{name}#{asked}"
        if card not in known:
            known.add(card)
            yield card


def list_names(bank: BankFile, entry: Entry) -> Iterator[str]:
    """Yield an entry's names as `bank/entry`: the one it has, and those that it had."""
    banks = (bank.bank, *bank.was)
    for name in (entry.id, *entry.was):
        owner, _, own = name.rpartition("/")
        yield from (f"{each}/{own}" for each in (banks if owner in {"", *banks} else (owner,)))


def _list_prompts(chart: Chart, prompt: str) -> Iterator[str]:
    """Yield the prompts that one of a chart's columns made under its former names."""
    for column, names in chart.was.items():
        for ending in ("", RECALL):
            if prompt == make_prompt(column) + ending:
                yield from (make_prompt(name) + ending for name in names)
