"""A power failure while an answer is written, and damaged logs: tests/reliability tries more of both."""

from collections.abc import Iterator
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from reliability.order import Call, list_disorders
from reliability.power import FULL, Disk, list_states, list_steps, record_disk, try_state
from reliability.torn import list_damages, record_log, try_damage
from reliability.victims import find_memory

ANSWERS = 160
"""So many that a checkpoint falls among them."""
ORDERS = 4
DAMAGES = 30


@pytest.fixture
def memory() -> Iterator[Path]:
    """A folder of which only the content counts."""
    with TemporaryDirectory(dir=find_memory()) as name:
        yield Path(name)


@pytest.fixture
def recorded(memory: Path) -> tuple[list[Disk], int]:
    return record_disk(memory / "history.db", ANSWERS)


def try_steps(disks: list[Disk], synchronous: int, folder: Path) -> list[str]:
    """Return what is wrong in some states of the disk during a checkpoint and some commits."""
    dice = Random(1)
    steps = list(list_steps(disks, synchronous))
    checkpoints = [step for step in steps if step.what.startswith("checkpoint")]
    assert checkpoints
    chosen = [checkpoints[0], steps[0], *dice.sample(steps, 2)]
    return [
        fault
        for step in chosen
        for number, state in enumerate(list_states(step, dice, ORDERS))
        for fault in try_state(state, step, folder / "found", with_program=number == 0)
    ]


def test_whatever_of_the_unsynced_sectors_is_there_when_the_power_fails_every_shown_answer_is(
    recorded: tuple[list[Disk], int], memory: Path
) -> None:
    disks, synchronous = recorded
    assert synchronous == FULL
    assert try_steps(disks, synchronous, memory) == []


def test_a_log_that_were_not_synced_with_every_answer_would_lose_some(
    recorded: tuple[list[Disk], int], memory: Path
) -> None:
    disks, _ = recorded
    assert try_steps(disks, FULL - 1, memory)


def test_what_was_committed_before_the_damage_of_a_log_is_there(memory: Path) -> None:
    recording = record_log(memory)
    dice = Random(1)
    damages = list(list_damages(recording, dice, thorough=False))
    chosen = [*damages[-6:], *dice.sample(damages[:-6], DAMAGES)]
    assert [fault for damage in chosen for fault in try_damage(recording, damage, memory / "found")] == []


LOG, FOLDER = "/home/me/history.db-wal", "/home/me"
WRITTEN, SYNCED = Call("pwrite64", "7", LOG, ""), Call("fdatasync", "7", LOG, "")
NAMED, VERDICT = Call("fdatasync", "9", FOLDER, ""), Call("write", "1", "/dev/pts/0", "Right.")


@pytest.mark.parametrize(
    ("calls", "faults"),
    [
        ([WRITTEN, SYNCED, NAMED, VERDICT, WRITTEN, SYNCED, VERDICT], 0),
        ([WRITTEN, NAMED, VERDICT], 1),
        ([WRITTEN, SYNCED, WRITTEN, NAMED, VERDICT], 1),
        ([WRITTEN, SYNCED, NAMED, VERDICT, VERDICT], 1),
        ([WRITTEN, SYNCED, VERDICT, NAMED], 1),
    ],
    ids=["in order", "not synced", "written after the sync", "nothing written", "the log has no name yet"],
)
def test_a_verdict_before_its_answer_is_on_the_disk_is_seen(calls: list[Call], faults: int) -> None:
    assert len(list(list_disorders(calls, Path(FOLDER)))) == faults
