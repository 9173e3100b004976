"""banks/check.py, quality.py, telltales.py, sources.py, coverage.py, files.py: what a full check finds and shows."""

import os
from pathlib import Path

import pytest
from written import mark, read_docstring

import tvp_quiz.banks
from tvp_quiz.banks.check import check_content
from tvp_quiz.banks.coverage import list_coverage
from tvp_quiz.banks.files import MAX_BYTES, UNQUOTED, read_line
from tvp_quiz.banks.load import load_content
from tvp_quiz.banks.rules import RULES
from tvp_quiz.banks.sources import load_sources
from tvp_quiz.domain.problem import Severity
from tvp_quiz.errors import ContentError

BANK = "bank: {bank}\ntitle: X\nfaq:\n  - {{id: a, question: q, answer: a, refs: [{refs}]}}\n"
SOURCES = "refs:\n  - {ref: R-1, where: there, says: this}\n  - {ref: R-2, where: there, says: that}\n"
CONTENT = Path(__file__).parent.parent / "content"


def write(folder: Path, text: str, name: str = "bank.yaml") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def warned(tmp_path: Path, request: pytest.FixtureRequest) -> list[tuple[str, str]]:
    """The rules that a test's docstring is warned of, each with what it points at."""
    text = read_docstring(request)
    write(tmp_path, text)
    problems = check_content(tmp_path)
    assert all(problem.severity is Severity.WARNING for problem in problems)
    assert {problem.rule for problem in problems} <= set(RULES)
    assert all(problem.message.endswith(".") and problem.remedy.endswith(".") for problem in problems)
    return [(problem.rule, mark(problem, text)) for problem in problems]


def test_a_check_finds_what_loading_finds(tmp_path: Path) -> None:
    write(tmp_path, "bank: x\nfaq:\n  - {id: a, question: q}\n  - {id: b, question: q, answer: a}\n", "a.yaml")
    write(tmp_path, "bank: x\ntitle: X\nfaq: []\n", "b.yaml")
    (tmp_path / "c.yaml").mkdir()
    checked = check_content(tmp_path)
    assert set(checked) == set(load_content(tmp_path, None).problems)
    assert len(checked) == 4


def test_a_line_is_read_from_ordinary_files_alone(tmp_path: Path) -> None:
    fifo = tmp_path / "pipe.yaml"
    os.mkfifo(fifo)
    path = tmp_path / "bank.yaml"
    path.write_bytes(b"\xef\xbb\xbfone\r\ntwo \xff\n\nfour")
    assert [read_line(path, number) for number in range(6)] == ["", "one", "two \ufffd", "", "four", ""]
    assert read_line(fifo, 1) == ""
    assert read_line(tmp_path, 1) == ""
    assert read_line(tmp_path / "none.yaml", 1) == ""


def test_no_line_is_shown_of_what_is_no_bank(tmp_path: Path) -> None:
    content = tmp_path / "content"
    write(content, "bank: x\n", "plain.yaml")
    write(content, "x" * (MAX_BYTES + 1), "big.yaml")
    (content / "link.yaml").symlink_to(write(tmp_path, "secret", "secret.yaml"))
    (content / "gone.yaml").symlink_to(content / "nowhere")
    os.mkfifo(content / "pipe.yaml")
    rules = {problem.path.name: problem.rule for problem in check_content(content)}
    assert rules.pop("plain.yaml") in RULES
    assert rules.keys() == {"big.yaml", "link.yaml", "gone.yaml", "pipe.yaml"}
    assert set(rules.values()) == UNQUOTED - {"more-problems", "too-many-files"}


def test_a_check_of_no_bank_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContentError):
        check_content(tmp_path)


