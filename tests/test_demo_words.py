"""What came of a demo in words, and line by line in the plain front."""

import os
import signal
from collections.abc import Callable

import pytest
from demo_views import (
    BROKEN,
    CONTRADICTED,
    DEMO,
    DEMO_VIEWS,
    KEPT,
    KEY,
    OTHERS,
    PRINTED,
    PROVED,
    REASON,
    STOPPED,
    Script,
    change_outcome,
)
from hypothesis import given
from hypothesis import strategies as st
from signals import ENDING, handle_signal
from transcripts import sit
from values import replace
from views import PREDICT, VIEWS

from tvp_quiz.domain.demo import Claim, Consent, DemoView, Ending, Level, Proof, Ruling, Stand
from tvp_quiz.domain.prompt import Command, Response
from tvp_quiz.domain.review import Rating
from tvp_quiz.errors import Interrupted
from tvp_quiz.terminal.demo_words import list_claims, say_ending, say_level, say_ruling


def rule(ruling: Ruling, *stands: Stand, right: int = 1) -> DemoView:
    """Return a view in which so many claims are right and stand first."""
    claims = tuple((Claim("x", index < right, (("a", "b"),)), stand) for index, stand in enumerate(stands))
    return replace(PROVED, proof=Proof(ruling, claims))


@pytest.mark.parametrize(
    ("view", "said"),
    [
        (PROVED, "Your machine: thread, 14 times cheaper: the key holds; the three others are refuted."),
        (CONTRADICTED, "Your machine: cheaper: process, new: stack: this machine contradicts the key."),
        (DEMO_VIEWS["cannot"], "This can't be shown here: this machine has only one core."),
        (BROKEN, "This demo is broken: its last line is no JSON object."),
        (STOPPED, "Stopped."),
        (change_outcome(PROVED, facts={}), "Your machine: no facts: the key holds; the three others are refuted."),
        (
            change_outcome(PROVED, facts={"says": " 2 cores.\n"}),
            "Your machine: 2 cores: the key holds; the three others ",
        ),
        (rule(Ruling.PROVED, Stand.HOLDS), "cheaper: the key holds."),
        (rule(Ruling.PROVED, Stand.HOLDS, Stand.REFUTED), "the key holds; the other is refuted."),
        (rule(Ruling.PROVED, Stand.HOLDS, Stand.HOLDS, right=2), "cheaper: the key holds."),
        (
            rule(Ruling.PROVED, Stand.HOLDS, Stand.REFUTED, Stand.UNDECIDED, Stand.UNDECIDED),
            "the key holds; one of the three others is refuted.",
        ),
        (rule(Ruling.PROVED, Stand.HOLDS, *(Stand.REFUTED,) * 12), "the key holds; the 12 others are refuted."),
        (rule(Ruling.UNDECIDED, Stand.UNDECIDED), "cheaper: that doesn't decide the key."),
    ],
)
def test_a_ruling_is_one_sentence(view: DemoView, said: str) -> None:
    assert said in say_ruling(view)


def test_each_claim_is_a_line_with_what_it_stands_or_falls_with() -> None:
    assert list_claims(PROVED) == [
        f"✓ {KEY.text} (the key): found cheaper: thread, new: stack",
        f"✗ {OTHERS[0].text}: found cheaper: thread, not process",
        f"✗ {OTHERS[1].text}: found new: stack, not nothing",
        f"✗ {OTHERS[2].text}: found new: stack, not kernel",
    ]
    assert [line.partition(": ")[2] for line in list_claims(CONTRADICTED)] == [
        "contradicts the key: found cheaper: process, not thread",
        "contradicts the key: found cheaper: process",
        "found new: stack, not nothing",
        "no facts are named for it",
    ]
    unfound = replace(PROVED, proof=Proof(Ruling.CONTRADICTED, ((KEY, Stand.REFUTED),)))
    assert list_claims(change_outcome(unfound, facts={"new": "stack"})) == [
        f"✗ {KEY.text} (the key): contradicts the key: found nothing of cheaper"
    ]


@pytest.mark.parametrize("name", ["cannot", "broken", "stopped"])
def test_a_demo_that_found_nothing_judges_no_claim(name: str) -> None:
    assert list_claims(DEMO_VIEWS[name]) == []


def test_levels_and_endings_have_their_words() -> None:
    assert [say_level(level) for level in Level] == [
        "confined by bubblewrap",
        "confined by Landlock and seccomp",
        "not confined: limits alone",
    ]
    assert say_ending(PROVED.run.outcome) == "It ran for 1.2 s."
    assert len({say_ending(change_outcome(PROVED, ending=ending).run.outcome) for ending in Ending}) == len(Ending)


