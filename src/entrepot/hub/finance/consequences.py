"""What follows for finance from what happened: thin, in the form in which `followers.py` names them."""

from __future__ import annotations

from entrepot.hub.events.actor import Actor
from entrepot.hub.events.models import Event
from entrepot.hub.finance import actions


def settled(event: Event, by: Actor) -> None:
    """The proceeds were paid out (`orders.consignment.settled`): lenders are repaid, open offers lapse."""
    actions.settled(event.ucr, by=by)


def cancelled(event: Event, by: Actor) -> None:
    """The order was cancelled (`orders.consignment.cancelled`): offers lapse, and what was drawn stands in default."""
    actions.settled(event.ucr, by=by)


def lapsed(event: Event, by: Actor) -> None:
    """The time of an offer is over (`finance.advance.offered`, after three days): what was not drawn lapses."""
    actions.lapse_offers(by=by)
