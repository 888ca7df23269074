"""The payer's pages. Whoever holds the reference may see what is asked; only a wallet's holder may pay from it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from entrepot.hub.events import Actor, clock
from entrepot.hub.parties import queries as parties
from entrepot.hub.payments import actions, queries
from entrepot.hub.web.pieces import Empty, FindingNote
from entrepot.hub.web.shell import show
from entrepot.hub.web.visitor import sheets
from entrepot.trade.finding import Refused


def pay(request: HttpRequest, reference: str) -> HttpResponse:
    """What is asked, with the code to scan; it changes by itself when the money has come."""
    asked = sheets.asked(queries.payment(reference))
    shop = {"name": asked.payee, "told": _("through this hub"), "sign": asked.payee[:2]}
    return show(request, "visitor/pay.html", {"asked": asked, "shop": shop})


def state(request: HttpRequest, reference: str) -> HttpResponse:
    """The same card again, for the page that waits."""
    return render(request, "visitor/card.html", {"asked": sheets.asked(queries.payment(reference))})


@login_required
def wallet(request: HttpRequest) -> HttpResponse:
    """What is in one's wallets, and a field for the code of a merchant at another hub."""
    return _wallet(request)


@login_required
@require_POST
def send(request: HttpRequest) -> HttpResponse:
    """Pay what a scanned code asks."""
    assert request.user.is_authenticated
    try:
        purse = queries.wallet(request.POST.get("wallet", ""))
        payment = actions.visitor_request(request.POST.get("qr", "").strip(), purse, by=_person(request))
    except Refused as refused:
        return _wallet(request, tuple(FindingNote.of(each) for each in refused.findings), status=422)
    messages.success(
        request,
        _("The payment to {merchant} is on its way; the money is held until the other hub answers.").format(
            merchant=payment.merchant_name or payment.merchant_code
        ),
    )
    return redirect("wallet")


def _wallet(request: HttpRequest, refusals: tuple[FindingNote, ...] = (), *, status: int = 200) -> HttpResponse:
    assert request.user.is_authenticated
    wallets = list(queries.wallets(request.user))
    context = {
        "purses": tuple(sheets.purse(each) for each in wallets),
        "table": sheets.spent(queries.visits(wallets)),
        "refusals": refusals,
        "qr": request.POST.get("qr", ""),
        "nothing": Empty(
            _("You have no wallet here"),
            _("A wallet provider of this hub opens one for you; your balance then appears here."),
        ),
    }
    return show(request, "visitor/wallet.html", context, status=status)


def _person(request: HttpRequest) -> Actor:
    assert request.user.is_authenticated
    return parties.actor_for(request.user, None, clock.now())
