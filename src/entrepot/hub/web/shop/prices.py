"""What a shopper sees of a price: one figure with every charge in, in their currency, and how exact it is."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from entrepot.hub.orders.landing import Landed
from entrepot.hub.web.pieces.money import amount
from entrepot.hub.web.shop.choices import Choice, sign
from entrepot.trade.money import Money


@dataclass(frozen=True, slots=True)
class Tag:
    """A figure with its sign. `whole` says that every charge is in; `pays` what is asked for, where that is another."""

    sign: str
    figure: str
    whole: bool
    pays: str = ""

    @property
    def told(self) -> str:
        """The figure as one word: RM 325.48."""
        return f"{self.sign}\N{NO-BREAK SPACE}{self.figure}"


def tag(landed: Landed, choice: Choice) -> Tag:
    """The price of a parcel; where no law can state its charges, that of the goods alone."""
    whole = landed.paid
    due = whole if whole is not None else landed.goods
    exact = landed.in_answer if landed.in_answer and landed.in_answer.currency == choice.currency else None
    shown = exact or (due if due.currency == choice.currency else choice.shown(due))
    if shown is None:
        return Tag(sign(due.currency), amount(due), whole is not None)
    pays = "" if due.currency == choice.currency else money(due)
    return Tag(sign(shown.currency), amount(shown), whole is not None, pays)


def money(each: Money) -> str:
    """An amount as shops write it: RM 48.00."""
    return f"{sign(each.currency)}\N{NO-BREAK SPACE}{amount(each)}"


def days(landed: Landed) -> str:
    """How long it takes; blank where the seller does not say."""
    step = landed.step
    if step is None:
        return ""
    return _("{least} to {most} working days").format(least=step.days_least, most=step.days_most)
