"""What shops write in JSON, in the words of our facts: moments, amounts, and the order that comes of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

from entrepot.hub.adapters.shop.cells import Cells, note
from entrepot.hub.catalogue.facts import plain
from entrepot.trade.currency import MINOR_DIGITS
from entrepot.trade.money import Money
from entrepot.trade.wording import gettext_noop

Told = Mapping[str, Any]


def moment(text: str | None) -> datetime:
    """A moment in ISO 8601; one without a zone is Greenwich's. Nothing is the beginning of time."""
    if not text:
        return datetime.min.replace(tzinfo=UTC)
    read = datetime.fromisoformat(text)
    return read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)


def number(text: object) -> Fraction:
    """An amount as a shop writes it; what is none is nought, and found where it matters."""
    return plain(str(text or "0")) or Fraction(0)


def decimal(amount: Fraction, currency: str) -> str:
    """An exact amount as decimal text, rounded to what the currency has."""
    return Money(amount, currency).settle().text if currency in MINOR_DIGITS else "0"


def each_price(total: object, pieces: int, currency: str, cells: Cells) -> str:
    """The price of one piece where the shop tells the sum of the line; what does not divide is rounded and noted."""
    if pieces <= 0:
        return "0"
    exact = number(total) / pieces
    rounded = decimal(exact, currency)
    if plain(rounded) != exact:
        cells.notes.append(
            note(
                "price-rounded",
                gettext_noop("{price} was rounded to {rounded}, since {currency} has no smaller unit."),
                price=str(total),
                rounded=rounded,
                currency=currency,
            )
        )
    return rounded


def taxes_left_out(taxes: object, cells: Cells) -> None:
    """The shop's own taxes are no part of the order: duty and tax are worked out here."""
    if number(taxes):
        cells.notes.append(
            note(
                "shop-taxes-left-out",
                gettext_noop("The shop's own taxes ({taxes}) are left out; duty and tax are worked out here."),
                taxes=str(taxes),
            )
        )


def joined(*parts: str | None, by: str = " ") -> str:
    """What is there of the parts."""
    return by.join(part.strip() for part in parts if part and part.strip())


def listed(told: Any, *path: str) -> Sequence[Told]:
    """A list somewhere within what a shop told; nothing where there is none."""
    for name in path:
        told = told.get(name) if isinstance(told, Mapping) else None
    return told if isinstance(told, list) else []
