"""What became of an entry in, the words for it and for what that is to learners out."""

from collections.abc import Iterable, Iterator

from tvp_quiz.domain.amounts import say_count
from tvp_quiz.domain.comparison import Change, EntryEdit

IDENTITY = {Change.RENAMED, Change.MOVED, Change.SPLIT, Change.MERGED}
FIX = "; `tvp-quiz bank diff --fix` does."
BY_HAND = ": --fix found no place to do it without touching anything else."


def name_changes(edit: EntryEdit) -> str:
    """Return what became of an entry in a few words."""
    identity = [str(change) for change in edit.changes if change in IDENTITY]
    origins = _list_names(edit.origins, edit)
    words = [", ".join(identity) + (f" from {origins}" if origins else "")] if identity else []
    words += [str(change) for change in edit.changes if change not in IDENTITY]
    if edit.columns:
        words.append("column renamed")
    if edit.dropped:
        words.append("former id dropped")
    if edit.lost:
        words.append(f"{say_count(len(edit.lost), 'card')} retired")
    return ", ".join(words)


def shorten_name(name: str, edit: EntryEdit) -> str:
    """Return an entry's name without its bank, where that is the one of the entry that it became."""
    bank, _, own = name.partition("/")
    return own if edit.entry.name.startswith(f"{bank}/") else name


def say_effects(edit: EntryEdit, cards: int, changed: int, learners: int, *, is_fixed: bool = False) -> Iterator[str]:
    """Yield what an edit does to learners who know `cards` of its cards, `changed` of them with another answer.

    `is_fixed` tells that what was forgotten has been written already, where that could be done.
    """
    who = say_count(learners, "learner knows", "learners know")
    known = f"{say_count(cards, 'card')} that {who}"
    if Change.BROKEN in edit.changes:
        yield "It is not asked until it can be read: `tvp-quiz bank check` says what to mend."
    elif Change.REUSED in edit.changes:
        goes_on = f": {known} would go on from the memory of that one" if cards else ""
        yield f"This id was another entry's{goes_on}. Give this one a new id."
    elif edit.forgets:
        ends = BY_HAND if is_fixed else FIX
        yield from (f"{says}{ends}" for says in _say_forgotten(edit, f"{known} would begin as new. " if cards else ""))
    elif cards and (says := _say_progress(edit)):
        yield f"{known}: {says}."
    if changed:
        yield (
            f"{say_count(changed, 'card')} with another answer: memory is kept, and the next sitting asks "
            f"{'it' if changed == 1 else 'them'}, marked as changed."
        )
    if edit.lost and cards:
        yield f"No longer asked: {', '.join(edit.lost)}. Their history stays."


def _say_progress(edit: EntryEdit) -> str:
    """Say what becomes of what is known of an entry, nothing where other sentences say it."""
    if Change.RETIRED in edit.changes:
        return "not asked any more; the history stays, and is back when the entry is"
    if Change.BACK in edit.changes:
        return "they go on from where they were"
    if edit.origins:
        return "progress comes along"
    return "" if edit.changed or edit.lost else "nothing changes for them"


def _say_forgotten(edit: EntryEdit, stays: str) -> Iterator[str]:
    """Yield what to write so that progress comes along, after what becomes of it without that."""
    unsaid = [name for name in edit.origins if name not in edit.entry.former]
    if edit.dropped and not unsaid:
        names = _list_names(edit.dropped, edit)
        stays = f"Whoever knows it as {names}, and has not drilled since it was renamed, would begin as new. "
    if unsaid or edit.dropped:
        yield f"{stays}Write `was: [{_list_names((*unsaid, *edit.dropped), edit)}]` below its id"
    for old, new in edit.columns:
        yield f"{stays}Write `was: {{{edit.entry.titles.get(new, new)}: [{old}]}}` in the chart"


def _list_names(names: Iterable[str], edit: EntryEdit) -> str:
    return ", ".join(shorten_name(name, edit) for name in names)
