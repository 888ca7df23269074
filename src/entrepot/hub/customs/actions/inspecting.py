"""Inspections: an officer orders one, gives it a place and a time, and concludes it with a report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from entrepot.hub.customs import queries
from entrepot.hub.customs.actions import at_hand, enclosing, moving
from entrepot.hub.customs.checklists import checks
from entrepot.hub.customs.models import (
    INSPECTING,
    Declaration,
    Inspection,
    InspectionCheck,
    InspectionSample,
    InspectionSeal,
)
from entrepot.hub.events.actor import Actor
from entrepot.trade import inspection as law
from entrepot.trade.enclosure import Handed
from entrepot.trade.finding import Finding, NotAllowedNow, refuse_if_any
from entrepot.trade.inspection import Asked, Kind, Report


@transaction.atomic
def order_inspection(declaration: Declaration, kind: Kind, reason: str, *, by: Actor, clause: str = "") -> Inspection:
    """Order a look at the papers or the goods, and take the declaration to one's desk. Ordering again is harmless."""
    declaration = at_hand.locked(declaration, by)
    at_hand.with_reason(reason)
    open_one = declaration.inspections.filter(state__in=INSPECTING).first()
    if open_one is not None and (open_one.kind, open_one.reason) == (kind, reason.strip()):
        return open_one
    at_hand.not_anothers(declaration, by)
    at_hand.not_inspected_now(declaration)
    if declaration.state not in ("under-control", "held"):
        raise NotAllowedNow(_not_under_control(declaration))
    ordered = Inspection.objects.create(
        declaration=declaration,
        kind=kind,
        reason=reason.strip(),
        law=clause,
        checklist=[[each.code, each.item] for each in _checklist(declaration, kind)],
        ordered_by=by.plain,
        ordered_at=by.at,
    )
    declaration.claimed_by = at_hand.ref(by)
    declaration.save(update_fields=["claimed_by"])
    moving.decision(declaration, "inspect", by=by, law=clause).save()  # why stays with the inspection
    _record("inspection_ordered", ordered, by)
    return ordered


@transaction.atomic
def schedule_inspection(inspection: Inspection, site: str, at: datetime, *, by: Actor) -> Inspection:
    """Give it a place and a time, or others; the declarant is told. The same again is harmless."""
    inspection = _held(inspection, by)
    if (inspection.state, inspection.site, inspection.takes_place_at) == ("scheduled", site.strip(), at):
        return inspection
    refuse_if_any(_of_appointment(site, at, by))
    inspection.state = Inspection.LIFECYCLE.after(inspection.state, "schedule")
    inspection.site, inspection.takes_place_at = site.strip(), at
    inspection.save(update_fields=["state", "site", "takes_place_at"])
    _record("inspection_scheduled", inspection, by, site=inspection.site, takes_place_at=at.isoformat())
    return inspection


@transaction.atomic
def conclude_inspection(
    inspection: Inspection, report: Report, photos: Sequence[Handed] = (), *, by: Actor
) -> Inspection:
    """Take the report: it answers every check, and its result follows from them. The same report again is harmless.

    The result decides nothing: the officer releases or refuses by it.
    """
    inspection = _held(inspection, by)
    if inspection.state == "concluded" and _is_the_same(inspection, report):
        return inspection
    state = Inspection.LIFECYCLE.after(inspection.state, "conclude")
    asked = [Asked(code, item) for code, item in inspection.checklist]
    facts = queries.masked_facts(inspection.declaration)
    refuse_if_any([*law.faults(report, asked, facts), *enclosing.faults(photos, "/photos"), *_known_samples(report)])
    inspection.state, inspection.result, inspection.summary = state, report.result, report.summary.strip()
    inspection.closed_by, inspection.closed_at = by.plain, by.at
    inspection.save(update_fields=["state", "result", "summary", "closed_by", "closed_at"])
    _write(inspection, report)
    enclosing.enclose(inspection.declaration, photos, by=by, inspection=inspection)
    moving.decision(inspection.declaration, f"found-{report.result}", by=by, reason=inspection.summary).save()
    _record("inspected", inspection, by, result=report.result)
    return inspection


