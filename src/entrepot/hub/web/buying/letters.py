"""Whether a buyer is written to: chosen on the page of the order, or ended by the link in a letter."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from entrepot.hub.buying import mailing, queries
from entrepot.hub.web.buying import visitor
from entrepot.hub.web.shell import show


@require_POST
def chosen(request: HttpRequest, token: str) -> HttpResponse:
    """Write to another address, or to none; whoever has the link of the order may say so."""
    purchase = queries.purchase_of(token)
    kept = mailing.write_to(purchase.pk, request.POST.get("email", ""), by=visitor.acting(request))
    messages.success(request, _("We write to that address.") if kept.mail else _("You get no more letters about it."))
    return redirect("buying:order", token)


@csrf_exempt  # a mail program follows the link by itself (RFC 8058); the word in it is what gives the right
def farewell(request: HttpRequest, word: str) -> HttpResponse:
    """End the letters about an order by the link that stood in one; asked first, since programs follow links too."""
    ended = request.method == "POST"
    if ended:
        mailing.end(word, by=visitor.acting(request))
    return show(request, "buying/farewell.html", {**visitor.frame(request), "ended": ended})
