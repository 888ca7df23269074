"""A server or worker ends with the hub that started it: nothing goes on alone after a crash."""

from __future__ import annotations

import os
import threading
import time


def hold(parent: int | None = None, every: float = 0.5) -> None:
    """Watch the parent process from a thread; end this process at once when it has gone."""
    watched = parent or os.getppid()

    def watch() -> None:
        while alive(watched):
            time.sleep(every)
        os._exit(0)

    threading.Thread(target=watch, name="lifeline", daemon=True).start()


def alive(pid: int) -> bool:
    """Whether a process is there and not merely unburied."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    try:
        with open(f"/proc/{pid}/stat") as stat:  # noqa: PTH123 - a kernel file, read in one go
            return stat.read().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return True
