"""What a number of the law stands on: its clause, its source, its dates, and how sure we are."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Literal

from entrepot.trade.currency import MINOR_DIGITS
from entrepot.trade.money import Money

Confidence = Literal["sourced", "conflicting", "unverified"]


@dataclass(frozen=True, slots=True)
class Ground:
    """The clause, where it was read, from which day it holds, and from which day it was known.

    `until` is the first day on which it no longer holds. `conflicting` means that sources disagree and a reading was
    chosen, which the note names; `unverified` that no good source was found.
    """

    law: str = ""
    sources: tuple[str, ...] = ()
    confidence: Confidence = "unverified"
    since: date | None = None
    until: date | None = None
    known_from: date | None = None
    note: str = ""


NO_GROUND = Ground()
SIGNS = {"percent": "%", "count": "", "month": "months"}


@dataclass(frozen=True, slots=True)
class Value:
    """A number of the law as it stands on one day; `amount` is None once the rule has ended."""

    name: str
    description: str
    amount: Fraction | None
    unit: str
    ground: Ground
    share: Fraction = field(init=False, repr=False, compare=False)
    currency: str = field(init=False, repr=False, compare=False)
    text: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """What every parcel would ask for is worked out once.

        `share` is a percentage as a share of one; `currency` is that of an amount of money, or nothing for a rate or a
        count; `text` is the value as people write it: `10 %`, `MYR 500.00`, `30 days`.
        """
        object.__setattr__(self, "share", (self.amount or Fraction(0)) / 100)
        money = self.unit.startswith("currency-")
        object.__setattr__(self, "currency", self.unit.removeprefix("currency-") if money else "")
        object.__setattr__(self, "text", self._written())

    def _written(self) -> str:
        if self.amount is None:
            return "—"
        if self.currency in MINOR_DIGITS:
            return str(Money(self.amount, self.currency))
        number = plain(self.amount)
        return f"{number} {SIGNS[self.unit]}".strip() if self.unit in SIGNS else f"{number} {self.unit}"


@lru_cache(maxsize=4096)
def plain(number: Fraction) -> str:
    """A fraction as people write it: decimals where they end, else the fraction itself (33 1/3)."""
    rest = number.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1:
        whole, part = divmod(number.numerator, number.denominator)
        return f"{whole} {part}/{number.denominator}" if whole else f"{part}/{number.denominator}"
    digits = 0
    while (number * 10**digits).denominator != 1:
        digits += 1
    scaled = abs((number * 10**digits).numerator)
    sign = "-" if number < 0 else ""
    return sign + (f"{scaled // 10**digits}.{scaled % 10**digits:0{digits}d}" if digits else str(scaled))
