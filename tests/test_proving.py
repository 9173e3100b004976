"""proving.py: what the runs of a demo say against an entry."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tvp_quiz.demos.run import Circumstances
from tvp_quiz.domain.demo import Case, Claim, Demo, Ending, Level, Outcome, Run
from tvp_quiz.domain.problem import Severity
from tvp_quiz.proving import BUSY, CALM, FOREIGN, Trial, prove_cases, try_demos

DEMO = Demo("cost", "What it costs", Path("demos/cost.py"), b"", "1" * 64)
KEY = Claim("Thread", True, (("cheaper", "thread"),), 5, 9)
OTHER = Claim("Process", False, (("cheaper", "process"),), 7, 9)
CASE = Case("t/cost", DEMO, (KEY, OTHER), Path("bank.yaml"), 4, 3)
FOUND = {"cheaper": "thread", "says": "thread, 14 times"}


def make_outcome(facts: dict[str, str] | None = None, ending: Ending = Ending.RAN, reason: str = "") -> Outcome:
    return Outcome(ending, facts or {}, "", reason, Level.LANDLOCK, 0.1)


def prove(*outcomes: Outcome, case: Case = CASE, kept: Run | None = None) -> list[tuple[str, int, int]]:
    """Return the rules and places of what speaks against an entry; nothing if it is proved."""
    report = prove_cases([case], {DEMO.digest: Trial(DEMO, outcomes)}, {DEMO.digest: kept} if kept else {})
    errors = [problem for problem in report.problems if problem.severity is Severity.ERROR]
    assert (report.proved == [case.entry]) is (not errors and not report.unshown)
    return [(problem.rule, problem.line, problem.column) for problem in report.problems]


def test_a_key_that_every_run_proves_has_no_problem_whatever_is_said_for_people() -> None:
    other = make_outcome(FOUND | {"says": "thread, 12 times"})
    assert prove(make_outcome(FOUND), other) == []


def test_a_key_and_a_distractor_exchanged_are_both_caught_at_their_places() -> None:
    turned = CASE._replace(claims=(KEY._replace(right=False), OTHER._replace(right=True)))
    assert prove(make_outcome(FOUND), case=turned) == [("distractor-holds", 5, 9), ("key-refuted", 7, 9)]


def test_exchanged_facts_are_caught() -> None:
    swapped = CASE._replace(claims=(KEY._replace(when=OTHER.when), OTHER._replace(when=KEY.when)))
    assert prove(make_outcome(FOUND), case=swapped) == [("key-refuted", 5, 9), ("distractor-holds", 7, 9)]


def test_a_distractor_that_holds_beside_the_key_is_caught() -> None:
    case = CASE._replace(claims=(KEY, OTHER._replace(when=KEY.when)))
    assert prove(make_outcome(FOUND), case=case) == [("distractor-holds", 7, 9)]


def test_one_run_of_three_that_says_otherwise_is_enough_and_the_demo_is_called_unsteady() -> None:
    runs = [make_outcome(FOUND), make_outcome({"cheaper": "process"}), make_outcome(FOUND)]
    assert prove(*runs) == [("unsteady-demo", 4, 3), ("key-refuted", 5, 9), ("distractor-holds", 7, 9)]


def test_a_fact_that_no_key_rests_on_may_differ() -> None:
    assert prove(make_outcome(FOUND | {"times": "14.2"}), make_outcome(FOUND | {"times": "12.9"})) == []


def test_a_name_that_the_demo_does_not_find_is_caught_even_in_a_distractor() -> None:
    case = CASE._replace(claims=(KEY, OTHER._replace(when=(("chaeper", "process"),))))
    report = prove_cases([case], {DEMO.digest: Trial(DEMO, (make_outcome(FOUND),))}, {})
    assert [(problem.rule, problem.remedy) for problem in report.problems] == [
        ("unknown-fact", "Did you mean `cheaper`?")
    ]


def test_a_broken_demo_is_one_problem_with_its_reason() -> None:
    broken = make_outcome(ending=Ending.BROKEN, reason="it ended with exit code 3.")
    report = prove_cases([CASE], {DEMO.digest: Trial(DEMO, (make_outcome(FOUND), broken))}, {})
    assert [problem.rule for problem in report.problems] == ["broken-demo"]
    assert "exit code 3" in report.problems[0].message


def test_what_cannot_be_shown_here_is_counted_and_explained_and_neither_right_nor_wrong() -> None:
    cannot = make_outcome(ending=Ending.CANNOT, reason="one core")
    report = prove_cases([CASE], {DEMO.digest: Trial(DEMO, (cannot, cannot))}, {})
    assert (report.proved, report.problems, report.unshown) == ([], [], {"cost": "one core"})


def test_a_run_that_could_not_tell_leaves_the_others_to_decide() -> None:
    cannot = make_outcome(ending=Ending.CANNOT, reason="too noisy")
    assert prove(make_outcome(FOUND), cannot) == []
    assert prove(make_outcome({"cheaper": "process"}), cannot) == [("key-refuted", 5, 9), ("distractor-holds", 7, 9)]


def test_an_entry_that_claims_nothing_or_not_enough_is_not_proved() -> None:
    for case in (CASE._replace(claims=()), CASE._replace(decided=False)):
        report = prove_cases([case], {DEMO.digest: Trial(DEMO, (make_outcome(FOUND),))}, {})
        assert report.proved == []


def test_what_a_learners_machine_found_against_the_key_is_told_as_a_warning() -> None:
    day = datetime(2026, 3, 1, tzinfo=UTC)
    earlier = Run(make_outcome({"cheaper": "process"}), "a slow machine", day)
    report = prove_cases([CASE], {DEMO.digest: Trial(DEMO, (make_outcome(FOUND),))}, {DEMO.digest: earlier})
    assert report.proved == ["t/cost"]
    first, _ = report.problems
    assert (first.rule, first.severity) == ("contradicted-earlier", Severity.WARNING)
    assert first.message.startswith("On 2026-03-01, for a learner on a slow machine:")
    assert prove(make_outcome(FOUND), kept=earlier._replace(outcome=make_outcome(FOUND))) == []


@pytest.mark.parametrize("alone", [True, False])
def test_every_demo_runs_under_all_circumstances_and_is_told_of_once(alone: bool) -> None:
    runs: list[tuple[str, Circumstances]] = []
    told: list[str] = []

    def run(demo: Demo, circumstances: Circumstances) -> Outcome:
        runs.append((demo.name, circumstances))
        return make_outcome(FOUND)

    demos = [DEMO._replace(name=name, alone=alone) for name in "abc"]
    trials = list(try_demos(demos, run, 2, lambda demo: told.append(demo.name)))
    assert [trial.demo.name for trial in trials] == sorted(told) == ["a", "b", "c"]
    for name in "abc":
        assert {under for ran, under in runs if ran == name} == {CALM, FOREIGN, BUSY}
    hashes, zones, locales = zip(*(CALM, FOREIGN, BUSY), strict=True)
    assert all(len(set(kinds)) == 3 for kinds in (hashes, zones, locales))
