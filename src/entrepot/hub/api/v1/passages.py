"""Passages: goods under customs control on their way through, sealed and let go by an officer."""

from __future__ import annotations

from datetime import date, datetime

from django.http import HttpRequest
from ninja import Router, Schema

from entrepot.hub.api.amounts import MoneyShown, money
from entrepot.hub.api.caller import actor
from entrepot.hub.customs import actions, queries
from entrepot.hub.customs.models import Passage
from entrepot.trade.money import Money

router = Router(tags=["customs"])
MOST = 500


class Sealed(Schema):
    """The numbers of the seals on the goods."""

    seals: list[str]


class Why(Schema):
    """Why it is decided so; the declarant reads it."""

    reason: str


class PassageShown(Schema):
    """A passage as its declarant and the officers see it."""

    mrn: str
    ucr: str
    country: str
    origin: str
    destination: str
    declarant: str
    state: str
    secured: MoneyShown
    days: int
    seals: list[str]
    found: list[str]
    due_on: date | None
    reason: str
    accepted_at: datetime
    entered_at: datetime | None
    ended_at: datetime | None


@router.get("", response=list[PassageShown], summary="Passages, newest first")
def listed(request: HttpRequest, state: str = "", ucr: str = "", limit: int = 100) -> list[PassageShown]:
    found = queries.passages_visible(actor(request))
    found = found.filter(state=state) if state else found
    found = found.filter(ucr=ucr) if ucr else found
    return [_shown(each) for each in found[: max(1, min(limit, MOST))]]


@router.post("/{path:mrn}/entry", response=PassageShown, summary="Seal goods that have come (officer)")
def entry(request: HttpRequest, mrn: str, on: Sealed) -> PassageShown:
    by = actor(request)
    return _shown(actions.enter(queries.passage(mrn, by=by), on.seals, by=by))


@router.post("/{path:mrn}/exit", response=PassageShown, summary="Let goods go whose seals are whole (officer)")
def exit_(request: HttpRequest, mrn: str, on: Sealed) -> PassageShown:
    by = actor(request)
    return _shown(actions.discharge(queries.passage(mrn, by=by), on.seals, by=by))


@router.post("/{path:mrn}/charge", response=PassageShown, summary="Charge goods that did not leave (officer)")
def charge(request: HttpRequest, mrn: str, why: Why) -> PassageShown:
    by = actor(request)
    return _shown(actions.charge(queries.passage(mrn, by=by), why.reason, by=by))


@router.post("/{path:mrn}/refusal", response=PassageShown, summary="Do not let goods in for their passage (officer)")
def refuse(request: HttpRequest, mrn: str, why: Why) -> PassageShown:
    by = actor(request)
    return _shown(actions.refuse_passage(queries.passage(mrn, by=by), why.reason, by=by))


@router.get("/{path:mrn}", response=PassageShown, summary="One passage")
def one(request: HttpRequest, mrn: str) -> PassageShown:
    return _shown(queries.passage(mrn, by=actor(request)))


def _shown(found: Passage) -> PassageShown:
    return PassageShown(
        mrn=found.mrn,
        ucr=found.ucr,
        country=found.country,
        origin=found.origin,
        destination=found.destination,
        declarant=found.declarant_id,
        state=found.state,
        secured=money(Money.from_minor(found.secured_minor, found.currency)),
        days=found.days,
        seals=found.seals,
        found=found.found,
        due_on=found.due_on,
        reason=found.reason,
        accepted_at=found.accepted_at,
        entered_at=found.entered_at,
        ended_at=found.ended_at,
    )
