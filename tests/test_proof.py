"""demos/proof.py: facts held against a key."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tvp_quiz.demos.proof import find_unknown, hold_against, list_claims
from tvp_quiz.domain.card import Card, Choice, Option, Recall
from tvp_quiz.domain.demo import Claim, Ruling, Stand
from tvp_quiz.sessions.prompts import make_prompt

THREAD = Claim("Thread", True, (("cheaper", "thread"),))
PROCESS = Claim("Process", False, (("cheaper", "process"),))
NEITHER = Claim("Neither", False, (("cheaper", "neither"), ("ran", "2")))
KEY = [THREAD, PROCESS, NEITHER]


@pytest.mark.parametrize(
    ("facts", "ruling"),
    [
        ({"cheaper": "thread", "ran": "2"}, Ruling.PROVED),
        ({"cheaper": "process", "ran": "2"}, Ruling.CONTRADICTED),
        ({"cheaper": "neither", "ran": "2"}, Ruling.CONTRADICTED),
        ({"cheaper": "neither", "ran": "1"}, Ruling.CONTRADICTED),
        ({"ran": "2"}, Ruling.UNDECIDED),
        ({}, Ruling.UNDECIDED),
    ],
)
def test_a_key_is_proved_when_it_holds_and_every_distractor_is_refuted(facts: dict[str, str], ruling: Ruling) -> None:
    assert hold_against(KEY, facts).ruling is ruling


def test_a_distractor_that_holds_beside_the_key_contradicts_it() -> None:
    proof = hold_against([THREAD, Claim("Also", False, (("ran", "2"),))], {"cheaper": "thread", "ran": "2"})
    assert proof.ruling is Ruling.CONTRADICTED
    assert [stand for _, stand in proof.stands] == [Stand.HOLDS, Stand.HOLDS]


def test_a_claim_that_rests_on_a_fact_nobody_looked_for_is_undecided_and_its_name_is_told() -> None:
    proof = hold_against(KEY, {"cheaper": "thread"})
    assert [stand for _, stand in proof.stands] == [Stand.HOLDS, Stand.REFUTED, Stand.UNDECIDED]
    assert find_unknown(KEY, {"cheaper": "thread"}) == ["ran"]


facts = st.dictionaries(st.sampled_from("abc"), st.sampled_from("12"))
claims = st.lists(
    st.builds(Claim, st.just("x"), st.booleans(), st.none() | facts.map(lambda all_: tuple(all_.items())))
)


@given(claims, facts)
def test_turning_a_decided_key_round_always_contradicts_it(key: list[Claim], found: dict[str, str]) -> None:
    proof = hold_against(key, found)
    turned = [claim._replace(right=not claim.right) for claim, stand in proof.stands if stand is not Stand.UNDECIDED]
    assert (
        not turned or proof.ruling is Ruling.CONTRADICTED or hold_against(turned, found).ruling is Ruling.CONTRADICTED
    )


def test_options_claim_in_the_order_in_which_they_are_shown() -> None:
    options = [Option(text, when=(("x", text),)) for text in "abcd"]
    card = Card("t/e#ask", "", "?", Choice(options[0], tuple(options[1:])), demo="d")
    prompt = make_prompt(card, Random(3))
    shown = list_claims(prompt)
    assert [claim.text for claim in shown] == [option.text for option in prompt.options]
    assert [claim.text for claim in shown if claim.right] == ["a"]


def test_a_card_without_options_claims_what_its_entry_proves() -> None:
    card = Card("t/e#ask", "", "?", Recall("so"), demo="d", proves=(("x", "1"),))
    assert list_claims(make_prompt(card, Random(1))) == (Claim("The answer", True, (("x", "1"),)),)
