"""A command line with a content folder and a history of its own."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tvp_quiz.cli.main import run


@dataclass
class Desk:
    """A content folder and a history of one's own; `type` runs a command line in this process."""

    folder: Path
    capture: pytest.CaptureFixture[str]

    @property
    def content(self) -> Path:
        return self.folder / "content"

    @property
    def database(self) -> Path:
        return self.folder / "data" / "history.db"

    def type(self, *words: str) -> tuple[int, str, str]:
        code = run(["--content", str(self.content), "--db", str(self.database), *words])
        out, err = self.capture.readouterr()
        return code, out, err

    def drill(self, lines: str, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Drill in a process of its own, line by line."""
        return subprocess.run(
            [sys.executable, "-m", "tvp_quiz", *words],
            input=lines,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=60,
            check=False,
            env={
                **os.environ,
                "TVP_QUIZ_CONTENT": str(self.content),
                "TVP_QUIZ_DB": str(self.database),
                **environment,
            },
        )
