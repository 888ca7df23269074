"""From lodging to release, as the Time Release Study of the WCO has it: by day, lane and regime, in one question.

The question is answered from an index alone (`customs_by_day`), so that a month of a million declarations costs one
pass over slim entries and no declaration is read. Days are those of UTC, and times whole minutes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from django.db import connection

from entrepot.hub import rows
from entrepot.hub.customs.models import Declaration
from entrepot.hub.insight.spread import Spread, together

Key = tuple[str, str, str]  # day, lane, regime
LANES = ("green", "yellow", "red")

# A batch shares its moment: in the order of the index its declarations are counted as they pass, nothing being sorted.
SQLITE = """
SELECT substr(lodged_at, 1, 10), lane, regime,
       CASE WHEN state NOT IN ('released', 'returned') THEN NULL WHEN decided_at = lodged_at THEN 0
            ELSE (strftime('%%s', decided_at) - strftime('%%s', lodged_at)) / 60 END,
       sum(number)
FROM (SELECT lodged_at, lane, regime, state, decided_at, count(*) AS number
      FROM customs_declaration INDEXED BY customs_by_day
      WHERE country = %s AND lodged_at >= %s AND lodged_at < %s
      GROUP BY lodged_at, lane, regime, state, decided_at)
GROUP BY 1, 2, 3, 4
"""
POSTGRESQL = """
SELECT to_char(lodged_at AT TIME ZONE 'UTC', 'YYYY-MM-DD'), lane, regime,
       CASE WHEN state NOT IN ('released', 'returned') THEN NULL WHEN decided_at = lodged_at THEN 0
            ELSE floor(extract(epoch FROM decided_at - lodged_at) / 60)::int END,
       sum(number)::bigint
FROM (SELECT lodged_at, lane, regime, state, decided_at, count(*) AS number
      FROM customs_declaration
      WHERE country = %s AND lodged_at >= %s AND lodged_at < %s
      GROUP BY lodged_at, lane, regime, state, decided_at) AS alike
GROUP BY 1, 2, 3, 4
"""


@dataclass(frozen=True, slots=True)
class Releases:
    """Declarations of some days: how many of each, and how long those that were released took."""

    first: date
    last: date
    lodged: Counter[Key] = field(default_factory=Counter)
    minutes: dict[Key, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))

    @property
    def days(self) -> tuple[str, ...]:
        """Every day, also those on which nothing was lodged."""
        return tuple((self.first + timedelta(days=n)).isoformat() for n in range((self.last - self.first).days + 1))

    @property
    def regimes(self) -> tuple[str, ...]:
        return tuple(sorted({regime for _, _, regime in self.lodged}))

    def count(self, wanted: Callable[[Key], bool] = lambda _: True) -> int:
        """How many were lodged of those wanted."""
        return sum(number for key, number in self.lodged.items() if wanted(key))

    def spread(self, wanted: Callable[[Key], bool] = lambda _: True) -> Spread | None:
        """How long those wanted took that were released."""
        return Spread.of(together(*(counted for key, counted in self.minutes.items() if wanted(key))))


def releases(country: str, first: date, last: date) -> Releases:
    """What was lodged at a country's border from one day to another, both counted."""
    found = Releases(first, last)
    begin, end = (datetime.combine(day, time(), UTC) for day in (first, last + timedelta(days=1)))
    moments = [rows.ready(Declaration, "lodged_at", each) for each in (begin, end)]
    with connection.cursor() as cursor:
        cursor.execute(POSTGRESQL if connection.vendor == "postgresql" else SQLITE, [country, *moments])
        for day, lane, regime, minutes, number in cursor.fetchall():
            found.lodged[day, lane, regime] += number
            if minutes is not None:
                found.minutes[day, lane, regime][minutes] += number
    return found
