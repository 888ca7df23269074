"""The money of a return: what is due to the buyer for these pieces, at the seller's cost."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_noop

from entrepot.hub.aftersales import amounts, queries
from entrepot.hub.aftersales.models import Return
from entrepot.hub.events.actor import Actor
from entrepot.hub.orders import queries as orders
from entrepot.hub.payments import actions as payments
from entrepot.hub.payments import queries as paid
from entrepot.trade.finding import Finding, NotAllowedNow
from entrepot.trade.refund import Refund, refund


def worked_out(asked: Return) -> Refund:
    """What is due for the pieces of a return, after all that was given back for earlier ones."""
    sale = amounts.sale(orders.consignment(asked.ucr))
    now = {line["line"]: line["pieces"] for line in asked.lines}
    before = queries.given_back(asked.ucr, len(sale.lines))
    return refund(sale, before, [now.get(n, 0) for n in range(1, len(sale.lines) + 1)])


def give(asked: Return, *, by: Actor) -> None:
    """Give the buyer back what is due, and note it on the return, which is held and not yet saved as refunded.

    What a decision has given back before is taken off, so that nobody gets more than was paid.
    """
    consignment = orders.consignment(asked.ucr)
    if consignment.state != "settled":
        raise NotAllowedNow(_not_settled(asked))
    due = worked_out(asked)
    payment = paid.payment(asked.ucr)
    left = payment.amount_minor - paid.given_back(asked.ucr)
    asked.goods_minor, asked.freight_minor, asked.charges_minor = due.goods_minor, due.freight_minor, due.charges_minor
    asked.taken_off_minor = max(0, due.total_minor - left)
    if asked.given_minor:
        hub = Actor("worker", "aftersales.refund", "a return", by.at)
        payments.give_back(asked.ucr, f"return:{asked.number}", asked.given_minor, asked.reason, by=hub)


def told(asked: Return) -> dict[str, Any]:
    """The amounts of a return as an event and a message tell them; nothing before it was paid."""
    if asked.state != "refunded":
        return {"whole": asked.whole, "back_by": asked.back_by.isoformat() if asked.back_by else ""}
    return {
        "whole": asked.whole,
        "currency": asked.currency,
        "goods_minor": asked.goods_minor,
        "freight_minor": asked.freight_minor,
        "charges_minor": asked.charges_minor,
        "taken_off_minor": asked.taken_off_minor,
    }


def _not_settled(asked: Return) -> Finding:
    return Finding(
        "not-settled-yet",
        gettext_noop("The proceeds of {ucr} are not paid out yet; the refund waits for it."),
        remedy=gettext_noop("Do it again in a moment; the settlement follows the delivery by itself."),
        params={"ucr": asked.ucr},
    )