def test_an_unknown_ref_is_an_error_with_a_suggestion_and_its_entry_stays(tmp_path: Path) -> None:
    write(tmp_path, SOURCES, "sources.yaml")
    path = write(tmp_path, BANK.format(bank="x", refs="R-1, R-2, R_2"))
    (problem,) = check_content(tmp_path)
    assert (problem.path, problem.line, problem.column) == (path, 4, 54)
    assert (problem.rule, problem.severity, problem.remedy) == ("unknown-ref", Severity.ERROR, "Did you mean `R-2`?")
    assert "x/a#answer" in load_content(tmp_path, None).banks[0].cards


def test_a_ref_that_no_card_examines_is_a_warning_in_the_list(tmp_path: Path) -> None:
    path = write(tmp_path, SOURCES, "sources.yaml")
    write(tmp_path, BANK.format(bank="x", refs="R-1"))
    (problem,) = check_content(tmp_path)
    assert (problem.path, problem.line, problem.rule) == (path, 3, "uncovered-ref")
    assert problem.severity is Severity.WARNING


def test_the_nearest_list_upwards_holds_and_without_one_refs_are_free(tmp_path: Path) -> None:
    write(tmp_path / "one", SOURCES, "sources.yaml")
    write(tmp_path / "one", BANK.format(bank="x", refs="R-1, R-2"))
    write(tmp_path / "one" / "inner", BANK.format(bank="y", refs="R-3"))
    write(tmp_path / "one" / "inner", SOURCES.replace("R-1", "R-3").replace("R-2", "R-1"), "sources.yaml")
    write(tmp_path / "two", BANK.format(bank="z", refs="R-9"))
    assert [problem.rule for problem in check_content(tmp_path)] == ["uncovered-ref"]
    covered = list_coverage(load_content(tmp_path, None), load_sources(tmp_path))
    assert [(each.reference.ref, each.cards) for each in covered] == [
        ("R-3", ("y/a#answer",)),
        ("R-1", ()),
        ("R-1", ("x/a#answer",)),
        ("R-2", ("x/a#answer",)),
    ]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("", "empty-file"),
        ("- a\n", "wrong-type"),
        ("refs: none\n", "wrong-type"),
        ("source: {title: x}\n", "missing-key"),
        ("refs: [{ref: R-1, where: there}]\n", "missing-key"),
        ("refs: [{ref: R-1, where: there, says: this, sagt: das}]\n", "unknown-key"),
        ("refs: [{ref: R-1, where: a, says: b}, {ref: R-1, where: a, says: b}]\n", "duplicate-id"),
        ("refs: [\n", "unclosed-bracket"),
    ],
)
def test_a_list_of_references_has_a_shape(tmp_path: Path, text: str, rule: str) -> None:
    path = write(tmp_path, text, "sources.yaml")
    write(tmp_path, "bank: x\ntitle: X\nfaq: [{id: a, question: q, answer: a, refs: [R-1]}]\n")
    rules = [problem.rule for problem in check_content(tmp_path) if problem.path == path]
    assert rules == [rule]


def test_a_list_of_references_that_is_no_text_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "sources.yaml").write_bytes(b"\xff\xfe")
    write(tmp_path, BANK.format(bank="x", refs=""))
    assert "not-utf8" in [problem.rule for problem in check_content(tmp_path)]


def test_an_answer_much_longer_than_its_distractors_is_warned_of(warned: list[tuple[str, str]]) -> None:
    """
    bank: x
    title: X
    questions:
      - id: a
        type: choice
        question: q
        answer: a long and careful statement of what is right
        distractors:
          - {text: a shorter one, because: b}
          - {text: one just as short, because: b}
      - id: b
        type: choice
        question: q
        answer: an answer of some length
        distractors:
          - {text: one of like length, because: b}
          - {text: another of that length, because: b}
    """
    assert warned == [("longest-is-right", "a long and careful statement of what is right")]