def test_demos_are_shown_in_lines(check_golden: Callable[[str, str], None]) -> None:
    with sit(":d\n:q\nview\nalways\n\n") as transcript:
        front = transcript.front
        assert front.confirm(replace(VIEWS["choice"][1], has_demo=True)) is Command.DEMO
        assert front.await_reveal(PREDICT, Response((1,))) is Command.QUIT
        assert front.ask_consent(DEMO, Level.LIMITS, REASON) is Consent.ALWAYS
        front.watch_demo(DEMO, Level.BUBBLEWRAP, Script(*PRINTED.partition("rounds")))
        for view in DEMO_VIEWS.values():
            assert front.show_demo(view) is False
        check_golden("plain-demo", transcript.read())


def test_what_was_watched_is_not_written_twice() -> None:
    with sit("") as transcript:
        transcript.front.watch_demo(DEMO, Level.LANDLOCK, Script(PRINTED))
        transcript.front.show_demo(PROVED)
        assert transcript.read().count(PRINTED) == 1
    with sit("") as transcript:
        transcript.front.show_demo(KEPT)
        assert transcript.read().startswith(PRINTED)


@pytest.mark.parametrize(
    ("typed", "consent"),
    [
        ("\n", Consent.NO),
        ("", Consent.NO),
        ("no\n", Consent.NO),
        ("once\n", Consent.ONCE),
        ("O\n", Consent.ONCE),
        (":a\n", Consent.ALWAYS),
        ("yes\nv\nalways\n", Consent.ALWAYS),
        ("on\nq\n", Consent.NO),
    ],
)
def test_consent_is_a_word_or_its_first_letter(typed: str, consent: Consent) -> None:
    with sit(typed) as transcript:
        assert transcript.front.ask_consent(DEMO, Level.LIMITS, REASON) is consent


@pytest.mark.parametrize(
    ("typed", "given"),
    [
        ("\n", None),
        (" \n", None),
        ("", Command.QUIT),
        (":d\n", Command.DEMO),
        (":v\n", Command.PROGRAM),
        ("d\n:x\n:y\n:u\n", Command.UNDO),
    ],
)
def test_a_prediction_is_noted_until_its_answer_is_wanted(typed: str, given: Command | None) -> None:
    with sit(typed) as transcript:
        assert transcript.front.await_reveal(PREDICT, Response((1,))) is given
        assert transcript.read().count("prediction noted") == max(typed.count("\n"), 1)


def test_a_demo_is_offered_only_where_there_is_one() -> None:
    for has_demo, expected in ((True, Command.DEMO), (False, Rating.AGAIN)):
        with sit(":d\n\n") as transcript:
            assert transcript.front.confirm(replace(VIEWS["choice"][1], has_demo=has_demo)) is expected
            assert (":d runs the demo, :v shows its program." in transcript.read()) is has_demo
            assert ("There is no demo for this card." in transcript.read()) is not has_demo
    with sit(":d\n:q\n") as transcript:
        assert transcript.front.ask(PREDICT) is Command.QUIT
        assert "The demo comes after the answer." in transcript.read()


def test_ctrl_c_stops_a_demo_and_leaves_what_was_typed() -> None:
    with handle_signal(signal.SIGINT, signal.SIG_DFL), sit("b\n") as transcript:
        script = Script("one\ntwo", endless=True)
        os.kill(os.getpid(), signal.SIGINT)
        transcript.front.watch_demo(DEMO, Level.LANDLOCK, script)
        assert script.stops == 1
        assert transcript.read().endswith("one\ntwo\n")
        assert transcript.front.ask(VIEWS["choice"][0]) == Response((1,))


@pytest.mark.parametrize("number", set(ENDING) - {signal.SIGINT})
def test_another_signal_stops_a_demo_and_ends_the_sitting(number: signal.Signals) -> None:
    with handle_signal(number, signal.SIG_DFL), sit("") as transcript:
        script = Script("one\n", endless=True)
        os.kill(os.getpid(), number)
        with pytest.raises(Interrupted):
            transcript.front.watch_demo(DEMO, Level.LANDLOCK, script)
        assert script.stops == 1


@given(st.text(st.characters(), min_size=1, max_size=30))
def test_no_control_character_of_any_demo_is_written(content: str) -> None:
    demo = replace(DEMO, name=content, title=content, source=content.encode("utf-8", "surrogatepass"))
    claim = Claim(content, right=True, when=((content, content),))
    view = replace(KEPT, demo=demo, proof=Proof(Ruling.CONTRADICTED, ((claim, Stand.REFUTED),)), notice=content)
    with sit("v\n") as transcript:
        transcript.front.watch_demo(demo, Level.LIMITS, Script(content))
        transcript.front.show_demo(change_outcome(view, output=content, facts={content: content}))
        transcript.front.show_demo(change_outcome(view, ending=Ending.BROKEN, reason=content))
        transcript.front.ask_consent(demo, Level.LIMITS, content)
        assert all(char == "\n" or char.isprintable() or ord(char) > 0x9F for char in transcript.read())
