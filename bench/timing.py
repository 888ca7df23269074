"""How things are timed: in CPU time of this process, in alternating runs, told as medians with their range."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Sequence


class Unavailable(Exception):  # noqa: N818 - it says what is missing
    """This cannot be measured here: something it needs is not at hand."""


def seconds(work: Callable[[], object]) -> float:
    """The CPU time of one run; the collector of garbage runs before and not within."""
    gc.collect()
    gc.disable()
    try:
        began = time.process_time_ns()
        work()
        return (time.process_time_ns() - began) / 1e9
    finally:
        gc.enable()


def alternating(works: Sequence[Callable[[], object]], runs: int = 7) -> list[list[float]]:
    """The times of each, taken in turns, so that what else the machine does falls on all alike. One turn warms up."""
    for work in works:
        work()
    found: list[list[float]] = [[] for _ in works]
    for _ in range(runs):
        for times, work in zip(found, works, strict=True):
            times.append(seconds(work))
    return found


def median(times: Sequence[float]) -> float:
    return statistics.median(times)


def spread(times: Sequence[float]) -> str:
    """The least and the most, to be told beside a median."""
    return f"{min(times):.3g}–{max(times):.3g} s"
