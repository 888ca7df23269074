"""Inspections on an officer's pages: ordered beside the declaration, concluded on a sheet of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entrepot.hub.customs import actions, checklists, queries
from entrepot.hub.customs.models import (
    INSPECTING,
    Declaration,
    Inspection,
    InspectionCheck,
    InspectionSample,
    InspectionSeal,
)
from entrepot.hub.web import inquiries, wording
from entrepot.hub.web.desks import Sitting, at_desk
from entrepot.hub.web.officer import requests, sheets
from entrepot.hub.web.pieces import Badge, FindingNote
from entrepot.hub.web.shell import show
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.inspection import Checked, Report, Sample, Seal
from entrepot.trade.wording import gettext_noop

LINES = range(3)
UNANSWERED = "check-not-answered"


@dataclass(frozen=True, slots=True)
class Look:
    """One inspection in short."""

    number: int
    heading: str
    badge: Badge
    when: str
    reason: str
    summary: str
    differences: tuple[str, ...]
    taken: tuple[str, ...]
    files: tuple[inquiries.File, ...]
    open: bool
    site: str
    at: str


def of(declaration: Declaration) -> tuple[Look, ...]:
    """Every inspection of a declaration, the newest first."""
    return tuple(look(each) for each in reversed(queries.inspections_of(declaration)))


def look(found: Inspection) -> Look:
    at = timezone.localtime(found.takes_place_at) if found.takes_place_at else None
    when = _("{site}, {moment}").format(site=found.site, moment=wording.moment(at)) if at else ""
    return Look(
        found.pk,
        _("Inspection of the goods") if found.kind == "goods" else _("Check of the papers"),
        _badge(found),
        when,
        found.reason,
        found.summary,
        tuple(_difference(each) for each in found.checks.all() if each.outcome == "differs"),
        (*map(_sample, found.samples.all()), *map(_seal, found.seals.all())),
        inquiries.files(found.enclosures.all(), requests.href),
        found.state in INSPECTING,
        found.site,
        f"{at:%Y-%m-%dT%H:%M}" if at else "",
    )


@at_desk("customs")
def inspection(request: HttpRequest, sitting: Sitting, number: int) -> HttpResponse:
    """One inspection: its appointment, its checklist, and its report."""
    try:
        found = queries.inspection(number, by=sitting.by)
    except Inspection.DoesNotExist:
        raise Http404 from None
    if request.method != "POST":
        return _page(request, found)
    try:
        told = _deed(request, sitting, found)
    except Refused as refused:
        return _page(request, found, refused.findings)
    messages.success(request, told)
    if request.POST.get("deed") == "schedule":
        return redirect("officer-inspection", found.pk)
    return redirect("officer-declaration", found.declaration.mrn)


def _deed(request: HttpRequest, sitting: Sitting, found: Inspection) -> str:
    deed = request.POST.get("deed", "")
    if deed == "schedule":
        actions.schedule_inspection(found, request.POST.get("site", ""), _moment(request), by=sitting.by)
        return _("Place and time are set; the declarant sees them.")
    if deed == "cancel":
        actions.cancel_inspection(found, request.POST.get("summary", ""), by=sitting.by)
        return _("The inspection is called off.")
    actions.conclude_inspection(found, _report(request, found), inquiries.handed(request, "photos"), by=sitting.by)
    return _("The report is kept. Decide by it.")


def _page(request: HttpRequest, found: Inspection, refused: Sequence[Finding] = ()) -> HttpResponse:
    given = request.POST
    open_still = {(each.params["code"], each.params["item"]) for each in refused if each.code == UNANSWERED}
    rows = tuple(
        (
            n,
            _(checklists.told(code)),
            _where(item),
            given.get(f"outcome-{n}", ""),
            given.get(f"found-{n}", ""),
            (code, str(item)) in open_still,
        )
        for n, (code, item) in enumerate(found.checklist)
    )
    context = {
        "declaration": found.declaration.mrn,
        "goods": sheets.titled(found.declaration),
        "look": look(found),
        "rows": rows,
        "items": found.declaration.facts["items"],
        "samples": _lines(request, "sample", ("number", "item", "quantity")),
        "seals": _lines(request, "seal", ("old", "new")),
        "accepted": inquiries.ACCEPTED,
        "site": given.get("site", found.site),
        "summary": given.get("summary", ""),
        "refusals": tuple(FindingNote.of(each) for each in refused if each.code != UNANSWERED),
        "unanswered": _unanswered(len(open_still)),
    }
    return show(
        request, "officer/inspection.html", context, desk="customs", here="queue", status=422 if refused else 200
    )


def _lines(request: HttpRequest, what: str, names: Sequence[str]) -> tuple[tuple[tuple[str, str], ...], ...]:
    """Lines of the form: for each field its name and what stands in it."""
    lines = ([f"{what}-{name}-{n}" for name in names] for n in LINES)
    return tuple(tuple((name, request.POST.get(name, "")) for name in line) for line in lines)


def _report(request: HttpRequest, found: Inspection) -> Report:
    """The report as the form states it; the result follows from the checks."""
    given = request.POST
    checks = tuple(
        Checked(code=code, item=item, outcome=given[f"outcome-{n}"], found=given.get(f"found-{n}", ""))  # type: ignore[arg-type]
        for n, (code, item) in enumerate(found.checklist)
        if given.get(f"outcome-{n}") in ("as-declared", "differs", "not-applicable")
    )
    units = {str(item["number"]): item["unit"] for item in found.declaration.facts["items"]}
    samples = tuple(
        Sample(
            number=given[f"sample-number-{n}"].strip(),
            item=int(item) if item in units else -1,
            quantity=given.get(f"sample-quantity-{n}", "").strip(),
            unit=units.get(item, ""),
        )
        for n in LINES
        if given.get(f"sample-number-{n}", "").strip()
        for item in [given.get(f"sample-item-{n}", "").strip()]
    )
    seals = tuple(
        Seal(old=given.get(f"seal-old-{n}", "").strip(), new=given.get(f"seal-new-{n}", "").strip())
        for n in LINES
        if given.get(f"seal-old-{n}", "").strip() or given.get(f"seal-new-{n}", "").strip()
    )
    differs = any(check.outcome == "differs" for check in checks)
    return Report(
        result="not-conform" if differs else "conform",
        summary=given.get("summary", ""),
        checks=checks,
        samples=samples,
        seals=seals,
    )


def _moment(request: HttpRequest) -> datetime:
    told = request.POST.get("at", "").strip()
    try:
        return timezone.make_aware(datetime.fromisoformat(told))
    except ValueError:
        raise Refused(
            Finding(
                "time-unreadable",
                gettext_noop("“{time}” is not a day and a time."),
                "/at",
                gettext_noop("Write day and time, such as 2026-03-31T14:30."),
                params={"time": told[:20]},
            )
        ) from None


def _difference(seen: InspectionCheck) -> str:
    told, where = _(checklists.told(seen.code)), _where(seen.item)
    return _("{where} differs: “{check}” Found: {found}").format(where=where, check=told, found=seen.found)


def _sample(taken: InspectionSample) -> str:
    amount = f"{taken.quantity} {wording.unit(taken.unit)}"
    return _("Sample {number}: {amount} of item {item}").format(number=taken.number, amount=amount, item=taken.item)


def _seal(changed: InspectionSeal) -> str:
    if changed.old and changed.new:
        return _("Seal {old} was found and replaced by {new}").format(old=changed.old, new=changed.new)
    if changed.new:
        return _("Seal {new} was put on").format(new=changed.new)
    return _("Seal {old} was found").format(old=changed.old)


def _unanswered(count: int) -> str:
    if not count:
        return ""
    told = ngettext("{count} check has no outcome yet.", "{count} checks have no outcome yet.", count)
    return told.format(count=wording.number(count))


def _where(item: int) -> str:
    return _("Item {number}").format(number=item) if item else _("The whole consignment")


def _badge(found: Inspection) -> Badge:
    if found.state == "concluded":
        conform = found.result == "conform"
        return Badge(_("Conform"), "go", "check") if conform else Badge(_("Not conform"), "stop", "octagon-x")
    return {
        "ordered": Badge(_("Inspection ordered"), "wait", "hourglass"),
        "scheduled": Badge(_("Scheduled"), "wait", "hourglass"),
        "cancelled": Badge(_("Called off"), "", "x"),
    }[found.state]
