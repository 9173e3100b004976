"""`tvp-quiz exam`: in lines, on a real terminal, killed, gone on with, handed in by the clock; and what comes of it."""

import json
import os
import re
import signal
import subprocess
import sys
from contextlib import redirect_stdout
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

import pytest
from desk import Desk
from test_drill import Terminal

from tvp_quiz.cli.examination import hold_paper
from tvp_quiz.cli.world import World, read_clock
from tvp_quiz.storage.papers import read_papers

BANKS = {
    "colours": """\
bank: colours
title: Colours
questions:
  - id: sky
    type: typed
    question: What colour is a clear sky by day?
    answer: blue
    because: Air scatters short waves most.
    refs: [S-1]
    tags: [nature]
  - id: grass
    type: choice
    question: What colour is grass?
    answer: green
    distractors:
      - {text: violet, because: Chlorophyll reflects green light.}
      - {text: orange, because: Only dry grass comes near it.}
    because: Chlorophyll reflects green light.
    refs: [S-2]
  - id: told
    type: recall
    question: Tell about colours.
    answer: They are many.
""",
    "numbers": """\
bank: numbers
title: Numbers
questions:
  - id: dozen
    type: number
    question: How many is a dozen?
    answer: 12
    because: Twelve.
  - id: even
    type: true-false
    question: Two is even.
    answer: true
    because: It is twice one.
""",
}
OPTION = re.compile(r"^([a-z])\) (.*)$", re.MULTILINE)
RIGHT = {
    "colours/sky#ask": "blue",
    "colours/grass#ask": "green",
    "numbers/dozen#ask": "12",
    "numbers/even#ask": "True",
}


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    (tmp_path / "content").mkdir()
    for name, text in BANKS.items():
        (tmp_path / "content" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return Desk(tmp_path, capsys)


def sit(desk: Desk, lines: str, *words: str) -> str:
    """Sit an exam line by line, and return what it writes."""
    before = sys.stdin
    with TemporaryFile("w+", encoding="utf-8") as typed, TemporaryFile("w+", encoding="utf-8") as said:
        typed.write(lines)
        typed.seek(0)
        sys.stdin = typed
        try:
            with redirect_stdout(said):
                code, _, err = desk.type("exam", "--plain", *words)
        finally:
            sys.stdin = before
        assert (code, err) == (0, "")
        said.seek(0)
        return said.read()


def ask_json(desk: Desk, *words: str) -> Any:  # noqa: ANN401 - JSON
    code, out, err = desk.type("exam", *words, "--json")
    assert (code, err) == (0, "")
    return json.loads(out)


def draw_paper(desk: Desk, *words: str) -> list[tuple[str, dict[str, str]]]:
    """Draw a paper of four, look at it and leave it: each card, and the letter of each text to choose."""
    blocks = re.split(r"^\[", sit(desk, "\n\n\n:q\n", "--questions", "4", *words), flags=re.MULTILINE)[1:]
    return [
        (
            block.partition("]")[0],
            {text: letter for letter, text in re.findall(r"^([a-z])\) (.*)$", block, re.MULTILINE)},
        )
        for block in blocks
    ]


def answer(card: str, letters: dict[str, str], *, right: bool) -> str:
    """Return the line that answers a card rightly or wrongly."""
    if not letters:
        return RIGHT[card] if right else "0"
    return next(letter for text, letter in letters.items() if (text == RIGHT[card]) is right)


def test_a_paper_is_sat_in_lines_and_reported(desk: Desk) -> None:
    paper = draw_paper(desk, "--seed", "3", "--certainty")
    lines = [f"{answer(*question, right=number < 3)}\n3\n" for number, question in enumerate(paper)]
    said = sit(desk, f":1\n{''.join(lines)}:h\nyes\n", "--resume")
    assert "Mark: 3 of 4 right, 75% (95% interval 30% to 95%)." in said
    assert re.search(r"colours +\d of 2", said)
    assert "certainty bonus" in said
    (past,) = ask_json(desk, "--history")
    assert (past["paper"], past["seed"], past["answered"], past["mark"]["right"]) == (1, 3, 4, 3)
    (report,) = [ask_json(desk, "--history", "1")]
    assert [one["correct"] for one in report["marked"]] == [True, True, True, False]
    assert report["certainty_whole"]["average"] == pytest.approx((3 * 3 - 6) / 4)
    assert report["certainty_whole"]["bonus"] == pytest.approx(0.1 * ((3 * 3 - 6) / 4 - 1.0))
    wrong = report["marked"][3]
    assert wrong["right"] == RIGHT[wrong["card"]]
    assert wrong["because"]
    code, out, _ = desk.type("exam", "--history", "1")
    assert code == 0
    assert out.strip() == said[said.index("Mock exam 1") :].strip()


def test_the_same_seed_and_banks_give_the_same_paper(desk: Desk) -> None:
    for words in ([], ["numbers", "colours"]):
        sit(desk, ":q\n", "--questions", "3", "--seed", "5", *words)
    papers = [past["questions"] for past in ask_json(desk, "--history")]
    assert papers[0] == papers[1]
    assert len(papers[0]) == 3
    assert not any("told" in card for card in papers[0])


def test_answers_reach_the_drill_once_and_not_if_the_paper_is_apart(desk: Desk) -> None:
    sit(desk, "a\n:h\ny\n", "colours", "--questions", "1", "--seed", "1")
    sit(desk, "\n:h\ny\n", "numbers", "--questions", "1")
    assert json.loads(desk.type("stats", "--json")[1])["reviews_today"] == 1
    before = desk.type("cards", "--json")[1]
    paper = draw_paper(desk, "--apart")
    sit(desk, f":1\n{answer(*paper[0], right=False)}\n:h\ny\n", "--resume")
    assert ask_json(desk, "--history")[-1]["answered"] == 1
    assert desk.type("cards", "--json")[1] == before
    assert desk.type("data", "verify")[0] == 0


def test_a_wrong_answer_is_due_in_the_drill(desk: Desk) -> None:
    sit(
        desk,
        "violet\n:h\ny\n",
        "colours",
        "--blueprint",
        write_blueprint(desk, "tags: {nature: 1}"),
        "--questions",
        "1",
    )
    cards = {card["card"]: card for card in json.loads(desk.type("cards", "--json")[1])}
    assert cards["colours/sky#ask"]["state"] != "new"
    assert "[colours/sky#ask]" in desk.drill(":q\n", "drill", "--plain", "--new", "0").stdout


def test_what_was_wrong_though_one_was_sure_comes_first_in_the_drill_until_it_is_answered(desk: Desk) -> None:
    for lines in ("violet\n1\n:h\ny\n", "violet\n3\n:h\ny\n"):
        sit(desk, lines, "--certainty", "--blueprint", write_blueprint(desk, "tags: {nature: 1}"), "--questions", "1")
        # Wrong and due as well
        sit(desk, "1\n1\n:h\ny\n", "numbers", "--certainty", "--questions", "1", "--seed", "2")
    world = World(desk.content, str(desk.database), "me")
    now = read_clock()
    assert world.read_snapshot(now).confident == {"colours/sky#ask"}
    assert desk.drill(":q\n", "drill", "--plain").stdout.startswith("\n[colours/sky#ask]")
    desk.drill("blue\n\n:q\n", "drill", "--plain")
    assert world.read_snapshot(now).confident == frozenset()
    desk.type("undo")
    assert world.read_snapshot(now).confident == {"colours/sky#ask"}


def write_blueprint(desk: Desk, text: str) -> str:
    path = desk.folder / "exam.yaml"
    path.write_text(text + "\n", encoding="utf-8")
    return str(path)


def test_json_comes_alone_on_standard_output(desk: Desk) -> None:
    done = desk.drill("\n:h\ny\n", "exam", "--plain", "--questions", "2", "--json")
    assert json.loads(done.stdout)["answered"] == 0
    assert "question 1 of 2" in done.stderr


def test_fewer_questions_than_asked_for_are_said(desk: Desk) -> None:
    said = sit(desk, ":q\n", "colours", "--questions", "9")
    assert "This paper has 2 questions rather than 9: one an entry, recall cards left out." in said
    assert "2 questions, 3:00 on the clock" in said


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["nosuch"], "There is no bank 'nosuch'"),
        (["--questions", "0"], "not in the range"),
        (["--minutes", "0"], "--minutes can't be 0"),
        (["--minutes", "nan"], "--minutes can't be nan"),
        (["--resume"], "There is no paper to go on with"),
        (["--resume", "3"], "There is no paper '3'"),
        (["--history", "3"], "There is no paper '3'"),
        (["--resume", "--seed", "1", "--apart"], "leave --seed and --apart out"),
        (["--resume", "--history"], "exclude each other"),
        (["--history", "1", "2"], "One paper at a time: leave 2 out"),
        (["--blueprint", "."], "This is no ordinary file. Name a YAML file of shares after --blueprint."),
        (["--blueprint", "nosuch.yaml"], "There is no file 'nosuch.yaml'"),
    ],
)
def test_what_can_not_be_is_told_in_a_sentence(desk: Desk, words: list[str], says: str) -> None:
    code, _, err = desk.type("exam", *words)
    assert code == 2
    assert says in err
    assert "Traceback" not in err


