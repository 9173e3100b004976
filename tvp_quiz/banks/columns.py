"""A chart's columns and the names in it in, what can't be said of a column out."""

from collections.abc import Iterator

from tvp_quiz.banks.chart import list_prompts
from tvp_quiz.banks.entries import Chart, Row
from tvp_quiz.banks.explain import Found, list_words
from tvp_quiz.banks.nodes import Node
from tvp_quiz.banks.synonyms import find_meant
from tvp_quiz.banks.wording import shorten


def find_alike_columns(chart: Chart, node: Node) -> Iterator[Found]:
    """Yield a problem if the names of a chart's columns can't be told apart."""
    prompts = list_prompts(chart.columns)
    if all(prompts) and len({prompt.casefold() for prompt in prompts}) == len(prompts):
        return
    message = "The names of these columns can't be told apart in the cards' ids."
    remedy = "Give each column a name with letters or digits of its own."
    yield node.child("columns") or node, ("bad-columns", message, remedy)


def find_bad_cells(row: Row, node: Node, columns: list[str]) -> Iterator[Found]:
    """Yield what keeps a row from having one cell for each column."""
    cells = node.child("cells")
    keys = cells.keys if cells and cells.keys else {}
    unknown = {column: find_meant(column, columns) for column in row.cells if column not in columns}
    missing = [column for column in columns if column not in row.cells]
    if len(unknown) == len(missing) == 1:
        unknown = dict.fromkeys(unknown, missing[0])
    at = cells or node
    for column, meant in unknown.items():
        remedy = f"Did you mean `{shorten(meant)}`?" if meant else f"Use one of {list_words(columns)}."
        yield keys.get(column, at), ("unknown-column", f"`{shorten(column)}` is no column.", remedy)
    absent = [column for column in missing if column not in unknown.values()]
    if absent:
        remedy = f"Add {' and '.join(f'`{shorten(column)}: …`' for column in absent)}."
        yield at, ("missing-cell", f"There is no cell for {list_words(absent)}.", remedy)


def find_bad_names(chart: Chart, node: Node) -> Iterator[Found]:
    """Yield the names below a chart's `was` by which no column's progress could be found."""
    was = node.child("was")
    for column, names in chart.was.items():
        key = (was.keys or {}).get(column) if was else None
        if column not in chart.columns:
            message = f"`{shorten(column)}` is no column, so this says nothing."
            remedy = f"Write the name that the column has now before the colon: one of {list_words(chart.columns)}."
            yield key or node, ("unknown-column", message, remedy)
        listed = was.child(column) if was else None
        for place, name in enumerate(names):
            if name in chart.columns:
                message = f"`{shorten(name)}` is a column of this chart, so it is no former name of another one."
                remedy = "Delete it; or give that column a new name, if it is not what it was."
                yield (listed and listed.child(place)) or key or node, ("was-clash", message, remedy)
