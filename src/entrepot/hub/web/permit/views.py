"""A permit checked without an account: whether it holds now, with what is needed to check it without us."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from entrepot.hub.allowance import Allowance, whence
from entrepot.hub.customs import queries
from entrepot.hub.customs.models import Permit
from entrepot.hub.events import clock
from entrepot.hub.web.asked import too_often
from entrepot.hub.web.permit import sheets
from entrepot.hub.web.pieces import FindingNote
from entrepot.hub.web.shell import show
from entrepot.trade.finding import Refused

ASKING = Allowance(burst=40, pause=1)


@require_safe
def permit(request: HttpRequest, number: str) -> HttpResponse:
    """The permit with its verdict now; it prints as the sheet that goes with the goods."""
    if not ASKING.take(whence(request)):
        return too_often(request)
    try:
        found: Permit = queries.issued_permit(number)
    except Refused as refused:
        notes = tuple(FindingNote.of(each) for each in refused.findings)
        return show(request, "permit/unknown.html", {"findings": notes}, status=404)
    context = {"sheet": sheets.shown(found, clock.now()), "qr": sheets.code(found)}
    return show(request, "permit/permit.html", context)


@require_safe
def document(request: HttpRequest, number: str) -> HttpResponse:
    """The signed document itself, for a machine to check."""
    if not ASKING.take(whence(request)):
        return too_often(request)
    found = queries.issued_permit(number)
    return HttpResponse(
        found.document,
        content_type="application/vc+jwt",
        headers={"Content-Disposition": f'attachment; filename="{found.number}.jwt"'},
    )
