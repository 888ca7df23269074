"""The permit agency's pages: what waits for an answer, one application to decide on, and permits in use."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entrepot.hub.customs import queries
from entrepot.hub.customs.models import Permit
from entrepot.hub.events import clock
from entrepot.hub.parties import queries as parties
from entrepot.hub.web.agency import deciding, sheets
from entrepot.hub.web.desks import Sitting, at_desk
from entrepot.hub.web.inquiries import ACCEPTED
from entrepot.hub.web.permit import fees, files
from entrepot.hub.web.permit import sheets as shown
from entrepot.hub.web.pieces import Empty, FindingNote
from entrepot.hub.web.shell import show
from entrepot.trade.finding import Refused

SHOWN = 60


@at_desk("agency")
def requests(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """Applications that wait for an answer, the oldest first."""
    waiting = queries.applications(sitting.party).select_related("holder")
    count = waiting.count()
    context = {
        "headline": _headline(count),
        "lede": _("The oldest stands first."),
        "table": sheets.listed(
            waiting[:SHOWN],
            clock.now(),
            _("Applications"),
            queries.applicants_asked(sitting.party),
            queries.unpaid(waiting),
        ),
        "nothing": Empty(
            _("No application waits"),
            _("When a business applies for one of your permits it appears here with what was checked."),
        ),
    }
    return show(request, "agency/list.html", context, desk="agency", here="requests", counts={"requests": count})


def _headline(count: int) -> str:
    if not count:
        return _("Applications")
    return ngettext("{count} application waits", "{count} applications wait", count).format(count=count)


@at_desk("agency")
def in_use(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """Permits that were decided, the latest first."""
    decided = (
        queries.permits_by(sitting.party).exclude(state="applied").select_related("holder").order_by("-decided_at")
    )
    context = {
        "headline": _("Permits in use"),
        "lede": _("Each declaration draws on them; never more than was granted."),
        "table": sheets.listed(decided[:SHOWN], clock.now(), _("Permits")),
        "nothing": Empty(_("No permit has been issued"), _("What you issue appears here, with what was drawn on it.")),
    }
    return show(request, "agency/list.html", context, desk="agency", here="in-use")


@at_desk("agency")
def permit(request: HttpRequest, sitting: Sitting, number: str) -> HttpResponse:
    """One application or permit, and the decision on it."""
    found = queries.permit(number)
    parties.require(sitting.by, "agency", found.agency_id)
    if request.method != "POST":
        return _page(request, found)
    try:
        told = deciding.decide(request, found, sitting.by)
    except Refused as refused:
        return _page(request, found, tuple(FindingNote.of(each) for each in refused.findings), status=422)
    messages.success(request, told)
    return redirect("agency-permit", found.number)


@at_desk("agency")
def file(request: HttpRequest, sitting: Sitting, number: str, file: int) -> HttpResponse:
    """A file of an application, to be saved."""
    return files.saved(number, file, sitting.by)


def _page(
    request: HttpRequest, found: Permit, refusals: tuple[FindingNote, ...] = (), *, status: int = 200
) -> HttpResponse:
    context = {
        "title": sheets.title(found),
        "number": found.number,
        "badge": sheets.standing(found, queries.applicants_asked(found.agency_id), queries.unpaid([found])),
        "steps": sheets.steps(found),
        "stated": sheets.stated(found),
        "fee": fees.sheet(found),
        "files": files.listed(found, "agency-permit-file", of=found.holder_id),
        "sent": files.listed(found, "agency-permit-file", of=found.agency_id),
        "accepted": ACCEPTED,
        "drawn": sheets.drawn(found, queries.uses(found)),
        "earlier": sheets.listed(
            queries.permits_of(found.holder)
            .filter(agency=found.agency)
            .exclude(pk=found.pk)
            .select_related("holder")[:10],
            clock.now(),
            _("Their other permits"),
        ),
        "waits": found.state == "applied",
        "choices": deciding.choices(found),
        "questions": shown.questions(found),
        "claimed": found.claimed_by,
        "refusals": refusals,
        "given": {
            "decision": request.POST.get("decision", ""),
            **deciding.terms(request, found, clock.now().date()),
            "reason": request.POST.get("reason", ""),
        },
        "document": found.document,
        "qr": shown.code(found) if found.document else None,
    }
    return show(request, "agency/permit.html", context, desk="agency", here="requests", status=status)
