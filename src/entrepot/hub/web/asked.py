"""The answer to whoever asks too often what anybody may ask without an account."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from entrepot.hub.web.pieces import FindingNote
from entrepot.hub.web.shell import show
from entrepot.trade.finding import Finding
from entrepot.trade.wording import gettext_noop


def too_often(request: HttpRequest) -> HttpResponse:
    """The answer to whoever has asked too much, with when to ask again."""
    finding = Finding(
        "asked-too-often",
        gettext_noop("So many questions came from your network that this one is not answered now."),
        remedy=gettext_noop("Wait half a minute and ask again; for many questions at once use the batch of the API."),
    )
    answer = show(request, "422.html", {"findings": (FindingNote.of(finding),)}, status=429)
    answer.headers["Retry-After"] = "30"
    return answer
