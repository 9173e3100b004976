"""banks/parse.py, banks/explain.py, banks/schema.py: what is wrong with a bank's keys and values."""

import pytest
from written import PATH, list_problems, mark, read_docstring

from tvp_quiz.banks.build import read_draft
from tvp_quiz.banks.parse import list_entries

HEAD = "bank: x\ntitle: X\n"
PAIRS = "question: q, pairs: [{left: a, right: b}, {left: c, right: d}]"


@pytest.fixture
def text(request: pytest.FixtureRequest) -> str:
    return read_docstring(request)


@pytest.fixture
def found(text: str) -> list[tuple[str, str]]:
    """The rules that were broken, each with what it points at."""
    return [(problem.rule, mark(problem, text)) for problem in list_problems(text)]


def list_ids(text: str) -> list[str]:
    return [entry.id for entry in list_entries(read_draft(text.encode(), PATH))]


def test_a_misspelt_key_is_one_problem_with_a_suggestion(text: str) -> None:
    """
    bank: x
    title: X
    faq:
      - id: a
        question: q
        answr: a
    """
    (problem,) = list_problems(text)
    assert (problem.rule, mark(problem, text), problem.remedy) == (
        "unknown-key",
        "answr: a",
        "Did you mean `answer`?",
    )


def test_an_unknown_key_that_is_like_no_other_is_answered_with_the_known_ones(text: str) -> None:
    """
    bank: x
    title: X
    faq:
      - {id: a, question: q, answer: a, colour: red}
    """
    (problem,) = list_problems(text)
    assert problem.rule == "unknown-key"
    assert "`points`" in problem.remedy


def test_a_missing_key_points_at_the_first_token_of_its_entry(found: list[tuple[str, str]]) -> None:
    """
    bank: x
    title: X
    faq:
      - id: a
        question: q
    """
    assert found == [("missing-key", "id: a")]


def test_all_problems_of_all_entries_are_told_in_the_order_of_lines(found: list[tuple[str, str]]) -> None:
    """
    bank: x
    titel: X
    definitions:
      - id: Bad Id
        term: ''
        meaning: [a, b]
        aliases: one
    chart:
      columns: [A, B]
      rows:
        - {id: a, aspect: a, cells: {A: one, C: two}}
        - {id: b, aspect: b, cells: one}
    faq:
      - id: c
        question: q
        answer: #none
      - word
    questions: none
    """
    assert found == [
        ("unknown-key", "titel: X"),
        ("bad-id", "Bad Id"),
        ("empty-text", "''"),
        ("wrong-type", "[a, b]"),
        ("wrong-type", "one"),
        ("unknown-column", "C: two}}"),
        ("wrong-type", "one}"),
        ("empty-text", " #none"),
        ("wrong-type", "word"),
        ("wrong-type", "none"),
    ]


def test_former_names_of_no_column_and_of_one_that_stands_are_problems_and_the_rows_stay_usable(
    text: str, found: list[tuple[str, str]]
) -> None:
    """
    bank: x
    title: X
    chart:
      columns: [A, B]
      was: {C: [old], B: [older, A]}
      rows:
        - {id: a, aspect: a, cells: {A: one, B: two}}
    """
    assert found == [("unknown-column", "C: [old], B: [older, A]}"), ("was-clash", "A]}")]
    assert list_ids(text) == ["a"]


def test_a_dash_before_every_key_is_one_problem_and_entries_beside_stay_usable(text: str) -> None:
    """
    bank: x
    title: X
    questions:
      - {id: a, type: typed, question: q, answer: a}
      - id: b
      - type: choice
      - question: q
      - answer: a
      - distractors: [b, c]
      - id: c
        type: typed
        question: q
        answer: a
    """
    (problem,) = list_problems(text)
    assert (problem.rule, mark(problem, text)) == ("extra-dash", "type: choice")
    assert list_ids(text) == ["a", "c"]


def test_a_dash_that_cuts_an_option_or_a_pair_in_two_is_told_once_for_each_list(
    text: str, found: list[tuple[str, str]]
) -> None:
    """
    bank: x
    title: X
    questions:
      - id: a
        type: choice
        question: q
        answer: a
        distractors:
          - text: b
          - because: c
          - text: d
          - because: e
      - id: b
        type: match
        question: q
        pairs:
          - left: a
          - right: b
    definitions:
      - id: c
        term: a
      - meaning: b
    """
    assert found == [("extra-dash", "because: c"), ("extra-dash", "right: b"), ("extra-dash", "meaning: b")]
    assert list_ids(text) == []


