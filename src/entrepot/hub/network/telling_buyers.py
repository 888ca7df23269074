"""What the other hub is told after a sale: of goods that come back, of disputes, of ratings."""

from __future__ import annotations

from entrepot.hub.aftersales import evidence, losses, packing
from entrepot.hub.aftersales.models import Dispute, Rating, Return
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


def loss_noted(event: Event, by: Actor) -> None:
    """A border kept goods of an order here: where they were bought, the buyer is told why and what goes back."""
    _send("loss.noted.v1", event, {name: event.body[name] for name in losses.TOLD})


def dispute_opened(event: Event, by: Actor) -> None:
    """A buyer here disputes a consignment; what the buyer says and shows goes along as contents."""
    held = Dispute.objects.get(number=event.body["number"])
    contents = packing.packed(evidence.said(held.number, held.told), evidence.handed(held.number, "buyer"))
    _send("dispute.opened.v1", event, {name: event.body[name] for name in ("number", "cause")}, contents)


def dispute_answered(event: Event, by: Actor) -> None:
    """The seller here has answered: the operator there decides by it."""
    held = Dispute.objects.get(number=event.body["number"])
    words = evidence.said(f"{held.number}:answer", held.answer)
    contents = packing.packed(words, evidence.handed(held.number, "seller"))
    _send("dispute.moved.v1", event, {"number": held.number, "state": "answered"}, contents)


def dispute_moved(event: Event, by: Actor) -> None:
    """A dispute lapsed, was withdrawn or decided here."""
    said = {name: event.body[name] for name in ("refund_minor", "reasons") if name in event.body}
    state = event.kind.rpartition(".")[2]
    _send("dispute.moved.v1", event, {"number": event.body["number"], "state": state, **said})


def rating_given(event: Event, by: Actor) -> None:
    """Goods were rated here, or the words were judged since: words go along only while they are let pass."""
    given = Rating.objects.get(pk=event.body["rating"])
    words = given.words if given.state == "shown" else ""
    if given.own:
        _send("rating.given.v1", event, {"line": given.line, "stars": given.stars, "words": words})


def rating_answered(event: Event, by: Actor) -> None:
    """The seller here has answered a rating."""
    given = Rating.objects.get(pk=event.body["rating"])
    _send("rating.answered.v1", event, {"line": given.line, "reply": given.reply})


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
