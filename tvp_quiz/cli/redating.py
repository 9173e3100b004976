"""`tvp-quiz data redate`: the way on where the clock was ahead and answers stand in the log that are not given yet."""

from typing import TYPE_CHECKING

import typer

from tvp_quiz.cli.output import print_line
from tvp_quiz.cli.world import read_clock
from tvp_quiz.domain.amounts import say_count

if TYPE_CHECKING:
    from tvp_quiz.cli.world import World


def redate(context: typer.Context) -> None:
    """Date answers as of now that were given while the clock was ahead."""
    from tvp_quiz.storage.backups.backup import Reason, keep_backup  # noqa: PLC0415 - `--help` needs none of it
    from tvp_quiz.storage.redating import redate_reviews  # noqa: PLC0415 - the same

    world: World = context.obj
    now = read_clock()
    last = world.read_snapshot(now).last_review
    if last is None or last <= now:
        print_line("No answer is from after now, so there is nothing to redate.")
        return
    keep_backup(world.database, Reason.REPAIR, now)
    with world.open_store() as store:
        found = redate_reviews(store, now)
    answers = say_count(found, "answer is", "answers are")
    print_line(f"{answers} dated {now:%Y-%m-%d %H:%M} now, none is lost.")
