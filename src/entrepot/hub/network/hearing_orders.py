"""What a peer's message about an order between two hubs' shop and seller brings about here."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

from entrepot.hub.buying import asking, withdrawing
from entrepot.hub.events.actor import Actor
from entrepot.hub.network import blobs, letterbox, queries
from entrepot.hub.network.hearing import unreadable
from entrepot.hub.network.message import Message
from entrepot.hub.orders import actions as orders
from entrepot.hub.orders import queries as consignments
from entrepot.hub.orders.facts import BuyerFacts

Body = TypeVar("Body", bound=msgspec.Struct)
UNPAID = ("refused", "lapsed")
NOT_SENT = ("placed", "paid")


class Declined(msgspec.Struct):
    """The body of `order.declined.v1`."""

    number: str
    findings: list[dict[str, Any]]


class Withdrawn(msgspec.Struct):
    """The body of `order.withdrawn.v1`; the reason is `withdrawn` or `lapsed`."""

    number: str
    reason: str = ""


class Asked(msgspec.Struct):
    """The body of `payment.requested.v1`."""

    end_to_end_id: str
    amount_minor: int
    currency: str
    provider: str
    payee: str
    qr: str


class Answered(msgspec.Struct):
    """The body of `payment.answered.v1`."""

    state: str


def order_requested(message: Message, by: Actor) -> None:
    """A buyer in the shop there orders from a seller here: take it or decline it, and it is answered either way."""
    if not message.blob:
        raise unreadable(message, "dataref")
    try:
        buyer = BuyerFacts(**letterbox.opened(blobs.read(message.blob)))
    except TypeError as fault:
        raise unreadable(message, str(fault)) from None
    country = queries.peer(message.peer).country
    asking.answer(message.data, buyer, peer=message.peer, country=country, by=by)


def order_declined(message: Message, by: Actor) -> None:
    """The seller's hub cannot take an order that we asked for."""
    told = _read(message, Declined)
    asking.declined(message.peer, told.number, told.findings, by=by)


def order_withdrawn(message: Message, by: Actor) -> None:
    """The hub that asked for an order takes it back: it is called off here, unless it is on its way."""
    withdrawing.taken_back(message.peer, _read(message, Withdrawn).number, by=by)


def payment_requested(message: Message, by: Actor) -> None:
    """The seller's hub asks for the payment of an order that we asked for."""
    told = _read(message, Asked)
    asking.payment_told(message.peer, message.ucr, {**msgspec.structs.asdict(told), "state": "requested"}, by=by)


def payment_answered(message: Message, by: Actor) -> None:
    """What became of that payment: one that will not come, or went back before anything was sent, ends the order."""
    told = _read(message, Answered)
    asking.payment_told(message.peer, message.ucr, {"state": told.state}, by=by)
    followed = consignments.consignment_or_none(message.ucr)
    if followed is None or followed.peer != message.peer:
        return
    ends = ("placed",) if told.state in UNPAID else NOT_SENT if told.state == "refunded" else ()
    if followed.state in ends:
        orders.advance(message.ucr, "cancel", by=by)


def _read(message: Message, body: type[Body]) -> Body:
    try:
        return msgspec.convert(dict(message.data), body)
    except msgspec.ValidationError as fault:
        raise unreadable(message, str(fault)) from None
