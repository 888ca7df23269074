"""A declaration read once, its numbers as whole millionths: what the rules and the risk profiles look at.

Fractions are exact but slow, and a hub judges thousands of declarations a second. Twelve digits before the point and
six after it fit 64 bits.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from entrepot.trade.code import hs_code
from entrepot.trade.declaration.facts import DeclarationFacts, GoodsItem, PermitUse
from entrepot.trade.finding import Refused

MILLION = 1_000_000

_PLAIN = re.compile(r"(-?[0-9]{1,12})(?:\.([0-9]{1,6}))?")
_SCALE = [10**digits for digits in range(6, -1, -1)]  # by the number of decimals written


@lru_cache(maxsize=1 << 16)
def millionths(text: str) -> int | None:
    """A decimal text in whole millionths, or None if it is no plain decimal of that size."""
    plain = _PLAIN.fullmatch(text)
    if plain is None:
        return None
    whole, part = plain.groups()
    return int(whole) * MILLION if part is None else int(whole + part) * _SCALE[len(part)]


def decimal_text(amount: int) -> str:
    """Whole millionths as the shortest decimal text: 1500000 is `"1.5"`."""
    sign, amount = "-" * (amount < 0), abs(amount)
    whole, part = divmod(amount, MILLION)
    return f"{sign}{whole}.{part:06d}".rstrip("0").rstrip(".")


@lru_cache(maxsize=1 << 16)
def commodity(text: str) -> str:
    """The commodity code as digits, or nothing if it is none."""
    try:
        return hs_code(text)
    except Refused:
        return ""


@dataclass(slots=True)
class ReadItem:
    """One goods item with its numbers; None where the text is no number, which one rule tells and others pass over."""

    n: int
    item: GoodsItem
    commodity: str
    quantity: int | None
    net: int | None
    gross: int | None
    value: int | None

    @property
    def place(self) -> str:
        """Where it stands in the declaration."""
        return f"/items/{self.n}"


@dataclass(slots=True)
class ReadPermit:
    """One use of a permit with its number."""

    place: str
    use: PermitUse
    quantity: int | None


@dataclass(slots=True)
class Read:
    """A declaration with its numbers, and the totals of those that could be read."""

    facts: DeclarationFacts
    items: list[ReadItem]
    freight: int | None
    insurance: int | None
    invoice_total: int | None
    value: int
    net: int
    gross: int


def read(facts: DeclarationFacts) -> Read:
    """The numbers of a declaration, each text read once."""
    items: list[ReadItem] = []
    total = total_net = total_gross = 0
    for n, item in enumerate(facts.items):
        net, gross, value = millionths(item.net_mass_kg), millionths(item.gross_mass_kg), millionths(item.value)
        items.append(ReadItem(n, item, commodity(item.hs), millionths(item.quantity), net, gross, value))
        total += value or 0
        total_net += net or 0
        total_gross += gross or 0
    return Read(
        facts,
        items,
        millionths(facts.freight or "0"),
        millionths(facts.insurance or "0"),
        millionths(facts.invoice_total) if facts.invoice_total else None,
        total,
        total_net,
        total_gross,
    )


def permits(facts: DeclarationFacts) -> list[ReadPermit]:
    """The uses of permits, each quantity read."""
    return [ReadPermit(f"/permits/{n}", use, millionths(use.quantity or "0")) for n, use in enumerate(facts.permits)]
