"""Prices and stock of many products at once: price lists, and counts, by a table that goes out and comes back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from entrepot.hub.adapters.shop import bulk
from entrepot.hub.catalogue import actions
from entrepot.hub.catalogue import queries as catalogue
from entrepot.hub.catalogue.actions import PriceFacts, PriceListFacts
from entrepot.hub.catalogue.models import PriceList
from entrepot.hub.events import clock
from entrepot.hub.stock import actions as stock
from entrepot.hub.stock import queries as shelves
from entrepot.hub.stock.actions import Counted
from entrepot.hub.web import wording
from entrepot.hub.web.desks import Sitting, at_desk
from entrepot.hub.web.pieces import Cell, FindingNote, Head, Row, Table
from entrepot.hub.web.seller import tables
from entrepot.hub.web.shell import show
from entrepot.trade.finding import Finding, NotYours, Refused
from entrepot.trade.wording import gettext_noop

Wrong = tuple[tuple[str, tuple[FindingNote, ...]], ...]
"""Rows that were refused: where they stand, and why."""
MOST = 5000


@at_desk("seller")
def shelf(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """The price lists, a form for one more or again, and the count."""
    refusals: tuple[FindingNote, ...] = ()
    wrong: Wrong = ()
    if request.method == "POST":
        deed = {"prices": _prices, "count": _count}.get(request.POST.get("do", ""))
        if deed is None:
            raise Http404
        try:
            wrong = deed(request, sitting)
            if not wrong:
                return redirect("seller-shelf")
        except NotYours:
            raise
        except Refused as refused:
            refusals = tuple(FindingNote.of(each) for each in refused.findings)
    context = {
        "table": _lists(catalogue.price_lists(sitting.party)),
        "refusals": refusals,
        "wrong": wrong,
        "today": clock.now().date().isoformat(),
        "given": request.POST,
    }
    status = 422 if refusals or wrong else 200
    return show(request, "seller/shelf.html", context, desk="seller", here="products", status=status)


@at_desk("seller")
def stock_table(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """Every product with the pieces of it that lie at the seller's own site; blank for what is made to order."""
    own = shelves.own_site(sitting.party)
    skus = list(catalogue.products(sitting.party).order_by("sku").values_list("sku", "title")[:MOST])
    held = shelves.held(sitting.party, [sku for sku, _title in skus])
    rows = [[sku, title, held[sku][own].on_hand if own and own in held.get(sku, {}) else ""] for sku, title in skus]
    return tables.out("stock.csv", ["sku", "title", "pieces"], rows)


@at_desk("seller")
def price_table(request: HttpRequest, sitting: Sitting, number: int) -> HttpResponse:
    """A price list as a table, to be changed and brought back."""
    found = catalogue.price_lists(sitting.party).filter(pk=number).first()
    if found is None:
        raise Http404
    rows = [
        [price.product.sku, price.product.title, price.money.text]
        for price in found.prices.select_related("product", "price_list").order_by("product__sku")[:MOST]
    ]
    return tables.out(f"prices-{number}.csv", ["sku", "title", "price"], rows)


def _prices(request: HttpRequest, sitting: Sitting) -> Wrong:
    rows = bulk.prices(tables.handed(request, "prices"))
    told = PriceListFacts(
        name=request.POST.get("name", ""),
        currency=request.POST.get("currency", "").strip().upper(),
        destination=request.POST.get("destination", "").strip().upper(),
        valid_from=_day(request, "valid_from") or clock.now().date(),
        valid_until=_day(request, "valid_until"),
    )
    batch = [PriceFacts(sku=row.sku, price=row.number) for row in rows]
    answers = actions.state_prices(sitting.party, told, batch, by=sitting.by)
    return _told(request, rows, answers)


def _count(request: HttpRequest, sitting: Sitting) -> Wrong:
    rows = [row for row in bulk.counts(tables.handed(request, "counts")) if row.number]
    known = catalogue.by_sku(sitting.party, (row.sku for row in rows))
    there = [row for row in rows if row.sku in known]
    batch = [Counted(sku=row.sku, pieces=bulk.pieces(row.number)) for row in there]
    answers = dict(zip((row.line for row in there), stock.count(sitting.party, batch, by=sitting.by), strict=True))
    unknown = {row.line: Refused(catalogue.unknown(row.sku)) for row in rows if row.sku not in known}
    return _told(request, rows, [unknown.get(row.line) or answers[row.line] for row in rows])


def _told(request: HttpRequest, rows: Sequence[bulk.Numbered], answers: Sequence[object]) -> Wrong:
    """Say how many rows were taken; answers with those that were not."""
    wrong = tuple(
        (
            _("line {line}").format(line=row.line) + f" {row.sku}",
            tuple(FindingNote.of(each) for each in answer.findings),
        )
        for row, answer in zip(rows, answers, strict=True)
        if isinstance(answer, Refused)
    )
    messages.success(request, _("Rows taken: {count}.").format(count=wording.number(len(rows) - len(wrong))))
    return wrong


def _lists(found: Iterable[PriceList]) -> Table | None:
    rows = tuple(
        Row(
            (
                Cell(each.name, href=reverse("seller-price-table", args=[each.pk])),
                Cell(wording.country(each.destination) if each.destination else _("every destination")),
                Cell(each.currency, code=True),
                Cell(_days(each)),
            )
        )
        for each in found
    )
    heads = (Head(_("Price list"), wide=True), Head(_("To")), Head(_("Currency")), Head(_("Valid"), labelled=True))
    return Table(_("Price lists"), heads, rows) if rows else None


def _days(each: PriceList) -> str:
    begins = wording.day(each.valid_from)
    if each.valid_until is None:
        return _("from {begins} on").format(begins=begins)
    return _("{begins} to {ends}").format(begins=begins, ends=wording.day(each.valid_until))


def _day(request: HttpRequest, name: str) -> date | None:
    told = request.POST.get(name, "").strip()
    if not told:
        return None
    try:
        return date.fromisoformat(told)
    except ValueError:
        raise Refused(
            Finding(
                "date-not-read",
                gettext_noop("“{text}” is not a date."),
                f"/{name}",
                gettext_noop("Write year, month and day, such as 2026-03-09."),
                params={"text": told[:30]},
            )
        ) from None
