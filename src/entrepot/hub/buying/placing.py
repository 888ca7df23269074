"""A checkout is placed: our own sellers' orders at once and all or none, those of other hubs are asked for there."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop

from entrepot.hub import events
from entrepot.hub.buying import carts, checkout, queries
from entrepot.hub.buying.models import Purchase, PurchaseOrder
from entrepot.hub.buying.offers import wanted
from entrepot.hub.events.actor import Actor
from entrepot.hub.orders import actions as orders
from entrepot.hub.orders.facts import BuyerFacts, LineFacts, OrderFacts, Promise
from entrepot.hub.parties import queries as parties
from entrepot.trade.duty import plain
from entrepot.trade.finding import Finding, NotAllowedNow, Refused
from entrepot.trade.lifecycles import PURCHASE_ORDER
from entrepot.trade.money import Money


@transaction.atomic
def place(number: UUID | str, *, by: Actor) -> Purchase:
    """Order what a checkout showed, at its price. Placing again, be it at the same moment, changes nothing.

    If one of our sellers cannot take its order, nothing is ordered anywhere. What is asked of another hub may still be
    declined there; the buyer is told, and pays for what was accepted.
    """
    purchase = queries.locked(number)
    if purchase.placed_at is not None:
        return purchase
    _refuse_if_over(purchase, by)
    buyer = checkout.buyer_of(purchase)
    asked = list(purchase.orders.select_related("quote").order_by("hub", "seller", "number"))
    for order in asked:
        order.state = PURCHASE_ORDER.after(order.state, "request")
    _place_ours([order for order in asked if not order.hub], buyer, purchase, by)
    PurchaseOrder.objects.bulk_update(asked, ["state", "ucr"])
    purchase.placed_at = by.at
    purchase.save(update_fields=["placed_at"])
    carts.emptied(purchase.cart)
    for order in asked:
        if order.hub:
            body = {"hub": order.hub, "number": order.number, "seller": order.seller}
            events.record("buying.order.requested", f"order:{order.number}", by=by, body=body)
    events.record(
        "buying.purchase.placed", f"purchase:{purchase.pk}", by=by, body={"orders": [o.number for o in asked]}
    )
    return purchase


def facts_of(order: PurchaseOrder, purchase: Purchase, buyer: BuyerFacts) -> OrderFacts:
    """What a seller is asked for, as an order states it."""
    return OrderFacts(
        number=order.number,
        ordered_on=purchase.made_at.date(),
        currency=order.currency,
        destination=purchase.destination,
        lines=tuple(
            LineFacts(sku=line.sku, quantity=line.quantity, unit_price=_text(line.unit_minor, order))
            for line in wanted(order.lines)
        ),
        freight=_text(order.freight_minor, order),
        buyer=buyer,
    )


def promise_of(order: PurchaseOrder, purchase: Purchase) -> Promise:
    """What the buyer was shown of the order."""
    used = plain.facts(order.quote.facts).year_to_date
    return Promise(
        on=purchase.made_at.date(),
        until=purchase.held_until,
        quote=str(order.quote_id),
        dispatch=order.dispatch,
        channel=order.channel,
        regime=order.regime,
        currency=order.tax_currency,
        duty_minor=order.duty_minor,
        tax_minor=order.tax_minor,
        charges_minor=order.charges_minor,
        used_minor=used.minor if used is not None else None,
    )


def _place_ours(asked: Sequence[PurchaseOrder], buyer: BuyerFacts, purchase: Purchase, by: Actor) -> None:
    """Place the orders of our own sellers, a batch each, in a fixed order so that no two checkouts wait in a ring."""
    shop = Actor("worker", "buying.place", "the shop", by.at)
    found: list[Finding] = []
    for seller, batch in groupby(asked, key=lambda order: order.seller):
        theirs = list(batch)
        answers = orders.place(
            [facts_of(order, purchase, buyer) for order in theirs],
            seller=parties.party(seller),
            by=shop,
            promises={order.number: promise_of(order, purchase) for order in theirs},
        )
        for order, answer in zip(theirs, answers, strict=True):
            if isinstance(answer, Refused):
                found += answer.findings
            else:
                order.state, order.ucr = PURCHASE_ORDER.after(order.state, "accept"), answer.ucr
    if found:
        raise Refused(found)


def _refuse_if_over(purchase: Purchase, by: Actor) -> None:
    if by.at > purchase.held_until:
        raise NotAllowedNow(
            Finding(
                "quote-expired",
                gettext_noop("The price was held until {moment}."),
                "/promise",
                gettext_noop("Go back to the cart; the price of today is shown there."),
                params={"moment": purchase.held_until.strftime("%Y-%m-%d %H:%M UTC")},
            )
        )


def _text(minor: int, order: PurchaseOrder) -> str:
    return Money.from_minor(minor, order.currency).text
