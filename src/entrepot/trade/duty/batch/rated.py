"""The rate of the tariff for each line: by value, by quantity or by both, read once for each code and origin."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
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
class Rates:
    """The rates of one day's law. Keep it as long as the law: what was read once is not read again."""

    law: Law
    found: dict[tuple[str, Value | None], dict[Pair, Rate]]
    lines: dict[Pair, str | None]

    @classmethod
    def of(cls, law: Law) -> Rates:
        return cls(law, {}, {})

    def of_lines(self, lines: Lines) -> list[str | None]:
        """The national line of each row of goods; None where several differ in their rates, or the code is none."""
        for pair in set(lines.pairs) - self.lines.keys():
            self.lines[pair] = self._line(*pair)
        return list(map(self.lines.__getitem__, lines.pairs))

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

    def of_levy(self, levy: Levy, default: Value | None, lines: Lines) -> list[Rate]:
        """What the tariff asks of each row of goods; the default of the law where it is silent."""
        found = self.found.setdefault((levy.code, default), {})
        for pair in set(lines.pairs) - found.keys():
            found[pair] = self._rate(levy, default, *pair)
        return list(map(found.__getitem__, lines.pairs))

    def _rate(self, levy: Levy, default: Value | None, code: str, origin: str) -> Rate:
        line = self.lines[code, origin]
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


def by_tariff(
    levy: Levy, rates: Rates, default: Value | None, base: Column, lines: Lines, declined: set[int]
) -> Column:
    """Each line at the rate of its own code; rows for which nothing can be said are declined."""
    priced = rates.of_levy(levy, default, lines)
    different = set(priced)
    shares = {rate for rate in different if isinstance(rate, tuple)}
    if len(different) == len(shares):
        bottom = lcm(*(under for _, under in shares))
        tops = {(over, under): over * (bottom // under) for over, under in shares}
        times = map(tops.__getitem__, priced)  # type: ignore[arg-type]
        return Column([number * top for number, top in zip(base.numbers, times, strict=True)], base.under * bottom)
    found = list(_row_by_row(priced, base, lines, declined))
    bottom = lcm(*{under for _, under in found})
    return Column([number * (bottom // under) for number, under in found], bottom)


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
