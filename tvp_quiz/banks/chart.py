"""A chart's rows in, what they ask out: which cell is one column's, each cell among others, each cell freely."""

import re
from collections.abc import Iterator
from zlib import crc32

from tvp_quiz.banks.deck import Ask
from tvp_quiz.banks.entries import Chart, Row
from tvp_quiz.banks.questions import make_options, make_when
from tvp_quiz.banks.siblings import Names, Pool, Sibling, make_sibling, pick_distractors
from tvp_quiz.domain.card import Choice, Option, Recall, When

WHICH = "which"
RECALL = "-recall"
OTHER_SIGNS = re.compile(r"[^\w-]+")


def make_prompt(column: str) -> str:
    """Return a column's name as it stands in a card's id, empty if nothing of it can."""
    return OTHER_SIGNS.sub("-", column).strip("-")


def list_prompts(columns: list[str]) -> list[str]:
    """Return the prompts that a row of these columns makes; equal ones are cards that can't be told apart."""
    names = [make_prompt(column) for column in columns]
    return [WHICH, *names, *(name + RECALL for name in names)]


def ask_chart(chart: Chart) -> Iterator[tuple[Row, list[Ask]]]:
    """Yield each row with what it asks."""
    pools = {column: Pool(_list_others(chart, column)) for column in chart.columns}
    for row in chart.rows:
        # By its first id, so that neither a row added above nor a rename changes what is asked
        first = row.was[-1].rpartition("/")[2] if row.was else row.id
        which = chart.columns[crc32(first.encode()) % len(chart.columns)]
        yield row, [*_ask_which(row, which), *_ask(row, chart.columns, pools)]


def _ask(row: Row, columns: list[str], pools: dict[str, Pool]) -> list[Ask]:
    choices = [_ask_cell(row, column, pools[column]) for column in columns]
    recalls = [
        Ask(
            make_prompt(column) + RECALL,
            row.aspect,
            f"“{column}” under the aspect “{row.aspect}”: what is said of it? Say it in your own words.",
            Recall(row.cells[column].text),
            _list_alike(row, column, RECALL),
            proves=_find_when(row, column),
        )
        for column in columns
    ]
    return [*filter(None, choices), *recalls]


def _ask_which(row: Row, column: str) -> Iterator[Ask]:
    """Yield the choice among the row's own cells, unless they all say the same."""
    distractors = _pick(row, column, [], most=len(row.cells))
    if distractors:
        stem = f"{row.aspect}: which of these is said of “{column}”?"
        answer = Option(row.cells[column].text, when=make_when(row.cells[column].when))
        yield Ask(
            WHICH, row.aspect, stem, Choice(answer, tuple(_ascribe(option, row, column) for option in distractors))
        )


def _ascribe(option: Option, row: Row, column: str) -> Option:
    """Return another column's cell as an option for this one: right if what its facts say of theirs held for this."""
    for other, cell in row.cells.items():
        own, others = name_fact(column), name_fact(other)
        if cell.text == option.text and cell.when and own in (row.cells[column].when or {}):
            facts = {own if name == others else name: value for name, value in cell.when.items()}
            differs = facts.get(own) != (row.cells[column].when or {})[own]
            return option._replace(when=make_when(facts)) if differs else option
    return option


def name_fact(column: str) -> str:
    """Return the name of the fact that a demo finds for a column."""
    return make_prompt(column).casefold()


def _find_when(row: Row, column: str) -> When | None:
    return make_when(row.cells[column].when or row.proves)


def _ask_cell(row: Row, column: str, others: Pool) -> Ask | None:
    cell = row.cells[column]
    distractors = make_options(cell.distractors) or _pick(row, column, [others])
    if not distractors:
        return None
    stem = f"{row.aspect}: what is said of “{column}”?"
    question = Choice(Option(cell.text, when=_find_when(row, column)), distractors)
    return Ask(make_prompt(column), row.aspect, stem, question, _list_alike(row, column, ""))


def _list_alike(row: Row, column: str, ending: str) -> tuple[str, ...]:
    """Return the cards that ask the same of the row's other columns."""
    return tuple(f"{row.id}#{make_prompt(other)}{ending}" for other in row.cells if other != column)


def _pick(row: Row, column: str, pools: list[Pool], most: int = 3) -> tuple[Option, ...]:
    own = Pool(_list_cells(row, column))
    return pick_distractors(row.cells[column].text, [own, *pools], lambda _: True, most)


def _list_others(chart: Chart, column: str) -> Iterator[Sibling]:
    for row in chart.rows:
        yield from _list_cells(row, column)


def _list_cells(row: Row, column: str) -> Iterator[Sibling]:
    """Yield the cells of a row's other columns."""
    for other, cell in row.cells.items():
        if other != column:
            because = f"This is said of “{other}” in the row “{row.aspect}”."
            yield make_sibling(cell.text, because, Names())