def test_blueprint_errors_point_at_their_lines(desk: Desk) -> None:
    path = write_blueprint(desk, "banks:\n  colour: 40%\n  numbers: 50%")
    code, _, err = desk.type("exam", "--blueprint", path)
    assert code == 2
    assert f"{path}:2:3: No question of this paper has the bank `colour`. Did you mean `colours`?" in err


def test_a_bank_of_recall_cards_gives_no_paper(desk: Desk) -> None:
    bank = "bank: told\nfaq:\n  - {id: a, question: 'Why?', answer: 'So.'}\n"
    (desk.content / "told.yaml").write_text(bank, encoding="utf-8")
    code, _, err = desk.type("exam", "told")
    assert (code, "No question here can be marked" in err) == (2, True)


def test_history_without_papers_says_what_to_do_and_creates_nothing(desk: Desk) -> None:
    assert desk.type("exam", "--history") == (0, "No paper was sat yet: `tvp-quiz exam` draws one.\n", "")
    assert not desk.database.exists()


def test_papers_that_are_left_and_handed_in_are_told_apart(desk: Desk) -> None:
    sit(desk, ":q\n", "--questions", "1")
    sit(desk, "\n:h\ny\n", "--questions", "1")
    code, out, _ = desk.type("exam", "--history")
    assert code == 0
    assert "not handed in" in out
    assert desk.type("exam", "--history", "1")[2].startswith("Paper 1 was not handed in yet")
    assert desk.type("exam", "--resume", "2")[2].startswith("Paper 2 was handed in")
    assert "question 1 of 1" in sit(desk, ":q\n", "--resume", "1")


