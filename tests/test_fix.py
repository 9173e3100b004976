"""banks/fix.py, quoting.py, ids.py, edits.py: what is mended in a bank, and that nothing beside it is touched."""

import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from written import list_problems, read_docstring

from tvp_quiz.banks.edits import replace_file
from tvp_quiz.banks.files import UnreadableError
from tvp_quiz.banks.fix import fix_ids, fix_text, mend_file
from tvp_quiz.banks.ids import make_id
from tvp_quiz.banks.nodes import compose_tree
from tvp_quiz.banks.quoting import quote, quote_texts

# No folder above it holds a schema, so that no line is added for one
PATH = Path("/nowhere/bank.yaml")
HEAD = "bank: x\ntitle: X\n"


@pytest.fixture
def text(request: pytest.FixtureRequest) -> str:
    """The bank in a test's docstring."""
    return read_docstring(request)


def list_changed(before: str, after: str) -> list[str]:
    """Return the lines of a text that are not in the former one, in which no line was added."""
    pairs = zip(before.splitlines(), after.splitlines(), strict=True)
    return [new.strip() for old, new in pairs if old != new]


@pytest.mark.parametrize(
    ("value", "mended"),
    [
        ("This is: a lock", "'This is: a lock'"),
        ("it's: a lock", '"it\'s: a lock"'),
        ("@home", "'@home'"),
        ("%d of them", "'%d of them'"),
        ("`x` is code", "'`x` is code'"),
        ("*mutex", "'*mutex'"),
        ("*a* or *b*", "'*a* or *b*'"),
        ("&x is an address", "'&x is an address'"),
        ("!important thing", "'!important thing'"),
        ('"Yes" he said', "'\"Yes\" he said'"),
        ('"Yes" isn\'t "no"', "'\"Yes\" isn''t \"no\"'"),
        ("{x} is a set", "'{x} is a set'"),
        ("[x] marks it", "'[x] marks it'"),
        (", as it were", "', as it were'"),
        ("- 5 degrees", "'- 5 degrees'"),
        ("| x |", "'| x |'"),
        ("a: b  ", "'a: b'  "),
    ],
)
def test_a_text_that_needs_quotes_gets_them(value: str, mended: str) -> None:
    bank = HEAD + "faq:\n  - id: a  # mine\n    question: q\n    answer: {}\n    because: 'b'\n"
    after, lines = quote_texts(bank.format(value), PATH)
    assert after == bank.format(mended)
    assert lines == [6]
    assert [problem for problem in list_problems(after) if problem.severity == "error"] == []


def test_a_text_of_two_lines_is_quoted_as_a_whole(text: str) -> None:
    """
    bank: x
    title: X
    faq:
      - id: a
        question: q
        answer: It begins here,
          and then: it ends
        because: Now: this
          goes on
    """
    after, lines = quote_texts(text, PATH)
    assert list_changed(text, after) == [
        "answer: 'It begins here,",
        "and then: it ends'",
        "because: 'Now: this",
        "goes on'",
    ]
    assert lines == [6, 8]
    assert list_problems(after) == []


def test_an_item_with_a_colon_is_quoted_and_a_misspelt_key_is_not(text: str) -> None:
    """
    bank: x
    title: X
    questions:
      - id: a
        type: choice
        question: q
        answer: a
        distractors:
          - He said: no
          - becuase: it is not
          - - deep
        refs:
          - Page 1: below
    """
    after, _ = quote_texts(text, PATH)
    assert list_changed(text, after) == ["- 'He said: no'", "- 'Page 1: below'"]


@pytest.mark.parametrize(
    "line",
    [
        "answer: It is: so # and why",  # a comment or a part of the text
        "answer: {text: a: b}",
        "answer: |two\n      lines",
        "answer: [a, b]",
        "answer: 'never closed",
        "answer:\n      first: one",
        "points: - a",
        "points: [*a, b]",
        "cells:\n      Thread: x\n       Process: y",
        "answer: one\n      because: two",
    ],
)
def test_what_may_have_been_meant_otherwise_is_left_alone(line: str) -> None:
    text = f"{HEAD}faq:\n  - id: a\n    question: q\n    {line}\n"
    assert quote_texts(text, PATH) == (text, [])


def test_what_is_wrong_further_down_does_not_hide_that_a_list_is_wanted(text: str) -> None:
    """
    bank: x
    title: X
    faq:
      - id: a
        question: @home
        points: - a
        answer: @work
    """
    after, lines = quote_texts(text, PATH)
    assert list_changed(text, after) == ["question: '@home'"]
    assert lines == [5]


