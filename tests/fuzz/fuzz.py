"""Broken, hostile and merely odd inputs in, the first that breaks a promise out.

Run it as `python tests/fuzz/fuzz.py --cases 100000 --seed 7 --only loader`; a seed makes the same cases everywhere.
An input that breaks a promise is kept below seeds/, in the folder of its fuzzer, and `--replay` tries all of those.
"""

import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import NamedTuple

from loader import hold_loader, make_bank
from matcher import hold_matcher, make_answers
from moving import hold_export, hold_merge, make_exported, make_merged

SEEDS = Path(__file__).parent / "seeds"
SLOW = 2.0


class Fuzzer(NamedTuple):
    """`make` makes an input by dice; `hold` raises what an input makes go wrong: a broken promise, or an error."""

    make: Callable[[Random], bytes]
    hold: Callable[[bytes], None]


# Another fuzzer is another line here: two functions in a module beside this one, and its seeds in a folder of its name
FUZZERS: dict[str, Fuzzer] = {
    "loader": Fuzzer(make_bank, hold_loader),
    "matcher": Fuzzer(make_answers, hold_matcher),
    "merge": Fuzzer(make_merged, hold_merge),
    "export": Fuzzer(make_exported, hold_export),
}


def replay(names: list[str]) -> list[str]:
    """Try every input that was kept, and return what is wrong."""
    return [
        said
        for name in names
        for path in sorted((SEEDS / name).glob("*"))
        if (said := try_input(FUZZERS[name], path.read_bytes(), str(path)))
    ]


def explore(name: str, cases: int, seed: int) -> str:
    """Try new inputs up to the first that breaks a promise, which is kept; return what is wrong with that."""
    for number in range(cases):
        data = FUZZERS[name].make(Random(f"{name} {seed} {number}"))
        if said := try_input(FUZZERS[name], data, f"{name}, seed {seed}, case {number}"):
            path = SEEDS / name / sha256(data).hexdigest()[:12]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            return f"{said}\nkept as {path}"
    return ""


def try_input(fuzzer: Fuzzer, data: bytes, name: str) -> str:
    """Return what an input makes go wrong, nothing where it breaks no promise."""
    began = time.process_time()
    try:
        fuzzer.hold(data)
    except Exception as error:  # noqa: BLE001 - whatever comes is what is looked for
        return f"{name}: {type(error).__name__}: {error}"
    taken = time.process_time() - began
    return f"{name}: it took {taken:.1f} s" if taken > SLOW else ""


def read_arguments() -> Namespace:
    """Return what the command line asks for."""
    parser = ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--cases", type=int, default=1000, help="for each fuzzer")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", choices=FUZZERS, help="one fuzzer")
    parser.add_argument("--replay", action="store_true", help="try what was kept, and nothing new")
    return parser.parse_args()


def main() -> int:
    """Run what the command line asks for; return 1 if anything went wrong."""
    asked = read_arguments()
    names = [asked.only] if asked.only else list(FUZZERS)
    began = time.monotonic()
    wrong = replay(names) if asked.replay else [explore(name, asked.cases, asked.seed) for name in names]
    for said in filter(None, wrong):
        sys.stdout.write(f"{said}\n")
    count = sum(len(list((SEEDS / name).glob("*"))) for name in names) if asked.replay else asked.cases * len(names)
    sys.stdout.write(f"{count:,} cases at most, {time.monotonic() - began:.1f} s\n")
    return int(any(wrong))


if __name__ == "__main__":
    sys.exit(main())
