"""Handing parcels to the carrier: an act of people with hands, possible once customs has let the goods go."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext_noop

from entrepot.hub.events.actor import Actor
from entrepot.hub.orders import queries
from entrepot.hub.orders.models import Consignment
from entrepot.hub.parties import queries as parties
from entrepot.hub.stock import actions as stock
from entrepot.hub.stock import queries as parcels
from entrepot.hub.stock.models import Parcel
from entrepot.trade.finding import Finding, NotAllowedNow

LET_GO = ("exported", "imported", "delivered", "settled")


@transaction.atomic
def hand_over(ucrs: Sequence[str], *, by: Actor) -> list[Parcel]:
    """The parcels leave the shelf for the carrier, all of them or none; handing over twice is harmless.

    The seller may say so, or whoever keeps the site that holds the goods.
    """
    return [_handed(queries.locked(ucr), by) for ucr in ucrs]


def _handed(consignment: Consignment, by: Actor) -> Parcel:
    order = consignment.order
    site = order.site if order is not None else None
    if site is None or not parties.may(by, "warehouse", site.operator_id):
        parties.require(by, "seller", consignment.seller_code)
    if order is None or consignment.state not in LET_GO:
        raise NotAllowedNow(_held(consignment))
    hub = Actor("worker", "orders.hand_over", "handed over", by.at)
    for parcel in parcels.labelled([consignment.ucr]).filter(part__gt=1):
        stock.dispatch(consignment.ucr, number=parcel.number, by=hub)
    return stock.dispatch(consignment.ucr, by=hub)


def _held(consignment: Consignment) -> Finding:
    return Finding(
        "not-let-go",
        gettext_noop("{ucr} is “{state}”: customs has not let it go, or it is kept at another hub."),
        "/ucr",
        gettext_noop("Wait for the release; the consignment file shows what it waits for."),
        params={"ucr": consignment.ucr, "state": consignment.state},
    )
