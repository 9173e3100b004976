"""The banks as they are and as they were in; what became of each entry, and what learners have of it, out."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from tvp_quiz.banks.diff import compare_states, is_reused
from tvp_quiz.banks.renames import Renamed
from tvp_quiz.banks.states import States, read_states
from tvp_quiz.domain.card import get_bank, get_entry
from tvp_quiz.domain.comparison import Change, EntryEdit, EntryState

Prints = Mapping[str, Mapping[str, str]]


class History(NamedTuple):
    """What is known of the learners: for each, the fingerprints of cards as last seen; and which cards ids became."""

    prints: Prints
    heirs: Mapping[str, Iterable[str]]


class Known(NamedTuple):
    """How many cards of an entry are known, for how many of them the answer changed, and to how many learners."""

    cards: int
    changed: int
    learners: int


def read_folder(folder: Path, as_if: Path) -> dict[str, EntryState]:
    """Return the entries of a folder by name, with the paths that they would have in another one."""
    entries = read_states(folder).entries
    return {name: state._replace(path=as_if / state.path.relative_to(folder)) for name, state in entries.items()}


def read_seen(history: History, learner: str, after: States) -> dict[str, EntryState]:
    """Return the entries that a learner knows as they last saw them, without those that go by another id now."""
    prints: dict[str, dict[str, str]] = defaultdict(dict)
    for card, fingerprint in history.prints.get(learner, {}).items():
        if not any(get_entry(heir) in after.entries for heir in history.heirs.get(card, ())):
            entry, _, prompt = card.partition("#")
            prints[entry][prompt] = fingerprint
    return {name: EntryState(name, own) for name, own in prints.items()}


def compare(before: Mapping[str, EntryState], after: States, seen: Mapping[str, EntryState]) -> list[EntryEdit]:
    """Return what became of every entry; one that is new and yet known to a learner was there at an earlier time."""
    edits = compare_states(before, after.entries, after.broken.values())
    return [
        edit._replace(changes=(name_return(seen[edit.entry.name], edit.entry),))
        if edit.changes == (Change.NEW,) and edit.entry.name in seen
        else edit
        for edit in edits
    ]


def name_return(seen: EntryState, entry: EntryState) -> Change:
    """Return whether an entry that was away is back, or its id now stands for another."""
    return Change.REUSED if is_reused(seen, entry) else Change.BACK


def count_known(edit: EntryEdit, prints: Prints) -> Known:
    """Return what learners know of an entry under any of its names."""
    names = {edit.entry.name, *edit.origins}
    known = [{card for card in cards if get_entry(card) in names} for cards in prints.values()]
    every: set[str] = set().union(*known)
    # A card that was renamed is known under both of its ids
    prompts = {card.partition("#")[2] for card in every}
    return Known(len(prompts), len(every.intersection(edit.changed)), sum(map(bool, known)))


def list_renames(edits: Iterable[EntryEdit], banks: Mapping[str, Path]) -> dict[Path, Renamed]:
    """Return for each file what is to be written into it so that no name is forgotten; `banks` are those there are."""
    forgetful = [edit for edit in edits if edit.forgets]
    whole = find_renamed_banks(forgetful, banks)
    files: dict[Path, list[EntryEdit]] = defaultdict(list)
    for edit in forgetful:
        files[edit.entry.path].append(edit)
    return {
        path: Renamed(
            {get_id(edit.entry.name): names for edit in own if (names := list_forgotten(edit, whole))},
            gather_columns(own),
            tuple(old for old, new in whole.items() if banks.get(new) == path),
        )
        for path, own in files.items()
    }


def gather_columns(edits: Iterable[EntryEdit]) -> dict[str, list[str]]:
    """Return for the prompts of columns, as they are, those that they were, each once."""
    columns: dict[str, list[str]] = defaultdict(list)
    for old, new in dict.fromkeys(pair for edit in edits for pair in edit.columns):
        columns[new].append(old)
    return columns


def find_renamed_banks(edits: Iterable[EntryEdit], banks: Mapping[str, Path]) -> dict[str, str]:
    """Return the new ids of banks, by the old ones, that went whole into another bank."""
    news: dict[str, set[str]] = defaultdict(set)
    moved: set[str] = set()
    for edit in edits:
        for origin in list_unsaid(edit):
            news[get_bank(origin)].add(get_bank(edit.entry.name))
            moved |= {get_bank(origin)} if get_id(origin) == get_id(edit.entry.name) else set()
    return {old: new for old in moved if old not in banks and len(news[old]) == 1 for new in news[old]}


def list_forgotten(edit: EntryEdit, whole: Mapping[str, str]) -> list[str]:
    """Return the ids that an entry's `was` has to name, given the banks that were renamed as a whole."""
    bank = get_bank(edit.entry.name)
    names = []
    for origin in list_unsaid(edit):
        own = get_bank(origin) == bank or whole.get(get_bank(origin)) == bank
        if not (own and get_id(origin) == get_id(edit.entry.name)):
            names.append(get_id(origin) if own else origin)
    return names


def list_unsaid(edit: EntryEdit) -> list[str]:
    """Return the names that an entry had and does not say."""
    return [name for name in (*edit.origins, *edit.dropped) if name not in edit.entry.former]


def get_id(name: str) -> str:
    """Return the id in an entry's name."""
    return name.partition("/")[2]
