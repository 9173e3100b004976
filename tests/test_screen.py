"""The full screen: what is drawn for each form of question, and how it behaves on a real terminal."""

import re
import signal
from collections.abc import Callable
from datetime import date
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from rich.text import Text
from terminals import draw, open_terminal
from values import replace
from views import (
    CHOICE,
    CLOZE,
    DAY,
    HISTORY,
    MATCH,
    MULTIPLE,
    PREDICT,
    RECALL,
    RIGHT,
    SUMMARY,
    TYPED,
    VIEWS,
    WRONG,
    answer,
    fill_view,
    offer_options,
)

from tvp_quiz.domain.card import Cloze
from tvp_quiz.domain.prompt import FeedbackView, QuestionView, Response, Summary
from tvp_quiz.domain.review import Kind, Rating
from tvp_quiz.terminal.draft import Draft
from tvp_quiz.terminal.feedback import draw_feedback
from tvp_quiz.terminal.overlays import draw_history, draw_keys, list_summary
from tvp_quiz.terminal.page import Block, lay_out
from tvp_quiz.terminal.question import draw_question

# Under pytest-xdist a test runs beside a thread, of which Python 3.12 warns; here the child execs at once.
pytestmark = pytest.mark.filterwarnings("ignore:.*forkpty.*:DeprecationWarning")


