"""A hub is killed in the middle of the story; raised again, the story ends with the same table."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.stories.telling import PATIENCE, SUMMARY, demo, ended, started

# at which hub, and after how many events of the story, it is killed: while an exam is graded, while orders are declared
MOMENTS = [("kl", 3), ("hz", 25)]


def recorded(home: Path) -> int:
    """How many events of the story a hub has recorded so far; none while it is not running."""
    if not (home / "hub.pid").exists():
        return 0
    story = "SELECT count(*) FROM events_event WHERE kind NOT LIKE 'parties.%' AND kind <> 'training.course.published'"
    try:
        with closing(sqlite3.connect(f"file:{home / 'hub.sqlite3'}?mode=ro", uri=True, timeout=5)) as database:
            return int(database.execute(story).fetchone()[0])
    except sqlite3.OperationalError:
        return 0


def kill(home: Path) -> None:
    """End the hub as a power cut does: server, worker and all, in one moment."""
    os.killpg(int((home / "hub.pid").read_text()), signal.SIGKILL)


def wait_for(home: Path, events: int, story: subprocess.Popen[str]) -> None:
    until = time.monotonic() + PATIENCE
    while recorded(home) < events and time.monotonic() < until and story.poll() is None:
        time.sleep(0.01)


@pytest.mark.parametrize(("hub", "events"), MOMENTS)
def test_a_hub_killed_in_the_middle_changes_nothing_in_the_end(hub: str, events: int, tmp_path: Path) -> None:
    world = tmp_path / "world"
    story = started("demo", "--once", "--json", "--home", str(world), cwd=tmp_path)
    wait_for(world / hub, events, story)
    assert story.poll() is None, story.communicate()
    kill(world / hub)
    code, out, err = ended(story)
    assert code == 0, err[-3000:]
    assert json.loads(out) == SUMMARY


def test_a_story_whose_teller_and_hubs_are_all_killed_is_told_to_its_end_the_next_time(tmp_path: Path) -> None:
    world = tmp_path / "world"
    story = started("demo", "--once", "--json", "--home", str(world), cwd=tmp_path)
    wait_for(world / "hz", 45, story)
    story.kill()
    story.wait()
    for hub in ("hz", "kl"):
        kill(world / hub)
    assert demo(world) == SUMMARY
