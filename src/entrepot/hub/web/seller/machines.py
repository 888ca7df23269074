"""Keys of the firm's machines, and where its own systems are told what happens."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from entrepot.hub.parties import actions as parties
from entrepot.hub.parties import queries
from entrepot.hub.parties.models import Party
from entrepot.hub.web.desks import Sitting, at_desk
from entrepot.hub.web.pieces import Empty
from entrepot.hub.web.seller import machine_sheets as sheets
from entrepot.hub.web.shell import show
from entrepot.hub.webhooks import actions
from entrepot.hub.webhooks import queries as webhooks
from entrepot.trade.finding import Refused

LISTED = 100


@at_desk("seller")
@never_cache
def machines(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """Every key and endpoint of the firm; a new one's secret is shown in the answer to the form, and never again."""
    party = queries.party(sitting.party)
    context: dict[str, Any] = {"stated": request.POST}
    if request.method == "POST":
        try:
            context["told"] = _made(request, party, sitting)
        except Refused as refused:
            context[f"{request.POST.get('do', 'key')}_refusals"] = sheets.refusals(refused)
        else:
            context["stated"] = {}
    context |= {
        "keys": queries.keys_of(party),
        "signing": sheets.signing_keys(queries.verifying_keys_of(party)),
        "endpoints": sheets.endpoints(webhooks.endpoints_of(party.code)),
        "kinds": sheets.kinds(request.POST.getlist("kinds")),
    }
    refused_now = any(name.endswith("_refusals") for name in context)
    return show(
        request, "seller/machines.html", context, desk="seller", here="machines", status=422 if refused_now else 200
    )


@at_desk("seller")
@require_POST
def withdraw_key(request: HttpRequest, sitting: Sitting, client_id: str) -> HttpResponse:
    """End a key and every token obtained with it."""
    parties.withdraw_key(queries.party(sitting.party), client_id, by=sitting.by)
    messages.success(request, _("The key is withdrawn; what used it can no longer call."))
    return redirect("seller-machines")


@at_desk("seller")
@never_cache
def endpoint(request: HttpRequest, sitting: Sitting, number: uuid.UUID) -> HttpResponse:
    """The log of one endpoint, and what can be done with it."""
    found = webhooks.endpoint(number, by=sitting.by)
    told = None
    if request.method == "POST":
        do = request.POST.get("do", "")
        if do == "renew":
            told = sheets.Told(_("The new secret"), (("", actions.renew_secret(found, by=sitting.by)),))
        elif do == "withdraw":
            actions.withdraw(found, by=sitting.by)
            messages.success(request, _("The endpoint is withdrawn; nothing more is sent there."))
            return redirect("seller-machines")
        else:
            _tried(request, do, sitting, number)
            return redirect("seller-endpoint", number)
        found.refresh_from_db()
    context = {
        "endpoint": found,
        "state": sheets.state(found),
        "disabled": found.state == "disabled",
        "told": told,
        "log": sheets.log(webhooks.log_of(found)[:LISTED]),
        "nothing": Empty(_("Nothing was sent yet"), _("What concerns your firm from now on is sent there.")),
    }
    return show(request, "seller/endpoint.html", context, desk="seller", here="machines")


def _made(request: HttpRequest, party: Party, sitting: Sitting) -> sheets.Told:
    """A new key or endpoint, with what is told once."""
    if request.POST.get("do") == "endpoint":
        url, kinds = request.POST.get("url", "").strip(), request.POST.getlist("kinds")
        _endpoint, secret = actions.register(party, url, kinds, by=sitting.by)
        return sheets.Told(_("The endpoint's secret"), ((url, secret),))
    client_id, secret = parties.issue_key(party, request.POST.get("name", ""), by=sitting.by)
    return sheets.Told(_("The new key"), (("CLIENT_ID", client_id), ("CLIENT_SECRET", secret)))


def _tried(request: HttpRequest, do: str, sitting: Sitting, number: uuid.UUID) -> None:
    found = webhooks.endpoint(number, by=sitting.by)
    if do == "ping":
        actions.ping(found, by=sitting.by)
        messages.success(request, _("A test message is on its way; the log says what became of it."))
    elif do == "retry":
        actions.retry(found, by=sitting.by)
        messages.success(request, _("What was parked is tried again."))