def test_an_entry_that_has_just_been_begun_is_no_dash_too_many(found: list[tuple[str, str]]) -> None:
    """
    bank: x
    title: X
    definitions:
      - id: a
        term: T
        meaning: m
      - meaning: n
      - id: b
    """
    assert found == [("missing-key", "meaning: n"), ("missing-key", "id: b")]


def test_an_item_that_is_read_as_a_key_is_no_dash_too_many(found: list[tuple[str, str]]) -> None:
    """
    bank: x
    title: X
    faq:
      - id: a
        question: q
        answer: a
        points:
          - Made: in advance
          - Waits: idle
    """
    assert [rule for rule, _ in found] == ["wrong-type", "wrong-type"]


def test_good_entries_beside_bad_ones_stay_usable(text: str) -> None:
    """
    bank: x
    title: X
    colour: red
    chart:
      columns: [A, B]
      rows:
        - {id: a, aspect: a, cells: {A: one}}
        - {id: b, aspect: b, cells: {A: one, B: two}}
    faq:
      - {id: c, question: q}
      - {id: d, question: q, answer: a}
      - {id: e, question: q, answer: !tag a}
      - {id: f, question: q, answer: a, answer: b}
    """
    assert list_ids(text) == ["b", "d"]


def test_a_bank_without_a_title_is_usable_under_its_id(text: str) -> None:
    """
    bank: x
    faq:
      - {id: a, question: q, answer: a}
    """
    draft = read_draft(text.encode(), PATH)
    assert [problem.rule for problem in draft.problems] == ["missing-key"]
    assert draft.bank is not None
    assert draft.bank.title == "x"


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("", "empty-file"),
        ("# a comment\n", "empty-file"),
        ("word\n", "wrong-type"),
        ("- a\n", "wrong-type"),
        (HEAD, "no-section"),
        ("title: X\nfaq: []\n", "missing-key"),
        ("bank: Not an Id\ntitle: X\nfaq: []\n", "bad-id"),
        (HEAD + "source: {titel: x}\nfaq: []\n", "unknown-key"),
        (HEAD + "chart: none\n", "wrong-type"),
        (HEAD + "chart: {columns: [A], rows: []}\n", "too-few"),
        (HEAD + "chart: {columns: [A, A], rows: []}\n", "bad-columns"),
        (HEAD + "chart: {columns: [A, a], rows: []}\n", "bad-columns"),
        (HEAD + "chart: {columns: [A, which], rows: []}\n", "bad-columns"),
        (HEAD + "chart: {columns: [A, A-recall], rows: []}\n", "bad-columns"),
        (HEAD + "chart: {columns: [A, '+++'], rows: []}\n", "bad-columns"),
        (HEAD + "faq: [{id: 'a\n\n  b', question: q, answer: a}]\n", "bad-id"),
        (HEAD + "faq: [{id: a/b, question: q, answer: a}]\n", "bad-id"),
        (HEAD + "faq: [{id: " + "a" * 65 + ", question: q, answer: a}]\n", "bad-id"),
        (HEAD + "faq: [{id: a, question: q, answer: " + "a" * 5001 + "}]\n", "too-long"),
    ],
)
def test_a_file_that_is_no_bank_is_a_problem(text: str, rule: str) -> None:
    assert [problem.rule for problem in list_problems(text)] == [rule]


