"""What follows for buyers: whoever gave an address is told once how their order goes, in the form of `followers.py`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from entrepot.hub import events
from entrepot.hub.aftersales import queries as aftersales
from entrepot.hub.buying.models import Purchase, PurchaseOrder
from entrepot.hub.events.actor import Actor
from entrepot.hub.events.models import Event
from entrepot.hub.notices.models import BuyerNotice
from entrepot.hub.orders import queries as orders
from entrepot.trade.money import Money

ANY = ""
SAYS: Mapping[str, Mapping[str, str]] = {
    "buying.purchase.placed": {ANY: "placed"},
    "buying.order.declined": {ANY: "declined"},
    "buying.order.ended": {"withdrawn": "ended", "lapsed": "unanswered"},
    "buying.payment.told": {"settled": "paid", "refunded": "refunded"},
    "orders.consignment.paid": {ANY: "paid"},
    "orders.consignment.cancelled": {ANY: "ended"},
    "orders.consignment.delivered": {ANY: "arrived"},
    "stock.parcel.dispatched": {ANY: "sent"},
    "network.parcel.moved": {"dispatched": "sent"},
    "payments.payment.refunded": {ANY: "refunded"},
    "payments.payment.partly_refunded": {ANY: "refunded"},
    "aftersales.return.refunded": {ANY: "refunded"},
    "aftersales.dispute.decided": {ANY: "refunded"},
    "aftersales.loss.noted": {ANY: "kept"},
}
"""The kind of letter by the kind of event, and by the state or step that it tells where that decides."""


@dataclass(frozen=True, slots=True)
class Back:
    """Money that goes back: how much, and which time, where it may happen more than once."""

    amount: str
    occasion: str = ""


def tell_buyer(event: Event, by: Actor) -> None:
    """Write down that the buyer is told; for the same thing again nothing is written."""
    says = SAYS[event.kind]
    kind = says.get(str(event.body.get("state") or event.body.get("step") or ""), says.get(ANY))
    if kind is None:
        return
    if kind == "placed":
        number = event.subject.removeprefix("purchase:")
        for purchase in Purchase.objects.filter(pk=number).exclude(mail=b""):
            _write(purchase, "", kind, "", {}, event, by)
        return
    for order in _concerned(event):
        back = _back(event, order) if kind == "refunded" else None
        if kind != "refunded" or back is not None:
            facts = {"number": order.number, "amount": back.amount if back else ""}
            _write(order.purchase, order.number, kind, back.occasion if back else "", facts, event, by)


def _write(
    purchase: Purchase, number: str, kind: str, occasion: str, facts: Mapping[str, str], event: Event, by: Actor
) -> None:
    notice, fresh = BuyerNotice.objects.get_or_create(
        purchase=purchase,
        order_number=number,
        kind=kind,
        occasion=occasion,
        defaults={"facts": dict(facts), "written_at": by.at},
    )
    if fresh:
        body = {"kind": kind, "number": number}
        events.record("notices.buyer.told", f"letter:{notice.pk}", by=by, ucr=event.ucr, body=body)


def _concerned(event: Event) -> Iterator[PurchaseOrder]:
    """The orders of buyers here whom the event concerns, of those who want letters."""
    if event.ucr:
        found = PurchaseOrder.objects.filter(ucr=event.ucr)
    else:
        found = PurchaseOrder.objects.filter(number=event.subject.removeprefix("order:"))
    yield from found.exclude(purchase__mail=b"").select_related("purchase")


def _back(event: Event, order: PurchaseOrder) -> Back | None:
    """What goes back to the buyer. Of an order of ours the payment says it, of another's the hub that keeps it."""
    if event.kind.startswith("payments."):
        return Back(str(event.body["amount"]), str(event.body.get("key", "")))
    if not order.hub:
        return None
    if event.kind == "buying.payment.told":
        return Back(str(Money.from_minor(order.total_minor, order.currency)))
    number = str(event.body["number"])
    if event.kind == "aftersales.return.refunded":
        asked = aftersales.locked(number)
        minor, currency = asked.given_minor, asked.currency
    else:
        consignment = orders.consignment(event.ucr)
        over = consignment.state in ("delivered", "settled")  # before that, the whole payment goes back and says so
        minor, currency = (int(event.body.get("refund_minor", 0)) if over else 0), consignment.currency
    return Back(str(Money.from_minor(minor, currency)), number) if minor > 0 else None
