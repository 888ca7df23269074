"""The goods of many consignments as columns: a row for each line, and where each consignment begins and ends."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TypeVar

from entrepot.trade.duty.column import Column
from entrepot.trade.duty.column_answers import TooIntricate
from entrepot.trade.quantity import UNITS

Each = TypeVar("Each")
MILLION = 1_000_000
NUMBERED = {
    code: int(size) for code, (kind, size, _) in UNITS.items() if kind in ("number", "pairs") and size.denominator == 1
}
"""Units that count items or pairs: how many each of them is."""


@dataclass(slots=True)
class Lines:
    """Amounts are millionths of the currency in which the goods were sold, quantities millionths of their unit.

    `spans` are the rows of each consignment, the first and the one after the last; freight and insurance are given by
    consignment. Nothing is negative, and every consignment has a line.
    """

    spans: list[tuple[int, int]] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    origins: list[str] = field(default_factory=list)
    values: list[int] = field(default_factory=list)
    quantities: list[int] = field(default_factory=list)
    units: list[str] = field(default_factory=list)
    masses: list[int] = field(default_factory=list)
    freights: list[int] = field(default_factory=list)
    insurances: list[int] = field(default_factory=list)

    @property
    def is_single(self) -> bool:
        """Whether every consignment has one line, so that a row is a consignment."""
        return len(self.spans) == len(self.codes)

    def spread(self, of_each: Sequence[Each]) -> list[Each]:
        """What is known of each consignment, on each of its rows."""
        if self.is_single:
            return list(of_each)
        found: list[Each] = []
        for each, (begin, end) in zip(of_each, self.spans, strict=True):
            found += [each] * (end - begin)
        return found

    def summed(self, column: Column) -> Column:
        """The sum of the rows of each consignment."""
        if self.is_single:
            return column
        upto = [0, *accumulate(column.numbers)]
        return Column([upto[end] - upto[begin] for begin, end in self.spans], column.under)

    def pieces(self) -> list[int]:
        """How many items each row has; goods sold by weight, length or volume are one item."""
        counted = [q * NUMBERED.get(unit, 0) for q, unit in zip(self.quantities, self.units, strict=True)]
        if [each for each in counted if each % MILLION]:
            raise TooIntricate  # parts of an item
        return [each // MILLION or 1 for each in counted]

    def shared(self, amounts: Column, weights: Column) -> Column:
        """An amount of each consignment shared among its rows, as `valuation.apportion` does."""
        if self.is_single:
            return amounts
        if not any(amounts.numbers):
            return Column([0] * len(self.codes), amounts.under)
        shares: list[int] = []
        for amount, (begin, end) in zip(amounts.numbers, self.spans, strict=True):
            shares += _shared(amount, amounts.under, weights.numbers[begin:end])
        return Column(shares, amounts.under)

    def firsts_of_subheadings(self) -> Iterable[bool]:
        """Whether a row is the first of its subheading within its consignment."""
        for begin, end in self.spans:
            seen: set[str] = set()
            for code in self.codes[begin:end]:
                yield code[:6] not in seen
                seen.add(code[:6])


def _shared(amount: int, under: int, weights: Sequence[int]) -> Sequence[int]:
    """Whole minor units by weight, the largest remainders first; what is less than one stays with the largest."""
    if len(weights) == 1 or not amount:
        return [amount, *[0] * (len(weights) - 1)]
    together = sum(weights)
    if not together:
        weights, together = [1] * len(weights), len(weights)
    whole, rest = divmod(amount, under)
    split = [divmod(whole * weight, together) for weight in weights]
    shares = [share for share, _ in split]
    remainders = [remainder for _, remainder in split]
    for _ in range(whole - sum(shares)):
        largest = remainders.index(max(remainders))
        shares[largest] += 1
        remainders[largest] = -1
    exact = [share * under for share in shares]
    if rest:
        exact[max(range(len(weights)), key=lambda n: (weights[n], -n))] += rest
    return exact
