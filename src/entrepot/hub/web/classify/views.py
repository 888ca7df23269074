"""What is the code of these goods? Asked by anyone in three languages; the machine argues, a person decides."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from entrepot.classify import Goods
from entrepot.classify.asking import SENTENCES
from entrepot.classify.goods import checked
from entrepot.hub.allowance import Allowance, whence
from entrepot.hub.catalogue import classifying
from entrepot.hub.web import desks
from entrepot.hub.web.asked import too_often
from entrepot.hub.web.classify import sheets
from entrepot.hub.web.pieces import Empty, FindingNote
from entrepot.hub.web.shell import show
from entrepot.trade.finding import Refused

ASKING = Allowance(burst=30, pause=1)
FACETS = tuple(SENTENCES)


@require_safe
def ask(request: HttpRequest) -> HttpResponse:
    """The description as a form, and the codes suggested for it. The address says all of it."""
    text = request.GET.get("text", "").strip()
    given = {facet: request.GET[facet][:40] for facet in FACETS if request.GET.get(facet)}
    context: dict[str, Any] = {
        "text": text,
        "facts": sheets.facts(given),
        "plainly": "?" + urlencode({"text": text}),
        "nothing": _nothing(text),
    }
    status = 200
    if text:
        if not ASKING.take(whence(request)):
            return too_often(request)
        try:
            context |= _answered(text, given)
        except Refused as refused:
            context["findings"] = tuple(FindingNote.of(each) for each in refused.findings)
            status = 422
    seat = next((each.key for each in desks.seats(request) if each.key == "seller"), "")
    return show(request, "classify/ask.html", context, desk=seat, here="classify", status=status)


def _answered(text: str, given: dict[str, str]) -> dict[str, Any]:
    [answer] = classifying.suggest([checked(Goods(text, attributes=given))])
    asked = {"text": text, **given}
    return {"suggested": sheets.suggested(answer), "questions": sheets.questions(answer, asked)}


def _nothing(text: str) -> Empty:
    if text:
        return Empty(
            _("This is not enough to classify"),
            _("Say what the thing is, what it is made of, and for whom or for what it is."),
        )
    return Empty(
        _("Codes will be suggested here"),
        _("Write what you would write in a listing. Nothing that you write is kept."),
    )
