"""Goods that pass through: what comes, what is here under which seals, and what should have left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from entrepot.hub.customs import actions, queries
from entrepot.hub.customs.models import Passage
from entrepot.hub.events import clock
from entrepot.hub.orders import queries as orders
from entrepot.hub.web import wording
from entrepot.hub.web.desks import Sitting, at_desk
from entrepot.hub.web.pieces import Badge, Empty
from entrepot.hub.web.shell import show
from entrepot.trade.money import Money

SHOWN = 100


@dataclass(frozen=True, slots=True)
class Row:
    """One passage as an officer sees it; `can` names what may be done about it now."""

    mrn: str
    ucr: str
    href: str
    goods: str
    way: str
    badge: Badge
    secured: str
    declarant: str
    seals: str
    reason: str
    can: str


@at_desk("customs")
def listed(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """Every passage, those that are open first."""
    found = sorted(queries.passages_visible(sitting.by)[:SHOWN], key=lambda each: each.ended_at is not None)
    known = {each.ucr for each in orders.consignments().filter(ucr__in=[each.ucr for each in found])}
    context = {
        "rows": [_row(each, clock.now().date(), each.ucr in known) for each in found],
        "nothing": Empty(_("Nothing passes through"), _("Goods that pass on to another country are shown here.")),
    }
    return show(request, "officer/passages.html", context, desk="customs", here="passages")


@at_desk("customs")
@require_POST
def move(request: HttpRequest, sitting: Sitting, number: str) -> HttpResponse:
    """Seal what has come, let go what leaves, or charge or turn away what does not."""
    try:
        found = queries.passage(number, by=sitting.by)
    except Passage.DoesNotExist:
        raise Http404 from None
    seals, reason = _seals(request.POST.get("seals", "")), request.POST.get("reason", "")
    asked = request.POST.get("move", "")
    if asked == "enter":
        actions.enter(found, seals, by=sitting.by)
        messages.success(request, _("{mrn} is sealed.").format(mrn=found.mrn))
    elif asked == "discharge":
        actions.discharge(found, seals, by=sitting.by)
        messages.success(request, _("{mrn} has left; the guarantee is free.").format(mrn=found.mrn))
    elif asked == "charge":
        actions.charge(found, reason, by=sitting.by)
        messages.success(request, _("{mrn} is charged; the guarantee pays.").format(mrn=found.mrn))
    else:
        actions.refuse_passage(found, reason, by=sitting.by)
        messages.success(request, _("{mrn} is not let in; its sender is told.").format(mrn=found.mrn))
    return redirect("officer-passages")


def _row(found: Passage, today: date, known: bool) -> Row:
    return Row(
        found.mrn,
        found.ucr,
        reverse("file", args=[found.ucr]) if known else "",
        wording.listed(f"{each['quantity']} × {each['description']}" for each in found.facts["items"]),
        _("{origin} to {destination}").format(
            origin=wording.country(found.origin), destination=wording.country(found.destination)
        ),
        _badge(found, today),
        str(Money.from_minor(found.secured_minor, found.currency)),
        found.declarant.name,
        ", ".join(found.seals),
        found.reason,
        found.state if found.state in ("accepted", "under-way") else "",
    )


def _badge(found: Passage, today: date) -> Badge:
    if found.state == "under-way" and found.due_on is not None:
        last = wording.day(found.due_on)
        if found.due_on < today:
            return Badge(_("Should have left by {day}").format(day=last), "stop", "triangle-alert")
        return Badge(_("Here, leaves by {day}").format(day=last), "wait", "hourglass")
    return {
        "accepted": Badge(_("Comes"), "move", "truck"),
        "discharged": Badge(_("Left"), "go", "check"),
        "charged": Badge(_("Charged"), "stop", "x"),
        "refused": Badge(_("Not let in"), "stop", "x"),
    }.get(found.state, Badge(_("Never came")))


def _seals(told: str) -> Sequence[str]:
    return told.replace(",", " ").split()
