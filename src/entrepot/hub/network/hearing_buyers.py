"""What a peer's message about what follows a sale brings about here."""

from __future__ import annotations

from typing import TypeVar

import msgspec

from entrepot.hub.aftersales import claiming, heard, heard_disputes, heard_losses
from entrepot.hub.events.actor import Actor
from entrepot.hub.network import blobs, passing
from entrepot.hub.network.hearing import unreadable
from entrepot.hub.network.message import Message
from entrepot.hub.orders import actions as orders
from entrepot.trade.money import Money

Body = TypeVar("Body", bound=msgspec.Struct)


class Undone(msgspec.Struct):
    """The body of `return.undone.v1`."""

    amount_minor: int
    currency: str


def return_requested(message: Message, by: Actor) -> None:
    """A buyer there asks to send back goods of a seller here."""
    heard.requested(message.ucr, read(message, heard.Asked), _contents(message), peer=message.peer, by=by)


def return_moved(message: Message, by: Actor) -> None:
    """A return went on there."""
    heard.moved(read(message, heard.Moved), peer=message.peer, by=by)


def return_undone(message: Message, by: Actor) -> None:
    """Customs there has undone the duty of goods that came back."""
    told = read(message, Undone)
    if passing.passes(message.ucr):
        orders.owed_through(message.ucr, -told.amount_minor, told.currency, cause=message.id, by=by)
        return
    amount = Money.from_minor(told.amount_minor, told.currency)
    claiming.undone_there(message.ucr, amount, peer=message.peer, by=by)


def loss_noted(message: Message, by: Actor) -> None:
    """A border kept goods of an order that is kept there."""
    heard_losses.noted(message.ucr, read(message, heard_losses.Lost), peer=message.peer, by=by)


def dispute_opened(message: Message, by: Actor) -> None:
    """A buyer there disputes a consignment of a seller here."""
    told = read(message, heard_disputes.Opened)
    heard_disputes.opened(message.ucr, told, _contents(message), peer=message.peer, by=by)


def dispute_moved(message: Message, by: Actor) -> None:
    """A dispute went on there."""
    told = read(message, heard_disputes.DisputeMoved)
    heard_disputes.dispute_moved(told, _contents(message), peer=message.peer, by=by)


def rating_given(message: Message, by: Actor) -> None:
    """A buyer there has rated goods of a seller here."""
    heard_disputes.rated(message.ucr, read(message, heard_disputes.Given), peer=message.peer, by=by)


def rating_answered(message: Message, by: Actor) -> None:
    """The seller there has answered a rating of a buyer here."""
    heard_disputes.rating_answered(message.ucr, read(message, heard_disputes.Answered), peer=message.peer, by=by)


def _contents(message: Message) -> bytes:
    return blobs.read(message.blob) if message.blob else b""


def read(message: Message, body: type[Body]) -> Body:
    """The body of a message in the form of its kind, or a refusal."""
    try:
        return msgspec.convert(dict(message.data), body)
    except msgspec.ValidationError as fault:
        raise unreadable(message, str(fault)) from None
