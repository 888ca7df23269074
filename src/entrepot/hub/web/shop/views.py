"""The shop as anybody sees it: what there is, by words and by kind, and one thing with its price at the door."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from entrepot.hub.allowance import Allowance, whence
from entrepot.hub.catalogue import queries, searching
from entrepot.hub.catalogue.models import Listing
from entrepot.hub.events import clock
from entrepot.hub.network import queries as network
from entrepot.hub.web import wording
from entrepot.hub.web.asked import too_often
from entrepot.hub.web.pieces import FindingNote
from entrepot.hub.web.shell import show
from entrepot.hub.web.shop import categories, choices, sheet
from entrepot.hub.web.shop.asking import Asked, search_for
from entrepot.hub.web.shop.cards import cards
from entrepot.trade.finding import Refused

LOOKING = Allowance(burst=60, pause=0.5)


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """What there is: by words and by kind, with prices at the door of where this shopper is."""
    if not LOOKING.take(whence(request)):
        return too_often(request)
    choice = choices.choice_of(request, clock.now().date())
    asked = Asked.of(request.GET)
    kinds = searching.kinds(choice.to)
    search, faults = search_for(asked, choice, kinds)
    found = searching.search(search)
    context = {
        "asked": asked,
        "choice": choice,
        "here": request.get_full_path(),
        "found": found,
        "cards": cards(found.listings, choice),
        "faults": [FindingNote.of(each) for each in faults],
        "kinds": categories.counted(kinds.chapters, asked.kind),
        "origins": sorted(((each, wording.country(each)) for each in kinds.origins), key=lambda row: row[1]),
        "sorts": _sorts(bool(asked.q)),
        "seller": found.listings[0].seller_name if asked.seller and found.listings else "",
        "before": asked.address(page=found.page - 1) if found.page > 1 else "",
        "after": asked.address(page=found.page + 1) if found.page < found.pages else "",
        "all_kinds": asked.address(kind="", origin="", seller="", least="", most=""),
    }
    return show(request, "shop/find.html", context)


@require_safe
def product(request: HttpRequest, seller: str, handle: str, hub: str = "") -> HttpResponse:
    """One thing: its variants, its price line by line down to the clause, what stands in the way, who sells it."""
    if not LOOKING.take(whence(request)):
        return too_often(request)
    choice = choices.choice_of(request, clock.now().date())
    key = f"{hub}/{seller}/{handle}"
    try:
        listing = queries.listing(key)
    except Refused:
        return _gone(request, key, choice)
    number = request.GET.get("picture", "")
    picture = int(number) if number.isascii() and number.isdigit() and len(number) < 3 else 1
    told = sheet.sheet(listing, request.GET.get("sku", ""), picture, choice, _hub_name(listing))
    context = {
        "sheet": told,
        "choice": choice,
        "here": request.get_full_path(),
        "of_seller": f"{listing.hub}/{listing.seller}/",
    }
    return show(request, "shop/product.html", context)


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Keep where things go and which currency is shown, and go back to the page."""
    choices.choose(request, request.POST.get("to", ""), request.POST.get("in", ""), clock.now().date())
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return redirect(back if safe else reverse("shop:search"))


def _gone(request: HttpRequest, key: str, choice: choices.Choice) -> HttpResponse:
    """What was there once is told to be gone; what never was is not found."""
    gone = Listing.objects.filter(key=key).first()
    if gone is None:
        raise Http404
    context = {"choice": choice, "here": reverse("shop:search"), "title": gone.title}
    return show(request, "shop/gone.html", context, status=410)


def _hub_name(listing: Listing) -> str:
    """The hub that sells it, by its name."""
    peer = network.peers().filter(host=listing.hub).first() if listing.hub else None
    return peer.name if peer is not None else listing.hub or str(settings.ENTREPOT_NAME)


def _sorts(worded: bool) -> list[tuple[str, str]]:
    best = _("What fits best first") if worded else _("What is new first")
    return [
        ("best", best),
        *([("new", _("What is new first"))] if worded else []),
        ("cheap", _("Price, lowest first")),
        ("dear", _("Price, highest first")),
    ]
