"""The straightforward way to landed cost: one line after the other, in `Decimal`, over the same law.

It is what one writes first, and it is right: each condition, levy and dated rate is looked up for the line at hand, and
each amount is rounded to the cent. It covers what a plain parcel needs and refuses the rest.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from entrepot.trade.duty.condition import Condition, FactTest, ValueTest
from entrepot.trade.duty.expression import Expression, Free, Pct
from entrepot.trade.duty.facts import Consignment
from entrepot.trade.duty.law import ByTariff, Fixed, Law, Levy, Percent, Regime, Terms
from entrepot.trade.duty.measure import Area, Measure

CENT, HUNDRED = Decimal("0.01"), Decimal(100)


def owed(law: Law, regime: Regime, parcel: Consignment, price: Decimal) -> int | None:
    """What a parcel of one line owes in a regime, in cents; None if the regime is closed to it."""
    if not all(holds(condition, parcel, price) for condition in regime.when):
        return None
    code = parcel.lines[0].hs
    origin = parcel.lines[0].origin or parcel.dispatch
    parts = {"price": price, "fob": price, "cif": price, "customs_value": price}
    if law.value_rounding is not None:
        step = law.value_rounding.rounding.minor_units * CENT
        parts["customs_value"] = (price / step).quantize(Decimal(1), ROUND_HALF_UP) * step
    total = Decimal(0)
    for levy in law.levies:
        terms = regime.terms.get(levy.code, Terms(charged=not levy.special))
        assert not terms.effects, "this regime is not that plain"
        amount = Decimal(0)
        if terms.charged:
            base = sum((parts[name] for name in levy.base), Decimal(0))
            amount = due(law, levy, code, origin, base)
            total += amount.quantize(CENT, ROUND_HALF_UP)
        parts[levy.code] = amount
    return int(total * HUNDRED)


def due(law: Law, levy: Levy, code: str, origin: str, base: Decimal) -> Decimal:
    """What one levy comes to, before it is rounded."""
    match levy.pricing:
        case Percent(value):
            return base * decimal(value.amount) / HUNDRED
        case Fixed(value):
            return decimal(value.amount)
        case ByTariff(default):
            measure = normal(law, levy.code, code, origin)
            if measure is not None:
                return base * percent(measure.expression) / HUNDRED
            assert default is not None, "the tariff says nothing"
            return base * decimal(default.amount) / HUNDRED
    raise NotImplementedError(levy.code)


def normal(law: Law, levy: str, code: str, origin: str) -> Measure | None:
    """The rate in force for the goods: of the columns of the levy, by the longest code."""
    schedule, found = law.tariff.schedule, dict[str, Measure]()
    for column in schedule.types.values():
        if column.levy != levy or not member(column.area, origin, law.on):
            continue
        for digits in range(len(code), 0, -1):
            for measure in schedule.measures.get((column.code, code[:digits]), ()):
                ground = measure.ground
                if ground.since is not None and law.on < ground.since:
                    continue
                if ground.until is not None and law.on >= ground.until:
                    continue
                if member(measure.area, origin, law.on):
                    found.setdefault(column.stack, measure)
                    break
            if column.stack in found:
                break
    return found.get("replaces") or found.get("base") or found.get("otherwise")


def member(area: Area | None, country: str, on: date) -> bool:
    if area is None:
        return True
    for name, since, until in area.members:
        if name == country and (since is None or since <= on) and (until is None or on < until):
            return True
    return False


def holds(condition: Condition, parcel: Consignment, price: Decimal) -> bool:
    match condition:
        case ValueTest(value="fob" | "price", relation="at-most"):
            return condition.limit.amount is not None and price <= decimal(condition.limit.amount)
        case FactTest(fact="channel"):
            return parcel.channel in condition.one_of
    raise NotImplementedError(condition.code)


def percent(expression: Expression) -> Decimal:
    match expression:
        case Free():
            return Decimal(0)
        case Pct(rate, "customs-value"):
            return decimal(rate)
    raise NotImplementedError(str(expression))


def decimal(number: Fraction | None) -> Decimal:
    assert number is not None
    return Decimal(number.numerator) / Decimal(number.denominator)


@dataclass(frozen=True, slots=True)
class Digested:
    """A tariff boiled down beforehand, by hand, for one regime, one origin and one day."""

    percentages: dict[tuple[str, str], Decimal]
    columns: tuple[str, ...]
    flat: tuple[Decimal, ...]
    fee: Decimal


def digested(law: Law) -> Digested:
    """The percentages of informal entry into the United States on the law's day."""
    found = {}
    columns = ("mfn", "s301", "s232")
    for (column, code), measures in law.tariff.schedule.measures.items():
        counting = [each for each in measures if each.counts(law.on, None) and each.area is None]
        if column in columns and counting and counting[0].share is not None:
            found[column, code] = percent(counting[0].expression)
    flat = [law.values[name].amount for name in ("section_122_rate",) if name in law.values]
    return Digested(
        found,
        columns,
        tuple(decimal(amount) for amount in flat if amount is not None),
        decimal(law.values["mpf_informal"].amount),
    )


def owed_by_percentages(tariff: Digested, code: str, price: Decimal) -> int:
    """One line: cut digits off the code until there is a percentage, and round each amount."""
    value = price.quantize(Decimal(1), ROUND_HALF_UP)
    total = tariff.fee
    for column in tariff.columns:
        for digits in range(len(code), 0, -1):
            if (column, code[:digits]) in tariff.percentages:
                rate = tariff.percentages[column, code[:digits]]
                total += (value * rate / HUNDRED).quantize(CENT, ROUND_HALF_UP)
                break
    for rate in tariff.flat:
        total += (value * rate / HUNDRED).quantize(CENT, ROUND_HALF_UP)
    return int(total * HUNDRED)
