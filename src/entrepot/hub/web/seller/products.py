"""The seller's products: found, offered and withdrawn many at once, and listed one by one."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entrepot.hub.catalogue import actions
from entrepot.hub.catalogue import queries as catalogue
from entrepot.hub.catalogue.facts import ProductFacts
from entrepot.hub.catalogue.models import Product
from entrepot.hub.stock import queries as stock
from entrepot.hub.web import wording
from entrepot.hub.web.desks import Sitting, at_desk
from entrepot.hub.web.pieces import Badge, Empty, FindingNote
from entrepot.hub.web.seller import product_sheets
from entrepot.hub.web.shell import show
from entrepot.trade.finding import NotYours, Refused

PAGE = 50
MOVES = {"offer": actions.offer, "withdraw": actions.withdraw, "remove": actions.remove}


@dataclass(frozen=True, slots=True)
class Listed:
    """One product in the list."""

    sku: str
    title: str
    href: str
    code: str
    origin: str
    price: str
    stock: str
    badge: Badge


@at_desk("seller")
def products(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """The catalogue, and a form to list one product or to list it again."""
    refusals: tuple[FindingNote, ...] = ()
    stated = _stated(request)
    if request.method == "POST":
        try:
            _done(request, sitting, stated)
            return redirect("seller-products")
        except NotYours:
            raise
        except Refused as refused:
            refusals = tuple(FindingNote.of(each) for each in refused.findings)
    context = {
        **_page(request, sitting),
        "refusals": refusals,
        "stated": stated,
        "nothing": Empty(
            _("No product is listed"), _("List a product with its code, origin and mass; orders then name its SKU.")
        ),
    }
    status = 422 if refusals else 200
    return show(request, "seller/products.html", context, desk="seller", here="products", status=status)


def _done(request: HttpRequest, sitting: Sitting, stated: ProductFacts) -> None:
    """Move the products that were ticked, or list the one in the form."""
    move = MOVES.get(request.POST.get("do", ""))
    if move is not None:
        moved = move(sitting.party, request.POST.getlist("sku"), by=sitting.by)
        told = ngettext("{count} product is changed.", "{count} products are changed.", len(moved))
        messages.success(request, told.format(count=wording.number(len(moved))))
        return
    [answer] = actions.list_products(sitting.party, [stated], by=sitting.by)
    if isinstance(answer, Refused):
        raise answer
    messages.success(request, _("{sku} is listed.").format(sku=answer.sku))


def _page(request: HttpRequest, sitting: Sitting) -> dict[str, object]:
    """One page of what was asked for, and the ways to the others."""
    asked, shown, after = (request.GET.get(name, "").strip()[:100] for name in ("q", "show", "after"))
    mine = catalogue.products(sitting.party)
    counts = dict(mine.order_by().values_list("state").annotate(Count("pk")))
    found = mine.order_by("sku").filter(state=shown) if shown in product_sheets.STATES else mine.order_by("sku")
    if asked:
        found = found.filter(Q(sku__icontains=asked) | Q(title__icontains=asked) | Q(family__title__icontains=asked))
    rows = list(found.filter(sku__gt=after)[: PAGE + 1])
    choices = (("", _("All")), *((key, _(words)) for key, (words, *_rest) in product_sheets.STATES.items()))
    return {
        "asked": asked,
        "shown": shown,
        "choices": tuple(
            (key, name, wording.number(counts.get(key, 0) if key else sum(counts.values())), key == shown)
            for key, name in choices
        ),
        "rows": _rows(rows[:PAGE]),
        "more": "?" + urlencode({"q": asked, "show": shown, "after": rows[PAGE - 1].sku}) if len(rows) > PAGE else "",
    }


def _rows(found: list[Product]) -> tuple[Listed, ...]:
    held = {
        sku: sum(balance.available for balance in places.values())
        for sku, places in stock.held(found[0].seller_id, [each.sku for each in found]).items()
    } if found else {}  # fmt: skip
    return tuple(
        Listed(
            each.sku,
            each.title,
            reverse("seller-product", args=[each.sku]),
            wording.hs(each.hs),
            wording.country(each.origin),
            str(each.price) if each.price else "–",
            _("{count} free").format(count=wording.number(held[each.sku])) if each.sku in held else _("to order"),
            product_sheets.state(each),
        )
        for each in found
    )


def _stated(request: HttpRequest) -> ProductFacts:
    """The product as the form states it; an empty form states nothing."""

    def told(name: str) -> str:
        return request.POST.get(name, "").strip()

    return ProductFacts(
        sku=request.POST.get("new_sku", told("sku")).strip(),
        title=told("title"),
        hs=told("hs"),
        origin=told("origin"),
        net_mass_kg=told("net_mass_kg"),
        gtin=told("gtin"),
        price=told("price"),
        currency=told("currency"),
    )
