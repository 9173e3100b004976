"""banks/diff.py, states.py, renames.py, comparing.py, cli/diff.py, revision.py: what became of entries."""

import json
import re
import subprocess
from pathlib import Path

import pytest
from desk import Desk
from hypothesis import given
from hypothesis import strategies as st
from logs import make_review, open_history, record
from values import replace

from tvp_quiz.banks.diff import compare_states
from tvp_quiz.banks.load import load_content
from tvp_quiz.banks.nodes import compose_tree
from tvp_quiz.banks.renames import Renamed, add_was
from tvp_quiz.banks.states import read_states
from tvp_quiz.domain.comparison import Change, EntryEdit

BEFORE = """\
bank: locks
title: Locks
definitions:
  - {id: mutex, term: Mutex, meaning: A lock that one thread at a time can hold, examples: [a guard]}
chart:
  columns: [Mutx, Semaphore]
  rows:
    - {id: cost, aspect: Cost, cells: {Mutx: low, Semaphore: high}}
    - {id: size, aspect: Size, cells: {Mutx: small, Semaphore: big}}
faq:
  - id: why
    question: Why lock at all in a program?
    answer: To keep updates that would be lost
    because: Two at once lose one.
questions:
  - id: crash
    type: choice
    question: What does a crash take along?
    answer: The whole process
    distractors: [One thread alone, The machine]
"""
FAQ = BEFORE[BEFORE.index("  - id: why") : BEFORE.index("questions:")]
HEAD = "bank: locks\ntitle: Locks\n"


def compare_texts(folder: Path, before: str | dict[str, str], after: str | dict[str, str]) -> dict[str, EntryEdit]:
    """Return what became of each entry, by name; a text alone is that of one bank."""
    for name, texts in (("before", before), ("after", after)):
        (folder / name).mkdir()
        for file, text in (texts if isinstance(texts, dict) else {"locks.yaml": texts}).items():
            (folder / name / file).write_text(text, encoding="utf-8")
    was, now = (read_states(folder / name) for name in ("before", "after"))
    assert was.problems == now.problems == []
    relative = {
        name: state._replace(path=folder / "after" / state.path.relative_to(folder / "before"))
        for name, state in was.entries.items()
    }
    edits = compare_states(relative, now.entries, now.broken.values())
    assert [(edit.entry.path, edit.entry.line) for edit in edits] == sorted(
        (edit.entry.path, edit.entry.line) for edit in edits
    )
    return {edit.entry.name: edit for edit in edits}


@pytest.mark.parametrize(
    ("old", "new", "entry", "changes"),
    [
        ("Why lock at all in", "Why lock at all, in", "why", [Change.STEM]),
        ("Why lock at all", "Why  lock at all", "why", [Change.COSMETIC]),
        ("    because: Two", "    tags: [basic]\n    because: Two", "why", [Change.COSMETIC]),
        ("Two at once lose one", "One of two is lost", "why", [Change.EXPLANATION]),
        ("    because: Two", "    refs: [R-1]\n    because: Two", "why", [Change.EXPLANATION]),
        ("answer: To keep", "answer: Not to keep", "why", [Change.ANSWER]),
        ("answer: To keep", "answer: to  keep", "why", [Change.COSMETIC]),
        ("The machine", "The whole machine", "crash", [Change.DISTRACTORS]),
        ("What does a crash", "What will a crash", "crash", [Change.STEM]),
        ("answer: The whole process", "answer: Its process", "crash", [Change.ANSWER]),
        ("small", "tiny", "size", [Change.ANSWER]),
        ("examples: [a guard]", "examples: [a guard, a gate]", "mutex", [Change.COSMETIC]),
    ],
)
def test_an_edit_is_called_by_the_gravest_that_it_changed(
    tmp_path: Path, old: str, new: str, entry: str, changes: list[Change]
) -> None:
    assert old in BEFORE
    edits = compare_texts(tmp_path, BEFORE, BEFORE.replace(old, new))
    assert {name: list(edit.changes) for name, edit in edits.items()} == {f"locks/{entry}": changes}


def test_nothing_became_of_banks_that_are_as_they_were(tmp_path: Path) -> None:
    assert compare_texts(tmp_path, BEFORE, BEFORE) == {}


