"""What a history took over from the banks: rows of former ids, of changed answers, and of the banks as seen."""

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from tvp_quiz.storage.tables import LEARNER


class BankSeenRow(SQLModel, table=True):
    """What a bank came to when its edits were last taken over."""

    __tablename__ = "bank_seen"

    learner: str = Field(primary_key=True, foreign_key=LEARNER)
    bank: str = Field(primary_key=True)
    digest: str


class CardFormerRow(SQLModel, table=True):
    """An id that a card had before: the reviews under it are the card's as well, unless it was reset since."""

    __tablename__ = "card_former"
    __table_args__ = (Index("card_of_former", "learner", "former"),)

    learner: str = Field(primary_key=True, foreign_key=LEARNER)
    card: str = Field(primary_key=True)
    former: str = Field(primary_key=True)
    dropped: bool = False


class CardChangeRow(SQLModel, table=True):
    """A card whose answer was changed after it was learned; `fingerprint` is that of the card as it is now."""

    __tablename__ = "card_change"

    learner: str = Field(primary_key=True, foreign_key=LEARNER)
    card: str = Field(primary_key=True)
    fingerprint: str
