"""cli/: every command, option and exit code that the README names."""

import json
import os
import shlex
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest
from desk import Desk

from tvp_quiz.cli.main import run

BANK = """\
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
"""
SOURCES = """\
refs:
  - {ref: S-1, where: Page 1, says: The sky is blue}
  - {ref: S-2, where: Page 2, says: The sea mirrors it}
"""


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "colours.yaml").write_text(BANK, encoding="utf-8")
    (tmp_path / "content" / "sources.yaml").write_text(SOURCES, encoding="utf-8")
    return Desk(tmp_path, capsys)


def test_home_shows_today_and_the_one_command_to_type(desk: Desk) -> None:
    code, out, _ = desk.type()
    assert code == 0
    assert out.splitlines()[0].endswith(" · 2 cards in 1 bank")
    assert [line.split() for line in out.splitlines()[1:4]] == [["due", "0"], ["new", "2"], ["streak", "0", "days"]]
    assert out.endswith("next: tvp-quiz drill\n")
    assert desk.drill("blue\n\na\n3\n", "drill", "--plain").returncode == 0
    code, out, _ = desk.type()
    assert [line.split() for line in out.splitlines()[1:4]] == [["due", "0"], ["new", "0"], ["streak", "1", "day"]]
    assert out.endswith("All done for today. next: tvp-quiz stats\n")


def test_a_sitting_in_lines_is_kept(desk: Desk) -> None:
    done = desk.drill("bleu\n3\n:q\n", "drill", "--plain", "--seed", "1")
    assert done.returncode == 0, done.stderr
    assert done.stdout.lstrip().startswith("[colours/sky#ask] Colours")
    assert "rating [" in done.stdout
    code, out, _ = desk.type("card", "colours/sky#ask", "--json")
    history = json.loads(out)
    assert code == 0
    assert [(review["rating"], review["response"]) for review in history["reviews"]] == [(3, "bleu")]
    assert history["memory"]["introduced"] == history["memory"]["last"]


def test_the_end_of_input_ends_a_sitting_with_everything_kept(desk: Desk) -> None:
    assert desk.drill("blue\n", "drill").returncode == 0
    code, out, _ = desk.type("stats", "--json")
    assert code == 0
    assert json.loads(out)["reviews_today"] == 1


@pytest.mark.parametrize(
    ("words", "first"),
    [
        (("--tag", "nature"), "[colours/sky#ask]"),
        (("--limit", "1"), "[colours/sky#ask]"),
        (("--new", "1"), "[colours/sky#ask]"),
        (("--minutes", "5"), "[colours/sky#ask]"),
        (("colours",), "[colours/sky#ask]"),
        (("--new", "0"), "Nothing is due"),
        (("--cram",), "Nothing was learned here yet"),
        (("--new", "1", "--tag", "nature"), "[colours/sky#ask]"),
    ],
)
def test_each_option_of_the_drill_does_something(desk: Desk, words: tuple[str, ...], first: str) -> None:
    done = desk.drill(":q\n", "drill", *words)
    assert done.returncode == 0, done.stderr
    assert done.stdout.lstrip().startswith(first)


def test_a_limit_and_a_tag_bound_the_sitting(desk: Desk) -> None:
    for words in (["--limit", "1"], ["--tag", "nature"], ["--new", "1"]):
        done = desk.drill("blue\n\nx\n", "drill", *words)
        assert "1 answer" in done.stdout
        desk.type("reset", "colours/sky")


def test_the_same_seed_shuffles_the_same(desk: Desk) -> None:
    desk.type("suspend", "colours/sky")
    shown = [desk.drill(":q\n", "drill", "--seed", seed).stdout for seed in ("1", "1", "2", "3", "4")]
    assert shown[0] == shown[1]
    assert len(set(shown)) > 1


def test_cramming_asks_what_was_learned_and_changes_no_memory(desk: Desk) -> None:
    desk.drill("blue\n\n:q\n", "drill")
    before = json.loads(desk.type("cards", "--json")[1])
    done = desk.drill("red\n\nblue\n\n", "drill", "--cram")
    assert "[colours/sky#ask]" in done.stdout
    assert json.loads(desk.type("cards", "--json")[1]) == before
    assert desk.type("data", "verify")[0] == 0


def test_undo_takes_back_the_last_answer_each_time(desk: Desk) -> None:
    desk.drill("blue\n\na\n2\n:q\n", "drill")
    assert desk.type("undo")[1].startswith("taken back: Hard for colours/grass#ask")
    assert desk.type("undo")[1].startswith("taken back: Good for colours/sky#ask")
    code, _, err = desk.type("undo")
    assert code == 2
    assert err == "There is no answer to take back: answer one with `tvp-quiz drill`.\n"


