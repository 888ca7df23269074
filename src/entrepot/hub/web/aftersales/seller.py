"""What follows a sale, for its seller: returns to answer and receive, disputes to answer, ratings to answer once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from entrepot.hub.aftersales import actions, evidence, queries
from entrepot.hub.aftersales.models import Evidence, Rating, Return
from entrepot.hub.attachment import attachment
from entrepot.hub.orders import queries as orders
from entrepot.hub.web import inquiries
from entrepot.hub.web.aftersales import sheets
from entrepot.hub.web.desks import Sitting, at_desk
from entrepot.hub.web.pieces import Empty, FindingNote
from entrepot.hub.web.shell import show
from entrepot.trade.finding import Refused

SHOWN = 100


@at_desk("seller")
def listed(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """Returns, disputes and ratings; an answer to a rating is written here."""
    refusals: tuple[FindingNote, ...] = ()
    if request.method == "POST":
        number = request.POST.get("rating", "")
        try:
            actions.reply(int(number) if number.isdigit() else 0, request.POST.get("reply", ""), by=sitting.by)
            messages.success(request, _("Your answer is shown beside the rating."))
            return redirect("seller-returns")
        except Refused as refused:
            refusals = tuple(FindingNote.of(each) for each in refused.findings)
    ratings = Rating.objects.filter(seller_code=sitting.party)[:SHOWN]
    context = {
        "returns": sheets.returns(queries.returns_to(sitting.party)[:SHOWN], "seller-return"),
        "disputes": sheets.disputes(queries.disputes_with(sitting.party)[:SHOWN], "seller-dispute"),
        "ratings": [sheets.rated(each.line, each.title, each) for each in ratings],
        "average": sheets.average(sitting.party),
        "refusals": refusals,
        "nothing": Empty(
            _("Nothing has come back"),
            _("When a buyer asks to send goods back, it appears here with the day by which you answer."),
        ),
    }
    return _shown(request, "aftersales/seller.html", context, refusals)


@at_desk("seller")
def one_return(request: HttpRequest, sitting: Sitting, number: str) -> HttpResponse:
    """One return: answer it, or note that the goods are back."""
    asked = queries.return_to(sitting.party, number)
    if asked is None:
        raise Http404
    return answered(request, sitting, asked, "seller", "seller-return")


@at_desk("seller")
def one_dispute(request: HttpRequest, sitting: Sitting, number: str) -> HttpResponse:
    """One dispute: answer it."""
    held = queries.disputes_with(sitting.party).filter(number=number).first()
    if held is None:
        raise Http404

    def answer() -> str:
        files = inquiries.handed(request, "files")
        actions.answer_dispute(number, request.POST.get("answer", ""), files, by=sitting.by)
        return _("Your answer is sent to the operator who decides.")

    refusals: tuple[FindingNote, ...] = ()
    if request.method == "POST":
        refusals = tried(request, answer)
        if not refusals:
            return redirect("seller-dispute", number)
    context = {
        "matter": sheets.one_dispute(held, lambda each: reverse("seller-evidence", args=[each.pk])),
        "ucr": held.ucr,
        "answers": held.state in ("opened", "unanswered"),
        "answer": request.POST.get("answer", ""),
        "accepted": inquiries.ACCEPTED,
        "refusals": refusals,
        "back": "seller-returns",
    }
    return _shown(request, "aftersales/dispute.html", context, refusals)


@at_desk("seller")
def file(request: HttpRequest, sitting: Sitting, number: int) -> HttpResponse:
    """A file of a return or dispute of this seller's."""
    kept = Evidence.objects.filter(pk=number).first()
    theirs = kept is not None and (
        queries.returns_to(sitting.party).filter(number=kept.about).exists()
        or queries.disputes_with(sitting.party).filter(number=kept.about).exists()
    )
    if kept is None or not theirs:
        raise Http404
    return attachment(kept.name, kept.media_type, evidence.opened(kept))


def answered(request: HttpRequest, sitting: Sitting, asked: Return, desk: str, page: str) -> HttpResponse:
    """The page of a return, for its seller or for the keeper of the shelf, who only receives."""

    def act() -> str:
        move = request.POST.get("move", "")
        if move != "receive":
            actions.answer(asked.number, move, request.POST.get("answer", "").strip(), by=sitting.by)
            return _("The buyer is told.")
        counts = {sku: request.POST.get(f"good-{sku}", "") for sku, _title, _pieces in matter.goods}
        good = {sku: int(told) for sku, told in counts.items() if told.isascii() and told.isdigit()}
        actions.receive(asked.number, good, by=sitting.by)
        return _("The goods are back, and the buyer is paid.")

    seller = desk == "seller"
    matter = sheets.one_return(
        asked,
        orders.consignment(asked.ucr),
        lambda each: reverse("seller-evidence", args=[each.pk]) if seller else "",
    )
    refusals: tuple[FindingNote, ...] = ()
    if request.method == "POST":
        refusals = tried(request, act)
        if not refusals:
            return redirect(page, asked.number)
    context = {
        "matter": matter,
        "ucr": asked.ucr,
        "answers": seller and asked.state in ("requested", "unanswered"),
        "receives": asked.state == "accepted",
        "answer": request.POST.get("answer", ""),
        "refusals": refusals,
        "back": "seller-returns" if seller else "warehouse-returns",
        "seller": seller,
    }
    return _shown(request, "aftersales/return.html", context, refusals, desk)


def tried(request: HttpRequest, act: Callable[[], str]) -> tuple[FindingNote, ...]:
    """Do it and say so, or answer with why it may not be."""
    try:
        messages.success(request, act())
    except Refused as refused:
        return tuple(FindingNote.of(each) for each in refused.findings)
    return ()


def _shown(
    request: HttpRequest, page: str, context: dict[str, Any], refusals: tuple[FindingNote, ...], desk: str = "seller"
) -> HttpResponse:
    return show(request, page, context, desk=desk, here="aftersales", status=422 if refusals else 200)