def test_a_word_of_the_stem_in_the_answer_alone_is_warned_of(warned: list[tuple[str, str]]) -> None:
    """
    bank: x
    title: X
    questions:
      - id: a
        type: choice
        question: What do stacks hold?
        answer: frames of a stack
        distractors:
          - {text: pages of memory, because: b}
          - {text: lines of code, because: b}
      - id: b
        type: choice
        question: What do stacks hold?
        answer: frames of a stack
        distractors:
          - {text: pages of stacks, because: b}
          - {text: lines of code, because: b}
    """
    assert warned == [("stem-in-answer", "frames of a stack")]


def test_an_option_that_speaks_of_the_others_is_warned_of(warned: list[tuple[str, str]]) -> None:
    """
    bank: x
    title: X
    questions:
      - id: a
        type: choice
        question: q
        answer: all of the above
        distractors:
          - {text: some one thing, because: b}
          - {text: None of these, because: b}
    """
    assert warned == [("all-of-the-above", "all of the above"), ("all-of-the-above", "None of these, because: b}")]


def test_an_absolute_word_in_a_distractor_alone_is_warned_of(warned: list[tuple[str, str]]) -> None:
    """
    bank: x
    title: X
    faq:
      - id: a
        question: q
        answer: a
        choose:
          answer: it often fails
          distractors:
            - {text: it always fails, because: b}
            - {text: it must fail, because: b}
      - id: b
        question: q
        answer: a
        choose:
          answer: it never fails
          distractors:
            - {text: it always fails, because: b}
            - {text: it fails at times, because: b}
    """
    assert warned == [("absolute-distractor", "it always fails, because: b}")]


def test_two_options_that_mean_the_same_are_warned_of(warned: list[tuple[str, str]]) -> None:
    """
    bank: x
    title: X
    chart:
      columns: [A, B]
      rows:
        - id: a
          aspect: b
          cells:
            A:
              text: It has the threads
              distractors:
                - {text: has thread, because: b}
                - {text: a process, because: b}
            B: y
    """
    assert warned == [("same-meaning", "has thread, because: b}")]


def test_options_that_differ_in_a_denial_or_an_order_are_not_the_same(warned: list[tuple[str, str]]) -> None:
    """
    bank: x
    title: X
    questions:
      - id: a
        type: choice
        question: q
        answer: A waits for B
        distractors:
          - {text: B waits for A, because: b}
          - {text: A waits not for B, because: b}
      - id: b
        type: predict
        program: print(-1)
        answer: -1
        distractors:
          - {text: 1, because: b}
          - {text: 0, because: b}
      - id: c
        type: choice
        question: q
        answer: C
        distractors:
          - {text: C++, because: b}
          - {text: C#, because: b}
          - {text: C/C++, because: b}
      - id: d
        type: choice
        question: q
        answer: x < y
        distractors:
          - {text: x > y, because: b}
          - {text: x != y, because: b}
          - {text: '*x', because: b}
          - {text: '&x', because: b}
          - {text: -1, because: b}
          - {text: 1, because: b}
      - id: e
        type: choice
        question: q
        answer: It is a lock
        distractors:
          - {text: It was a lock, because: b}
          - {text: It has a lock, because: b}
    """
    assert warned == []


def test_a_distractor_without_a_reason_is_warned_of(warned: list[tuple[str, str]]) -> None:
    """
    bank: x
    title: X
    definitions:
      - {id: a, term: t, meaning: m, distractors: [n, {text: o, because: so}]}
      - {id: b, term: u, meaning: o}
    questions:
      - {id: c, type: multiple, question: q, answers: [a, c], distractors: [b]}
      - id: d
        type: choice
        question: q
        answer: a
        distractors:
          - {text: b, because: Wrong.}
          - {text: c, because: 'No!'}
          - {text: d, because: That is incorrect.}
          - {text: e, because: This is not right.}
          - {text: f, because: No process does so.}
    """
    assert warned == [
        ("no-because", "n, {text: o, because: so}]}"),
        ("no-because", "b]}"),
        ("no-because", "b, because: Wrong.}"),
        ("no-because", "c, because: 'No!'}"),
        ("no-because", "d, because: That is incorrect.}"),
        ("no-because", "e, because: This is not right.}"),
    ]


