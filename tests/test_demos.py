"""banks/demos.py, banks/cases.py, demos/shipped.py: which program an entry's demo is."""

import json
import os
from pathlib import Path

import pytest

from tvp_quiz.banks.cases import read_cases
from tvp_quiz.banks.check import check_content
from tvp_quiz.banks.demos import make_demo, make_program, read_demo, read_file
from tvp_quiz.banks.files import UnreadableError
from tvp_quiz.banks.load import load_content
from tvp_quiz.demos.shipped import LIST, is_shipped
from tvp_quiz.domain.card import Choice, Option
from tvp_quiz.domain.demo import Demo
from tvp_quiz.domain.problem import Severity

CONTENT = Path(__file__).parent.parent / "content"
BANK = """bank: t
title: T
questions:
  - id: a
    type: choice
    question: Q
    demo: {demo}
    answer: {{text: Yes, when: {{x: 1}}}}
    distractors: [{{text: No, because: So., when: {{x: 2}}}}, {{text: Both, because: So., when: {{x: 3}}}}]
"""


@pytest.fixture
def course(tmp_path: Path) -> Path:
    write(tmp_path / "course" / "bank.yaml", BANK.format(demo="shown"))
    write(
        tmp_path / "course" / "demos" / "shown.py",
        '# A comment.\n"""What\'s "shown".\n\nMore."""\n# alone: it measures\n',
    )
    return tmp_path


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def read(name: str, root: Path) -> Demo:
    return read_demo(name, root / "course" / "bank.yaml", root)


def test_a_demo_is_read_with_its_title_its_digest_and_whether_it_measures(course: Path) -> None:
    demo = read("shown", course)
    assert (demo.name, demo.title, demo.alone) == ("shown", 'What\'s "shown".', True)
    write(demo.path, '"""Shown."""\nprint(1)\n')
    assert read("shown", course).digest != demo.digest
    assert not read("shown", course).alone


@pytest.mark.parametrize("name", ["../shown", "/etc/passwd", "shown.py", "", "nope", "a/b", "shown\n"])
def test_a_name_that_is_no_programs_is_refused(name: str, course: Path) -> None:
    with pytest.raises(UnreadableError) as caught:
        read(name, course)
    assert caught.value.rule == "unknown-demo"


def test_a_demo_that_a_link_leads_to_is_refused(course: Path) -> None:
    outside = write(course / "outside.py", '"""Out."""\n')
    (course / "course" / "demos" / "shown.py").unlink()
    (course / "course" / "demos" / "shown.py").symlink_to(outside)
    with pytest.raises(UnreadableError) as caught:
        read("shown", course)
    assert caught.value.rule == "demo-link"


def test_a_folder_of_demos_that_is_a_link_is_refused(course: Path) -> None:
    (course / "course" / "demos").rename(course / "elsewhere")
    (course / "course" / "demos").symlink_to(course / "elsewhere")
    with pytest.raises(UnreadableError) as caught:
        read("shown", course)
    assert caught.value.rule == "demo-link"


def test_a_demo_that_is_no_file_is_refused_without_waiting_for_it(course: Path) -> None:
    os.mkfifo(course / "course" / "demos" / "fifo.py")
    with pytest.raises(UnreadableError) as caught:
        read("fifo", course)
    assert caught.value.rule == "not-a-file"


def test_demos_hold_for_the_banks_below_their_folder_and_the_nearest_ones_count(course: Path) -> None:
    bank = write(course / "course" / "part" / "bank.yaml", BANK.format(demo="shown"))
    assert read_demo("shown", bank, course).path == course / "course" / "demos" / "shown.py"
    nearer = write(course / "course" / "part" / "demos" / "shown.py", '"""Nearer."""\n')
    assert read_demo("shown", bank, course).path == nearer


def test_no_demo_is_looked_for_above_the_content_folder(course: Path) -> None:
    with pytest.raises(UnreadableError):
        read_demo("shown", write(course / "course" / "part" / "b.yaml", ""), course / "course" / "part")


