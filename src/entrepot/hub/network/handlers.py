"""What a message from a peer brings about: kind -> function, called in the transaction that marks the message taken.

A handler gets the message and the peer as the actor. It returns when the effect is there, raises `Refused` if the
message may not be (its sender is told, with the code), `NotAllowedNow` or `Unavailable` if it is too early; any other
fault is tried eight times, then parked. It must reach nothing outside the database: that is a follower's work.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext_noop

from entrepot.ehx.refusal import refusal
from entrepot.hub.events.actor import Actor
from entrepot.hub.network import hearing, receipts
from entrepot.hub.network.message import Message

Handler = Callable[[Message, Actor], None]

HANDLERS: dict[str, Handler] = {
    "order.placed.v1": hearing.order_placed,
    "declaration.exported.v1": hearing.declaration_exported,
    "declaration.imported.v1": hearing.declaration_imported,
    "declaration.refused.v1": hearing.declaration_refused,
    "tracking.events.v1": hearing.tracking,
    "settlement.requested.v1": hearing.settlement_requested,
    "settlement.confirmed.v1": hearing.settlement_confirmed,
    "settlement.failed.v1": hearing.settlement_failed,
    "receipt.v1": receipts.taken,
}


def table() -> Mapping[str, Handler]:
    """The handlers that this hub was set up with."""
    found: Mapping[str, Handler] = import_string(settings.ENTREPOT_HANDLERS)
    return found


def handler(kind: str) -> Handler:
    """The handler of a kind, or a refusal that its sender will read."""
    try:
        return table()[kind]
    except KeyError:
        raise refusal(
            "unsupported-type",
            gettext_noop("This hub takes no messages of the kind “{kind}”."),
            gettext_noop("Compare with the kinds that it publishes at /capabilities."),
            kind=kind,
        ) from None
