"""Additional duties by list: what the line that a list names adds, from when, and where lists disagree."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
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


@dataclass(frozen=True, slots=True)
class Listed:
    """One entry of a list: the name by which a person knows the list, the line of chapter 99, and the measure."""

    name: str
    line: str
    measure: Measure


def apart(listed: Sequence[Listed], order: Sequence[str] = ()) -> Iterator[Measure]:
    """One measure for every stretch of days and every group of countries.

    Where several lists are in force, the one whose line begins as the first of `order` goes before the others. In words
    where those that remain disagree.
    """
    for area in dict.fromkeys(each.measure.area for each in listed):
        yield from _by_days([each for each in listed if each.measure.area == area], order)


def _by_days(listed: Sequence[Listed], order: Sequence[str]) -> Iterator[Measure]:
    starts = {each.measure.ground.since or date.min for each in listed}
    ends = {each.measure.ground.until for each in listed if each.measure.ground.until}
    bounds: list[date | None] = [*sorted(starts | ends), None]
    for start, end in pairwise(bounds):
        assert start is not None
        in_force = [each for each in listed if each.measure.counts(start, None)]
        if not in_force:
            continue
        foremost = min(_place(each.line, order) for each in in_force)
        counting = [each for each in in_force if _place(each.line, order) == foremost]
        first = counting[0].measure
        if len({each.measure.expression for each in counting}) > 1:
            name = ", ".join(dict.fromkeys(each.name for each in counting))
            first = replace(first, expression=Text(f"in several lists: {name}"), text=name)
        yield replace(first, ground=replace(first.ground, since=None if start == date.min else start, until=end))


def _place(line: str, order: Sequence[str]) -> int:
    """Where a line stands in an order of lines; last of all if it is not named."""
    return next((n for n, beginning in enumerate(order) if line.startswith(beginning)), len(order))
