"""Duty and tax over time: for who owes them, and for the customs that confirms what was paid."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from entrepot.hub.customs import queries as customs
from entrepot.hub.duties import actions, queries
from entrepot.hub.duties.models import Statement
from entrepot.hub.events import clock
from entrepot.hub.web.desks import Sitting, at_desk
from entrepot.hub.web.duty import sheets
from entrepot.hub.web.pieces import Empty, FindingNote
from entrepot.hub.web.shell import show
from entrepot.trade.finding import Refused

SHOWN = 100


@at_desk("seller", "declarant")
def owed(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """The debtor's statements and guarantees."""
    return _listed(request, sitting, sitting.seat.key, "seller-statement")


@at_desk("seller", "declarant")
def statement(request: HttpRequest, sitting: Sitting, number: str) -> HttpResponse:
    """One statement of the debtor's, and a button to stand by it."""

    def file(found: Statement) -> str:
        actions.file(found, by=sitting.by)
        return _("The statement is filed.")

    return _one(request, sitting, number, sitting.seat.key, "seller-statement", file)


@at_desk("customs")
def received(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """The statements and guarantees of everybody who owes this country."""
    return _listed(request, sitting, "customs", "officer-statement")


@at_desk("customs")
def confirming(request: HttpRequest, sitting: Sitting, number: str) -> HttpResponse:
    """One statement, and a form to confirm that it was paid."""

    def confirm(found: Statement) -> str:
        actions.confirm_payment(found, request.POST.get("receipt", "").strip(), by=sitting.by)
        return _("The payment is confirmed.")

    return _one(request, sitting, number, "customs", "officer-statement", confirm)


def _listed(request: HttpRequest, sitting: Sitting, desk: str, page: str) -> HttpResponse:
    on, found = clock.now().date(), list(_theirs(sitting, desk)[:SHOWN])
    context = {
        "headline": sheets.headline(found, on),
        "statements": sheets.statements(found, on, page=page, debtor=desk == "customs"),
        "guarantees": sheets.guarantees(customs.guarantees_visible(sitting.by)[:SHOWN], on),
        "nothing": Empty(
            _("Nothing has been stated yet"),
            _("The hub draws a statement up when the law's period is over; it appears here with the day it is due."),
        ),
    }
    return show(request, "duty/accounts.html", context, desk=desk, here="duty")


def _one(
    request: HttpRequest, sitting: Sitting, number: str, desk: str, page: str, done: Callable[[Statement], str]
) -> HttpResponse:
    found = queries.statement(number, by=sitting.by)
    refusals: tuple[FindingNote, ...] = ()
    if request.method == "POST":
        try:
            messages.success(request, done(found))
            return redirect(page, number)
        except Refused as refused:
            refusals = tuple(FindingNote.of(each) for each in refused.findings)
    context: dict[str, Any] = {
        "title": sheets.title(found),
        "number": found.number,
        "badge": sheets.state(found, clock.now().date()),
        "stated": sheets.stated(found),
        "money": sheets.due(found) if found.due_minor else None,
        "gathered": sheets.gathered(found),
        "lines": sheets.lines(found),
        "back": "officer-duty" if desk == "customs" else "seller-duty",
        "files": desk != "customs" and found.state == "drawn-up",
        "confirms": desk == "customs" and found.state != "paid",
        "receipt": request.POST.get("receipt", ""),
        "refusals": refusals,
    }
    return show(request, "duty/statement.html", context, desk=desk, here="duty", status=422 if refusals else 200)


def _theirs(sitting: Sitting, desk: str) -> Any:
    """A debtor sees what it owes; an officer what everybody owes the country."""
    seen = queries.visible(sitting.by)
    return seen.exclude(debtor__code=sitting.party) if desk == "customs" else seen.filter(debtor__code=sitting.party)
