"""What changes in the law of a place: between two days, between two editions, or day by day."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from entrepot.statute.book import Jurisdiction, days_of_change
from entrepot.trade.duty.ground import NO_GROUND, Ground
from entrepot.trade.duty.law import Law
from entrepot.trade.finding import Refused

Kind = Literal["value", "levy", "regime", "rate"]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is not as it was: empty before means that it begins, empty after that it ends."""

    kind: Kind
    name: str
    before: str
    after: str
    ground: Ground = NO_GROUND


@dataclass(frozen=True, slots=True)
class Day:
    """A day on which the law changes, and what changes."""

    on: date
    changes: tuple[Change, ...]


def changes(before: Law, after: Law, codes: Collection[str] | None = None) -> list[Change]:
    """Everything that differs between two views of the law: other days, other knowledge, or another edition.

    If `codes` are given, only the rates that goods of these codes may bear are looked at: a whole tariff is large.
    """
    values = ({name: (value.text, value.ground) for name, value in law.values.items()} for law in (before, after))
    levies = ({each.code: (each.name, each.ground) for each in law.levies} for law in (before, after))
    regimes = ({each.code: (each.name, each.ground) for each in law.regimes} for law in (before, after))
    return [
        *_differ("value", *values),
        *_differ("levy", *levies),
        *_differ("regime", *regimes),
        *_differ("rate", _rates(before, codes), _rates(after, codes)),
    ]


def calendar(
    jurisdiction: Jurisdiction, since: date, until: date, codes: Collection[str] | None = None
) -> Iterator[Day]:
    """Every day from `since` on and before `until` on which anything changes; for some goods if codes are given."""
    for day in days_of_change(jurisdiction.folder):
        if since <= day < until:
            try:
                found = changes(jurisdiction.on(day - timedelta(days=1)), jurisdiction.on(day), codes)
            except Refused:  # the day before is not held
                continue
            if found:
                yield Day(day, tuple(found))


def _rates(law: Law, codes: Collection[str] | None) -> Mapping[str, tuple[str, Ground]]:
    """The rates of the schedule in force, by column and code; only those for some goods if their codes are given."""
    schedule, found = law.tariff.schedule, {}
    keys = schedule.measures if codes is None else _keys(law, codes)
    for column, prefix in keys:
        for measure in schedule.measures.get((column, prefix), ()):
            area = f" {measure.area.code}" if measure.area else ""
            name = f"{column} {prefix}{area}"
            if name not in found and measure.counts(law.on, law.known):
                found[name] = measure.text, measure.ground
    return found


def _keys(law: Law, codes: Collection[str]) -> list[tuple[str, str]]:
    """Where a rate for these goods may stand: on the digits of each national line that may be meant."""
    lines = {line for code in codes for line in law.tariff.lines(code)}
    prefixes = sorted({line[:digits] for line in lines for digits in range(1, len(line) + 1)})
    return [(column, prefix) for column in law.tariff.schedule.types for prefix in prefixes]


def _differ(
    kind: Kind, before: Mapping[str, tuple[str, Ground]], after: Mapping[str, tuple[str, Ground]]
) -> Iterator[Change]:
    for name in sorted(before.keys() | after.keys()):
        was, is_now = before.get(name, ("", NO_GROUND)), after.get(name, ("", NO_GROUND))
        if was[0] != is_now[0]:
            yield Change(kind, name, was[0], is_now[0], is_now[1] if name in after else was[1])