def test_suspended_cards_and_reset_ones(desk: Desk) -> None:
    desk.drill("blue\n\n:q\n", "drill")
    assert desk.type("suspend", "colours/sky", "colours/grass#ask")[0] == 0
    cards = {card["card"]: card for card in json.loads(desk.type("cards", "--json")[1])}
    assert [cards[f"colours/{entry}#ask"]["state"] for entry in ("sky", "grass")] == ["suspended", "suspended"]
    assert [cards[f"colours/{entry}#ask"]["tags"] for entry in ("sky", "grass")] == [["nature"], []]
    assert "Nothing is due" in desk.drill("", "drill").stdout
    desk.type("unsuspend", "colours/sky", "colours/grass")
    assert desk.type("reset", "colours/sky#ask")[1] == "new again colours/sky#ask (1 review set aside)\n"
    states = {card["card"]: card["state"] for card in json.loads(desk.type("cards", "colours", "--json")[1])}
    assert set(states.values()) == {"new"}
    assert desk.type("data", "verify")[0] == 0


def test_lists_are_for_people_too(desk: Desk) -> None:
    desk.drill("blue\n\n:q\n", "drill")
    assert "colours/sky#ask" in desk.type("cards")[1]
    assert "Good" in desk.type("card", "colours/sky#ask")[1]
    told = desk.type("stats")[1]
    assert "mature" in told
    assert " · 1 review today in " in told.splitlines()[0]
    assert max(map(len, told.splitlines())) <= 80
    assert "Colours" in desk.type("bank", "list")[1]
    assert json.loads(desk.type("bank", "list", "--json")[1])[0]["cards"] == 2
    assert desk.type("data", "path")[1] == f"{desk.database}\n"


def test_settings_are_shown_changed_and_kept(desk: Desk) -> None:
    assert desk.type("settings", "new", "3") == (0, "3\n", "")
    assert desk.type("settings", "retention", "85%")[1] == "0.85\n"
    assert desk.type("settings", "rollover", "0")[1] == "0\n"
    assert json.loads(desk.type("settings", "--json")[1]) == {"retention": 0.85, "new": 3, "rollover": 0}
    assert "new cards a day" in desk.type("settings")[1]


@pytest.mark.parametrize(
    ("name", "value"),
    [("new", "-1"), ("new", "many"), ("retention", "1.5"), ("retention", "0.69"), ("rollover", "24"), ("new", "1e99")],
)
def test_a_setting_out_of_its_range_is_refused(desk: Desk, name: str, value: str) -> None:
    code, _, err = desk.type("settings", name, value)
    assert code == 2
    assert err.startswith(f"{name} can't be {value!r}: it is the ")
    assert json.loads(desk.type("settings", "--json")[1]) == {"retention": 0.9, "new": 10, "rollover": 4}


def test_coverage_names_the_cards_of_each_ref_and_the_refs_without_any(desk: Desk) -> None:
    code, out, _ = desk.type("bank", "show", "--coverage")
    assert code == 0
    assert out == (
        "S-1  Page 1: The sky is blue\n    colours/sky#ask\n"
        "S-2  Page 2: The sea mirrors it\n    no card examines it\n"
        "1 of 2 refs are examined.\n"
    )
    assert json.loads(desk.type("bank", "show", "--coverage", "--json")[1])[1]["cards"] == []


def test_a_check_prints_every_problem_and_exits_1_for_errors(desk: Desk) -> None:
    code, out, _ = desk.type("bank", "check")
    assert code == 0
    assert "[uncovered-ref]" in out
    (desk.content / "colours.yaml").write_text(BANK.replace("type: typed", "type: tped").replace("[S-1]", "[S-9]"))
    (desk.content / "other.yaml").write_text("bank: colours\ntitle: Twin\n", encoding="utf-8")
    code, out, _ = desk.type("bank", "check")
    assert code == 1
    for rule in ("[unknown-type]", "[duplicate-bank]"):
        assert rule in out
    assert f"{desk.content / 'colours.yaml'}:5:" in out
    code, out, _ = desk.type("bank", "check", str(desk.content / "other.yaml"), "--json")
    assert code == 1
    assert {problem["path"] for problem in json.loads(out)} == {str(desk.content / "other.yaml")}
    assert desk.type("bank", "check", str(desk.folder / "nowhere"))[0] == 2
    (desk.folder / "elsewhere").mkdir()
    (desk.folder / "elsewhere" / "bad.yaml").write_text("bank: [", encoding="utf-8")
    assert desk.type("bank", "check", str(desk.folder / "elsewhere"))[0] == 1
    code, out, _ = desk.type("bank", "check", str(desk.folder / "elsewhere" / "bad.yaml"))
    assert code == 1
    assert "bank: [" in out


