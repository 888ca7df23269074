"""A learned score in whole numbers: points for what goods have in common with goods that were looked at before.

A card is a table of signs, such as “this subheading, from this origin, at this value by weight”, each with its points
and the counts behind them: how many such were looked at, how many were found wrong. Points add up; the largest are the
reasons. Training happens elsewhere; here nothing is estimated and nothing is rounded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

SHARES = (1, 5, 10)


@dataclass(frozen=True, slots=True)
class GoodsSeen:
    """What a card looks at: a subheading of six digits, where the goods come from, what they are worth and weigh.

    `value` is in whole units of the card's currency, `mass_g` in grams; both are looked at as powers of two.
    """

    hs6: str
    origin: str
    departure: str
    value: int
    mass_g: int


@dataclass(frozen=True, slots=True)
class Row:
    """The points of one sign, and the counts they rest on."""

    points: int
    looked_at: int
    wrong: int


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign that goods bear: which one, its key in the table, and its row."""

    name: str
    key: str
    row: Row


@dataclass(frozen=True, slots=True)
class Score:
    """The points of goods, every sign that told something (the largest first), and how high such a score is.

    `among` is 1, 5 or 10 if the score lies among that many hundredths of the goods that the card was tried on, else 0.
    """

    points: int
    signs: tuple[Sign, ...]
    among: int = 0


Table = Mapping[str, Row]


@dataclass(frozen=True, slots=True)
class Scorecard:
    """Tables by the name of the sign; from the scores `least` on, goods are among the top 1, 5 and 10 hundredths."""

    code: str
    currency: str
    tables: Mapping[str, Table]
    least: tuple[int, int, int]

    def of(self, goods: GoodsSeen) -> Score:
        """The score of one goods item; signs that the table does not know add nothing."""
        found = []
        for name, table in self.tables.items():
            key = SIGNS[name](goods)
            row = table.get(key)
            if row is not None and row.points:
                found.append(Sign(name, key, row))
        points = sum(sign.row.points for sign in found)
        signs = tuple(sorted(found, key=lambda sign: (-sign.row.points, sign.name)))
        return Score(
            points, signs, next((share for share, least in zip(SHARES, self.least, strict=True) if points >= least), 0)
        )

    def highest(self, goods: Iterable[GoodsSeen]) -> Score | None:
        """The score of the item that scores highest, or nothing where there is none."""
        return max(map(self.of, goods), key=lambda score: score.points, default=None)


def power(amount: int) -> int:
    """The power of two that an amount has reached: 1 is 1, 2 and 3 are 2, 4 to 7 are 3; nothing is 0."""
    return max(amount, 0).bit_length()


def _by_weight(goods: GoodsSeen) -> int:
    """The power of four of the value of a kilogram."""
    return power(goods.value * 1000 // max(goods.mass_g, 1)) // 2


SIGNS: Mapping[str, Callable[[GoodsSeen], str]] = {
    "goods-origin-worth": lambda goods: f"{goods.hs6} {goods.origin} {_by_weight(goods)}",
    "goods-value": lambda goods: f"{goods.hs6} {power(goods.value)}",
    "goods-mass": lambda goods: f"{goods.hs6} {power(goods.mass_g)}",
    "goods-departure": lambda goods: f"{goods.hs6} {goods.departure}",
    "origin-departure": lambda goods: f"{goods.origin} {goods.departure}",
    "origin-value": lambda goods: f"{goods.origin} {power(goods.value)}",
    "origin-mass": lambda goods: f"{goods.origin} {power(goods.mass_g)}",
}
"""Every sign that a card may have, and how its key follows from the goods."""
