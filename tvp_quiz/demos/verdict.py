"""How a run ended, from what the launcher reports and what the demo printed."""

import signal
from typing import NamedTuple

from tvp_quiz.demos.facts import read_facts, shorten
from tvp_quiz.demos.launch.plan import STOPPED, Limits, Report
from tvp_quiz.demos.printed import Printed
from tvp_quiz.domain.demo import NO_FACTS, Ending, Facts

# What a demo ends with that can't show its subject on this machine
CANNOT_SHOW = 77


class Verdict(NamedTuple):
    """How a run ended, the facts if it ran, and else why it didn't."""

    ending: Ending
    facts: Facts
    reason: str


def judge(report: Report, printed: Printed, limits: Limits, *, prints: bool) -> Verdict:
    """Return how a run ended; a program that `prints` may end in any way that isn't forced on it."""
    if report.error:
        return Verdict(Ending.CANNOT, NO_FACTS, f"it can't be started here: {report.error}")
    if report.reason:
        return Verdict(Ending.STOPPED if report.reason == STOPPED else Ending.BROKEN, NO_FACTS, report.reason)
    return judge_end(report.code, printed, limits, prints=prints)


def judge_end(code: int, printed: Printed, limits: Limits, *, prints: bool) -> Verdict:
    """Return what a demo says that ended by itself, with an exit code or, negative, by a signal."""
    last = find_last_line(printed.errors)
    if not prints and code == CANNOT_SHOW:
        return Verdict(Ending.CANNOT, NO_FACTS, last or "it can't be shown on this machine")
    if not prints and code:
        return Verdict(Ending.BROKEN, NO_FACTS, describe_code(code, last, limits))
    try:
        return Verdict(Ending.RAN, read_facts(printed.output, prints=prints)[1], "")
    except ValueError as error:
        return Verdict(Ending.BROKEN, NO_FACTS, str(error))


def describe_code(code: int, last: str, limits: Limits) -> str:
    """Return what an exit code other than 0 says, with the last line of standard error."""
    if code == -signal.SIGXCPU:
        return f"it used more than {limits.processor_each:g} seconds of processor time"
    if code < 0:
        return f"it was ended by {name_signal(-code)}"
    if last.startswith("MemoryError"):
        return f"it used more than {limits.address_space // 2**20} MiB of memory"
    return f"it ended with exit code {code}" + (f": {last}" if last else "")


def name_signal(number: int) -> str:
    """Return the name of a signal, or its number where it has none."""
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def find_last_line(text: str) -> str:
    """Return the last line that isn't blank, shortened."""
    return shorten(text.rstrip().rpartition("\n")[2].strip())
