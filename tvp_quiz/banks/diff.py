"""Two states of the banks in, what became of each entry out."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from rapidfuzz import fuzz

from tvp_quiz.banks.chart import RECALL
from tvp_quiz.domain.comparison import Change, EntryEdit, EntryState
from tvp_quiz.domain.edit import Part, get_sum, list_changes

# Of all letters; below the one, two texts are about different things, and above the other, they are one that was edited
UNLIKE = 45
LIKE = 80
# So many pairs of texts take a few seconds
MOST_COMPARED = 1_000_000
CHANGES = {
    Part.ANSWER: Change.ANSWER,
    Part.STEM: Change.STEM,
    Part.DISTRACTORS: Change.DISTRACTORS,
    Part.EXPLANATION: Change.EXPLANATION,
}
States = Mapping[str, EntryState]


def compare_states(before: States, after: States, broken: Iterable[EntryState] = ()) -> list[EntryEdit]:
    """Return what became of every entry that is not as it was, in the order of the files and their lines.

    `broken` are entries that are there now and can't be read.
    """
    broken = list(broken)
    gone = {name: state for name, state in before.items() if name not in after}
    for state in broken:
        gone.pop(state.name, None)
    claims = Counter(former for state in after.values() for former in state.former if former in before)
    texts = {state.text: name for name, state in before.items() if state.text}
    unclaimed = {name: state for name, state in gone.items() if name not in claims}
    edits = [EntryEdit(state, (Change.BROKEN,)) for state in broken]
    new: list[EntryState] = []
    for state in after.values():
        origins = tuple(name for name in state.former if name in before)
        if state.name in before or origins:
            edits += compare_entry(state, before, origins, claims, texts)
        else:
            new.append(state)
    edits += recognise(new, unclaimed)
    edits += [EntryEdit(state, (Change.RETIRED,)) for state in unclaimed.values()]
    return sorted(edits, key=lambda edit: (edit.entry.path, edit.entry.line, edit.entry.name))


def compare_entry(
    state: EntryState, before: States, origins: tuple[str, ...], claims: Mapping[str, int], texts: Mapping[str, str]
) -> Iterator[EntryEdit]:
    """Yield what became of an entry that is known by its id or by one that it had, unless nothing did.

    `texts` tells which entry said a text before.
    """
    own = before.get(state.name)
    origins = tuple(name for name in origins if name != state.name)
    was = own or before[origins[0]]
    changes = [*name_identity(state, own, origins, before, claims), *name_changes(was, state)]
    if own and (is_reused(own, state) or is_taken(own, state, texts)):
        changes = [Change.REUSED]
    columns = tuple(find_columns(was, state))
    renamed = {old + ending for old, _ in columns for ending in ("", RECALL)}
    kept = {*state.prints, *chain.from_iterable(state.columns.values()), *renamed}
    lost = tuple(f"{was.name}#{prompt}" for prompt in was.prints if prompt not in kept)
    dropped = tuple(find_dropped(state, [before[name] for name in (state.name, *origins) if name in before]))
    if changes or lost or columns or dropped:
        changed = tuple(list_answered(was, state))
        yield EntryEdit(state, tuple(changes), origins, bool(columns or dropped), lost, columns, changed, dropped)


def find_dropped(now: EntryState, before: Iterable[EntryState]) -> list[str]:
    """Return the names, each once, that an entry was once called, and which it does not say any longer."""
    return [
        name
        for name in dict.fromkeys(chain.from_iterable(was.former for was in before))
        if name not in {now.name, *now.former}
    ]


def find_columns(was: EntryState, now: EntryState) -> Iterator[tuple[str, str]]:
    """Yield the prompts, as they were and as they are, of columns that had another name and do not say so."""
    known = {*now.prints, *chain.from_iterable(now.columns.values())}
    lost = [(prompt, answer) for prompt, answer in _list_cells(was) if prompt not in known]
    for prompt, answer in _list_cells(now):
        said = now.columns.get(prompt, ())
        if not was.prints.keys() & {prompt, *said}:
            # Two columns of which a row says the same can't be told apart by it
            alike = [other for other, before in lost if before == answer]
            yield from ((other, prompt) for other in alike if len(alike) == 1)
        yield from ((former, prompt) for former in was.columns.get(prompt, ()) if former not in said)


def _list_cells(state: EntryState) -> Iterator[tuple[str, str]]:
    """Yield the prompts that ask for a chart's cells, each with the sum of its answer."""
    for prompt, fingerprint in state.prints.items():
        if prompt + RECALL in state.prints:
            yield prompt, get_sum(fingerprint, Part.ANSWER)


