"""The seller's pages: today, the parcels, one order, the products."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from entrepot.hub.adapters import shop
from entrepot.hub.catalogue import actions as catalogue_actions
from entrepot.hub.catalogue import queries as catalogue
from entrepot.hub.catalogue.facts import ProductFacts
from entrepot.hub.customs import queries as customs
from entrepot.hub.events import clock
from entrepot.hub.finance import queries as finance
from entrepot.hub.orders import actions
from entrepot.hub.orders import queries as consignments
from entrepot.hub.orders.models import Consignment
from entrepot.hub.parties import queries as parties
from entrepot.hub.payments import queries as payments
from entrepot.hub.stock import queries as stock
from entrepot.hub.web import wording
from entrepot.hub.web.desks import Sitting, at_desk
from entrepot.hub.web.file import proceeds
from entrepot.hub.web.file import sheets as file
from entrepot.hub.web.pieces import Empty, FindingNote
from entrepot.hub.web.seller import permit_sheets, sheets
from entrepot.hub.web.shell import show
from entrepot.hub.web.visitor import sheets as paying
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.wording import gettext_noop

RECENT, SHOWN, PRODUCTS = 9, 60, 200
MONTH = timedelta(days=30)
LARGEST = 5 * 1024 * 1024


@at_desk("seller")
def today(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """What needs the seller, and how the parcels stand."""
    now, mine = clock.now(), consignments.consignments(sitting.party)
    counts = consignments.counts(sitting.party)
    open_ones = dict(mine.filter(state__in=sheets.ON_THE_WAY).values_list("ucr", "order_number"))
    stopped = list(customs.not_passed(open_ones))
    offers = list(finance.offered_to(sitting.party).filter(state="offered", open_until__gt=now))
    ready = stock.labelled(consignments.let_go(seller=sitting.party).values_list("ucr", flat=True)).count()
    tasks = (*sheets.tasks(stopped, offers, open_ones, ready), *permit_sheets.tasks(customs.permits_for(sitting.party)))
    recent = list(mine[:RECENT])
    on_the_way = sum(counts.get(state, 0) for state in sheets.ON_THE_WAY)
    context = {
        "headline": wording.weekday(now),
        "lede": ngettext("{count} parcel is on its way.", "{count} parcels are on their way.", on_the_way).format(
            count=wording.number(on_the_way)
        ),
        "tasks": tasks,
        "figures": sheets.figures(
            counts,
            consignments.sums(mine.filter(settled_at__gt=now - MONTH), "settled_minor"),
            consignments.sums(mine.filter(state__in=sheets.ON_THE_WAY[1:]), "total_minor"),
            len(stopped),
        ),
        "table": sheets.parcels(recent, stock.parcels(each.ucr for each in recent), name=_("Parcels")),
        "nothing": Empty(
            _("No parcels are on their way"),
            _("When an order is placed, its file opens by itself and appears here."),
            _("Bring orders"),
            "orders/",
        ),
    }
    return show(request, "seller/today.html", context, desk="seller", here="today", counts={"today": len(tasks)})


@at_desk("seller")
def orders(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """Every parcel of the seller; and the place to bring a file of orders."""
    brought = _bring(request, sitting) if request.method == "POST" else None
    shown = request.GET.get("show", "")
    states = sheets.SHOWS.get(shown, sheets.SHOWS[""])
    counts = consignments.counts(sitting.party)
    found = list(consignments.consignments(sitting.party).filter(state__in=states)[:SHOWN])
    choices = (("", _("All")), ("way", _("On the way")), ("done", _("Done")))
    context = {
        "brought": brought,
        "choices": tuple(
            (key, name, wording.number(sum(counts.get(state, 0) for state in sheets.SHOWS[key])), key == shown)
            for key, name in choices
        ),
        "table": sheets.parcels(found, stock.parcels(each.ucr for each in found), name=_("Parcels")),
        "shown": _("{shown} of {count}").format(
            shown=len(found), count=wording.number(sum(counts.get(state, 0) for state in states))
        ),
        "nothing": Empty(_("No parcels here"), _("Bring a file of orders from your shop, or send them by the API.")),
    }
    status = 422 if brought and brought.refused else 200
    return show(request, "seller/orders.html", context, desk="seller", here="orders", status=status)


@at_desk("seller")
def order(request: HttpRequest, sitting: Sitting, number: str) -> HttpResponse:
    """One order: its goods, its payment, and the way to its file."""
    found = _order(sitting, number)
    asked = payments.payments(found.ucr).select_related("creditor").first()
    context = {
        "number": found.order_number,
        "title": file.title(found),
        "badge": file.badge(found.state),
        "way": file.way(found, stock.parcel_or_none(found.ucr)),
        "ucr": found.ucr,
        "goods": sheets.lines(found),
        "paid": proceeds.paid(found),
        "asked": paying.asked(asked) if asked else None,
        "cancellable": found.home and found.state in ("placed", "paid"),
        "placed": wording.moment(found.placed_at),
    }
    return show(request, "seller/order.html", context, desk="seller", here="orders")


@at_desk("seller")
@require_POST
def cancel(request: HttpRequest, sitting: Sitting, number: str) -> HttpResponse:
    """Cancel an order that has not left; what was paid goes back."""
    found = _order(sitting, number)
    actions.cancel(found.ucr, request.POST.get("reason", "").strip(), by=sitting.by)
    messages.success(request, _("Order {number} is cancelled.").format(number=found.order_number))
    return redirect("seller-order", found.order_number)


@at_desk("seller")
def hand_over(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """Parcels that customs has let go: say that the carrier has them."""
    if request.method == "POST":
        handed = actions.hand_over(request.POST.getlist("ucr"), by=sitting.by)
        told = ngettext("{count} parcel is with the carrier.", "{count} parcels are with the carrier.", len(handed))
        messages.success(request, told.format(count=len(handed)))
        return redirect("seller-hand-over")
    found = {each.ucr: each for each in consignments.let_go(seller=sitting.party)}
    context = {
        "waiting": tuple(sheets.waiting(parcel, found[parcel.ucr]) for parcel in stock.labelled(found)[:SHOWN]),
        "nothing": Empty(
            _("No parcel waits for the carrier"),
            _("When customs has let a labelled parcel go, it appears here to be handed over."),
        ),
    }
    return show(request, "seller/hand-over.html", context, desk="seller", here="orders")


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


def _bring(request: HttpRequest, sitting: Sitting) -> sheets.Brought:
    """Read the file that was handed in, list what it names, place what is in order."""
    handed = request.FILES.get("orders")
    if handed is None or (handed.size or 0) > LARGEST:
        raise Refused(
            Finding(
                "file-missing",
                gettext_noop("No file of orders was handed in, or one larger than 5 MB."),
                "/orders",
                gettext_noop("Choose the CSV file that your shop exports."),
            )
        )
    seller = parties.party(sitting.party)
    reading = shop.read(handed.read(), catalogue.facts(seller))
    catalogue_actions.list_products(seller, reading.products, by=sitting.by)
    return sheets.brought(reading, actions.place(reading.orders, seller=seller, by=sitting.by))


def _order(sitting: Sitting, number: str) -> Consignment:
    mine = consignments.consignments(sitting.party).select_related("order", "quote")
    found = mine.filter(order_number=number).first()
    if found is None:
        raise Http404
    return found
