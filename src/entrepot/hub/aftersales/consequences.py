"""What follows after a sale from what happened: thin, in the form in which `followers.py` names them."""

from __future__ import annotations

from entrepot.hub.aftersales import claiming, heard, returns
from entrepot.hub.events.actor import Actor
from entrepot.hub.events.models import Event


def lapse(event: Event, by: Actor) -> None:
    """The time for the seller's answer, or for the goods to be back, is over."""
    returns.lapse(event.body["number"], by=by)


def claim_duty(event: Event, by: Actor) -> None:
    """The seller takes the goods back: if it is all of them, customs is asked to undo the duty."""
    claiming.apply(event.body["number"], by=by)


def duty_undone(event: Event, by: Actor) -> None:
    """Customs here has seen the goods back."""
    claiming.undone(event.body["mrn"], by=by)


def turned_down(event: Event, by: Actor) -> None:
    """The other hub has refused a message of ours."""
    if event.ucr and event.body["kind"] == "return.requested.v1" and event.body["outcome"] == "rejected":
        heard.turned_down(event.ucr, event.body["code"], by=by)
