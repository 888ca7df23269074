"""The door at which sellers' shops call: a raw body under a limit, believed for its signature, and answered at once."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from entrepot.hub.adapters.shop import hooks
from entrepot.hub.api import body
from entrepot.hub.storefronts import actions
from entrepot.hub.storefronts.models import Storefront

LARGEST = 1024 * 1024


@csrf_exempt
@require_POST
def called(http: HttpRequest, number: uuid.UUID) -> HttpResponse:
    """A shop says that something changed. Whoever cannot sign for it is told nothing, not even whether it exists."""
    refused, raw = body.read(http, LARGEST)
    if refused is not None:
        return HttpResponse(status=413)
    found = Storefront.objects.filter(pk=number).first()
    if found is None:
        return HttpResponse(status=401)
    if hooks.only_tried(found.kind, raw):
        return HttpResponse(status=200)
    if not hooks.genuine(found.kind, http.headers, raw, found.opened_keys().get("hook", "")):
        return HttpResponse(status=401)
    actions.called(found)
    return HttpResponse(status=200)