def test_one_fault_that_stays_does_not_keep_others_from_being_mended(text: str) -> None:
    """
    bank: x
    title: X
    faq:
      - id: a
        question: [q]
        answer: *a
        colour: red
      - question: &b is it
        answer: a
    """
    after, fixes = fix_text(text, PATH)
    assert [fix.line for fix in fixes] == [6, 8, 8]
    assert [problem.rule for problem in list_problems(after)] == ["wrong-type", "unknown-key"]


def test_blanks_at_the_end_of_lines_go_but_not_those_of_a_text(text: str) -> None:
    """
    bank: x.
    title: X
    # why.
    questions:
      - id: a
        type: predict.
        program: |
          print(1).
          .
        answer: "one.
          two"
        distractors: [b].
    """
    text = text.replace(".\n", "  \t\n")
    after, fixes = fix_text(text, PATH)
    assert [fix.line for fix in fixes] == [1, 3, 6, 12]
    assert list_changed(text, after) == ["bank: x", "# why", "type: predict", "distractors: [b]"]


def test_entries_of_every_style_get_their_ids(text: str) -> None:
    """
    bank: x
    title: X
    definitions:
      # - id: thread-3
      - term: The Thread  # of execution
        meaning: {text: m}
      - {term: Prozeß, meaning: m}
      -
        # here
        term: Thread
        was: [thread-4]
        meaning: m
      - id:
        term: Thread
        meaning: m
      - id:  # later
        term: Thread
        meaning: m
    chart:
      columns: [A, B]
      rows:
      - aspect: Cost
        cells: {A: 1, B: 2}
    faq: [{question: 'What is it for?', answer: a}, {id: own, question: q, answer: a}]
    questions:
    - type: cloze
      text: A {{mutex}} helps
    """
    after, fixes = fix_ids(text, PATH)
    names = ["thread", "prozess", "thread-2", "thread-5", "thread-6", "cost", "what-is-it-for", "mutex-helps"]
    assert [fix.what for fix in fixes] == [f"added `id: {name}`" for name in names]
    assert list_problems(after) == []
    assert "\n  - id: thread\n    term: The Thread  # of execution\n" in after
    assert "\n  - {id: prozess, term: Prozeß, meaning: m}\n" in after
    assert "\n    # here\n    id: thread-2\n    term: Thread\n" in after
    assert "\n  - id: thread-6  # later\n" in after
    for line in after.splitlines():
        assert line in text.splitlines() or "id: " in line or f"- {line.strip()}" in text
    assert fix_ids(after, PATH) == (after, [])


def test_ids_are_written_with_the_line_ends_and_the_mark_of_the_file() -> None:
    text = "\ufeffbank: x\r\ntitle: X\r\nfaq:\r\n- question: q\r\n  answer: a\r\n"
    after, _ = fix_ids(text, PATH)
    assert after == text.replace("- question", "- id: q\r\n  question")


@pytest.mark.parametrize(
    "bank",
    [
        f"{HEAD}faq: [a, {{}}, []]\n",
        f"{HEAD}faq: a\nchart: b\n",
        f"{HEAD}faq:\n  - ? question\n    : q\n    answer: a\n",
        "- a\n",
        "",
        "# x\n",
    ],
)
def test_where_no_id_can_be_written_nothing_is(bank: str) -> None:
    assert fix_ids(bank, PATH) == (bank, [])


@pytest.mark.parametrize(
    "text",
    [
        f"{HEAD}faq:\n  - id: a\n    answ",
        f"{HEAD}---\nsource:\n  publisher: A\n    when:\n      b: c\n",
        f"{HEAD}faq:\n  - id: [a]\n    question: q\n",
    ],
)
def test_a_text_that_is_half_written_is_left_alone(text: str) -> None:
    assert fix_text(text, PATH) == (text, [])


def test_an_entry_gets_an_id_beside_one_whose_id_is_a_list() -> None:
    after, _ = fix_text(f"{HEAD}faq:\n  - id: [a]\n  - question: q\n", PATH)
    assert after == f"{HEAD}faq:\n  - id: [a]\n  - id: q\n    question: q\n"


@given(st.lists(st.text(), max_size=8))
def test_an_id_can_be_used_and_is_never_given_twice(texts: list[str]) -> None:
    taken: set[str] = set()
    names = [make_id(text, taken) for text in texts]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch("[a-z0-9][a-z0-9-]{0,63}", name) for name in names)


