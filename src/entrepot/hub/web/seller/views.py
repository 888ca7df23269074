"""The seller's catalogue."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from entrepot.hub.catalogue import actions as catalogue_actions
from entrepot.hub.catalogue import queries as catalogue
from entrepot.hub.catalogue.facts import ProductFacts
from entrepot.hub.web.desks import Sitting, at_desk
from entrepot.hub.web.pieces import Empty, FindingNote
from entrepot.hub.web.seller import sheets
from entrepot.hub.web.shell import show
from entrepot.trade.finding import Refused

PRODUCTS = 200


@at_desk("seller")
def products(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """The catalogue, and a form to list one product or to list it again."""
    refusals: tuple[FindingNote, ...] = ()
    stated = _stated(request)
    if request.method == "POST":
        [answer] = catalogue_actions.list_products(sitting.party, [stated], by=sitting.by)
        if not isinstance(answer, Refused):
            messages.success(request, _("{sku} is listed.").format(sku=answer.sku))
            return redirect("seller-products")
        refusals = tuple(FindingNote.of(each) for each in answer.findings)
    context = {
        "table": sheets.products(catalogue.products(sitting.party)[:PRODUCTS]),
        "refusals": refusals,
        "stated": stated,
        "nothing": Empty(
            _("No product is listed"), _("List a product with its code, origin and mass; orders then name its SKU.")
        ),
    }
    status = 422 if refusals else 200
    return show(request, "seller/products.html", context, desk="seller", here="products", status=status)


def _stated(request: HttpRequest) -> ProductFacts:
    """The product as the form states it; an empty form states nothing."""

    def told(name: str) -> str:
        return request.POST.get(name, "").strip()

    return ProductFacts(
        sku=told("sku"),
        title=told("title"),
        hs=told("hs"),
        origin=told("origin"),
        net_mass_kg=told("net_mass_kg"),
        gtin=told("gtin"),
        price=told("price"),
        currency=told("currency"),
    )
