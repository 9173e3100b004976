"""Lines of an exported history in, rows of our tables out, and back."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy
from pydantic import ValidationError
from sqlmodel import Session, SQLModel, col, select

from tvp_quiz.storage.bank_tables import CardFormerRow
from tvp_quiz.storage.exam_tables import ExamPaperRow, ExamQuestionRow
from tvp_quiz.storage.moving.records import RECORDS, LearnerRecord, PaperRecord, PlanRecord, Record
from tvp_quiz.storage.plan_tables import CatchUpRow, PlanRow
from tvp_quiz.storage.portions import CHUNK, split
from tvp_quiz.storage.tables import CardMarkRow, LearnerRow, ReviewRow, SittingRow, get_table

# With their questions they may be long
PAPERS = 10
# Digits, and a sign
LONGEST_NUMBER = 20
ROWS: Mapping[str, type[SQLModel]] = {
    "learner": LearnerRow,
    "sitting": SittingRow,
    "review": ReviewRow,
    "former": CardFormerRow,
    "mark": CardMarkRow,
    "paper": ExamPaperRow,
    "plan": PlanRow,
    "catch_up": CatchUpRow,
}
# Time orders what has one; the rest by the characters of its ids, which no database server sorts alike
ORDERS: Mapping[str, Sequence[str]] = {
    "sitting": ("started_at", "id"),
    "review": ("reviewed_at", "id"),
    "paper": ("started_at", "id"),
}
# Where pydantic's own words would tell a learner nothing
SAID = {
    "string_pattern_mismatch": "it holds a character that no id of ours has",
    "string_unicode": "it is no text",
    "union_tag_invalid": "there is no such type",
    "union_tag_not_found": "its type is missing",
    "missing": "it is missing",
    "extra_forbidden": "there is no such key",
    "model_type": "it is no object",
}
LONGEST_SAID = 200

Row = dict[str, Any]


def read_records(session: Session) -> Iterator[Record]:
    """Yield a whole history: by learner, then type, then time or card.

    Raises ValueError for what this program never writes.
    """
    for learner in sorted(session.exec(select(LearnerRow.name))):
        for kind in ROWS:
            for row in read_rows(session, kind, learner):
                yield check_record(kind, learner, row)


def read_rows(session: Session, kind: str, learner: str) -> Iterator[Row]:
    """Yield a learner's rows of a type, in their order; those of a paper have its questions with them."""
    table = get_table(ROWS[kind])
    owner = table.c.name if kind == "learner" else table.c.learner
    query = sqlalchemy.select(table).where(owner == learner).order_by(*(table.c[name] for name in ORDERS.get(kind, ())))
    if kind == "paper":
        ids = session.scalars(query.with_only_columns(table.c.id)).all()
        for chunk in split(ids, PAPERS):
            yield from read_papers(session, learner, chunk)
        return
    rows = session.execute(query, execution_options={"yield_per": CHUNK}).mappings()
    if kind in {"former", "mark"}:
        yield from sorted(map(dict, rows), key=lambda row: (row["card"], row.get("former", "")))
    else:
        yield from map(dict, rows)


def read_papers(session: Session, learner: str, ids: Collection[object]) -> list[Row]:
    """Return these papers, those that are there, each with its questions in their order."""
    table = get_table(ExamPaperRow)
    query = sqlalchemy.select(table).where(table.c.learner == learner, table.c.id.in_(ids))
    ordered = query.order_by(*(table.c[name] for name in ORDERS["paper"]))
    papers = {row["id"]: dict(row) | {"questions": []} for row in session.execute(ordered).mappings()}
    asked = select(ExamQuestionRow).where(ExamQuestionRow.learner == learner, col(ExamQuestionRow.paper).in_(ids))
    for row in session.exec(asked.order_by(col(ExamQuestionRow.position))):
        if row.paper in papers:
            papers[row.paper]["questions"].append(row.model_dump(warnings=False))
    return list(papers.values())


