"""Every amount explains itself: the money tree, from a total down to the clause each line came from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from entrepot.hub.web.pieces.finding import Law
from entrepot.trade.money import Money


def amount(money: Money) -> str:
    """The settled figure with commas between thousands: Latin digits, a point, the currency's own decimals."""
    whole, _, part = money.text.partition(".")
    sign, digits = ("−", whole[1:]) if whole.startswith("-") else ("", whole)
    return f"{sign}{int(digits):,}" + (f".{part}" if part else "")


@dataclass(frozen=True, slots=True)
class MoneyLine:
    """One amount: what it is for, the sum in figures, and the law. A nil line stays, in grey, with its reason."""

    label: str
    figure: str
    currency: str = ""
    why: str = ""
    laws: tuple[Law, ...] = ()
    parts: tuple[MoneyLine, ...] = ()
    nil: bool = False
    total: bool = False
    swatch: str = ""
    code: str = ""
    template: ClassVar[str] = "pieces/money-line.html"

    @classmethod
    def of(
        cls,
        label: str,
        money: Money,
        *,
        why: str = "",
        laws: tuple[Law, ...] = (),
        parts: tuple[MoneyLine, ...] = (),
        total: bool = False,
        swatch: str = "",
        code: str = "",
    ) -> MoneyLine:
        """A line for an exact amount; the currency is shown at totals, where the eye looks for it."""
        shown = money.currency if total else ""
        return cls(label, amount(money), shown, why, laws, parts, not money and not total, total, swatch, code)

    @property
    def value(self) -> str:
        """The figure as a machine reads it."""
        return self.figure.replace(",", "").replace("−", "-")


@dataclass(frozen=True, slots=True)
class MoneyTree:
    """The lines in order; the total is last in a quote, first in a file."""

    lines: tuple[MoneyLine, ...]
    template: ClassVar[str] = "pieces/money.html"
