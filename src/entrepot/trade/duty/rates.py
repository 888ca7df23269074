"""Exchange rates as an argument: a dated table, and the rate of one day."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from entrepot.trade.finding import Finding, Refused
from entrepot.trade.money import Exact, Money, exact
from entrepot.trade.wording import gettext_noop


@dataclass(frozen=True, slots=True)
class Day:
    """The rates that count on one day: what one unit of each currency is worth in the base currency."""

    on: date
    base: str
    worth: Mapping[str, Fraction]

    def factor(self, currency: str, into: str) -> Fraction:
        """What one unit of a currency is worth in another; refuses kindly when no rate is held."""
        if currency == into:
            return Fraction(1)
        missing = [each for each in (currency, into) if each != self.base and each not in self.worth]
        if missing:
            raise Refused(
                Finding(
                    "rate-of-exchange-missing",
                    gettext_noop("No rate of exchange for {currency} is held for {on}."),
                    remedy=gettext_noop("Load rates that name {currency}, or state the amount in {into}."),
                    params={"currency": missing[0], "on": self.on.isoformat(), "into": into},
                )
            )
        return self._worth(currency) / self._worth(into)

    def convert(self, money: Money, into: str) -> Money:
        """The same amount in another currency, not rounded."""
        return Money(money.amount * self.factor(money.currency, into), into)

    def _worth(self, currency: str) -> Fraction:
        return Fraction(1) if currency == self.base else self.worth[currency]


@dataclass(frozen=True)
class Rates:
    """A dated table of rates against one base currency; each stays in use until the next one for its currency."""

    base: str
    table: Mapping[str, tuple[tuple[date, Fraction], ...]]
    name: str = ""

    @classmethod
    def of(cls, base: str, rows: Iterable[tuple[date, str, Exact]], name: str = "") -> Rates:
        """Rates from rows of (day, currency, what one unit of it is worth in the base currency)."""
        table: dict[str, list[tuple[date, Fraction]]] = {}
        for day, currency, worth in rows:
            table.setdefault(currency, []).append((day, exact(worth)))
        return cls(base, {currency: tuple(sorted(days)) for currency, days in table.items()}, name)

    def on(self, day: date) -> Day:
        """For each currency the last rate published on or before the day."""
        worth = {}
        for currency, days in self.table.items():
            place = bisect_right(days, day, key=lambda row: row[0])
            if place:
                worth[currency] = days[place - 1][1]
        return Day(day, self.base, worth)


NO_RATES = Rates("XXX", {})