def draw_asked(view: QuestionView, **drafted: object) -> str:
    return draw(draw_question(view, Draft(view.prompt, **drafted)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("form", "width"),
    [
        *((form, width) for form in VIEWS for width in (80, 120)),
        *((form, 40) for form in ("choice", "predict", "match", "order", "cloze")),
    ],
)
def test_each_form_has_its_screens(form: str, width: int, check_golden: Callable[[str, str], None]) -> None:
    question, feedback = VIEWS[form]
    asked = draw(draw_question(question, Draft(question.prompt)), width)
    check_golden(f"{form}-{width}", asked + "=" * width + "\n" + draw(draw_feedback(feedback), width))


@pytest.mark.parametrize("width", [80, 40])
def test_history_and_keys_have_their_screens(width: int, check_golden: Callable[[str, str], None]) -> None:
    check_golden(f"history-{width}", draw(draw_history(HISTORY, DAY), width))
    check_golden(f"keys-{width}", draw(draw_keys(), width))


def test_what_is_picked_or_typed_so_far_is_shown() -> None:
    assert "a  [•] code" in draw_asked(MULTIPLE, picks=(0,))
    assert "Thread  → f common memory" in draw_asked(MATCH, picks=(2,))
    assert "> mut█" in draw_asked(TYPED, line="mut")
    assert "[memory]; processes talk through [pi█]," in draw_asked(CLOZE, texts=("memory",), line="pi")
    assert "Nothing yet." in draw_asked(TYPED, hint="Nothing yet.")


@pytest.mark.parametrize("form", VIEWS)
def test_the_verdict_and_the_stem_are_both_in_view_at_80_by_24(form: str) -> None:
    question, feedback = VIEWS[form]
    shown = draw(draw_feedback(feedback))
    verdict = "Did you have" if feedback.verdict is None else "✓ Right" if feedback.verdict.correct else "Wrong|Partly"
    assert re.search(verdict, shown)
    assert question.prompt.card.stem.split("?")[0][:50] in shown


def test_the_verdict_comes_into_view_below_a_question_longer_than_the_screen() -> None:
    long = replace(PREDICT, prompt=replace(PREDICT.prompt, card=replace(PREDICT.prompt.card, stem="Why?\n" * 30)))
    shown = draw(draw_feedback(replace(VIEWS["predict"][1], question=long)))
    assert "✓ Right" in shown
    assert "more ↑" in shown


def test_a_long_page_scrolls_between_header_and_footer_and_says_so() -> None:
    card = replace(CHOICE.prompt.card, stem="\n".join(f"line {number}" for number in range(50)))
    page = draw_question(replace(CHOICE, prompt=replace(CHOICE.prompt, card=card)), Draft(CHOICE.prompt))
    top, middle, bottom = (draw(page, offset=offset) for offset in (0, 20, 999))
    assert [mark in top for mark in ("line 0", "more ↓", "creation overhead", "q end")]
    assert "more ↓ " in top
    assert "more ↑↓ " in middle
    assert "more ↑ " in bottom
    assert "line 0\n" in top
    assert "line 0\n" not in middle
    assert "g  A second kernel" in bottom
    assert all("Creation overhead" in shown and "q end" in shown for shown in (top, middle, bottom))


@pytest.mark.parametrize(("width", "height"), [(1, 1), (5, 3), (12, 6), (20, 8), (300, 100)])
def test_a_terminal_of_any_size_shows_something(width: int, height: int) -> None:
    for question, feedback in VIEWS.values():
        draw(draw_question(question, Draft(question.prompt)), width, height)
        draw(draw_feedback(feedback), width, height)


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_the_ellipsis_of_a_shortened_title_has_room_in_any_encoding(encoding: str) -> None:
    long = replace(CHOICE, bank="The comparison chart: six aspects, two columns")
    head, *_ = lay_out(draw_question(long, Draft(long.prompt)), open_console(encoding)).lines
    assert head.plain.lstrip().startswith("The comparison chart: six aspects,")
    assert "... " in head.plain
    assert head.plain.endswith("5 done - 12 left" if encoding == "ascii" else "5 done · 12 left")


def test_characters_that_are_replaced_share_the_codes_of_their_style() -> None:
    console = open_console("ascii", "standard")
    rule = lay_out(draw_question(CHOICE, Draft(CHOICE.prompt)), console).lines[1]
    with console.capture() as capture:
        console.print(rule, end="")
    assert re.fullmatch(r"  \x1b\[36m=+\x1b\[0m\x1b\[2m-+\x1b\[0m", capture.get())


def test_a_replacement_of_several_characters_has_the_style_of_the_one() -> None:
    page = replace(draw_keys(), body=(Block(Text.assemble("a ", ("漢", "red"), " b")),))
    line = next(line for line in lay_out(page, open_console("ascii")).lines if "Han" in line.plain)
    assert [(span.style, line.plain[span.start : span.end]) for span in line.spans] == [("red", "Han")]


def test_a_long_title_is_shortened_before_the_aspect_and_the_count() -> None:
    long = replace(CHOICE, bank="The comparison chart: six aspects, two columns")
    head, *_ = draw_asked(long).splitlines()
    assert head == "  The comparison chart: six aspects, t… · Creation overhead   5 done · 12 left"


def test_a_word_of_200_characters_is_shown_whole() -> None:
    word = "x" * 199 + "!"
    card = replace(CHOICE.prompt.card, stem=word)
    shown = draw_asked(replace(CHOICE, prompt=replace(CHOICE.prompt, card=card)))
    assert word in shown.replace("\n", "").replace(" ", "")


def open_console(encoding: str, colors: Literal["standard"] | None = None) -> Console:
    file = TextIOWrapper(BytesIO(), encoding=encoding)
    return Console(
        width=80, height=24, file=file, color_system=colors, force_terminal=True, legacy_windows=False, _environ={}
    )


def test_without_unicode_marks_and_boxes_become_ascii() -> None:
    console = open_console("ascii")
    for view in VIEWS.values():
        for line in lay_out(draw_feedback(view[1]), console).lines:
            assert line.plain.isascii()
            assert line.cell_len <= 80


@given(st.text(st.characters(), min_size=1, max_size=30), st.sampled_from([40, 80]))
def test_no_control_character_of_any_content_is_drawn(content: str, width: int) -> None:
    question, feedback = fill_view(content)
    history = replace(HISTORY, card=content, stem=content)
    pages = (
        draw_question(question, Draft(question.prompt, hint=content)),
        draw_feedback(feedback, content),
        draw_history(history, DAY),
    )
    for page in pages:
        shown = draw(page, width)
        assert all(char == "\n" or char.isprintable() or ord(char) > 0x9F for char in shown)
        assert not set(shown) & set("\u202e\u2066\u200b\u200f\u2028")


def test_a_newline_at_the_end_of_a_text_is_no_line_and_one_before_a_gap_is() -> None:
    card = replace(CLOZE.prompt.card, stem="Fill in.\n", question=Cloze(("One\n", "\n"), (("gap",),)))
    shown = draw_asked(replace(CLOZE, prompt=replace(CLOZE.prompt, card=card)))
    assert "  Fill in.\n\n  One\n  [█]\n\n" in shown


def test_ratings_have_no_interval_where_nothing_is_scheduled() -> None:
    shown = draw(draw_feedback(replace(VIEWS["choice"][1], intervals={})))
    assert "  [1 Again]   2 Hard   3 Good   4 Easy\n" in shown


def test_a_notice_stands_above_the_ratings_until_a_hint_takes_its_place() -> None:
    view = replace(VIEWS["choice"][1], notice="The card is a leech.")
    assert "  The card is a leech.\n  [1 Again" in draw(draw_feedback(view))
    assert "  Another.\n  [1 Again" in draw(draw_feedback(view, "Another."))


@pytest.mark.parametrize("form", ["number", "cloze"])
def test_an_overruled_answer_is_marked_right_in_all_its_parts(form: str) -> None:
    view = VIEWS[form][1]
    verdict = view.verdict
    assert verdict
    shown = draw(draw_feedback(replace(view, verdict=replace(verdict, correct=True))))
    assert "✓ Right" in shown
    assert "✗" not in shown


@pytest.mark.parametrize("width", [40, 80])
def test_the_right_half_of_a_pair_has_the_width_of_the_page_however_long_the_left_one_is(width: int) -> None:
    shown = draw(draw_feedback(swap_match("A web server asks a database server through a socket")), width)
    assert "right: pipes and sockets\n" in shown


def swap_match(left: str) -> FeedbackView:
    """Return the feedback on a match in which the first pair is wrong and the second right."""
    view = VIEWS["match"][1]
    prompt = replace(view.question.prompt, slots=(left, "Thread"), key=(0, 2))
    verdict = replace(WRONG, share=0.5, parts=(False, True))
    return replace(view, question=replace(view.question, prompt=prompt), response=Response((1, 2)), verdict=verdict)


def test_what_was_answered_rightly_comes_before_what_was_not() -> None:
    shown = draw(draw_feedback(swap_match("Process")))
    assert shown.index("✓ Thread") < shown.index("✗ Process")
    partly = replace(WRONG, share=0.5, parts=(False, True))
    gaps = replace(VIEWS["cloze"][1], response=Response(texts=("", "IPC")), verdict=partly)
    assert "  Right: inter-process communication\n  Threads of one process" in draw(draw_feedback(gaps))
    steps = replace(VIEWS["order"][1], verdict=replace(WRONG, share=0.5, parts=(False, True, False, True)))
    assert "  Right: 2, 4\n  ✗ 1" in draw(draw_feedback(steps))


def test_where_all_or_nothing_is_right_nothing_is_said_to_be_right_first() -> None:
    for form in ("order", "cloze"):
        for verdict in (WRONG, RIGHT):
            assert "Right:" not in draw(draw_feedback(replace(VIEWS[form][1], verdict=verdict)))


@pytest.mark.parametrize("picked", [0, 2])
def test_the_reason_for_the_right_option_is_given_whatever_was_picked(picked: int) -> None:
    view = answer(offer_options(3), Response((picked,)), RIGHT if picked == 2 else WRONG, Rating.AGAIN)
    shown = draw(draw_feedback(view))
    assert "f: Because of 2." in shown
    assert ("a: Because of 0." in shown) is (picked == 0)
    assert "c: " not in shown


def test_a_reason_that_the_card_gives_too_is_given_once() -> None:
    question = offer_options(3)
    card = replace(question.prompt.card, because="Because of 2.")
    question = replace(question, prompt=replace(question.prompt, card=card))
    assert draw(draw_feedback(answer(question, Response((2,)), RIGHT, Rating.GOOD))).count("Because of 2.") == 1


def test_60_options_have_their_letters_in_question_and_feedback() -> None:
    question = offer_options(60)
    view = answer(question, Response((59,)), RIGHT, Rating.GOOD)
    assert "option 59" in draw(draw_question(question, Draft(question.prompt)), height=100)
    assert "Because of 59." in draw(draw_feedback(view), height=100)


def test_a_long_notice_and_a_long_feedback_are_both_readable_on_a_small_terminal() -> None:
    notice = "Suspended thread-vs-process-questions/process-examples#ask; u takes that back."
    page = draw_feedback(replace(VIEWS["choice"][1], notice=notice))
    shown = [draw(page, 40, offset=offset) for offset in (None, *range(30))]
    assert "✗ Wrong: c is right" in shown[0]
    assert all("more" in one and "amples#ask; u takes that back." in one for one in shown)
    assert all("Enter Again" in one for one in shown)
    lines = {line for one in shown for line in one.splitlines()}
    assert lines >= set(draw(page, 40, 60).splitlines()) - {" " + "─" * 38}


def test_the_history_does_not_give_the_answer_away() -> None:
    shown = draw(draw_history(HISTORY, DAY))
    assert not any(review.response in shown for review in HISTORY.reviews)


def test_the_history_tells_where_a_card_stands() -> None:
    unusual = replace(HISTORY.reviews[0], kind=Kind.CRAM, overruled=True)
    history = replace(HISTORY, suspended=True, buried_until=DAY, reviews=(unusual,))
    shown = draw(draw_history(history, DAY))
    assert "Suspended: `tvp-quiz unsuspend` brings it back." in shown
    assert "Buried through 2026-03-14." in shown
    assert "Good (cram, overruled)" in shown
    later = draw(draw_history(history, date(2026, 3, 24)))
    assert "Buried" not in later
    assert "Due since 2 days (2026-03-22)" in later
    assert "New: it was never answered." in draw(draw_history(replace(HISTORY, memory=None, reviews=()), DAY))


def test_the_history_knows_the_day_of_the_exam() -> None:
    exam = date(2026, 4, 20)
    shown, without = (draw(draw_history(replace(HISTORY, exam=one), DAY), 80) for one in (exam, None))
    assert re.search(r"On the day of the exam \(2026-04-20\): \d\d%, if it is not asked before.", shown)
    assert re.search(r"\bexam\b", shown.split("if it is not asked before.")[1])
    assert "exam" not in without


def test_the_summary_is_said_in_sentences() -> None:
    assert [line.plain for line in list_summary(SUMMARY)] == [
        "17 answers, 14 right (82%), in 5 min 12 s.",
        "Tomorrow: 9 due and 10 new.",
        "1 due card waits for another sitting: a card of the same entry was just asked.",
        "Leeches, to be reworded or suspended: tvp-faq/pool#answer.",
    ]
    assert list_summary(Summary(0, 0, 3, 0, 0))[0].plain == "Nothing was answered."


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "this sitting"), (1, "1 day"), (45, "45 days"), (61, "2 months"), (200, "6.6 months"), (365, "1 year")],
)
def test_an_interval_is_said_in_words(days: int, words: str) -> None:
    view = answer(CHOICE, Response((1,)), None, Rating.HARD, intervals=dict.fromkeys(Rating, days))
    assert f"1 Again {words}   [2 Hard {words}]" in draw(draw_feedback(view))


