"""The firms of a hub: who they are, what they may do, and the form that takes in another."""

from __future__ import annotations

from dataclasses import fields

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from entrepot.hub.parties import admission
from entrepot.hub.parties import queries as parties
from entrepot.hub.parties.admission import Admitted, Firm
from entrepot.hub.web import desks
from entrepot.hub.web.desks import Sitting, at_desk
from entrepot.hub.web.operator import sheets
from entrepot.hub.web.pieces import FindingNote
from entrepot.hub.web.shell import show
from entrepot.trade.finding import NotYours, Refused


@at_desk("operator")
def firms(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """Every party of this hub and what it may do; what is sent takes in a firm, and its password is told this once."""
    refused: tuple[FindingNote, ...] = ()
    admitted: Admitted | None = None
    stated = _stated(request)
    if request.method == "POST":
        try:
            admitted = admission.admit(stated, by=sitting.by)
        except NotYours:
            raise
        except Refused as refusal:
            refused = tuple(FindingNote.of(each) for each in refusal.findings)
    context = {
        "table": sheets.parties(parties.everyone().prefetch_related("rights")),
        "stated": stated if refused else Firm("", "", settings.ENTREPOT_COUNTRY, "", ""),
        "callings": [(code, str(desks.DESKS[code].role)) for code in admission.CALLINGS],
        "refusals": refused,
        "admitted": admitted,
    }
    status = 422 if refused else 200
    return show(request, "operator/firms.html", context, desk="operator", here="firms", status=status)


def _stated(request: HttpRequest) -> Firm:
    said = {each.name: request.POST.get(each.name, "").strip() for each in fields(Firm)}
    said["calling"] = said["calling"] or "seller"
    return Firm(**said | {"country": said["country"].upper()})
