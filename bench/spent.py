"""CPU time spent by this process, by those it started and has buried, and by a PostgreSQL."""

from __future__ import annotations

import os
import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
REST = 30  # seconds for which a database may go on sweeping up


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds: by the clock on the wall, by our processes, by the database."""

    wall: float
    workers: float
    database: float

    @property
    def cpu(self) -> float:
        return self.workers + self.database


def spent(work: Callable[[], object], postmaster: int | None) -> Spent:
    """What the work takes; of the database, if the number of its first process is told.

    The database is looked at before the clock starts and after it has stopped, since it must have come to rest.
    """
    database = of_database(postmaster)
    workers, begun = _workers(), time.monotonic()
    work()
    wall = time.monotonic() - begun
    return Spent(wall, _workers() - workers, of_database(postmaster) - database)


def of_database(postmaster: int | None) -> float:
    """What a database at rest has spent; nothing of one that has no process of its own."""
    return _settled(postmaster) if postmaster else 0.0


def _workers() -> float:
    """What this process and those it has buried have spent."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _settled(postmaster: int) -> float:
    """What the database has spent, once two looks agree: a process that ends in between would be missed.

    So it also waits until the database has swept up (autovacuum) after what was written before.
    """
    spent_before, spent_now = -1.0, with_children(postmaster)
    until = time.monotonic() + REST
    while spent_now != spent_before and time.monotonic() < until:
        time.sleep(0.1)
        spent_before, spent_now = spent_now, with_children(postmaster)
    return spent_now


def with_children(postmaster: int) -> float:
    """The first process with all that it has buried, and those that still live."""
    ticks = sum(_stat(postmaster)[11:15])
    for process in Path("/proc").iterdir():
        if process.name.isdigit():
            try:
                stat = _stat(int(process.name))
            except (FileNotFoundError, ProcessLookupError):
                continue
            if stat[1] == postmaster:
                ticks += sum(stat[11:13])
    return ticks / TICKS


def _stat(process: int) -> list[int]:
    """The fields of /proc/N/stat from the third on, the state as nought: parent is the second of them."""
    told = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return [0, *(int(each) for each in told[1:])]