def test_a_sitting_is_two_keys_a_card_and_leaves_its_summary(tmp_path: Path) -> None:
    with open_terminal(tmp_path, "choice", "recall") as terminal:
        terminal.wait_for("c  A stack inside")
        terminal.child.send("c")
        terminal.wait_for("✗ Wrong")
        terminal.child.send("\r")
        terminal.wait_for("What is a thread pool?")
        terminal.child.send(" ")
        terminal.wait_for("[ ] wait idle")
        terminal.child.send("2")
        assert terminal.finish() == 0
        assert terminal.read_log() == [str(Response((1,))), str(Rating.AGAIN), str(Response()), str(Rating.HARD)]
        after = terminal.raw.partition(b"\x1b[?1049l")[2].decode()
    assert after.replace("\r\n", "\n").startswith("17 answers, 14 right (82%)")
    assert terminal.raw.count(b"\x1b[?1049h") == terminal.raw.count(b"\x1b[?1049l") == 1


def test_keys_pressed_ahead_are_not_lost(tmp_path: Path) -> None:
    with open_terminal(tmp_path, "choice", "typed", "multiple") as terminal:
        terminal.wait_for("c  A stack inside")
        terminal.child.send("c\rmutex\r3caa\r\r")
        assert terminal.finish() == 0
        assert terminal.read_log()[::2] == [str(Response((1,))), str(Response(texts=("mutex",))), str(Response((1,)))]


