"""Demos with the entries that name them in, their runs and what those say of each entry out."""

import sys
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from tvp_quiz.cli.output import print_line
from tvp_quiz.cli.world import World
from tvp_quiz.errors import DemoError

if TYPE_CHECKING:
    from tvp_quiz.domain.demo import Case, Consent, Demo, Level, Proof, Run, Running
    from tvp_quiz.outside import Watcher
    from tvp_quiz.showing import Stage


class Listed(NamedTuple):
    """A demo with the entries that name it."""

    demo: "Demo"
    cases: "list[Case]"


class Result(NamedTuple):
    """A demo's run, and what it says of each entry that names it."""

    demo: "Demo"
    run: "Run"
    proofs: "Mapping[str, Proof]"


def run_quietly(world: World, listed: Iterable[Listed]) -> list[Result]:
    """Run demos without a word. Raises DemoError for one that would have to be asked about."""
    with world.open_store() as store:
        stage = world.open_stage(lambda: store)
        return [run_one(stage, one, Quiet()) for one in listed]


def run_openly(world: World, listed: Iterable[Listed]) -> list[Result]:
    """Run demos before the reader's eyes, and say after each what it found and what that means."""
    from tvp_quiz.cli.drilling import open_terminal  # noqa: PLC0415 - `--help` needs none of it

    results = []
    with world.open_store() as store, open_terminal(lambda: None, plain=True) as front:
        stage = world.open_stage(lambda: store)
        for one in listed:
            results.append(run_one(stage, one, front))
            print_result(results[-1])
    return results


def run_one(stage: "Stage", one: Listed, watcher: "Watcher") -> Result:
    """Run a demo and hold what it finds against each entry that names it. Raises DemoError."""
    from tvp_quiz.demos.proof import hold_against  # noqa: PLC0415 - `--help` needs none of it

    demo, cases = one
    run = stage.run(demo, watcher)
    if run is None:
        raise DemoError(
            f"{demo.name} was not run, for want of your approval: read it with `tvp-quiz demo show {demo.name}`, "
            f"then say `tvp-quiz demo trust {demo.name}`."
        )
    return Result(demo, run, {case.entry: hold_against(case.claims, run.outcome.facts) for case in cases})


class Quiet:
    """Nobody is asked, and nobody looks on."""

    def ask_consent(self, _demo: "Demo", _level: "Level", _reason: str) -> "Consent":
        """Do without what would have to be asked for."""
        from tvp_quiz.domain.demo import Consent  # noqa: PLC0415 - `--help` needs none of it

        return Consent.NO

    def watch_demo(self, _demo: "Demo", _level: "Level", running: "Running") -> None:
        """Wait for the end."""
        while running.poll(1) is not None:
            pass


def print_result(result: Result) -> None:
    """Say what a demo found, and how each key stands to it."""
    from tvp_quiz.domain.demo import DemoView, Ending  # noqa: PLC0415 - a list for programs needs none of it
    from tvp_quiz.terminal import demo_words as words  # noqa: PLC0415 - the same

    if result.run.outcome.ending is not Ending.RAN:
        print_line(words.say_ending(result.run.outcome))
    for entry, proof in result.proofs.items() if result.run.outcome.ending is Ending.RAN else ():
        view = DemoView(result.demo, result.run, proof)
        print_line(f"\n{entry}\n{words.say_ruling(view)}")
        for line in words.list_claims(view):
            print_line(f"  {line}")
    print_line(f"\n{words.say_circumstances(result.run)}")
    # The next run writes to the same place by another way
    sys.stdout.flush()


def describe_result(result: Result) -> dict[str, object]:
    """Return a demo's run as JSON has it."""
    outcome = result.run.outcome
    entries = {
        entry: {
            "ruling": proof.ruling.value,
            "claims": [
                {"text": c.text, "right": c.right, "when": dict(c.when or ()), "stands": s.value}
                for c, s in proof.stands
            ],
        }
        for entry, proof in result.proofs.items()
    }
    return {
        "demo": result.demo.name,
        "title": result.demo.title,
        "digest": result.demo.digest,
        "ending": outcome.ending.value,
        "reason": outcome.reason,
        "facts": dict(outcome.facts),
        "output": outcome.output,
        "seconds": round(outcome.seconds, 3),
        "confined": outcome.level.value,
        "machine": result.run.machine,
        "ran_at": result.run.ran_at,
        "entries": entries,
    }
