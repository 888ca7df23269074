"""What a levy comes to for goods on a base, before any relief: by a rate, by the tariff, by a fixed sum."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from entrepot.trade.duty.expression import CUSTOMS_VALUE, Expression, Free, Pct, Sum
from entrepot.trade.duty.expression_inputs import Inputs
from entrepot.trade.duty.expression_worked import evaluate
from entrepot.trade.duty.grammar import render
from entrepot.trade.duty.ground import Ground, Value, plain
from entrepot.trade.duty.law import Bands, Levy
from entrepot.trade.duty.measure import Measure
from entrepot.trade.duty.situation import Situation
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.money import Money

NOTHING = Fraction(0)


@dataclass(frozen=True, slots=True)
class Priced:
    """An exact amount, the rate as people read it, and the ground of the rate."""

    amount: Fraction
    rate: str
    ground: Ground
    measure: Measure | None = None
    unknown: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One line of goods, under the national line assumed for it."""

    situation: Situation
    number: int
    code: str

    @property
    def origin(self) -> str:
        return self.situation.origins[self.number]


def by_percent(value: Value, base: Fraction, *, inside: bool) -> Priced:
    """A percentage of the base; or of base and tax together, if the tax is part of its own base."""
    percent = value.amount or NOTHING
    rate = percent / 100
    return Priced(base * rate / (1 - rate) if inside else base * rate, f"{plain(percent)} %", value.ground)


def by_sum(value: Value, situation: Situation, units: Fraction) -> Priced:
    """A fixed sum for each unit."""
    each = in_law_currency(value, situation)
    return Priced(each * units, value.text if units == 1 else f"{value.text} × {plain(units)}", value.ground)


def in_law_currency(value: Value, situation: Situation) -> Fraction:
    """A sum of the law in the currency of the jurisdiction."""
    return (value.amount or NOTHING) * situation.day.factor(value.currency, situation.law.currency)


def by_tariff(
    levy: Levy, item: Item, base: Fraction, parts: Mapping[str, Fraction], agreements: frozenset[str]
) -> Priced | None:
    """What the tariff asks; a preference claimed counts if it comes to less. None where the tariff says nothing."""
    choice = item.situation.law.tariff.choice(levy.code, item.code, item.origin)
    best = _of_measure(choice.normal, item, base, parts) if choice.normal is not None else None
    for measure in choice.alternatives:
        if measure.type in agreements:
            priced = _of_measure(measure, item, base, parts)
            if not priced.unknown and (best is None or best.unknown or priced.amount < best.amount):
                best = priced
    if levy.inside and best is not None and best.measure is not None:
        within = share_of_value(best.measure.expression)
        return replace(best, amount=best.amount / (1 - within))
    return best


def share_of_value(expression: Expression) -> Fraction:
    """The part of a rate that goes by value, as a share: 15 % + CNY 1 a kilogram is 3/20."""
    if isinstance(expression, Pct) and expression.base == CUSTOMS_VALUE:
        return expression.rate / 100
    if isinstance(expression, Sum):
        return sum((share_of_value(part) for part in expression.parts), NOTHING)
    return NOTHING


def by_band(bands: Bands, items: list[Item], parts: list[Mapping[str, Fraction]]) -> Priced | None:
    """The sum for the highest of the rates that steer it; None where none of the goods bears such a rate."""
    rates = []
    for item in items:
        choice = item.situation.law.tariff.choice(bands.levy, item.code, item.origin)
        if choice.normal is not None:
            value = Fraction(100)
            rates.append(_of_measure(choice.normal, item, value, parts[item.number]).amount)
    if not rates:
        return None
    rate = max(rates)
    for band in bands.bands:
        limit = band.under.amount if band.under is not None else None
        if limit is None or rate < limit or (band.including and rate == limit):
            priced = by_sum(band.value, items[0].situation, Fraction(1))
            return Priced(priced.amount, f"{priced.rate} ({plain(rate)} %)", priced.ground)
    return None


def _of_measure(measure: Measure, item: Item, base: Fraction, parts: Mapping[str, Fraction]) -> Priced:
    expression = measure.expression
    if isinstance(expression, Pct) and expression.base == CUSTOMS_VALUE:
        return Priced(base * expression.rate / 100, f"{plain(expression.rate)} %", measure.ground, measure)
    if isinstance(expression, Free):
        return Priced(NOTHING, "0 %", measure.ground, measure)
    currency = item.situation.law.currency
    goods = item.situation.consignment.lines[item.number]

    def convert(money: Money, into: str) -> Money | None:
        try:
            return item.situation.day.convert(money, into)
        except Refused:
            return None

    inputs = Inputs(
        Money(base, currency),
        goods.measures,
        {name: Money(amount, currency) for name, amount in parts.items()},
        goods.parts,
        goods.answers,
        item.situation.law.on,
        item.origin,
        convert,
    )
    answer = evaluate(expression, inputs)
    if isinstance(answer, Money):
        return Priced(answer.amount, render(expression), measure.ground, measure)
    found = tuple(_placed(finding, item.number) for finding in answer.findings)
    return Priced(NOTHING, render(expression), measure.ground, measure, found)


def _placed(finding: Finding, line: int) -> Finding:
    return replace(finding, pointer=f"/lines/{line}{finding.pointer}")
