"""An order asked of another hub and never answered: its buyer takes it back, or it lapses, whatever is answered later.

Until the seller's hub has accepted, its buyer was shown nothing to pay. So what is taken back here is called off there,
what was paid all the same goes back, and goods never move without money.
"""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop

from entrepot.hub import events
from entrepot.hub.buying import queries
from entrepot.hub.buying.models import AskedOrder, PurchaseOrder
from entrepot.hub.events.actor import Actor
from entrepot.hub.orders import actions as orders
from entrepot.hub.orders import queries as consignments
from entrepot.trade.finding import Finding, NotAllowedNow, Refused
from entrepot.trade.lifecycles import NEVER_ARRIVED, PURCHASE_ORDER

ENDED = ("withdrawn", "lapsed")
UNDER_WAY = "order-under-way"


@transaction.atomic
def withdraw(token: str, number: str, *, by: Actor) -> PurchaseOrder:
    """Its buyer takes back what no hub has answered; whoever has the link of the purchase may. Twice is harmless."""
    purchase = queries.purchase_of(token)
    held = PurchaseOrder.objects.select_for_update().filter(purchase=purchase, number=number).first()
    if held is None:
        raise Refused(_unknown(number))
    if held.state in ENDED:
        return held
    if held.state != "requested":
        raise NotAllowedNow(_answered(held))
    return _ended(held, "withdraw", by)


@transaction.atomic
def lapse(purchase: UUID | str, *, by: Actor) -> None:
    """The time for an answer is over: what of a purchase no hub has answered lapses. Twice is harmless."""
    waiting = PurchaseOrder.objects.select_for_update().filter(purchase_id=purchase, state="requested")
    for held in waiting.order_by("pk"):
        _ended(held, "lapse", by)


@transaction.atomic
def taken_back(peer: str, number: str, *, by: Actor) -> AskedOrder:
    """The hub that asked for an order takes it back: call it off, free its goods, give back what was paid.

    What is paid and released by then goes on: that is refused, and the hub is told. An order that was not asked for
    yet will not be taken either. Twice is harmless.
    """
    kept = AskedOrder.objects.select_for_update().filter(peer=peer, number=number).first()
    if kept is None:
        return AskedOrder.objects.create(peer=peer, number=number, said="", asked_at=by.at)
    if not kept.ucr:
        return kept
    consignment = consignments.locked(kept.ucr)
    if consignment.state in ("placed", "paid"):
        orders.cancel(kept.ucr, "withdrawn by the buyer", by=by)
    elif consignment.state not in NEVER_ARRIVED:
        raise Refused(_under_way(number, kept.ucr))
    return kept


@transaction.atomic
def goes_on(peer: str, number: str, *, by: Actor) -> None:
    """The seller's hub could not call it off: the goods are paid and on their way, and the buyer follows them."""
    held = PurchaseOrder.objects.select_for_update().filter(hub=peer, number=number).first()
    if held is None or held.state not in ENDED or not held.ucr:
        return
    held.state = PURCHASE_ORDER.after(held.state, "keep")
    held.save(update_fields=["state"])
    body = {"hub": peer, "number": number}
    events.record("buying.order.kept", f"order:{number}", by=by, ucr=held.ucr, body=body)


def _ended(held: PurchaseOrder, move: str, by: Actor) -> PurchaseOrder:
    held.state = PURCHASE_ORDER.after(held.state, move)
    held.save(update_fields=["state"])
    body = {"hub": held.hub, "number": held.number, "state": held.state}
    events.record("buying.order.ended", f"order:{held.number}", by=by, body=body)
    return held


def _answered(held: PurchaseOrder) -> Finding:
    return Finding(
        "order-answered",
        gettext_noop("The seller's hub has answered order {number}; it cannot be taken back any more."),
        remedy=gettext_noop("If you do not want it, do not pay: it ends by itself. What was paid can be sent back."),
        params={"number": held.number},
    )


def _under_way(number: str, ucr: str) -> Finding:
    return Finding(
        UNDER_WAY,
        gettext_noop("Order {number} is paid and released by customs; it cannot be called off any more."),
        remedy=gettext_noop("The buyer can send the goods back when they are there."),
        params={"number": number, "ucr": ucr},
    )


def _unknown(number: str) -> Finding:
    return Finding(
        "order-unknown",
        gettext_noop("This purchase has no order {number}."),
        remedy=gettext_noop("Look at the page of the purchase."),
        params={"number": number[:30]},
    )
