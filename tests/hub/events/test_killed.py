from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


def mortal(home: Path, url: str, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tests.hub.events.mortal", *words],
        cwd=ROOT,
        env={**os.environ, "ENTREPOT_HOME": str(home), "DATABASE_URL": url},
        capture_output=True,
        text=True,
        check=False,
    )


def told_after_two_deaths(home: Path, url: str) -> str:
    assert mortal(home, url, "make", "12").returncode == 0
    for alive in ("5", "4"):
        assert mortal(home, url, "work", alive).returncode == -signal.SIGKILL
    assert mortal(home, url, "work").returncode == 0
    return mortal(home, url, "tell").stdout.strip()


def test_a_worker_killed_in_the_middle_loses_nothing_and_does_nothing_twice(tmp_path: Path) -> None:
    assert told_after_two_deaths(tmp_path, "") == "-1200 12 {'MYR': 0}"


@pytest.mark.postgres
def test_a_worker_killed_in_the_middle_loses_nothing_on_postgresql_either(tmp_path: Path, postgres_url: str) -> None:
    assert told_after_two_deaths(tmp_path, postgres_url) == "-1200 12 {'MYR': 0}"
