"""How a refusal looks on every page."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from entrepot.hub.web.pieces import FindingNote
from entrepot.trade.finding import NotAllowedNow, NotYours, Refused, Unavailable

Answer = Callable[[HttpRequest], HttpResponse]


class Refusals:
    """Turns a refusal into a page that says every finding: 403, 409 or 422; 503 where an outside party is silent."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.answer(request)

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        if isinstance(fault, Unavailable):
            return _page(request, "503.html", 503, {"who": fault.who, "retry_at": fault.retry_at})
        if not isinstance(fault, Refused):
            return None
        found = {"findings": tuple(FindingNote.of(finding) for finding in fault.findings)}
        if isinstance(fault, NotYours):
            return _page(request, "403.html", 403, found)
        return _page(request, "422.html", 409 if isinstance(fault, NotAllowedNow) else 422, found)


def _page(request: HttpRequest, template: str, status: int, context: Mapping[str, object]) -> HttpResponse:
    from entrepot.hub.web.shell import standing

    return render(request, template, {"shell": standing(request), **context}, status=status)