def test_a_paste_is_text_where_text_is_typed_and_nothing_elsewhere(tmp_path: Path) -> None:
    with open_terminal(tmp_path, "choice", "typed") as terminal:
        terminal.wait_for("c  A stack inside")
        # Were the page that i shows closed by the paste, u would be a command
        terminal.child.send("\x1b[200~q\rc\r\x1b[201~i\x1b[200~any key\x1b[201~uc")
        terminal.wait_for("✗ Wrong")
        terminal.child.send("\x1b[200~q\r1\x1b[201~2\x1b[200~the\rq\r\x1b[201~")
        terminal.wait_for("> the q █")
        terminal.child.send("\r")
        terminal.wait_for("✓ Right")
        terminal.child.send("\r")
        assert terminal.finish() == 0
        assert terminal.read_log()[::2] == [str(Response((1,))), str(Response(texts=("the q",)))]
        assert terminal.read_log()[1] == str(Rating.HARD)
    assert re.findall(rb"\x1b\[\?2004([hl])", terminal.raw) == [b"h", b"l"]


def test_a_frame_is_one_write_that_erases_nothing_before_it_draws(tmp_path: Path) -> None:
    with open_terminal(tmp_path, "choice") as terminal:
        terminal.wait_for("q end")
        assert b"\x1b[2J" not in terminal.raw
        assert terminal.raw.count(b"\x1b[H") == 1


