"""The seller's money: what stands, what came and went each month, how each sale was divided, and the files of it."""

from __future__ import annotations

from datetime import date, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from entrepot.hub.attachment import attachment
from entrepot.hub.duties import queries as duties
from entrepot.hub.events import clock
from entrepot.hub.ledger import queries as ledger
from entrepot.hub.orders import queries as orders
from entrepot.hub.web.desks import Sitting, at_desk
from entrepot.hub.web.pieces import Empty
from entrepot.hub.web.seller import books, files, sheets
from entrepot.hub.web.seller import money_sheets as shown
from entrepot.hub.web.shell import show
from entrepot.trade.lifecycles import NEVER_ARRIVED

MONTH = timedelta(days=30)
ROWS = 60


@at_desk("seller")
def money(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """One month in one currency, and how all of it stands."""
    now, seller = clock.now(), sitting.party
    currencies = ledger.currencies(books.account(seller))
    currency = request.GET.get("in", "")
    currency = currency if currency in currencies else next(iter(currencies), "")
    begins = _month(request.GET.get("month", ""), now.date())
    mine = orders.consignments(seller)
    expected = orders.sums(mine.filter(home=True, state__in=sheets.ON_THE_WAY[1:]), "total_minor")
    refunded = orders.sums(mine.filter(home=True, state__in=NEVER_ARRIVED), "total_minor")
    owed = duties.stated_to(seller).exclude(state="paid")[:ROWS]
    book = books.month(seller, currency, begins) if currency else None
    context = {
        "headline": _("Money"),
        "figures": shown.figures(seller, currencies, expected, refunded),
        "currencies": tuple((each, each == currency) for each in currencies),
        "currency": currency,
        "month": shown.month_name(begins),
        "asked": begins.strftime("%Y-%m"),
        "before": (begins - timedelta(days=1)).strftime("%Y-%m"),
        "after": books.next_month(begins).strftime("%Y-%m") if books.next_month(begins) <= now.date() else "",
        "balance": shown.balance(book) if book else None,
        "sales": shown.sales(book, ROWS) if book else None,
        "entries": shown.entries(book, ROWS) if book else None,
        "left_out": book is not None and max(len(book.entries), len(book.shares)) > ROWS,
        "daily": shown.daily(books.day_sums(seller, currency, now - MONTH), currency, now.date()) if book else None,
        "owed": shown.owed(owed),
        "nothing": Empty(
            _("Nothing is in the book yet"),
            _("When a parcel is delivered, what its buyer paid is divided, and your share stands here."),
        ),
    }
    return show(request, "seller/money.html", context, desk="seller", here="money")


@at_desk("seller")
def export(request: HttpRequest, sitting: Sitting, currency: str, form: str) -> HttpResponse:
    """A month as a file, whole: CSV or XLSX."""
    if form not in files.FORMS or currency not in ledger.currencies(books.account(sitting.party)):
        raise Http404
    begins = _month(request.GET.get("month", ""), clock.now().date())
    book = books.month(sitting.party, currency, begins)
    name = f"{sitting.party}-{currency}-{begins:%Y-%m}.{form}"
    media_type, written = files.FORMS[form]
    return attachment(name, media_type, written(shown.file_of(book)))


def _month(named: str, today: date) -> date:
    """The first day of the month that the address names, or of this one."""
    try:
        return date.fromisoformat(f"{named}-01") if named else today.replace(day=1)
    except ValueError:
        return today.replace(day=1)