def name_identity(
    state: EntryState, own: EntryState | None, origins: tuple[str, ...], before: States, claims: Mapping[str, int]
) -> Iterator[Change]:
    """Yield what became of an entry's name and place."""
    if own and own.text and own.path != state.path:
        yield Change.MOVED
    news = [name for name in origins if own is None or name not in own.former]
    if not news:
        return
    if any(claims[name] > 1 for name in news):
        yield Change.SPLIT
    if len(news) + (own is not None) > 1:
        yield Change.MERGED
    elif all(get_id(before[name]) == get_id(state) for name in news):
        yield Change.MOVED
    elif all(claims[name] == 1 for name in news):
        yield Change.RENAMED


def pair_prints(was: EntryState, now: EntryState) -> Iterator[tuple[str, frozenset[Part]]]:
    """Yield each prompt of a former state that there still is, with the parts in which its card changed."""
    for prompt, fingerprint in now.prints.items():
        for before in (prompt, *now.columns.get(prompt, ())):
            if before in was.prints:
                yield before, list_changes(was.prints[before], fingerprint)


def list_answered(was: EntryState, now: EntryState) -> Iterator[str]:
    """Yield the ids, as they were, of the cards whose answer changed."""
    return (f"{was.name}#{prompt}" for prompt, parts in pair_prints(was, now) if Part.ANSWER in parts)


def name_changes(was: EntryState, now: EntryState) -> list[Change]:
    """Return how an entry says something else than before, the gravest first."""
    parts = {part for _, changed in pair_prints(was, now) for part in changed}
    changes = [change for part, change in CHANGES.items() if part in parts]
    return changes or [Change.COSMETIC] * (bool(was.text) and was.text != now.text)


def is_reused(was: EntryState, now: EntryState) -> bool:
    """Tell whether an id now stands for something else: neither a stem nor an answer stayed, and no like words."""
    shared = [parts for _, parts in pair_prints(was, now)]
    if not all({Part.STEM, Part.ANSWER} <= parts for parts in shared):
        return False
    return fuzz.ratio(was.text, now.text) < UNLIKE if was.text else bool(shared)


def is_taken(was: EntryState, now: EntryState, texts: Mapping[str, str]) -> bool:
    """Tell whether an entry says word for word what another one said, which it does not say that it was."""
    return was.text != now.text and texts.get(now.text, now.name) not in {now.name, *now.former}


def recognise(new: Iterable[EntryState], unclaimed: dict[str, EntryState]) -> Iterator[EntryEdit]:
    """Yield the entries that are new, or by their text one of the `unclaimed`, which is taken from these."""
    same = {was.text: was.name for was in unclaimed.values() if was.text}
    waiting = []
    for state in new:
        name = same.get(state.text, "")
        if name in unclaimed:
            yield _forget(unclaimed.pop(name), state)
        else:
            waiting.append(state)
    for state in waiting:
        likest = find_likest(state, unclaimed) if len(waiting) * len(unclaimed) <= MOST_COMPARED else None
        yield _forget(unclaimed.pop(likest), state) if likest else EntryEdit(state, (Change.NEW,))


def find_likest(state: EntryState, unclaimed: States) -> str | None:
    """Return the name of the entry that this one was by its text, if it is like enough to one."""
    likeness, name = max(((compare_texts(was, state), was.name) for was in unclaimed.values()), default=(0.0, ""))
    return name if likeness >= LIKE else None


def _forget(was: EntryState, now: EntryState) -> EntryEdit:
    """Return what became of an entry that was renamed or moved, and does not say so."""
    (edit,) = compare_entry(now, {was.name: was}, (was.name,), {was.name: 1}, {})
    return edit._replace(forgets=True)


def get_id(state: EntryState) -> str:
    """Return an entry's id within its bank."""
    return state.name.partition("/")[2]


def compare_texts(was: EntryState, now: EntryState) -> float:
    """Return how like two entries are, 0 to 100: by their words, or where those are not known, by what they ask."""
    if was.text:
        return fuzz.ratio(was.text, now.text)
    stems = {get_sum(fingerprint, Part.STEM) for fingerprint in was.prints.values()} - {""}
    answers = {get_sum(fingerprint, Part.ANSWER) for fingerprint in was.prints.values()}
    found = [
        fingerprint
        for fingerprint in now.prints.values()
        if get_sum(fingerprint, Part.STEM) in stems and get_sum(fingerprint, Part.ANSWER) in answers
    ]
    return 100 * len(found) / len(was.prints) if stems else 0.0