def test_a_questions_own_program_is_a_demo_of_its_bytes() -> None:
    options = Option("1"), (Option("2"),)
    one = make_program(Choice(*options, "print(1)"), Path("bank.yaml"))
    two = make_program(Choice(*options, "print(2)"), Path("bank.yaml"))
    assert one is not None
    assert two is not None
    assert one.name == "program"
    assert one.digest != two.digest
    assert make_program(Choice(*options), Path("bank.yaml")) is None


@pytest.mark.parametrize(
    ("demo", "rule"),
    [("show", "unknown-demo"), ("program", "unknown-demo"), ("../shown", "bad-id"), ("other", "unknown-demo")],
)
def test_a_check_tells_which_demo_is_not_there(demo: str, rule: str, course: Path) -> None:
    bank = write(course / "course" / "bank.yaml", BANK.format(demo=demo))
    problems = [problem for problem in check_content(course) if problem.path == bank]
    assert [(problem.rule, problem.line) for problem in problems] == [(rule, 7)]
    if demo == "show":
        assert problems[0].remedy == "Did you mean `shown`?"


def test_a_check_tells_which_demo_nobody_names(course: Path) -> None:
    unnamed = write(course / "course" / "demos" / "unnamed.py", '"""Unnamed."""\n')
    (problem,) = check_content(course)
    assert (problem.rule, problem.path, problem.severity) == ("unnamed-demo", unnamed, Severity.WARNING)
    assert [problem.rule for problem in read_cases(course)[1]] == ["unnamed-demo"]


def test_an_entry_whose_demo_is_missing_can_be_drilled_all_the_same(course: Path) -> None:
    write(course / "course" / "bank.yaml", BANK.format(demo="missing"))
    assert [problem.rule for problem in check_content(course)] == ["unknown-demo", "unnamed-demo"]
    assert len(load_content(course, None).banks[0].cards) == 1
    assert read_cases(course)[0] == []


def test_an_entry_with_a_mistake_is_told_since_it_proves_nothing(course: Path) -> None:
    text = BANK.format(demo="shown").replace("text: No,", "text: Yes,")
    write(course / "course" / "bank.yaml", text)
    assert [problem.rule for problem in read_cases(course)[1]] == ["answer-among-distractors", "unnamed-demo"]


def test_a_case_is_an_entry_with_its_demo_and_claims(course: Path) -> None:
    (case,), problems = read_cases(course)
    assert problems == []
    assert (case.entry, case.demo.name, case.line) == ("t/a", "shown", 7)
    assert [(claim.text, claim.right) for claim in case.claims] == [("Yes", True), ("No", False), ("Both", False)]


def test_the_list_of_shipped_programs_is_that_of_the_shipped_banks(pytestconfig: pytest.Config) -> None:
    demos = {case.demo.digest: case for case in read_cases(CONTENT)[0]}
    names = {digest: case.demo.name if case.demo.name != "program" else case.entry for digest, case in demos.items()}
    text = "".join(f"{digest} {name}\n" for digest, name in sorted(names.items(), key=lambda pair: pair[::-1]))
    if pytestconfig.getoption("--golden-write"):
        LIST.write_text(text, encoding="utf-8")
    assert LIST.read_text(encoding="utf-8") == text
    assert all(map(is_shipped, demos))


def test_a_program_that_differs_by_one_byte_did_not_ship(course: Path) -> None:
    (case, *_), _ = read_cases(CONTENT)
    assert is_shipped(case.demo.digest)
    assert not is_shipped(make_demo("x", course, case.demo.source + b" ").digest)


def test_every_fact_in_the_shipped_banks_is_a_text() -> None:
    schema = json.loads((CONTENT / "bank.schema.json").read_text(encoding="utf-8"))
    assert schema["$defs"]["FullOption"]["properties"]["when"]["minProperties"] == 1


def test_a_file_that_has_become_a_link_is_not_read(course: Path) -> None:
    link = course / "course" / "demos" / "link.py"
    link.symlink_to(course / "course" / "demos" / "shown.py")
    with pytest.raises(UnreadableError):
        read_file(link)
