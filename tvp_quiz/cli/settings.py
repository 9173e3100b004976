"""`tvp-quiz settings`: a name and a value in, what the learner has chosen out."""

from dataclasses import asdict, replace
from typing import Annotated

import typer

from tvp_quiz.cli.options import Json
from tvp_quiz.cli.output import print_json, print_line, print_table
from tvp_quiz.cli.world import World, read_clock
from tvp_quiz.domain.settings import MOST_NEW, Settings
from tvp_quiz.errors import UsageError, make_unknown

LEAST_RECALL, MOST_RECALL, LAST_HOUR = 0.7, 0.99, 23
MEANINGS = {
    "retention": f"probability of recall at which a card becomes due, {LEAST_RECALL} to {MOST_RECALL}",
    "new": f"new cards a day, 0 to {MOST_NEW}",
    "rollover": f"hour at which a study day begins, 0 to {LAST_HOUR}",
}


def settings(
    context: typer.Context,
    name: Annotated[str | None, typer.Argument(help="retention, new or rollover.", show_default=False)] = None,
    value: Annotated[str | None, typer.Argument(help="What it shall be.", show_default=False)] = None,
    as_json: Json = False,  # noqa: FBT002 - an option
) -> None:
    """Show or change what you have chosen."""
    world: World = context.obj
    if name and name not in MEANINGS:
        raise make_unknown("setting", name, MEANINGS, "tvp-quiz settings")
    with world.open_store() as store:
        chosen = store.read_settings()
        if name and value is not None:
            chosen = change_setting(chosen, name, value)
            store.change_settings(chosen, read_clock(), name)
    show_settings(chosen, name, as_json=as_json)


def change_setting(chosen: Settings, name: str, value: str) -> Settings:
    """Return the settings with one changed. Raises UsageError for a value it can't have."""
    try:
        if name == "retention":
            changed = replace(chosen, retention=float(value.removesuffix("%")) / (100 if value.endswith("%") else 1))
        elif name == "new":
            changed = replace(chosen, new=int(value))
        else:
            changed = replace(chosen, rollover=int(value))
    except ValueError:
        changed = None
    if changed is None or not is_allowed(changed):
        raise UsageError(f"{name} can't be {value!r}: it is the {MEANINGS[name]}.")
    return changed


def is_allowed(chosen: Settings) -> bool:
    """Tell whether every setting is within its range."""
    is_recall = LEAST_RECALL <= chosen.retention <= MOST_RECALL
    return is_recall and 0 <= chosen.new <= MOST_NEW and 0 <= chosen.rollover <= LAST_HOUR


def show_settings(chosen: Settings, name: str | None, *, as_json: bool) -> None:
    """Print one setting, or all of them."""
    values = asdict(chosen)
    shown = {name: values[name]} if name else values
    if as_json:
        print_json(shown)
    elif name:
        print_line(str(shown[name]))
    else:
        print_table(["setting", "value", "meaning"], [[key, str(shown[key]), MEANINGS[key]] for key in shown])
