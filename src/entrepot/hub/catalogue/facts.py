"""A product as a seller states it, and how its decimals are read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from entrepot.trade.currency import MINOR_DIGITS, minor_digits
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.money import CENT
from entrepot.trade.wording import gettext_noop

PLAIN_DECIMAL = re.compile(r"-?\d{1,15}(\.\d{1,12})?")
LARGEST_MINOR = 10**15


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductFacts:
    """What a border asks of a product. Decimals are text, so that nothing is lost on the way.

    What is None is not stated and stays as it was. `family` is the handle of the family whose variant it is; without
    one it is a family of its own. `size_mm` is length, width and height of one piece as it is packed.
    """

    sku: str
    title: str
    hs: str
    origin: str
    net_mass_kg: str
    gtin: str = ""
    price: str = ""
    currency: str = ""
    codes: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    family: str | None = None
    options: Mapping[str, str] | None = None
    brand: str | None = None
    materials: str | None = None
    gross_mass_kg: str | None = None
    size_mm: tuple[int, ...] | None = None
    traits: tuple[str, ...] | None = None


def asked(reader: Callable[[str], str], text: str, pointer: str) -> Iterator[Finding]:
    """The findings of a reader of codes, placed at a pointer."""
    try:
        reader(text)
    except Refused as refused:
        for found in refused.findings:
            yield replace(found, pointer=pointer)


def price_findings(text: str, currency: str, pointer: str) -> Iterator[Finding]:
    """What is wrong with a price: no currency, no number, below nothing, too many digits, too large."""
    if currency not in MINOR_DIGITS:
        yield Finding(
            "currency-unknown",
            gettext_noop("“{currency}” is not a currency in use."),
            pointer.rpartition("/")[0] + "/currency",
            gettext_noop("Give the three capital letters of ISO 4217, such as MYR, CNY or USD."),
            params={"currency": currency},
        )
        return
    amount = plain(text)
    if amount is None or amount < 0 or amount * 10 ** minor_digits(currency) > LARGEST_MINOR:
        yield Finding(
            "price-not-an-amount",
            gettext_noop("“{price}” is not a price."),
            pointer,
            gettext_noop("Write digits with a point before the decimals, such as 12.50, without a currency sign."),
            params={"price": text},
        )
    elif (amount * 10 ** minor_digits(currency)).denominator != 1:
        yield Finding(
            "price-too-fine",
            gettext_noop("{price} has more decimals than {currency} has."),
            pointer,
            gettext_noop("Round it to {digits} decimals."),
            params={"price": text, "currency": currency, "digits": str(minor_digits(currency))},
        )


def plain(text: str) -> Fraction | None:
    """The number that a plain decimal text says; None for anything else, however clever."""
    text = text.strip()
    return Fraction(text) if PLAIN_DECIMAL.fullmatch(text) else None


def minor(text: str, currency: str) -> int:
    """Whole minor units of a checked price."""
    amount = plain(text)
    assert amount is not None
    return CENT.round(amount * 10 ** minor_digits(currency))


def grams(net_mass_kg: str) -> int | None:
    """Whole grams, at least one, of a mass in kilograms; None if it is no positive mass up to 100 tonnes."""
    mass = plain(net_mass_kg)
    if mass is None or not 0 < mass <= 100_000:
        return None
    return max(1, CENT.round(mass * 1000))
