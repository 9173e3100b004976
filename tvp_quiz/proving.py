"""Banks in; every demo of theirs run under several circumstances, and what that says against their keys, out."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from difflib import get_close_matches

from tvp_quiz.demos.load import keep_busy
from tvp_quiz.demos.proof import find_stand, find_unknown
from tvp_quiz.demos.run import Circumstances, run_demo
from tvp_quiz.domain.demo import SAYS, Case, Claim, Demo, Ending, Facts, Level, Outcome, Run, Stand
from tvp_quiz.domain.problem import Problem, Severity

CALM = Circumstances("0", "UTC", "C.UTF-8")
# With another core kept busy
BUSY = Circumstances("1", "Asia/Kathmandu", "C")
FOREIGN = Circumstances("4242", "America/St_Johns", "tr_TR.UTF-8")

Runner = Callable[[Demo, Circumstances], Outcome]
Tell = Callable[[Demo], None]


@dataclass(frozen=True, slots=True)
class Trial:
    """A demo with the outcomes of all its runs."""

    demo: Demo
    outcomes: tuple[Outcome, ...]

    @property
    def facts(self) -> list[Facts]:
        """Return what it found, run by run."""
        return [outcome.facts for outcome in self.outcomes if outcome.ending is Ending.RAN]

    @property
    def reasons(self) -> list[str]:
        """Return why it can't be shown here, if no run could show it."""
        cannot = [outcome.reason for outcome in self.outcomes if outcome.ending is Ending.CANNOT]
        return cannot if len(cannot) == len(self.outcomes) else []


@dataclass(slots=True)
class Report:
    """What proving some entries amounts to; `unshown` are the demos that can't be shown here, with their reasons."""

    proved: list[str] = field(default_factory=list)
    unshown: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def make_runner(level: Level, python: str) -> Runner:
    """Return a way to run a demo to its end."""
    return lambda demo, circumstances: run_demo(demo, level, python, circumstances)


def try_demos(demos: Sequence[Demo], run: Runner, workers: int, tell: Tell) -> Iterator[Trial]:
    """Run demos under all circumstances, those that measure nothing several at once; `tell` hears of each that is done.

    For one of its runs another core is kept busy.
    """
    together = [demo for demo in demos if not demo.alone]
    with ThreadPoolExecutor(workers) as pool:
        yield from _tell_each(pool.map(lambda demo: _try(demo, run), together), tell)
    yield from _tell_each((_try(demo, run) for demo in demos if demo.alone), tell)


def _tell_each(trials: Iterable[Trial], tell: Tell) -> Iterator[Trial]:
    for trial in trials:
        tell(trial.demo)
        yield trial


def _try(demo: Demo, run: Runner) -> Trial:
    outcomes = [run(demo, CALM), run(demo, FOREIGN)]
    with keep_busy():
        outcomes.append(run(demo, BUSY))
    return Trial(demo, tuple(outcomes))


def prove_cases(cases: Sequence[Case], trials: Mapping[str, Trial], kept: Mapping[str, Run]) -> Report:
    """Hold entries against what their demos found; `trials` and `kept`, earlier runs, are by the demos' digests."""
    report = Report()
    for case in cases:
        trial = trials[case.demo.digest]
        if trial.reasons:
            report.unshown[case.demo.name] = trial.reasons[0]
            continue
        problems = list(find_contradictions(case, trial))
        report.problems += problems or find_earlier(case, kept.get(case.demo.digest))
        if case.decided and case.claims and not problems:
            report.proved.append(case.entry)
    return report


def find_contradictions(case: Case, trial: Trial) -> Iterator[Problem]:
    """Yield what the runs of its demo say against an entry."""
    broken = [outcome for outcome in trial.outcomes if outcome.ending not in {Ending.RAN, Ending.CANNOT}]
    if broken:
        yield _blame(
            case, case, "broken-demo", f"The demo `{case.demo.name}` is broken: {broken[0].reason}", "Mend it."
        )
        return
    yield from _find_unsteady(case, trial)
    for claim in case.claims:
        wrong = (_judge(case, claim, facts) for facts in trial.facts)
        yield from list(filter(None, wrong))[:1]


def _judge(case: Case, claim: Claim, facts: Facts) -> Problem | None:
    """Return what is wrong with a claim, in the light of one run."""
    if unknown := find_unknown([claim], facts):
        close = get_close_matches(unknown[0], facts, n=1)
        known = ", ".join(f"`{name}`" for name in facts if name != SAYS)
        remedy = f"Did you mean `{close[0]}`?" if close else f"It finds {known}."
        message = f"`{unknown[0]}` is no fact that the demo `{case.demo.name}` finds."
        return _blame(case, claim, "unknown-fact", message, remedy)
    holds = find_stand(claim, facts) is Stand.HOLDS
    if holds is claim.right:
        return None
    return _blame(case, claim, *_say_wrong(case, claim, facts))


def _say_wrong(case: Case, claim: Claim, facts: Facts) -> tuple[str, str, str]:
    found = ", ".join(f"{name}: {facts[name]}" for name, _ in claim.when or ())
    if claim.right:
        said = ", ".join(f"{name}: {value}" for name, value in claim.when or ())
        message = f"The demo `{case.demo.name}` refutes this answer: it found {found}, not {said}."
        return "key-refuted", message, "Correct the answer, or the facts that its `when` names."
    message = f"The demo `{case.demo.name}` finds that this wrong option holds: {found}."
    return "distractor-holds", message, "Reword the option, or name facts that tell it from the answer."


def _find_unsteady(case: Case, trial: Trial) -> Iterator[Problem]:
    """Yield a problem where a fact that the entry rests on was not the same in all runs."""
    for name in dict.fromkeys(name for claim in case.claims for name, _ in claim.when or ()):
        values = list(dict.fromkeys(facts[name] for facts in trial.facts if name in facts))
        if len(values) > 1:
            message = f"The demo `{case.demo.name}` is unsteady: it found {name}: {', then '.join(values)}."
            yield _blame(case, case, "unsteady-demo", message, "Let it repeat and compare medians, or exit with 77.")


def find_earlier(case: Case, run: Run | None) -> Iterator[Problem]:
    """Yield a warning for each claim that a run on a learner's machine contradicted."""
    if run is None or run.outcome.ending is not Ending.RAN:
        return
    for claim in case.claims:
        problem = _judge(case, claim, run.outcome.facts)
        if problem and problem.rule != "unknown-fact":
            message = f"On {run.ran_at:%Y-%m-%d}, for a learner on {run.machine}: {problem.message}"
            yield problem._replace(rule="contradicted-earlier", message=message, severity=Severity.WARNING)


def _blame(case: Case, at: Case | Claim, rule: str, message: str, remedy: str) -> Problem:
    return Problem(case.path, at.line, at.column, rule, message, remedy)
