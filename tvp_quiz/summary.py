"""A sitting that is over and tomorrow's history in, what it amounted to out."""

from tvp_quiz.domain.history import Snapshot
from tvp_quiz.domain.prompt import Summary
from tvp_quiz.domain.review import Rating, Review
from tvp_quiz.selection import Plan, select_due, select_new
from tvp_quiz.study import Desk


def is_right(review: Review) -> bool:
    """Tell whether an answer was right: by its verdict, or by the learner's rating where only they can tell."""
    return review.rating != Rating.AGAIN if review.correct is None else review.correct


def summarise(desk: Desk, tomorrow: Snapshot) -> Summary:
    """Return what a sitting amounted to; `tomorrow` is the history as the next study day will find it."""
    reviews = [kept.review for kept in desk.ledger.kept]
    plan = Plan()
    left = desk.state.waiting if desk.state.current is None else ()
    elsewhere = sum(card in desk.ledger.elsewhere for card in left)
    return Summary(
        asked=len(reviews),
        right=sum(is_right(review) for review in reviews),
        seconds=round(sum(review.duration_ms for review in reviews) / 1000),
        due_tomorrow=len(select_due(desk.copies.banks, tomorrow, plan.tags)),
        new_tomorrow=len(select_new(desk.copies.banks, tomorrow, plan)),
        leeches=tuple(kept.review.card for kept in desk.ledger.kept if kept.leech),
        kept_back=len(left) - elsewhere,
        elsewhere=elsewhere,
    )
