"""The two pages of a checkout: to whom, and at what price to the door."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from entrepot.hub.aftersales import terms
from entrepot.hub.buying import addresses, carts, checkout, placing, queries
from entrepot.hub.events import clock
from entrepot.hub.web import wording
from entrepot.hub.web.buying import sheets, visitor
from entrepot.hub.web.pieces import FindingNote
from entrepot.hub.web.shell import show
from entrepot.trade.finding import Finding, Refused


def address(request: HttpRequest) -> HttpResponse:
    """Who buys and where they are, by the fields of their country; then the cart is priced for them."""
    destination, held = visitor.destination(request), visitor.cart(request)
    if carts.news(found := carts.items(held, destination)) or not found:
        return redirect("buying:cart")
    if request.method != "POST":
        return _form(request, destination, ())
    by = visitor.acting(request)
    try:
        buyer = addresses.read(destination, request.POST.dict(), by.at.date())
        purchase = checkout.check_out(
            held,
            destination,
            buyer,
            by=by,
            person=visitor.person(request),
            language=translation.get_language() or "",
            email=addresses.email(request.POST.dict()),
        )
    except Refused as refused:
        return _form(request, destination, refused.findings)
    return redirect("buying:review", queries.token_of(purchase))


def review(request: HttpRequest, token: str) -> HttpResponse:
    """The price at the door of every order, each amount with its clause, and the button."""
    return _reviewed(request, token)


@require_POST
def place(request: HttpRequest, token: str) -> HttpResponse:
    """Order what is shown; pressed twice, it is ordered once."""
    try:
        placing.place(queries.purchase_of(token).pk, by=visitor.acting(request))
    except Refused as refused:
        return _reviewed(request, token, refused.findings)
    return redirect("buying:order", token)


def _form(request: HttpRequest, destination: str, findings: tuple[Finding, ...]) -> HttpResponse:
    spoken = translation.get_language() or ""
    asked = addresses.fields(destination, clock.now().date(), chinese=spoken.startswith("zh"))
    names = {f"/{field.name}" for field in asked}
    context = {
        **visitor.frame(request),
        "fields": sheets.fields(asked, _given(request), findings),
        "loose": tuple(FindingNote.of(each) for each in findings if each.pointer not in names),
        "destination": wording.country(destination),
        "identity": addresses.identity_asked(destination, clock.now().date()),
        "sums": sheets.cart(carts.items(visitor.cart(request), destination)),
        "guest": visitor.person(request) is None,
        "steps": sheets.steps(0),
    }
    return show(request, "buying/address.html", context, status=422 if findings else 200)


def _given(request: HttpRequest) -> dict[str, str]:
    """What was typed; before that, the address that an account signs in with, to be written to."""
    person = visitor.person(request)
    return request.POST.dict() if request.method == "POST" or person is None else {"email": person.email}


def _reviewed(request: HttpRequest, token: str, findings: tuple[Finding, ...] = ()) -> HttpResponse:
    purchase = queries.purchase_of(token)
    if purchase.placed_at is not None:
        return redirect("buying:order", token)
    orders = list(queries.orders(purchase))
    on = purchase.made_at.date()
    without = terms.to_return(purchase.destination, on, faulty=False)
    context = {
        **visitor.frame(request),
        "token": token,
        "orders": sheets.orders(orders, purchase.destination),
        "totals": sheets.totals(orders),
        "to": sheets.receiver(purchase),
        "held": wording.moment(purchase.held_until),
        "refusals": tuple(FindingNote.of(each) for each in findings),
        "return_days": without.days,
        "return_law": without.law,
        "faulty_days": terms.to_return(purchase.destination, on, faulty=True).days,
        "identity": bool(checkout.buyer_of(purchase).identity),
        "steps": sheets.steps(1),
        "heading": _("Your order to {country}").format(country=wording.country(purchase.destination)),
    }
    return show(request, "buying/review.html", context, status=422 if findings else 200)