def test_nothing_of_the_screen_before_is_left(tmp_path: Path) -> None:
    with open_terminal(tmp_path, "choice", "recall") as terminal:
        terminal.wait_for("q end")
        terminal.child.send("c")
        terminal.wait_for("Enter Again")
        terminal.child.send("\r")
        terminal.wait_for("Space shows the answer")
        shown = [line.rstrip() for line in terminal.screen.display]
        assert shown == draw(draw_question(RECALL, Draft(RECALL.prompt))).splitlines()


def test_overlays_come_back_to_the_draft(tmp_path: Path) -> None:
    with open_terminal(tmp_path, "multiple") as terminal:
        terminal.wait_for("[ ] code")
        terminal.child.send("a")
        terminal.wait_for("[•] code")
        terminal.child.send("?")
        terminal.wait_for("bury the card until tomorrow")
        terminal.child.send("x")
        terminal.wait_for("[•] code")
        terminal.child.send("i")
        terminal.wait_for("Due in 8 days")
        terminal.child.send("\x1b")
        terminal.wait_for("[•] code")
        terminal.child.send("q")
        assert terminal.finish() == 0
        assert terminal.read_log() == ["Command.QUIT"]


def test_a_resized_window_is_drawn_anew(tmp_path: Path) -> None:
    with open_terminal(tmp_path, "choice") as terminal:
        terminal.wait_for("f  Nothing at all, since threads of one process have even")
        terminal.resize(40, 20)
        terminal.wait_for("f  Nothing at all, since threads of")
        terminal.wait_for("a c f g answer  u undo  q end  ? keys")
        terminal.resize(120, 40)
        terminal.wait_for("f  Nothing at all, since threads of one process have even their stack in common")


def test_arrow_keys_scroll(tmp_path: Path) -> None:
    with open_terminal(tmp_path, "choice") as terminal:
        terminal.wait_for("q end")
        terminal.resize(40, 12)
        terminal.wait_for("more ↓")
        terminal.child.send("\x1b[F")
        terminal.wait_for("g  A second kernel")
        terminal.child.send("\x1b[5~\x1b[5~")
        terminal.wait_for("What has to be set up")
        terminal.child.send("\x1b[B")
        terminal.wait_for("more ↑↓")
        assert terminal.read_log() == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT])
@pytest.mark.parametrize("plain", [False, True])
def test_a_signal_ends_the_sitting_with_the_terminal_restored(
    tmp_path: Path, number: signal.Signals, *, plain: bool
) -> None:
    with open_terminal(tmp_path, "choice", plain=plain) as terminal:
        terminal.wait_for("A stack inside")
        terminal.child.kill(number)
        assert terminal.finish() == 130
        assert "everything answered is kept" in terminal.read_log()[-1]
        assert (b"\x1b[?1049l" in terminal.raw) is not plain
        assert (b"\x1b" in terminal.raw) is not plain


def test_ctrl_c_and_ctrl_d_end_the_sitting(tmp_path: Path) -> None:
    with open_terminal(tmp_path, "choice") as terminal:
        terminal.wait_for("q end")
        terminal.child.sendintr()
        assert terminal.finish() == 130
    with open_terminal(tmp_path, "typed") as terminal:
        terminal.wait_for("> █")
        terminal.child.sendeof()
        assert terminal.finish() == 0
        assert terminal.read_log()[-1] == "Command.QUIT"


def test_ctrl_z_gives_the_terminal_back_meanwhile(tmp_path: Path) -> None:
    # Without a shell to return to, the system lets the program go on at once.
    with open_terminal(tmp_path, "typed") as terminal:
        terminal.wait_for("> █")
        terminal.child.send("mu")
        terminal.wait_for("> mu█")
        terminal.child.send("\x1a")
        while re.findall(rb"\x1b\[\?2004([hl])", terminal.raw) != [b"h", b"l", b"h"]:
            terminal.read()
        assert re.findall(rb"\x1b\[\?1049([hl])", terminal.raw) == [b"h", b"l", b"h"]
        terminal.child.send("tex\r")
        terminal.wait_for("✓ Right")
        assert terminal.read_log() == [str(Response(texts=("mutex",)))]


