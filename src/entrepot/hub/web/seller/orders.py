"""The seller's orders: found, brought, looked at, and dealt with many at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from entrepot.hub.adapters import shop
from entrepot.hub.catalogue import actions as catalogue_actions
from entrepot.hub.catalogue import queries as catalogue
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
from entrepot.hub.web.seller import chains, sheets
from entrepot.hub.web.seller.paging import Paged
from entrepot.hub.web.shell import show
from entrepot.hub.web.visitor import sheets as paying
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.wording import gettext_noop

AT_ONCE, SHOWN = 40, 60
LARGEST = 5 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one order of many: done, or why not."""

    order: str
    href: str
    findings: tuple[FindingNote, ...]


@dataclass(frozen=True, slots=True)
class Answers:
    """What came of a deed done to many orders, each in its place."""

    headline: str
    rows: tuple[Answer, ...]


@at_desk("seller")
def orders(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """Every order of the seller, by state, country and words; and the place to bring a file of them."""
    brought = _bring(request, sitting) if request.method == "POST" else None
    return _page(request, sitting, brought=brought)


@at_desk("seller")
@require_POST
def deal(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """Do one thing to every order that was chosen, and answer for each."""
    chosen = list(dict.fromkeys(request.POST.getlist("ucr")))[:AT_ONCE]
    found = {each.ucr: each for each in consignments.consignments(sitting.party).filter(ucr__in=chosen)}
    ucrs = [ucr for ucr in chosen if ucr in found]
    if request.POST.get("do") == "cancel":
        outcomes = actions.cancel_each(ucrs, request.POST.get("reason", ""), by=sitting.by)
        done = ngettext("{count} order is cancelled", "{count} orders are cancelled", _done(outcomes))
    else:
        outcomes = actions.hand_over_each(ucrs, by=sitting.by)
        done = ngettext("{count} parcel is with the carrier", "{count} parcels are with the carrier", _done(outcomes))
    rows = tuple(_answer(found[ucr], outcome) for ucr, outcome in zip(ucrs, outcomes, strict=True))
    headline = done.format(count=_done(outcomes))
    if refused := len(outcomes) - _done(outcomes):
        lost = ngettext("{count} was refused", "{count} were refused", refused).format(count=refused)
        headline = _("{placed}, {lost}").format(placed=headline, lost=lost)
    if not ucrs:
        headline = _("No order was chosen")
    return _page(request, sitting, answers=Answers(headline, rows), status=200 if _done(outcomes) else 422)


@at_desk("seller")
def order(request: HttpRequest, sitting: Sitting, number: str) -> HttpResponse:
    """One order: its goods, its payment, what it waits for, and the way to its file."""
    found = _order(sitting, number)
    asked = payments.payments(found.ucr).select_related("creditor").first()
    waiting = chains.chains([found], chains.Causes.asked([found.ucr])) if found.home else ()
    context = {
        "number": found.order_number,
        "title": file.title(found),
        "badge": file.badge(found.state),
        "way": file.way(found, stock.parcel_or_none(found.ucr)),
        "ucr": found.ucr,
        "waiting": waiting,
        "goods": sheets.lines(found),
        "paid": proceeds.paid(found),
        "asked": paying.asked(asked) if asked else None,
        "cancellable": found.home and found.state in ("placed", "paid"),
        "printable": found.home and found.state not in ("placed", "cancelled"),
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


def _page(
    request: HttpRequest,
    sitting: Sitting,
    *,
    brought: sheets.Brought | None = None,
    answers: Answers | None = None,
    status: int = 200,
) -> HttpResponse:
    shown, to, words = (request.GET.get(name, "").strip()[:60] for name in ("show", "to", "q"))
    states = sheets.SHOWS.get(shown, sheets.SHOWS[""])
    mine, counts = consignments.consignments(sitting.party), consignments.counts(sitting.party)
    found = _found(mine, states, to, words)
    narrowed = bool(to or words)
    count = None if narrowed else sum(counts.get(state, 0) for state in states)
    pages = Paged.of(request, found, AT_ONCE, count)
    context = {
        "brought": brought,
        "answers": answers,
        "choices": _choices(shown, counts),
        "countries": _countries(mine, to),
        "sought": words,
        "shown": shown,
        "pages": pages,
        "table": sheets.parcels(
            pages.rows, stock.parcels(each.ucr for each in pages.rows), name=_("Orders"), ticked=True
        ),
        "nothing": Empty(_("No order is like that"), _("Look for other words, or in every country and state."))
        if narrowed
        else Empty(_("No parcels here"), _("Bring a file of orders from your shop, or send them by the API.")),
    }
    status = 422 if brought and brought.refused else status
    return show(request, "seller/orders.html", context, desk="seller", here="orders", status=status)


def _found(mine: QuerySet[Consignment], states: tuple[str, ...], to: str, words: str) -> QuerySet[Consignment]:
    found = mine.filter(state__in=states)
    found = found.filter(destination=to) if to else found
    return consignments.sought(found, words)


def _choices(shown: str, counts: Mapping[str, int]) -> tuple[tuple[str, str, str, bool], ...]:
    """The states to choose from: key, name, how many, whether it is this one."""
    names = {"": _("All"), "pay": _("Not paid"), "paid": _("Paid"), "way": _("On the way"), "done": _("Done")}
    return tuple(
        (key, name, wording.number(sum(counts.get(state, 0) for state in sheets.SHOWS[key])), key == shown)
        for key, name in names.items()
    )


def _countries(mine: QuerySet[Consignment], to: str) -> tuple[tuple[str, str, bool], ...]:
    """The countries to which anything was ever sent."""
    codes = mine.order_by("destination").values_list("destination", flat=True).distinct()
    return tuple((code, wording.country(code), code == to) for code in codes)


def _done(outcomes: list[Refused | None]) -> int:
    return sum(1 for each in outcomes if each is None)


def _answer(found: Consignment, outcome: Refused | None) -> Answer:
    notes = tuple(FindingNote.of(each) for each in outcome.findings) if outcome else ()
    return Answer(found.order_number, found.order_number, notes)


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
    catalogue_actions.name_products(seller, reading.products, by=sitting.by)
    return sheets.brought(reading, actions.place(reading.orders, seller=seller, by=sitting.by))


def _order(sitting: Sitting, number: str) -> Consignment:
    mine = consignments.consignments(sitting.party).select_related("order", "quote")
    found = mine.filter(order_number=number).first()
    if found is None:
        raise Http404
    return found
