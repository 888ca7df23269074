"""The files of an application on its pages, for its applicant and its agency."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.urls import reverse

from entrepot.hub.attachment import attachment
from entrepot.hub.customs import actions, queries
from entrepot.hub.customs.models import Permit, PermitEnclosure
from entrepot.hub.events import Actor
from entrepot.hub.web.inquiries import File, files


def listed(permit: Permit, page: str, *, of: str) -> tuple[File, ...]:
    """What one side handed in, with the addresses on the pages of whoever looks; `page` names those."""
    return files(queries.permit_enclosures(permit, of=of), lambda kept: reverse(page, args=[permit.number, kept.pk]))


def saved(number: str, file: int, by: Actor) -> HttpResponse:
    """One file, to be saved."""
    try:
        kept = queries.permit_enclosure(file, queries.permit(number), by=by)
    except PermitEnclosure.DoesNotExist:
        raise Http404 from None
    return attachment(kept.name, kept.media_type, actions.open_permit_enclosure(kept, by=by))
