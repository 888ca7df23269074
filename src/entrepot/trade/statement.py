"""When duty and tax are stated and paid together: by month, by quarter, or some days after release.

A law says which declarations a statement gathers and when it falls due; the days are worked out here.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Literal

from entrepot.trade.declaration.facts import DeclarationFacts
from entrepot.trade.duty.ground import NO_GROUND, Ground

Gathers = Literal["month", "quarter", "released"]
By = Literal["declarant", "registration"]
Due = Literal["end-of-next-month", "before-day-of-next-month"]


@dataclass(frozen=True, slots=True)
class Period:
    """From one day to another, both included."""

    begins: date
    ends: date

    @property
    def name(self) -> str:
        """`2026-03` for a month, `2026-Q1` for a quarter."""
        if self.begins.month == self.ends.month:
            return f"{self.begins:%Y-%m}"
        return f"{self.begins.year}-Q{(self.begins.month + 2) // 3}"


@dataclass(frozen=True, slots=True)
class Terms:
    """One kind of statement that a law asks for.

    `released` gathers each declaration by itself, payable from `from_day` to `until_day` after its release; a month or
    a quarter gathers what was released in it, due at the end of the next month or before a day of it.
    """

    code: str
    title: str
    direction: str
    regimes: tuple[str, ...]
    gathers: Gathers
    by: By
    due: Due = "end-of-next-month"
    due_day: int = 0
    from_day: int = 0
    until_day: int = 0
    return_days: int = 0
    """Days after release within which the return of the goods may be applied for; none: never."""
    back_days: int = 0
    """Days after release by which goods so returned must be back."""
    ground: Ground = NO_GROUND

    def ripe(self, released: date, on: date) -> bool:
        """Whether what was released on a day can be stated on another."""
        if self.gathers == "released":
            return on >= released + timedelta(days=self.from_day)
        return on > period_of(released, self.gathers).ends

    def due_by(self, released: date) -> date:
        """The last day on which it is paid."""
        if self.gathers == "released":
            return released + timedelta(days=self.until_day)
        following = period_of(period_of(released, self.gathers).ends + timedelta(days=1), "month")
        if self.due == "end-of-next-month":
            return following.ends
        return following.begins + timedelta(days=self.due_day - 2)

    def period(self, released: date) -> Period:
        """The period in which a statement gathers it; a day by itself where releases are gathered."""
        return Period(released, released) if self.gathers == "released" else period_of(released, self.gathers)


def period_of(day: date, kind: Literal["month", "quarter"]) -> Period:
    """The month or the quarter in which a day lies."""
    first = day.month if kind == "month" else day.month - (day.month - 1) % 3
    last = first if kind == "month" else first + 2
    return Period(date(day.year, first, 1), date(day.year, last, monthrange(day.year, last)[1]))


@dataclass(frozen=True, slots=True)
class Alike:
    """What goods have in common that stand in one line of a summary."""

    consignor: str
    regime: str
    destination: str
    hs: str
    unit: str
    currency: str


@dataclass(slots=True)
class SummaryLine:
    """Goods that are alike, added up over a period."""

    alike: Alike
    quantity: Fraction = Fraction(0)
    net_mass_kg: Fraction = Fraction(0)
    value: Fraction = Fraction(0)
    declarations: int = 0


def summary(declared: Iterable[DeclarationFacts]) -> list[SummaryLine]:
    """The lists of a period as few lines: China's summary declaration of 9610 exports, and any other's statistics."""
    lines: dict[Alike, SummaryLine] = {}
    for facts in declared:
        touched = set()
        for item in facts.items:
            alike = Alike(
                facts.consignor.id or facts.consignor.name,
                facts.regime,
                facts.consignee.country,
                item.commodity,
                item.unit,
                facts.currency,
            )
            line = lines.setdefault(alike, SummaryLine(alike))
            line.quantity += item.amount.amount
            line.net_mass_kg += item.net
            line.value += facts.value_of(item).amount
            touched.add(alike)
        for alike in touched:
            lines[alike].declarations += 1
    return [lines[alike] for alike in sorted(lines, key=astuple)]
