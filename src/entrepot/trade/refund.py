"""What goes back to a buyer for goods that come back: goods, freight, duty and tax, to the minor unit.

Goods may come back piece by piece. Each step gives back what is due for everything returned so far, less what was
given back before; so the steps add up to the whole when everything is back, whatever their order and whatever does not
divide.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from entrepot.trade.duty.valuation import apportion
from entrepot.trade.money import Money


@dataclass(frozen=True, slots=True)
class Sold:
    """One line of what was sold: how many pieces, what was paid for them, and its weight in duty and tax."""

    pieces: int
    value_minor: int
    charged: Fraction


@dataclass(frozen=True, slots=True)
class Sale:
    """What a buyer paid: the lines, and freight and charges for all of them, in one currency."""

    lines: tuple[Sold, ...]
    freight_minor: int
    charges_minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class Refund:
    """What is given back for some pieces, in minor units."""

    goods_minor: int = 0
    freight_minor: int = 0
    charges_minor: int = 0

    @property
    def total_minor(self) -> int:
        return self.goods_minor + self.freight_minor + self.charges_minor

    def __sub__(self, other: Refund) -> Refund:
        return Refund(
            self.goods_minor - other.goods_minor,
            self.freight_minor - other.freight_minor,
            self.charges_minor - other.charges_minor,
        )


def refund(sale: Sale, before: Sequence[int], now: Sequence[int]) -> Refund:
    """What is due for the pieces that come back now, `before` having come back already; both by line."""
    after = [earlier + more for earlier, more in zip(before, now, strict=True)]
    return due(sale, after) - due(sale, before)


def due(sale: Sale, back: Sequence[int]) -> Refund:
    """What is due for all pieces that are back, by line. Freight is shared by value, charges by what each line owed."""
    values = [Fraction(line.value_minor) for line in sale.lines]
    charged = [line.charged for line in sale.lines]
    freight = _shared(sale.freight_minor, values, sale.currency)
    charges = _shared(sale.charges_minor, charged if any(charged) else values, sale.currency)
    return Refund(
        _part(sale, [line.value_minor for line in sale.lines], back),
        _part(sale, freight, back),
        _part(sale, charges, back),
    )


def _part(sale: Sale, whole: Sequence[int], back: Sequence[int]) -> int:
    """Of each line's whole the share of its pieces; rounded down until the last piece is back."""
    return sum(minor * pieces // line.pieces for minor, line, pieces in zip(whole, sale.lines, back, strict=True))


def _shared(minor: int, weights: Sequence[Fraction], currency: str) -> list[int]:
    money = Money.from_minor(minor, currency)
    return [Money(share, currency).minor for share in apportion(money.amount, weights, currency)]