def check_record(kind: str, learner: str, row: Row) -> Record:
    """Return the line that a row makes. Raises ValueError for one that this program never writes."""
    row.pop("name", None)
    if kind == "plan":
        row |= {"banks": parse(row["banks"]), "weights": parse(row["weights"])}
    elif kind == "paper":
        row |= {"banks": parse(row["banks"]), "blueprint": parse(row["blueprint"])}
        row["questions"] = [list_parts(position, question) for position, question in enumerate(row["questions"])]
    try:
        return RECORDS.validate_python({"type": kind, **row, "learner": learner})
    except ValidationError as error:
        raise ValueError(f"{kind}: {describe(error)}") from None


def list_parts(position: int, question: Row) -> Row:
    """Return a question as it stands in its paper's line. Raises ValueError where one before it is missing."""
    if question["position"] != position:
        raise ValueError(f"question {position} of an exam is missing")
    parts = {name: value for name, value in question.items() if name not in {"learner", "paper", "position"}}
    return parts | {"given": parse(question["given"]), "marked": question["marked"] and parse(question["marked"])}


def make_rows(record: Record) -> Iterator[tuple[type[SQLModel], Row]]:
    """Yield the rows that a line says, each with its table."""
    row = record.model_dump(exclude={"type", "questions"})
    if isinstance(record, LearnerRecord):
        row["name"] = row.pop("learner")
    elif isinstance(record, PlanRecord):
        row |= {"banks": json.dumps(record.banks), "weights": json.dumps(record.weights)}
    elif isinstance(record, PaperRecord):
        row |= {"banks": json.dumps(record.banks), "blueprint": json.dumps(record.blueprint)}
    yield ROWS[record.type], row
    if isinstance(record, PaperRecord):
        yield from make_question_rows(record)


def make_question_rows(paper: PaperRecord) -> Iterator[tuple[type[SQLModel], Row]]:
    """Yield the rows of a paper's questions."""
    for position, question in enumerate(paper.questions):
        marked = None if question.marked is None else json.dumps(question.marked.model_dump())
        row = question.model_dump() | {"given": json.dumps(question.given), "marked": marked}
        yield ExamQuestionRow, {"learner": paper.learner, "paper": paper.id, "position": position, **row}


def write_text(value: Mapping[str, object]) -> str:
    r"""Return an object as one line of JSON; what an editor or a terminal would not show stands there as \u."""
    text = json.dumps(value, ensure_ascii=False)
    return text if text.isprintable() else "".join(one if one.isprintable() else escape(one) for one in text)


def escape(char: str) -> str:
    """Return a character as JSON escapes it."""
    return json.dumps(char)[1:-1]


def parse(text: str) -> Any:  # noqa: ANN401 - whatever it says is checked where it goes
    """Return what JSON says. Raises ValueError for what isn't JSON, is no number, says a key twice or nests deep."""
    try:
        return json.loads(text, object_pairs_hook=refuse_twins, parse_constant=refuse_constant, parse_int=read_number)
    except RecursionError:
        raise ValueError("it is nested too deep") from None


def refuse_twins(pairs: Iterable[tuple[str, object]]) -> dict[str, object]:
    """Return an object's keys and values. Raises ValueError where a key is there twice."""
    every = list(pairs)
    found = dict(every)
    if len(found) < len(every):
        raise ValueError("it says the same key twice")
    return found


def read_number(digits: str) -> int:
    """Return a number. Raises ValueError for one that no column holds."""
    if len(digits) > LONGEST_NUMBER:
        raise ValueError("it has a number that is too long")
    return int(digits)


def refuse_constant(name: str) -> None:
    """Refuse the words that Python takes for numbers in JSON."""
    raise ValueError(f"{name} is no number")


def describe(error: ValidationError) -> str:
    """Return in a few words what was first found wrong with a line."""
    first = error.errors(include_url=False, include_input=False)[0]
    place = " ".join(str(part) for part in first["loc"][1:])
    said = SAID.get(first["type"]) or first["msg"].removeprefix("Value error, ")
    said = (said[:1].lower() + said[1:])[:LONGEST_SAID]
    return f"{place}: {said}" if place else said
