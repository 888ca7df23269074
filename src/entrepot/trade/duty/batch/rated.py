"""The rate of the tariff for each line: by value, by quantity or by both, read once for each code and origin."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import count
from math import lcm

from entrepot.trade.duty.batch.lines import Lines
from entrepot.trade.duty.codes import code_faults
from entrepot.trade.duty.column import Column
from entrepot.trade.duty.expression_compiled import Compiled, compiled
from entrepot.trade.duty.ground import Value
from entrepot.trade.duty.law import ByTariff, Law, Levy
from entrepot.trade.duty.pricing import share_of_value

Share = tuple[int, int]
Pair = tuple[str, str]
"""A declared code and a country of origin."""
Rate = Share | Compiled | None
"""A share of the base as two whole numbers, a rate by quantity, or nothing that columns can hold."""


@dataclass(slots=True)
class Priced:
    """What a levy asks of the places that were met; shares also as parts of one whole, `bottom` and by place.

    Bottom and parts are one value, so that whoever reads them while another thread adds to them reads what belongs
    together; a share that is not among the parts is looked up by itself.
    """

    rates: dict[int, Rate] = field(default_factory=dict)
    parts: tuple[int, dict[int, int]] = field(default_factory=lambda: (1, {}))

    def add(self, found: Mapping[int, Rate]) -> None:
        """Take up what was read of further places."""
        self.rates.update(found)
        bottom, tops = self.parts
        fresh = {place: rate for place, rate in found.items() if isinstance(rate, tuple)}
        wider = lcm(bottom, *{under for _, under in fresh.values()}) // bottom
        if wider > 1:
            bottom, tops = bottom * wider, {place: top * wider for place, top in tops.items()}
        tops.update({place: over * (bottom // under) for place, (over, under) in fresh.items()})
        self.parts = bottom, tops


@dataclass(slots=True)
class Rates:
    """The rates of one day's law. Keep it as long as the law: what was read once is not read again.

    Each pair of code and origin that is met has a place, a number of its own, by which everything else is found.
    """

    law: Law
    places: dict[Pair, int] = field(default_factory=dict)
    pairs: dict[int, Pair] = field(default_factory=dict)
    lines: dict[int, str | None] = field(default_factory=dict)
    found: dict[tuple[str, Value | None], Priced] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=count, repr=False, compare=False)

    @classmethod
    def of(cls, law: Law) -> Rates:
        return cls(law)

    def places_of(self, lines: Lines) -> list[int]:
        """The place of each row of goods."""
        pairs = list(zip(lines.codes, lines.origins, strict=True))
        for pair in set(pairs) - self.places.keys():
            number = next(self._numbers)
            self.pairs[number], self.lines[number] = pair, self._line(*pair)
            self.places[pair] = number  # the last, so that another thread finds it whole or not at all
        return list(map(self.places.__getitem__, pairs))

    def unknown(self, places: Sequence[int]) -> set[int]:
        """Rows of which the national line cannot be told: several differ in their rates, or the code is none."""
        without = {place for place in set(places) if self.lines[place] is None}
        return {row for row, place in enumerate(places) if place in without} if without else set()

    def _line(self, code: str, origin: str) -> str | None:
        tariff = self.law.tariff
        if any(fault.level == "error" for fault in code_faults([code], self.law)):
            return None
        levies = [levy.code for levy in self.law.levies if isinstance(levy.pricing, ByTariff)]
        first, *others = tariff.lines(code)
        for levy in levies if others else ():
            rates = [tariff.choice(levy, each, origin).normal for each in (first, *others)]
            if len({rate and rate.expression for rate in rates}) > 1:
                return None
        return first

    def of_levy(self, levy: Levy, default: Value | None, places: Sequence[int]) -> Priced:
        """What the tariff asks of goods at these places, at least; the default of the law where it is silent."""
        priced = self.found.setdefault((levy.code, default), Priced())
        if new := set(places) - priced.rates.keys():
            priced.add({place: self._rate(levy, default, place) for place in new})
        return priced

    def _rate(self, levy: Levy, default: Value | None, place: int) -> Rate:
        line, (_, origin) = self.lines[place], self.pairs[place]
        if line is None:
            return None
        measure = self.law.tariff.choice(levy.code, line, origin).normal
        if measure is None:
            return None if default is None else inside(levy, default.share).as_integer_ratio()
        if measure.share is not None:
            return inside(levy, measure.share).as_integer_ratio()
        if levy.inside and share_of_value(measure.expression):
            return None
        return compiled(measure.expression, self.law.currency)


def inside(levy: Levy, share: Fraction) -> Fraction:
    """The share of the base; where the levy is part of its own base, of the base without it."""
    return share / (1 - share) if levy.inside else share


def by_tariff(priced: Priced, places: Sequence[int], base: Column, lines: Lines, declined: set[int]) -> Column:
    """Each line at the rate of its own code; rows for which nothing can be said are declined."""
    bottom, tops = priced.parts
    try:
        times = list(map(tops.__getitem__, places))
    except KeyError:  # not all are shares of the value
        found = list(_row_by_row([priced.rates[place] for place in places], base, lines, declined))
        bottom = lcm(*{under for _, under in found})
        return Column([number * (bottom // under) for number, under in found], bottom)
    return Column([number * top for number, top in zip(base.numbers, times, strict=True)], base.under * bottom)


def _row_by_row(priced: list[Rate], base: Column, lines: Lines, declined: set[int]) -> Iterator[tuple[int, int]]:
    """Amounts over denominators of their own, where some rates go by quantity."""
    for row, (rate, number) in enumerate(zip(priced, base.numbers, strict=True)):
        match rate:
            case (over, under):
                yield number * over, base.under * under
            case Compiled():
                quantities = {"KGM": lines.masses[row] * base.under}
                quantities.setdefault(lines.units[row], lines.quantities[row] * base.under)
                try:
                    yield rate.numerator(number, quantities), base.under * rate.denominator
                except KeyError:
                    declined.add(row)
                    yield 0, 1
            case None:
                declined.add(row)
                yield 0, 1
