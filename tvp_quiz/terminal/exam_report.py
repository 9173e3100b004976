"""What a paper came to in, its report out: as a page that scrolls, and as lines that stay."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import tzinfo

from rich.console import Console
from rich.text import Text

from tvp_quiz.domain.amounts import say_count
from tvp_quiz.domain.card import get_entry
from tvp_quiz.domain.exam import CertaintyScore, Judgement, Level, Marked, Measure, Report, Tally
from tvp_quiz.terminal.exam_words import LEVELS, say_clock
from tvp_quiz.terminal.page import BLANK, Block, Page, lay_blocks
from tvp_quiz.terminal.text import show_text
from tvp_quiz.terminal.words import NOTHING

_SECOND_MS = 1000
_LEAD = "  "
_MOST_NAMED = 2


def draw_report(report: Report, notice: str) -> Page:
    """Return the page of a report; `notice` is one sentence that comes first, or empty."""
    keys = (Text("↑ ↓ PgUp PgDn scroll", "dim"), Text("q closes; it is printed then", "dim"))
    topic = Text.assemble((" · ", "dim"), show_text(", ".join(report.sat.paper.banks), lines=False))
    status = Text(f"{report.mark.mark.share:.0%}", "bold")
    title = Text(f"Mock exam {report.sat.number}", "bold")
    return Page(title, topic, status, report.mark.mark.share, tuple(list_report(report, notice)), (keys,))


def print_report(console: Console, report: Report, notice: str) -> None:
    """Print a report, folded to the width of a terminal, not folded elsewhere."""
    blocks = [Block(Text(f"Mock exam {report.sat.number}", "bold")), *list_report(report, notice)]
    for line in lay_blocks(blocks, console):
        line.rstrip()
        console.print(line, soft_wrap=True)


def list_report(report: Report, notice: str) -> Iterator[Block]:
    """Yield the paragraphs of a report."""
    if notice:
        yield Block(show_text(notice, "yellow"))
    yield from _list_mark(report)
    yield from _list_tallies("By bank", report.banks)
    yield from _list_tallies("By ref", report.refs)
    yield from _list_certainty(report)
    yield from _list_times(report)
    yield from _list_wrong([one for one in report.sat.marked if not one.correct])


def _list_mark(report: Report) -> Iterator[Block]:
    sat, mark = report.sat, report.mark
    yield Block(
        Text.assemble(
            "Mark: ", (f"{mark.right} of {mark.count} right, {mark.mark.share:.0%}", "bold"), f" ({_say(mark.mark)})."
        )
    )
    predicted = sat.paper.predicted
    yield Block(Text(f"Predicted beforehand: {predicted.share:.0%} ({_say(predicted)})."))
    if sat.gone:
        verb = "is" if sat.gone == 1 else "are"
        told = f"{say_count(sat.gone, 'question')} {verb} gone from the banks and not marked"
        yield Block(Text(f"{told}; the prediction is of all {len(sat.paper.items)}."))
    spent = f"{say_clock(sat.used_ms // _SECOND_MS)} of {say_clock(sat.paper.limit_ms // _SECOND_MS)}"
    each = round(sat.used_ms / _SECOND_MS / max(len(sat.marked), 1))
    yield Block(Text(f"Time: {spent}, {say_clock(each)} a question."))
    if missing := sum(not one.given for one in sat.marked):
        yield Block(Text(f"{say_count(missing, 'question')} without an answer, which counts as wrong."))
    if sat.paper.apart:
        yield Block(Text("Sat apart: the schedule is as it was."))


def _say(measure: Measure) -> str:
    """Say the ends of an interval."""
    return f"95% interval {measure.low:.0%} to {measure.high:.0%}"


def _list_tallies(heading: str, tallies: Sequence[Tally]) -> Iterator[Block]:
    yield BLANK
    yield Block(Text(heading, "bold"))
    names = [show_text(tally.name, lines=False) for tally in tallies]
    widest = max((name.cell_len for name in names), default=0)
    for name, tally in zip(names, tallies, strict=True):
        name.pad_right(widest - name.cell_len)
        low, high = tally.mark.low, tally.mark.high
        figures = f"{tally.right:>4} of {tally.count:<4}{tally.mark.share:>5.0%}   ({low:.0%} to {high:.0%})"
        yield Block(Text(figures), Text.assemble(_LEAD, name))


def _list_certainty(report: Report) -> Iterator[Block]:
    if report.whole is None or report.answered is None:
        return
    yield BLANK
    yield Block(Text("Certainty", "bold"))
    yield Block(Text(_say_score(report.whole)), Text(f"{_LEAD}whole paper: "))
    if report.answered.count < report.whole.count:
        yield Block(Text(_say_score(report.answered)), Text(f"{_LEAD}what was answered: "))
    for level in report.levels:
        yield Block(Text(_say_level(level)), Text(f"{_LEAD}{level.certainty.value} {LEVELS[level.certainty]}: "))


def _say_score(score: CertaintyScore) -> str:
    return (
        f"{score.average:+.2f} marks a question; accuracy {score.accuracy:.1%}, certainty bonus {score.bonus:+.1%}, "
        f"together {score.total:.1%}"
    )


def _say_level(level: Level) -> str:
    tally = level.tally
    doubt = "" if level.is_clear or level.judgement is Judgement.FITTING else "perhaps "
    band = f"meant for {level.low:.0%} to {level.high:.0%}"
    return f"{tally.right} of {tally.count} right, {tally.mark.share:.0%}; {band}: {doubt}{level.judgement.value}"


def _list_times(report: Report) -> Iterator[Block]:
    yield BLANK
    yield Block(Text("Question by question", "bold"))
    for one in report.sat.marked:
        verdict, style = ("right", "green") if one.correct else ("wrong", "red") if one.given else ("none", "yellow")
        level = f" {one.certainty.value}" if one.certainty else ""
        lead = Text.assemble(f"{_LEAD}{one.number:>3} {say_clock(one.ms // _SECOND_MS):>6}  ", (f"{verdict:<5}", style))
        yield Block(show_text(f"{level}  {one.card}".strip(), lines=False), Text.assemble(lead, "  "))


def _list_wrong(wrong: Sequence[Marked]) -> Iterator[Block]:
    if not wrong:
        return
    yield BLANK
    yield Block(Text("What was not right", "bold"))
    for one in wrong:
        yield BLANK
        yield Block(show_text(one.stem, "bold"), Text(f"{one.number}. "))
        yield Block(show_text(one.given or NOTHING, "red"), Text("   given: "), "   ")
        yield Block(show_text(one.right, "green"), Text("   right: "), "   ")
        for text in one.because:
            yield Block(show_text(text), Text("   "))
        if source := ", ".join(part for part in (one.source, *one.refs) if part):
            yield Block(show_text(f"Source: {source}", "dim"), Text("   "))
        if one.demo:
            told = f"Demo: {one.demo}; `tvp-quiz demo run {get_entry(one.card)}` shows it."
            yield Block(show_text(told, "dim", lines=False), Text("   "))


def list_past(reports: Iterable[Report], zone: tzinfo | None) -> Iterator[tuple[str, ...]]:
    """Yield a row for each paper: its number, when it began in a time zone, its banks, its mark, what was predicted."""
    for report in reports:
        sat, mark = report.sat, report.mark
        began = f"{sat.paper.started_at.astimezone(zone):%Y-%m-%d %H:%M}"
        done = f"{mark.right} of {mark.count}" if sat.handed_in_at else "not handed in"
        if sat.gone:
            done += f", {sat.gone} gone"
        share = f"{mark.mark.share:.0%} ({mark.mark.low:.0%}-{mark.mark.high:.0%})" if sat.handed_in_at else ""
        banks = sat.paper.banks
        named = ", ".join(banks) if len(banks) <= _MOST_NAMED else say_count(len(banks), "bank")
        yield str(sat.number), began, named, done, share, f"{sat.paper.predicted.share:.0%}"
