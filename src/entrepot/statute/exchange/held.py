"""The rates that a person loaded, kept in a folder: dated, with their source, and never changed once used."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from fractions import Fraction
from pathlib import Path

from entrepot.trade.duty.rates import NO_RATES, Rates
from entrepot.trade.finding import Finding
from entrepot.trade.wording import gettext_noop


@dataclass(frozen=True, slots=True, order=True)
class HeldRate:
    """From a day on, one unit of a currency is worth so much in another; `published` is the day it was made known.

    `country` is the jurisdiction by whose rule the day was found; empty for every one.
    """

    since: date
    currency: str
    against: str
    worth: Fraction
    published: date
    source: str
    country: str = ""

    @property
    def turned(self) -> HeldRate:
        """The same rate, told of the other currency."""
        return replace(self, currency=self.against, against=self.currency, worth=1 / self.worth)

    @property
    def place(self) -> tuple[date, str, str, str]:
        """Two rates with one place would contradict each other."""
        return self.since, self.currency, self.against, self.country


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a load: how many rates are new, how many were held already, and what was refused."""

    fresh: int
    same: int
    findings: tuple[Finding, ...]


COLUMNS = ("from", "currency", "against", "rate", "published", "source", "country")
NAME = "rates.csv"


class HeldRates:
    """The rates in a folder."""

    def __init__(self, place: Path) -> None:
        self.file = place / NAME

    def rows(self) -> list[HeldRate]:
        """Every rate, in the order of its days."""
        if not self.file.exists():
            return []
        with self.file.open(encoding="utf-8", newline="") as text:
            return sorted(_row(record) for record in csv.DictReader(text))

    def take(self, offered: Iterable[HeldRate]) -> Taken:
        """Add the rates that are new. One that is held with another figure is refused: it may have been used."""
        held = {row.place: row for row in self.rows()}
        fresh, same, findings = [], 0, []
        for row in offered:
            before = held.get(row.place)
            if before is None:
                held[row.place] = row
                fresh.append(row)
            elif before.worth == row.worth:
                same += 1
            else:
                findings.append(_contradicts(before, row))
        if fresh:
            self._write(sorted(held.values()))
        return Taken(len(fresh), same, tuple(findings))

    def for_use(self, country: str, currency: str) -> Rates:
        """The rates by which a jurisdiction converts into its currency: its own before those that name none.

        All are told against one currency: its own, or the one against which more of them were published.
        """
        rows = self.rows()
        own = [row for row in rows if row.country == country] or [row for row in rows if not row.country]
        against: dict[str, dict[tuple[str, date], HeldRate]] = {}
        for row in (*own, *(row.turned for row in own)):  # a rate as published before one turned round
            against.setdefault(row.against, {}).setdefault((row.currency, row.since), row)
        reached = {base: {each for each, _ in found} for base, found in against.items()}
        able = [base for base, known in reached.items() if currency in known or base == currency]
        if not able:
            return NO_RATES
        base = max(able, key=lambda each: (len(reached[each]), each == currency))
        chosen = against[base].values()
        source = ", ".join(sorted({row.source for row in chosen}))
        return Rates.of(base, [(row.since, row.currency, row.worth) for row in chosen], source)

    def _write(self, rows: Sequence[HeldRate]) -> None:
        self.file.parent.mkdir(parents=True, exist_ok=True)
        fresh = self.file.with_suffix(f".{os.getpid()}")
        with fresh.open("w", encoding="utf-8", newline="") as text:
            writer = csv.writer(text, lineterminator="\n")
            writer.writerow(COLUMNS)
            writer.writerows([getattr(row, each.name) for each in fields(HeldRate)] for row in rows)
        fresh.replace(self.file)


def _row(record: dict[str, str]) -> HeldRate:
    since, published = date.fromisoformat(record["from"]), date.fromisoformat(record["published"])
    worth = Fraction(record["rate"])
    return HeldRate(since, record["currency"], record["against"], worth, published, record["source"], record["country"])


def _contradicts(before: HeldRate, row: HeldRate) -> Finding:
    return Finding(
        "rate-held-already",
        gettext_noop("{currency} from {since} is held already as {before} {against} ({source}), not {now}."),
        "",
        gettext_noop(
            "A rate that was used is not changed. Load the other into a home of its own, or correct the file."
        ),
        params={
            "currency": row.currency,
            "since": row.since.isoformat(),
            "against": row.against,
            "before": str(before.worth),
            "now": str(row.worth),
            "source": before.source,
        },
    )
