"""A plan for an exam, banks and the history in; what today holds, what mark to expect, and what would raise it out."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from tvp_quiz.domain.card import Bank, get_bank
from tvp_quiz.domain.history import Snapshot
from tvp_quiz.domain.plan import (
    Advice,
    Agenda,
    DayAhead,
    Decision,
    ExamPlan,
    Followed,
    Forecast,
    Habit,
    Outlook,
    Underway,
)
from tvp_quiz.domain.review import Memory, Review
from tvp_quiz.scheduling.agenda import make_means, order_day, stand
from tvp_quiz.scheduling.queue import choose_new
from tvp_quiz.scheduling.simulation import Situation
from tvp_quiz.selection import select_due

if TYPE_CHECKING:
    from random import Random


class Course(NamedTuple):
    """What an exam is about, as it stands on a study day: the cards, those that were met first, and the situation."""

    day: date
    cards: Sequence[str]
    situation: Situation

    def list_topics(self) -> list[str]:
        """Return the bank of each card."""
        return [get_bank(card) for card in self.cards]


def lay_out(
    plan: ExamPlan,
    banks: Mapping[str, Bank],
    memories: Mapping[str, Memory],
    *,
    day: date,
    introduced: Collection[str],
    set_aside: Collection[str],
    spent: float,
    most_new: int | None = None,
) -> Course:
    """Return how the cards of a plan stand on a day before the exam.

    `banks` are all there are; `introduced` are the cards that were new on that day, `set_aside` those that count for
    nothing, since they are not to be asked; `spent` are the seconds of that day that have gone into reviews. No more
    than `most_new` new cards are looked for, all where it is None.
    """
    chosen = {name: bank for name, bank in banks.items() if not plan.banks or name in plan.banks}
    every = [card for bank in chosen.values() for card in bank.cards if card not in set_aside]
    known = [card for card in every if card in memories]
    # Where some count more, the first of all can be anywhere; within a weight, a drill's order stays
    count = len(every) if most_new is None or plan.weights else most_new
    new = choose_new(every, memories.keys(), introduced, (), count)
    new = sorted(new, key=lambda card: -find_weight(plan, card))[:most_new]
    total = sum(find_weight(plan, card) for card in every)
    mean = total / len(every) if total else 1.0
    return Course(
        day,
        [*known, *new],
        Situation(
            known=[stand(memories[card], day, find_weight(plan, card) / mean) for card in known],
            fresh=[find_weight(plan, card) / mean for card in new],
            days=(plan.exam - day).days,
            seconds=plan.minutes * 60,
            spent=spent,
        ),
    )


def find_weight(plan: ExamPlan, card: str) -> float:
    """Return how often a card counts in the exam."""
    return plan.weights.get(get_bank(card), 1.0)


def draw_up(course: Course, decision: Decision, hidden: Collection[str]) -> Agenda:
    """Return what is left of the day of a course: the cards to ask, the most useful first, as many as should fit.

    `hidden` cards are not to be asked today.
    """
    situation = course.situation
    means = make_means(decision.profile, decision.policy)
    means.reschedule(situation.known)
    cards: list[str] = []
    new, seconds = 0, 0.0
    for place in order_day(means, situation.known, situation.fresh, 0, situation.days):
        if situation.spent + seconds >= situation.seconds:
            break
        if course.cards[place] in hidden:
            continue
        cards.append(course.cards[place])
        new += place >= len(situation.known)
        seconds += means.foresee_seconds(situation.known, place, 0)
    return Agenda(tuple(cards), new, seconds)


def queue_drill(
    followed: Followed, banks: Mapping[str, Bank], memories: Mapping[str, Memory], snapshot: Snapshot
) -> Agenda:
    """Return what a drill that follows a plan asks, as many cards as today's minutes should still take.

    `banks` are those that are drilled, `memories` all that the learner has.
    """
    plan, decision, spent = followed
    most_new = int(plan.minutes * 60 / decision.profile.costs.meeting) + 1
    course = lay_out(
        plan,
        banks,
        memories,
        day=snapshot.day,
        introduced=snapshot.introduced,
        set_aside=snapshot.hidden,
        spent=spent,
        most_new=most_new,
    )
    return draw_up(course, decision, ())


def queue_catch_up(underway: Underway, banks: Mapping[str, Bank], snapshot: Snapshot) -> list[str]:
    """Return the due cards of these banks in the order of a catch-up, as many as its minutes today should still take.

    New ones wait until it is over.
    """
    from tvp_quiz.scheduling.backlog import choose_due  # noqa: PLC0415 - few learners catch up
    from tvp_quiz.scheduling.habits import measure_recent_costs, sum_spent  # noqa: PLC0415 - the same

    left = underway.catch_up.minutes * 60 - sum_spent(underway.efforts, snapshot.day)
    due = select_due(banks, snapshot, frozenset())
    return choose_due(due, snapshot.day, measure_recent_costs(underway.efforts), left)


def decide(
    plan: ExamPlan,
    course: Course,
    logs: Mapping[str, Sequence[Review]],
    dice: "Callable[[str], Random]",
    before: Decision | None = None,
) -> tuple[Decision, Forecast]:
    """Return how the days from a course's on are best used, and what is to be expected of that.

    `logs` are the unvoided reviews of each card, oldest first; `before` is what was decided last. Time is spent only
    where it is worth it, unless the target asks for more.
    """
    from tvp_quiz.scheduling.calibration import measure_profile  # noqa: PLC0415 - it loads fsrs; an order does without
    from tvp_quiz.scheduling.planning import choose_policy, foretell  # noqa: PLC0415 - the same

    habit = find_habit(plan, course, logs)
    profile = measure_profile(logs, habit)
    situation = course.situation._replace(attendance=profile.attendance)
    policy = choose_policy(situation, profile, dice, before and before.policy)
    forecast = foretell(situation, profile, policy, dice, habit)
    if plan.target and forecast.mark < plan.target:
        policy = choose_policy(situation, profile, dice, price=0)
        forecast = foretell(situation, profile, policy, dice, habit)
    return Decision(course.day, policy, profile), forecast


def find_habit(plan: ExamPlan, course: Course, logs: Mapping[str, Sequence[Review]]) -> Habit:
    """Return how often a learner comes, by what is known on the day of a course."""
    from tvp_quiz.scheduling.habits import list_habit_days, measure_habit  # noqa: PLC0415 - an order does without

    seen = {review.day for log in logs.values() for review in log}
    return measure_habit([day in seen for day in list_habit_days(seen, plan.since, course.day)])


def look_out(
    plan: ExamPlan,
    course: Course,
    logs: Mapping[str, Sequence[Review]],
    dice: "Callable[[str], Random]",
    *,
    hidden: Collection[str],
    before: Decision | None = None,
) -> Outlook:
    """Return how a plan stands on the day of its course, on which `hidden` cards aren't asked; decide anew on it."""
    decision, forecast = decide(plan, course, logs, dice, before)
    is_met = not plan.target or forecast.mark >= plan.target
    return Outlook(
        plan=plan,
        decision=decision,
        cards=len(course.cards),
        new=len(course.situation.fresh),
        forecast=forecast,
        agenda=draw_up(course, decision, hidden),
        spent=course.situation.spent,
        advice=None if is_met else advise(plan, course, decision, dice, find_habit(plan, course, logs)),
    )


def advise(plan: ExamPlan, course: Course, decision: Decision, dice: "Callable[[str], Random]", habit: Habit) -> Advice:
    """Return what would help to reach the plan's target, which is not to be expected."""
    from tvp_quiz.scheduling.advice import choose_left_out, find_minutes  # noqa: PLC0415 - few plans need it

    policy, profile = decision.policy, decision.profile
    situation = course.situation._replace(attendance=profile.attendance)
    left_out, gain = choose_left_out(situation, profile, policy, dice, habit, topics=course.list_topics())
    minutes = find_minutes(situation, profile, policy, dice, habit, target=plan.target or 1)
    return Advice(minutes, tuple(left_out), gain)


def look_ahead(course: Course, decision: Decision, dice: "Callable[[str], Random]", habit: Habit) -> list[DayAhead]:
    """Return what each day until the exam should take, and what it should come to."""
    from tvp_quiz.scheduling.planning import foresee_days  # noqa: PLC0415 - a day's order does without

    days = foresee_days(course.situation, decision.profile, decision.policy, dice, habit)
    return [DayAhead(course.day + timedelta(days=number), minutes, mark) for number, (minutes, mark) in enumerate(days)]
