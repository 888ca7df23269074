"""Forms of many countries: from a declaration that you send, or from one that was lodged here."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from entrepot.hub.adapters import papers
from entrepot.hub.api.caller import actor
from entrepot.hub.api.problem import Told, told
from entrepot.hub.customs import queries
from entrepot.hub.customs.forms import known_of_passage, paper_for
from entrepot.hub.customs.models import Declaration
from entrepot.hub.reading import read
from entrepot.statute import forms as held
from entrepot.trade.declaration import DeclarationFacts
from entrepot.trade.papers.beside import BESIDE, checked
from entrepot.trade.papers.form import Form
from entrepot.trade.papers.projecting import project
from entrepot.trade.papers.projection import Paper

router = Router(tags=["customs"])


class FormShown(Schema):
    """A form that can be filled, where its description comes from, and how far that can be trusted."""

    code: str
    title: str
    country: str
    direction: str
    regimes: list[str]
    syntax: str
    source: list[str]
    confidence: str
    note: str


class Filled(Schema):
    """A form filled: its plain tree and its text, what it has no place for, and what it asks for that is not known."""

    form: str
    tree: dict[str, Any]
    text: str
    media_type: str
    losses: list[Told]
    lacking: list[Told]


@router.get("", response=list[FormShown], summary="The forms that can be filled")
def listed(request: HttpRequest, country: str = "", direction: str = "", regime: str = "") -> list[FormShown]:
    """All, or those that serve a border, a direction and a procedure."""
    everything = [form for _, form in sorted(held.forms().items())]
    if country or direction or regime:
        everything = [form for form in everything if form.serves(country=country, direction=direction, regime=regime)]
    return [_form(form) for form in everything]


@router.get("/beside", response=dict[str, str], summary="What can be given beside a declaration")
def beside(request: HttpRequest) -> dict[str, str]:
    return BESIDE


@router.post("/{code}", response=Filled, summary="Fill a form from a declaration that you send")
def fill(request: HttpRequest, code: str) -> Filled:
    """The body is one declaration; what it does not hold is given in the query, by the names of `/forms/beside`."""
    form = held.form(code)
    return _filled(form, project(form, read(request.body, DeclarationFacts), checked(_query(request))))


@router.get("/{code}/passages/{path:mrn}", response=Filled, summary="Fill a form from a passage (customs)")
def of_passage(request: HttpRequest, code: str, mrn: str) -> Filled:
    """Who receives the goods is masked: it was never told to the country that they pass."""
    form, passage = held.form(code), queries.passage(mrn, by=actor(request))
    known = known_of_passage(passage) | checked(_query(request))
    return _filled(form, project(form, queries.passage_facts(passage), known))


@router.get("/{code}/{path:mrn}", response=Filled, summary="Fill a form from a lodged declaration")
def of_lodged(request: HttpRequest, code: str, mrn: str) -> Filled:
    """For an officer of its country with the receiver in clear; for its declarant with the receiver masked."""
    form, declaration = held.form(code), Declaration.objects.get(mrn=mrn)
    return _filled(form, paper_for(declaration, form, checked(_query(request)), by=actor(request)).paper)


def _query(request: HttpRequest) -> dict[str, str]:
    return {name: str(value) for name, value in request.GET.items()}


def _form(form: Form) -> FormShown:
    return FormShown(
        code=form.code,
        title=form.title,
        country=form.country,
        direction=form.direction,
        regimes=list(form.regimes),
        syntax=form.syntax,
        source=list(form.source),
        confidence=form.confidence,
        note=form.note,
    )


def _filled(form: Form, paper: Paper) -> Filled:
    return Filled(
        form=form.code,
        tree=paper.tree,
        text=papers.written(form, paper.tree).decode(),
        media_type=papers.MEDIA[form.syntax],
        losses=[Told(**told(finding)) for finding in paper.losses],
        lacking=[Told(**told(finding)) for finding in paper.lacking],
    )
