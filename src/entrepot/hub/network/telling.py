"""What the other hub is told of a consignment, and when: thin followers, one message each, sent once for its event."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import msgspec

from entrepot.ehx import border, credential
from entrepot.hub.customs import queries as customs
from entrepot.hub.customs.models import Declaration
from entrepot.hub.customs.queries import permits
from entrepot.hub.events.actor import Actor
from entrepot.hub.events.models import Event
from entrepot.hub.network import actions, documents, queries, ways
from entrepot.hub.network.models import Peer
from entrepot.hub.orders import actions as orders
from entrepot.hub.orders import queries as consignments
from entrepot.hub.orders.models import Consignment
from entrepot.hub.stock import queries as parcels
from entrepot.trade.lifecycles import NEVER_ARRIVED
from entrepot.trade.papers import epcis


def order_placed(event: Event, by: Actor) -> None:
    """An order of ours crosses a border: the hub on the other side, or whose shop asked, follows it from now on."""
    consignment = consignments.consignment(event.ucr)
    if consignment.state == "cancelled" and not consignment.peer:  # no hub there came in time, and none knows of it
        return
    peer, via = (queries.peer(consignment.peer), "") if consignment.peer else ways.across(consignment)
    orders.joined(event.ucr, peer.host, via=via, by=by)
    _send("order.placed.v1", peer, event, {**event.body, "via": via} if via else event.body)


def declaration_released(event: Event, by: Actor) -> None:
    """Customs here has released: what was declared for export is the other side's advance data, entered once.

    Of the consignee the mask goes along; who it is stays sealed at the hub that took the order.
    """
    consignment = consignments.consignment(event.ucr)
    if consignment.home and consignment.state in NEVER_ARRIVED:
        return  # released on appeal, when its buyer had been paid back: the goods are the seller's
    if event.body["direction"] == "export":
        _send("declaration.exported.v1", _peer(consignment), event, exported(_named(event)))
    else:
        _send("declaration.imported.v1", _peer(consignment), event, imported(_named(event)))


def batch_lodged(event: Event, by: Actor) -> None:
    """Customs here took a batch: what was released of it is told as if it had come alone."""
    for each in consignments.concerned(event, "released"):
        declaration_released(each, by)


def declaration_refused(event: Event, by: Actor) -> None:
    """Customs here has refused the goods: the hub whose goods they are must know, and so must one that waits for them.

    Of parts only the hub whose goods they are is told; which parts there were, the other was never told.
    """
    consignment = consignments.consignment(event.ucr)
    parted = customs.is_parted(declaration := _named(event))
    if parted and not consignment.home:  # a part is in, so the goods do not all come back
        stays = customs.goods_told(declaration)
        _send(border.PARTED, _peer(consignment), event, _parted(event, "refused", declaration.mrn, [], stays))
    elif not parted and _shared(consignment):
        said = {name: event.body.get(name, "") for name in ("lrn", "mrn", "reason", "clause")}
        _send("declaration.refused.v1", _peer(consignment), event, said)


def declaration_parted(event: Event, by: Actor) -> None:
    """Customs here let a part in: the hub whose goods they are learns what goes, what stays, and why."""
    consignment = consignments.consignment(event.ucr)
    if not consignment.home:
        told = _parted(event, "released", event.body["of"], event.body["goes"], event.body["stays"])
        _send(border.PARTED, _peer(consignment), event, told)


def declaration_seized(event: Event, by: Actor) -> None:
    """Customs here took the goods away: the hub whose goods they are, or that expects them, must not wait for them."""
    consignment = consignments.consignment(event.ucr)
    parted = customs.is_parted(declaration := _named(event))
    if not consignment.home or (not parted and _shared(consignment)):
        told = border.Seized(
            lrn=declaration.lrn,
            mrn=declaration.mrn,
            reason=event.body["reason"],
            clause=event.body["clause"],
            goods=_goods(customs.goods_told(declaration)),
            parted=parted,
        )
        _send(border.SEIZED, _peer(consignment), event, msgspec.to_builtins(told))


def message_refused(event: Event, by: Actor) -> None:
    """The other hub could not take what we exported there: the goods cannot get in, and come back."""
    if event.ucr and event.body["kind"] == "declaration.exported.v1" and event.body["outcome"] == "rejected":
        orders.turned_back(event.ucr, f"{event.body['peer']}: {event.body['code']}", by=by)


def parcel_moved(event: Event, by: Actor) -> None:
    """The carrier has reported a step: tell it as an EPCIS event."""
    parcel = parcels.parcel(event.ucr, event.body["number"])
    step = event.kind.rpartition(".")[2]
    told = epcis.object_event(
        step,
        event_id=f"urn:uuid:{event.id}",
        parcel=f"urn:upu:s10:{parcel.number}",
        consignment=f"urn:ucr:{event.ucr}",
        at=event.at,
    )
    said: dict[str, Any] = {"step": step, "number": parcel.number, "epcis": told}
    if parcel.part > 1:
        said["part"] = parcel.part
    _send("tracking.events.v1", _peer(consignments.consignment(event.ucr)), event, said)


def settled(event: Event, by: Actor) -> None:
    """Everybody has been paid: tell the sums. Who lent what to whom stays here."""
    consignment = consignments.consignment(event.ucr)
    if consignment.home:
        said = {
            "ucr": event.ucr,
            "currency": event.body["currency"],
            "settled_minor": event.body["settled_minor"],
            "tax_currency": event.body["tax_currency"],
            "charges_minor": sum(minor for _, minor in event.body["charges"]),
        }
        _send("settlement.confirmed.v1", _peer(consignment), event, said)


def passage_moved(event: Event, by: Actor) -> None:
    """Customs here has the goods under control, or let them go: both neighbours must know."""
    consignment = consignments.consignment(event.ucr)
    orders.noted(event.ucr, event.body["state"], reason=event.body["reason"], by=by)
    said = {name: event.body[name] for name in PASSAGE}
    kind = PASSAGES[event.body["state"]]
    for host in filter(None, (consignment.peer, consignment.onward)):
        _send(kind, queries.peer(host), event, said)


PASSAGE = ("mrn", "country", "state", "currency", "secured_minor", "seals", "leaves_by", "reason", "law")
PASSAGES = {
    "accepted": "passage.opened.v1",
    "under-way": "passage.entered.v1",
    **dict.fromkeys(("discharged", "charged", "refused", "lapsed"), "passage.closed.v1"),
}


def visit_held(event: Event, by: Actor) -> None:
    """A visitor's wallet here pays a merchant there."""
    _send("settlement.requested.v1", queries.peer(event.body["peer"]), event, _visit(event.body), ucr="")


