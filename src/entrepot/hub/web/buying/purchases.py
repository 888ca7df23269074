"""What was ordered: the page that a buyer comes back to, and the invoice."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from entrepot.hub.buying import invoicing, mailing, queries, withdrawing
from entrepot.hub.buying.models import Purchase, PurchaseOrder
from entrepot.hub.web.buying import sheets, tracking, visitor
from entrepot.hub.web.pieces import Empty
from entrepot.hub.web.shell import show
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.wording import gettext_noop


def purchase(request: HttpRequest, token: str) -> HttpResponse:
    """How far each order has come, how to pay what is to be paid, and the link to keep."""
    return show(
        request, "buying/order.html", {**visitor.frame(request), **_followed(request, token), **_letters(token)}
    )


def state(request: HttpRequest, token: str) -> HttpResponse:
    """The same orders again, for the page that waits."""
    return render(request, "buying/followed.html", _followed(request, token))


@require_POST
def withdraw(request: HttpRequest, token: str, number: str) -> HttpResponse:
    """Take an order back that the seller's hub has not answered."""
    withdrawing.withdraw(token, number, by=visitor.acting(request))
    messages.success(request, _("The order is withdrawn. Nothing is to be paid."))
    return redirect("buying:order", token)


@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """Everything that an account has bought."""
    person = visitor.person(request)
    assert person is not None
    context = {
        **visitor.frame(request),
        "table": tracking.table(queries.purchases(person)[:100]),
        "nothing": Empty(_("Nothing ordered yet"), _("What you order while signed in appears here.")),
    }
    return show(request, "buying/orders.html", context)


def invoice(request: HttpRequest, token: str, number: str) -> HttpResponse:
    """The invoice of one order, to be printed."""
    order = _order(queries.purchase_of(token), number)
    context = {
        **visitor.frame(request),
        "token": token,
        "order": sheets.order(order, order.purchase.destination),
        "facts": sheets.invoice_facts(order),
        "to": sheets.receiver(order.purchase),
    }
    return show(request, "buying/invoice.html", context)


def invoice_data(request: HttpRequest, token: str, number: str) -> JsonResponse:
    """The same invoice as data."""
    return JsonResponse(invoicing.invoice(_order(queries.purchase_of(token), number)))


def _followed(request: HttpRequest, token: str) -> dict[str, object]:
    purchase = queries.purchase_of(token)
    _refuse_unless_placed(purchase)
    followed = tracking.followed(purchase)
    return {
        "token": token,
        "followed": followed,
        "waits": any(each.waits for each in followed),
        "to": sheets.receiver(purchase),
        "guest": purchase.person_id is None,
        "link": request.build_absolute_uri(f"/shop/orders/{token}/"),
    }


def _letters(token: str) -> dict[str, object]:
    """Where letters about the purchase go."""
    return {"mail": mailing.mask_of(queries.purchase_of(token))}


def _order(purchase: Purchase, number: str) -> PurchaseOrder:
    """The order of a purchase that a seller has accepted; before that there is no invoice."""
    found = queries.orders(purchase).select_related("purchase").filter(number=number, state="accepted").first()
    if found is None:
        raise Refused(
            Finding(
                "invoice-not-there",
                gettext_noop("There is no invoice of order {number} yet."),
                remedy=gettext_noop("It is made when the seller has accepted the order."),
                params={"number": number[:30]},
            )
        )
    return found


def _refuse_unless_placed(purchase: Purchase) -> None:
    if purchase.placed_at is None:
        raise Refused(
            Finding(
                "purchase-not-placed",
                gettext_noop("This checkout was not ordered."),
                remedy=gettext_noop("Go back to the cart."),
            )
        )