@pytest.mark.parametrize(
    ("entry", "rule"),
    [
        ("question: q", "missing-key"),
        ("type: choise, question: q", "unknown-type"),
        ("type: [a], question: q", "unknown-type"),
        ("type: choice, question: q, answer: a", "missing-key"),
        ("type: choice, question: q, answer: a, distractors: []", "no-distractor"),
        ("type: choice, question: q, answer: a, distractors: [{Yes: it is}]", "colon-in-text"),
        ("type: choice, question: q, answer: a, distractors: [{text: one, two, because: b}]", "unknown-key"),
        ("type: choice, question: q, answer: a, distractors: [b, A., a]", "answer-among-distractors"),
        ("type: choice, question: q, answer: a, distractors: [b, b.]", "equal-options"),
        ("type: multiple, question: q, answers: [a], distractors: [a]", "answer-among-distractors"),
        ("type: multiple, question: q, answers: [], distractors: [a]", "too-few"),
        ("type: true-false, question: q, answer: maybe", "wrong-type"),
        ("type: true-false, question: q, answer: [a]", "wrong-type"),
        ("type: number, question: q, answer: '3,5'", "bad-number"),
        ("type: number, question: q, answer: inf", "bad-number"),
        ("type: number, question: q, answer: 3, tolerance: -1", "bad-number"),
        ("type: cloze, text: no gap", "cloze-without-gap"),
        ("type: cloze, text: 'an empty {{ }} gap'", "cloze-without-gap"),
        ("type: cloze, text: 'an empty {{a|}} gap'", "cloze-without-gap"),
        ("type: match, question: q, pairs: [{left: a, right: b}]", "too-few"),
        ("type: match, question: q, pairs: [{left: a, right: b}, {left: c, right: b}]", "equal-options"),
        ("type: match, question: q, pairs: [{left: a, right: b}, {left: a, right: c}]", "equal-options"),
        ("type: match, question: q, pairs: [{left: a, right: b}, {left: c, right: d}], extra: [d]", "equal-options"),
        ("type: order, question: q, steps: [a, a]", "equal-options"),
        ("type: order, question: q, steps: a", "wrong-type"),
        ("type: predict, program: '', answer: a, distractors: [b]", "empty-text"),
        (
            "type: multiple, question: q, answers: [a], distractors: [" + ", ".join(map(str, range(26))) + "]",
            "too-many",
        ),
    ],
)
def test_a_question_that_cannot_be_asked_is_a_problem_and_left_out(entry: str, rule: str) -> None:
    text = HEAD + f"questions: [{{id: a, {entry}}}, {{id: b, type: recall, question: q, answer: a}}]\n"
    assert [problem.rule for problem in list_problems(text)] == [rule]
    assert list_ids(text) == ["b"]


def list_letters(count: int) -> str:
    return "[" + ", ".join(f"a{number}" for number in range(count)) + "]"


@pytest.mark.parametrize(
    ("entry", "ids"),
    [
        (f"type: choice, question: q, answer: a, distractors: {list_letters(19)}", ["a"]),
        (f"type: choice, question: q, answer: a, distractors: {list_letters(20)}", []),
        (
            f"type: multiple, question: q, answers: {list_letters(10)}, distractors: [b, c, d, e, f, g, h, i, j, k]",
            ["a"],
        ),
        (f"type: multiple, question: q, answers: {list_letters(11)}, distractors: [b, c, d, e, f, g, h, i, j, k]", []),
        (f"type: order, question: q, steps: {list_letters(20)}", ["a"]),
        (f"type: order, question: q, steps: {list_letters(21)}", []),
        (f"type: match, {PAIRS}, extra: {list_letters(18)}", ["a"]),
        (f"type: match, {PAIRS}, extra: {list_letters(19)}", []),
    ],
)
def test_nobody_has_to_choose_among_more_than_twenty(entry: str, ids: list[str]) -> None:
    text = HEAD + f"questions: [{{id: a, {entry}}}]\n"
    assert list_ids(text) == ids
    assert [problem.rule for problem in list_problems(text)] == ([] if ids else ["too-many"])


def test_too_many_options_are_told_at_the_first_one_without_a_letter(text: str) -> None:
    """
    bank: x
    title: X
    questions:
      - id: a
        type: choice
        question: q
        answer: a
        distractors: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20]
    """
    (problem,) = list_problems(text)
    assert (problem.rule, mark(problem, text)) == ("too-many", "20]")


def test_options_that_differ_in_case_alone_are_different(text: str) -> None:
    """
    bank: x
    title: X
    questions:
      - {id: a, type: choice, question: q, answer: Lock, distractors: [lock]}
    """
    assert list_ids(text) == ["a"]


def test_of_two_entries_with_one_id_the_first_stays(text: str) -> None:
    """
    bank: x
    title: X
    definitions:
      - {id: a, term: t, meaning: m}
    faq:
      - {id: a, question: q, answer: a}
      - {id: b, question: q, answer: a}
    """
    (problem,) = list_problems(text)
    assert (problem.rule, problem.line, problem.column) == ("duplicate-id", 6, 10)
    assert list_ids(text) == ["a", "b"]


