"""One product of a seller: what shoppers and customs read of it, its code, pictures and stock, its price everywhere."""

from __future__ import annotations

import secrets
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from entrepot.hub.catalogue import queries as catalogue
from entrepot.hub.catalogue.models import Product
from entrepot.hub.events import clock
from entrepot.hub.web.desks import Sitting, at_desk
from entrepot.hub.web.pieces import FindingNote
from entrepot.hub.web.seller import borders, landed, product_codes, product_form, product_sheets
from entrepot.hub.web.seller.product_deeds import DEEDS
from entrepot.hub.web.shell import show
from entrepot.trade.finding import NotYours, Refused

SHOP_TEXTS = {"zh": "zh-Hans", "ms": "ms"}


@at_desk("seller")
def product(request: HttpRequest, sitting: Sitting, sku: str) -> HttpResponse:
    """The editor of a product; what is sent is done, or told back with everything that is wrong with it."""
    found = catalogue.products(sitting.party).select_related("seller", "family").filter(sku=sku).first()
    if found is None:
        raise Http404
    refused: tuple[FindingNote, ...] = ()
    form = product_form.filled(found)
    if request.method == "POST":
        deed = DEEDS.get(request.POST.get("do", ""))
        if deed is None:
            raise Http404
        try:
            return redirect("seller-product", deed(request, found, sitting.by))
        except NotYours:
            raise
        except Refused as refusal:
            refused = tuple(FindingNote.of(each) for each in refusal.findings)
            found.refresh_from_db()
            if request.POST["do"] == "save":
                form = product_form.given_again(found, request.POST)
    context = _context(request, found) | {"form": form, "refusals": refused}
    wrong = bool(refused or context["sale_refusals"])
    return show(request, "seller/product.html", context, desk="seller", here="products", status=422 if wrong else 200)


def _context(request: HttpRequest, product: Product) -> dict[str, Any]:
    texts = product.family.texts
    return {
        "title": product.family.title,
        "also": tuple((tag, texts[key]["title"]) for key, tag in SHOP_TEXTS.items() if texts.get(key, {}).get("title")),
        "product": product,
        "state": product_sheets.state(product),
        "advice": product_sheets.advice(product),
        "pictures": product_sheets.pictures(product),
        "variants": product_sheets.variants(product),
        "shelves": product_sheets.shelves(product),
        "borders": borders.of(product, clock.now().date()),
        "once": secrets.token_hex(8),
        **product_codes.shown(request, product),
        **landed.shown(request, product),
    }
