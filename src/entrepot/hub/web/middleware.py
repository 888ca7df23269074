"""How a refusal looks on every page, and what an address with a stroke too many means."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import is_valid_path

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


class Strokes:
    """Leads an address that ends in a stroke too many to the page that stands without it."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.answer(request)
        path = request.path_info
        if request.method != "GET" or answer.status_code not in (404, 422) or not path.endswith("/"):
            return answer
        bare = path.rstrip("/")
        if bare.startswith("//") or not bare or not is_valid_path(bare):
            return answer
        asked = request.META.get("QUERY_STRING", "")
        return HttpResponseRedirect(f"{bare}?{asked}" if asked else bare)


def _page(request: HttpRequest, template: str, status: int, context: Mapping[str, object]) -> HttpResponse:
    from entrepot.hub.web.shell import standing

    return render(request, template, {"shell": standing(request), **context}, status=status)
