"""The shops that a firm has elsewhere: connected, asked again, their orders seen to, disconnected."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from entrepot.hub.adapters.shop import live
from entrepot.hub.events import clock
from entrepot.hub.parties import queries as parties
from entrepot.hub.storefronts import actions, queries
from entrepot.hub.storefronts.models import Storefront
from entrepot.hub.web.desks import Sitting, at_desk
from entrepot.hub.web.pieces import Empty
from entrepot.hub.web.seller import shop_sheets as sheets
from entrepot.hub.web.seller.paging import Paged
from entrepot.hub.web.shell import show
from entrepot.trade.finding import Finding, Refused, Unavailable
from entrepot.trade.wording import gettext_noop

BROUGHT_SINCE = timedelta(days=7)
AT_ONCE = 40


@at_desk("seller")
@never_cache
def shops(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """Every shop of the firm, and a form to connect another; a secret of our making is shown in the answer only."""
    context: dict[str, Any] = {"stated": request.POST}
    if request.method == "POST":
        try:
            made, secret = actions.connect(parties.party(sitting.party), _stated(request), by=sitting.by)
        except (Refused, Unavailable) as fault:
            context["refusals"] = sheets.refusals(fault)
        else:
            if not secret:
                messages.success(request, _("{name} is connected; its orders are on their way.").format(name=made.name))
                return redirect("seller-shop", made.pk)
            context |= {"told": sheets.hook(made, secret, request), "stated": {}}
    found = list(queries.storefronts(sitting.party))
    context |= {
        "headline": ngettext("{count} shop is connected", "{count} shops are connected", len(found)).format(
            count=len(found)
        )
        if found
        else _("Connect a shop"),
        "table": sheets.storefronts(found),
        "kinds": sheets.kinds(request.POST),
        "since": request.POST.get("since") or (clock.now() - BROUGHT_SINCE).date().isoformat(),
    }
    status = 422 if context.get("refusals") else 200
    return show(request, "seller/shops.html", context, desk="seller", here="shops", status=status)


@at_desk("seller")
@never_cache
def shop(request: HttpRequest, sitting: Sitting, number: uuid.UUID) -> HttpResponse:
    """One shop: how it stands, what came of its orders, and what can be done."""
    return _page(request, _storefront(number, sitting))


@at_desk("seller")
@require_POST
@never_cache
def change(request: HttpRequest, sitting: Sitting, number: uuid.UUID) -> HttpResponse:
    """What is done with a shop, by the name of the button."""
    found, do, by = _storefront(number, sitting), request.POST.get("do", ""), sitting.by
    try:
        if do == "products":
            return _page(request, found, brought=sheets.brought(actions.bring_products(found, by=by)))
        if do == "keys":
            secret = actions.renew_keys(found, request.POST.dict(), by=by)
            found.refresh_from_db()
            return _page(request, found, told=sheets.hook(found, secret, request))
    except (Refused, Unavailable) as fault:
        return _page(request, found, refusals=sheets.refusals(fault))
    if do == "retry":
        actions.retry(found, by=by)
        messages.success(request, _("The shop is asked again now; reload this page in a moment."))
    elif do == "stock":
        actions.send_stock(found, request.POST.get("on") == "1", by=by)
        messages.success(request, _("It is noted."))
    elif do == "disconnect":
        actions.disconnect(found, by=by)
        messages.success(request, _("{name} is disconnected; its keys are destroyed.").format(name=found.name))
        return redirect("seller-shops")
    return redirect("seller-shop", found.pk)


@at_desk("seller")
@require_POST
def accept(request: HttpRequest, sitting: Sitting, number: uuid.UUID, intake: int) -> HttpResponse:
    """The seller has seen to an order that changed, came late, or was refused."""
    found = _storefront(number, sitting)
    actions.accept(get_object_or_404(queries.intakes(found), pk=intake), by=sitting.by)
    messages.success(request, _("It is noted."))
    return redirect("seller-shop", found.pk)


def _page(request: HttpRequest, found: Storefront, **told: Any) -> HttpResponse:
    orders = Paged.of(request, queries.intakes(found, sheets.WANTED.get(request.GET.get("show", ""), ())), AT_ONCE)
    context = {
        "shop": sheets.shop(found),
        "state": sheets.state(found),
        "facts": sheets.facts(found),
        "findings": sheets.findings(found),
        "choices": sheets.choices(found, request.GET.get("show", "")),
        "orders": tuple(sheets.order(each) for each in orders.rows),
        "pages": orders,
        "keys": sheets.keys(found.kind),
        "hook": sheets.address(found, request),
        "nothing": Empty(_("No orders here"), _("Orders that are paid and not yet sent are brought from the shop.")),
        **told,
    }
    status = 422 if told.get("refusals") else 200
    return show(request, "seller/shop.html", context, desk="seller", here="shops", status=status)


def _storefront(number: uuid.UUID, sitting: Sitting) -> Storefront:
    try:
        return queries.storefront(number, by=sitting.by)
    except Storefront.DoesNotExist:
        raise Http404 from None


def _stated(request: HttpRequest) -> actions.Connection:
    """What the form states. Keys are named by their kind, since the form asks those of every kind."""
    kind = request.POST.get("kind", "")
    names = live.KINDS[kind].keys if kind in live.KINDS else {}
    try:
        since = date.fromisoformat(request.POST.get("since", ""))
    except ValueError:
        raise Refused(
            Finding(
                "date-not-read",
                gettext_noop("“{text}” is not a date."),
                "/since",
                gettext_noop("Write year, month and day, such as 2026-03-09."),
                params={"text": request.POST.get("since", "")[:40]},
            )
        ) from None
    return actions.Connection(
        kind=kind,
        url=request.POST.get("url", ""),
        keys={name: request.POST.get(f"{kind}-{name}", "") for name in names},
        since=since,
        prefix=request.POST.get("prefix", ""),
        sends_stock=request.POST.get("stock") == "1",
    )
