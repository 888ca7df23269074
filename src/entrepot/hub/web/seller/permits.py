"""The seller's permits: what the products need, what was applied for, and one application or permit."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entrepot.hub.catalogue import queries as catalogue
from entrepot.hub.customs import actions, queries
from entrepot.hub.customs.models import Permit
from entrepot.hub.events import clock
from entrepot.hub.orders import permits_abroad as counted
from entrepot.hub.parties import queries as parties
from entrepot.hub.tariffs import preview
from entrepot.hub.web import wording
from entrepot.hub.web.desks import Sitting, at_desk
from entrepot.hub.web.inquiries import ACCEPTED, handed
from entrepot.hub.web.permit import fees, files, kinds
from entrepot.hub.web.permit import sheets as shown
from entrepot.hub.web.pieces import Empty, FindingNote
from entrepot.hub.web.seller import permit_sheets as sheets
from entrepot.hub.web.shell import show
from entrepot.trade.finding import Refused
from entrepot.trade.quantity import UNITS

SHOWN, PRODUCTS = 60, 200
FIELDS = ("kind", "agency", "goods", "quantity", "unit", "lot", "reference", "fee")


@at_desk("seller", "declarant")
def permits(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """What the products need and from whom, every application, and the form for another."""
    if request.method != "POST":
        return _list(request, sitting)
    given = {name: request.POST.get(name, "").strip() for name in FIELDS}
    try:
        agency = parties.party(given["agency"])
        made = actions.apply_for_permit(
            parties.party(sitting.party),
            agency=agency,
            kind=given["kind"],
            goods=given["goods"],
            quantity=given["quantity"],
            unit=given["unit"],
            lot=given["lot"],
            reference=given["reference"],
            fee=given["fee"],
            documents=handed(request),
            by=sitting.by,
        )
    except Refused as refused:
        return _list(request, sitting, tuple(FindingNote.of(each) for each in refused.findings), status=422)
    messages.success(request, _("You have applied; {agency} decides.").format(agency=agency.name))
    return redirect("seller-permit", made.number)


@at_desk("seller", "declarant")
def permit(request: HttpRequest, sitting: Sitting, number: str) -> HttpResponse:
    """One application or permit: answered, withdrawn or renewed from here."""
    found = queries.permit(number)
    parties.require(sitting.by, sitting.seat.key, found.holder_id)
    if request.method != "POST":
        return _page(request, sitting, found)
    try:
        return _done(request, sitting, found)
    except Refused as refused:
        return _page(request, sitting, found, tuple(FindingNote.of(each) for each in refused.findings), status=422)


@at_desk("seller", "declarant")
def file(request: HttpRequest, sitting: Sitting, number: str, file: int) -> HttpResponse:
    """A file of an application, to be saved."""
    return files.saved(number, file, sitting.by)


def _done(request: HttpRequest, sitting: Sitting, found: Permit) -> HttpResponse:
    """Carry out what the holder chose."""
    choice = request.POST.get("do", "")
    if choice == "answer":
        actions.answer_agency(found, request.POST.get("answer", "").strip(), handed(request), by=sitting.by)
        messages.success(request, _("The agency has your answer."))
    elif choice == "enclose":
        actions.enclose_with_permit(found, handed(request), by=sitting.by)
        messages.success(request, _("The agency has your files."))
    elif choice == "withdraw":
        actions.withdraw_application(found, by=sitting.by)
        messages.success(request, _("The application is withdrawn."))
    elif choice == "fee":
        actions.ask_fee_again(found, by=sitting.by)
        messages.success(request, _("The fee is asked for again."))
    elif choice == "renew":
        asked = {name: request.POST.get(name, "").strip() for name in ("quantity", "fee")}
        renewal = actions.renew_permit(found, **asked, by=sitting.by)
        messages.success(request, _("You have applied; {agency} decides.").format(agency=renewal.agency.name))
        return redirect("seller-permit", renewal.number)
    return redirect("seller-permit", found.number)


def _list(
    request: HttpRequest, sitting: Sitting, refusals: tuple[FindingNote, ...] = (), *, status: int = 200
) -> HttpResponse:
    seller, today = parties.party(sitting.party), clock.now().date()
    mine = list(queries.permits_of(seller).select_related("agency").order_by("-pk")[:SHOWN])
    abroad = list(queries.permits_abroad(seller).filter(valid_to__gte=today)[:SHOWN])
    places = tuple(dict.fromkeys((str(settings.ENTREPOT_COUNTRY), *preview.places())))
    products = list(catalogue.products(seller)[:PRODUCTS])
    given = _given(request)
    agencies = list(parties.with_right("agency").order_by("name"))
    context = {
        "headline": _headline(sum(1 for each in mine if each.state == "applied")),
        "needs": sheets.needs(queries.needs(products, seller, places, today)),
        "no_needs": Empty(
            _("Nothing that you list needs a permit"),
            _("What the law of a border asks for your products appears here, with whom to ask."),
        ),
        "table": sheets.listed(mine, queries.balances(mine), queries.unpaid(mine)),
        "abroad": sheets.abroad(abroad, counted.promised(abroad)),
        "agencies": [(each.code, each.name) for each in agencies],
        "units": [(each, wording.unit(each)) for each in UNITS],
        "kinds": kinds.options(agencies, today),
        "named": kinds.all_named(agencies, given.get("kind", ""), today),
        "accepted": ACCEPTED,
        "agree": any(each.code in fees.ASKED for each in refusals),
        "charge": fees.charge(given.get("agency", ""), given.get("kind", ""), today),
        "refusals": tuple(each for each in refusals if each.code not in fees.ASKED),
        "given": given,
    }
    return show(request, "seller/permits.html", context, desk=sitting.seat.key, here="permits", status=status)


def _headline(waiting: int) -> str:
    if not waiting:
        return _("Permits")
    told = ngettext("{count} application is with an agency", "{count} applications are with agencies", waiting)
    return told.format(count=waiting)


def _given(request: HttpRequest) -> dict[str, str]:
    """What stands in the form: what was sent, else what the address says of a need."""
    sent = request.POST if request.method == "POST" else request.GET
    return {"unit": "KGM"} | {name: sent[name][:60] for name in FIELDS if sent.get(name)}


def _page(
    request: HttpRequest,
    sitting: Sitting,
    found: Permit,
    refusals: tuple[FindingNote, ...] = (),
    *,
    status: int = 200,
) -> HttpResponse:
    asked = found.state == "applied" and found.questions.filter(answered_at=None).exists()
    fee = fees.sheet(found)
    context: dict[str, Any] = {
        "title": sheets.title(found),
        "number": found.number,
        "badge": sheets.standing(found, asked=asked, unpaid=bool(fee and fee.waits)),
        "stated": sheets.stated(found),
        "questions": shown.questions(found),
        "asked": asked,
        "withdrawable": found.LIFECYCLE.allows(found.state, "withdraw"),
        "renewable": found.state in actions.RENEWABLE,
        "soon": queries.ends_soon(found),
        "quantity": found.quantity,
        "fee": fee,
        "files": files.listed(found, "seller-permit-file", of=found.holder_id),
        "sent": files.listed(found, "seller-permit-file", of=found.agency_id),
        "accepted": ACCEPTED,
        "charge": fees.charge(found.agency_id, found.kind, clock.now().date()),
        "qr": shown.code(found) if found.document else None,
        "refusals": refusals,
    }
    return show(request, "seller/permit.html", context, desk=sitting.seat.key, here="permits", status=status)
