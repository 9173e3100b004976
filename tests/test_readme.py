"""README.md says what is true: its bank checks clean, its commands, options and exit codes are those there are."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.main import get_command

from tvp_quiz.banks.cases import read_cases
from tvp_quiz.banks.check import check_content
from tvp_quiz.banks.load import load_content
from tvp_quiz.cli.main import app
from tvp_quiz.demos.confine import find_level, find_python
from tvp_quiz.demos.run import run_demo
from tvp_quiz.errors import Exit
from tvp_quiz.proving import Trial, prove_cases

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def list_commands() -> dict[str, set[str]]:
    """Return every command with its own options."""
    found = {}
    waiting = [("", get_command(app))]
    while waiting:
        name, command = waiting.pop()
        found[name] = {option for one in command.params for option in one.opts if option.startswith("--")}
        waiting += [(f"{name} {sub}".strip(), one) for sub, one in getattr(command, "commands", {}).items()]
    return found


def read_table(heading: str) -> str:
    """Return the part of the README below a heading."""
    return README.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


def test_the_bank_in_the_readme_has_no_problem(tmp_path: Path) -> None:
    write_course(tmp_path)
    assert check_content(tmp_path) == []
    assert "locks/mutex#term" in load_content(tmp_path, None).banks[0].cards


def write_course(folder: Path) -> None:
    """Write the README's bank, with the entry and the demo that come later, into a folder."""
    bank, entry = re.findall(r"```yaml\n(.*?)```", README[README.index("## Writing a bank") :], re.DOTALL)
    (demo,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    (folder / "locks.yaml").write_text(bank + entry, encoding="utf-8")
    (folder / "demos").mkdir()
    (folder / "demos" / "mutex_holders.py").write_text(demo, encoding="utf-8")


def test_the_demo_in_the_readme_proves_the_entry_that_names_it(tmp_path: Path) -> None:
    write_course(tmp_path)
    cases, problems = read_cases(tmp_path)
    assert problems == []
    python = find_python()
    trials = {case.demo.digest: Trial(case.demo, (run_demo(case.demo, find_level(python), python),)) for case in cases}
    assert prove_cases(cases, trials, {}).proved == ["locks/mutex-holders"]


def test_the_blueprint_in_the_readme_sets_a_paper(tmp_path: Path) -> None:
    (blueprint,) = re.findall(r"```yaml\n(.*?)```", read_table("Before an exam"), re.DOTALL)
    (tmp_path / "exam.yaml").write_text(blueprint, encoding="utf-8")
    words = ["--content", str(ROOT / "content"), "--db", "h.db", "exam", "--blueprint", "exam.yaml", "--questions", "5"]
    done = subprocess.run(
        [sys.executable, "-m", "tvp_quiz", *words],
        cwd=tmp_path,
        input=":q\n",
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    assert "question 1 of 5" in done.stdout


def test_every_command_and_option_is_in_the_readme() -> None:
    said = read_table("Commands")
    for name, options in list_commands().items():
        last = name.rpartition(" ")[2]
        assert not last or re.search(rf"`(tvp-quiz [a-z ]*)?{last}\b", said), name
        for option in options - {"--help"}:
            assert option in said, f"{name} {option}"


def test_the_readme_names_no_option_and_no_command_that_is_not_there() -> None:
    commands = list_commands()
    options = set().union(*commands.values()) | {"--quiet"}
    ours = re.sub(r"`python tests/[^`]*`", "", README)
    assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", ours)) <= options
    for words in re.findall(r"`tvp-quiz ((?:[a-z]+ ?)*)", README):
        name = words.strip()
        assert name in commands or name.rpartition(" ")[0] in commands, name


@pytest.mark.parametrize("code", list(Exit))
def test_every_exit_code_is_in_the_readme(code: Exit) -> None:
    assert f"\n| {int(code)} | " in read_table("Commands")


def test_the_readme_lists_every_type_of_question() -> None:
    from tvp_quiz.banks.questions import MODELS  # noqa: PLC0415 - loads pydantic

    table = read_table("Writing a bank")
    assert {name for name in MODELS if f"\n| `{name}` |" in table} == set(MODELS)
