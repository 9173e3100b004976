"""Rows before and after they were united in; what a learner gained by that out."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from tvp_quiz.domain.gain import Gain
from tvp_quiz.domain.review import Kind
from tvp_quiz.domain.settings import Settings
from tvp_quiz.storage.moving.exchange import Row

CHOSEN = {"changed_at", *Settings.__dataclass_fields__}


@dataclass(slots=True)
class Tally:
    """What changed for a learner so far: `changed` counts by type, `touched` are the cards whose log is another one."""

    is_new: bool
    changed: Counter[str] = field(default_factory=Counter)
    touched: set[str] = field(default_factory=set)
    days: set[date] = field(default_factory=set)
    has_exams: bool = False

    def note(self, kind: str, before: Row | None, after: Row) -> None:
        """Note that a row was added, or changed."""
        if kind == "review":
            self.note_review(before, after)
        elif kind == "learner" and before:
            self.changed["settings"] += any(before[name] != after[name] for name in CHOSEN)
            self.changed["beginning"] += before["created_at"] != after["created_at"]
        else:
            self.changed[kind] += 1
        if kind == "former":
            self.touched.add(after["card"])

    def note_review(self, before: Row | None, after: Row) -> None:
        """Note that a review was added, or voided."""
        self.touched.add(after["card"])
        if before is None:
            self.changed["review"] += 1
            self.days |= {after["day"]}
            self.has_exams |= after["kind"] == Kind.EXAM
        else:
            self.changed["voided"] += 1
            self.changed["undone"] += before["voided_at"] is None

    def sum_up(self, learner: str, memories: int) -> Gain:
        """Return what the learner gained."""
        count = self.changed
        return Gain(
            learner=learner,
            is_new=self.is_new,
            reviews=count["review"],
            since=min(self.days, default=None),
            until=max(self.days, default=None),
            undone=count["undone"],
            memories=memories,
            sittings=count["sitting"],
            marks=count["mark"],
            renames=count["former"],
            exams=count["paper"],
            beginning=count["beginning"] > 0,
            settings=count["settings"] > 0,
            plan=count["plan"] > 0,
            catch_up=count["catch_up"] > 0,
        )
