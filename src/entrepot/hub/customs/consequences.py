"""What follows for customs from what happened elsewhere: the fee of an application is paid."""

from __future__ import annotations

from entrepot.hub.customs.actions import permit_moves
from entrepot.hub.customs.models import PermitFee
from entrepot.hub.events.actor import Actor
from entrepot.hub.events.models import Event


def fee_paid(event: Event, by: Actor) -> None:
    """A payment has settled: if it is the fee of an application, the agency can decide."""
    if event.ucr:
        return
    fee = PermitFee.objects.select_related("permit").filter(payment=event.body["end_to_end_id"]).first()
    if fee is not None:
        permit_moves.record("paid", fee.permit, by, amount=event.body["amount"])
