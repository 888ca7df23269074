"""A file that somebody handed in, given out again: to be saved and never to be shown as if it were a page of ours."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header


def attachment(name: str, media_type: str, content: bytes) -> HttpResponse:
    """The file as an answer: saved under its name, believed in no other type, run nowhere, kept in no cache."""
    response = HttpResponse(content, content_type=media_type)
    told = content_disposition_header(as_attachment=True, filename=name)
    assert told is not None
    response.headers["Content-Disposition"] = told
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cache-Control"] = "private, no-store"
    return response