def test_good_entries_of_a_file_with_problems_are_drilled(desk: Desk) -> None:
    (desk.content / "colours.yaml").write_text(BANK.replace("type: typed", "type: tped"), encoding="utf-8")
    done = desk.drill(":q\n", "drill")
    assert done.returncode == 0
    assert done.stdout.lstrip().startswith("[colours/grass#ask]")
    assert done.stderr == "1 error in the banks; the rest is drilled. `tvp-quiz bank check` says more.\n"


def test_an_edited_bank_is_drilled_as_it_is_now(desk: Desk) -> None:
    assert "clear sky" in desk.drill(":q\n", "drill").stdout
    (desk.content / "colours.yaml").write_text(BANK.replace("clear sky", "cloudless sky"), encoding="utf-8")
    assert "cloudless sky" in desk.drill(":q\n", "drill").stdout


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("drill", "color"), 2, "There is no bank 'color': did you mean colours?"),
        (("drill", "xyz"), 2, "There is no bank 'xyz': see `tvp-quiz bank list`."),
        (("cards", "color"), 2, "There is no bank 'color': did you mean colours?"),
        (("card", "colours/sky#as"), 2, "There is no card 'colours/sky#as': did you mean colours/sky#ask?"),
        (("suspend", "colours/skye"), 2, "There is no card 'colours/skye': did you mean colours/sky#ask?"),
        (("drill", "--tag", "natur"), 2, "There is no tag 'natur': did you mean nature?"),
        (("settings", "retenion"), 2, "There is no setting 'retenion': did you mean retention?"),
        (("card", "\x1b[2J\u202e"), 2, "There is no card '\\x1b[2J\\u202e': see `tvp-quiz cards`."),
    ],
)
def test_an_unknown_name_gets_one_sentence(desk: Desk, words: tuple[str, ...], code: int, sentence: str) -> None:
    assert desk.type(*words) == (code, "", sentence + "\n")


@pytest.mark.parametrize("words", [("drill",), ("cards",), ("bank", "check"), ("bank", "list"), ()])
def test_no_usable_content_is_exit_3(desk: Desk, words: tuple[str, ...]) -> None:
    for path in desk.content.iterdir():
        path.unlink()
    code, out, err = desk.type(*words)
    assert (code, out, err.count("\n")) == (3, "", 1)
    desk.content.rmdir()
    code, _, err = desk.type(*words)
    assert (code, err.count("\n")) == (3, 1)


def test_banks_of_which_none_can_be_used_are_exit_3(desk: Desk) -> None:
    (desk.content / "colours.yaml").write_text("bank: [", encoding="utf-8")
    code, _, err = desk.type("drill")
    assert code == 3
    assert "`tvp-quiz bank check`" in err


@pytest.mark.parametrize("words", [("drill",), ("stats",), ("undo",), ("data", "verify"), ("settings", "new", "5"), ()])
def test_a_database_that_is_none_is_exit_4_and_left_alone(desk: Desk, words: tuple[str, ...]) -> None:
    desk.database.parent.mkdir()
    desk.database.write_text("my diary", encoding="utf-8")
    code, _, err = desk.type(*words)
    assert (code, err.count("\n")) == (4, 1)
    assert desk.database.read_text(encoding="utf-8") == "my diary"


