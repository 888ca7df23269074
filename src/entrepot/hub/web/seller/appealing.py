"""The declarant appeals, and takes an appeal back."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from entrepot.hub.customs import actions, queries
from entrepot.hub.customs.models import Appeal, Decision
from entrepot.hub.web import inquiries
from entrepot.hub.web.desks import Sitting, at_desk
from entrepot.hub.web.seller import declaration as sheet
from entrepot.trade.finding import NotAllowedNow, NotYours, Refused


@at_desk("seller", "declarant")
@require_POST
def lodge(request: HttpRequest, sitting: Sitting, number: str, decision: int) -> HttpResponse:
    """Appeal against a decision, with grounds and files; what was written stays where it cannot be taken."""
    declaration = sheet.mine(sitting, number)
    try:
        found = queries.decision_of(declaration, decision)
    except Decision.DoesNotExist:
        raise Http404 from None
    try:
        actions.lodge_appeal(found, request.POST.get("grounds", ""), inquiries.handed(request), by=sitting.by)
    except (NotYours, NotAllowedNow):
        raise
    except Refused as refused:
        return sheet.page(request, sitting, declaration, refused, deed="appeal", of=decision)
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
