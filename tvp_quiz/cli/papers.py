"""Papers in, what came of them out: found by number, printed for people and for programs."""

from collections.abc import Sequence

from tvp_quiz.cli.output import open_console, print_json, print_line, print_table
from tvp_quiz.cli.world import World, read_clock
from tvp_quiz.domain.exam import CertaintyScore, Level, Marked, Measure, Report, Sat, Tally
from tvp_quiz.errors import UsageError
from tvp_quiz.sessions.figures import make_report
from tvp_quiz.storage.papers import read_papers


def show_history(world: World, names: list[str], *, as_json: bool) -> None:
    """List past papers, or show the report of one."""
    sats: list[Sat] = []
    if world.has_history():
        with world.open_store() as store:
            sats = read_papers(store)
    if number := take_number(names):
        show_report(make_report(find_done(sats, number)), "", as_json=as_json)
        return
    reports = [make_report(sat) for sat in sats]
    if as_json:
        print_json([describe_past(report) for report in reports])
    elif reports:
        print_past(reports)
    else:
        print_line("No paper was sat yet: `tvp-quiz exam` draws one.")


def take_number(names: Sequence[str]) -> str:
    """Return the number of a paper that was named, or nothing. Raises UsageError for several."""
    if len(names) > 1:
        raise UsageError(f"One paper at a time: leave {' and '.join(names[1:])} out.")
    return "".join(names)


def find_left(sats: Sequence[Sat], number: str) -> Sat:
    """Return the paper to go on with, the last one that was left where none is named. Raises UsageError for none."""
    left = [find_paper(sats, number)] if number else [sat for sat in sats if sat.handed_in_at is None]
    if not left:
        raise UsageError("There is no paper to go on with: `tvp-quiz exam` draws one.")
    if left[-1].handed_in_at:
        raise UsageError(f"Paper {number} was handed in: `tvp-quiz exam --history {number}` shows what came of it.")
    return left[-1]


def find_paper(sats: Sequence[Sat], number: str) -> Sat:
    """Return a paper by its number. Raises UsageError for an unknown one."""
    for sat in sats:
        if number == str(sat.number):
            return sat
    raise UsageError(f"There is no paper {number!r}: `tvp-quiz exam --history` lists them by number.")


def find_done(sats: Sequence[Sat], number: str) -> Sat:
    """Return a paper that was handed in by its number. Raises UsageError for any other."""
    sat = find_paper(sats, number)
    if sat.handed_in_at is None:
        raise UsageError(f"Paper {number} was not handed in yet: `tvp-quiz exam --resume {number}` goes on with it.")
    return sat


def show_report(report: Report, notice: str, *, as_json: bool) -> None:
    """Print what a paper came to."""
    if as_json:
        print_json(describe_report(report))
        return
    from tvp_quiz.terminal.exam_report import print_report  # noqa: PLC0415 - a report for programs needs no rich

    print_report(open_console(), report, notice)


def print_past(reports: Sequence[Report]) -> None:
    """Print a line for each paper."""
    from tvp_quiz.terminal.exam_report import list_past  # noqa: PLC0415 - a list for programs needs no rich

    print_table(["paper", "begun", "banks", "right", "mark", "predicted"], list_past(reports, read_clock().tzinfo))


def describe_past(report: Report) -> dict[str, object]:
    """Return a paper in short."""
    sat = report.sat
    paper = sat.paper
    return {
        "paper": sat.number,
        "id": paper.id,
        "started_at": paper.started_at,
        "handed_in_at": sat.handed_in_at,
        "banks": list(paper.banks),
        "seed": paper.seed,
        "blueprint": [{share.topic.value: share.name, "parts": share.parts} for share in paper.blueprint],
        "seconds": paper.limit_ms / 1000,
        "seconds_used": sat.used_ms / 1000,
        "questions": [item.card for item in paper.items],
        "gone": sat.gone,
        "answered": sum(bool(attempt.given) for attempt in sat.attempts),
        "certainty": paper.certainty,
        "apart": paper.apart,
        "predicted": describe_measure(paper.predicted),
        "mark": describe_tally(report.mark) if sat.handed_in_at else None,
    }


def describe_report(report: Report) -> dict[str, object]:
    """Return all that a report says."""
    return describe_past(report) | {
        "by_bank": [describe_tally(tally) for tally in report.banks],
        "by_ref": [describe_tally(tally) for tally in report.refs],
        "certainty_whole": describe_score(report.whole),
        "certainty_answered": describe_score(report.answered),
        "certainty_levels": [describe_level(level) for level in report.levels],
        "marked": [describe_marked(one) for one in report.sat.marked],
    }


def describe_measure(measure: Measure) -> dict[str, float]:
    """Return a share with its interval."""
    return {"share": measure.share, "low": measure.low, "high": measure.high}


def describe_tally(tally: Tally) -> dict[str, object]:
    """Return a tally."""
    return {"name": tally.name, "right": tally.right, "count": tally.count, **describe_measure(tally.mark)}


def describe_score(score: CertaintyScore | None) -> dict[str, float] | None:
    """Return what certainty-based marking gives."""
    if score is None:
        return None
    return {
        "questions": score.count,
        "average": score.average,
        "accuracy": score.accuracy,
        "bonus": score.bonus,
        "certainty_based_accuracy": score.total,
    }


def describe_level(level: Level) -> dict[str, object]:
    """Return a level of certainty."""
    return {
        "level": int(level.certainty),
        **describe_tally(level.tally),
        "meant_from": level.low,
        "meant_to": level.high,
        "judgement": level.judgement.value,
        "is_clear": level.is_clear,
    }


def describe_marked(one: Marked) -> dict[str, object]:
    """Return a marked question."""
    return one._asdict() | {
        "seconds": one.ms / 1000,
        "certainty": None if one.certainty is None else int(one.certainty),
        "because": list(one.because),
        "refs": list(one.refs),
    }
