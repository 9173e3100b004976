"""Demos, their runs and what was found, as the terminal is given them."""

from datetime import UTC, datetime
from pathlib import Path
from time import sleep

from values import replace
from views import CREATED_THREAD, DUPLICATED, KERNEL, NO_STACK

from tvp_quiz.domain.card import Option, When
from tvp_quiz.domain.demo import Claim, Demo, DemoView, Ending, Level, Outcome, Proof, Ruling, Run, Stand

SOURCE = b'''"""A thread is created faster than a process."""

import os
import threading
import time


def measure(create):
    begun = time.perf_counter()
    for _ in range(100):
        create()  # the median of many such rounds, since a single one says much of the rest of the machine
    return time.perf_counter() - begun


if measure(lambda: threading.Thread(target=int).start()) < measure(os.fork):
    print('\\N{SNAKE} faster')
'''
DEMO = Demo(
    "creation_cost",
    "A thread is created faster than a process",
    Path("content/thread-vs-process/demos/creation_cost.py"),
    SOURCE,
    "5f1c8e02ab93d7" + "0" * 50,
)
PRINTED = (
    "fork    median of 9 rounds   0.41 ms\nspawn   median of 9 rounds  19.70 ms\nthread  median of 9 rounds   0.03 ms\n"
)
FACTS = {"cheaper": "thread", "new": "stack", "says": "thread, 14 times cheaper"}
RAN = Run(
    Outcome(Ending.RAN, FACTS, PRINTED, "", Level.LANDLOCK, 1.234),
    "Linux 6.1 on x86_64, 2 cores, CPython 3.11.7",
    datetime(2026, 3, 10, 18, 30, tzinfo=UTC),
)


def make_claim(option: Option, when: When | None, *, right: bool = False) -> Claim:
    return Claim(option.text, right, when)


KEY = make_claim(CREATED_THREAD, (("cheaper", "thread"), ("new", "stack")), right=True)
OTHERS = (
    make_claim(DUPLICATED, (("cheaper", "process"),)),
    make_claim(NO_STACK, (("new", "nothing"),)),
    make_claim(KERNEL, (("cheaper", "thread"), ("new", "kernel"))),
)
PROVED = DemoView(DEMO, RAN, Proof(Ruling.PROVED, ((KEY, Stand.HOLDS), *((claim, Stand.REFUTED) for claim in OTHERS))))


def change_outcome(view: DemoView, **changes: object) -> DemoView:
    """Return a view with parts of its outcome changed."""
    return replace(view, run=replace(view.run, outcome=replace(view.run.outcome, **changes)))


CONTRADICTED = replace(
    change_outcome(PROVED, facts={"cheaper": "process", "new": "stack"}, level=Level.LIMITS),
    proof=Proof(
        Ruling.CONTRADICTED,
        (
            (KEY, Stand.REFUTED),
            (OTHERS[0], Stand.HOLDS),
            (OTHERS[1], Stand.REFUTED),
            (make_claim(KERNEL, None), Stand.UNDECIDED),
        ),
    ),
    notice="What you answered does not count as wrong; `tvp-quiz bank prove` tells the bank's author.",
)
UNDECIDED = Proof(Ruling.UNDECIDED, tuple((claim, Stand.UNDECIDED) for claim in (KEY, *OTHERS)))
CANNOT = replace(
    change_outcome(PROVED, ending=Ending.CANNOT, facts={}, output="", reason="this machine has only one core\n"),
    proof=UNDECIDED,
)
BROKEN = replace(
    change_outcome(PROVED, ending=Ending.BROKEN, facts={}, reason="its last line is no JSON object."), proof=UNDECIDED
)
STOPPED = replace(change_outcome(PROVED, ending=Ending.STOPPED, facts={}), proof=UNDECIDED)
KEPT = replace(PROVED, is_kept=True)

DEMO_VIEWS = {
    "proved": PROVED,
    "contradicted": CONTRADICTED,
    "cannot": CANNOT,
    "broken": BROKEN,
    "stopped": STOPPED,
    "kept": KEPT,
}
REASON = "This demo did not come with tvp-quiz, and you have not approved it as it is now."


class Script:
    """A demo that prints what it is told to, and then ends; one that is `endless` goes on until it is stopped.

    With a `beat` it prints that, and a number, all the while.
    """

    def __init__(self, *texts: str, endless: bool = False, beat: str = "") -> None:
        self.texts = list(texts)
        self.endless = endless
        self.beat = beat
        self.beats = 0
        self.stops = 0

    def poll(self, seconds: float) -> str | None:
        if self.texts:
            return self.texts.pop(0)
        if not self.endless or self.stops:
            return None
        sleep(seconds / 5)
        self.beats += 1
        return f"{self.beat} {self.beats}\n" if self.beat else ""

    def stop(self) -> None:
        self.stops += 1
