"""An appeal on the seller's page of a declaration: what may be appealed until when, and how it stands."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from entrepot.hub.customs import actions, queries
from entrepot.hub.customs.models import Appeal, Decision, Declaration
from entrepot.hub.web import inquiries, wording
from entrepot.hub.web.desks import Sitting, at_desk
from entrepot.hub.web.officer import appeals, sheets


def of(declaration: Declaration) -> tuple[appeals.Matter, ...]:
    """Every appeal in the matter, the newest first, with its files for the declarant."""
    return tuple(
        appeals.matter(each, lambda kept: reverse("seller-enclosure", args=[kept.pk]))
        for each in reversed(queries.appeals_of(declaration))
    )


def appealable(declaration: Declaration, today: date) -> tuple[tuple[int, str, str], ...]:
    """What may be appealed now: the decision, what it was, and the last day."""
    return tuple(
        (each.pk or 0, sheets.move_told(each.move), wording.day(queries.appeal_until(each)))
        for each in queries.appealable_now(declaration, today)
    )


@at_desk("seller", "declarant")
@require_POST
def lodge(request: HttpRequest, sitting: Sitting, number: str, decision: int) -> HttpResponse:
    """Appeal against a decision, with grounds and files."""
    declaration = queries.by_mrn(number)
    if declaration is None or declaration.declarant_id != sitting.party:
        raise Http404
    try:
        found = queries.decision_of(declaration, decision)
    except Decision.DoesNotExist:
        raise Http404 from None
    actions.lodge_appeal(found, request.POST.get("grounds", ""), inquiries.handed(request), by=sitting.by)
    messages.success(request, _("Your appeal is with customs."))
    return redirect("seller-declaration", found.declaration.mrn)


@at_desk("seller", "declarant")
@require_POST
def withdraw(request: HttpRequest, sitting: Sitting, number: int) -> HttpResponse:
    """Take an appeal back."""
    found = Appeal.objects.select_related("declaration").filter(pk=number).first()
    if found is None or found.declaration.declarant_id != sitting.party:
        raise Http404
    actions.withdraw_appeal(found, by=sitting.by)
    messages.success(request, _("The appeal is withdrawn."))
    return redirect("seller-declaration", found.declaration.mrn)
