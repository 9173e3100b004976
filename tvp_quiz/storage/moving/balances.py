"""Rows before and after they were united in; what a learner gained by that out."""

from collections import Counter
from dataclasses import dataclass, field

from tvp_quiz.domain.gain import Gain
from tvp_quiz.domain.review import Kind
from tvp_quiz.storage.choices import SETTING_TIMES
from tvp_quiz.storage.moving.exchange import Row

CHOSEN = [*SETTING_TIMES, *SETTING_TIMES.values()]
# What of a review says what is gained: there may be very many
TOLD = ("day", "voided_at")

Place = tuple[str, tuple[object, ...]]


@dataclass(slots=True)
class Balance:
    """How rows of a learner were before anything was united, None where they were not there, and how they are now.

    They go by type and key. `touched` are the cards whose log is another one.
    """

    is_new: bool
    before: dict[Place, Row | None] = field(default_factory=dict)
    after: dict[Place, Row] = field(default_factory=dict)
    touched: set[str] = field(default_factory=set)
    has_exams: bool = False

    def note(self, kind: str, key: tuple[object, ...], before: Row | None, after: Row) -> None:
        """Note that a row was added, or changed; several files may have something to say of it."""
        self.before.setdefault((kind, key), shorten(kind, before) if before else None)
        self.after[kind, key] = shorten(kind, after)
        if kind in {"review", "former"}:
            self.touched.add(after["card"])
        self.has_exams |= kind == "paper" or (kind == "review" and after["kind"] == Kind.EXAM)

    def list_changed(self, kind: str) -> list[tuple[Row | None, Row]]:
        """Return the rows of a type that are not as they were, as they were and are."""
        pairs = ((self.before[place], row) for place, row in self.after.items() if place[0] == kind)
        return [(before, after) for before, after in pairs if before != after]

    def sum_up(self, learner: str, memories: int) -> Gain:
        """Return what the learner gained."""
        count = Counter(kind for (kind, key), row in self.after.items() if self.before[kind, key] != row)
        reviews = self.list_changed("review")
        days = [after["day"] for before, after in reviews if before is None]
        chosen = [(before, after) for before, after in self.list_changed("learner") if before]
        return Gain(
            learner=learner,
            is_new=self.is_new,
            reviews=len(days),
            since=min(days, default=None),
            until=max(days, default=None),
            undone=sum(before["voided_at"] is None for before, _ in reviews if before),
            memories=memories,
            sittings=count["sitting"],
            marks=count["mark"],
            renames=count["former"],
            exams=count["paper"],
            beginning=any(before["created_at"] != after["created_at"] for before, after in chosen),
            settings=any(before[name] != after[name] for before, after in chosen for name in CHOSEN),
            plan=count["plan"] > 0,
            catch_up=count["catch_up"] > 0,
        )


def shorten(kind: str, row: Row) -> Row:
    """Return what matters of a row."""
    return {name: row[name] for name in TOLD} if kind == "review" else row
