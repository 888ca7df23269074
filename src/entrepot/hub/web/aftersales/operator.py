"""What follows sales, for the operator: disputes to decide and words to read before others do."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from entrepot.hub.aftersales import actions, evidence, queries
from entrepot.hub.aftersales.models import Evidence, Rating
from entrepot.hub.attachment import attachment
from entrepot.hub.events import clock
from entrepot.hub.orders import queries as orders
from entrepot.hub.web.aftersales import sheets
from entrepot.hub.web.aftersales.seller import tried
from entrepot.hub.web.desks import Sitting, at_desk
from entrepot.hub.web.pieces import Empty, FindingNote
from entrepot.hub.web.shell import show
from entrepot.trade.money import Money

SHOWN = 100


@at_desk("operator")
def listed(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """Disputes that this hub decides, the most pressing first, and ratings whose words wait."""

    def judge() -> str:
        number = int(request.POST["rating"]) if request.POST.get("rating", "").isdigit() else 0
        if request.POST.get("move") == "hide":
            actions.hide(number, request.POST.get("why", ""), by=sitting.by)
            return _("The words are hidden.")
        actions.let_pass(number, by=sitting.by)
        return _("The words are shown.")

    refusals: tuple[FindingNote, ...] = ()
    if request.method == "POST":
        refusals = tried(request, judge)
        if not refusals:
            return redirect("operator-disputes")
    waiting = Rating.objects.filter(own=True, state="waiting").order_by("given_at")[:SHOWN]
    context = {
        "disputes": sheets.disputes(queries.to_mediate()[:SHOWN], "operator-dispute"),
        "ratings": [sheets.rated(each.line, each.title, each) for each in waiting],
        "refusals": refusals,
        "nothing": Empty(_("Nothing is in dispute"), _("A buyer opens a dispute from the page of the order.")),
    }
    status = 422 if refusals else 200
    return show(request, "aftersales/operator.html", context, desk="operator", here="aftersales", status=status)


@at_desk("operator")
def one_dispute(request: HttpRequest, sitting: Sitting, number: str) -> HttpResponse:
    """One dispute: what both sides say, and the decision."""
    held = queries.to_mediate().filter(number=number).first()
    if held is None:
        raise Http404

    def decide() -> str:
        refund = Money.of(request.POST.get("refund", "") or "0", held.currency).settle().minor
        actions.decide_dispute(number, refund, request.POST.get("reasons", "").strip(), by=sitting.by)
        return _("Decided. Both sides are told.")

    refusals: tuple[FindingNote, ...] = ()
    if request.method == "POST":
        refusals = tried(request, decide)
        if not refusals:
            return redirect("operator-dispute", number)
    consignment = orders.consignment(held.ucr)
    waits = held.state == "opened" and clock.now() < held.answer_by
    context = {
        "matter": sheets.one_dispute(held, lambda each: reverse("operator-evidence", args=[each.pk])),
        "ucr": held.ucr,
        "decides": held.state in ("opened", "answered", "unanswered") and not waits,
        "waits": waits,
        "currency": held.currency,
        "paid": Money.from_minor(consignment.total_minor, consignment.currency).text,
        "refund": request.POST.get("refund", ""),
        "reasons": request.POST.get("reasons", ""),
        "refusals": refusals,
        "back": "operator-disputes",
    }
    status = 422 if refusals else 200
    return show(request, "aftersales/dispute.html", context, desk="operator", here="aftersales", status=status)


@at_desk("operator")
def file(request: HttpRequest, sitting: Sitting, number: int) -> HttpResponse:
    """A file of a dispute that this hub decides."""
    kept = Evidence.objects.filter(pk=number).first()
    if kept is None or not queries.to_mediate().filter(number=kept.about).exists():
        raise Http404
    return attachment(kept.name, kept.media_type, evidence.opened(kept))
