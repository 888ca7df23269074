"""Forms of a declaration for an officer of its country, with the receiver in clear."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from entrepot.hub.customs import queries
from entrepot.hub.web import filled
from entrepot.hub.web.desks import Sitting, at_desk


@at_desk("customs")
def form(request: HttpRequest, sitting: Sitting, number: str, code: str) -> HttpResponse:
    """A form filled from the declaration, with what it has no place for."""
    found = queries.by_mrn(number)
    if found is None:
        raise Http404
    queries.require_officer(found, by=sitting.by)
    return filled.answered(request, sitting, found, code, "officer-declaration")
