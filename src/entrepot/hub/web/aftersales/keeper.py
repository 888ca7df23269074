"""Returns that a warehouse receives: those of goods from its shelves."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from entrepot.hub.aftersales import queries
from entrepot.hub.web.aftersales import seller, sheets
from entrepot.hub.web.desks import Sitting, at_desk
from entrepot.hub.web.shell import show


@at_desk("warehouse")
def listed(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """What is on its way back to this keeper's shelves, and what came."""
    found = queries.returns_kept_by(sitting.party)
    context = {"returns": sheets.returns(found[:100], "warehouse-return")}
    return show(request, "aftersales/keeper.html", context, desk="warehouse")


@at_desk("warehouse")
def one_return(request: HttpRequest, sitting: Sitting, number: str) -> HttpResponse:
    """One return: note its condition."""
    asked = queries.returns_kept_by(sitting.party).filter(number=number).first()
    if asked is None:
        raise Http404
    return seller.answered(request, sitting, asked, "warehouse", "warehouse-return")
