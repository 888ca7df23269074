"""What would it cost? Asked by anyone, answered in an address that can be shared; and answers that were kept."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from entrepot.hub.allowance import Allowance, whence
from entrepot.hub.events import Actor, clock
from entrepot.hub.tariffs import actions, comparing
from entrepot.hub.web import desks
from entrepot.hub.web.asked import too_often
from entrepot.hub.web.pieces import Empty
from entrepot.hub.web.quote import answers, days, keeping, lines
from entrepot.hub.web.quote.asking import Question, by_field, read_day
from entrepot.hub.web.quote.form import form
from entrepot.hub.web.shell import show
from entrepot.trade.duty.facts import Consignment
from entrepot.trade.finding import Finding, Refused

ASKING = Allowance(burst=40, pause=1)
KEEPING = Allowance(burst=10, pause=30)


@require_safe
def ask(request: HttpRequest) -> HttpResponse:
    """The question as a form, and its answer. The address says all of it, so that it can be sent to somebody."""
    question = Question.of(request.GET)
    today = clock.now().date()
    found: list[Finding] = []
    answered: dict[str, Any] = {}
    if question.is_asked:
        if not ASKING.take(whence(request)):
            return too_often(request)
        try:
            answered = _answered(question, question.facts(today), request, found)
        except Refused as refused:
            found += refused.findings
    context = {
        "form": form(question, by_field(found), today),
        "then": request.GET.get("then", "")[:10],
        "words": answers.goods_words(question["hs"]),
        "question": question.address(),
        "asked": tuple(question.told.items()),
        "nothing": _nothing(),
        "all": "all" in request.GET,
        **answered,
    }
    wrong = any(finding.level == "error" for finding in found) and not request.headers.get("HX-Request")
    return show(request, "quote/ask.html", context, desk=_desk(request), here="quote", status=422 if wrong else 200)


@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Keep the answer of today under an address of its own; the same question again leads to the same address."""
    if not KEEPING.take(whence(request)):
        return too_often(request)
    question = Question.of(request.POST)
    visitor = Actor("visitor", "web", "a visitor", clock.now())
    return redirect("quote-kept", actions.keep(question.facts(visitor.at.date()), by=visitor).pk)


@require_safe
def kept(request: HttpRequest, number: UUID) -> HttpResponse:
    """An answer that was kept, worked out once more by the law, the tariff and the rates that it names."""
    if not ASKING.take(whence(request)):
        return too_often(request)
    stored = keeping.visible(request, number)
    if stored is None:
        raise Http404
    again = keeping.again(stored)
    context = {"kept": again, "sheet": again.sheet, "all": "all" in request.GET}
    return show(request, "quote/kept.html", context, desk=_desk(request), here="quote")


def _answered(question: Question, facts: Consignment, request: HttpRequest, found: list[Finding]) -> dict[str, Any]:
    """Everything below the form; faults of the question, and what it lacks, are put among what was found."""
    [answer] = comparing.answered([facts])
    errors = [finding for finding in answer.quote.findings if finding.level == "error"]
    lacking = [finding for option in answer.quote.options for finding in option.unknown]
    if errors:
        found += errors
        return {}
    if answer.cheapest is None:
        found += [replace(finding, level="warning") for finding in lacking]
    law = keeping.law_of(facts)
    context: dict[str, Any] = {
        "sheet": answers.sheet(facts, answer, law),
        "words": answers.goods_words(facts.lines[0].hs, law),
        "national": lines.table(facts, answer, question),
        "offered": days.offered(facts, question),
    }
    other = read_day(request.GET.get("then", "")[:10], "/then", found)
    if other is not None:
        [second] = comparing.on_days(facts, [other])
        context["days"] = days.two(facts, answer, second)
    return context


def _desk(request: HttpRequest) -> str:
    """A seller asks at their desk; anybody else without one."""
    return "seller" if any(seat.key == "seller" for seat in desks.seats(request)) else ""


def _nothing() -> Empty:
    """What will stand where no answer is yet."""
    return Empty(
        _("Ask what goods cost to bring in"),
        _("Fill in the code and the price. The answer names every lawful way in, what each needs, and its law."),
    )
