"""edits.py, storage/takeover.py, banks/former.py, prints.py, domain/edit.py: banks are edited, and nothing is lost."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from logs import ANN, DAY, NOW, make_review, open_history, record
from values import replace

from tvp_quiz.banks.load import load_content
from tvp_quiz.cli.world import World
from tvp_quiz.domain.card import Bank
from tvp_quiz.domain.edit import Part, get_sum, list_changes
from tvp_quiz.domain.history import Mark, Snapshot
from tvp_quiz.domain.review import Memory, Rating
from tvp_quiz.edits import follow_edits, list_edited
from tvp_quiz.reports import group_log
from tvp_quiz.storage.moving.replaying import follow
from tvp_quiz.storage.snapshot import read_snapshot
from tvp_quiz.storage.store import Store
from tvp_quiz.storage.takeover import Edited, list_heirs, read_heirs, take_over

HEAD = "bank: locks\ntitle: Locks\n"
FAQ = """\
faq:
  - {id: why, question: Why lock?, answer: To keep updates, because: Two at once lose one.}
  - {id: how, question: How?, answer: With a mutex}
"""
WHY, HOW = "locks/why#answer", "locks/how#answer"


@dataclass
class Course:
    """A folder of banks and a learner's history of them; `write` replaces a file's text."""

    folder: Path
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    @property
    def path(self) -> Path:
        return self.folder / "history.db"

    def write(self, text: str, name: str = "locks.yaml") -> None:
        (self.folder / name).write_text(text, encoding="utf-8")

    def load(self) -> dict[str, Bank]:
        content = load_content(self.folder, None)
        assert [problem.message for problem in content.problems] == []
        return {bank.id: bank for bank in content.banks}

    def open(self) -> Store:
        return open_history(self.path)

    def answer(self, card: str, rating: Rating = Rating.GOOD, *, days: int = 0) -> None:
        """Answer a card as its bank has it now."""
        banks = self.load()
        fingerprint = banks[card.partition("/")[0]].cards[card].fingerprint
        review = make_review(next(self.numbers), card, rating, days=days)
        with self.open() as store:
            record(store, replace(review, fingerprint=fingerprint))

    def follow(self) -> dict[str, Memory]:
        """Let the history follow the edits, and return its memories of the cards that the banks have."""
        banks = self.load()
        with self.open() as store:
            follow_edits(banks.values(), store)
            assert store.verify() == []
            memories = store.read_memories()
        return {card: memory for card, memory in memories.items() if any(card in bank.cards for bank in banks.values())}

    def look(self) -> Snapshot:
        return read_snapshot(str(self.path), ANN, NOW)


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """A bank of two entries, one of whose cards was answered twice."""
    course = Course(tmp_path)
    course.write(HEAD + FAQ)
    course.answer(WHY)
    course.answer(WHY, days=3)
    course.follow()
    return course


def test_an_entry_that_was_renamed_has_the_progress_that_it_had(course: Course) -> None:
    before = course.follow()
    course.write(HEAD + FAQ.replace("{id: why", "{id: why-lock, was: [why]"))
    assert course.follow() == {"locks/why-lock#answer": before[WHY]}
    with course.open() as store:
        reviews = store.read_history("locks/why-lock#answer", DAY).reviews
    assert [review.card for review in reviews] == [WHY, WHY]


def test_answers_under_the_new_id_and_the_old_one_make_one_memory(course: Course) -> None:
    course.write(HEAD + FAQ.replace("{id: why", "{id: reason, was: [why]"))
    course.follow()
    course.answer("locks/reason#answer", days=9)
    assert course.follow()["locks/reason#answer"].reps == 3
    with course.open() as store:
        assert store.undo(NOW + timedelta(days=9, hours=1)) is not None
    assert course.follow()["locks/reason#answer"].reps == 2


def test_an_entry_that_was_renamed_twice_need_only_name_its_last_id(course: Course) -> None:
    before = course.follow()
    for old, new in (("why", "second"), ("second", "third")):
        course.write(HEAD + FAQ.replace("{id: why", f"{{id: {new}, was: [{old}]"))
        course.follow()
    assert course.follow() == {"locks/third#answer": before[WHY]}


def test_an_entry_that_gets_its_first_id_back_has_all_its_answers(course: Course) -> None:
    course.write(HEAD + FAQ.replace("{id: why", "{id: reason, was: [why]"))
    course.follow()
    course.answer("locks/reason#answer", days=9)
    course.write(HEAD + FAQ.replace("{id: why", "{id: why, was: [reason]"))
    assert course.follow()[WHY].reps == 3


def test_both_halves_of_an_entry_that_was_split_go_on_from_what_was_known(course: Course) -> None:
    before = course.follow()
    halves = (
        "  - {id: why-a, was: [why], question: Why?, answer: A}\n  - {id: why-b, was: [why], question: W?, answer: B}\n"
    )
    course.write(HEAD + FAQ.splitlines()[0] + "\n" + halves)
    assert course.follow() == {"locks/why-a#answer": before[WHY], "locks/why-b#answer": before[WHY]}
    course.answer("locks/why-a#answer", days=9)
    after = course.follow()
    assert (after["locks/why-a#answer"].reps, after["locks/why-b#answer"].reps) == (3, 2)


def test_a_bank_that_was_renamed_keeps_its_progress(course: Course) -> None:
    before = course.follow()
    course.write("bank: guards\ntitle: Guards\nwas: [locks]\n" + FAQ)
    assert course.follow() == {"guards/why#answer": before[WHY]}


def test_an_entry_that_moved_to_another_bank_keeps_its_progress(course: Course) -> None:
    before = course.follow()
    course.write(HEAD + "faq:\n  - {id: how, question: How?, answer: With a mutex}\n")
    moved = "  - {id: why, was: [locks/why], question: Why lock?, answer: To keep updates}\n"
    course.write("bank: basics\ntitle: Basics\nfaq:\n" + moved, "basics.yaml")
    assert course.follow() == {"basics/why#answer": before[WHY]}


def test_a_file_may_be_renamed_and_moved(course: Course) -> None:
    before = course.follow()
    (course.folder / "deep").mkdir()
    (course.folder / "locks.yaml").rename(course.folder / "deep" / "other.yml")
    assert course.follow() == before


def test_a_column_that_was_renamed_keeps_its_progress(course: Course) -> None:
    chart = """\
