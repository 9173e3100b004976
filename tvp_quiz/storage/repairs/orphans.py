"""Which rows can't be anything without others, as conditions in SQL."""

from typing import NamedTuple


class Orphans(NamedTuple):
    """Rows of a table that are of no use: the condition they meet, and what they are said to be."""

    table: str
    condition: str
    says: str


# In this order one sweep leaves none: a paper that lacks questions takes the rest of them along
ORPHANS = (
    Orphans(
        "exam_paper",
        "(learner, id) NOT IN (SELECT learner, paper FROM exam_question GROUP BY learner, paper "
        "HAVING min(position) = 0 AND max(position) = count(*) - 1)",
        "without all its questions",
    ),
    Orphans(
        "exam_paper",
        "handed_in_at IS NULL AND (learner, id) IN (SELECT learner, paper FROM exam_question WHERE marked IS NOT NULL)",
        "marked before it was handed in",
    ),
    Orphans(
        "exam_question",
        "(learner, paper) NOT IN (SELECT learner, id FROM exam_paper)",
        "without its paper",
    ),
    Orphans("sitting", "(learner, id) NOT IN (SELECT learner, sitting FROM review)", "without reviews"),
    Orphans("plan_decision", "learner NOT IN (SELECT learner FROM plan)", "without its plan"),
    Orphans("card_former", "card = former", "with a card that is its own former one"),
)
