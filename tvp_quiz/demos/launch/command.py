"""The words that start the launcher."""

from pathlib import Path

ROOT = Path(__file__).parents[3]
# Nothing that lies beside the package may come before the standard library
START = f"import sys; sys.path.append({str(ROOT)!r}); from tvp_quiz.demos.launch.launcher import main; main()"


def make_command(python: str) -> list[str]:
    """Return the command line of the launcher, which a plan may follow."""
    return [python, "-I", "-S", "-c", START]