def test_new_and_retired_entries_are_told_apart_from_renamed_ones(tmp_path: Path) -> None:
    after = BEFORE.replace(FAQ, "  - {id: other, question: Who invented it?, answer: Dijkstra did}\n")
    edits = compare_texts(tmp_path, BEFORE, after)
    assert {name: edit.changes for name, edit in edits.items()} == {
        "locks/other": (Change.NEW,),
        "locks/why": (Change.RETIRED,),
    }


@pytest.mark.parametrize("reworded", [False, True])
def test_a_renamed_entry_that_does_not_say_so_is_known_by_its_text(tmp_path: Path, reworded: bool) -> None:
    after = BEFORE.replace("id: why", "id: reason")
    after = after.replace("To keep updates", "To keep all updates") if reworded else after
    edit = compare_texts(tmp_path, BEFORE, after)["locks/reason"]
    assert edit.changes[0] == Change.RENAMED
    assert (edit.origins, edit.forgets) == (("locks/why",), True)
    assert edit.changed == (("locks/why#answer",) if reworded else ())


def test_a_renamed_entry_that_says_so_forgets_nothing(tmp_path: Path) -> None:
    edits = compare_texts(tmp_path, BEFORE, BEFORE.replace("id: why", "id: reason\n    was: [why]"))
    edit = edits["locks/reason"]
    assert (list(edits), edit.changes, edit.forgets) == (["locks/reason"], (Change.RENAMED,), False)


def test_halves_of_a_split_entry_and_a_merged_one_are_called_so(tmp_path: Path) -> None:
    halves = "  - {id: a, was: [why], question: Q?, answer: A}\n  - {id: b, was: [why], question: R?, answer: B}\n"
    merged = "  - {id: all, was: [a, b], question: Why lock?, answer: Both}\n"
    split = BEFORE.replace(FAQ, halves)
    edits = compare_texts(tmp_path, BEFORE, split)
    assert [edits[f"locks/{name}"].changes[0] for name in "ab"] == [Change.SPLIT, Change.SPLIT]
    (tmp_path / "more").mkdir()
    edits = compare_texts(tmp_path / "more", split, BEFORE.replace(FAQ, merged))
    assert list(edits) == ["locks/all"]
    assert edits["locks/all"].changes[0] == Change.MERGED


def test_an_entry_that_moved_to_another_file_of_the_same_name_or_bank_is_called_moved(tmp_path: Path) -> None:
    rest = BEFORE.replace("faq:\n" + FAQ, "")
    other = "bank: basics\ntitle: Basics\nfaq:\n" + FAQ
    edits = compare_texts(tmp_path, BEFORE, {"locks.yaml": rest, "basics.yaml": other})
    edit = edits["basics/why"]
    assert (list(edits), edit.changes, edit.origins, edit.forgets) == (
        ["basics/why"],
        (Change.MOVED,),
        ("locks/why",),
        True,
    )
    (tmp_path / "file").mkdir()
    edits = compare_texts(tmp_path / "file", BEFORE, {"z.yaml": BEFORE})
    assert {edit.changes for edit in edits.values()} == {(Change.MOVED,)}
    assert not any(edit.forgets for edit in edits.values())


def test_an_id_that_stands_for_something_else_is_called_reused(tmp_path: Path) -> None:
    after = BEFORE.replace(FAQ, "  - {id: why, question: Who invented it?, answer: Dijkstra did}\n")
    assert compare_texts(tmp_path, BEFORE, after)["locks/why"].changes == (Change.REUSED,)


def test_entries_that_exchanged_their_ids_are_called_reused(tmp_path: Path) -> None:
    how = "  - {id: how, question: How does one lock in a program?, answer: To take a mutex that is free}\n"
    before = BEFORE.replace("questions:", f"{how}questions:")
    after = before.replace("id: why", "id: x").replace("id: how", "id: why").replace("id: x", "id: how")
    edits = compare_texts(tmp_path, before, after)
    assert {name: edit.changes for name, edit in edits.items()} == dict.fromkeys(
        ("locks/why", "locks/how"), (Change.REUSED,)
    )


def test_a_copy_of_a_bank_changes_nothing_about_the_bank(tmp_path: Path) -> None:
    copy = BEFORE.replace("bank: locks", "bank: copy")
    edits = compare_texts(tmp_path, {"locks.yaml": BEFORE, "second.yaml": copy}, BEFORE)
    assert {edit.changes for edit in edits.values()} == {(Change.RETIRED,)}


