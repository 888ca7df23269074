"""A small figure of days: a bar for each, to scale, with the same as a table for whoever cannot see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from entrepot.hub.web.pieces.bars import percent
from entrepot.hub.web.pieces.table import Table


@dataclass(frozen=True, slots=True)
class Column:
    """One bar: where it begins, where its top is, and how high it stands, in per cent of the drawing."""

    x: str
    y: str
    height: str


@dataclass(frozen=True, slots=True)
class Spark:
    """The figure, the sentence that says the same, the scale's ends in words, and its twin."""

    told: str
    columns: tuple[Column, ...]
    width: str
    most: str
    first: str
    last: str
    twin: Table
    template: ClassVar[str] = "pieces/spark.html"

    @classmethod
    def of(cls, values: Sequence[int], told: str, *, most: str, first: str, last: str, twin: Table) -> Spark:
        """A figure of values from nought upwards; where all are nought, nothing stands."""
        step, highest = Fraction(1, max(len(values), 1)), max([*values, 1])
        columns = tuple(
            Column(percent(step * n), percent(1 - Fraction(value, highest)), percent(Fraction(value, highest)))
            for n, value in enumerate(values)
        )
        return cls(told, columns, percent(step * Fraction(4, 5)), most, first, last, twin)
