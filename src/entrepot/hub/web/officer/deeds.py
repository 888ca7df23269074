"""What an officer does to goods from the page of their declaration; what cannot be comes back as it was written."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from entrepot.hub.customs import actions, queries
from entrepot.hub.customs.models import Appeal, Declaration
from entrepot.hub.web.desks import Sitting, at_desk
from entrepot.hub.web.officer import appeals, parts, seizures
from entrepot.hub.web.officer.views import declared, page
from entrepot.hub.web.pieces import FindingNote
from entrepot.trade.finding import NotAllowedNow, NotYours, Refused
from entrepot.trade.inspection import Kind


@at_desk("customs")
@require_POST
def order(request: HttpRequest, sitting: Sitting, number: str) -> HttpResponse:
    """Order an inspection."""
    found = declared(number)
    kind: Kind = "documents" if request.POST.get("kind") == "documents" else "goods"

    def done() -> HttpResponse:
        ordered = actions.order_inspection(found, kind, request.POST.get("why", ""), by=sitting.by)
        messages.success(request, _("The inspection is ordered; the declaration is on your desk."))
        return redirect("officer-inspection", ordered.pk)

    return _or_the_page(request, sitting, found, "order", done)


@at_desk("customs")
@require_POST
def seize(request: HttpRequest, sitting: Sitting, number: str) -> HttpResponse:
    """Seize the goods, with the inventory of the form."""
    found, given = declared(number), request.POST
    told = {name: given.get(f"seizure-{name}", "") for name in ("reason", "place", "law")}

    def done() -> HttpResponse:
        counted = seizures.inventory(found, given)
        actions.seize(found, told["reason"], counted, place=told["place"], law=told["law"], by=sitting.by)
        messages.success(request, _("The goods of {mrn} are seized; the declarant sees why.").format(mrn=found.mrn))
        return redirect("officer-declaration", found.mrn)

    return _or_the_page(request, sitting, found, "seize", done)


@at_desk("customs")
@require_POST
def release_part(request: HttpRequest, sitting: Sitting, number: str) -> HttpResponse:
    """Release so much of each item as the form says."""
    found, given = declared(number), request.POST
    version, law = given.get("version", ""), given.get("part-law", "")

    def done() -> HttpResponse:
        released = actions.release_part(
            found,
            parts.going(found, given),
            given.get("part-reason", ""),
            law=law,
            version=int(version) if version.isdecimal() else 0,
            by=sitting.by,
        )
        told = _("{part} is released; the rest of {mrn} stays under control.")
        messages.success(request, told.format(part=released.part.mrn, mrn=found.mrn))
        return redirect("officer-declaration", found.mrn)

    return _or_the_page(request, sitting, found, "part", done)


@at_desk("customs")
@require_POST
def rule(request: HttpRequest, sitting: Sitting, number: int) -> HttpResponse:
    """Rule on an appeal."""
    try:
        found = queries.appeal(number, by=sitting.by)
    except Appeal.DoesNotExist:
        raise Http404 from None

    def done() -> HttpResponse:
        actions.rule(found, appeals.ruling(found, request.POST), by=sitting.by)
        messages.success(request, _("The ruling is recorded; the declarant is told."))
        return redirect("officer-declaration", found.declaration.mrn)

    return _or_the_page(request, sitting, found.declaration, f"rule-{number}", done)


def _or_the_page(
    request: HttpRequest, sitting: Sitting, found: Declaration, deed: str, done: Callable[[], HttpResponse]
) -> HttpResponse:
    """The deed, or the page of the declaration with everything that speaks against it beside its form.

    Whoever has no right is not shown the page, and what the state of things forbids is told as everywhere.
    """
    try:
        return done()
    except (NotYours, NotAllowedNow):
        raise
    except Refused as refused:
        queries.require_officer(found, by=sitting.by)
        notes = tuple(FindingNote.of(each) for each in refused.findings)
        return page(request, sitting, found, notes, deed=deed, status=422)
