"""The page of whoever bought: goods to send back, something in dispute, stars to give. Its address is the only key."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from entrepot.hub.aftersales import access, actions, checking, evidence, queries, terms
from entrepot.hub.aftersales.disputes import DisputeFacts
from entrepot.hub.aftersales.facts import ReturnFacts
from entrepot.hub.aftersales.models import Evidence
from entrepot.hub.attachment import attachment
from entrepot.hub.events import Actor, clock
from entrepot.hub.orders import queries as orders
from entrepot.hub.orders.models import Consignment
from entrepot.hub.payments import symbol
from entrepot.hub.web import inquiries, wording
from entrepot.hub.web.aftersales import sheets, words
from entrepot.hub.web.file import parcels
from entrepot.hub.web.pieces import FindingNote, Law
from entrepot.hub.web.shell import show
from entrepot.trade.finding import Refused

Form = dict[str, str]


def bought(request: HttpRequest, ucr: str, seal: str) -> HttpResponse:
    """Everything that can follow."""
    access.require_buyer(ucr, seal)
    return _page(request, ucr, seal)


@require_POST
def send_back(request: HttpRequest, ucr: str, seal: str) -> HttpResponse:
    """Ask to send goods back."""

    def ask() -> str:
        pieces = {n: _count(request, f"pieces-{n}") for n in range(1, len(orders.consignment(ucr).items) + 1)}
        facts = ReturnFacts(
            pieces={n: count for n, count in pieces.items() if count},
            reason=_said(request, "reason"),
            told=_said(request, "told"),
            photos=tuple(inquiries.handed(request, "photos")),
        )
        actions.request(ucr, facts, seal=seal, by=_visitor())
        return _("The seller is asked. The answer appears here.")

    return _done(request, ucr, seal, "return", ask)


@require_POST
def keep(request: HttpRequest, ucr: str, seal: str, number: str) -> HttpResponse:
    """Withdraw a return."""
    actions.withdraw(_mine(ucr, number), seal=seal, by=_visitor())
    messages.success(request, _("You keep the goods. The return is withdrawn."))
    return redirect("bought", ucr, seal)


@require_POST
def dispute(request: HttpRequest, ucr: str, seal: str) -> HttpResponse:
    """Open a dispute."""

    def ask() -> str:
        files = tuple(inquiries.handed(request, "files"))
        facts = DisputeFacts(cause=_said(request, "cause"), told=_said(request, "told"), files=files)
        actions.open_dispute(ucr, facts, seal=seal, by=_visitor())
        return _("The dispute is open. The seller answers first, then the operator of this hub decides.")

    return _done(request, ucr, seal, "dispute", ask)


@require_POST
def rest(request: HttpRequest, ucr: str, seal: str, number: str) -> HttpResponse:
    """Withdraw a dispute."""
    actions.withdraw_dispute(_mine(ucr, number), seal=seal, by=_visitor())
    messages.success(request, _("The dispute is withdrawn."))
    return redirect("bought", ucr, seal)


@require_POST
def rate(request: HttpRequest, ucr: str, seal: str, line: int) -> HttpResponse:
    """Rate one line."""

    def ask() -> str:
        actions.rate(ucr, line, _count(request, "stars"), _said(request, "words"), seal=seal, by=_visitor())
        return _("Thank you. Your stars count; your words are read first.")

    return _done(request, ucr, seal, f"rating-{line}", ask)


def label(request: HttpRequest, ucr: str, seal: str, number: str) -> HttpResponse:
    """The label for the parcel back: number, symbol, where to."""
    access.require_buyer(ucr, seal)
    asked = queries.returns_of(ucr).filter(number=number, state="accepted").first()
    if asked is None:
        raise Http404
    consignment = orders.consignment(ucr)
    context = {
        "shop": _shop(consignment),
        "asked": sheets.one_return(asked, consignment, lambda _each: ""),
        "symbol": symbol.drawing(number),
        "seller": consignment.seller_name,
        "back": reverse("bought", args=[ucr, seal]),
    }
    return show(request, "aftersales/label.html", context)


def file(request: HttpRequest, ucr: str, seal: str, number: int) -> HttpResponse:
    """A file that the buyer or the seller handed in."""
    access.require_buyer(ucr, seal)
    kept = Evidence.objects.filter(pk=number, about__startswith=f"{ucr}-").first()
    if kept is None:
        raise Http404
    return attachment(kept.name, kept.media_type, evidence.opened(kept))


def _done(request: HttpRequest, ucr: str, seal: str, about: str, ask: Callable[[], str]) -> HttpResponse:
    access.require_buyer(ucr, seal)
    try:
        messages.success(request, ask())
    except Refused as refused:
        return _page(request, ucr, seal, about, tuple(FindingNote.of(each) for each in refused.findings))
    return redirect("bought", ucr, seal)


def _page(
    request: HttpRequest, ucr: str, seal: str, about: str = "", refusals: tuple[FindingNote, ...] = ()
) -> HttpResponse:
    consignment = orders.consignment(ucr)
    ratings = queries.ratings_of(ucr)
    left = queries.left_to_return(consignment)

    def href(kept: Evidence) -> str:
        return reverse("bought-file", args=[ucr, seal, kept.pk])

    found = list(queries.disputes_of(ucr))
    received = consignment.state in checking.RECEIVED and consignment.delivered_at is not None
    context: dict[str, Any] = {
        "ucr": ucr,
        "seal": seal,
        "shop": _shop(consignment),
        "order": consignment.order_number,
        "received": received,
        "delivered": wording.day(consignment.delivered_at) if consignment.delivered_at else "",
        "windows": _windows(consignment) if received else (),
        "lines": [(n, item["description"], item["quantity"], left[n]) for n, item in enumerate(consignment.items, 1)],
        "returnable": received and any(left.values()),
        "reasons": words.reasons().items(),
        "causes": words.causes().items(),
        "returns": [sheets.one_return(each, consignment, href) for each in queries.returns_of(ucr)],
        "parcels": parcels.several([ucr]).get(ucr),
        "losses": [sheets.one_loss(each, consignment) for each in queries.losses_of(ucr)],
        "disputes": [sheets.one_dispute(each, href) for each in found],
        "disputable": not any(each.state in ("opened", "answered", "unanswered") for each in found),
        "ratings": [
            sheets.rated(n, item["description"], ratings.get(n)) for n, item in enumerate(consignment.items, 1)
        ],
        "stars": [(count, words.stars(count)) for count in range(5, 0, -1)],
        "accepted": inquiries.ACCEPTED,
        "about": about,
        "refusals": refusals,
        "form": request.POST,
    }
    return show(request, "aftersales/bought.html", context, status=422 if refusals else 200)


def _windows(consignment: Consignment) -> tuple[tuple[str, Law | None], ...]:
    """Until when goods may be sent back, with and without a fault, and by which law."""
    assert consignment.delivered_at is not None
    told = []
    for sentence, faulty in (
        (_("Without a reason until {day}."), False),
        (_("If something is wrong with the goods until {day}."), True),
    ):
        window = terms.to_return(consignment.destination, consignment.delivered_at.date(), faulty=faulty)
        last = wording.day(consignment.delivered_at + timedelta(days=window.days))
        told.append((sentence.format(day=last), Law(window.law) if window.law else None))
    return tuple(told)


def _shop(consignment: Consignment) -> dict[str, str]:
    name = consignment.seller_name
    return {"name": name, "told": _("through this hub"), "sign": name[:2]}


def _mine(ucr: str, number: str) -> str:
    """The number, if it belongs to this consignment."""
    if not number.startswith(f"{ucr}-"):
        raise Http404
    return number


def _visitor() -> Actor:
    return Actor("visitor", "", "", clock.now())


def _said(request: HttpRequest, name: str) -> str:
    return request.POST.get(name, "").strip()


def _count(request: HttpRequest, name: str) -> int:
    told = _said(request, name)
    return int(told) if told.isascii() and told.isdigit() and len(told) < 10 else 0
