"""Files that were handed in: given out to the declarant and the officers of the country, to be saved."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_noop
from ninja import Router, Schema

from entrepot.hub.api.caller import actor
from entrepot.hub.attachment import attachment
from entrepot.hub.customs import actions, queries
from entrepot.hub.customs.models_of_file import SealedFile
from entrepot.trade.enclosure import Handed
from entrepot.trade.finding import Finding, Refused

router = Router(tags=["customs"])


class EnclosureShown(Schema):
    """A file that was handed in; its content is at `/enclosures/{id}`."""

    id: int
    name: str
    media_type: str
    size: int
    sha256: str
    added_at: datetime


class DocumentHanded(Schema):
    """A file of an answer: PDF, PNG, JPEG or plain text, in Base64, of up to 5 MB."""

    name: str
    content: str


def shown(kept: SealedFile) -> EnclosureShown:
    return EnclosureShown(
        id=kept.pk,
        name=kept.name,
        media_type=kept.media_type,
        size=kept.size,
        sha256=kept.digest,
        added_at=kept.added_at,
    )


@router.get("/{int:number}", summary="Save a file that was handed in")
def content(request: HttpRequest, number: int) -> HttpResponse:
    by = actor(request)
    kept = queries.enclosure(number, by=by)
    return attachment(kept.name, kept.media_type, actions.open_enclosure(kept, by=by))


def handed(documents: Sequence[DocumentHanded]) -> list[Handed]:
    """The files of a body, or a refusal that says which is not in Base64."""
    return [Handed(each.name, decoded(f"/documents/{n}/content", each.content)) for n, each in enumerate(documents)]


def decoded(at: str, content: str) -> bytes:
    """The bytes of a file that came in Base64; `at` is where in the body it stands."""
    try:
        return base64.b64decode(content, validate=True)
    except binascii.Error:
        raise Refused(
            Finding(
                "document-not-base64",
                gettext_noop("The content of a document is not Base64."),
                at,
                gettext_noop("Write the bytes of the file in Base64 (RFC 4648), without line breaks."),
            )
        ) from None
