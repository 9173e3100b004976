"""What is killed, how often and when; what was wrong afterwards."""

from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import NamedTuple

from reliability.commands import Backup, Caching, Command, Export, Merging, Migration, Repair, Restoring, Salvage
from reliability.sittings import Drills, Exams, Screens
from reliability.victims import Moment, Nursery

LIVES = 15
"""So many kills fall on one history before another is begun."""


class Scene(NamedTuple):
    """What is killed, what it is called, its share of all kills, and how long it takes and what it changes at most."""

    make: type[Drills] | type[Command]
    what: str
    share: float
    seconds: float
    changes: int


SCENES = (
    Scene(Drills, "a drill, line by line: answers, ratings, undo, suspending, renamed cards", 0.25, 0.8, 60),
    Scene(Screens, "a drill, key by key, on a pseudo-terminal", 0.1, 0.8, 60),
    Scene(Exams, "a mock exam: answers, going back, hand-in", 0.1, 0.4, 40),
    Scene(Migration, "migrating a history of each older schema", 0.1, 0.35, 30),
    Scene(Backup, "`data backup`", 0.06, 0.25, 15),
    Scene(Restoring, "`data restore`", 0.08, 0.35, 25),
    Scene(Merging, "`data merge`", 0.08, 0.35, 25),
    Scene(Export, "`data export`", 0.06, 0.25, 12),
    Scene(Repair, "`data verify --repair`, memory", 0.06, 0.35, 25),
    Scene(Salvage, "`data verify --repair`, a file that can't be read", 0.04, 0.35, 25),
    Scene(Caching, "caches of banks: `bank check`, `cards`, `drill`", 0.07, 0.4, 40),
)


def kill(nursery: Nursery, scene: Scene, dice: Random, kills: int) -> tuple[int, list[str]]:
    """Return how often a scene was killed while it was at work, and what was wrong afterwards."""
    done = 0
    faults: list[str] = []
    while done < kills:
        with TemporaryDirectory() as folder:
            alive = scene.make(nursery, Path(folder), dice)
            for _ in range(2 * LIVES):
                moment = choose_moment(scene, dice)
                faults += [f"{fault} ({moment})" for fault in alive.strike(moment)]
                if alive.kills >= min(LIVES, kills - done):
                    break
            done += alive.kills
    return done, faults


def choose_moment(scene: Scene, dice: Random) -> Moment:
    """Return when to kill: after some time, now and then a longer one, or at some change of a file."""
    if dice.random() < 1 / 2:
        return Moment(changes=dice.randint(1, scene.changes))
    return Moment(seconds=dice.uniform(0, scene.seconds * dice.choice([1, 1, 1, 3])))
