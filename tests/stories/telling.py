"""Runs `entrepot` as people do: a process of its own, in a folder of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

PATIENCE = 600


def environment() -> dict[str, str]:
    """The surroundings of a new machine: nothing of the tests' own settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ENTREPOT_", "DJANGO_"))}
    return {**kept, "CI": "true"}


def started(*words: str, cwd: Path) -> subprocess.Popen[str]:
    """The command, running; its errors go with its output's neighbour."""
    return subprocess.Popen(
        [sys.executable, "-m", "entrepot", *words],
        env=environment(),
        cwd=cwd,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def ended(running: subprocess.Popen[str]) -> tuple[int, str, str]:
    """The exit code, what was printed, and what was said beside it."""
    out, err = running.communicate(timeout=PATIENCE)
    return running.returncode, out, err


def demo(home: Path) -> dict[str, Any]:
    """The summary of a demo told in this folder."""
    code, out, err = ended(started("demo", "--once", "--json", "--home", str(home), cwd=home.parent))
    assert code == 0, err[-3000:]
    summary: dict[str, Any] = json.loads(out)
    return summary


SUMMARY = {
    "consignments": [
        {
            "ucr": "6CNQHCERAMIC-C-1001",
            "from": "CN",
            "to": "MY",
            "regime": "9610",
            "lane": "green",
            "state": "settled",
            "duty": "0.00",
            "tax": "35.60",
            "currency": "MYR",
            "settled": "415.60",
        },
        {
            "ucr": "6MYBAYUSNACK-S-2001",
            "from": "MY",
            "to": "CN",
            "regime": "1210",
            "lane": "green",
            "state": "settled",
            "duty": "0.00",
            "tax": "20.75",
            "currency": "CNY",
            "settled": "248.75",
        },
    ],
    "clock": "simulated",
    "ledgers_balanced": True,
    "files_agree": True,
    "proofs_verified": True,
}
