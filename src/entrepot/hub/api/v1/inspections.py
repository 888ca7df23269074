"""Inspections: ordered by an officer, given a place and time, concluded with a report and photos."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import pydantic
from django.http import HttpRequest
from ninja import Router, Schema, Status

from entrepot.hub.api.caller import actor
from entrepot.hub.api.v1.enclosures import EnclosureShown, decoded, shown
from entrepot.hub.customs import actions, checklists, queries
from entrepot.hub.customs.models import Inspection, InspectionSample
from entrepot.hub.events import Actor
from entrepot.hub.reading import described, read
from entrepot.trade.enclosure import Handed
from entrepot.trade.inspection import Report

router = Router(tags=["customs"])


class InspectionWanted(Schema):
    """Which declaration, papers or goods, and why; the reason is told to officers alone."""

    declaration: str
    kind: Literal["documents", "goods"]
    reason: str
    law: str = ""


class Appointment(Schema):
    """Where and when, with a time zone."""

    site: str
    at: pydantic.AwareDatetime


class Called(Schema):
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """A photo or another file, in Base64."""

    name: str
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Conclusion:
    """What came out, and the photos taken."""

    report: Report
    photos: tuple[Photo, ...] = ()


class CheckShown(Schema):
    """One check: what is looked at, and once it is concluded what was seen."""

    code: str
    item: int
    told: str
    outcome: str = ""
    found: str = ""


class InspectionShown(Schema):
    """An inspection; its reason and its samples are shown to officers alone."""

    id: int
    declaration: str
    kind: str
    reason: str
    state: str
    site: str
    takes_place_at: datetime | None
    result: str
    summary: str
    checks: list[CheckShown]
    samples: list[dict[str, Any]]
    seals: list[dict[str, str]]
    photos: list[EnclosureShown]


BODY = described(Conclusion)


@router.post("", response={201: InspectionShown}, summary="Order an inspection (officer)")
def order(request: HttpRequest, wanted: InspectionWanted) -> Status[InspectionShown]:
    by = actor(request)
    declaration = queries.seen(wanted.declaration, by=by)
    return Status(
        201, _shown(actions.order_inspection(declaration, wanted.kind, wanted.reason, by=by, clause=wanted.law), by)
    )


@router.get("", response=list[InspectionShown], summary="The inspections of a declaration")
def listed(request: HttpRequest, declaration: str) -> list[InspectionShown]:
    by = actor(request)
    return [_shown(each, by) for each in queries.inspections_of(queries.seen(declaration, by=by))]


@router.post("/{int:number}/schedule", response=InspectionShown, summary="Give it a place and a time (officer)")
def schedule(request: HttpRequest, number: int, wanted: Appointment) -> InspectionShown:
    by = actor(request)
    found = queries.inspection(number, by=by)
    return _shown(actions.schedule_inspection(found, wanted.site, wanted.at, by=by), by)


@router.post(
    "/{int:number}/conclusion",
    response=InspectionShown,
    openapi_extra=BODY,
    summary="Conclude it with a report (officer)",
)
def conclude(request: HttpRequest, number: int) -> InspectionShown:
    by, told = actor(request), read(request.body, Conclusion)
    photos = [Handed(each.name, decoded(f"/photos/{n}/content", each.content)) for n, each in enumerate(told.photos)]
    return _shown(actions.conclude_inspection(queries.inspection(number, by=by), told.report, photos, by=by), by)


@router.post("/{int:number}/cancel", response=InspectionShown, summary="Call it off (officer)")
def cancel(request: HttpRequest, number: int, called: Called) -> InspectionShown:
    by = actor(request)
    return _shown(actions.cancel_inspection(queries.inspection(number, by=by), called.reason, by=by), by)


def _shown(found: Inspection, by: Actor) -> InspectionShown:
    officer = queries.officer_of(found.declaration.country, by=by)
    seen = {(each.code, each.item): each for each in found.checks.all()}
    checks = [
        CheckShown(
            code=code,
            item=item,
            told=checklists.told(code),
            outcome=seen[code, item].outcome if (code, item) in seen else "",
            found=seen[code, item].found if (code, item) in seen else "",
        )
        for code, item in found.checklist
    ]
    return InspectionShown(
        id=found.pk,
        declaration=found.declaration.mrn,
        kind=found.kind,
        reason=found.reason if officer else "",
        state=found.state,
        site=found.site,
        takes_place_at=found.takes_place_at,
        result=found.result,
        summary=found.summary,
        checks=checks if officer or found.state == "concluded" else [],
        samples=[_sample(each) for each in found.samples.all()] if officer else [],
        seals=[{"old": each.old, "new": each.new} for each in found.seals.all()],
        photos=[shown(each) for each in found.enclosures.all()],
    )


def _sample(kept: InspectionSample) -> dict[str, Any]:
    return {"number": kept.number, "item": kept.item, "quantity": kept.quantity, "unit": kept.unit}