def test_a_question_that_was_renamed_meanwhile_keeps_its_answer_and_its_memory(desk: Desk) -> None:
    words = ["--blueprint", write_blueprint(desk, "tags: {nature: 1}"), "--questions", "1"]
    sit(desk, "blue\n:h\ny\n", *words)
    sit(desk, "blue\n:q\n", *words)
    renamed = BANKS["colours"].replace("  - id: sky\n", "  - id: heaven\n    was: [sky]\n")
    (desk.content / "colours.yaml").write_text(renamed, encoding="utf-8")
    assert "[colours/heaven#ask]" in sit(desk, ":h\ny\n", "--resume")
    assert ask_json(desk, "--history", "2")["mark"]["right"] == 1
    history = json.loads(desk.type("card", "colours/heaven#ask", "--json")[1])
    assert [review["kind"] for review in history["reviews"]] == ["exam", "exam"]
    assert history["memory"]["reps"] == 2
    assert desk.type("data", "verify")[0] == 0


def open_exam(desk: Desk, *words: str, size: tuple[int, int] = (80, 24)) -> Terminal:
    return Terminal(desk.database, ["--content", str(desk.content), "exam", *words], size, {})


def test_a_killed_exam_goes_on_with_its_answers_and_its_time(desk: Desk) -> None:
    terminal = open_exam(desk, "--minutes", "60", "--blueprint", write_blueprint(desk, "tags: {nature: 1}"))
    terminal.await_text("Enter begins")
    terminal.press("\r", "1 of 1")
    terminal.await_text(r"59:\d\d left")
    terminal.press("blu", "> blu█")
    terminal.press("e", "> blue█")
    terminal.program.kill(signal.SIGKILL)
    terminal.program.wait()
    terminal.program.close()
    (left,) = ask_json(desk, "--history")
    assert (left["answered"], left["mark"]) == (1, None)
    resumed = open_exam(desk, "--resume")
    resumed.await_text("1 of 1 question answered, 59:")
    resumed.press("\r", "> blue█")
    resumed.press("\x1b", ":█")
    resumed.press("h\r", "Hand the paper in")
    resumed.press("y", "Mark: 1 of 1 right")
    resumed.program.send("q")
    assert resumed.end() == 0
    assert "Mark: 1 of 1 right" in resumed.show()
    assert json.loads(desk.type("stats", "--json")[1])["reviews_today"] == 1