def test_line_ends_of_any_kind_and_a_byte_order_mark_are_read() -> None:
    text = HEAD + "faq:\n  - id: a\n    question: q\n    answer: |\n      one\n      two\n"
    data = b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()
    draft = read_draft(data, PATH)
    assert draft.problems == []
    assert draft.bank is not None
    assert draft.bank.faq[0].answer == "one\ntwo"


def test_bytes_that_are_no_utf8_are_a_problem_where_they_begin() -> None:
    (problem,) = read_draft("bank: x\ntitle: Prozeß\n".encode("latin-1"), PATH).problems
    assert (problem.rule, problem.line, problem.column) == ("not-utf8", 2, 13)


def test_a_byte_order_mark_takes_no_column() -> None:
    (problem,) = read_draft(b"\xef\xbb\xbfbank: X_y\ntitle: x\nfaq: []\n", PATH).problems
    assert (problem.rule, problem.line, problem.column) == ("bad-id", 1, 7)


@pytest.mark.parametrize(
    ("flood", "most"),
    [
        ("faq:\n" + "- {}\n" * 5_000, 1_010),
        ("faq:\n" + "- {id: a, id: b}\n" * 5_000, 1_010),
        ("faq:\n" + "".join(f"- &a{number} x\n" for number in range(5_000)), 2_010),
        ("faq: [{" + ", ".join(f"k{number}: x" for number in range(5_000)) + "}]\n", 60),
    ],
)
def test_a_flood_of_problems_is_cut_short(flood: str, most: int) -> None:
    assert 40 <= len(list_problems(HEAD + flood)) <= most


def test_a_file_of_a_million_values_is_not_read() -> None:
    assert [problem.rule for problem in list_problems(HEAD + "faq: [" + "a," * 1_000_000 + "]")] == ["too-big"]


def test_an_endless_key_is_shortened_in_its_message() -> None:
    (problem,) = list_problems(HEAD + "faq: []\n" + "? " + "k" * 100_000 + "\n: x\n")
    assert len(problem.message) < 200


def write_question(keys: str) -> str:
    return HEAD + f"questions:\n  - id: a\n    {keys}\n"


