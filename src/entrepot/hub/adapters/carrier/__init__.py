"""The carrier of this hub, and what follows when parcels are handed to it.

`followers.py` names the consequences: `collected` when a parcel is dispatched, and for a carrier with a timetable
`departed`, `arrived` and `delivered`, each `After` the time that `after` says.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from importlib import import_module
from typing import cast

from django.conf import settings

from entrepot.hub.adapters.carrier.carrier import Carrier, Handed, Report
from entrepot.hub.events.actor import Actor
from entrepot.hub.events.models import Event
from entrepot.hub.orders import queries as orders
from entrepot.hub.stock import actions, queries
from entrepot.hub.stock.models import Parcel

__all__ = [
    "Carrier",
    "Handed",
    "Report",
    "after",
    "arrived",
    "carrier",
    "collected",
    "delivered",
    "departed",
    "reported",
]


ENDED = ("delivered", "returned", "lost", "voided")


def carrier() -> Carrier:
    """The carrier named in the settings."""
    return cast("Carrier", import_module(settings.ENTREPOT_CARRIER))


def after(step: str) -> timedelta:
    """How long after a step the next one follows by the timetable; without one nothing follows."""
    return carrier().TIMETABLE.get(step, (timedelta(), ""))[0]


def collected(event: Event, by: Actor) -> None:
    """A parcel was dispatched: hand it over."""
    carrier().collect(_handed(queries.parcel(event.ucr), by))


def departed(event: Event, by: Actor) -> None:
    """By the timetable the parcel has departed."""
    _step_after(event, "dispatched", by)


def arrived(event: Event, by: Actor) -> None:
    """By the timetable the parcel has arrived."""
    _step_after(event, "departed", by)


def delivered(event: Event, by: Actor) -> None:
    """By the timetable the parcel is at its door, unless customs still holds it: then this is tried again later."""
    _step_after(event, "arrived", by)


def reported(body: bytes, headers: Mapping[str, str], by: Actor) -> list[Parcel]:
    """The carrier speaks: believe it if it is the carrier, and note each step."""
    return [_noted(each, by) for each in carrier().report(body, headers)]


def _step_after(event: Event, step: str, by: Actor) -> None:
    """The step that the timetable has after this one, reported by the carrier; nothing if it has none.

    A parcel that customs freed late is delivered then and not before.
    """
    if step not in carrier().TIMETABLE:
        return
    parcel = queries.parcel(event.ucr)
    if parcel.state in ENDED or orders.consignment(event.ucr).state == "returned":
        return
    following = carrier().TIMETABLE[step][1]
    at = max(by.at, parcel.cleared_at) if following == "delivered" and parcel.cleared_at else by.at
    place = carrier().place(_handed(parcel, by), following)
    _noted(Report(ucr=event.ucr, step=following, at=at, place=place), by.later(at))


def _noted(report: Report, by: Actor) -> Parcel:
    speaker = Actor("simulator" if carrier().SIMULATED else "worker", carrier().NAME, carrier().NAME, by.at)
    return actions.report(report.ucr, report.step, at=report.at, place=report.place, by=speaker)


def _handed(parcel: Parcel, by: Actor) -> Handed:
    return Handed(
        ucr=parcel.ucr,
        number=parcel.number,
        origin=parcel.origin,
        destination=parcel.destination,
        gross_mass_g=parcel.gross_mass_g,
        at=by.at,
    )
