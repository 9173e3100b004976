"""The program, killed with SIGKILL in the middle of its work: tests/reliability does it by the hundred."""

import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from reliability.commands import Backup, Caching, Command, Export, Merging, Migration, Repair, Restoring
from reliability.histories import Rows
from reliability.scenes import SCENES, kill
from reliability.sittings import Drills, Exams, Screens, Shown
from reliability.victims import Moment, Nursery, find_memory, open_nursery

SEED = 20261123


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    """Where the programs are begun that are killed."""
    with open_nursery() as nursery:
        yield nursery


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder in memory: a kill takes nothing from a disk that is not in it, and nobody waits for a sync."""
    with TemporaryDirectory(dir=find_memory()) as name:
        yield Path(name)


def strike(nursery: Nursery, folder: Path, kinds: tuple[type[Drills] | type[Command], ...], kills: int) -> list[str]:
    """Kill each of some kinds of work a few times, and return what is wrong afterwards."""
    dice = Random(SEED)
    faults = []
    for kind in kinds:
        (place := folder / kind.__name__).mkdir()
        few = (10,) if issubclass(kind, Command) else ()
        alive = kind(nursery, place, dice, *few)
        for number in range(kills):
            faults += alive.strike(Moment(seconds=dice.uniform(0, 0.4)) if number % 2 else Moment(changes=12))
    return faults


@pytest.mark.slow
def test_nothing_that_was_shown_is_lost_when_a_sitting_is_killed(nursery: Nursery, place: Path) -> None:
    assert strike(nursery, place, (Drills, Screens, Exams), 3) == []


@pytest.mark.slow
def test_a_killed_command_leaves_all_as_it_was_or_as_it_should_be(nursery: Nursery, place: Path) -> None:
    assert strike(nursery, place, (Migration, Backup, Restoring, Merging, Export, Repair), 1) == []


def test_a_killed_check_of_many_files_leaves_no_process_behind(nursery: Nursery, place: Path) -> None:
    check = Caching(nursery, place, Random(SEED))
    shutil.rmtree(check.template / "history.cache")
    check.begin()
    # Once something was found, there are processes that share the rest
    with nursery.doom([*check.start, "bank", "check"], check.work, Moment(changes=4), fresh=False) as victim:
        victim.finish()
    assert victim.killed
    assert not victim.is_survived


def test_as_many_are_killed_as_were_asked_for(nursery: Nursery) -> None:
    assert sum(scene.share for scene in SCENES) == pytest.approx(1)
    assert kill(nursery, SCENES[0], Random(SEED), 2) == (2, [])


@pytest.mark.parametrize(
    ("reviews", "rating", "faults"),
    [
        ({"a": 1}, 3, ["a: 2 times a review was shown, 1 are kept."]),
        ({"a": 2, "b": 2}, 3, ["4 times a review is kept, 2 were shown."]),
        ({"a": 2}, 1, ["a: the rating {3} was shown, 1 is kept."]),
        ({"a": 2, "b": 1}, 3, []),
    ],
    ids=["lost", "doubled", "another rating", "kept, and not shown yet"],
)
def test_what_is_lost_or_doubled_is_seen(reviews: dict[str, int], rating: int, faults: list[str]) -> None:
    shown = Shown(reviews=Counter(a=2), ratings={"a": {3}})
    assert list(shown.list_losses(Rows(Counter(reviews), Counter(), {"a": rating}, frozenset()))) == faults