def test_a_former_id_that_is_not_said_any_longer_is_forgotten(tmp_path: Path) -> None:
    before = BEFORE.replace("id: why", "id: why\n    was: [old, older]")
    edit = compare_texts(tmp_path, before, BEFORE.replace("id: why", "id: why\n    was: [older]"))["locks/why"]
    assert (edit.changes, edit.dropped, edit.forgets) == ((), ("locks/old",), True)
    (tmp_path / "bank").mkdir()
    before = BEFORE.replace("bank: locks", "bank: locks\nwas: [doors]")
    edits = compare_texts(tmp_path / "bank", before, BEFORE)
    assert edits["locks/why"].dropped == ("doors/why",)
    assert {edit.forgets for edit in edits.values()} == {True}


def test_an_entry_that_goes_on_to_a_third_id_has_to_say_the_first_too(tmp_path: Path) -> None:
    before = BEFORE.replace("id: why", "id: reason\n    was: [why]")
    edits = compare_texts(tmp_path, before, BEFORE.replace("id: why", "id: cause\n    was: [reason]"))
    assert (edits["locks/cause"].origins, edits["locks/cause"].dropped) == (("locks/reason",), ("locks/why",))


def test_an_entry_with_an_error_is_not_taken_for_a_retired_one(tmp_path: Path) -> None:
    edits = compare_texts(tmp_path, BEFORE, BEFORE.replace("    answer: To keep", "    anwser: To keep"))
    assert {name: edit.changes for name, edit in edits.items()} == {"locks/why": (Change.BROKEN,)}


def test_a_renamed_column_is_known_by_its_cells(tmp_path: Path) -> None:
    after = BEFORE.replace("Mutx", "Mutex")
    edits = compare_texts(tmp_path, BEFORE, after)
    assert [edits[name].columns for name in ("locks/cost", "locks/size")] == [(("Mutx", "Mutex"),)] * 2
    (tmp_path / "more").mkdir()
    said = after.replace("  columns:", "  was: {Mutex: [Mutx]}\n  columns:")
    edits = compare_texts(tmp_path / "more", BEFORE, said)
    assert not any(edit.forgets or edit.lost for edit in edits.values())


def test_a_column_that_is_renamed_again_is_known_by_its_cells(tmp_path: Path) -> None:
    before = BEFORE.replace("  columns:", "  was: {Mutx: [Lock]}\n  columns:")
    edits = compare_texts(tmp_path, before, before.replace("Mutx", "Mutex"))
    assert [edits[name].columns for name in ("locks/cost", "locks/size")] == [(("Mutx", "Mutex"),)] * 2
    (tmp_path / "more").mkdir()
    edits = compare_texts(tmp_path / "more", before, BEFORE)
    assert [edits[name].columns for name in ("locks/cost", "locks/size")] == [(("Lock", "Mutx"),)] * 2


def test_a_row_that_says_the_same_of_two_columns_does_not_tell_which_is_which(tmp_path: Path) -> None:
    before = BEFORE.replace("Mutx: low", "Mutx: high")
    edits = compare_texts(tmp_path, before, before.replace("Mutx", "Mutex").replace("Semaphore", "Counter"))
    assert edits["locks/cost"].columns == ()
    assert dict(edits["locks/size"].columns) == {"Mutx": "Mutex", "Semaphore": "Counter"}


def test_a_row_that_was_renamed_together_with_a_column_says_both(tmp_path: Path) -> None:
    after = BEFORE.replace("id: cost", "id: price").replace("Mutx", "Mutex")
    edit = compare_texts(tmp_path, BEFORE, after)["locks/price"]
    assert (edit.origins, edit.columns, edit.lost) == (("locks/cost",), (("Mutx", "Mutex"),), ())


def test_a_rename_does_not_change_for_which_column_a_row_asks(tmp_path: Path) -> None:
    rows = "".join(f"    - {{id: r{n}, aspect: A{n}, cells: {{Mutx: a{n}, Semaphore: b{n}}}}}\n" for n in range(8))
    before = BEFORE.replace("faq:\n", f"{rows}faq:\n")
    after = re.sub(r"id: r(\d)", r"id: s\1, was: [t\1, r\1]", before)
    assert {edit.changes for edit in compare_texts(tmp_path, before, after).values()} == {(Change.RENAMED,)}


