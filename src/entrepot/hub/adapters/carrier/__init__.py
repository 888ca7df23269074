"""The carrier of this hub, and what follows when parcels are handed to it.

`followers.py` names the consequences: `collected` when a parcel is dispatched, and for a carrier with a timetable
`departed`, `arrived` and `delivered`, each `After` the time that `after` says.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from importlib import import_module
from typing import cast

from django.conf import settings
from django.utils.translation import gettext_noop

from entrepot.hub.adapters.carrier.carrier import Carrier, Handed, Report
from entrepot.hub.events.actor import Actor
from entrepot.hub.events.models import Event
from entrepot.hub.orders import queries as orders
from entrepot.hub.orders.models import Consignment
from entrepot.hub.stock import actions, queries
from entrepot.hub.stock.models import Parcel
from entrepot.trade.finding import Finding, NotAllowedNow

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
    carrier().collect(_handed(queries.parcel(event.ucr, event.body["number"]), by))


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

    A parcel that customs freed late is delivered then and not before; one that passes a third country does not arrive
    before it has left that.
    """
    if step not in carrier().TIMETABLE:
        return
    parcel = queries.parcel(event.ucr, event.body["number"])
    consignment = orders.consignment(event.ucr)
    if parcel.state in ENDED or consignment.state in ("returned", "seized"):
        return
    following = carrier().TIMETABLE[step][1]
    at = max([by.at, *_held_up(following, parcel, consignment)])
    place = carrier().place(_handed(parcel, by), following)
    _noted(Report(ucr=event.ucr, step=following, at=at, place=place, number=parcel.number), by.later(at))


def _held_up(step: str, parcel: Parcel, consignment: Consignment) -> Iterator[datetime]:
    """The moments before which a step cannot be: the release before delivery, the end of a passage before arrival."""
    if step == "delivered" and parcel.cleared_at:
        yield parcel.cleared_at
    if step == "arrived" and consignment.via:
        if consignment.passage != "discharged":
            raise NotAllowedNow(_under_control(consignment))
        assert consignment.passed_at is not None
        yield consignment.passed_at


def _under_control(consignment: Consignment) -> Finding:
    return Finding(
        "passage-not-ended",
        gettext_noop("{ucr} is under the control of {country}, which it passes; it goes on when it is let go there."),
        params={"ucr": consignment.ucr, "country": consignment.via},
    )


def _noted(report: Report, by: Actor) -> Parcel:
    speaker = Actor("simulator" if carrier().SIMULATED else "worker", carrier().NAME, carrier().NAME, by.at)
    return actions.report(report.ucr, report.step, at=report.at, place=report.place, number=report.number, by=speaker)


def _handed(parcel: Parcel, by: Actor) -> Handed:
    return Handed(
        ucr=parcel.ucr,
        number=parcel.number,
        origin=parcel.origin,
        destination=parcel.destination,
        gross_mass_g=parcel.gross_mass_g,
        at=by.at,
    )
