"""The one option and fixture that golden files need, and how many tests run at once."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# A busy machine makes nothing wrong
settings.register_profile("full", deadline=None, suppress_health_check=[HealthCheck.too_slow])
# The suite runs many times a day, with other examples each time
settings.register_profile("daily", settings.get_profile("full"), max_examples=50)
settings.load_profile("daily")

GOLDEN = Path(__file__).parent / "golden"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden-write", action="store_true", help="write what is drawn to tests/golden/")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    # Many tests wait for a terminal or another process: with one worker more than cores, none of these is idle
    return (os.cpu_count() or 1) + 1


@pytest.fixture
def check_golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Hold a text against tests/golden/NAME.txt."""

    def check(name: str, text: str) -> None:
        path = GOLDEN / f"{name}.txt"
        if request.config.getoption("--golden-write"):
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8")

    return check
