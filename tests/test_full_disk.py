"""A disk that is full, unwritable or taken away under the program: one sentence, and nothing shown is lost."""

import json
import re
import resource
import shlex
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from desk import Desk
from reliability.disk import CANNOT
from reliability.histories import examine, make_bank, read_rows
from reliability.sittings import PROMPT
from reliability.victims import open_nursery

ROOM = 16384
"""In bytes: so much more than it has may each file of a history take."""
VERDICT = re.compile(r"^(?:Right|Wrong)\.$", re.MULTILINE)
ANSWERS = "a\n\n" * 60


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    desk = Desk(tmp_path, capsys)
    desk.content.mkdir()
    bank = make_bank({number: [f"e{number}"] for number in range(60)})
    (desk.content / "killed.yaml").write_text(bank, encoding="utf-8")
    return desk


def limit(room: int) -> None:
    """Let this process write no file beyond so many bytes."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))


def test_a_drill_whose_files_can_not_grow_loses_no_answer_that_was_shown(desk: Desk) -> None:
    desk.drill("a\n\n:q\n", "drill", "--plain")
    (before,) = read_rows(desk.database).reviews.values()
    room = desk.database.stat().st_size + ROOM
    words = ["--content", str(desk.content), "--db", str(desk.database), "drill", "--plain"]
    done = subprocess.run(
        [sys.executable, "-m", "tvp_quiz", *words],
        input=ANSWERS,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: limit(room),
    )
    assert done.returncode == 4
    assert "this change was not kept, but all before it was" in done.stderr
    assert "Traceback" not in done.stderr
    shown = len(VERDICT.findall(done.stdout))
    assert 0 < shown < 60
    assert list(examine(desk.database)) == []
    assert read_rows(desk.database).reviews.total() == before + shown
    desk.drill("a\n\n:q\n", "drill", "--plain")
    assert read_rows(desk.database).reviews.total() == before + shown + 1


@pytest.mark.slow
def test_on_a_small_disk_that_fills_up_or_takes_no_writes_nothing_is_lost() -> None:
    script = Path(__file__).parent / "reliability" / "disk.py"
    words = ["--tries", "3", "--reviews", "10", "--kinds", "Drills", "Backup", "Merging"]
    done = subprocess.run([sys.executable, str(script), *words], check=False, capture_output=True, text=True)
    if done.returncode == CANNOT:
        pytest.skip(done.stderr)
    tries = json.loads(done.stdout)
    assert len(tries) == 3
    assert sum(is_refused for _, _, is_refused, _ in tries) >= 2
    assert [faults for _, _, _, faults in tries if faults] == []


def test_a_history_whose_folder_is_removed_under_a_drill_is_missed_before_the_next_verdict(desk: Desk) -> None:
    words = ["--content", str(desk.content), "--db", str(desk.database), "drill", "--plain"]
    with open_nursery() as nursery, nursery.bear(words, desk.folder) as victim:
        victim.hear(PROMPT)
        victim.type("a\n")
        victim.hear(PROMPT)
        victim.type("\n")
        victim.hear(PROMPT)
        shutil.rmtree(desk.database.parent)
        victim.type("a\n")
        said = victim.finish()
    assert len(VERDICT.findall(said)) == 1
    assert "was moved or replaced while it was in use" in said
    assert not desk.database.exists()


def test_a_removed_working_folder_and_an_unwritable_home_are_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "gone").mkdir()
    program = f"{shlex.quote(sys.executable)} -m tvp_quiz"
    for script, says in (
        (f"cd gone && rmdir ../gone && exec {program} drill --plain", "see that the folder is there"),
        (f"HOME=/proc XDG_DATA_HOME=/proc/none exec {program} drill --plain", "can't be created"),
    ):
        done = subprocess.run(["/bin/sh", "-c", script], cwd=tmp_path, check=False, capture_output=True, text=True)
        assert done.returncode in {2, 4}
        assert says in done.stderr
        assert done.stderr.count("\n") == 1
