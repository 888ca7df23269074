"""How long things took: counted by whole minutes, told as the middle one and as what nine of ten kept within."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spread:
    """How many there were, and minutes: half took no longer than the median, nine of ten no longer than `p90`."""

    count: int
    median: int
    p90: int

    @classmethod
    def of(cls, minutes: Mapping[int, int]) -> Spread | None:
        """The spread of so many of each length; None of none."""
        count = sum(minutes.values())
        return cls(count, rank(minutes, count, 50), rank(minutes, count, 90)) if count else None


def rank(minutes: Mapping[int, int], count: int, per_cent: int) -> int:
    """The shortest time within which so many per cent were done (nearest rank)."""
    wanted, seen = -(-count * per_cent // 100), 0
    for length in sorted(minutes):
        seen += minutes[length]
        if seen >= wanted:
            return length
    raise AssertionError("there are as many as were counted")


def together(*several: Mapping[int, int]) -> Counter[int]:
    """Several counts as one."""
    whole: Counter[int] = Counter()
    for each in several:
        whole.update(each)
    return whole
