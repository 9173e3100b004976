"""Prompts and attempts in, marked questions and the reviews that they amount to out."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from tvp_quiz.domain.card import Choice, Cloze, Multiple, Number, Order, Typed
from tvp_quiz.domain.exam import Attempt, Certainty, Marked
from tvp_quiz.domain.prompt import Prompt, Response, Verdict
from tvp_quiz.domain.review import Rating, Review
from tvp_quiz.sessions.exam import read_response, word_response
from tvp_quiz.sessions.grading import grade_response
from tvp_quiz.sessions.sitting import Answer, Sitting, make_review


def settle_certainty(attempt: Attempt) -> Attempt:
    """Return an attempt of a paper that asks for certainty: an answer of which it was not said counts as unsure."""
    return attempt._replace(certainty=(attempt.certainty or Certainty.UNSURE) if attempt.given else None)


def mark_question(number: int, prompt: Prompt, attempt: Attempt) -> Marked:
    """Return what a question came to; all of it has to be right, as in a drill."""
    card = prompt.card
    response = read_response(prompt, attempt.given) or Response()
    return Marked(
        number=number,
        card=card.id,
        stem=describe_stem(prompt),
        given=word_answer(prompt, response),
        right=word_answer(prompt, find_right(prompt)),
        correct=judge(prompt, attempt).correct,
        certainty=attempt.certainty,
        ms=attempt.ms,
        because=list_reasons(prompt, response),
        source=card.source,
        refs=card.refs,
        demo=card.demo,
    )


def judge(prompt: Prompt, attempt: Attempt) -> Verdict:
    """Return the verdict on an attempt; no answer is a wrong one. Raises ValueError where only the learner can tell."""
    verdict = grade_response(prompt, read_response(prompt, attempt.given) or Response())
    if verdict is None:
        raise ValueError(f"{prompt.card.id} can't be marked by a program")
    return verdict


def describe_stem(prompt: Prompt) -> str:
    """Return what was asked, with the program or the text with gaps."""
    stem = prompt.card.stem
    match prompt.card.question:
        case Choice(program=program) if program:
            return f"{stem}\n{program.expandtabs(4).rstrip()}"
        case Cloze(parts=parts):
            return f"{stem}\n{'____'.join(parts)}"
        case _:
            return stem


def find_right(prompt: Prompt) -> Response:
    """Return the right answer, the best one where several are."""
    match prompt.card.question:
        case Typed(accepted=accepted):
            return Response(texts=accepted[:1])
        case Number(text=text, unit=unit):
            return Response(texts=(f"{text} {unit}".strip(),))
        case Cloze(gaps=gaps):
            return Response(texts=tuple(fillings[0] for fillings in gaps))
        case _:
            return Response(prompt.key)


def word_answer(prompt: Prompt, response: Response) -> str:
    """Return an answer in one line."""
    texts = word_response(prompt, response)
    if prompt.slots and not isinstance(prompt.card.question, Order):
        texts = tuple(f"{slot} → {text}" for slot, text in zip(prompt.slots, texts, strict=False))
    return "; ".join(texts)


def list_reasons(prompt: Prompt, response: Response) -> tuple[str, ...]:
    """Return what the author says of the answer, and of each option that was chosen."""
    card = prompt.card
    chosen = response.picks if isinstance(card.question, Choice | Multiple) else ()
    said = (card.because, *(prompt.options[pick].because for pick in chosen), card.nuance)
    return tuple(dict.fromkeys(text for text in said if text))


def rate_attempt(attempt: Attempt, *, correct: bool) -> Rating:
    """Return the rating of an answered question: right is Good, right but unsure Hard, wrong Again."""
    if not correct:
        return Rating.AGAIN
    return Rating.HARD if attempt.certainty is Certainty.UNSURE else Rating.GOOD


def make_reviews(
    state: Sitting, prompts: Sequence[Prompt], attempts: Iterable[Attempt], now: datetime, entropy: Iterable[bytes]
) -> list[Review]:
    """Return a review for each answered question, a millisecond apart from `now` on, so that they have an order.

    `state` says the day, the settings and the kind of sitting; `entropy` gives ten random bytes for each question.
    """
    reviews = []
    for index, (prompt, attempt, chance) in enumerate(zip(prompts, attempts, entropy, strict=False)):
        if attempt.given:
            verdict = judge(prompt, attempt)
            answer = Answer(
                rating=rate_attempt(attempt, correct=verdict.correct),
                now=now + timedelta(milliseconds=index),
                duration_ms=attempt.ms,
                response=verdict.given,
                correct=verdict.correct,
                fingerprint=prompt.card.fingerprint,
            )
            reviews.append(make_review(state, prompt.card.id, answer, chance))
    return reviews
