"""Questions of every form, asked and answered, as the terminal is given them."""

from datetime import UTC, date, datetime
from uuid import UUID

from values import replace

from tvp_quiz.domain.card import Card, Choice, Cloze, Match, Multiple, Number, Option, Order, Question, Recall, Typed
from tvp_quiz.domain.history import CardHistory
from tvp_quiz.domain.prompt import FeedbackView, Mode, Prompt, QuestionView, Response, Summary, Verdict
from tvp_quiz.domain.review import Kind, Memory, Rating, Review

INTERVALS = {Rating.AGAIN: 0, Rating.HARD: 2, Rating.GOOD: 4, Rating.EASY: 9}
LONG_INTERVALS = {Rating.AGAIN: 0, Rating.HARD: 47, Rating.GOOD: 128, Rating.EASY: 420}
TEXT = "Thread vs. Process (Ask Difference)"

CREATED_THREAD = Option(
    "A stack inside the address space that is there already",
)
DUPLICATED = Option(
    "A copy of the resources that the creating process holds",
    "Duplicating what the parent holds is what starting a process takes; a thread uses what its process has.",
)
NO_STACK = Option(
    "Nothing at all, since threads of one process have even their stack in common",
    "Threads share code, data and open files, but each runs through functions of its own and needs a stack for that.",
)
KERNEL = Option("A second kernel to schedule it", "One kernel schedules all the threads there are.")


def make_view(
    question: Question, mode: Mode, stem: str, aspect: str, *, notice: str = "", **parts: object
) -> QuestionView:
    """Make the view of a question some way into a sitting; `parts` are the prompt's and the card's others."""
    texts = {name: parts.pop(name, "") for name in ("because", "nuance")}
    refs = parts.pop("refs", ("KD-4b",))
    card = Card("tvp-chart/creation#Thread", aspect, stem, question, source=TEXT, refs=refs, **texts)  # type: ignore[arg-type]
    prompt = Prompt(card, mode, **parts)  # type: ignore[arg-type]
    return QuestionView(prompt, "The comparison chart", 5, 12, notice)


def answer(
    view: QuestionView, response: Response, verdict: Verdict | None, rating: Rating, **parts: object
) -> FeedbackView:
    """Make the view of an answered question."""
    intervals = parts.pop("intervals", INTERVALS)
    return FeedbackView(view, response, verdict, rating, intervals, **parts)  # type: ignore[arg-type]


CHOICE = make_view(
    Choice(CREATED_THREAD, (DUPLICATED, NO_STACK, KERNEL)),
    Mode.ONE,
    "What has to be set up when a thread is created?",
    "Creation overhead",
    options=(DUPLICATED, CREATED_THREAD, NO_STACK, KERNEL),
    key=(1,),
    because="Starting a thread only needs a stack in the existing address space, so it is faster.",
    nuance="The stack is reserved address space, committed page by page; the kernel also keeps a task record "
    "for the thread.",
)
TRUE_FALSE = make_view(
    Choice(Option("False"), (Option("True", "A crash in one process does not reach the others."),), shuffled=False),
    Mode.ONE,
    "When one process crashes, every other process of the same user goes down with it.",
    "Isolation",
    options=(Option("True", "A crash in one process does not reach the others."), Option("False")),
    key=(1,),
    because="Processes are isolated from one another, which gives safety and stability.",
    refs=("KD-3a", "CH-5-process"),
)
PREDICT = make_view(
    Choice(
        Option("2"),
        (Option("1", "That is what the child prints."), Option("0"), Option("nothing")),
        program="import os\n\ncount = 1\nif os.fork() == 0:\n\tcount += 1\n\tos._exit(0)\n"
        "else:\n\tos.wait()\n"
        "\tprint('the parent still sees the value that it had before the child was made:', count, 'of', 2)\n",
    ),
    Mode.ONE,
    "What does the parent print?",
    "Memory",
    options=(Option("2"), Option("1", "That is what the child prints."), Option("0"), Option("nothing")),
    key=(1,),
    because="The child counts in memory of its own.",
)
MULTIPLE = make_view(
    Multiple((Option("code"), Option("open files")), (Option("the stack", "Each has its own."), Option("registers"))),
    Mode.SOME,
    "What do the threads of one process have in common?",
    "Resource sharing",
    options=(Option("code"), Option("the stack", "Each has its own."), Option("open files"), Option("registers")),
    key=(0, 2),
    because="They share the memory and the resources of their process.",
)
MATCH = make_view(
    Match((("Thread", "common memory"), ("Process", "pipes and sockets")), ("telepathy",)),
    Mode.SEQUENCE,
    "What does each of them communicate through?",
    "Communication",
    options=(Option("pipes and sockets"), Option("telepathy"), Option("common memory")),
    slots=("Thread", "Process"),
    key=(2, 0),
    because="Threads have their process's memory in common; processes need IPC.",
)
ORDER = make_view(
    Order(("fork", "exec", "exit", "wait returns")),
    Mode.SEQUENCE,
    "In which order does a shell's child process go through these?",
    "Life of a process",
    options=(Option("exec"), Option("wait returns"), Option("fork"), Option("exit")),
    slots=("1", "2", "3", "4"),
    key=(2, 0, 3, 1),
)
TYPED = make_view(
    Typed(("mutex", "lock")),
    Mode.LINE,
    "Which object lets only one thread at a time enter a critical section?",
    "Term",
    because="A mutex is held by one thread at most; the others wait.",
    refs=("FAQ-4",),
)
NUMBER = make_view(
    Number(8.0, "8", 0.0, "MiB"),
    Mode.LINE,
    "How large is the stack that Linux reserves by default for the main thread?",
    "Creation overhead",
)
CLOZE = make_view(
    Cloze(
        ("Threads of one process share its ", "; processes talk through ", ", which costs more."),
        (("memory", "address space"), ("inter-process communication", "IPC")),
    ),
    Mode.GAPS,
    "Fill the gaps.",
    "Communication",
    because="A common memory makes communication cheaper.",
)
RECALL = make_view(
    Recall(
        "A set of threads made in advance. They wait idle for tasks in the background and are used again, "
        "which saves creating one for each task.",
        ("made in advance", "wait idle", "used again"),
    ),
    Mode.REVEAL,
    "What is a thread pool?",
    "FAQ",
    refs=("FAQ-9",),
    notice="Undone: the last answer is asked again.",
)

