"""A folder and a git revision in, the folder's banks as they were then, in a folder of their own, out."""

import io
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tvp_quiz.errors import UsageError

BANKS = ("*.yaml", "*.yml")


def find_commit(folder: Path, revision: str) -> str | None:
    """Return the commit that a revision names in the repository of a folder, None where git knows none."""
    found = run_git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    return found.decode().strip() if found else None


def has_folder(folder: Path, commit: str) -> bool:
    """Tell whether a commit holds anything of a folder of its repository."""
    return run_git(folder, "rev-parse", "--verify", "--quiet", f"{commit}:./") is not None


@contextmanager
def check_out(folder: Path, commit: str) -> Iterator[Path]:
    """Yield a folder with the bank files that another one had at a commit; it is deleted afterwards.

    Raises UsageError where it had none.
    """
    packed = run_git(folder, "archive", "--format=tar", commit)
    if packed is None:
        raise UsageError(f"Git has nothing of {folder} in {commit[:12]}: name another revision, or a folder.")
    with TemporaryDirectory(prefix="tvp-quiz-") as place:
        with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
            banks = [one for one in archive if one.isfile() and any(Path(one.name).match(name) for name in BANKS)]
            archive.extractall(place, members=banks, filter="data")
        yield Path(place)


def run_git(folder: Path, *words: str) -> bytes | None:
    """Return what git prints about a folder, None where it fails or is not there."""
    try:
        done = subprocess.run(["git", "-C", str(folder), *words], capture_output=True, check=False)  # noqa: S603, S607 - the learner's own git
    except OSError:
        return None
    return done.stdout if done.returncode == 0 else None
