"""A prompt and a response in, a verdict out."""

from datetime import datetime

from tvp_quiz.domain.card import Card, Choice, Cloze, Number, Question, Typed
from tvp_quiz.domain.prompt import Mode, Prompt, Response, Verdict
from tvp_quiz.domain.review import Rating
from tvp_quiz.sessions.sitting import Answer


def grade_response(prompt: Prompt, response: Response) -> Verdict | None:
    """Return the verdict on a response, or None for a card that only the learner can mark.

    All right is right; a part of it is a share: of several options, those rightly taken less those wrongly taken, never
    below none, out of all that apply; of slots and gaps, those rightly filled.
    """
    match prompt.mode:
        case Mode.ONE | Mode.SOME:
            return grade_picks(prompt, response)
        case Mode.SEQUENCE:
            return grade_sequence(prompt, response)
        case Mode.LINE | Mode.GAPS:
            return grade_texts(prompt, response)
        case Mode.REVEAL:
            return None


def is_answer_of(question: Question, text: str) -> bool:
    """Tell whether a text, wrong where it was given, is the right answer to this question."""
    from tvp_quiz.sessions.matching import fold_text, is_same, split_words  # noqa: PLC0415 - as below

    match question:
        case Choice(answer, shuffled=True):
            return fold_text(answer.text) == fold_text(text)
        case Typed(accepted):
            return any(is_same(split_words(text), split_words(one)) for one in accepted)
        case _:
            return False


def make_answer(verdict: Verdict | None, card: Card, now: datetime) -> Answer:
    """Return the answer that a verdict amounts to unless the learner says otherwise, as if given at once."""
    if verdict is None:
        return Answer(Rating.GOOD, now, 0, fingerprint=card.fingerprint)
    return Answer(choose_rating(verdict), now, 0, verdict.given, verdict.correct, card.fingerprint)


def choose_rating(verdict: Verdict) -> Rating:
    """Return the rating that a verdict stands for: all right is Good, anything less is Again."""
    return Rating.GOOD if verdict.correct else Rating.AGAIN


def grade_picks(prompt: Prompt, response: Response) -> Verdict:
    """Grade options chosen from a list."""
    picked, right = set(response.picks), set(prompt.key)
    share = max(0, len(picked & right) - len(picked - right)) / len(right)
    given = "; ".join(prompt.options[pick].text for pick in sorted(picked))
    return Verdict(correct=picked == right, share=share, given=given)


def grade_sequence(prompt: Prompt, response: Response) -> Verdict:
    """Grade options put into slots: those of a match, or the places of an order."""
    picks = response.picks
    parts = tuple(
        place < len(picks) and prompt.options[picks[place]].text == prompt.options[right].text
        for place, right in enumerate(prompt.key)
    )
    given = "; ".join(prompt.options[pick].text for pick in picks)
    return Verdict(correct=all(parts), share=sum(parts) / len(parts), given=given, parts=parts)


def grade_texts(prompt: Prompt, response: Response) -> Verdict:
    """Grade what was typed: a term, a number, or the fillings of gaps."""
    from tvp_quiz.sessions.matching import compare_number, compare_text  # noqa: PLC0415 - only these take a library

    texts = response.texts
    match prompt.card.question:
        case Typed(accepted, rivals):
            found = [compare_text(texts[0] if texts else "", accepted, rivals)]
        case Cloze(gaps=gaps, rivals=rivals):
            padded = (*texts, *[""] * len(gaps))
            found = [compare_text(text, gap, rivals) for text, gap in zip(padded, gaps, strict=False)]
        case Number() as number:
            found = [compare_number(texts[0] if texts else "", number)]
        case _:
            raise ValueError(f"{prompt.card.id} takes no text")
    parts = tuple(match.right for match in found)
    remarks = tuple(match.remark for match in found if match.remark)
    return Verdict(all(parts), sum(parts) / len(parts), "; ".join(texts), parts, remarks)
