"""Orders to a country where no hub exchanges with ours: they wait some days for one, and are then called off.

As long as they wait, nobody is asked to pay: whatever follows about an order follows after the other hub was told.
"""

from __future__ import annotations

from datetime import timedelta

from entrepot.hub.aftersales import terms
from entrepot.hub.events import actions as queue
from entrepot.hub.events.actor import Actor
from entrepot.hub.events.models import Run
from entrepot.hub.network import ways
from entrepot.hub.orders import actions as orders
from entrepot.hub.orders import queries as consignments
from entrepot.trade.finding import NotAllowedNow

TELLING = "entrepot.hub.network.telling.order_placed"
REASON = "no hub there"


def called_off(*, by: Actor) -> int:
    """Call off the orders whose time for finding a hub is over; answers how many. Again is harmless."""
    before = by.at - timedelta(days=terms.days("find_hub"))
    waiting = Run.objects.filter(follower=TELLING, closed_at=None, event__at__lte=before).select_related("event")
    return sum(_called_off(run, by) for run in waiting.order_by("place"))


def _called_off(run: Run, by: Actor) -> bool:
    consignment = consignments.consignment(run.event.ucr)
    if consignment.state != "placed" or consignment.peer:
        return False
    try:
        ways.across(consignment)
    except NotAllowedNow:
        orders.cancel(consignment.ucr, REASON, by=by)
        if run.state == Run.State.PARKED:
            queue.retry(run, by=by)
        return True
    return False
