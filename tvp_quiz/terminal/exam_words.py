"""Exams in, the words for them out, the same on the screen and line by line."""

from collections.abc import Iterable, Iterator

from tvp_quiz.domain.amounts import say_count
from tvp_quiz.domain.exam import Certainty, ExamView, GoTo, Paper, Step

COMMANDS: dict[str, Step] = {
    "n": Step.NEXT,
    "p": Step.PREVIOUS,
    "f": Step.FLAG,
    "h": Step.HAND_IN,
    "q": Step.LEAVE,
}
MEANINGS = {
    "n": "the next question",
    "p": "the question before",
    "g": "go to a question by its number",
    "f": "flag the question, or take the flag back",
    "h": "hand in; it is asked first whether you mean it",
    "q": "leave; the paper is kept, and `tvp-quiz exam --resume` goes on with it",
    "?": "all keys",
}
LEVELS = {Certainty.UNSURE: "unsure", Certainty.FAIRLY: "fairly sure", Certainty.SURE: "sure"}
HOW_SURE = "How sure? 1 unsure, 2 fairly (two in three), 3 sure (four in five)"
HAND_IN = "Hand the paper in?"


def read_command(line: str, questions: int) -> Step | GoTo | str:
    """Return what a command such as `f` or `g 12` asks for; `?` as it is, or one sentence on what to write instead."""
    word = line.strip().lower().removeprefix(":").strip()
    number = word.removeprefix("g").strip()
    if word in COMMANDS:
        return COMMANDS[word]
    if word == "?":
        return word
    if not (number.isascii() and number.isdigit()):
        return "After g comes a question's number." if word == "g" else f":{word} is no command; :? lists them all."
    if not 1 <= int(number[:9]) <= questions:
        return f"There is no question {number[:9]}: name one from 1 to {questions}."
    return GoTo(int(number) - 1)


def read_certainty(key: str) -> Certainty | None:
    """Return the level that a key stands for."""
    return next((level for level in Certainty if key == str(level.value)), None)


def say_clock(seconds: int) -> str:
    """Say a time as a clock does: `12:05`, `1:02:05`."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def say_counts(view: ExamView) -> tuple[str, ...]:
    """Say how many questions are answered, skipped and flagged."""
    answered = view.count - len(view.missing)
    return f"{answered} of {view.count} answered", f"{view.skipped} skipped", f"{len(view.flagged)} flagged"


def say_start(paper: Paper, questions: int, seconds: int, answered: int, notes: Iterable[str]) -> Iterator[str]:
    """Yield sentences on what is ahead."""
    if answered or seconds * 1000 < paper.limit_ms:
        yield f"{answered} of {say_count(questions, 'question')} answered, {say_clock(seconds)} left."
    else:
        yield f"{say_count(questions, 'question')}, {say_clock(seconds)} on the clock. No feedback until the end."
    yield from notes
    if paper.certainty:
        yield "After each answer you say how sure you are: right +1, +2 or +3, wrong 0, -2 or -6."
    if paper.apart:
        yield "The answers stay out of your schedule."


def say_open_ends(view: ExamView) -> Iterator[str]:
    """Yield what is to be thought of before a paper is handed in."""
    if view.missing:
        yield f"Without an answer: {list_numbers(view.missing)}."
    if view.flagged:
        yield f"Flagged: {list_numbers(view.flagged)}."
    if view.unsure:
        yield f"Not said how sure, so counted as unsure: {list_numbers(view.unsure)}."
    if not view.missing and not view.flagged:
        yield "Every question has an answer."


def list_numbers(indices: Iterable[int]) -> str:
    """Return the numbers of questions, runs of them from the first to the last."""
    runs: list[list[int]] = []
    for index in indices:
        if runs and index == runs[-1][-1] + 1:
            runs[-1].append(index)
        else:
            runs.append([index])
    return ", ".join(str(run[0] + 1) if len(run) == 1 else f"{run[0] + 1}-{run[-1] + 1}" for run in runs)
