"""Forms of a declaration: those that serve its border and procedure, looked at with what they lose, and saved."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from entrepot.hub.adapters import papers
from entrepot.hub.attachment import attachment
from entrepot.hub.customs.forms import paper_for
from entrepot.hub.customs.models import Declaration
from entrepot.hub.web import stored
from entrepot.hub.web.declaring.called import in_words
from entrepot.hub.web.desks import Sitting
from entrepot.hub.web.pieces import Badge
from entrepot.hub.web.shell import show
from entrepot.statute import forms as held
from entrepot.trade.papers.form import Form

ENDS = {"json": "json", "xml": "xml", "edifact": "edi"}


@dataclass(frozen=True, slots=True)
class Offered:
    """A form that serves: its code, what it is, and where it is looked at."""

    code: str
    title: str
    syntax: str
    href: str
    sure: bool


def serving(declaration: Declaration, page: str) -> tuple[Offered, ...]:
    """Each form for this border, direction and procedure; `page` names the address at which they open."""
    told = {name: getattr(declaration, name) for name in ("country", "direction", "regime")}
    return tuple(
        Offered(
            code,
            _(form.title),
            form.syntax.upper(),
            reverse(page, args=[declaration.mrn, code]),
            form.confidence != "unverified",
        )
        for code, form in sorted(held.forms().items())
        if form.serves(**told)
    )


def answered(request: HttpRequest, sitting: Sitting, declaration: Declaration, code: str, back: str) -> HttpResponse:
    """The form filled for whoever looks: as a page with its losses, or as a file with `?save=yes`."""
    form = held.forms().get(code)
    if form is None:
        raise Http404
    paper, masked = paper_for(declaration, form, by=sitting.by)
    content = papers.written(form, paper.tree)
    if request.GET.get("save"):
        return attachment(f"{code}-{declaration.mrn}.{ENDS[form.syntax]}", papers.MEDIA[form.syntax], content)
    context = {
        "title": _("{code}, filled").format(code=code),
        "form": form,
        "name": _(form.title),
        "note": _(form.note) if form.note else "",
        "badge": standing(form),
        "declaration": declaration.mrn,
        "back": reverse(back, args=[declaration.mrn]),
        "losses": stored.notes(map(in_words, paper.losses)),
        "lacking": stored.notes(map(in_words, paper.lacking)),
        "masked": masked,
        "text": content.decode(),
    }
    here = "queue" if sitting.seat.key == "customs" else "declarations"
    return show(request, "declaring/form.html", context, desk=sitting.seat.key, here=here)


def standing(form: Form) -> Badge:
    """How far the description of a form can be trusted."""
    if form.confidence == "unverified":
        return Badge(_("Not verified"), "wait", "circle-help")
    return Badge(_("From its source"), "go", "check")
