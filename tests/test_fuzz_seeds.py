"""tests/fuzz: what once broke a promise holds now, and some hundred new inputs do."""

import subprocess
import sys
from pathlib import Path

import pytest

FUZZ = Path(__file__).parent / "fuzz" / "fuzz.py"


def fuzz(*words: str) -> str:
    """Return what the fuzzer says of what went wrong."""
    command = [sys.executable, str(FUZZ), *words]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=120, check=False)
    return f"{done.stdout}{done.stderr}" if done.returncode else ""


@pytest.mark.parametrize("name", ["loader", "matcher"])
def test_what_broke_a_promise_once_holds(name: str) -> None:
    assert fuzz("--only", name, "--replay") == ""


@pytest.mark.slow
@pytest.mark.parametrize(("name", "cases"), [("loader", "300"), ("matcher", "600"), ("merge", "60"), ("export", "15")])
def test_new_inputs_break_no_promise(name: str, cases: str) -> None:
    assert fuzz("--only", name, "--cases", cases, "--seed", "1") == ""