def test_a_database_of_a_newer_version_is_exit_4(desk: Desk) -> None:
    desk.type("stats")
    with closing(sqlite3.connect(desk.database)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.execute("UPDATE release SET needed = '9.9'")
        connection.commit()
    before = desk.database.read_bytes()
    code, _, err = desk.type("drill")
    assert code == 4
    assert "newer" in err
    assert desk.database.read_bytes() == before


def test_a_clock_set_back_is_exit_4_with_nothing_lost(desk: Desk) -> None:
    desk.drill("blue\n\n:q\n", "drill")
    ahead = (date.today() + timedelta(days=40)).isoformat()  # noqa: DTZ011 - a test of the clock itself
    with closing(sqlite3.connect(desk.database)) as connection:
        connection.execute("UPDATE review SET reviewed_at = ? || substr(reviewed_at, 11)", (ahead,))
        connection.commit()
    code, _, err = desk.type("drill")
    assert code == 4
    assert err.startswith("The clock says ")
    assert desk.type("undo")[0] == 0
    assert desk.drill(":q\n", "drill").returncode == 0


def test_answers_from_a_clock_that_was_ahead_are_redated(desk: Desk) -> None:
    assert "nothing to redate" in desk.type("data", "redate")[1]
    desk.drill("blue\n\n:q\n", "drill")
    with closing(sqlite3.connect(desk.database)) as connection:
        connection.execute("UPDATE review SET reviewed_at = '2999' || substr(reviewed_at, 5), day = '2999-01-01'")
        connection.execute("UPDATE memory SET introduced = '2999-01-01', last = '2999-01-01', due = '2999-01-01'")
        connection.commit()
    code, _, err = desk.type("drill")
    assert (code, err.rstrip().endswith("type `tvp-quiz data redate`.")) == (4, True)
    code, out, _ = desk.type("data", "redate")
    assert (code, out.startswith("1 answer is dated 20"), out.endswith(" now, none is lost.\n")) == (0, True, True)
    assert desk.drill(":q\n", "drill").returncode == 0
    assert desk.type("data", "verify")[0] == 0
    assert json.loads(desk.type("stats", "--json")[1])["reviews_today"] == 1


def test_two_learners_share_a_database_and_nothing_else(desk: Desk) -> None:
    desk.drill("blue\n\n:q\n", "drill", TVP_QUIZ_LEARNER="ann")
    assert json.loads(desk.type("--learner", "ann", "stats", "--json")[1])["reviews_today"] == 1
    assert json.loads(desk.type("--learner", "bob", "stats", "--json")[1])["reviews_today"] == 0


def test_a_wrong_option_is_exit_2(desk: Desk) -> None:
    assert desk.type("drill", "--limit", "0")[0] == 2
    assert desk.type("drill", "--nonsense")[0] == 2
    assert desk.type("nonsense")[0] == 2


def test_help_and_version_need_neither_content_nor_history(desk: Desk) -> None:
    for words in (["--help"], ["-h"], ["drill", "--help"], ["bank", "check", "--help"], ["--version"]):
        code, out, _ = desk.type(*words)
        assert code == 0
        assert out
    assert not desk.database.exists()


def test_help_loads_neither_the_database_stack_nor_the_parser() -> None:
    heavy = "{'sqlmodel', 'sqlalchemy', 'pydantic', 'yaml', 'fsrs', 'rich', 'alembic', 'rapidfuzz'}"
    program = (
        f"import sys; from tvp_quiz.cli.main import run; run(['--help']); sys.exit(bool({heavy} & set(sys.modules)))"
    )
    root = str(Path(__file__).parent.parent)
    done = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, check=False)
    assert done.returncode == 0


