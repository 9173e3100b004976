"""What the learner asked of a drill in, what follows from it for its cards out."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from tvp_quiz.domain.card import Bank
from tvp_quiz.domain.day import MINUTES_OF_DAY
from tvp_quiz.errors import UsageError

if TYPE_CHECKING:
    from tvp_quiz.domain.history import Snapshot
    from tvp_quiz.domain.plan import ExamPlan


class Wish(NamedTuple):
    """What the learner asked of a drill; None leaves it open."""

    new: int | None = None
    limit: int | None = None
    minutes: float | None = None
    tags: frozenset[str] = frozenset()
    cram: bool = False
    seed: int | None = None
    plain: bool = False


def check_wish(wish: Wish) -> None:
    """Raise UsageError for what can't be wished for."""
    if wish.minutes is not None and not 0 < wish.minutes <= MINUTES_OF_DAY:
        raise UsageError(f"--minutes can't be {wish.minutes:g}: name a number above 0, up to {MINUTES_OF_DAY}.")
    if wish.cram and wish.new is not None:
        raise UsageError("--cram asks what was learned before, so it takes no --new: leave one of them out.")


def is_following(plan: "ExamPlan", banks: Mapping[str, Bank], wish: Wish) -> bool:
    """Tell whether a drill follows a plan for an exam: nothing else is wished for, and the plan is about its banks."""
    return not has_own_wish(wish) and (not plan.banks or any(bank in banks for bank in plan.banks))


def has_own_wish(wish: Wish) -> bool:
    """Tell whether other cards are wished for than those that a plan or a catch-up would ask."""
    return wish.cram or bool(wish.tags) or wish.new is not None or wish.limit is not None


def find_allowance(snapshot: "Snapshot", banks: Mapping[str, Bank], wish: Wish) -> int | None:
    """Return how many cards a day may be new, whichever sitting asks them; None where the wish or a plan says that."""
    if wish.new is not None or (snapshot.followed and is_following(snapshot.followed.plan, banks, wish)):
        return None
    return snapshot.settings.new