@pytest.mark.parametrize(
    ("text", "rule", "remedy"),
    [
        (HEAD + "faq: [{id: a, question: q, Answer: a}]\n", "unknown-key", "Did you mean `answer`?"),
        (HEAD + "faq: [{id: a, question: q, answer: a, explanation: b}]\n", "unknown-key", "Did you mean `because`?"),
        (HEAD + "faq: [{id: a, frage: q, answer: a}]\n", "unknown-key", "Write `question` in its place"),
        (HEAD + "faq: [{id: a, question q, answer: a}]\n", "missing-colon", "Write `question: q`."),
        (HEAD + "faq: [{id: a, question:q, answer: a}]\n", "missing-space", "Write `question: q`."),
        (HEAD + "faq: [{id: a, question: q}]\n", "missing-key", "Add `answer: …`."),
        (HEAD + "faq: [{id: a}]\n", "missing-key", "Add `question: …` and `answer: …`."),
        (HEAD + "faq: [{id: a, question: q, answer: a, distractors: [b]}]\n", "unknown-key", "Write `choose: {"),
        (HEAD + "chart:\n  columns: [A, B]\n  rows: []\n  faq: []\n", "unknown-key", "begin it in column 1"),
        (HEAD + "faq: []\nterm: x\n", "unknown-key", "It belongs to an entry"),
        (HEAD + "faq: []\ncolumns: x\n", "unknown-key", "It belongs to `chart`"),
        (HEAD + "faq:\n", "empty-text", "Begin each entry below it"),
        (HEAD + "faq: [{id: Größe X, question: q, answer: a}]\n", "bad-id", "Write `grosse-x`"),
        (HEAD + "faq: [{id: '???', question: q, answer: a}]\n", "bad-id", "Use small letters"),
        (HEAD + "faq: [{id: a, was: [B c], question: q, answer: a}]\n", "bad-id", "Write the id that it had, as in"),
        (HEAD + "faq: [{id: a, demo: demos/x.py, question: q, answer: a}]\n", "bad-id", "Write the name of the demo's"),
        (
            HEAD + "chart: {columns: [A, B], was: [Old], rows: []}\n",
            "wrong-type",
            "Write it as `{New name: [Old name]}`",
        ),
        (HEAD + "chart: {columns: [A, B], was: Old, rows: []}\n", "wrong-type", "Write it as `{New name: [Old name]}`"),
        (
            HEAD + "questions: [{id: a, type: choice, question: q, answer: a, distractors: [b, {because: c}]}]\n",
            "missing-key",
            "Add `text: …`",
        ),
        (HEAD + "faq: [{id: a, question: q, answer: a, tags: b}]\n", "wrong-type", "Write `tags: [b]`"),
        (HEAD + "faq: [{id: a, question: q, answer: a, tags: {b: c}}]\n", "wrong-type", "Begin each item with `- `"),
        (HEAD + "faq: []\nsource: notes\n", "wrong-type", "Write it as `{title: …, publisher: …}`."),
        (write_question("question: q\n    answers: [a]\n    distractors: [b]"), "missing-key", "Add `type: multiple`."),
        (write_question("kind: cloze\n    text: a {{b}}"), "unknown-key", "Did you mean `type`?"),
        (write_question("xyzzy: cloze\n    text: a {{b}}"), "unknown-key", "Did you mean `type`?"),
        (write_question("type: multiple choice"), "unknown-type", "Write `choice` if one"),
        (write_question("type: boolean"), "unknown-type", "Did you mean `true-false`?"),
        (write_question("type: predict\n      x = 1"), "unknown-type", "Write `type: predict` and no more"),
        (write_question("type: typed\n    question: q\n    answer: [a, b]"), "wrong-type", "`type: multiple`"),
        (
            write_question("type: typed\n    question: q\n    answer: a\n    pairs: []"),
            "unknown-key",
            "belongs to `match`",
        ),
        (write_question("type: number\n    question: q\n    answer: 1,5"), "bad-number", "Write `answer: 1.5`"),
        (
            write_question("type: number\n    question: q\n    answer: 7 bits"),
            "bad-number",
            "`answer: 7`, and `unit: bits`",
        ),
        (
            write_question("type: number\n    question: q\n    answer: 7\n    tolerance: -1"),
            "bad-number",
            "without a minus",
        ),
        (
            write_question("type: predict\n    program: |\n      x\n      answer: a\n    distractors: [b]"),
            "missing-key",
            "same column",
        ),
    ],
)
def test_a_slip_is_one_problem_with_the_very_thing_to_write(text: str, rule: str, remedy: str) -> None:
    (problem,) = list_problems(text)
    assert problem.rule == rule
    assert remedy in problem.remedy


def test_pairs_that_are_written_as_a_mapping_are_one_problem_each() -> None:
    text = write_question("type: match\n    question: q\n    pairs:\n      - One: a\n      - Two: b")
    assert [(one.rule, one.remedy) for one in list_problems(text)] == [("wrong-type", "Write {left: …, right: …}.")] * 2


def test_entries_below_the_wrong_section_are_one_problem_at_the_first(text: str) -> None:
    """
    bank: x
    title: X
    faq:
      - {id: a, question: q, answer: a}
      - {id: b, type: true-false, question: q, answer: true}
      - {id: c, type: true-false, question: q, answer: true}
      - {id: d, term: t, meaning: m}
    """
    problems = list_problems(text)
    assert [(one.rule, one.line) for one in problems] == [("wrong-section", 5), ("wrong-section", 7)]
    assert "`questions:`" in problems[0].remedy
    assert list_ids(text) == ["a"]


def test_what_follows_from_a_second_document_is_not_told(found: list[tuple[str, str]]) -> None:
    """
    bank: x
    title: X
    questions:
      - id: a
        type: choice
    ---
        question: q
    """
    assert found == [("second-document", "---")]


def test_a_value_that_yaml_takes_away_is_told_once(text: str) -> None:
    """
    bank: &x
    title: X
    faq: []
    """
    assert [problem.rule for problem in list_problems(text)] == ["quote-needed"]


def test_a_warning_about_a_text_leaves_its_entry_usable(text: str) -> None:
    """
    bank: x
    title: X
    faq:
      - {id: a, question: q, answer: a}
      - id: b
        question: q
        answer: the C #1
    """
    (problem,) = list_problems(text)
    assert (problem.rule, problem.severity) == ("comment-in-text", "warning")
    assert list_ids(text) == ["a", "b"]
