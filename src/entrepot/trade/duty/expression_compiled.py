"""The fast path: an expression compiled once to whole-number arithmetic, for bulk declarations.

Only what value and quantities alone decide can be compiled; everything else answers None and is worked out step by
step. The compiled amount is exact: a numerator over a denominator that was fixed when the rate was compiled, so that
rounding still happens once, and a property test proves it equal to `evaluate`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from entrepot.trade.currency import minor_digits
from entrepot.trade.duty.expression import (
    CUSTOMS_VALUE,
    Cap,
    Expression,
    Floor,
    Free,
    Gate,
    Minus,
    Pct,
    Specific,
    Sum,
)
from entrepot.trade.quantity import UNITS

MICRO = 1_000_000
"""Quantities are whole millionths of their unit, so that any declared number of six decimals is exact."""

Quantities = Mapping[str, int]
Numerator = Callable[[int, Quantities], int]


@dataclass(frozen=True, slots=True)
class Compiled:
    """A rate as whole numbers: `numerator(value in minor units, quantities in millionths)` over `denominator`.

    The numerator raises KeyError for a quantity that is not given in the very unit named in `units`.
    """

    numerator: Numerator
    denominator: int
    units: frozenset[str]

    def minor(self, value_minor: int, quantities: Quantities) -> int:
        """The duty in whole minor units, half up."""
        return (2 * self.numerator(value_minor, quantities) + self.denominator) // (2 * self.denominator)


def compiled(expression: Expression, currency: str, rates: Mapping[str, Fraction] | None = None) -> Compiled | None:
    """The expression in whole numbers, for a customs value in this currency, or None if it needs more than numbers.

    `rates` gives, for other currencies in which amounts may be fixed, how much of `currency` one unit is worth.
    """
    terms = _Terms(currency, rates or {})
    made = terms.of(expression)
    return Compiled(made.numerator, made.denominator, frozenset(terms.units)) if made else None


@dataclass(frozen=True, slots=True)
class _Made:
    numerator: Numerator
    denominator: int


class _Terms:
    def __init__(self, currency: str, rates: Mapping[str, Fraction]) -> None:
        self.minor_per_unit = 10 ** minor_digits(currency)
        self.rates = {**rates, currency: Fraction(1)}
        self.units: set[str] = set()

    def of(self, expression: Expression) -> _Made | None:
        match expression:
            case Free():
                return _Made(lambda value, quantities: 0, 1)
            case Pct(rate, base) if base == CUSTOMS_VALUE:
                share = rate / 100
                times = share.numerator
                return _Made(lambda value, quantities: value * times, share.denominator)
            case Specific():
                return self._specific(expression)
            case Gate():
                return self._gate(expression)
            case Sum(parts):
                return self._join(lambda amounts: sum(amounts), *parts)
            case Minus(whole, less):
                return self._join(lambda amounts: max(amounts[0] - amounts[1], 0), whole, less)
            case Floor(rate, minimum):
                return self._join(max, rate, minimum)
            case Cap(rate, maximum):
                return self._join(min, rate, maximum)
            case _:
                return None

    def _specific(self, expression: Specific) -> _Made | None:
        if expression.currency not in self.rates or expression.unit not in UNITS:
            return None
        key = f"{expression.unit}/{expression.qualifier}" if expression.qualifier else expression.unit
        self.units.add(key)
        each = expression.amount * self.rates[expression.currency] * self.minor_per_unit / expression.per / MICRO
        times = each.numerator
        return _Made(lambda value, quantities: quantities[key] * times, each.denominator)

    def _gate(self, expression: Gate) -> _Made | None:
        rate = self._specific(Specific(expression.reference, expression.currency, Fraction(1), expression.unit))
        if rate is None:
            return None
        bottom = lcm(rate.denominator, expression.factor.denominator)
        up, down = bottom // rate.denominator, int(expression.factor * bottom)
        reference = rate.numerator
        return _Made(lambda value, quantities: max(reference(value, quantities) * up - value * down, 0), bottom)

    def _join(self, join: Callable[[list[int]], int], *parts: Expression) -> _Made | None:
        made = [self.of(part) for part in parts]
        each = [one for one in made if one is not None]
        if len(each) < len(made):
            return None
        bottom = lcm(*(one.denominator for one in each))
        scaled = [(one.numerator, bottom // one.denominator) for one in each]
        if len(scaled) == 2:  # by far the most frequent, and worth its own closure
            (first, up), (second, too) = scaled
            return _Made(lambda v, q: join([first(v, q) * up, second(v, q) * too]), bottom)
        return _Made(lambda v, q: join([numerator(v, q) * times for numerator, times in scaled]), bottom)
