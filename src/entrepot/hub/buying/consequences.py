"""What follows for purchases from what happened elsewhere."""

from __future__ import annotations

from entrepot.hub.buying import withdrawing
from entrepot.hub.buying.models import Purchase
from entrepot.hub.events.actor import Actor
from entrepot.hub.events.models import Event


def forgotten(event: Event, by: Actor) -> None:
    """The buyer of an order was forgotten: what the purchase kept of them goes too."""
    Purchase.objects.filter(orders__ucr=event.ucr).update(sealed=b"", mail=b"", mask="")


def lapse(event: Event, by: Actor) -> None:
    """The time that a seller's hub has for its answer is over."""
    withdrawing.lapse(event.subject.removeprefix("purchase:"), by=by)
