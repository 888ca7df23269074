"""Notices, measures and appeals: the form that anyone may use, the operators' desk, the seller's side, the counts."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from entrepot.hub.allowance import Allowance, whence
from entrepot.hub.catalogue.models import Listing
from entrepot.hub.events import Actor, clock
from entrepot.hub.events import queries as record
from entrepot.hub.parties import queries as parties
from entrepot.hub.trust import actions, queries
from entrepot.hub.trust.measures import Statement
from entrepot.hub.trust.notices import NoticeFacts, subject
from entrepot.hub.web.asked import too_often
from entrepot.hub.web.desks import Sitting, at_desk, seats
from entrepot.hub.web.pieces import FindingNote
from entrepot.hub.web.shell import show
from entrepot.hub.web.trust import sheets
from entrepot.trade.finding import Refused

NOTICES = Allowance(burst=5, pause=60)
SHOWN = 100


def report(request: HttpRequest) -> HttpResponse:
    """The form by which anyone says that something in the shop is unsafe, counterfeit or prohibited."""
    key = request.POST.get("about", request.GET.get("about", ""))
    listing = Listing.objects.filter(key=key, state=Listing.State.SHOWN).first()
    if listing is None:
        raise Http404
    refusals: tuple[FindingNote, ...] = ()
    if request.method == "POST":
        if not NOTICES.take(whence(request)):
            return too_often(request)

        def say() -> str:
            actions.notify(_stated(request, key), by=_by(request))
            return _("Thank you. An operator of this hub looks at it.")

        refusals = _tried(request, say)
        if not refusals:
            return redirect("report-counts")
    context = {
        "key": key,
        "title": listing.title,
        "seller": listing.seller_name,
        "kinds": sheets.kinds().items(),
        "form": request.POST,
        "authority": _by(request).party != "",
        "refusals": refusals,
    }
    return show(request, "trust/report.html", context, status=422 if refusals else 200)


@require_safe
def counts(request: HttpRequest) -> HttpResponse:
    """How many notices there were and what was done about them: for everybody."""
    return show(request, "trust/counts.html", {"table": sheets.counts()})


@at_desk("operator")
def desk(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """What waits: appeals first, then notices, and what was decided."""
    context = {
        "appeals": sheets.measures(queries.appealed()[:SHOWN]),
        "notices": sheets.waiting(queries.open_notices()[:SHOWN]),
        "measures": sheets.measures(queries.measures()[:SHOWN]),
    }
    return show(request, "trust/operator.html", context, desk="operator", here="trust")


@at_desk("operator")
def listing(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """One listing: what is said, what was decided, the form for a measure, the audit."""
    key = request.POST.get("about", request.GET.get("about", ""))
    found = Listing.objects.filter(key=key).first()
    if found is None:
        raise Http404
    refusals: tuple[FindingNote, ...] = ()
    if request.method == "POST":
        refusals = _tried(request, lambda: _decided(request, key, sitting))
        if not refusals:
            return redirect(sheets.about(key))
    taken = [sheets.decided(each) for each in queries.measures().filter(key=key)]
    context = {
        "key": key,
        "title": found.title,
        "seller": found.seller_name,
        "hub": found.hub,
        "hidden": found.state == Listing.State.HIDDEN,
        "notices": [sheets.said(each) for each in queries.notices_about(key)[:SHOWN]],
        "measures": taken,
        "kinds": sheets.kinds().items(),
        "grounds": sheets.grounds().items(),
        "audit": sheets.audit(record.about(subject(key)).filter(kind__startswith="trust.")[:SHOWN]),
        "form": request.POST,
        "refusals": refusals,
    }
    status = 422 if refusals else 200
    return show(request, "trust/listing.html", context, desk="operator", here="trust", status=status)


@at_desk("seller")
def seller(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """What was decided about this seller's goods, with the reasons, and the form for an appeal."""
    refusals: tuple[FindingNote, ...] = ()
    if request.method == "POST":

        def say() -> str:
            actions.appeal(request.POST.get("number", ""), request.POST.get("appeal", "").strip(), by=sitting.by)
            return _("Your appeal is with another operator.")

        refusals = _tried(request, say)
        if not refusals:
            return redirect("seller-measures")
    taken = [sheets.decided(each) for each in queries.measures_of(sitting.party)[:SHOWN]]
    context = {"measures": taken, "refusals": refusals, "about": request.POST.get("number", "")}
    status = 422 if refusals else 200
    return show(request, "trust/seller.html", context, desk="seller", here="trust", status=status)


def _decided(request: HttpRequest, key: str, sitting: Sitting) -> str:
    said = {name: request.POST.get(name, "").strip() for name in ("outcome", "kind", "ground", "clause", "facts")}
    if number := request.POST.get("number", ""):
        actions.decide_appeal(number, request.POST.get("move", ""), request.POST.get("reasons", ""), by=sitting.by)
        return _("The appeal is decided.")
    actions.decide(key, Statement(**said), by=sitting.by)
    return _("Decided. The seller reads the reasons.")


def _stated(request: HttpRequest, key: str) -> NoticeFacts:
    said = {name: request.POST.get(name, "").strip() for name in ("kind", "told", "contact")}
    return NoticeFacts(key=key, honest=request.POST.get("honest") == "yes", **said)


def _by(request: HttpRequest) -> Actor:
    """An officer at a desk of an authority speaks for it; everybody else is a visitor."""
    for seat in seats(request):
        if seat.key in ("customs", "agency") and request.user.is_authenticated:
            return parties.actor_for(request.user, seat.party, clock.now())
    return Actor("visitor", "", "", clock.now())


def _tried(request: HttpRequest, act: Callable[[], str]) -> tuple[FindingNote, ...]:
    try:
        messages.success(request, act())
    except Refused as refused:
        return tuple(FindingNote.of(each) for each in refused.findings)
    return ()
