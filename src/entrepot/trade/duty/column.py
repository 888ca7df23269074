"""Whole numbers over one denominator, for many parcels at once: exact like fractions, and far faster."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from entrepot.trade.duty.situation import all_of, any_of
from entrepot.trade.money import Rounding

Answers = bool | list[bool | None] | None
"""One answer for every parcel, or one for each."""


@dataclass(slots=True)
class Column:
    """An amount for each parcel: `numbers[n] / under`, in minor units of the law's currency."""

    numbers: list[int]
    under: int = 1

    def times(self, factor: Fraction) -> Column:
        """Every amount times an exact number."""
        if factor.numerator == 1:
            return Column(self.numbers, self.under * factor.denominator)
        top = factor.numerator
        return Column([number * top for number in self.numbers], self.under * factor.denominator)

    def rounded(self, rounding: Rounding) -> list[int]:
        """Whole minor units for each amount; none of them is negative here."""
        step = self.under * rounding.minor_units
        units = rounding.minor_units
        match rounding.mode:
            case "half-up":
                whole = [(2 * number + step) // (2 * step) for number in self.numbers]
            case "up":
                whole = [-(-number // step) for number in self.numbers]
            case "down":
                whole = [number // step for number in self.numbers]
        return whole if units == 1 else [number * units for number in whole]


def together(columns: Sequence[Column]) -> Column:
    """The sum of the columns, parcel by parcel."""
    if len(columns) == 1:
        return columns[0]
    under = lcm(*(column.under for column in columns))
    scaled = []
    for column in columns:
        up = under // column.under
        scaled.append(column.numbers if up == 1 else [number * up for number in column.numbers])
    if len(scaled) == 2:
        return Column([a + b for a, b in zip(*scaled, strict=True)], under)
    return Column([sum(row) for row in zip(*scaled, strict=True)], under)


def less(whole: Column, part: Column) -> Column:
    """The one without the other."""
    return together([whole, Column([-number for number in part.numbers], part.under)])


def chosen(answers: Answers, one: Column, other: Column) -> Column:
    """The one where the answer is not no, the other where it is."""
    if not isinstance(answers, list):
        return other if answers is False else one
    under = lcm(one.under, other.under)
    up, too = under // one.under, under // other.under
    rows = zip(answers, one.numbers, other.numbers, strict=True)
    return Column([b * too if answer is False else a * up for answer, a, b in rows], under)


def compared(column: Column, relation: str, limit: Fraction, each: Sequence[int] | None = None) -> list[bool | None]:
    """How each amount stands to a limit; by item, if it is told how many items there are."""
    top, under = limit.numerator * column.under, limit.denominator
    limits = [top] * len(column.numbers) if each is None else [top * number for number in each]
    rows = zip(column.numbers, limits, strict=True)
    match relation:
        case "at-most":
            return [number * under <= most for number, most in rows]
        case "under":
            return [number * under < most for number, most in rows]
        case "at-least":
            return [number * under >= least for number, least in rows]
        case _:
            return [number * under > least for number, least in rows]


def every(answers: Sequence[Answers], count: int) -> Answers:
    """Whether all hold, parcel by parcel."""
    return _joined(answers, count, all_of, neutral=True)


def either(answers: Sequence[Answers], count: int) -> Answers:
    """Whether one holds, parcel by parcel."""
    return _joined(answers, count, any_of, neutral=False)


def opposite(answers: Answers) -> Answers:
    """No for yes, and yes for no."""
    if isinstance(answers, list):
        return [None if answer is None else not answer for answer in answers]
    return None if answers is None else not answers


def _joined(
    answers: Sequence[Answers], count: int, join: Callable[[Iterable[bool | None]], bool | None], *, neutral: bool
) -> Answers:
    """The answers joined; `neutral` is the one that leaves the others as they are, its opposite settles them all."""
    of_each = [each for each in answers if isinstance(each, list)]
    of_all = join(each for each in answers if not isinstance(each, list))
    if not of_each or of_all is (not neutral):
        return of_all
    if len(of_each) == 1 and of_all is neutral:
        return of_each[0]
    return [join((of_all, *row)) for row in zip(*of_each, strict=True)]
