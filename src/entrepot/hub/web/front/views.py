"""The first page, the way to a desk, and the way to a consignment."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from entrepot.hub.customs import queries as customs
from entrepot.hub.events import clock
from entrepot.hub.orders import queries as orders
from entrepot.hub.parties import queries as parties
from entrepot.hub.stock import queries as stock
from entrepot.hub.web import desks
from entrepot.hub.web.pieces import Empty
from entrepot.hub.web.shell import show


def home(request: HttpRequest) -> HttpResponse:
    """What this hub is, in one sentence, and the ways in."""
    return show(request, "front/home.html", {})


@login_required
def sit(request: HttpRequest, key: str, party: str) -> HttpResponseRedirect:
    """Take another seat: from now on pages of this role are shown for this party."""
    seat = next((each for each in desks.seats(request) if each.key == key and each.party == party), None)
    if seat is None:
        assert request.user.is_authenticated
        parties.actor_for(request.user, party, clock.now())  # says that it is not theirs
        return redirect("home")
    request.session["seats"] = {**request.session.get("seats", {}), key: party}
    request.session["desk"] = key
    return redirect(desks.DESKS[key].url)


@login_required
def find(request: HttpRequest) -> HttpResponse:
    """Look for a consignment by UCR, tracking, order or declaration number; one that is found opens."""
    wanted = request.GET.get("q", "").strip()
    if page := _declaration(request, wanted.upper()):
        return redirect(page)
    ucr = found(wanted.upper()) if wanted else ""
    if ucr:
        return redirect(reverse("file", args=[ucr]))
    nothing = Empty(
        _("Nothing is known under “{wanted}”").format(wanted=wanted),
        _("A consignment appears as soon as its order is placed here or a peer hub has told of it."),
    )
    return show(request, "front/find.html", {"wanted": wanted, "nothing": nothing if wanted else None})


def _declaration(request: HttpRequest, mrn: str) -> str:
    """Where a declaration with this number opens for whoever looks: on an officer's sheet, or on its declarant's."""
    known = customs.by_mrn(mrn) if mrn else None
    if known is None:
        return ""
    for seat in desks.seats(request):
        if seat.key == "customs" and parties.party(seat.party).country == known.country:
            return reverse("officer-declaration", args=[known.mrn])
        if seat.key in ("seller", "declarant") and seat.party == known.declarant_id:
            return reverse("seller-declaration", args=[known.mrn])
    return ""


def found(wanted: str) -> str:
    """The UCR that is meant, or nothing."""
    if consignment := orders.consignment_or_none(wanted):
        return str(consignment.ucr)
    if parcel := stock.parcel_by_number(wanted):
        return str(parcel.ucr)
    named = orders.named(wanted)[:2]
    return str(named[0].ucr) if len(named) == 1 else ""
