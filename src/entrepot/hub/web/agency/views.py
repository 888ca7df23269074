"""The permit agency's pages: what waits for an answer, one application to decide on, and permits in use."""

from __future__ import annotations

from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entrepot.hub.customs import actions, queries
from entrepot.hub.customs.models import Permit
from entrepot.hub.events import clock
from entrepot.hub.parties import queries as parties
from entrepot.hub.web.agency import sheets
from entrepot.hub.web.desks import Sitting, at_desk
from entrepot.hub.web.permit import sheets as shown
from entrepot.hub.web.pieces import Empty, FindingNote
from entrepot.hub.web.shell import show
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.wording import gettext_noop

SHOWN = 60


@at_desk("agency")
def requests(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """Applications that wait for an answer, the oldest first."""
    waiting = queries.applications(sitting.party).select_related("holder")
    count = waiting.count()
    context = {
        "headline": ngettext("{count} application waits", "{count} applications wait", count).format(count=count),
        "lede": _("The oldest stands first."),
        "table": sheets.listed(waiting[:SHOWN], clock.now(), _("Applications")),
        "nothing": Empty(
            _("No application waits"),
            _("When a business applies for one of your permits it appears here with what was checked."),
        ),
    }
    return show(request, "agency/list.html", context, desk="agency", here="requests", counts={"requests": count})


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
        told = _decide(request, sitting, found)
    except Refused as refused:
        return _page(request, found, tuple(FindingNote.of(each) for each in refused.findings), status=422)
    messages.success(request, told)
    return redirect("agency-permit", found.number)


def _decide(request: HttpRequest, sitting: Sitting, found: Permit) -> str:
    """Carry the decision out; answers with the sentence that reports it."""
    reason = request.POST.get("reason", "").strip()
    choice = request.POST.get("decision", "")
    if choice == "issue":
        conditions = [line.strip() for line in request.POST.get("conditions", "").splitlines() if line.strip()]
        begins, ends = _day(request, "valid_from"), _day(request, "valid_to")
        actions.issue_permit(found, valid_from=begins, valid_to=ends, by=sitting.by, conditions=conditions)
        return _("Permit {number} is issued and signed.").format(number=found.number)
    if choice == "refuse":
        actions.refuse_permit(found, reason, by=sitting.by)
        return _("Application {number} is refused; the applicant is told the reason.").format(number=found.number)
    if choice == "revoke":
        actions.revoke_permit(found, reason, by=sitting.by)
        return _("Permit {number} is revoked; nothing can be drawn on it any more.").format(number=found.number)
    raise Refused(
        Finding(
            "decision-missing",
            gettext_noop("No decision was chosen."),
            "/decision",
            gettext_noop("Choose one of the decisions, then record it."),
        )
    )


def _day(request: HttpRequest, name: str) -> date:
    """A day of the form, or a refusal."""
    text = request.POST.get(name, "")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused(
            Finding(
                "not-a-day",
                gettext_noop("“{text}” is not a day."),
                f"/{name}",
                gettext_noop("Write year, month and day, such as 2026-11-23."),
                params={"text": text},
            )
        ) from None


def _page(
    request: HttpRequest, found: Permit, refusals: tuple[FindingNote, ...] = (), *, status: int = 200
) -> HttpResponse:
    today = clock.now().date()
    context = {
        "title": sheets.title(found),
        "number": found.number,
        "badge": sheets.badge(found.state),
        "steps": sheets.steps(found),
        "stated": sheets.stated(found),
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
        "revocable": found.LIFECYCLE.allows(found.state, "revoke"),
        "refusals": refusals,
        "given": {
            "decision": request.POST.get("decision", ""),
            "valid_from": request.POST.get("valid_from", today.isoformat()),
            "valid_to": request.POST.get("valid_to", (today + timedelta(days=364)).isoformat()),
            "conditions": request.POST.get("conditions", ""),
            "reason": request.POST.get("reason", ""),
        },
        "document": found.document,
        "qr": shown.code(found) if found.document else None,
    }
    return show(request, "agency/permit.html", context, desk="agency", here="requests", status=status)
