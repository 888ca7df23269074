"""What follows for storefronts from what happened here: their shops are to be told."""

from __future__ import annotations

from entrepot.hub.events import clock
from entrepot.hub.events.actor import Actor
from entrepot.hub.events.models import Event
from entrepot.hub.storefronts import queries
from entrepot.hub.storefronts.models import Intake, Storefront


def sent(event: Event, by: Actor) -> None:
    """The carrier has the parcel: the shop is to be told its number. The runner does that, in its own time."""
    now = clock.wall()
    found = queries.of(event.ucr).filter(telling=Intake.Telling.NOTHING)
    shops = list(found.values_list("storefront", flat=True))
    if found.update(telling=Intake.Telling.DUE, next_try=now):
        Storefront.objects.filter(pk__in=shops).update(next_look=now)


def called_off(event: Event, by: Actor) -> None:
    """The order was cancelled here."""
    queries.of(event.ucr).filter(state__in=("placed", "changed")).update(state="cancelled")
