"""Exact money: fractions while the law is computed, rounded once by a named rule, stored as whole minor units."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Literal

from entrepot.trade.currency import MINOR_DIGITS, minor_digits
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.wording import gettext_noop

Exact = int | str | Decimal | Fraction
Mode = Literal["half-up", "up", "down"]

PLACES = 30


@dataclass(frozen=True, slots=True)
class Rounding:
    """A rule of rounding: to how many minor units, and which way. Half goes away from zero."""

    minor_units: int = 1
    mode: Mode = "half-up"

    def round(self, minor: Fraction) -> int:
        """Whole minor units for an exact number of minor units."""
        return self.of_ratio(minor.numerator, minor.denominator)

    def of_ratio(self, over: int, under: int) -> int:
        """The same for a number that is given as two whole ones; `under` is above nothing."""
        step = under * self.minor_units
        whole, rest = divmod(abs(over), step)
        if self.mode == "up":
            whole += rest > 0
        elif self.mode == "half-up":
            whole += 2 * rest >= step
        return (whole if over >= 0 else -whole) * self.minor_units


CENT = Rounding()


@dataclass(frozen=True, slots=True)
class Money:
    """An exact amount in one currency (ISO 4217). Amounts in different currencies never meet."""

    amount: Fraction
    currency: str

    @classmethod
    def of(cls, amount: Exact, currency: str) -> Money:
        """Money of a number or of its decimal text: `Money.of("12.34", "MYR")`. Never of a float."""
        return cls(exact(amount), known(currency))

    @classmethod
    def from_minor(cls, minor: int, currency: str) -> Money:
        """Money of whole minor units: 1234 sen is MYR 12.34."""
        return cls(Fraction(minor, 10 ** minor_digits(currency)), currency)

    @classmethod
    def zero(cls, currency: str) -> Money:
        return cls(Fraction(0), known(currency))

    def settle(self, rounding: Rounding = CENT) -> Money:
        """The amount rounded to whole minor units: done once, when an amount becomes due."""
        scale = 10 ** minor_digits(self.currency)
        over, under = self.amount.as_integer_ratio()
        return Money(Fraction(rounding.of_ratio(over * scale, under), scale), self.currency)

    @property
    def minor(self) -> int:
        """Whole minor units of a settled amount."""
        minor: Fraction = self.amount * 10 ** minor_digits(self.currency)
        assert minor.denominator == 1, f"{self!r} was not settled"
        return minor.numerator

    def __add__(self, other: Money) -> Money:
        assert self.currency == other.currency, f"{self.currency} and {other.currency} do not add"
        return Money(self.amount + other.amount, self.currency)

    def __sub__(self, other: Money) -> Money:
        return self + -other

    def __neg__(self) -> Money:
        return Money(-self.amount, self.currency)

    def __mul__(self, factor: int | Fraction | Decimal) -> Money:
        return Money(self.amount * Fraction(factor), self.currency)

    __rmul__ = __mul__

    def __lt__(self, other: Money) -> bool:
        assert self.currency == other.currency
        return self.amount < other.amount

    def __le__(self, other: Money) -> bool:
        assert self.currency == other.currency
        return self.amount <= other.amount

    def __bool__(self) -> bool:
        return self.amount != 0

    @property
    def text(self) -> str:
        """The settled amount as a decimal string with the currency's digits: `"12.30"`."""
        over, under = self.amount.as_integer_ratio()
        return decimal_of(CENT.of_ratio(over * 10 ** minor_digits(self.currency), under), self.currency)

    def __str__(self) -> str:
        return f"{self.currency} {self.text}"


def decimal_of(minor: int, currency: str) -> str:
    """Whole minor units as a decimal string with the currency's digits: 1230 sen is `"12.30"`."""
    digits = MINOR_DIGITS.get(currency) or minor_digits(currency)
    if not digits:
        return str(minor)
    if minor < 0:
        return f"-{decimal_of(-minor, currency)}"
    written = str(minor)
    if len(written) <= digits:
        written = written.zfill(digits + 1)
    return f"{written[:-digits]}.{written[-digits:]}"


def total(amounts: Iterable[Money], currency: str) -> Money:
    """The sum, in the currency named (so that no amounts are still a sum)."""
    return sum(amounts, Money.zero(currency))


def exact(number: Exact) -> Fraction:
    """A number without loss; refuses what is no plain decimal number."""
    if isinstance(number, str):
        try:
            decimal = Decimal(number.strip())
        except InvalidOperation:
            decimal = Decimal("NaN")
        if not _of_this_world(decimal):
            raise Refused(
                Finding(
                    "not-a-number",
                    gettext_noop("“{text}” is not a decimal number."),
                    remedy=gettext_noop("Write digits with a point before the decimals, such as 1234.50."),
                    params={"text": number},
                )
            )
        return Fraction(decimal)
    return Fraction(number)


def _of_this_world(decimal: Decimal) -> bool:
    """Finite, and of at most thirty places on either side of the point: `1e999999999` would fill the memory."""
    exponent = decimal.as_tuple().exponent
    return isinstance(exponent, int) and exponent >= -PLACES and decimal.adjusted() < PLACES


def known(currency: str) -> str:
    """The currency code, or a refusal if ISO 4217 has none such."""
    minor_digits(currency)
    return currency
