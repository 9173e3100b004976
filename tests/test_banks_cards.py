"""banks/cards.py, banks/definitions.py, banks/chart.py, banks/questions.py, banks/siblings.py: what entries ask."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from values import replace
from written import PATH, list_asks, read_docstring

from tvp_quiz.banks.build import read_draft
from tvp_quiz.banks.cards import make_cards
from tvp_quiz.banks.deck import Ask, Heading, decode_deck, encode_deck
from tvp_quiz.banks.siblings import Names, Pool, make_sibling, pick_distractors
from tvp_quiz.banks.wording import fold
from tvp_quiz.domain.card import Choice, Cloze, Match, Multiple, Number, Option, Order, Question, Recall, Typed

HEAD = "bank: x\ntitle: X\n"


@pytest.fixture
def asks(request: pytest.FixtureRequest) -> dict[str, Ask]:
    return list_asks(read_docstring(request))


def test_a_definition_asks_to_recognise_before_it_asks_to_recall(asks: dict[str, Ask]) -> None:
    """
    bank: x
    title: X
    definitions:
      - id: fork
        term: Fork
        sense: as a call
        meaning: makes a process
        aliases: [fork(2)]
        examples: [a shell starts a program, a server takes a client]
      - id: mutex
        term: Mutex
        meaning: lets one thread in
        examples: [a guarded counter]
    """
    assert [name for name in asks if name.startswith("fork")] == [
        "fork#meaning",
        "fork#example-1",
        "fork#example-2",
        "fork#term",
        "fork#illustrate",
    ]
    assert asks["fork#meaning"] == Ask(
        "meaning",
        "as a call",
        "Which is right of “Fork” (as a call)?",
        Choice(Option("makes a process"), (Option("lets one thread in", "This is what “Mutex” means."),)),
    )
    assert asks["fork#example-2"].question == Choice(
        Option("Fork"), (Option("Mutex", "An example of “Mutex” is: a guarded counter"),)
    )
    assert asks["fork#term"].question == Typed(("Fork", "fork(2)"))
    assert asks["mutex#meaning"].stem == "What does “Mutex” mean?"
    assert asks["fork#term"].stem == "Which term is described here (as a call)?\n\nmakes a process"
    assert asks["fork#example-2"].stem == "What is this an example of?\n\na server takes a client"
    assert asks["fork#illustrate"].stem == "Give an example of “Fork” (as a call)."
    assert asks["fork#illustrate"].question == Recall("a shell starts a program\na server takes a client")
    assert asks["mutex#meaning"].aspect == "Definition"


def test_a_meaning_without_any_other_is_recalled_and_its_examples_are_not_asked(asks: dict[str, Ask]) -> None:
    """
    bank: x
    title: X
    definitions:
      - {id: a, term: Thread, meaning: one line of execution, aliases: [thread of execution], examples: [one]}
      - {id: b, term: thread of execution, meaning: another of its meanings, examples: [two]}
      - {id: c, term: Main thread of execution, meaning: the first one of a process, examples: [three]}
      - {id: d, term: Threads, meaning: more than one of them, examples: [four]}
    """
    assert isinstance(asks["a#meaning"].question, Recall)
    assert not any("#example" in name for name in asks)


def test_distractors_of_the_same_sense_come_first_and_none_says_what_the_answer_says(asks: dict[str, Ask]) -> None:
    """
    bank: x
    title: X
    definitions:
      - {id: a, term: Alpha, sense: size, meaning: It is large}
      - {id: b, term: Beta, sense: size, meaning: it is a LARGE}
      - {id: c, term: Gamma, sense: size, meaning: it is so small that it can hardly be seen at all}
      - {id: d, term: Delta, meaning: it is blue}
      - {id: e, term: Epsilon, meaning: it is green}
      - {id: f, term: Zeta, meaning: it is yellow}
    """
    question = asks["a#meaning"].question
    assert isinstance(question, Choice)
    assert [option.text for option in question.distractors] == [
        "it is so small that it can hardly be seen at all",
        "it is green",
        "it is blue",
    ]


def test_a_row_asks_which_then_each_cell_then_each_cell_freely(asks: dict[str, Ask]) -> None:
    """
    bank: x
    title: X
    chart:
      columns: [Green thread, C/C++]
      rows:
        - {id: a, aspect: Cost, cells: {Green thread: low, C/C++: {text: high, distractors: [none]}}}
        - {id: b, aspect: Speed, cells: {Green thread: slow, C/C++: fast}}
    """
    assert [name for name in asks if name.startswith("a#")] == [
        "a#which",
        "a#Green-thread",
        "a#C-C",
        "a#Green-thread-recall",
        "a#C-C-recall",
    ]
    cost, speed = "This is said of “C/C++” in the row “Cost”.", "This is said of “C/C++” in the row “Speed”."
    green = "This is said of “Green thread” in the row “Cost”."
    assert asks["a#which"].question == Choice(Option("high"), (Option("low", green),))
    assert asks["a#Green-thread"].question == Choice(Option("low"), (Option("high", cost), Option("fast", speed)))
    assert asks["a#C-C"].question == Choice(Option("high"), (Option("none"),))
    assert asks["a#which"].stem == "Cost: which of these is said of “C/C++”?"
    assert asks["a#C-C"].stem == "Cost: what is said of “C/C++”?"
    stem = "“C/C++” under the aspect “Cost”: what is said of it? Say it in your own words."
    assert asks["a#C-C-recall"] == Ask("C-C-recall", "Cost", stem, Recall("high"), ("a#Green-thread-recall",))
    assert asks["a#Green-thread"].alike == ("a#C-C",)
    assert asks["a#which"].alike == ()


def test_which_cell_belongs_does_not_ask_for_one_column_alone(asks: dict[str, Ask]) -> None:
    """
    bank: x
    title: X
    chart:
      columns: [A, B, C]
      rows:
        - {id: a, aspect: Cost, cells: {A: low, B: high, C: none}}
        - {id: b, aspect: Speed, cells: {A: slow, B: fast, C: even}}
        - {id: c, aspect: Size, cells: {A: small, B: big, C: flat}}
        - {id: d, aspect: Colour, cells: {A: red, B: blue, C: pink}}
    """
    questions = [asks[f"{row}#which"].question for row in "abcd"]
    answers = [question.answer.text for question in questions if isinstance(question, Choice)]
    assert answers == ["low", "even", "small", "red"]


def test_a_row_that_is_added_above_changes_no_other_rows_questions() -> None:
    rows = [f"    - {{id: {name}, aspect: {name}, cells: {{A: {name} one, B: {name} two}}}}" for name in "abcdef"]
    head = "bank: x\ntitle: X\nchart:\n  columns: [A, B]\n  rows:\n"
    asked = [list_asks(head + "\n".join(lines)) for lines in (rows[1:], rows)]
    for name in "bcdef":
        before, after = (asks[f"{name}#which"].question for asks in asked)
        assert isinstance(before, Choice)
        assert isinstance(after, Choice)
        assert before.answer == after.answer


def test_an_alias_that_holds_another_term_does_not_make_them_related(asks: dict[str, Ask]) -> None:
    """
    bank: x
    title: X
    definitions:
      - {id: a, term: Thread, meaning: one line of execution, aliases: [lightweight process, fibre], examples: [one]}
      - {id: b, term: Process, meaning: a program that is running, examples: [two]}
      - {id: c, term: Fibre, meaning: a line of execution, examples: [three]}
    """
    question = asks["a#example-1"].question
    assert isinstance(question, Choice)
    assert [option.text for option in question.distractors] == ["Process"]


def test_terms_that_differ_in_signs_are_distractors_of_one_another(asks: dict[str, Ask]) -> None:
    """
    bank: x
    title: X
    definitions:
      - {id: a, term: C, meaning: a language for systems, examples: [one]}
      - {id: b, term: C++, meaning: a language with classes, examples: [two]}
      - {id: c, term: C#, meaning: a language with a runtime, examples: [three]}
    """
    question = asks["a#example-1"].question
    assert isinstance(question, Choice)
    assert {option.text for option in question.distractors} == {"C++", "C#"}


def test_of_distractors_about_as_long_those_that_begin_like_the_answer_come_first(asks: dict[str, Ask]) -> None:
    """
    bank: x
    title: X
    definitions:
      - {id: a, term: Alpha, meaning: Sharing what there is}
      - {id: b, term: Beta, meaning: Memory of a process x}
      - {id: c, term: Gamma, meaning: Queue of the waiting}
      - {id: d, term: Delta, meaning: Waiting for a lock}
      - {id: e, term: Epsilon, meaning: Waiting for somebody else to let go of what one needs oneself}
      - {id: f, term: Zeta, meaning: Stack of one thread x}
    """
    question = asks["a#meaning"].question
    assert isinstance(question, Choice)
    assert [option.text for option in question.distractors] == [
        "Waiting for a lock",
        "Memory of a process x",
        "Stack of one thread x",
    ]


def test_a_row_whose_cells_say_the_same_is_only_recalled(asks: dict[str, Ask]) -> None:
    """
    bank: x
    title: X
    chart:
      columns: [A, B]
      rows:
        - {id: a, aspect: Cost, cells: {A: the same, B: The same.}}
    """
    assert list(asks) == ["a#A-recall", "a#B-recall"]


def test_a_faq_is_chosen_where_it_has_options_and_answered(asks: dict[str, Ask]) -> None:
    """
    bank: x
    title: X
    faq:
      - {id: a, question: Why?, answer: Because., points: [one], choose: {answer: so, distractors: [not so]}}
      - {id: b, question: How?, answer: Thus.}
    """
    aspect = "Question and answer"
    assert list(asks.values()) == [
        Ask("choose", aspect, "Why?", Choice(Option("so"), (Option("not so"),))),
        Ask("answer", aspect, "Why?", Recall("Because.", ("one",))),
        Ask("answer", aspect, "How?", Recall("Thus.")),
    ]


def test_every_type_of_question_becomes_what_it_is(asks: dict[str, Ask]) -> None:
    """
    bank: x
    title: X
    questions:
      - {id: choice, type: choice, question: q, answer: {text: a, because: r}, distractors: [{text: b, because: s}]}
      - {id: multiple, type: multiple, question: q, answers: [a, b], distractors: [c]}
      - {id: yes, type: true-false, question: q, answer: true}
      - {id: no, type: true-false, question: q, answer: 'no'}
      - {id: typed, type: typed, question: q, answer: a, accept: [b]}
      - {id: number, type: number, question: q, answer: 1.50, tolerance: 10%, unit: ms}
      - {id: exact, type: number, question: q, answer: 4}
      - {id: cloze, type: cloze, text: 'A {{thread | strand}} has a {{stack}}.'}
      - {id: match, type: match, question: q, pairs: [{left: a, right: b}, {left: c, right: d}], extra: [e]}
      - {id: order, type: order, question: q, steps: [a, b]}
      - {id: recall, type: recall, question: q, answer: a, points: [p]}
      - {id: predict, type: predict, program: "\\n  if x:\\n    y\\n", answer: a, distractors: [b]}
    """
    assert {name.removesuffix("#ask"): ask.question for name, ask in asks.items()} == {
        "choice": Choice(Option("a", "r"), (Option("b", "s"),)),
        "multiple": Multiple((Option("a"), Option("b")), (Option("c"),)),
        "yes": Choice(Option("True"), (Option("False"),), shuffled=False),
        "no": Choice(Option("False"), (Option("True"),), shuffled=False),
        "typed": Typed(("a", "b")),
        "number": Number(1.5, "1.50", 1.5 * 10 / 100, "ms"),
        "exact": Number(4.0, "4"),
        "cloze": Cloze(("A ", " has a ", "."), (("thread", "strand"), ("stack",))),
        "match": Match((("a", "b"), ("c", "d")), ("e",)),
        "order": Order(("a", "b")),
        "recall": Recall("a", ("p",)),
        "predict": Choice(Option("a"), (Option("b"),), program="  if x:\n    y"),
    }
    assert asks["predict#ask"].stem == "What happens when this program runs?"


def test_rivals_are_the_terms_of_other_entries(request: pytest.FixtureRequest) -> None:
    """
    bank: x
    title: X
    source: {title: The text, publisher: The press, updated: 2024-03-21}
    definitions:
      - {id: a, term: Thread, meaning: m, aliases: [strand], refs: [R-1], tags: [t], because: b, nuance: n}
      - {id: b, term: Process, meaning: n}
    questions:
      - {id: c, type: typed, question: q, answer: thread, accept: [fibre]}
      - {id: d, type: cloze, text: 'A {{process}} here.'}
    """
    draft = read_draft(read_docstring(request).encode(), PATH)
    assert draft.bank is not None
    entries = make_cards(draft.bank)
    deck = decode_deck(encode_deck(Heading("x", source="The text (The press)"), [], entries), PATH)
    assert {
        name: question.rivals for name, card in deck.cards.items() if isinstance(question := card.question, Typed)
    } == {
        "x/a#term": ("Process", "fibre"),
        "x/b#term": ("Thread", "strand", "fibre"),
        "x/c#ask": ("strand", "Process"),
    }
    cloze = deck.cards["x/d#ask"].question
    assert isinstance(cloze, Cloze)
    assert cloze.rivals == ("Thread", "strand", "fibre")
    card = deck.cards["x/a#term"]
    assert (card.because, card.nuance, card.refs, card.tags, card.source) == (
        "b",
        "n",
        ("R-1",),
        ("t",),
        "The text (The press)",
    )


def test_a_fingerprint_follows_the_content_and_not_the_writing() -> None:
    def fingerprint(entry: str) -> str:
        draft = read_draft(f"{HEAD}faq:\n{entry}\n".encode(), PATH)
        assert draft.bank is not None
        (cards,) = make_cards(draft.bank)
        return cards.asks[0].fingerprint

    first = fingerprint("- {id: a, question: q, answer: one two}")
    assert len(first) == 32
    assert fingerprint("- id: a\n  answer: >\n    one\n    two\n  question: 'q'") == first
    assert fingerprint("- {id: a, question: q, answer: one three}") != first


TEXTS = st.text(string.ascii_letters + " .,", min_size=1, max_size=12)


@given(TEXTS, st.lists(TEXTS), st.lists(TEXTS))
def test_a_generated_distractor_is_never_the_answer_or_another(answer: str, near: list[str], far: list[str]) -> None:
    pools = [Pool(make_sibling(text, "", Names()) for text in texts) for texts in (near, far)]
    picked = [fold(option.text) for option in pick_distractors(answer, pools, lambda _: True)]
    assert len({fold(answer), *picked}) == len(picked) + 1 <= 4


@given(st.integers(0, 20), st.lists(st.integers(1, 20)))
def test_siblings_come_the_closest_in_length_first(length: int, lengths: list[int]) -> None:
    pool = Pool(make_sibling("x" * each, "", Names()) for each in lengths)
    distances = [abs(len(sibling.text) - length) for sibling in pool.find_near(length)]
    assert distances == sorted(abs(each - length) for each in lengths)


def test_cards_of_every_type_survive_being_stored() -> None:
    questions: list[Question] = [
        Choice(Option("a", "r"), (Option("b", "s"),), program="x\ny", shuffled=False),
        Multiple((Option("a"), Option("b")), (Option("c"),)),
        Typed(("a",)),
        Number(1.5, "1.50", 0.15, "ms"),
        Cloze(("A ", "."), (("b", "c"),), ("a",)),
        Match((("a", "b"), ("c", "d")), ("e",)),
        Order(("a", "b")),
        Recall("a\u2028b", ("p",)),
    ]
    draft = read_draft(f"{HEAD}faq: [{{id: a, question: q, answer: a}}]".encode(), PATH)
    assert draft.bank is not None
    (entry,) = make_cards(draft.bank)
    asks = (Ask(f"p{i}", "", "s", question, ("a#p9",)) for i, question in enumerate(questions))
    entry = replace(entry, asks=tuple(asks))
    deck = decode_deck(encode_deck(Heading("x"), [], [entry]), PATH)
    assert [card.question for card in deck.cards.values()] == questions
    assert {card.alike for card in deck.cards.values()} == {("x/a#p9",)}


def test_definitions_in_one_sense_or_in_like_words_are_alike(asks: dict[str, Ask]) -> None:
    """
    bank: x
    title: X
    definitions:
      - {id: t1, term: Thread, sense: its cost, meaning: cheap to make}
      - {id: t2, term: Thread, sense: its memory, meaning: lives on what its process has}
      - {id: p1, term: Process, sense: its cost, meaning: dear to start}
      - {id: m, term: Mutex, meaning: a lock that one thread at a time can hold}
      - {id: r, term: Recursive lock, meaning: a lock that one thread can hold several times}
      - {id: s, term: Semaphore, meaning: a counter which admits some}
    """
    assert asks["t1#meaning"].alike == ("p1#meaning",)
    assert asks["p1#term"].alike == ("t1#term",)
    assert asks["t2#meaning"].alike == ()
    assert asks["m#meaning"].alike == ("r#meaning",)
    assert asks["r#term"].alike == ("m#term",)
    assert asks["s#term"].alike == ()