def test_cards_that_an_entry_has_no_longer_are_listed(tmp_path: Path) -> None:
    after = BEFORE.replace(", examples: [a guard]", "")
    assert compare_texts(tmp_path, BEFORE, after)["locks/mutex"].lost == ("locks/mutex#illustrate",)


TEXTS = {
    "block": ("  - id: b  # its name\n    question: q\n", "  - id: b  # its name\n    was: [a]\n    question: q\n"),
    "flow": ("  - {id: b, question: q}\n", "  - {id: b, was: [a], question: q}\n"),
    "quoted": ("  - {question: q, id: 'b'}\n", "  - {question: q, id: 'b', was: [a]}\n"),
    "listed": ("  - id: b\n    was: [c]\n", "  - id: b\n    was: [a, c]\n"),
    "empty": ("  - id: b\n    was: []\n", "  - id: b\n    was: [a]\n"),
    "below": ("  - id: b\n    was:\n      - c\n", "  - id: b\n    was:\n      - a\n      - c\n"),
    "spaced": ("  - { id : b , question: q}\n", "  - { id : b, was: [a] , question: q}\n"),
    "json": ('  - {"id": "b", "question": "q"}\n', '  - {"id": "b", was: [a], "question": "q"}\n'),
    "last": ("  - question: q\n    id: b", "  - question: q\n    id: b\n    was: [a]"),
}


@pytest.mark.parametrize("section", ["faq:\n", "chart:\n  rows:\n"])
@pytest.mark.parametrize(("text", "written"), TEXTS.values(), ids=TEXTS)
def test_a_former_id_is_written_where_it_belongs(text: str, written: str, section: str) -> None:
    mended, fixes = add_was(HEAD + section + text, Path("x.yaml"), Renamed({"b": ["a"]}))
    assert mended == HEAD + section + written
    assert len(fixes) == 1


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_banks_and_a_columns_former_names_are_written(newline: str) -> None:
    text = "bank: x\ntitle: X\nchart:\n  columns: [Mutex, C++ lock]\n  rows: []\n".replace("\n", newline)
    mended, fixes = add_was(text, Path("x.yaml"), Renamed({}, {"Mutex": ["Mutx"], "C-lock": ["C-lok"]}, ("old",)))
    written = "bank: x\nwas: [old]\ntitle: X\nchart:\n  was: {Mutex: [Mutx], 'C++ lock': [C-lok]}\n"
    assert mended.startswith(written.replace("\n", newline))
    assert len(fixes) == 2


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("was: {B: [b]}", "was: {A: [a], B: [b]}"),
        ("was: {A: [z]}", "was: {A: [a, z]}"),
        ("was:\n    B: [b]", "was:\n    A: [a]\n    B: [b]"),
        ("was:\n    A:\n      - z", "was:\n    A:\n      - a\n      - z"),
    ],
)
def test_a_columns_former_name_is_written_beside_those_that_are_there(said: str, written: str) -> None:
    text = "bank: x\ntitle: X\nchart:\n  columns: [A, B]\n  {}\n  rows: []\n"
    mended, fixes = add_was(text.format(said), Path("x.yaml"), Renamed({}, {"A": ["a"]}))
    assert mended == text.format(written)
    assert len(fixes) == 1


def test_what_can_not_be_written_safely_is_left_alone() -> None:
    for text in ("bank: [", "- b", "faq:\n  - id: b\n    was: c\n", "faq:\n  - id: |\n      b\n"):
        assert add_was(text, Path("x.yaml"), Renamed({"b": ["a"]})) == (text, [])


@given(texts=st.lists(st.sampled_from([text for text, _ in TEXTS.values()]), max_size=5))
def test_writing_former_ids_changes_nothing_else_of_what_a_bank_says(texts: list[str]) -> None:
    entries = "".join(text.rstrip() + "\n" for text in texts)
    text = f"{HEAD}faq:\n{entries}".replace("id: b", "id: b1", 1)
    mended, _ = add_was(text, Path("x.yaml"), Renamed({"b": ["a"], "b1": ["a1"]}))
    assert list(filter(None, drop_was(mended).splitlines())) == list(filter(None, drop_was(text).splitlines()))