WRONG = Verdict(correct=False, share=0.0, given="")
RIGHT = Verdict(correct=True, share=1.0, given="")

VIEWS: dict[str, tuple[QuestionView, FeedbackView]] = {
    "choice": (CHOICE, answer(CHOICE, Response((2,)), WRONG, Rating.AGAIN)),
    "true-false": (TRUE_FALSE, answer(TRUE_FALSE, Response((1,)), RIGHT, Rating.GOOD, intervals=LONG_INTERVALS)),
    "predict": (PREDICT, answer(PREDICT, Response((1,)), RIGHT, Rating.GOOD)),
    "multiple": (
        MULTIPLE,
        answer(MULTIPLE, Response((0, 1)), Verdict(correct=False, share=0.5, given=""), Rating.AGAIN),
    ),
    "match": (
        MATCH,
        answer(
            MATCH,
            Response((2, 1)),
            Verdict(correct=False, share=0.5, given="", parts=(True, False)),
            Rating.AGAIN,
        ),
    ),
    "order": (
        ORDER,
        answer(
            ORDER, Response((2, 0, 3, 1)), Verdict(correct=True, share=1.0, given="", parts=(True,) * 4), Rating.GOOD
        ),
    ),
    "typed": (
        TYPED,
        answer(
            TYPED,
            Response(texts=("mutx",)),
            Verdict(correct=True, share=1.0, given="mutx", parts=(True,), remarks=("counted as right: mutex",)),
            Rating.GOOD,
        ),
    ),
    "number": (
        NUMBER,
        answer(
            NUMBER,
            Response(texts=("4",)),
            Verdict(correct=False, share=0.0, given="4", parts=(False,)),
            Rating.AGAIN,
            can_overrule=True,
        ),
    ),
    "cloze": (
        CLOZE,
        answer(
            CLOZE,
            Response(texts=("memory", "")),
            Verdict(correct=False, share=0.5, given="memory; ", parts=(True, False)),
            Rating.AGAIN,
            can_overrule=True,
        ),
    ),
    "recall": (RECALL, answer(RECALL, Response(), None, Rating.GOOD)),
}

DAY = date(2026, 3, 14)


def make_review(day: date, rating: Rating, response: str) -> Review:
    """Make a review of the card in HISTORY."""
    instant = datetime(day.year, day.month, day.day, 18, 30, tzinfo=UTC)
    return Review(
        id=UUID(int=day.toordinal()),
        card="tvp-chart/creation#Thread",
        rating=rating,
        reviewed_at=instant,
        utc_offset=60,
        day=day,
        duration_ms=4200,
        kind=Kind.DRILL,
        retention=0.9,
        response=response,
    )


HISTORY = CardHistory(
    card="tvp-chart/creation#Thread",
    stem=CHOICE.prompt.card.stem,
    memory=Memory(12.4, 5.3, date(2026, 2, 1), date(2026, 3, 10), date(2026, 3, 22), 3, 1),
    retrievability=0.96,
    reviews=(
        make_review(date(2026, 2, 1), Rating.GOOD, CREATED_THREAD.text),
        make_review(date(2026, 2, 5), Rating.AGAIN, DUPLICATED.text),
        make_review(date(2026, 3, 10), Rating.GOOD, CREATED_THREAD.text),
    ),
)
SUMMARY = Summary(
    asked=17, right=14, seconds=312, due_tomorrow=9, new_tomorrow=10, leeches=("tvp-faq/pool#answer",), kept_back=1
)


def offer_options(number: int) -> QuestionView:
    """Return a question with so many options, the last of which is right."""
    options = tuple(Option(f"option {index}", f"Because of {index}.") for index in range(number))
    card = replace(CHOICE.prompt.card, question=Choice(options[-1], options[:-1]))
    return replace(CHOICE, prompt=Prompt(card, Mode.ONE, options, key=(number - 1,)))


def fill_view(content: str) -> tuple[QuestionView, FeedbackView]:
    """Return a question and its feedback that have the same content in every place that takes any."""
    options = (Option(content, content), Option(f"{content}!", content))
    view = QuestionView(
        Prompt(
            Card("bank/entry#prompt", content, content, Choice(options[0], options[1:], content), content, content)
            if len(content) % 2
            else Card(content, content, content, Choice(options[0], options[1:]), source=content, refs=(content,)),
            Mode.ONE,
            options,
            key=(0,),
        ),
        content,
        done=1,
        left=2,
        notice=content,
    )
    verdict = Verdict(correct=False, share=0.5, given=content, remarks=(content,))
    return view, answer(view, Response((1,)), verdict, Rating.AGAIN)