def test_a_paste_never_hands_a_paper_in(desk: Desk) -> None:
    terminal = open_exam(desk, "--certainty", "--blueprint", write_blueprint(desk, "tags: {nature: 1}"))
    terminal.await_text("Enter begins")
    terminal.press("\x1b[200~q\r\x1b[201~\r", "> █")
    terminal.press("\x1b[200~light\rblue\r\x1b[201~", "> light blue █")
    terminal.press("\r", "How sure")
    terminal.press("\x1b[200~3\r:h\ry\x1b[201~", "Press 1, 2 or 3")
    terminal.press("2\x15", "> █")
    terminal.press("\x1b", ":█")
    terminal.press("\x1b[200~h\r\x1b[201~", ":h █")
    terminal.press("\r", "Hand the paper in")
    terminal.press("\x1b[200~y\x1b[201~nx", "> x█")
    terminal.program.send("\x03")
    assert terminal.end() == 130
    assert ask_json(desk, "--history")[0]["mark"] is None


def test_a_question_that_is_gone_is_told_in_the_report(desk: Desk) -> None:
    paper = draw_paper(desk, "--seed", "3")
    sit(desk, ":1\n" + "".join(f"{answer(*question, right=True)}\n" for question in paper) + ":q\n", "--resume")
    bank = BANKS["numbers"].partition("  - id: even")[0]
    (desk.content / "numbers.yaml").write_text(bank, encoding="utf-8")
    said = sit(desk, ":h\nyes\n", "--resume")
    assert "Mark: 3 of 3 right" in said
    told = "1 question is gone from the banks and not marked; the prediction is of all 4."
    assert told in said
    assert told in desk.type("exam", "--history", "1")[1]
    assert "3 of 3, 1 gone" in desk.type("exam", "--history")[1]
    report = ask_json(desk, "--history", "1")
    assert (len(report["questions"]), report["gone"], len(report["marked"]), report["mark"]["count"]) == (4, 1, 3, 3)


def test_when_the_time_is_up_the_paper_hands_itself_in(desk: Desk) -> None:
    terminal = open_exam(desk, "numbers", "--questions", "2", "--minutes", "0.03")
    terminal.await_text("Enter begins")
    terminal.press("\r", "of 2 answered|time is up")
    terminal.await_text("The time is up: the paper was handed in as it was.")
    terminal.program.send("q")
    assert terminal.end() == 0
    (past,) = ask_json(desk, "--history")
    assert (past["mark"]["count"], past["seconds_used"]) == (2, 1.8)


def test_in_lines_too_the_paper_hands_itself_in(desk: Desk) -> None:
    done = subprocess.Popen(
        [sys.executable, "-m", "tvp_quiz", "exam", "--plain", "--questions", "2", "--minutes", "0.02"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "TVP_QUIZ_CONTENT": str(desk.content), "TVP_QUIZ_DB": str(desk.database)},
        text=True,
    )
    with done:
        assert done.stdout
        said = done.stdout.read()
    assert done.returncode == 0
    assert "The time is up" in said
    assert "Mark: 0 of 2" in said


@pytest.mark.parametrize(("key", "code"), [("q", 0), ("\x03", 130)])
def test_leaving_says_how_to_go_on(desk: Desk, key: str, code: int) -> None:
    terminal = open_exam(desk, "--blueprint", write_blueprint(desk, "refs: {S-2: 1}"), "--questions", "1")
    terminal.await_text("Enter begins")
    terminal.press("\r", "0 of 1 answered")
    terminal.program.send(key)
    assert terminal.end() == code
    assert "`tvp-quiz exam --resume`" in terminal.show().replace("\n", " ")


def test_leaving_before_it_begins_keeps_nothing(desk: Desk) -> None:
    terminal = open_exam(desk)
    terminal.await_text("Enter begins")
    terminal.program.send("q")
    assert terminal.end() == 0
    assert ask_json(desk, "--history") == []


def test_ctrl_d_leaves_an_exam_in_lines_on_a_terminal(desk: Desk) -> None:
    terminal = open_exam(desk, "--plain", "--questions", "1")
    terminal.await_text("(letter|answer):")
    terminal.program.send("\x04")
    assert terminal.end() == 0
    assert "`tvp-quiz exam --resume`" in terminal.show().replace("\n", " ")


def test_a_paper_that_is_open_in_one_window_is_not_gone_on_with_in_another(desk: Desk) -> None:
    sit(desk, ":q\n", "--questions", "1")
    world = World(desk.content, str(desk.database), "me")
    with world.open_store() as store:
        (sat,) = read_papers(store)
    with hold_paper(world, sat.paper):
        code, _, said = desk.type("exam", "--resume")
    assert (code, said.startswith("This paper is open in another window")) == (2, True)
    assert "question 1 of 1" in sit(desk, ":q\n", "--resume")