def test_an_id_comes_from_the_words_that_tell_most() -> None:
    assert make_id("What does the system's scheduler do?", set()) == "systems-scheduler"
    assert make_id("What is it?", set()) == "what-is-it"
    assert make_id("???", {"entry"}) == "entry-2"
    assert make_id("word " * 20, set()) == "word-word-word-word-word-word-word-word"
    assert make_id("x" * 90, set()) == "x" * 40


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "# yaml-language-server: $schema=../bank.schema.json\n"),
        (
            "# yaml-language-server: $schema=old/bank.schema.json\n",
            "# yaml-language-server: $schema=../bank.schema.json\n",
        ),
        ("# yaml-language-server: $schema=https://x.org/bank.schema.json\n", None),
        ("# yaml-language-server: $schema=../other.json\n", None),
        ("# mine\n# yaml-language-server: $schema=../bank.schema.json\n", None),
    ],
)
def test_the_first_line_names_the_schema_that_is_there(tmp_path: Path, before: str, after: str | None) -> None:
    (tmp_path / "bank.schema.json").touch()
    (tmp_path / "course").mkdir()
    bank = f"{HEAD}faq: []\n"
    mended, fixes = fix_text(before + bank, tmp_path / "course" / "bank.yaml")
    assert mended == (before if after is None else after) + bank
    assert len(fixes) == (after is not None)


VALUES = st.one_of(
    st.text(st.sampled_from("ab:#'\"*&!%@`{}[]|>,-? "), min_size=1, max_size=12),
    st.sampled_from(["a: b", "*a", "&a b", "'x", "[a", "{a: b}", "# a", "x #y", '"a" b', "- a", "{{a}} b", "é: ü"]),
)
LINES = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["    answer: ", "    because: ", "  - question: ", "      - ", "    "]), VALUES),
        st.tuples(st.sampled_from(["    points:", "  - id: a", "faq:", "", "# c", "    refs: [b]  "]), st.just("")),
    ),
    max_size=8,
)


@given(LINES, st.sampled_from(["\n", "\r\n"]))
@example([("    refs: [b]  ", ""), ("    ", " :"), ("", ""), ("      - ", ":")], "\n")
def test_a_second_fix_changes_nothing_and_the_first_only_what_it_says(lines: list[tuple[str, str]], end: str) -> None:
    text = end.join([*HEAD.splitlines(), "faq:", *(lead + value for lead, value in lines), ""])
    after, fixes = fix_text(text, PATH)
    assert fix_text(after, PATH) == (after, [])
    said = {fix.line for fix in fixes}
    kept = [line for number, line in enumerate(text.split(end), start=1) if number not in said]
    rest = iter(after.split(end))
    # a text that goes on in the next line is quoted at its end as well
    assert all(any(line in {new, new.removesuffix("'"), new.removesuffix('"')} for new in rest) for line in kept)
    before_tree, _ = compose_tree(text, PATH)
    after_tree, _ = compose_tree(after, PATH)
    if before_tree is not None and not any("quotes" in fix.what or "id" in fix.what for fix in fixes):
        assert after_tree is not None
        assert after_tree.to_plain() == before_tree.to_plain()


@given(st.text(st.characters(blacklist_categories=["Cc", "Cs"], blacklist_characters="\u2028\u2029\ufeff\ufffe\uffff")))
def test_what_is_quoted_is_read_as_it_stands(text: str) -> None:
    root, problems = compose_tree(f"a: {quote(text)}\n", PATH)
    assert root is not None
    assert [problem for problem in problems if problem.severity == "error"] == []
    assert root.to_plain() == {"a": text}


def test_a_file_is_mended_in_place_with_its_permissions_and_through_a_link(tmp_path: Path) -> None:
    path, link = tmp_path / "bank.yaml", tmp_path / "link.yaml"
    path.write_text(f"{HEAD}faq:\n  - question: q\n    answer: a\n", encoding="utf-8")
    path.chmod(0o640)
    link.symlink_to(path)
    assert [fix.what for fix in mend_file(link, fix_ids)] == ["added `id: q`"]
    assert link.is_symlink()
    assert "- id: q\n    question" in path.read_text(encoding="utf-8")
    assert path.stat().st_mode & 0o777 == 0o640
    assert {one.name for one in tmp_path.iterdir()} == {"bank.yaml", "link.yaml"}


def test_a_file_that_needs_nothing_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "bank.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + f"{HEAD}faq: []\n".encode())
    path.chmod(0o440)
    before = path.stat()
    assert mend_file(path, fix_text) == []
    assert path.stat().st_ino == before.st_ino


@pytest.mark.parametrize("data", [b"bank: \xff\n", b"bank: [x\n"])
def test_what_is_no_text_is_left_alone_and_said(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "bank.yaml"
    path.write_bytes(data)
    with pytest.raises(UnreadableError):
        mend_file(path, fix_ids)
    assert path.read_bytes() == data


def test_a_file_that_can_not_be_replaced_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "bank.yaml").mkdir()
    with pytest.raises(OSError, match="directory"):
        replace_file(tmp_path / "bank.yaml", "x")
    assert [one.name for one in tmp_path.iterdir()] == ["bank.yaml"]
