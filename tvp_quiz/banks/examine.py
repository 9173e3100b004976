"""Bank files in, what a check finds in each of them alone out: read anew only where a file is not as it was."""

import os
import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from contextlib import suppress
from functools import partial
from multiprocessing import parent_process
from pathlib import Path
from threading import Thread

from tvp_quiz.banks.build import read_draft
from tvp_quiz.banks.cache import keep_findings, recall_findings
from tvp_quiz.banks.cases import check_claims, list_named
from tvp_quiz.banks.deck import DAMAGED
from tvp_quiz.banks.files import MAX_BYTES, UnreadableError, read_regular
from tvp_quiz.banks.findings import Claimed, Findings, Named, decode_findings, encode_findings
from tvp_quiz.banks.nodes import Node
from tvp_quiz.banks.options import find_node, list_option_sets
from tvp_quiz.banks.parse import Draft, list_entries
from tvp_quiz.banks.quality import find_giveaways, is_longest_right_too_often
from tvp_quiz.domain.problem import Problem, Severity

# So many files are worth a process of their own
SHARE = 20
CHUNK = 5


def examine_files(paths: Sequence[Path], cache: Path | None, workers: int) -> list[Findings]:
    """Return what is found in each file, in their order; what is found is kept in the folder `cache`, if there is one.

    Where many files have to be read, up to `workers` processes share them.
    """
    found = {path: _recall(path, cache) for path in paths} if cache else dict.fromkeys(paths)
    rest = [path for path in paths if found[path] is None]
    examine = partial(_examine_file, cache=cache)
    crew = min(workers, len(rest) // SHARE)
    read = dict(zip(rest, _share(examine, rest, crew) if crew > 1 else map(examine, rest), strict=True))
    return [found[path] or read[path] for path in paths]


def _share(examine: "partial[Findings]", paths: Sequence[Path], crew: int) -> list[Findings]:
    """Examine files in several processes, or in this one where the system does not let there be more."""
    refused = suppress(BrokenExecutor, ImportError, NotImplementedError, OSError)
    with refused, ProcessPoolExecutor(crew, initializer=_serve) as pool:
        return list(pool.map(examine, paths, chunksize=CHUNK))
    return list(map(examine, paths))


def _serve() -> None:
    """Let Ctrl-C be heard by the process that waits alone, which ends the others; none of them outlives it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """End this process once the one that waits for it is gone, killed or not."""
    if parent := parent_process():
        parent.join()
        os._exit(1)


def _recall(path: Path, cache: Path) -> Findings | None:
    """Return what was found in a file, if the file is as it was then."""
    kept = recall_findings(cache, path)
    try:
        if kept and (kept.is_untouched(path) or kept.is_made_of(read_regular(path, MAX_BYTES))):
            return decode_findings(kept.head, path)
    except (UnreadableError, *DAMAGED):
        pass
    return None


def _examine_file(path: Path, cache: Path | None) -> Findings:
    """Return what is found in a file as it is now."""
    try:
        data = read_regular(path, MAX_BYTES)
    except UnreadableError as error:
        return Findings(path, (error.locate(path),))
    found = examine_draft(read_draft(data, path))
    if cache:
        keep_findings(cache, path, data, encode_findings(found))
    return found


def examine_draft(draft: Draft) -> Findings:
    """Return what is found in a file as it was read."""
    entries = list_entries(draft)
    refs = (
        _name(find_node(draft.nodes[entry.id], ("refs", n)), ref)
        for entry in entries
        for n, ref in enumerate(entry.refs)
    )
    return Findings(
        draft.path,
        (*draft.problems, *check_claims(draft), *_find_giveaways(draft)),
        Claimed(Named(draft.bank.bank, *draft.place), _list_former(draft.root)) if draft.bank else None,
        tuple(Claimed(_name(node.child("id") or node, own), _list_former(node)) for own, node in draft.nodes.items()),
        tuple(refs),
        tuple(list_named(draft)),
    )


def _name(node: Node, name: str) -> Named:
    return Named(name, node.line, node.column)


def _list_former(owner: Node | None) -> tuple[Named, ...]:
    """Return the ids that a bank or an entry says that it had before."""
    was = owner.child("was") if owner else None
    nodes = was.value if was and isinstance(was.value, list) else ()
    return tuple(_name(node, node.value) for node in nodes if isinstance(node.value, str))


def _find_giveaways(draft: Draft) -> Iterator[Problem]:
    entries = list_entries(draft)
    for entry in entries:
        yield from find_giveaways(entry, draft.nodes[entry.id], draft.path)
    if is_longest_right_too_often([options for entry in entries for options in list_option_sets(entry)]):
        yield Problem(
            draft.path,
            *draft.place,
            "longest-is-right",
            "In this bank, the longest option is the right one more often than by chance.",
            "Shorten answers, or make some distractors longer than their answer.",
            Severity.WARNING,
        )