def visit_answered(event: Event, by: Actor) -> None:
    """The merchant here has been paid by a visitor's wallet there, or could not be."""
    kind = "settlement.confirmed.v1" if event.body["accepted"] else "settlement.failed.v1"
    said = {**_visit(event.body), "reason": event.body["reason"]}
    _send(kind, queries.peer(event.body["peer"]), event, said, ucr="")


def exported(declaration: Declaration) -> Mapping[str, Any]:
    """What the other hub needs to build its import declaration."""
    return {"mrn": declaration.mrn, "released": declaration.state == "released", "facts": declaration.facts}


def imported(declaration: Declaration) -> Mapping[str, Any]:
    """How the goods were let in: the lane, and each amount with the law it came from.

    Duty and tax are those of the whole consignment so far, the charges those of this declaration.
    """
    duty_minor, tax_minor = customs.released_of(declaration.ucr)
    return {
        "lrn": declaration.lrn,
        "mrn": declaration.mrn,
        "regime": declaration.regime,
        "lane": declaration.lane,
        "currency": declaration.currency,
        "duty_minor": duty_minor,
        "tax_minor": tax_minor,
        "charges": declaration.assessment["charges"],
        "law": declaration.law_digest,
    }


def permit_issued(event: Event, by: Actor) -> None:
    """An agency here has issued a permit: the hubs from which such goods come can see and check it."""
    permit = permits.permit(event.body["number"])
    for peer in queries.active():
        _document(documents.ISSUED, peer, event, contents=permit.document.encode())


def permit_revoked(event: Event, by: Actor) -> None:
    """An agency here has taken a permit back."""
    for peer in queries.active():
        _document(documents.REVOKED, peer, event)


def _document(kind: str, peer: Peer, event: Event, contents: bytes | None = None) -> None:
    by = Actor("worker", "network.telling", "network", event.at)
    said = {name: event.body[name] for name in ("number", "kind")}
    about = f"document:{event.body['number']}"
    media_type = credential.MEDIA_TYPE
    actions.send(kind, about, said, peer=peer, by=by, cause=str(event.id), contents=contents, media_type=media_type)


def _send(kind: str, peer: Peer, event: Event, said: Mapping[str, Any], *, ucr: str | None = None) -> None:
    by = Actor("worker", "network.telling", "network", event.at)
    about = event.ucr if ucr is None else ucr
    actions.send(kind, about or event.subject, said, peer=peer, by=by, ucr=about, cause=str(event.id))


def _named(event: Event) -> Declaration:
    found = customs.by_mrn(event.body["mrn"])
    assert found is not None, "an event of customs names its declaration"
    return found


def _parted(
    event: Event, outcome: Literal["released", "refused"], of: str, goes: list[Any], stays: list[Any]
) -> dict[str, Any]:
    duty_minor, tax_minor = customs.released_of(event.ucr)
    told = border.Parted(
        mrn=event.body["mrn"],
        of=of,
        outcome=outcome,
        reason=event.body.get("reason", ""),
        clause=event.body.get("clause", ""),
        lane=event.body.get("lane", ""),
        currency=event.body["currency"],
        duty_minor=duty_minor,
        tax_minor=tax_minor,
        goes=_goods(goes),
        stays=_goods(stays),
    )
    plain: dict[str, Any] = msgspec.to_builtins(told)
    return plain


def _goods(told: list[Any]) -> tuple[border.GoodsTold, ...]:
    return tuple(border.GoodsTold(**each) for each in told)


def _visit(body: Mapping[str, Any]) -> dict[str, Any]:
    return {name: body[name] for name in ("end_to_end_id", "merchant", "amount_minor", "currency")}


def _shared(consignment: Consignment) -> bool:
    """Whether a second hub follows the consignment; one of ours was told to it when it was placed."""
    return not consignment.home or bool(consignment.peer)


def _peer(consignment: Consignment) -> Peer:
    return queries.peer(consignment.peer) if consignment.peer else ways.across(consignment)[0]