chart:
  columns: [{name}, Semaphore]
  {was}
  rows:
    - {{id: cost, aspect: Cost, cells: {{{name}: low, Semaphore: high}}}}
"""
    course.write(HEAD + chart.format(name="Mutx", was=""))
    for prompt in ("Mutx", "Mutx-recall", "which"):
        course.answer(f"locks/cost#{prompt}")
    before = course.follow()
    course.write(HEAD + chart.format(name="Mutex", was="was: {Mutex: [Mutx]}"))
    assert course.follow() == {card.replace("Mutx", "Mutex"): memory for card, memory in before.items()}


def test_an_entry_that_is_gone_has_its_progress_when_it_comes_back(course: Course) -> None:
    before = course.follow()
    course.write(HEAD + "faq:\n  - {id: how, question: How?, answer: With a mutex}\n")
    assert course.follow() == {}
    course.write(HEAD + FAQ)
    assert course.follow() == before


def test_a_suspended_card_stays_suspended_under_its_new_id(course: Course) -> None:
    with course.open() as store:
        store.suspend([WHY, HOW], NOW)
        store.unsuspend([HOW], NOW)
    course.write(HEAD + FAQ.replace("{id: why", "{id: reason, was: [why]").replace("{id: how", "{id: way, was: [how]"))
    course.follow()
    assert course.look().hidden == {WHY, "locks/reason#answer"}


def test_a_card_that_was_suspended_before_anything_was_learned_stays_suspended(tmp_path: Path) -> None:
    course = Course(tmp_path)
    course.write(HEAD + FAQ)
    with course.open() as store:
        store.suspend([WHY], NOW)
    course.write(HEAD + FAQ.replace("{id: why", "{id: reason, was: [why]"))
    world = World(course.folder, str(course.path), ANN)
    assert world.read_snapshot(NOW, course.load()).hidden == {WHY, "locks/reason#answer"}


def test_a_card_that_was_reset_stays_new_through_another_rename(course: Course) -> None:
    course.write(HEAD + FAQ.replace("{id: why", "{id: reason, was: [why]"))
    course.follow()
    with course.open() as store:
        assert store.reset(["locks/reason#answer"], NOW) == {"locks/reason#answer": 0}
    assert course.follow() == {}
    course.write(HEAD + FAQ.replace("{id: why", "{id: cause, was: [reason, why]"))
    assert course.follow() == {}


def test_the_figures_count_a_renamed_cards_answers_once(course: Course) -> None:
    halves = (
        "faq:\n  - {id: a, was: [why], question: Q?, answer: A}\n  - {id: b, was: [why], question: R?, answer: B}\n"
    )
    course.write(HEAD + halves)
    course.follow()
    with course.open() as store:
        logs = group_log(course.load(), store.read_log(), read_heirs(store))
        assert list_heirs(store, WHY) == [WHY, "locks/a#answer", "locks/b#answer"]
    assert {card: len(reviews) for card, reviews in logs.items()} == {"locks/a#answer": 2}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("answer: To keep updates", "answer: to keep  the updates."),
        ("question: Why lock?", "question: Why should one lock?"),
        ("because: Two at once lose one.", "because: One of two would be lost."),
        ("id: why,", "id: why, tags: [basic], refs: [L-1],"),
    ],
    ids=["look", "stem", "explanation", "tags"],
)
def test_a_new_wording_or_explanation_changes_nothing_for_learners(course: Course, old: str, new: str) -> None:
    before = course.follow()
    course.write((HEAD + FAQ).replace(old, new))
    assert course.follow() == before
    assert course.look().changed == {}


def test_a_card_whose_answer_changed_is_known_as_changed_until_it_is_answered(course: Course) -> None:
    before = course.follow()
    course.write((HEAD + FAQ).replace("To keep updates", "To lose nothing"))
    assert course.follow() == before
    assert course.look().changed == {WHY: before[WHY]}
    course.answer(WHY, Rating.AGAIN, days=9)
    assert course.look().changed == {}
    with course.open() as store:
        store.undo(NOW + timedelta(days=10))
    assert course.look().changed == {WHY: before[WHY]}


def test_an_answer_that_is_changed_back_was_never_changed(course: Course) -> None:
    course.write((HEAD + FAQ).replace("To keep updates", "To lose nothing"))
    course.follow()
    course.write(HEAD + FAQ)
    course.follow()
    assert course.look().changed == {}


def test_a_changed_answer_of_a_suspended_card_does_not_bring_it_up(course: Course) -> None:
    with course.open() as store:
        store.suspend([WHY], NOW)
    course.write((HEAD + FAQ).replace("To keep updates", "To lose nothing"))
    course.follow()
    assert course.look().changed == {}


def test_a_bank_is_known_as_seen_until_something_changes_for_learners(course: Course) -> None:
    assert list_edited(course.load().values(), course.look().seen) == []
    course.write((HEAD + FAQ).replace("Why lock?", "Why should one lock?"))
    assert list_edited(course.load().values(), course.look().seen) == []
    course.write((HEAD + FAQ).replace("With a mutex", "With a lock"))
    assert [bank.id for bank in list_edited(course.load().values(), course.look().seen)] == ["locks"]


def test_fingerprints_tell_what_changed() -> None:
    parts = ["11111111", "22222222", "33333333", "44444444"]
    for place, part in enumerate(Part):
        edited = [*parts[:place], "0" * 8, *parts[place + 1 :]]
        assert list_changes("".join(parts), "".join(edited)) == {part}
    assert list_changes("".join(parts), "of another make") == frozenset()
    assert (get_sum("".join(parts), Part.ANSWER), get_sum("of another make", Part.ANSWER)) == ("11111111", "")


def test_an_id_that_was_given_up_may_be_that_of_one_half_later(course: Course) -> None:
    course.write(HEAD + "faq:\n  - {id: reason, was: [why], question: Why lock?, answer: To keep updates}\n")
    course.follow()
    first, second = (f"  - {{id: {name}, was: [reason], question: Q {name}?, answer: A}}\n" for name in ("why", "zone"))
    course.write(f"{HEAD}faq:\n{first}{second}")
    after = course.follow()
    assert {card: memory.reps for card, memory in after.items()} == {WHY: 2, "locks/zone#answer": 2}


def test_what_is_said_of_a_card_with_a_reused_id_is_said_of_no_other(course: Course) -> None:
    old = "faq:\n  - {id: reason, was: [why], question: Why lock?, answer: To keep updates}\n"
    course.write(HEAD + old)
    course.follow()
    course.write(f"{HEAD}{old}  - {{id: why, question: Why not?, answer: To wait for nobody}}\n")
    course.follow()
    with course.open() as store:
        store.suspend([WHY], NOW)
    course.write(f"{HEAD}{old}  - {{id: why, question: Why not so?, answer: To wait for nobody}}\n")
    course.follow()
    with course.open() as store:
        assert store.read_marks() == {WHY: Mark(suspended=True)}


def test_each_of_several_entries_may_take_the_place_of_the_next(course: Course) -> None:
    course.answer(HOW)
    course.follow()
    moved = "  - {id: how, was: [why], question: Q?, answer: A}\n  - {id: way, was: [how], question: R?, answer: B}\n"
    course.write(f"{HEAD}faq:\n{moved}")
    after = course.follow()
    assert {card: memory.reps for card, memory in after.items()} == {HOW: 3, "locks/way#answer": 3}


Edition = dict[str, list[str]]
ids = st.sampled_from(["a", "b", "c", "d", "e"])
editions = st.dictionaries(ids, st.lists(ids, max_size=2, unique=True), min_size=1).map(
    lambda edition: {card: [name for name in was if name != card] for card, was in edition.items()}
)


@given(steps=st.lists(editions | ids, min_size=3, max_size=9))
@settings(max_examples=40)
def test_whatever_ids_are_split_swapped_and_used_again_each_card_has_all_its_answers(
    steps: list[Edition | str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    links: dict[str, set[str]] = {}
    answered: list[str] = []
    with open_history(tmp_path_factory.mktemp("history") / "history.db") as store:
        for number, step in enumerate(["a", "b", *steps]):
            if isinstance(step, str):
                record(store, make_review(number, step))
                answered.append(step)
                continue
            take_over(store, "locks", str(number), {card: Edited("print", tuple(was)) for card, was in step.items()})
            for card, was in step.items():
                links.setdefault(card, set()).update(was)
        assert store.verify() == []
        reps = {card: len([one for one in answered if one in follow([card], links)]) for card in {*links, *answered}}
        assert {card: memory.reps for card, memory in store.read_memories().items()} == {
            card: number for card, number in reps.items() if number
        }


Edits = list[tuple[str, int]]
EDITS = st.lists(
    st.tuples(
        st.sampled_from(["rename", "reword", "move", "retire", "restore", "answer", "bank", "key"]), st.integers(0, 2)
    ),
    max_size=10,
)


@dataclass
class Draft:
    """An entry whose bank is edited: where it is now, and where it was."""

    bank: str
    id: str
    was: list[str] = field(default_factory=list)
    wording: int = 0
    key: int = 0
    retired: bool = False

    @property
    def card(self) -> str:
        return f"{self.bank}/{self.id}#answer"

    def write(self) -> str:
        was = f"was: [{', '.join(self.was)}], " if self.was else ""
        return (
            f"  - {{id: {self.id}, {was}question: Q{self.wording} {self.id}?, answer: A {self.key} of {self.id[0]}}}\n"
        )


@given(edits=EDITS)
@settings(max_examples=15)
def test_no_sequence_of_edits_loses_a_review(tmp_path_factory: pytest.TempPathFactory, edits: Edits) -> None:
    course = Course(tmp_path_factory.mktemp("course"))
    drafts = [Draft("one", name) for name in ("a", "b", "c")]
    former: dict[str, list[str]] = {"one": [], "two": []}
    names = count(1)
    write_drafts(course, drafts, former)
    for draft in drafts:
        course.answer(draft.card)
    reps = dict.fromkeys(range(3), 1)
    for what, which in edits:
        make_edit(drafts[which], what, next(names), list(former))
        if what == "bank":
            rename_bank(drafts, former, next(names))
        write_drafts(course, drafts, former)
        check_memories(course.follow(), drafts, reps)
        if what == "answer" and not drafts[which].retired:
            course.answer(drafts[which].card, days=reps[which])
            reps[which] += 1
    for draft in drafts:
        draft.retired = False
    write_drafts(course, drafts, former)
    check_memories(course.follow(), drafts, reps)


def make_edit(draft: Draft, what: str, number: int, banks: list[str]) -> None:
    if what in {"retire", "restore"}:
        draft.retired = what == "retire"
    elif draft.retired:
        # What is not there is not edited
        return
    elif what == "rename":
        draft.was.append(f"{draft.bank}/{draft.id}")
        draft.id = f"{draft.id[0]}{number}"
    elif what == "reword":
        draft.wording += 1
    elif what == "key":
        draft.key += 1
    elif what == "move":
        draft.was.append(f"{draft.bank}/{draft.id}")
        draft.bank = next(bank for bank in banks if bank != draft.bank)


def rename_bank(drafts: list[Draft], former: dict[str, list[str]], number: int) -> None:
    """Give the first bank another id; what refers to it by the old one stays as it is."""
    old = next(iter(former))
    new = f"bank{number}"
    if len(former[old]) == 5:
        return
    rest = {bank: names for bank, names in former.items() if bank != old}
    renamed = {new: [old, *former[old]], **rest}
    former.clear()
    former.update(renamed)
    for draft in drafts:
        draft.bank = new if draft.bank == old else draft.bank


def write_drafts(course: Course, drafts: list[Draft], former: Mapping[str, list[str]]) -> None:
    for path in course.folder.glob("*.yaml"):
        path.unlink()
    for bank, names in former.items():
        entries = "".join(draft.write() for draft in drafts if draft.bank == bank and not draft.retired)
        was = f"was: [{', '.join(names)}]\n" if names else ""
        filler = "  - {id: filler, question: F?, answer: F}\n"
        course.write(f"bank: {bank}\ntitle: B\n{was}faq:\n{filler}{entries}", f"{bank}.yaml")


def check_memories(memories: Mapping[str, Memory], drafts: list[Draft], reps: Mapping[int, int]) -> None:
    """Hold what is remembered of each entry against how often it was answered."""
    alive = {draft.card: reps[index] for index, draft in enumerate(drafts) if not draft.retired}
    assert {card: memory.reps for card, memory in memories.items()} == alive