@pytest.mark.parametrize(
    "option",
    [
        "All three",
        "Both a and c",
        "Neither A nor B.",
        "Everything listed",
        "None of them",
        "All the above",
        "All of this",
    ],
)
def test_an_option_that_speaks_of_the_others_is_known_in_many_wordings(tmp_path: Path, option: str) -> None:
    write(tmp_path, write_choice(option))
    assert [problem.rule for problem in check_content(tmp_path)] == ["all-of-the-above"]


@pytest.mark.parametrize("option", ["All three wait", "A and B", "Both threads", "Nothing at all", "Three", "None"])
def test_an_option_that_only_sounds_so_is_not_warned_of(tmp_path: Path, option: str) -> None:
    write(tmp_path, write_choice(option))
    assert check_content(tmp_path) == []


def write_choice(option: str) -> str:
    return (
        f"bank: x\ntitle: X\nquestions:\n  - {{id: a, type: choice, question: q, answer: {option}, "
        "distractors: [{text: one thing, because: b}, {text: two things, because: b}]}\n"
    )


def test_an_answer_much_shorter_than_its_distractors_is_warned_of(warned: list[tuple[str, str]]) -> None:
    """
    bank: x
    title: X
    questions:
      - id: a
        type: choice
        question: q
        answer: short
        distractors:
          - {text: a long and careful statement, because: b}
          - {text: another statement of that kind, because: b}
      - id: b
        type: choice
        question: q
        answer: short
        distractors:
          - {text: a long and careful statement, because: b}
          - {text: brief, because: b}
    """
    assert warned == [("shortest-is-right", "short")]


def test_a_single_distractor_and_a_single_answer_of_several_are_warned_of(warned: list[tuple[str, str]]) -> None:
    """
    bank: x
    title: X
    questions:
      - {id: a, type: choice, question: q, answer: a, distractors: [{text: b, because: so}]}
      - {id: b, type: multiple, question: q, answers: [a], distractors: [{text: b, because: so}]}
      - {id: c, type: multiple, question: q, answers: [a, b], distractors: [{text: c, because: so}]}
    """
    assert warned == [
        ("few-distractors", "b, because: so}]}"),
        ("one-answer", "a], distractors: [{text: b, because: so}]}"),
    ]


def test_a_typed_answer_in_its_own_question_is_warned_of(warned: list[tuple[str, str]]) -> None:
    """
    bank: x
    title: X
    questions:
      - {id: a, type: typed, question: Which word for a Thread is meant?, answer: strand, accept: [thread]}
      - {id: b, type: typed, question: What holds threads?, answer: thread, accept: [C]}
      - {id: c, type: typed, question: What came after C++?, answer: C}
    """
    assert warned == [("answer-in-stem", "Which word for a Thread is meant?, answer: strand, accept: [thread]}")]


def test_a_text_that_is_accepted_twice_is_warned_of(warned: list[tuple[str, str]]) -> None:
    """
    bank: x
    title: X
    definitions:
      - {id: a, term: Mutex, meaning: a lock, aliases: [lock, mutex]}
    questions:
      - {id: b, type: typed, question: q, answer: stack, accept: [call stack, Call  Stack]}
    """
    assert warned == [("repeated-text", "mutex]}"), ("repeated-text", "Call  Stack]}")]


def test_an_article_before_a_gap_is_warned_of(warned: list[tuple[str, str]]) -> None:
    """
    bank: x
    title: X
    questions:
      - {id: a, type: cloze, text: 'It is an {{apple}} here'}
      - {id: b, type: cloze, text: 'It is a(n) {{apple}} or {{a pear}}, in banana {{bread}}'}
    """
    assert warned == [("article-before-gap", "'It is an {{apple}} here'}")]


def test_a_term_in_its_own_meaning_is_warned_of(warned: list[tuple[str, str]]) -> None:
    """
    bank: x
    title: X
    definitions:
      - {id: a, term: Thread pool, meaning: a pool of threads, examples: [the thread pool of a server]}
    """
    assert warned == [("term-in-text", "the thread pool of a server]}")]


