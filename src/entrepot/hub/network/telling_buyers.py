"""What the other hub is told of goods that come back: asked for where the buyer is, decided where the order is."""

from __future__ import annotations

from entrepot.hub.aftersales import evidence, packing
from entrepot.hub.aftersales.models import Return
from entrepot.hub.events.actor import Actor
from entrepot.hub.events.models import Event
from entrepot.hub.network import actions
from entrepot.hub.orders import queries as orders

FACTS = ("answer", "whole", "back_by", "goods_minor", "freight_minor", "charges_minor", "taken_off_minor")


def return_requested(event: Event, by: Actor) -> None:
    """A buyer here asks to send goods back; the words and photographs go along as contents."""
    asked = Return.objects.get(number=event.body["number"])
    said = {name: event.body[name] for name in ("number", "reason", "lines")}
    files = evidence.handed(asked.number, "buyer")
    _send("return.requested.v1", event, said, packing.packed(evidence.said(asked.number, asked.told), files))


def return_moved(event: Event, by: Actor) -> None:
    """A return went on here."""
    state = event.kind.rpartition(".")[2]
    said = {name: event.body[name] for name in FACTS if name in event.body}
    _send("return.moved.v1", event, {"number": event.body["number"], "state": state, **said})


def duty_undone(event: Event, by: Actor) -> None:
    """Customs here has undone the duty of goods that came back: the hub that owes it to us owes so much less."""
    _send("return.undone.v1", event, {name: event.body[name] for name in ("mrn", "amount_minor", "currency")})


def _send(kind: str, event: Event, said: dict[str, object], contents: bytes = b"") -> None:
    """Tell the hub with which the consignment is shared; what it told us itself it knows."""
    peer = orders.consignment(event.ucr).peer
    if peer and event.by.kind != "peer":
        actions.send(
            kind,
            event.ucr,
            said,
            peer=peer,
            by=Actor("worker", "network.telling", "network", event.at),
            ucr=event.ucr,
            cause=str(event.id),
            contents=contents or None,
            media_type=packing.MEDIA_TYPE,
        )
