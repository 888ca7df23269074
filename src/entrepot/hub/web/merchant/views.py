"""A merchant's till: ask for an amount, show the code, see what was paid."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from entrepot.hub.payments import actions, queries
from entrepot.hub.web.desks import Sitting, at_desk
from entrepot.hub.web.pieces import Empty, FindingNote
from entrepot.hub.web.shell import show
from entrepot.hub.web.visitor import sheets
from entrepot.trade.finding import Refused
from entrepot.trade.money import Money

SHOWN = 20


@at_desk("merchant")
def till(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """Ask for an amount; the code opens at once."""
    refusals: tuple[FindingNote, ...] = ()
    if request.method == "POST":
        try:
            asked = Money.of(request.POST.get("amount", ""), request.POST.get("currency", "").strip().upper())
            sale = actions.show_sale(sitting.party, asked, by=sitting.by)
            return redirect("pay", sale.end_to_end_id)
        except Refused as refused:
            refusals = tuple(FindingNote.of(each) for each in refused.findings)
    context = {
        "refusals": refusals,
        "amount": request.POST.get("amount", ""),
        "currency": request.POST.get("currency", "") or queries.currency_of_till(sitting.party),
        "table": sheets.sales(queries.sales(sitting.party)[:SHOWN]),
        "nothing": Empty(_("Nothing sold yet"), _("Each amount you ask for appears here, with what became of it.")),
    }
    return show(request, "merchant/till.html", context, desk="merchant", here="till", status=422 if refusals else 200)
