"""Forms filled from a declaration and what a hub knows beside it: from papers, and from the register of parties."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import NamedTuple

from django.utils.translation import gettext_noop

from entrepot.hub.customs import queries
from entrepot.hub.customs.models import Declaration, Paper, Passage
from entrepot.hub.customs.queries import newest
from entrepot.hub.events.actor import Actor
from entrepot.hub.parties.models import Party
from entrepot.trade.finding import Finding, NotYours
from entrepot.trade.papers.form import Form
from entrepot.trade.papers.projecting import project
from entrepot.trade.papers.projection import Paper as Sheet

NAMES = uuid.UUID("8f0f9a4e-6b0d-5c0e-9a53-7d2c1f4b6a90")
"""The space in which a declaration's messages are named: the same message is named alike whenever it is made."""
OF_ORDER = ("order_number", "payment_reference", "paid", "tax", "discount")
STAMP = "%Y%m%d%H%M%S"


class Filled(NamedTuple):
    """A form filled from a declaration, and whether who receives the goods is masked on it."""

    paper: Sheet
    masked: bool


def paper_for(declaration: Declaration, form: Form, asked: Mapping[str, str] | None = None, *, by: Actor) -> Filled:
    """A form filled for an officer of the country, or for the declarant; nobody else has one.

    An officer's has the receiver in clear and what papers say. The declarant's has the receiver masked, since the hub
    keeps it sealed, and nothing of what others have sent. `asked` is what whoever asks gives beside it.
    """
    if queries.officer_of(declaration.country, by=by):
        known = known_beside(declaration, form.code) | dict(asked or {})
        return Filled(project(form, queries.facts(declaration), known), masked=False)
    if not queries.declares_for(declaration.declarant_id, by=by):
        raise NotYours(Finding("not-your-declaration", gettext_noop("This declaration is not yours to see.")))
    known = _own(declaration, form.code) | dict(asked or {})
    return Filled(project(form, queries.masked_facts(declaration), known), masked=True)


def known_beside(declaration: Declaration, form: str) -> dict[str, str]:
    """By the names of `trade.papers.beside`; what is sealed of people stays out."""
    papers = {paper.kind: paper for paper in newest(declaration.ucr)}
    known = _own(declaration, form)
    if "order" in papers:
        known |= {name: papers["order"].facts[name] for name in OF_ORDER}
        known["seller_code"] = _code(papers["order"].sender)
    known |= _firm(papers.get("payment"), "payment_firm") | _firm(papers.get("waybill"), "carrier")
    return {name: value for name, value in known.items() if value}


def _own(declaration: Declaration, form: str) -> dict[str, str]:
    """What goes without papers: the message's own name and time, and who declares."""
    return {
        "message_id": str(uuid.uuid5(NAMES, f"{declaration.mrn}/{form}")).upper(),
        "sent_at": declaration.lodged_at.strftime(STAMP),
        "agent_code": _code(declaration.declarant),
        "agent_name": declaration.declarant.name,
    }


def known_of_passage(passage: Passage) -> dict[str, str]:
    """The same beside a passage: who declares it, and the account of the guarantee that stands for it."""
    agent = {"agent_code": _code(passage.declarant), "agent_name": passage.declarant.name}
    return {**agent, "guarantee": passage.charged_to}


def _firm(paper: Paper | None, kind: str) -> dict[str, str]:
    return {} if paper is None else {f"{kind}_code": _code(paper.sender), f"{kind}_name": paper.sender.name}


def _code(party: Party) -> str:
    """What customs knows a party by: its registration, else its code here."""
    return party.registration or party.code
