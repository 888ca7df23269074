"""What a levy comes to for goods on a base, before any relief: by a rate, by the tariff, by a fixed sum."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from entrepot.trade.duty.expression import CUSTOMS_VALUE, Expression, Pct, Sum
from entrepot.trade.duty.expression_inputs import Inputs
from entrepot.trade.duty.expression_worked import evaluate
from entrepot.trade.duty.grammar import render
from entrepot.trade.duty.ground import Ground, Value, plain
from entrepot.trade.duty.law import Bands
from entrepot.trade.duty.measure import Measure
from entrepot.trade.duty.situation import Situation
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.money import Money

NOTHING = Fraction(0)
WHOLE = Fraction(100)


@dataclass(slots=True)
class Priced:
    """An exact amount, the rate as people read it, and the ground of the rate."""

    amount: Fraction
    rate: str
    ground: Ground
    measure: Measure | None = None
    unknown: tuple[Finding, ...] = ()


@dataclass(slots=True)
class Item:
    """One line of goods, under the national line assumed for it, with its named parts."""

    situation: Situation
    number: int
    code: str
    parts: Mapping[str, Fraction]

    @property
    def origin(self) -> str:
        return self.situation.origins[self.number]


def by_percent(value: Value, base: Fraction, *, inside: bool) -> Priced:
    """A percentage of the base; or of base and tax together, if the tax is part of its own base."""
    amount = base * value.share if value.share else NOTHING
    if inside and amount:
        amount /= 1 - value.share
    return Priced(amount, value.text, value.ground)


def by_sum(value: Value, situation: Situation, units: Fraction) -> Priced:
    """A fixed sum for each unit."""
    each = in_law_currency(value, situation)
    return Priced(each * units, value.text if units == 1 else f"{value.text} × {plain(units)}", value.ground)


def in_law_currency(value: Value, situation: Situation) -> Fraction:
    """A sum of the law in the currency of the jurisdiction."""
    amount = value.amount or NOTHING
    currency = situation.law.currency
    return amount if value.currency == currency else amount * situation.day.factor(value.currency, currency)


def by_measure(measure: Measure, item: Item, base: Fraction, *, inside: bool = False) -> Priced:
    """What one measure asks; unknown if it asks for something that is not stated, or says it in words."""
    if measure.share is not None:
        amount = base * measure.share if measure.share else NOTHING
        priced = Priced(amount, measure.percent, measure.ground, measure)
    else:
        priced = _worked(measure, item, base)
    if inside:
        priced.amount /= 1 - share_of_value(measure.expression)
    return priced


def _closed_quotas(situation: Situation) -> dict[str, bool]:
    """The answers of the quotas that are held and are not open: nobody's word goes against them."""
    numbers = situation.law.tariff.schedule.quotas
    return {f"quota:{number}": False for number in numbers if not situation.quota(number).is_open}


def by_band(bands: Bands, items: Sequence[Item]) -> Priced | None:
    """The sum for the highest of the rates that steer it; None where none of the goods bears such a rate."""
    rates = []
    for item in items:
        measure = item.situation.law.tariff.choice(bands.levy, item.code, item.origin).normal
        if measure is not None:
            rates.append(by_measure(measure, item, WHOLE).amount)
    if not rates:
        return None
    rate = max(rates)
    for band in bands.bands:
        limit = band.under.amount if band.under is not None else None
        if limit is None or rate < limit or (band.including and rate == limit):
            priced = by_sum(band.value, items[0].situation, Fraction(1))
            return Priced(priced.amount, f"{priced.rate} ({plain(rate)} %)", priced.ground)
    return None


def share_of_value(expression: Expression) -> Fraction:
    """The part of a rate that goes by value, as a share: 15 % + CNY 1 a kilogram is 3/20."""
    if isinstance(expression, Pct) and expression.base == CUSTOMS_VALUE:
        return expression.rate / 100
    if isinstance(expression, Sum):
        return sum((share_of_value(part) for part in expression.parts), NOTHING)
    return NOTHING


def _worked(measure: Measure, item: Item, base: Fraction) -> Priced:
    """A rate that needs more than the value: quantities, answers, rates of exchange."""
    law, goods = item.situation.law, item.situation.consignment.lines[item.number]

    def convert(money: Money, into: str) -> Money | None:
        try:
            return item.situation.day.convert(money, into)
        except Refused:
            return None

    inputs = Inputs(
        Money(base, law.currency),
        goods.measures,
        {name: Money(amount, law.currency) for name, amount in item.parts.items()},
        goods.parts,
        {**goods.answers, **_closed_quotas(item.situation)},
        law.on,
        item.origin,
        convert,
    )
    answer = evaluate(measure.expression, inputs)
    rate = render(measure.expression)
    if isinstance(answer, Money):
        return Priced(answer.amount, rate, measure.ground, measure)
    place = f"/lines/{item.number}"
    found = tuple(replace(finding, pointer=place + finding.pointer) for finding in answer.findings)
    return Priced(NOTHING, rate, measure.ground, measure, found)