def write_choices(longest: int) -> str:
    entries = (
        f"  - {{id: a{number}, type: choice, question: q, answer: {'xx' if number < longest else 'x'}, "
        "distractors: [{text: y, because: b}, {text: z, because: b}]}\n"
        for number in range(12)
    )
    return "bank: x\ntitle: X\nquestions:\n" + "".join(entries)


@pytest.mark.parametrize(("longest", "rules"), [(7, []), (8, ["longest-is-right"])])
def test_a_bank_in_which_taking_the_longest_beats_chance_is_warned_of(
    tmp_path: Path, longest: int, rules: list[str]
) -> None:
    write(tmp_path, write_choices(longest))
    assert [problem.rule for problem in check_content(tmp_path)] == rules


def test_every_rule_is_used_and_said_in_a_sentence() -> None:
    folder = Path(tvp_quiz.banks.__path__[0])
    modules = [*folder.glob("*.py"), folder.parent / "proving.py"]
    code = "".join(path.read_text() for path in modules if path.name != "rules.py")
    assert [rule for rule in RULES if f'"{rule}"' not in code] == []
    assert all(line.endswith(".") for line in RULES.values())


def test_the_shipped_content_has_no_problem_and_examines_everything() -> None:
    content = load_content(CONTENT, None)
    assert check_content(CONTENT) == []
    assert all(coverage.cards for coverage in list_coverage(content, load_sources(CONTENT)))
    assert {bank.id for bank in content.banks} >= {"tvp-chart"}


def list_clashes(folder: Path, *banks: str) -> list[tuple[str, str, str]]:
    """Return where ids clash in banks of these texts: what is marked, the rule and the message."""
    for number, text in enumerate(banks):
        (folder / f"b{number}.yaml").write_text(text, encoding="utf-8")
    found = [one for one in check_content(folder) if one.rule in {"reused-id", "was-clash"}]
    lines = {path: path.read_text(encoding="utf-8").splitlines() for path in {one.path for one in found}}
    return [(lines[one.path][one.line - 1][one.column - 1 :], one.rule, one.message) for one in found]


def make_faq(bank: str, *entries: str, was: str = "") -> str:
    asked = "".join(f"  - {{question: q, answer: a, id: {entry}}}\n" for entry in entries)
    return f"bank: {bank}\ntitle: T\n{was}faq:\n{asked}"


def test_an_id_that_another_entry_had_is_a_problem_where_it_stands(tmp_path: Path) -> None:
    assert list_clashes(tmp_path, make_faq("x", "why, was: [old]", "old")) == [
        ("old}", "reused-id", "`old` is an id that `why` had before, in line 4.")
    ]
    assert list_clashes(tmp_path, make_faq("x", "why"), make_faq("y", "how, was: [x/why]")) == [
        ("why}", "reused-id", "`why` is an id that `how` had before, in b1.yaml, line 4.")
    ]
    assert list_clashes(tmp_path, make_faq("x", "why"), make_faq("y", "how", was="was: [x]\n")) == [
        ("x", "reused-id", "`x` is an id that `y` had before, in b1.yaml, line 1.")
    ]


def test_a_former_id_that_says_nothing_is_a_problem(tmp_path: Path) -> None:
    assert list_clashes(tmp_path, make_faq("x", "why, was: [old, why, old]")) == [
        ("why, old]}", "was-clash", "`why` is the id itself."),
        ("old]}", "was-clash", "`old` is named twice here."),
    ]


def test_former_ids_of_halves_and_of_what_moved_are_fine(tmp_path: Path) -> None:
    entries = ("a, was: [old]", "b, was: [old]", "c, was: [y/c, old-x/c]")
    assert list_clashes(tmp_path, make_faq("x", *entries, was="was: [old-x]\n")) == []