def drop_was(text: str) -> str:
    """Return what a bank says without the former ids, as one line for each entry."""
    root, _ = compose_tree(text, Path("x.yaml"))
    plain = root.to_plain() if root else {}
    entries = plain["faq"] if isinstance(plain, dict) else []
    return "\n".join(str({key: value for key, value in entry.items() if key != "was"}) for entry in entries or [])


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    """A bank in use."""
    desk = Desk(tmp_path, capsys)
    desk.content.mkdir()
    (desk.content / "locks.yaml").write_text(BEFORE, encoding="utf-8")
    desk.database.parent.mkdir()
    (bank,) = load_content(desk.content, None).banks
    with open_history(desk.database, "me") as store:
        for number, card in enumerate(("locks/why#answer", "locks/cost#Mutx", "locks/crash#ask"), start=1):
            record(store, replace(make_review(number, card), fingerprint=bank.cards[card].fingerprint))
    return desk


def edit_bank(desk: Desk, old: str, new: str) -> None:
    path = desk.content / "locks.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def commit(folder: Path) -> None:
    """Commit all that is in a folder."""
    who = ("-c", "user.name=Ann", "-c", "user.email=ann@example.org")
    for words in (("init", "-q", "."), ("add", "."), (*who, "commit", "-qm", "all")):
        subprocess.run(["git", *words], cwd=folder, check=True)  # noqa: S607 - wherever git is


def test_without_git_the_history_is_what_the_banks_are_compared_with(desk: Desk) -> None:
    assert desk.type("bank", "diff")[0] == 0
    edit_bank(desk, "answer: The whole process", "answer: Its process")
    edit_bank(desk, "id: why", "id: reason")
    code, out, err = desk.type("bank", "diff")
    assert (code, err) == (1, "")
    assert "locks/reason: renamed from why\n    1 card that 1 learner knows would begin as new. " in out
    assert "1 card with another answer: memory is kept, and the next sitting asks it, marked as changed." in out


def test_banks_that_were_never_committed_are_compared_with_the_history(desk: Desk) -> None:
    (desk.folder / "notes.txt").write_text("mine", encoding="utf-8")
    (desk.folder / ".gitignore").write_text("content\n", encoding="utf-8")
    commit(desk.folder)
    assert "Compared with what was last asked" in desk.type("bank", "diff")[1]
    code, _, err = desk.type("bank", "diff", "--against", "HEAD")
    assert (code, "Git has nothing of" in err) == (2, True)


def test_fix_writes_the_names_that_were_forgotten(desk: Desk) -> None:
    commit(desk.folder)
    edit_bank(desk, "id: why", "id: reason")
    edit_bank(desk, "Mutx", "Mutex")
    assert desk.type("bank", "diff")[0] == 1
    code, out, err = desk.type("bank", "diff", "--fix")
    assert code == 0
    assert err.count("wrote") == 2
    assert "locks/reason: renamed from why\n    1 card that 1 learner knows: progress comes along." in out
    assert desk.type("bank", "check")[0] == 0
    assert "locks/reason#answer" in desk.type("cards")[1]
    cards = {row["card"]: row["state"] for row in json.loads(desk.type("cards", "--json")[1])}
    assert cards["locks/reason#answer"] == cards["locks/cost#Mutex"] == "learning"


def test_fix_writes_the_name_of_a_bank_once(desk: Desk) -> None:
    commit(desk.folder)
    edit_bank(desk, "bank: locks", "bank: guards")
    code, _, err = desk.type("bank", "diff", "--fix")
    assert (code, err.count("wrote")) == (0, 1)
    assert (desk.content / "locks.yaml").read_text(encoding="utf-8").startswith("bank: guards\nwas: [locks]\n")
    assert json.loads(desk.type("card", "guards/why#answer", "--json")[1])["reviews"]


def test_fix_writes_all_that_was_forgotten_at_once(desk: Desk) -> None:
    edit_bank(desk, "id: why", "id: why\n    was: [old]")
    edit_bank(desk, "  columns:", "  was: {Mutx: [Lock]}\n  columns:")
    commit(desk.folder)
    edit_bank(desk, "id: why\n    was: [old]", "id: reason\n    was: []")
    edit_bank(desk, "Mutx", "Mutex")
    code, out, _ = desk.type("bank", "diff")
    assert (code, "1 learner knows would begin as new. Write `was: [why, old]` below its id; `" in out) == (1, True)
    code, out, err = desk.type("bank", "diff", "--fix")
    assert (code, "begin as new" in out, err.count("wrote")) == (0, False, 2)
    text = (desk.content / "locks.yaml").read_text(encoding="utf-8")
    assert "was: [why, old]" in text
    assert "was: {Mutex: [Mutx, Lock]}" in text


