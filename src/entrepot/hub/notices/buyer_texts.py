"""What a letter to a buyer says, by its kind. The heading names the hub's order and nobody."""

from __future__ import annotations

from entrepot.hub.notices.texts import Text
from entrepot.trade.wording import gettext_noop

BUYER_TEXTS: dict[str, Text] = {
    "placed": Text(
        gettext_noop("Your order is placed"),
        gettext_noop("Here is what you ordered. You pay when the seller has accepted."),
        gettext_noop("Keep this letter: whoever has the link below sees the order."),
    ),
    "declined": Text(
        gettext_noop("Your order {number} is declined"),
        gettext_noop("The seller's hub did not take it. Nothing is to be paid."),
        gettext_noop("The page of your order says why."),
    ),
    "unanswered": Text(
        gettext_noop("Your order {number} was not answered"),
        gettext_noop("The seller's hub said nothing in time, so the order has lapsed. Nothing is to be paid."),
        gettext_noop("If that hub answers late, it is told so, and nothing is sent."),
    ),
    "paid": Text(
        gettext_noop("Your order {number} is paid"),
        gettext_noop("The payment has been received. It is held until you have the parcel."),
    ),
    "sent": Text(
        gettext_noop("Your order {number} is on its way"),
        gettext_noop("The seller has handed the parcel to the carrier."),
    ),
    "arrived": Text(
        gettext_noop("Your order {number} has been delivered"),
        gettext_noop("The carrier says that the parcel is at its door."),
        gettext_noop("If it is not, or if something is wrong with it, say so on the page of your order."),
    ),
    "kept": Text(
        gettext_noop("Customs kept goods of your order {number}"),
        gettext_noop("A border refused them or took them away."),
        gettext_noop("The page of your order leads to which goods, why, and what you get back."),
    ),
    "ended": Text(
        gettext_noop("Your order {number} is called off"),
        gettext_noop("It will not be sent. What was paid for it is given back; if nothing was paid, nothing is due."),
    ),
    "refunded": Text(
        gettext_noop("Money for your order {number} goes back to you"),
        gettext_noop("Given back: {amount}."),
        gettext_noop("It comes the way you paid; how long that takes is your bank's to say."),
    ),
}
