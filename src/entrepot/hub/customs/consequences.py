"""What follows for customs from what happened elsewhere: a fee is paid, an order is called off."""

from __future__ import annotations

from entrepot.hub.customs import queries
from entrepot.hub.customs.actions import ask_to_invalidate, permit_moves
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


def called_off(event: Event, by: Actor) -> None:
    """The order of a consignment is called off: what was declared for it and is not decided is taken back."""
    for declaration in queries.of(event.ucr).filter(state__in=queries.OPEN):
        ask_to_invalidate(declaration, str(event.body["reason"]), by=by)
