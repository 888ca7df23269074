"""The page of the cart."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from entrepot.hub.buying import carts
from entrepot.hub.catalogue import queries as catalogue
from entrepot.hub.web import wording
from entrepot.hub.web.buying import sheets, visitor
from entrepot.hub.web.pieces import Empty, FindingNote
from entrepot.hub.web.shell import show
from entrepot.hub.web.shop import words
from entrepot.trade.finding import Finding, Refused


def cart(request: HttpRequest) -> HttpResponse:
    """What lies in the cart, with what changed since it was put there."""
    return _shown(request)


@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Put pieces of one variant into the cart."""
    held = visitor.cart(request)
    given = request.POST
    line = carts.add(
        held,
        given.get("key", ""),
        given.get("sku", ""),
        _whole(given.get("quantity", "1")),
        visitor.destination(request),
        by=visitor.acting(request),
    )
    title = words.line(line.title, catalogue.listings([line.key]).get(line.key))
    messages.success(request, _("“{title}” is in the cart.").format(title=title))
    return redirect("buying:cart")


@require_POST
def change(request: HttpRequest) -> HttpResponse:
    """Set how many pieces are wanted, take a line out, or accept what changed."""
    held, by = visitor.cart(request), visitor.acting(request)
    if "news" in request.POST:
        carts.accept_news(held, visitor.destination(request), by=by)
        return redirect("buying:cart")
    typed = request.POST.dict()
    names = {name.removeprefix("pieces-"): text for name, text in typed.items() if name.startswith("pieces-")}
    wanted = {int(number): _whole(str(text)) for number, text in names.items() if number.isdigit()}
    if (out := request.POST.get("out", "")).isdigit():
        wanted[int(out)] = 0
    try:
        carts.change(held, wanted, by=by)
    except Refused as refused:
        return _shown(request, refused.findings)
    return redirect("buying:checkout" if "on" in request.POST else "buying:cart")


def _shown(request: HttpRequest, findings: tuple[Finding, ...] = ()) -> HttpResponse:
    destination = visitor.destination(request)
    found = carts.items(visitor.cart(request), destination)
    context = {
        **visitor.frame(request),
        "parts": sheets.cart(found),
        "news": tuple(FindingNote.of(each) for each in carts.news(found)),
        "refusals": tuple(FindingNote.of(each) for each in findings),
        "destination": wording.country(destination),
        "nothing": Empty(
            _("The cart is empty"), _("What you choose in the shop appears here."), _("To the shop"), "/shop/"
        ),
    }
    return show(request, "buying/cart.html", context, status=422 if findings else 200)


def _whole(text: str) -> int:
    """A number of pieces as typed; what is none is none wanted, and refused with its sentence."""
    return int(text) if text.strip().isascii() and text.strip().isdigit() and len(text) < 7 else -1
