"""A measurement in a process of its own, which clears away the servers it started, also when it is stopped half-way."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from types import FrameType
from typing import Any

from bench.timing import Unavailable

NO_DATABASE = 3
PATIENCE = 60  # seconds for stopping a server and a database


def result(module: str, *words: str) -> dict[str, Any]:
    """What the module prints as its last line, run with these words."""
    command = [sys.executable, "-m", module, *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:  # noqa: S603
        try:
            printed, complained = process.communicate()
        except BaseException:
            process.terminate()
            process.wait(PATIENCE)
            raise
    if process.returncode == NO_DATABASE:
        raise Unavailable(complained.strip())
    assert process.returncode == 0, complained[-3000:]
    told: dict[str, Any] = json.loads(printed.splitlines()[-1])
    return told


def clear_away_when_stopped() -> None:
    """Let a request to stop end this process as an error would, once; a second one does not disturb the clearing."""

    def stop(number: int, frame: FrameType | None) -> None:
        for each in (signal.SIGINT, signal.SIGTERM):
            signal.signal(each, signal.SIG_IGN)
        sys.exit(128 + number)

    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, stop)
