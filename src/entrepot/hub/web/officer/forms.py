"""Forms of a declaration on its sheet: those that serve this border and procedure, filled and to be saved."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from entrepot.hub.adapters import papers
from entrepot.hub.attachment import attachment
from entrepot.hub.customs import queries
from entrepot.hub.customs.forms import known_beside
from entrepot.hub.customs.models import Declaration
from entrepot.hub.web.desks import Sitting, at_desk
from entrepot.statute import forms as held
from entrepot.trade.papers.projecting import project

ENDS = {"json": "json", "xml": "xml", "edifact": "edi"}


def of(declaration: Declaration) -> tuple[tuple[str, str, str, str], ...]:
    """Each form that serves: its code, its title, its syntax, and where it is saved from."""
    told = {name: getattr(declaration, name) for name in ("country", "direction", "regime")}
    return tuple(
        (code, form.title, form.syntax.upper(), reverse("officer-form", args=[declaration.mrn, code]))
        for code, form in sorted(held.forms().items())
        if form.serves(**told)
    )


@at_desk("customs")
def form(request: HttpRequest, sitting: Sitting, number: str, code: str) -> HttpResponse:
    """A form filled from the declaration, with the receiver in clear: for an officer of its country."""
    found = queries.by_mrn(number)
    wanted = held.forms().get(code)
    if found is None or wanted is None:
        raise Http404
    queries.require_officer(found, by=sitting.by)
    paper = project(wanted, queries.facts(found), known_beside(found, code))
    content = papers.written(wanted, paper.tree)
    return attachment(f"{code}-{found.mrn}.{ENDS[wanted.syntax]}", papers.MEDIA[wanted.syntax], content)
