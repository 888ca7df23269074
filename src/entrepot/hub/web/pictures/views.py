"""Pictures of goods, for everybody: each under its own hash, so that what is there never changes."""

from __future__ import annotations

import re

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from entrepot.hub.catalogue import pictures

DIGEST = re.compile("[0-9a-f]{64}")


@require_safe
def picture(request: HttpRequest, digest: str) -> HttpResponse:
    """The picture of this hash; a browser may keep it for ever."""
    if not DIGEST.fullmatch(digest):
        raise Http404
    place = pictures.path(digest)
    try:
        content = place.read_bytes()
    except FileNotFoundError:
        raise Http404 from None
    return HttpResponse(
        content,
        content_type=pictures.media_type(content),
        headers={
            "Cache-Control": "public, max-age=31536000, immutable",
            "Content-Security-Policy": "default-src 'none'; sandbox",
        },
    )
