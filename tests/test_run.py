"""Runs of demos: what streams out of them, how they end, and what is then said."""

import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from inspect import cleandoc
from pathlib import Path
from typing import Any

import pytest
from attacks import Way, list_left, make_demo, open_scratch, run_source, start_source
from signals import handle_signal

from tvp_quiz.demos.confine import find_level, find_python, holds
from tvp_quiz.demos.launch.folder import remove_folder
from tvp_quiz.demos.launch.plan import Limits
from tvp_quiz.demos.printed import Printed
from tvp_quiz.demos.run import (
    LIMITS,
    USUAL,
    Circumstances,
    find_bubblewrap,
    make_plan,
    run_demo,
    start_demo,
    write_program,
)
from tvp_quiz.demos.running import RunningDemo
from tvp_quiz.domain.demo import PROGRAM, Ending, Level
from tvp_quiz.errors import DemoError

PLAIN = Way(Level.LIMITS)


@pytest.fixture(autouse=True)
def scratch(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    with open_scratch(monkeypatch) as folder:
        yield folder


@pytest.fixture
def source(request: pytest.FixtureRequest) -> str:
    """Return the program in the test's docstring."""
    return cleandoc(request.function.__doc__)


def read_all(running: RunningDemo) -> Iterator[str]:
    """Yield what people see, piece by piece."""
    while (text := running.poll(1)) is not None:
        if text:
            yield text


def wait_for(there: Callable[[], bool], scratch: Path) -> list[str]:
    """Wait until something is so, at most some seconds, and return what is left then."""
    for _ in range(1000):
        if there():
            break
        time.sleep(0.01)
    return list_left(scratch)


def test_output_comes_as_it_is_printed_and_facts_are_kept_back(source: str) -> None:
    """
    import sys, time
    print("one", end="", flush=True)
    time.sleep(0.2)
    print(" and two")
    print("aside", file=sys.stderr)
    time.sleep(0.2)
    print('{"not": "the last"}')
    time.sleep(0.2)
    print('{"fact": true}')
    """
    with start_source(source, PLAIN) as running:
        pieces = list(read_all(running))
        outcome = running.finish()
    assert pieces[0] == "one"
    assert "".join(pieces) == outcome.output == 'one and two\naside\n{"not": "the last"}\n'
    assert (outcome.ending, outcome.facts, outcome.reason, outcome.level) == (
        Ending.RAN, {"fact": "true"}, "", Level.LIMITS,
    )  # fmt: skip
    assert outcome.seconds >= 0.6
    assert running.poll(0) is None


def test_a_letter_that_comes_in_two_pieces_is_one(source: str) -> None:
    """
    import os, time
    os.write(1, "é".encode()[:1])
    time.sleep(0.1)
    os.write(1, "é".encode()[1:] + b"\\xff")
    """
    outcome = run_source(source, PLAIN)
    assert (outcome.output, outcome.reason) == ("é\ufffd", "its last line is not a JSON object: é\ufffd")


def test_a_line_that_looks_like_facts_is_shown_once_it_is_none() -> None:
    printed = Printed(100, holds_back=True)
    assert [printed.add_output(piece) for piece in (b"a\n{", b'"x"', b": 1}\n", b"b", b"\n {", b"")] == [
        "a\n", "", "", '{"x": 1}\nb', "\n", "",
    ]  # fmt: skip
    assert printed.release() == " {"
    assert printed.shown == printed.output


@pytest.mark.parametrize(
    ("source", "ending", "reason"),
    [
        ("print('{}')", Ending.RAN, ""),
        ("print('{\\n}')", Ending.BROKEN, "its last line is not a JSON object: }"),
        ("", Ending.BROKEN, "it printed nothing, and its last line has to be a JSON object with its facts"),
        ("import sys; sys.exit('no')", Ending.BROKEN, "it ended with exit code 1: no"),
        ("import os; os._exit(3)", Ending.BROKEN, "it ended with exit code 3"),
        ("1/0", Ending.BROKEN, "it ended with exit code 1: ZeroDivisionError: division by zero"),
        ("import sys; print('one core\\n', file=sys.stderr); sys.exit(77)", Ending.CANNOT, "one core"),
        ("import sys; print('{}'); sys.exit(77)", Ending.CANNOT, "it can't be shown on this machine"),
        ("import ctypes; ctypes.string_at(0)", Ending.BROKEN, "it was ended by SIGSEGV"),
        ("import os; os.kill(os.getpid(), 9)", Ending.BROKEN, "it was ended by SIGKILL"),
        ("import os; os.kill(os.getpid(), 40)", Ending.BROKEN, "it was ended by signal 40"),
        ("print('x' * 300000)", Ending.BROKEN, "it printed more than 256 KiB"),
        ("while True: print('x' * 1000)", Ending.BROKEN, "it printed more than 256 KiB"),
        ("import sys\nwhile True: sys.stderr.write('x' * 1000)", Ending.BROKEN, "it printed more than 256 KiB"),
        ("import os\nos.close(1)\nos.close(2)\n", Ending.BROKEN,
         "it printed nothing, and its last line has to be a JSON object with its facts"),
    ],
)  # fmt: skip
def test_each_way_to_end_is_said(source: str, ending: Ending, reason: str) -> None:
    outcome = run_source(source, PLAIN)
    assert (outcome.ending, outcome.reason, dict(outcome.facts)) == (ending, reason, {})
    assert len(outcome.output) <= 256 * 1024
    assert outcome.seconds < LIMITS.seconds


def test_a_line_of_ten_million_letters_is_cut_off() -> None:
    outcome = run_source("import os\nx = b'x' * 10_000_000\nwhile x: x = x[os.write(1, x):]", PLAIN)
    assert (outcome.reason, len(outcome.output)) == ("it printed more than 256 KiB", 256 * 1024)


@pytest.mark.parametrize("source", ["print('a\\n b'); 1/0", "import os; print('a b'); os.abort()", "print('a', 'b')"])
def test_an_entrys_own_program_may_end_as_it_likes(source: str) -> None:
    outcome = run_source(source, PLAIN, name=PROGRAM)
    assert (outcome.ending, outcome.facts) == (Ending.RAN, {"prints": "a b"})


def test_an_entrys_own_program_is_still_ended_in_time() -> None:
    outcome = run_source("while True: pass", PLAIN, Limits(seconds=0.2), PROGRAM)
    assert (outcome.ending, outcome.facts) == (Ending.BROKEN, {})


def test_a_stopped_demo_is_neither_right_nor_broken(source: str) -> None:
    """
    import os, time
    os.write(1, b"begun\\n")
    time.sleep(60)
    """
    with start_source(source, PLAIN) as running:
        assert next(read_all(running)) == "begun\n"
        running.stop()
        running.stop()
        outcome = running.finish()
    assert (outcome.ending, outcome.reason, outcome.output) == (Ending.STOPPED, "it was stopped", "begun\n")


def test_leaving_it_ends_it(source: str) -> None:
    """
    import subprocess, sys
    subprocess.run([sys.executable, "-c", "import time; time.sleep(60)"])
    """
    with suppress(KeyError), start_source(source, PLAIN) as running:
        raise KeyError
    assert running.finish().ending is Ending.STOPPED


def test_a_child_that_keeps_the_output_open_keeps_nobody_waiting(source: str) -> None:
    """
    import os, time
    if os.fork() == 0:
        time.sleep(60)
    print("{}")
    """
    assert run_source(source, PLAIN).ending is Ending.RAN


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere it can't be told what belonged to it")
def test_nothing_is_left_of_many_at_work_where_the_launcher_is_ended(source: str) -> None:
    """
    import os, signal
    launcher = os.getppid()
    kept = bytearray(b"x") * (50 << 20)
    for _ in range(40):
        if os.fork() == 0:
            while True:
                open(str(os.getpid()), "w").close()
    os.kill(launcher, signal.SIGKILL)
    while True:
        pass
    """
    outcome = run_source(source, Way(Level.LIMITS, ordinary=True))
    assert (outcome.ending, outcome.reason) == (Ending.BROKEN, "its launcher was ended")


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere it can't be told what belonged to it")
def test_nothing_is_left_where_the_launcher_itself_is_ended(source: str) -> None:
    """
    import os, signal, subprocess, sys, time
    launcher = os.getppid()
    if os.fork() == 0:
        os.setsid()
        os.kill(launcher, signal.SIGKILL)
    time.sleep(60)
    """
    outcome = run_source(source, Way(Level.LIMITS, ordinary=True))
    assert (outcome.ending, outcome.reason) == (Ending.BROKEN, "its launcher was ended")


def test_a_demo_ends_when_the_program_does(source: str, scratch: Path) -> None:
    """
    import time
    print("begun", flush=True)
    time.sleep(60)
    """
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        next(read_all(start_source(source, PLAIN)))
        os.write(writer, b"!")
        signal.pause()
    os.close(writer)
    os.read(reader, 1)
    os.close(reader)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    assert wait_for(lambda: not list_left(scratch), scratch) == []


def test_a_demo_ends_even_where_the_program_and_its_launcher_are_ended(source: str, scratch: Path) -> None:
    """
    import os, time
    os.write(1, f"{os.getppid()}\\n".encode())
    time.sleep(60)
    """
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        launcher = int(next(read_all(start_source(source, PLAIN))))
        os.write(writer, b"!")
        os.kill(launcher, signal.SIGKILL)
        os.kill(os.getpid(), signal.SIGKILL)
    os.close(writer)
    os.read(reader, 1)
    os.close(reader)
    os.waitpid(child, 0)
    left = wait_for(lambda: len(list_left(scratch)) <= 1, scratch)
    assert left == [str(path) for path in scratch.iterdir()]
    remove_folder(left[0])


def test_what_was_printed_last_is_read_after_the_end(source: str, scratch: Path) -> None:
    """
    import fcntl
    fcntl.fcntl(1, fcntl.F_SETPIPE_SZ, 1 << 20)
    print("x" * 200000)
    print("{}")
    """
    with start_source(source, PLAIN) as running:
        wait_for(lambda: not any(scratch.iterdir()), scratch)
        # Its folder is gone, and in a moment the launcher is too
        time.sleep(0.2)
        outcome = running.finish()
    assert (outcome.ending, outcome.output) == (Ending.RAN, "x" * 200000 + "\n")


def test_circumstances_are_what_a_demo_sees(source: str) -> None:
    """
    import json, os, time
    print(json.dumps({"hash": hash("a"), "zone": time.tzname[0], "locale": os.environ["LC_ALL"]}))
    """
    seen = [
        run_demo(make_demo(source), Level.LIMITS, find_python(), Circumstances(*words)).facts
        for words in (("1", "Asia/Tokyo", "C"), ("2", "UTC", "C.UTF-8"), ("1", "UTC", "C"))
    ]
    assert [(facts["zone"], facts["locale"]) for facts in seen] == [("JST", "C"), ("UTC", "C.UTF-8"), ("UTC", "C")]
    assert seen[0]["hash"] == seen[2]["hash"] != seen[1]["hash"]


def test_signals_that_the_program_ignores_are_none_of_a_demos(source: str) -> None:
    """
    import json, signal
    print(json.dumps({"ignored": signal.getsignal(signal.SIGUSR1) == signal.SIG_IGN}))
    """
    with handle_signal(signal.SIGUSR1, signal.SIG_IGN):
        assert run_source(source, PLAIN).facts == {"ignored": "false"}


def test_demos_run_beside_each_other() -> None:
    with ThreadPoolExecutor(4) as pool:
        sources = [f"print('{{\"number\": {number}}}')" for number in range(8)]
        outcomes = list(pool.map(lambda source: run_source(source, PLAIN), sources))
    assert [outcome.facts for outcome in outcomes] == [{"number": str(number)} for number in range(8)]


def test_a_missing_interpreter_is_an_expected_failure() -> None:
    with pytest.raises(DemoError, match="demo can't be started"):
        start_demo(make_demo(""), Level.LIMITS, "/nowhere/python")


def test_no_room_for_files_is_an_expected_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", "/nowhere")
    with pytest.raises(DemoError, match="see that there is room for temporary files"):
        run_demo(make_demo(""), Level.LIMITS, find_python())


def test_no_room_for_trying_a_level_is_an_expected_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", "/nowhere")
    with pytest.raises(DemoError, match="A demo can't be started"):
        find_level(find_python())


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds demos back")
@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"bwrap": "/nowhere/bwrap"}, "it can't be started here: No such file or directory: /nowhere/bwrap"),
        ({"abi": 0}, "it can't be started here: Landlock does not work (Function not implemented)"),
    ],
)
def test_what_is_missing_to_hold_a_demo_back_is_said(change: dict[str, Any], reason: str) -> None:
    demo = make_demo("print('{}')")
    plan = make_plan(write_program(demo), demo, Level.LANDLOCK, USUAL, LIMITS)
    outcome = RunningDemo(demo, Level.LANDLOCK, plan._replace(**change), find_python()).finish()
    assert (outcome.ending, outcome.reason) == (Ending.CANNOT, reason)


def test_the_level_found_is_the_strongest_that_holds() -> None:
    python = find_python()
    levels = [Level.BUBBLEWRAP] * bool(find_bubblewrap()) + [Level.LANDLOCK]
    assert find_level(python) is next((level for level in levels if holds(level, python)), Level.LIMITS)


def test_limits_alone_are_not_taken_for_more() -> None:
    assert not holds(Level.LIMITS, find_python())


def test_a_folder_is_removed_however_deep_it_is(scratch: Path) -> None:
    top = scratch / "top"
    top.mkdir()
    (scratch / "kept").write_text("kept", encoding="utf-8")
    (top / "link").symlink_to(scratch / "kept")
    place = os.open(top, os.O_RDONLY)
    for _ in range(1100):
        os.mkdir("deep", 0o700, dir_fd=place)
        inner = os.open("deep", os.O_RDONLY, dir_fd=place)
        os.close(place)
        place = inner
    os.symlink("/", "root", dir_fd=place)
    os.mkdir("shut", 0, dir_fd=place)
    os.close(place)
    remove_folder(str(top))
    assert [path.name for path in scratch.iterdir()] == ["kept"]
    (scratch / "kept").unlink()
