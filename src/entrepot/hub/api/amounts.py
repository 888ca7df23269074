"""Amounts as the interface tells them: decimal text with its currency, or the two ends of a range."""

from __future__ import annotations

from ninja import Schema

from entrepot.trade.duty.result import Amount
from entrepot.trade.money import Money


class MoneyShown(Schema):
    """An amount of money: decimal text and its currency (ISO 4217)."""

    amount: str
    currency: str


class RangeShown(Schema):
    """An amount that lies between two, where the code given leaves several national lines open."""

    min: MoneyShown
    max: MoneyShown


AmountShown = MoneyShown | RangeShown


def money(each: Money) -> MoneyShown:
    return MoneyShown(amount=each.text, currency=each.currency)


def amount(each: Amount | None) -> AmountShown | None:
    """One amount if there is one figure, else the least and the most; nothing for what is not known."""
    if each is None:
        return None
    return money(each.lowest) if each.is_exact else RangeShown(min=money(each.lowest), max=money(each.highest))


def kept(told: str | dict[str, str] | None, currency: str) -> AmountShown | None:
    """The same of an amount as it was stored."""
    if told is None:
        return None
    if isinstance(told, str):
        return MoneyShown(amount=told, currency=currency)
    least, most = (MoneyShown(amount=told[end], currency=currency) for end in ("min", "max"))
    return RangeShown(min=least, max=most)
