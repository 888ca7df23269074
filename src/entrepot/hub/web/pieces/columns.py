"""A small chart of columns: one for each day, in shares; a table beside says the same in figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

WIDTH, HEIGHT = 720, 160


@dataclass(frozen=True, slots=True)
class Box:
    """One share of a column, in the units of the drawing."""

    x: str
    y: str
    width: str
    height: str
    fill: str


@dataclass(frozen=True, slots=True)
class Columns:
    """The drawing, and what it says in one sentence; `first` and `last` stand below its ends."""

    told: str
    boxes: tuple[Box, ...]
    first: str
    last: str
    top: str
    template: ClassVar[str] = "pieces/columns.html"
    width: ClassVar[int] = WIDTH
    height: ClassVar[int] = HEIGHT


def columns(told: str, sizes: Sequence[Sequence[tuple[int, str]]], *, first: str, last: str, top: str) -> Columns:
    """A column for each list of (size, fill), all drawn to the scale of the highest."""
    highest = max((sum(size for size, _ in column) for column in sizes), default=0)
    if not highest:
        return Columns(told, (), first, last, top)
    step, boxes = Fraction(WIDTH, len(sizes)), []
    for n, column in enumerate(sizes):
        below = Fraction(0)
        for size, fill in column:
            height = Fraction(size * HEIGHT, highest)
            below += height
            if size:
                boxes.append(
                    Box(_text(step * n + step / 10), _text(HEIGHT - below), _text(step * 8 / 10), _text(height), fill)
                )
    return Columns(told, tuple(boxes), first, last, top)


def _text(length: Fraction) -> str:
    """A length with one decimal, without a float on the way."""
    tenths = round(length * 10)
    return f"{tenths // 10}.{tenths % 10}"
