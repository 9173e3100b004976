"""banks/newbank.py, scalars.py: a new bank checks clean, as it is and with any of its examples."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tvp_quiz.banks.check import check_content
from tvp_quiz.banks.load import load_content
from tvp_quiz.banks.newbank import EXAMPLES, start_bank
from tvp_quiz.banks.nodes import compose_tree
from tvp_quiz.banks.scalars import write_entry, write_text
from tvp_quiz.banks.schema import write_schema
from tvp_quiz.errors import UsageError

SECTIONS = re.findall(r"(?m)^# ([a-z]+):$", EXAMPLES)
TEXTS = st.text(st.characters(blacklist_categories=["Cc", "Cs"], blacklist_characters="\u2028\u2029\ufeff\ufffe\uffff"))


def uncomment(text: str, section: str) -> str:
    """Do what the file says: delete the first two characters of each line of an example."""
    block = re.search(rf"(?m)^# {section}:\n(?:# .*\n)*", text)
    assert block
    return text.replace(block[0], re.sub("(?m)^# ", "", block[0]))


def test_there_is_an_example_of_each_section() -> None:
    assert sorted([*SECTIONS, "questions"]) == ["chart", "definitions", "faq", "questions"]


@pytest.mark.parametrize("used", [[], *([section] for section in SECTIONS), SECTIONS], ids="-".join)
def test_a_new_bank_checks_clean_with_any_of_its_examples(tmp_path: Path, used: list[str]) -> None:
    path = tmp_path / "locks.yaml"
    start_bank(path, "locks", "Locks: the basics")
    text = path.read_text(encoding="utf-8")
    for section in used:
        text = uncomment(text, section)
    path.write_text(text, encoding="utf-8")
    assert check_content(tmp_path) == []
    content = load_content(tmp_path, None)
    assert content.banks[0].title == "Locks: the basics"
    assert len(content.banks[0].cards) > len(used)


def test_a_new_bank_names_the_schema_that_is_there_or_brings_it(tmp_path: Path) -> None:
    first, second = tmp_path / "a" / "one.yaml", tmp_path / "a" / "b" / "two.yaml"
    assert start_bank(first, "one", "One") == [first, tmp_path / "a" / "bank.schema.json"]
    assert start_bank(second, "two", "Two") == [second]
    assert (tmp_path / "a" / "bank.schema.json").read_text(encoding="utf-8") == write_schema()
    for path in (first, second):
        line = path.read_text(encoding="utf-8").splitlines()[0]
        assert (path.parent / line.partition("$schema=")[2]).resolve() == tmp_path / "a" / "bank.schema.json"


def test_what_is_there_is_never_written_over(tmp_path: Path) -> None:
    (tmp_path / "bank.schema.json").write_text("mine", encoding="utf-8")
    path, link = tmp_path / "a.yaml", tmp_path / "b.yaml"
    path.write_text("mine", encoding="utf-8")
    link.symlink_to(tmp_path / "nowhere.yaml")
    for there in (path, link):
        with pytest.raises(UsageError, match="already"):
            start_bank(there, "a", "A")
    assert start_bank(tmp_path / "c.yaml", "c", "C") == [tmp_path / "c.yaml"]
    assert {each.read_text(encoding="utf-8") for each in (path, tmp_path / "bank.schema.json")} == {"mine"}
    assert not (tmp_path / "nowhere.yaml").exists()


@given(st.dictionaries(st.sampled_from("abc"), TEXTS | st.lists(TEXTS, min_size=1, max_size=3), min_size=1))
def test_what_is_written_is_read_as_it_was(entry: dict[str, str | list[str]]) -> None:
    root, problems = compose_tree("x:\n" + write_entry(entry), Path("bank.yaml"))
    assert {problem.rule for problem in problems} <= {"hidden-character"}
    assert root is not None
    assert root.to_plain() == {"x": [entry]}


@pytest.mark.parametrize("text", ["Two words, and (more)", "1.10", "no", "über", "2024-03-21", "it's"])
def test_a_text_without_traps_needs_no_quotes(text: str) -> None:
    assert write_text(text) == text


@pytest.mark.parametrize(
    "text", ["a: b", "a:", "a]", "a #b", "-", "- a", "null", "~", "", " a", "a ", "*a", "=1+1", "a\nb", "'a'"]
)
def test_a_text_that_means_something_to_yaml_is_quoted(text: str) -> None:
    assert write_text(text).startswith('"')
