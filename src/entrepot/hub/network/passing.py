"""What a hub between two others does with what it hears: the same words go on to the other neighbour, or back.

The message that is passed on names the one that was heard as its cause, and says the same. A consignment file that
holds both shows that nothing was changed on the way.
"""

from __future__ import annotations

from functools import wraps

from entrepot.hub.events.actor import Actor
from entrepot.hub.network import actions, blobs
from entrepot.hub.network.handling import Handler
from entrepot.hub.network.message import Message
from entrepot.hub.orders import queries as consignments


def through(handler: Handler) -> Handler:
    """The handler; and in the same transaction the message goes on, where its goods only pass through here."""

    @wraps(handler)
    def handled(message: Message, by: Actor) -> None:
        handler(message, by)
        _passed_on(message, by)

    return handled


def over(handler: Handler) -> Handler:
    """The handler at the ends of the way alone; a hub between two passes on what concerns it no more than a postman."""

    @wraps(handler)
    def handled(message: Message, by: Actor) -> None:
        if passes(message.ucr):
            _passed_on(message, by)
        else:
            handler(message, by)

    return handled


def passes(ucr: str) -> bool:
    """Whether the goods only pass through here."""
    found = consignments.consignment_or_none(ucr) if ucr else None
    return found is not None and bool(found.onward)


def _passed_on(message: Message, by: Actor) -> None:
    found = consignments.consignment_or_none(message.ucr) if message.ucr else None
    if found is None or not found.onward:
        return
    to = found.onward if message.peer == found.peer else found.peer
    contents = blobs.read(message.blob) if message.blob else None
    actions.send(
        message.kind,
        message.ucr,
        message.data,
        peer=to,
        by=by,
        ucr=message.ucr,
        cause=message.id,
        contents=contents,
    )
