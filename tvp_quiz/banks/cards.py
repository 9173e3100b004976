"""A bank's valid entries in, what each of them asks out: to recognise first, to recall after."""

import json
from collections.abc import Iterable
from hashlib import blake2b

from tvp_quiz.banks.chart import ask_chart
from tvp_quiz.banks.deck import Ask, EntryCards
from tvp_quiz.banks.definitions import ask_definitions
from tvp_quiz.banks.entries import Entry, Faq, Source
from tvp_quiz.banks.questions import Question, make_option, make_options
from tvp_quiz.banks.schema import BankFile
from tvp_quiz.domain.card import Choice, Recall


def make_cards(bank: BankFile) -> list[EntryCards]:
    """Return what every entry of a bank asks, in the author's order."""
    return [
        *(_make_entry(entry, asks) for entry, asks in ask_definitions(bank.definitions)),
        *(_make_entry(row, asks) for row, asks in (ask_chart(bank.chart) if bank.chart else ())),
        *(_make_entry(entry, _ask_faq(entry)) for entry in bank.faq),
        *(_make_entry(entry, [_ask_question(entry)]) for entry in bank.questions),
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
    asks = [Ask("answer", aspect, entry.question, Recall(entry.answer, tuple(entry.points)))]
    if entry.choose:
        options = Choice(make_option(entry.choose.answer), make_options(entry.choose.distractors))
        asks.insert(0, Ask("choose", aspect, entry.question, options))
    return asks


def _ask_question(entry: Question) -> Ask:
    return Ask("ask", entry.label, entry.question, entry.build_question())


def _make_entry(entry: Entry, asks: Iterable[Ask]) -> EntryCards:
    said = json.dumps(entry.model_dump(exclude_defaults=True), ensure_ascii=False, sort_keys=True)
    fingerprint = blake2b(said.encode(), digest_size=8).hexdigest()
    return EntryCards(
        entry.id,
        entry.because or "",
        entry.nuance or "",
        tuple(entry.refs),
        tuple(entry.tags),
        fingerprint,
        tuple(asks),
    )