def test_fix_writes_only_those_names_that_are_missing(desk: Desk) -> None:
    edit_bank(desk, "id: why", "id: reason\n    was: [why]")
    commit(desk.folder)
    edit_bank(desk, "id: reason\n    was: [why]", "id: cause\n    was: [reason]")
    assert desk.type("bank", "diff", "--fix")[0] == 0
    assert "was: [why, reason]" in (desk.content / "locks.yaml").read_text(encoding="utf-8")


def test_a_dropped_former_id_is_said_to_cost_those_who_know_it_by_that(desk: Desk) -> None:
    edit_bank(desk, "id: why", "id: why\n    was: [old]")
    commit(desk.folder)
    edit_bank(desk, "\n    was: [old]", "")
    code, out, _ = desk.type("bank", "diff")
    assert (code, "locks/why: former id dropped\n    Whoever knows it as old, and has not drilled" in out) == (1, True)
    assert desk.type("bank", "diff", "--fix")[0] == 0


def test_what_fix_can_not_write_is_left_to_the_author(desk: Desk) -> None:
    commit(desk.folder)
    edit_bank(desk, "id: why", "id: >-\n      reason")
    code, out, _ = desk.type("bank", "diff", "--fix")
    assert (code, "--fix found no place" in out, "--fix` does" in out) == (1, True, False)


def test_a_revision_or_a_folder_may_be_named(desk: Desk) -> None:
    commit(desk.folder)
    edit_bank(desk, "Why lock at all in", "Why lock at all, in")
    for base in ("HEAD", str(desk.folder / "copy")):
        (desk.folder / "copy").mkdir(exist_ok=True)
        (desk.folder / "copy" / "locks.yaml").write_text(BEFORE, encoding="utf-8")
        code, out, _ = desk.type("bank", "diff", "--against", base)
        assert (code, "locks/why: stem" in out, f"Compared with {base}" in out) == (0, True, True)


@pytest.mark.parametrize("base", ["no-such-revision", "--output=x", "HEAD~99"])
def test_what_is_no_revision_and_no_folder_is_refused(desk: Desk, base: str) -> None:
    commit(desk.folder)
    code, out, err = desk.type("bank", "diff", f"--against={base}")
    assert (code, out) == (2, "")
    assert "is no folder, and no revision" in err


def test_an_entry_that_comes_back_is_told_from_an_id_that_is_reused(desk: Desk) -> None:
    edit_bank(desk, "faq:\n" + FAQ, "")
    commit(desk.folder)
    edit_bank(desk, "questions:\n", "faq:\n" + FAQ + "questions:\n")
    code, out, _ = desk.type("bank", "diff")
    assert (code, "locks/why: back\n    1 card that 1 learner knows: they go on" in out) == (0, True)
    edit_bank(desk, FAQ, "  - {id: why, question: Who invented it?, answer: Dijkstra did}\n")
    code, out, _ = desk.type("bank", "diff")
    assert (code, "locks/why: id reused\n    This id was another entry's: 1 card that" in out) == (1, True)


def test_a_bank_that_can_not_be_read_is_not_compared(desk: Desk) -> None:
    (desk.content / "other.yaml").write_text("bank: [", encoding="utf-8")
    code, _, err = desk.type("bank", "diff")
    assert code == 2
    assert "other.yaml, line 1, can't be read: mend first what `tvp-quiz bank check` says of it." in err


def test_with_nothing_to_compare_with_one_is_told_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    desk = Desk(tmp_path, capsys)
    desk.content.mkdir()
    (desk.content / "locks.yaml").write_text(BEFORE, encoding="utf-8")
    code, _, err = desk.type("bank", "diff")
    assert (code, "neither a commit nor a history: name a folder with --against." in err) == (2, True)
    assert not desk.database.exists()


def test_programs_are_told_the_same(desk: Desk) -> None:
    edit_bank(desk, "id: why", "id: reason")
    code, out, _ = desk.type("bank", "diff", "--json")
    found = json.loads(out)
    assert (code, found["against"]) == (1, "what was last asked")
    (renamed,) = [entry for entry in found["entries"] if entry["lacks_was"]]
    assert (renamed["entry"], renamed["from"], renamed["changes"]) == ("locks/reason", ["locks/why"], ["renamed"])
    assert renamed["known"] == {"cards": 1, "changed": 0, "learners": 1}
