"""Exams at every turn, as the terminal is given them."""

from datetime import UTC, datetime
from uuid import UUID

from values import replace
from views import CHOICE, CLOZE, MATCH, MULTIPLE, ORDER, PREDICT, TRUE_FALSE, TYPED

from tvp_quiz.domain.exam import Attempt, Certainty, ExamView, Item, Marked, Measure, Paper, Sat, Share, Topic
from tvp_quiz.domain.prompt import QuestionView
from tvp_quiz.sessions.figures import make_report

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
PAPER = Paper(
    id=UUID(int=5),
    seed=7,
    banks=("tvp-chart", "tvp-faq"),
    blueprint=(Share(Topic.BANK, "tvp-chart", 1),),
    limit_ms=1_800_000,
    certainty=True,
    apart=True,
    started_at=NOW,
    items=tuple(Item(f"tvp-faq/q{number}#ask", "") for number in range(4)),
    predicted=Measure(0.62, 0.4, 0.8),
)


def make_view(asked: QuestionView, *given: str, **parts: object) -> ExamView:
    """Return the view of a question some way into an exam of 20."""
    view = ExamView(
        prompt=asked.prompt,
        bank="The comparison chart",
        index=3,
        count=20,
        seconds=765,
        attempt=Attempt(given, seen=True),
        missing=(3, 6, 7, 8, 19),
        flagged=(1,),
        unsure=(),
        skipped=3,
        asks_certainty=False,
    )
    return replace(view, **parts)


EXAM_VIEWS = {
    "choice": make_view(CHOICE),
    "chosen": make_view(CHOICE, CHOICE.prompt.options[1].text, asks_certainty=True, unsure=(3,)),
    "true-false": make_view(TRUE_FALSE, "True", flagged=(1, 3), seconds=59),
    "multiple": make_view(MULTIPLE, "code", "open files"),
    "match": make_view(MATCH, "common memory"),
    "order": make_view(ORDER, notice="This is the first question."),
    "typed": make_view(TYPED, "mut"),
    "cloze": make_view(CLOZE, "memory", ""),
    "predict": make_view(PREDICT, seconds=4000),
}

RIGHT = Marked(
    number=1,
    card="tvp-chart/creation#Thread",
    stem="What is set up?",
    given="A stack",
    right="A stack",
    correct=True,
    certainty=Certainty.SURE,
    ms=61_000,
    refs=("CH-1",),
)
WRONG = Marked(
    number=2,
    card="tvp-faq/pool#choose",
    stem="What is a pool?\nSay it.",
    given="A lake",
    right="Threads that wait",
    correct=False,
    certainty=Certainty.SURE,
    ms=9000,
    because=("A pool is made in advance.", "Lakes hold no threads."),
    source="Thread vs. Process",
    refs=("FAQ-9", "CH-1"),
    demo="pool",
)
MISSING = replace(WRONG, number=3, card="tvp-faq/nothing#term", given="", certainty=None, ms=0, demo="", because=())
REPORT = make_report(Sat(4, PAPER, (), 0, 70_000, NOW, (RIGHT, WRONG, MISSING)))
