"""A small invented law, built without files, for tests of the reckoning alone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Any

from entrepot.trade.duty.facts import Consignment, Goods
from entrepot.trade.duty.grammar import parse
from entrepot.trade.duty.ground import Ground, Value
from entrepot.trade.duty.law import ByTariff, Law, Levy, Percent, Regime, RoundingRule
from entrepot.trade.duty.measure import Area, Measure, MeasureType, Schedule, Tariff
from entrepot.trade.duty.quota import Quota
from entrepot.trade.money import Money

DAY = date(2026, 2, 1)
ACT = Ground(law="Act of Xanadu", sources=("Gazette",), confidence="sourced", since=date(2026, 1, 1))
CENT = RoundingRule("cent", ACT)
MFN = MeasureType("mfn", "Normal rate", "duty", "base")
PACT = MeasureType(
    "agreement:PACT", "The Pact", "duty", "alternative", Area("P", "Pact", (("XB", None, None),)), "Form P"
)


def percent(name: str, number: str) -> Value:
    return Value(name, name, Fraction(number), "percent", ACT)


def amount(name: str, number: str, currency: str = "EUR") -> Value:
    return Value(name, name, Fraction(number), f"currency-{currency}", ACT)


def measure(prefix: str, rate: str, column: str = "mfn", **ground: Any) -> Measure:
    return Measure(column, prefix, parse(rate), rate, Ground(**ground) if ground else ACT)


DUTY = Levy("duty", "Duty", "duty", ByTariff(), CENT, ACT)
VAT = Levy("vat", "VAT", "tax", Percent(percent("vat_rate", "20")), CENT, ACT, ("customs_value", "duty"))
ENTRY = Regime("entry", "Entry", ACT)


def law(
    measures: Iterable[Measure] = (),
    *,
    codes: Iterable[str] = (),
    levies: tuple[Levy, ...] = (DUTY, VAT),
    regimes: tuple[Regime, ...] = (ENTRY,),
    types: Iterable[MeasureType] = (MFN, PACT),
    quotas: Iterable[Quota] = (),
    known: date | None = None,
    **changes: Any,
) -> Law:
    schedule = Schedule.of(types, codes, measures, quotas={quota.number: quota for quota in quotas})
    facts: dict[str, Any] = {
        "jurisdiction": "XA",
        "name": "Xanadu",
        "currency": "EUR",
        "on": DAY,
        "known": known,
        "digest": "0" * 64,
        "customs_value": "cif",
        "exchange_day": "arrival",
        "values": {},
        "levies": levies,
        "regimes": regimes,
        "tariff": Tariff(schedule, DAY, known),
    }
    return Law(**(facts | changes))


def goods(price: str = "100.00", hs: str = "691200", currency: str = "EUR", **more: Any) -> Goods:
    return Goods(hs, Money.of(price, currency), **more)


def sent(*lines: Goods, **more: Any) -> Consignment:
    return Consignment("XB", "XA", DAY, lines or (goods(),), **more)
