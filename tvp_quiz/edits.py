"""Edited banks in, a history that follows them out."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from tvp_quiz.domain.card import Bank

if TYPE_CHECKING:
    from tvp_quiz.storage.store import Store


def list_edited(banks: Iterable[Bank], seen: Mapping[str, str]) -> list[Bank]:
    """Return the banks that are not as they were when the history last followed their edits; `seen` are its digests."""
    return [bank for bank in banks if seen.get(bank.id) != bank.digest]


def follow_edits(banks: Iterable[Bank], store: "Store") -> None:
    """Let a history follow the edits of banks: reviews come along with ids, changed answers are noted."""
    from tvp_quiz.storage.takeover import Edited, take_over  # noqa: PLC0415 - few starts find an edited bank

    for bank in banks:
        cards = {name: Edited(card.fingerprint, card.former) for name, card in bank.cards.items()}
        take_over(store, bank.id, bank.digest, cards)
