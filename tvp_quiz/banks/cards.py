"""A bank's valid entries in, what each of them asks out: to recognise first, to recall after."""

from collections.abc import Iterable
from dataclasses import replace

from tvp_quiz.banks.chart import ask_chart
from tvp_quiz.banks.deck import Ask, EntryCards
from tvp_quiz.banks.definitions import ask_definitions
from tvp_quiz.banks.entries import Entry, Faq, Source
from tvp_quiz.banks.former import list_former
from tvp_quiz.banks.prints import print_ask, print_rest
from tvp_quiz.banks.questions import Order, Question, make_option, make_options, make_when
from tvp_quiz.banks.schema import BankFile
from tvp_quiz.domain.card import Choice, Recall, When, list_options


def make_cards(bank: BankFile) -> list[EntryCards]:
    """Return what every entry of a bank asks, in the author's order."""
    return [
        *(_make_entry(entry, asks, bank) for entry, asks in ask_definitions(bank.definitions)),
        *(_make_entry(row, asks, bank) for row, asks in (ask_chart(bank.chart) if bank.chart else ())),
        *(_make_entry(entry, _ask_faq(entry), bank) for entry in bank.faq),
        *(_make_entry(entry, [_ask_question(entry)], bank) for entry in bank.questions),
    ]


def describe_source(source: Source | None) -> str:
    """Return a source in one line."""
    if source is None:
        return ""
    more = [source.publisher or "", f"updated {source.updated}" if source.updated else ""]
    rest = ", ".join(filter(None, more))
    return f"{source.title} ({rest})" if rest else source.title


def _ask_faq(entry: Faq) -> list[Ask]:
    aspect = "Question and answer"
    proves = make_when(entry.proves or (entry.choose.answer.when if entry.choose else None))
    asks = [Ask("answer", aspect, entry.question, Recall(entry.answer, tuple(entry.points)), proves=proves)]
    if entry.choose:
        options = Choice(make_option(entry.choose.answer), make_options(entry.choose.distractors))
        asks.insert(0, Ask("choose", aspect, entry.question, options))
    return asks


def _ask_question(entry: Question) -> Ask:
    return Ask("ask", entry.label, entry.question, entry.build_question(), proves=_gather_facts(entry))


def _gather_facts(entry: Question) -> When | None:
    """Return the facts that show an answer as a whole."""
    steps = entry.steps if isinstance(entry, Order) else []
    return make_when(
        {**(entry.proves or {}), **{name: value for step in steps for name, value in (step.when or {}).items()}}
    )


def _find_demo(ask: Ask, entry: Entry) -> str:
    """Return the entry's demo, if that has to do with what is asked."""
    decided = ask.proves or any(option.when for option in list_options(ask.question))
    return entry.demo if entry.demo and decided else ""


def _make_entry(entry: Entry, asks: Iterable[Ask], bank: BankFile) -> EntryCards:
    rest = print_rest(entry)
    finished = (
        replace(
            ask,
            demo=_find_demo(ask, entry),
            fingerprint=print_ask(ask, rest),
            former=tuple(list_former(bank, entry, ask.prompt)),
        )
        for ask in asks
    )
    return EntryCards(
        entry.id,
        entry.because or "",
        entry.nuance or "",
        tuple(entry.refs),
        tuple(entry.tags),
        tuple(finished),
    )
