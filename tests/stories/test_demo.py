"""The demo, as a stranger runs it."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.stories.telling import SUMMARY, demo, ended, started


def test_the_demo_ends_with_both_parcels_settled_and_proved_and_told_again_it_is_the_same(tmp_path: Path) -> None:
    home = tmp_path / "world"
    assert demo(home) == SUMMARY
    assert demo(home) == SUMMARY


def test_without_a_terminal_the_demo_stops_after_its_table(tmp_path: Path) -> None:
    code, out, err = ended(started("demo", "--home", str(tmp_path / "world"), cwd=tmp_path))
    assert code == 0, err
    assert "Simulated: the clock" in out
    assert "MYR 35.60" in out
    assert still_running(tmp_path) == ""


def still_running(folder: Path) -> str:
    """Processes that name the folder: none may outlive its command."""
    return subprocess.run(["pgrep", "-af", str(folder)], capture_output=True, text=True, check=False).stdout
