"""Questions on an officer's sheet: taken back, given up, and the files that answers brought."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from entrepot.hub.attachment import attachment
from entrepot.hub.customs import actions, queries
from entrepot.hub.customs.models import Declaration, Enclosure, InformationRequest
from entrepot.hub.web import inquiries
from entrepot.hub.web.desks import Sitting, at_desk
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.wording import gettext_noop


def of(declaration: Declaration, today: date) -> tuple[inquiries.Asked, ...]:
    """Everything that was asked about a declaration."""
    return inquiries.about(declaration, today, href)


def href(kept: Enclosure) -> str:
    return reverse("officer-enclosure", args=[kept.pk])


@at_desk("customs")
@require_POST
def request(request: HttpRequest, sitting: Sitting, number: int) -> HttpResponse:
    """Take a question back, or go on without an answer to it."""
    try:
        found = queries.request(number, by=sitting.by)
    except InformationRequest.DoesNotExist:
        raise Http404 from None
    if request.POST.get("move") == "lapse":
        actions.lapse_request(found, by=sitting.by)
        messages.success(request, _("It is noted that nobody answered."))
    else:
        actions.withdraw_request(found, by=sitting.by)
        messages.success(request, _("The question is taken back."))
    return redirect("officer-declaration", found.declaration.mrn)


@at_desk("customs")
def enclosure(request: HttpRequest, sitting: Sitting, number: int) -> HttpResponse:
    """A file that was handed in, to be saved."""
    try:
        kept = queries.enclosure(number, by=sitting.by)
    except Enclosure.DoesNotExist:
        raise Http404 from None
    return attachment(kept.name, kept.media_type, actions.open_enclosure(kept, by=sitting.by))


def day_told(request: HttpRequest, name: str) -> date | None:
    """The day that the form names; none if it names none."""
    told = request.POST.get(name, "").strip()
    try:
        return date.fromisoformat(told) if told else None
    except ValueError:
        raise Refused(
            Finding(
                "day-unreadable",
                gettext_noop("“{day}” is not a day."),
                f"/{name}",
                gettext_noop("Write year, month and day, such as 2026-03-31."),
                params={"day": told[:20]},
            )
        ) from None
