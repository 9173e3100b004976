"""What came of a demo in, the words for it out, the same on the screen, line by line and for a command."""

from collections.abc import Iterator
from typing import NamedTuple

from tvp_quiz.domain.demo import SAYS, Claim, Demo, DemoView, Ending, Facts, Level, Outcome, Ruling, Run, Stand
from tvp_quiz.terminal.tail import Tail

_LEVELS = {
    Level.BUBBLEWRAP: "confined by bubblewrap",
    Level.LANDLOCK: "confined by Landlock and seccomp",
    Level.LIMITS: "not confined: limits alone",
}
_MARKS = {Stand.HOLDS: "✓", Stand.REFUTED: "✗", Stand.UNDECIDED: "?"}
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_DIGEST = 12


class Judged(NamedTuple):
    """A claim with how it stands: its mark, the sentence about it, and whether that contradicts the key."""

    mark: str
    text: str
    why: str
    right: bool
    contradicts: bool


def say_level(level: Level) -> str:
    """Say what holds a demo back."""
    return _LEVELS[level]


def say_ending(outcome: Outcome) -> str:
    """Say how a run ended, in one sentence."""
    match outcome.ending:
        case Ending.RAN:
            return f"It ran for {say_seconds(outcome.seconds)}."
        case Ending.CANNOT:
            return _end_sentence(f"This can't be shown here: {outcome.reason.strip()}")
        case Ending.BROKEN:
            return _end_sentence(f"This demo is broken: {outcome.reason.strip()}")
        case Ending.STOPPED:
            return "Stopped."


def say_ruling(view: DemoView) -> str:
    """Say in one sentence what a run found, and what that says of the key."""
    outcome = view.run.outcome
    if outcome.ending is not Ending.RAN:
        return say_ending(outcome)
    return f"Your machine: {_say_facts(outcome.facts)}: {_say_proof(view)}."


def _say_facts(facts: Facts) -> str:
    """Say in the program's own words what was found, else name by name."""
    said = facts.get(SAYS, "").strip().removesuffix(".")
    return said or ", ".join(_say_fact(name, value) for name, value in facts.items()) or "no facts"


def _say_proof(view: DemoView) -> str:
    match view.proof.ruling:
        case Ruling.CONTRADICTED:
            return "this machine contradicts the key"
        case Ruling.UNDECIDED:
            return "that doesn't decide the key"
        case Ruling.PROVED:
            others = [stand for claim, stand in view.proof.stands if not claim.right]
            return "the key holds" + _say_refuted(others.count(Stand.REFUTED), len(others))


def _say_refuted(refuted: int, others: int) -> str:
    """Say how many of the other claims are refuted; nothing where there are none."""
    if not refuted:
        return ""
    if refuted < others:
        return f"; {_say_number(refuted)} of the {_say_number(others)} others {'is' if refuted == 1 else 'are'} refuted"
    return "; the other is refuted" if others == 1 else f"; the {_say_number(others)} others are refuted"


def _say_number(number: int) -> str:
    return _NUMBERS[number] if number < len(_NUMBERS) else str(number)


def judge_claims(view: DemoView) -> Iterator[Judged]:
    """Yield each claim with how it stands; none where the demo found nothing."""
    if view.run.outcome.ending is not Ending.RAN:
        return
    for claim, stand in view.proof.stands:
        contradicts = stand is (Stand.REFUTED if claim.right else Stand.HOLDS)
        why = _explain(claim, stand, view.run.outcome.facts)
        yield Judged(_MARKS[stand], claim.text, why, claim.right, contradicts)


def _explain(claim: Claim, stand: Stand, facts: Facts) -> str:
    """Say which facts a claim stands or falls with."""
    when = claim.when or ()
    if not when:
        return "no facts are named for it"
    if stand is Stand.HOLDS:
        return "found " + ", ".join(_say_fact(name, value) for name, value in when)
    missed = [(name, value) for name, value in when if facts.get(name) != value] or when
    return "found " + ", ".join(_say_missed(name, value, facts) for name, value in missed)


def _say_missed(name: str, value: str, facts: Facts) -> str:
    if name not in facts:
        return f"nothing of {_say_name(name)}"
    return f"{_say_fact(name, facts[name])}, not {value.strip()}"


def _say_fact(name: str, value: str) -> str:
    return f"{_say_name(name)}: {value.strip()}"


def _say_name(name: str) -> str:
    return name.replace("_", " ")


def list_claims(view: DemoView) -> list[str]:
    """Return a line for each claim: how it stands and why, and where that contradicts the key."""
    return [_say_judged(judged) for judged in judge_claims(view)]


def _say_judged(judged: Judged) -> str:
    key = " (the key)" if judged.right else ""
    against = "contradicts the key: " if judged.contradicts else ""
    return f"{judged.mark} {judged.text}{key}: {against}{judged.why}"


def list_demo(view: DemoView) -> Iterator[str]:
    """Yield the paragraphs on what came of a demo; what it printed just now was shown while it ran."""
    if view.is_kept:
        yield from Tail(view.run.outcome.output).list_lines()
    yield say_ruling(view)
    yield from list_claims(view)
    if view.notice:
        yield view.notice
    yield say_circumstances(view.run)
    if view.is_kept:
        yield f"{say_kept(view.run)}; `tvp-quiz demo run {view.demo.name}` runs it again."


def list_consent(demo: Demo, level: Level, reason: str) -> Iterator[str]:
    """Yield the paragraphs that ask whether a demo may run."""
    yield reason
    yield f"{demo.name} ({demo.title}), {demo.path}"
    yield f"Digest {say_digest(demo.digest)}…, {say_level(level)}."


def say_seconds(seconds: float) -> str:
    """Say how long a run took."""
    return f"{seconds:.1f} s"


def say_circumstances(run: Run) -> str:
    """Say where a run took place, what held it back, and how long it took."""
    parts = (run.machine, say_level(run.outcome.level), say_seconds(run.outcome.seconds))
    return " · ".join(part for part in parts if part)


def say_kept(run: Run) -> str:
    """Say when a run took place that was not made just now."""
    return f"run on {run.ran_at:%Y-%m-%d}"


def say_digest(digest: str) -> str:
    """Say as much of a digest as tells one program from another."""
    return digest[:_DIGEST]


def _end_sentence(sentence: str) -> str:
    return sentence if sentence.endswith((".", "!", "?")) else f"{sentence}."
