"""Parcels: what their carrier reports on the way."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from entrepot.hub.api.caller import actor
from entrepot.hub.events import Actor
from entrepot.hub.orders import queries as orders
from entrepot.hub.parties import queries as parties
from entrepot.hub.stock import actions, queries
from entrepot.hub.stock.models import Parcel

router = Router(tags=["stock"])


class StepShown(Schema):
    """One step on the way."""

    step: str
    at: datetime
    place: str


class ParcelShown(Schema):
    """A parcel: its number, what its label says of the goods, and how far it has come."""

    ucr: str
    number: str
    carrier: str
    origin: str
    destination: str
    gross_mass_g: int
    contents: list[dict[str, Any]]
    state: str
    cleared: bool
    withheld: list[dict[str, Any]] = []
    steps: list[StepShown]
    followed_by: list[str] = []


class ReportWanted(Schema):
    """What a carrier reports: a step (`departed`, `arrived`, `delivered` …), when, and where (UN/LOCODE or country).

    Without `number`, of the first parcel of the consignment.
    """

    step: str
    at: datetime | None = None
    place: str = ""
    number: str = ""


@router.post("/{path:ucr}/reports", response=ParcelShown, summary="Report a step (carrier)")
def report(request: HttpRequest, ucr: str, told: ReportWanted) -> ParcelShown:
    """The carrier of the parcel reports; a step that was reported before is passed over."""
    by = actor(request)
    return _shown(actions.report(ucr, told.step, at=told.at or by.at, place=told.place, number=told.number, by=by))


@router.get("/{path:ucr}", response=ParcelShown, summary="The parcel of a consignment")
def one(request: HttpRequest, ucr: str) -> ParcelShown:
    by = actor(request)
    return _shown(_visible(ucr, by))


def _visible(ucr: str, by: Actor) -> Parcel:
    """The parcel, for its seller, its carrier, customs and the operator; for others there is none."""
    if parties.may(by, "operator") or parties.may(by, "customs"):
        return queries.parcel(ucr)
    if not orders.consignments(by.party).filter(ucr=ucr).exists():
        return Parcel.objects.get(ucr=ucr, part=1, carrier__code=by.party)
    return queries.parcel(ucr)


def _shown(parcel: Parcel) -> ParcelShown:
    return ParcelShown(
        ucr=parcel.ucr,
        number=parcel.number,
        carrier=parcel.carrier_id,
        origin=parcel.origin,
        destination=parcel.destination,
        gross_mass_g=parcel.gross_mass_g,
        contents=parcel.contents,
        state=parcel.state,
        cleared=parcel.cleared_at is not None,
        withheld=parcel.withheld,
        steps=[StepShown(step=each.step, at=each.at, place=each.place) for each in parcel.steps.all()],
        followed_by=[each.number for each in queries.parcels_of(parcel.ucr) if each.part > parcel.part],
    )