def test_without_options_the_checkout_one_stands_in_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tvp_quiz.cli.world import find_world  # noqa: PLC0415 - beside the test that needs it

    checkout = tmp_path / "my checkout"
    (checkout / "content" / "deep").mkdir(parents=True)
    (checkout / "tvp_quiz").mkdir()
    (checkout / "tvp_quiz" / "__main__.py").touch()
    monkeypatch.chdir(checkout / "content" / "deep")
    world = find_world(None, None, None)
    assert (world.content, world.database) == (checkout / "content", str(checkout / "data" / "tvp-quiz.db"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    world = find_world(None, None, None)
    assert world.content.name == "content"
    assert (world.content / "thread-vs-process").is_dir()
    if sys.platform == "linux":
        assert world.database == str(tmp_path / "share" / "tvp-quiz" / "tvp-quiz.db")


def test_the_environment_names_content_and_history(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TVP_QUIZ_CONTENT", str(desk.content))
    monkeypatch.setenv("TVP_QUIZ_DB", f"sqlite:///{desk.database}")
    assert run(["cards", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)) == 2


def test_a_reader_that_has_seen_enough_is_no_error(desk: Desk) -> None:
    words = [sys.executable, "-m", "tvp_quiz", "--content", str(desk.content), "--db", str(desk.database), "cards"]
    command = f"{shlex.join(words)} | true"
    done = subprocess.run(
        ["/bin/bash", "-c", command],
        capture_output=True,
        check=False,
    )
    assert done.stderr == b""


def test_a_file_that_is_no_bank_is_not_printed(desk: Desk) -> None:
    (desk.folder / "diary.yaml").write_text("my secret\n", encoding="utf-8")
    (desk.content / "link.yaml").symlink_to(desk.folder / "diary.yaml")
    os.mkfifo(desk.content / "pipe.yaml")
    code, out, _ = desk.type("bank", "check")
    assert code == 1
    assert "secret" not in out
    assert "pipe.yaml" in out


@pytest.mark.parametrize("minutes", ["nan", "inf", "0", "-1", "1e300"])
def test_minutes_that_no_clock_counts_are_refused(desk: Desk, minutes: str) -> None:
    code, _, err = desk.type("drill", f"--minutes={minutes}")
    assert code == 2
    assert err.startswith("--minutes can't be ")


def test_the_time_that_was_named_ends_the_sitting(desk: Desk) -> None:
    done = desk.drill("blue\n\na\n\n", "drill", "--minutes", "0.000001")
    assert done.returncode == 0
    assert "Nothing was answered" in done.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--learner", " ", "stats"), "can't be a learner's name"),
        (("--learner", "a" * 101, "stats"), "can't be a learner's name"),
        (("--learner", "\x1b[2J", "stats"), "can't be a learner's name"),
        (("--db", "", "stats"), "An empty path names nothing"),
        (("drill", "--cram", "--new", "3"), "leave one of them out"),
    ],
)
def test_what_can_not_be_meant_is_refused(desk: Desk, words: tuple[str, ...], said: str) -> None:
    code, _, err = desk.type(*words)
    assert code == 2
    assert said in err
    assert err.count("\n") == 1


@pytest.mark.parametrize("url", ["sqlite://d/h.db", "sqlite:///h.db?mode=ro", "file:h.db", "sqlite:///"])
def test_a_url_that_names_no_file_is_refused_and_makes_none(desk: Desk, url: str) -> None:
    before = sorted(desk.folder.iterdir())
    code, _, err = desk.type("--db", url, "stats")
    assert (code, err.count("\n")) == (4, 1)
    assert sorted(desk.folder.iterdir()) == before


def test_a_home_folder_is_found_behind_an_equals_sign(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(desk.folder))
    assert desk.type("--db=~/h.db", "data", "path")[1] == f"{desk.folder}/h.db\n"


def test_the_cache_lies_beside_the_history_also_where_that_is_a_url(desk: Desk) -> None:
    assert run(["--content", str(desk.content), "--db", f"sqlite:///{desk.database}", "cards", "--json"]) == 0
    assert list(desk.database.with_suffix(".cache").glob("*.deck"))


@pytest.mark.parametrize("redirection", [">&-", "2>&-", "<&-", "> /dev/full", "| true"])
@pytest.mark.parametrize("command", ["stats", "bank list"])
def test_an_output_that_is_gone_or_full_gives_no_traceback(desk: Desk, redirection: str, command: str) -> None:
    words = [sys.executable, "-m", "tvp_quiz", "--content", str(desk.content), "--db", str(desk.database)]
    line = f"set -o pipefail; {shlex.join(words)} {command} {redirection}"
    done = subprocess.run(["/bin/bash", "-c", line], capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr
    assert done.returncode == (2 if "full" in redirection else 0), done.stderr


def test_a_plain_drill_goes_without_typer_and_means_the_same(desk: Desk) -> None:
    from typer.main import get_command  # noqa: PLC0415 - beside the test that needs it

    from tvp_quiz.cli.main import app  # noqa: PLC0415 - the same
    from tvp_quiz.cli.quick import read_drill  # noqa: PLC0415 - the same

    content, database = str(desk.content), str(desk.database)
    environment = {"TVP_QUIZ_CONTENT": content, "TVP_QUIZ_DB": "", "TVP_QUIZ_LEARNER": "ann"}
    for words in (["drill"], ["--db", database, "drill", "colours"], ["--learner", "bob", "drill", "a", "b"]):
        quick = read_drill(words, environment)
        assert quick
        context = get_command(app).make_context("tvp-quiz", list(words))
        said = {**{key: environment[f"TVP_QUIZ_{key.upper()}"] for key in ("content", "db", "learner")}}
        said |= {key: value for key, value in context.params.items() if key in said and value}
        assert (str(quick[0].content), quick[0].learner) == (str(said["content"]), said["learner"])
        assert quick[0].database == (said["db"] or quick[0].database)
        assert quick[1] == words[words.index("drill") + 1 :]
    for words in (
        [],
        ["stats"],
        ["drill", "--plain"],
        ["--db", "", "drill"],
        ["--db", "-x", "drill"],
        ["--db=x", "drill"],
    ):
        assert read_drill(words, environment) is None
