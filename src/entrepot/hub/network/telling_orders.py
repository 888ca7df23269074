"""What another hub is told of an order that one hub's shop asks of another: the request, the answer, the payment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext_noop

from entrepot.ehx import letter
from entrepot.hub.buying import asking, checkout, withdrawing
from entrepot.hub.buying import queries as buying
from entrepot.hub.events.actor import Actor
from entrepot.hub.events.models import Event
from entrepot.hub.network import actions, letterbox, queries
from entrepot.hub.network.models import Outbox
from entrepot.hub.payments import queries as payments
from entrepot.trade.finding import Finding


def order_requested(event: Event, by: Actor) -> None:
    """A buyer here orders from a seller there. Who buys goes along as contents, sealed to the seller's hub."""
    order = buying.order(event.body["number"])
    peer = queries.peer(order.hub)
    buyer = letterbox.sealed(asdict(checkout.buyer_of(order.purchase)), peer)
    _send("order.requested.v1", peer.host, event, asking.told(order), contents=buyer)


def order_declined(event: Event, by: Actor) -> None:
    """An order that a hub asked for cannot be taken here: say why."""
    said = {name: event.body[name] for name in ("number", "findings")}
    _send("order.declined.v1", event.body["peer"], event, said)


def request_refused(event: Event, by: Actor) -> None:
    """The other hub could not even read what we asked for: the buyer is told that the order is declined."""
    if (event.body["kind"], event.body["outcome"]) != ("order.requested.v1", "rejected"):
        return
    sent = Outbox.objects.filter(leaf=int(event.subject.removeprefix("message:"))).first()
    if sent is not None:
        why = Finding(
            event.body["code"],
            gettext_noop("The hub of the seller did not take the order."),
            remedy=gettext_noop("Nothing is to be paid. Try again later, or ask the seller."),
        )
        asking.declined(event.body["peer"], sent.subject.removeprefix("order:"), [asdict(why)], by=by)


def order_ended(event: Event, by: Actor) -> None:
    """Its buyer took an order back that a hub never answered, or its time is over: that hub is told."""
    said = {"number": event.body["number"], "reason": event.body["state"]}
    _send("order.withdrawn.v1", event.body["hub"], event, said)


def order_goes_on(event: Event, by: Actor) -> None:
    """The other hub could not call an order off that we took back: its buyer follows the goods after all."""
    if (event.body["kind"], event.body["code"]) == ("order.withdrawn.v1", withdrawing.UNDER_WAY):
        sent = Outbox.objects.filter(leaf=int(event.subject.removeprefix("message:"))).first()
        if sent is not None:
            withdrawing.goes_on(event.body["peer"], sent.subject.removeprefix("order:"), by=by)


def called_off(event: Event, by: Actor) -> None:
    """An order that another hub's shop asked for is called off before anybody was asked to pay: that hub is told."""
    peer = buying.asked_by(event.ucr)
    if peer and not payments.payments(event.ucr).exists():
        _send("payment.answered.v1", peer, event, {"state": "refused"}, ucr=event.ucr)


def payment_requested(event: Event, by: Actor) -> None:
    """We ask for the payment of an order that another hub's shop asked for: its buyer is shown how to pay there."""
    peer = buying.asked_by(event.ucr)
    if not peer:
        return
    payment = payments.payment(event.body["end_to_end_id"])
    said = {
        "end_to_end_id": payment.end_to_end_id,
        "amount_minor": payment.amount_minor,
        "currency": payment.currency,
        "provider": payment.provider,
        "payee": payment.creditor.name,
        "qr": payment.qr,
    }
    _send("payment.requested.v1", peer, event, said, ucr=event.ucr)


def payment_answered(event: Event, by: Actor) -> None:
    """What became of the payment of an order that another hub's shop asked for."""
    peer = buying.asked_by(event.ucr)
    if peer:
        _send("payment.answered.v1", peer, event, {"state": event.kind.rpartition(".")[2]}, ucr=event.ucr)


def _send(
    kind: str, peer: str, event: Event, said: Mapping[str, Any], *, ucr: str = "", contents: bytes | None = None
) -> None:
    by = Actor("worker", "network.telling", "network", event.at)
    actions.send(
        kind,
        ucr or event.subject,
        said,
        peer=peer,
        by=by,
        ucr=ucr,
        cause=str(event.id),
        contents=contents,
        media_type=letter.MEDIA_TYPE,
    )