def test_a_terminal_that_is_lent_is_as_it_was_and_is_taken_over_again(tmp_path: Path) -> None:
    lent = (
        f"stty -a > {tmp_path / 'stty'}; printf 'name: '; read name; echo $name > {tmp_path / 'name'}; stty raw -echo"
    )
    with open_terminal(tmp_path, "multiple", "typed", LENT=lent) as terminal:
        terminal.wait_for("[ ] code")
        terminal.child.send("a")
        terminal.wait_for("[•] code")
        terminal.child.send("e")
        terminal.wait_for("name: ")
        terminal.child.send("Ada\n")
        terminal.wait_for("[•] code")
        terminal.child.send("\r")
        terminal.wait_for("Enter Again")
        terminal.child.send("\rmutex\r\r")
        assert terminal.finish() == 0
    assert (tmp_path / "name").read_text(encoding="utf-8") == "Ada\n"
    assert {"echo", "icanon"} <= set(re.split(r"[\s;]+", (tmp_path / "stty").read_text(encoding="utf-8")))
    assert terminal.read_log()[:2] == ["exit code 0", str(Response((0,)))]
    assert re.findall(rb"\x1b\[\?1049([hl])", terminal.raw) == [b"h", b"l", b"h", b"l"]


def test_a_sitting_in_lines_lends_its_terminal_too(tmp_path: Path) -> None:
    with open_terminal(tmp_path, "choice", plain=True, LENT="printf 'name: '; read name") as terminal:
        terminal.wait_for("letter:")
        terminal.child.send(":e\n")
        terminal.wait_for("name: ")
        terminal.child.send("Ada\n")
        terminal.wait_for("letter:")
        terminal.child.send("b\n\n")
        assert terminal.finish() == 0
    assert terminal.read_log() == ["exit code 0", str(Response((1,))), str(Rating.AGAIN)]


@pytest.mark.parametrize("plain", [False, True])
@pytest.mark.parametrize("nohup", [False, True])
def test_a_closed_terminal_ends_the_sitting(tmp_path: Path, *, plain: bool, nohup: bool) -> None:
    with open_terminal(tmp_path, "choice", nohup=nohup, plain=plain) as terminal:
        terminal.wait_for("A stack inside")
        terminal.child.close(force=False)
        assert terminal.child.exitstatus == 130
        assert "everything answered is kept" in terminal.read_log()[-1]


def test_no_color_keeps_the_marks(tmp_path: Path) -> None:
    with open_terminal(tmp_path, "choice", NO_COLOR="1") as terminal:
        terminal.wait_for("q end")
        terminal.child.send("f")
        terminal.wait_for("✗ f  Nothing at all")
        assert terminal.shows("✓ c  A stack inside")
        assert not re.search(rb"\x1b\[[0-9;]*(3[0-7]|9[0-7])[;m]", terminal.raw)


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_a_locale_without_unicode_is_usable(tmp_path: Path, encoding: str) -> None:
    with open_terminal(tmp_path, "choice", "typed", PYTHONUTF8="0", PYTHONIOENCODING=encoding) as terminal:
        terminal.wait_for("=====-")
        terminal.child.send("f")
        terminal.wait_for("x f  Nothing at all")
        terminal.child.send("\r")
        terminal.wait_for("> _")
        terminal.child.send("mutex\r")
        terminal.wait_for("+ Right")
        assert not re.search(rb"[\x80-\x9f]", terminal.raw)


def test_a_dumb_terminal_gets_lines(tmp_path: Path) -> None:
    with open_terminal(tmp_path, "choice", TERM="dumb") as terminal:
        terminal.wait_for("letter:")
        terminal.child.send("b\n")
        terminal.wait_for("rating [1]:")
        terminal.child.send("\n")
        assert terminal.finish() == 0
        assert b"\x1b" not in terminal.raw


def test_feedback_takes_an_overrule_only_where_it_is_offered(tmp_path: Path) -> None:
    with open_terminal(tmp_path, "choice", "number") as terminal:
        terminal.wait_for("q end")
        terminal.child.send("cy")
        terminal.wait_for("There is no verdict here to overrule.")
        terminal.child.send("\r4\ry")
        assert terminal.finish() == 0
        assert terminal.read_log()[-1] == "Command.OVERRULE"
