"""Drawn shares and codes: shapes to scale, said in words beside."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

import segno


@dataclass(frozen=True, slots=True)
class Part:
    """One share of a bar: where it begins and how long it is, in per cent; `fill` names its colour."""

    x: str
    width: str
    fill: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """Shares of one whole, drawn to scale, with the sentence that says the same."""

    parts: tuple[Part, ...]
    told: str
    template: ClassVar[str] = "pieces/bar.html"


def percent(share: Fraction) -> str:
    """A share as per cent with one decimal, without a float on the way."""
    tenths = round(share * 1000)
    return f"{tenths // 10}.{tenths % 10}%"


def bar(shares: tuple[tuple[int, str, str], ...], told: str) -> Bar:
    """A bar of (size, fill, words); what is nought is left out."""
    whole = sum(size for size, _, _ in shares)
    parts, begun = [], 0
    for size, fill, words in shares:
        if size > 0:
            parts.append(Part(percent(Fraction(begun, whole)), percent(Fraction(size, whole)), fill, words))
            begun += size
    return Bar(tuple(parts), told)


@dataclass(frozen=True, slots=True)
class QrCode:
    """A QR symbol as one drawn path, with words for those who cannot see it."""

    path: str
    size: int
    told: str
    template: ClassVar[str] = "pieces/qr.html"

    @property
    def box(self) -> str:
        """The view box with the quiet zone of four modules that readers need."""
        return f"-4 -4 {self.size + 8} {self.size + 8}"

    @classmethod
    def of(cls, text: str, told: str) -> QrCode:
        symbol = segno.make_qr(text, error="m")
        drawn = []
        for y, modules in enumerate(symbol.matrix):
            begun = None
            for x, dark in enumerate([*modules, 0]):
                if dark and begun is None:
                    begun = x
                elif not dark and begun is not None:
                    drawn.append(f"M{begun} {y}h{x - begun}v1h-{x - begun}z")
                    begun = None
        return cls("".join(drawn), len(symbol.matrix), told)
