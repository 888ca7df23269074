"""Who bought: a buyer without an account shows the seal of the address that the hub gave for one consignment."""

from __future__ import annotations

import hashlib
import hmac
from base64 import b32encode

from django.utils.translation import gettext_noop

from entrepot.hub import sealing
from entrepot.hub.events.actor import Actor
from entrepot.trade.finding import Finding, NotYours


def seal_of(ucr: str) -> str:
    """What the buyer of a consignment has in hand at this hub; another hub's differs."""
    digest = hmac.new(sealing.commitment_key(), f"bought\n{ucr}".encode(), hashlib.sha256).digest()
    return b32encode(digest[:20]).decode().lower()


def address(ucr: str) -> str:
    """The path of the buyer's page."""
    return f"/bought/{ucr}/{seal_of(ucr)}/"


def require_buyer(ucr: str, seal: str) -> None:
    """Raise `NotYours` unless whoever asks has the seal of this consignment."""
    if not hmac.compare_digest(seal.encode(), seal_of(ucr).encode()):
        raise NotYours(
            Finding(
                "not-the-buyer",
                gettext_noop("This address is not that of the buyer of {ucr}."),
                remedy=gettext_noop("Open the link that came with the order, whole."),
                params={"ucr": ucr},
            )
        )


def buyer(ucr: str, by: Actor) -> Actor:
    """The buyer as an actor: known by the consignment alone."""
    return Actor("visitor", ucr, "the buyer", by.at)