@transaction.atomic
def cancel_inspection(inspection: Inspection, reason: str, *, by: Actor) -> Inspection:
    """Call it off, with a reason; calling it off again is harmless."""
    inspection = _held(inspection, by)
    at_hand.with_reason(reason)
    if inspection.state == "cancelled":
        return inspection
    inspection.state = Inspection.LIFECYCLE.after(inspection.state, "cancel")
    inspection.summary, inspection.closed_by, inspection.closed_at = reason.strip(), by.plain, by.at
    inspection.save(update_fields=["state", "summary", "closed_by", "closed_at"])
    _record("inspection_cancelled", inspection, by)
    return inspection


def _held(inspection: Inspection, by: Actor) -> Inspection:
    """The inspection with its declaration as they are now, on no other officer's desk."""
    declaration = at_hand.locked(inspection.declaration, by)
    at_hand.not_anothers(declaration, by)
    found = Inspection.objects.get(pk=inspection.pk)
    found.declaration = declaration
    return found


def _checklist(declaration: Declaration, kind: Kind) -> list[Asked]:
    met = {hit["code"] for hit in declaration.hits}
    return law.checklist(checks(), kind, queries.masked_facts(declaration), met)


def _write(inspection: Inspection, report: Report) -> None:
    InspectionCheck.objects.bulk_create(
        InspectionCheck(inspection=inspection, code=c.code, item=c.item, outcome=c.outcome, found=c.found.strip())
        for c in report.checks
    )
    InspectionSample.objects.bulk_create(
        InspectionSample(inspection=inspection, number=s.number, item=s.item, quantity=s.quantity, unit=s.unit)
        for s in report.samples
    )
    InspectionSeal.objects.bulk_create(
        InspectionSeal(inspection=inspection, old=seal.old.strip(), new=seal.new.strip()) for seal in report.seals
    )


def _is_the_same(inspection: Inspection, report: Report) -> bool:
    kept = set(inspection.checks.values_list("code", "item", "outcome", "found"))
    said = {(check.code, check.item, check.outcome, check.found.strip()) for check in report.checks}
    samples = set(inspection.samples.values_list("number", flat=True)) == {each.number for each in report.samples}
    return (
        (inspection.result, inspection.summary) == (report.result, report.summary.strip()) and kept == said and samples
    )


def _known_samples(report: Report) -> Iterator[Finding]:
    numbers = [each.number for each in report.samples]
    known = set(InspectionSample.objects.filter(number__in=numbers).values_list("number", flat=True))
    for n, number in enumerate(numbers):
        if number in known:
            yield Finding(
                "sample-number-taken",
                gettext_noop("Another sample already has the number {number}."),
                f"/samples/{n}/number",
                gettext_noop("Write the number that stands on its bag."),
                params={"number": number},
            )


def _of_appointment(site: str, at: datetime, by: Actor) -> Iterator[Finding]:
    if not site.strip():
        yield Finding("site-missing", gettext_noop("The inspection has no place."), "/site")
    if at <= by.at:
        yield Finding(
            "time-past",
            gettext_noop("The inspection would take place in the past."),
            "/at",
            gettext_noop("Name a time that the declarant can still meet."),
        )


def _not_under_control(declaration: Declaration) -> Finding:
    return Finding(
        "not-under-control",
        gettext_noop("Declaration {mrn} is {state}: only what is under control is inspected."),
        params={"mrn": declaration.mrn, "state": declaration.state},
    )


def _record(happened: str, inspection: Inspection, by: Actor, **more: Any) -> None:
    moving.record(happened, [inspection.declaration], by=by, inspection=inspection.pk, kind=inspection.kind, **more)
