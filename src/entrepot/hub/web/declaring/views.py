"""The declarant's pages: what was declared, and a form to declare more."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from entrepot.hub.customs import actions, queries
from entrepot.hub.events import clock
from entrepot.hub.parties import queries as parties
from entrepot.hub.web import stored, wording
from entrepot.hub.web.declaring import sheets, stating
from entrepot.hub.web.declaring.fields import Choices, Sheet
from entrepot.hub.web.desks import Sitting, at_desk
from entrepot.hub.web.officer.sheets import state_badge
from entrepot.hub.web.pieces import Empty
from entrepot.hub.web.seller.paging import Paged
from entrepot.hub.web.shell import show
from entrepot.statute import forms
from entrepot.trade.declaration import DeclarationFacts
from entrepot.trade.finding import Finding
from entrepot.trade.lifecycles import DECLARATION

SHOWN = 60


@at_desk("seller", "declarant")
def listed(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """Every declaration of this declarant, by state and words, the newest first."""
    found = queries.lodged_by(sitting.party).prefetch_related("requests")
    state, sought = request.GET.get("state", ""), request.GET.get("q", "").strip()
    if state in DECLARATION.states:
        found = found.filter(state=state)
    if sought:
        found = found.filter(Q(mrn=sought.upper()) | Q(lrn=sought) | Q(ucr=sought.upper()))
    pages = Paged.of(request, found, SHOWN)
    context = {
        "table": sheets.listed(pages.rows) if pages.rows else None,
        "pages": pages,
        "states": [(each, state_badge(each).words, each == state) for each in DECLARATION.states],
        "sought": sought,
        "able": queries.declares_for(sitting.party, by=sitting.by),
        "nothing": _nothing(narrowed=bool(state or sought)),
    }
    return show(request, "declaring/list.html", context, desk=sitting.seat.key, here="declarations")


def _nothing(*, narrowed: bool) -> Empty:
    """Why the list is empty: nothing was declared yet, or nothing is as it was sought."""
    if narrowed:
        return Empty(
            _("No declaration is as you seek it"),
            _("The whole number, your own reference or the UCR is looked for, and the state that you chose."),
            _("Show every declaration"),
            reverse("declarations"),
        )
    return Empty(
        _("Nothing is declared yet"),
        _("What you declare appears here, and what orders declare by themselves, with what customs says of it."),
    )


@at_desk("seller", "declarant")
def declare(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """State goods, see what would be said of them, and lodge them."""
    queries.require_to_declare(sitting.party, by=sitting.by)
    if request.method != "POST":
        return _form(request, sitting, _begun(request, sitting))
    given = {name: str(value).strip() for name, value in request.POST.items()}
    if given.get("do") == "more":
        return _form(request, sitting, given, rows=stating.rows_of(given) + 1)
    declarant = parties.party(sitting.party)
    if unread := tuple(stating.unread(given)):
        besides = queries.foreseen(stating.stated(stating.readable(given, clock.now().date()), declarant)).findings
        return _form(request, sitting, given, (*unread, *besides))
    facts = stating.stated(given, declarant)
    if given.get("do") == "check":
        return _looked_at(request, sitting, given, facts)
    [answer] = actions.lodge_batch([facts], declarant=declarant, by=sitting.by)
    if answer.outcome == "refused":
        return _form(request, sitting, given, answer.judgement.findings)
    told = _("{mrn} was lodged before.") if answer.outcome == "repeated" else _("{mrn} is lodged.")
    messages.success(request, told.format(mrn=answer.mrn))
    return redirect("seller-declaration", answer.mrn)


def _begun(request: HttpRequest, sitting: Sitting) -> dict[str, str]:
    """An empty form, or one filled like an earlier declaration of this declarant."""
    on = clock.now().date()
    like = queries.by_mrn(request.GET.get("like", ""))
    if like is not None and like.declarant_id == sitting.party:
        return stating.again(queries.masked_facts(like)) | {"date": on.isoformat()}
    declarant, places = parties.party(sitting.party), [code for code, _name in _countries()]
    here = str(settings.ENTREPOT_COUNTRY)
    return stating.fresh(declarant, here if here in places else next(iter(places), here), on)


def _looked_at(request: HttpRequest, sitting: Sitting, given: dict[str, str], facts: DeclarationFacts) -> HttpResponse:
    """The form with everything that would be found, and what would be due."""
    seen = queries.foreseen(facts)
    more: dict[str, Any] = {
        "quality": wording.number(seen.quality.score),
        "in_order": seen.in_order,
        "weak": stored.notes(seen.quality.findings),
        "money": stored.assessed(seen.assessment, (), facts.country, facts.date) if seen.assessment else None,
    }
    return _form(request, sitting, given | {"ucr": facts.ucr}, seen.findings, **more)


def _form(
    request: HttpRequest,
    sitting: Sitting,
    given: dict[str, str],
    found: tuple[Finding, ...] = (),
    *,
    rows: int = 0,
    **more: Any,
) -> HttpResponse:
    sheet = Sheet(given, tuple(found), _countries(), _regimes(given.get("country", "")))
    groups = sheet.groups(rows or stating.rows_of(given))
    wrong = any(each.level == "error" for each in found)
    context = {"groups": groups, "refusals": sheet.elsewhere(groups), "wrong": wrong, **more}
    status = 422 if wrong else 200
    return show(request, "declaring/declare.html", context, desk=sitting.seat.key, here="declarations", status=status)


def _countries() -> Choices:
    """The countries whose customs decides on this hub."""
    codes = sorted(set(parties.with_right("customs").values_list("country", flat=True)))
    return tuple((code, wording.country(code)) for code in codes)


def _regimes(country: str) -> Choices:
    """What may be declared at the border: ways in and out as its law names them, procedures as its forms do."""
    on = clock.now().date()
    named = {code: _(name) for code, name in (*queries.ways_out(country, on), *queries.regimes(country, on))}
    for form in forms.forms().values():
        if form.country == country:
            named |= {code: _(form.title) for code in form.regimes if code not in named}
    return tuple(sorted(named.items()))
