"""Additional duties by list: what the line that a list names adds, from when, and where lists disagree."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import pairwise

from entrepot.statute.doors.us_additional import effect
from entrepot.trade.duty.expression import Expression, Free, Text
from entrepot.trade.duty.grammar import render
from entrepot.trade.duty.measure import Measure

_SINCE = re.compile(r"on or after ([A-Z][a-z]+ \d{1,2}, \d{4})")
_BEFORE = re.compile(r"before ([A-Z][a-z]+ \d{1,2}, \d{4})")

Rates = Callable[[str], Sequence[Measure]]


def added(line: str, rates: Rates) -> Expression:
    """What the line adds to the rate of the goods; words that nobody prices if it does something else."""
    for length in range(len(line), 3, -1):
        for measure in rates(line[:length]):
            what, rate = effect(measure.expression)
            if what == "adds":
                return rate
            if what == "keeps":
                return Free()
            return Text(f"{line}: {render(measure.expression)} takes the place of the rate of the goods")
    return Text(f"the line {line}, which says how much is added, is not held")


def days_in(words: str) -> tuple[date | None, date | None]:
    """The first day on which a line counts, and the first on which it no longer does, as its words say."""
    found = (_SINCE.search(words), _BEFORE.search(words))
    since, until = (datetime.strptime(each[1], "%B %d, %Y").date() if each else None for each in found)  # noqa: DTZ007
    return since, until


def apart(listed: Sequence[tuple[str, Measure]]) -> Iterator[Measure]:
    """One measure for every stretch of days; in words where the lists in force, each with its name, disagree."""
    starts = {measure.ground.since or date.min for _, measure in listed}
    ends = {measure.ground.until for _, measure in listed if measure.ground.until}
    bounds: list[date | None] = [*sorted(starts | ends), None]
    for start, end in pairwise(bounds):
        assert start is not None
        counting = [pair for pair in listed if pair[1].counts(start, None)]
        if not counting:
            continue
        name, first = counting[0]
        if len({measure.expression for _, measure in counting}) > 1:
            name = ", ".join(dict.fromkeys(name for name, _ in counting))
            first = replace(first, expression=Text(f"in several lists: {name}"), text=name)
        yield replace(first, ground=replace(first.ground, since=None if start == date.min else start, until=end))
