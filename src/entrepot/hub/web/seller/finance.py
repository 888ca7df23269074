"""Offers of money on parcels that are on their way: compared, taken or left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from entrepot.hub.events import clock
from entrepot.hub.finance import actions, queries
from entrepot.hub.finance.models import Advance
from entrepot.hub.web import wording
from entrepot.hub.web.desks import Sitting, at_desk
from entrepot.hub.web.pieces import Badge, Cell, Empty, Head, Row, Table, amount
from entrepot.hub.web.shell import show
from entrepot.trade.duty.ground import plain
from entrepot.trade.money import Money


@dataclass(frozen=True, slots=True)
class Offer:
    """One offer, in the same rows as every other; the true yearly rate largest."""

    number: int
    lender: str
    apr: str
    tag: str
    best: bool
    rows: tuple[tuple[str, str], ...]
    ucr: str


@at_desk("seller")
def offers(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """Every open offer side by side, and what was drawn before."""
    now = clock.now()
    found = queries.offered_to(sitting.party).select_related("lender")
    open_ones = [each for each in found if each.state == "offered" and each.open_until > now]
    cheapest = min((_apr(each) for each in open_ones), default=0)
    count = len(open_ones)
    context = {
        "headline": ngettext("{count} offer is open", "{count} offers are open", count).format(count=count)
        if count
        else _("Money before the parcel arrives"),
        "offers": tuple(_offer(each, best=_apr(each) == cheapest) for each in open_ones),
        "table": advances((each for each in found if each.state != "offered"), lender=True),
        "nothing": Empty(
            _("No offer is open"),
            _("A lender of this hub can pay you early on a parcel that its buyer has paid; such offers appear here."),
        ),
    }
    return show(request, "seller/finance.html", context, desk="seller", here="finance")


@at_desk("seller")
@require_POST
def answer(request: HttpRequest, sitting: Sitting, number: int) -> HttpResponse:
    """Take an offer, or leave it."""
    advance = queries.advance(number, by=sitting.by)
    if request.POST.get("do") == "decline":
        actions.decline(advance, by=sitting.by)
        messages.success(request, _("The offer is left; the lender is told."))
    else:
        actions.draw(advance, by=sitting.by)
        money = Money.from_minor(advance.amount_minor, advance.currency)
        messages.success(request, _("{amount} is drawn; it is repaid when the parcel is settled.").format(amount=money))
    return redirect("seller-finance")


def advances(found: object, *, lender: bool) -> Table | None:
    """Advances as rows, for the seller with the lender's name, for the lender with the seller's."""
    rows = tuple(
        Row(
            (
                Cell(each.ucr, each.lender.name if lender else each.seller.name, code=True),
                Cell(badge=badge(each.state)),
                Cell(str(Money.from_minor(each.amount_minor, each.currency))),
                Cell(str(Money.from_minor(each.fee_minor, each.currency))),
                Cell(_percent(_apr(each))),
                Cell(wording.day(each.offered_at)),
            )
        )
        for each in found  # type: ignore[attr-defined]
    )
    heads = (
        Head(_("Consignment"), wide=True),
        Head(_("State")),
        Head(_("Amount"), number=True),
        Head(_("Fee"), number=True, labelled=True),
        Head(_("True APR"), number=True, labelled=True),
        Head(_("Offered"), labelled=True),
    )
    return Table(_("Advances"), heads, rows) if rows else None


def badge(state: str) -> Badge:
    """The state of an advance in a word."""
    return {
        "offered": Badge(_("Offered"), "wait", "hourglass"),
        "drawn": Badge(_("Drawn"), "move"),
        "repaid": Badge(_("Repaid"), "go", "check"),
        "declined": Badge(_("Left")),
        "lapsed": Badge(_("Lapsed")),
        "defaulted": Badge(_("In default"), "stop", "octagon-x"),
        "written-off": Badge(_("Written off"), "stop", "x"),
    }.get(state, Badge(state))


def _offer(advance: Advance, *, best: bool) -> Offer:
    money = Money.from_minor
    facts: Mapping[str, str] = advance.terms["facts"]
    due = money(advance.due_minor, advance.currency)
    return Offer(
        advance.pk,
        advance.lender.name,
        _percent(_apr(advance)),
        _("Lowest true rate") if best else "",
        best,
        (
            (_("You receive"), f"{advance.currency} {amount(money(advance.amount_minor, advance.currency))}"),
            (_("It costs, in all"), f"{advance.currency} {amount(money(advance.fee_minor, advance.currency))}"),
            (_("Taken when settled"), f"{due.currency} {amount(due)}"),
            (_("Fee on what is lent"), f"{plain(Fraction(facts['fee']) * 100)} %"),
            (_("Expected for"), _("{days} days").format(days=facts["days"])),
            (_("Open until"), wording.moment(advance.open_until)),
        ),
        advance.ucr,
    )


def _apr(advance: Advance) -> int:
    points = advance.terms["apr_basis_points"]
    assert isinstance(points, int)
    return points


def _percent(basis_points: int) -> str:
    return f"{plain(Fraction(basis_points, 100))}{wording.THIN}%"
