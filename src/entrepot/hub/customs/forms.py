"""What a hub knows beside a declaration: from the papers that came for it, and from the register of parties."""

from __future__ import annotations

import uuid

from entrepot.hub.customs.models import Declaration, Paper, Passage
from entrepot.hub.customs.queries import newest
from entrepot.hub.parties.models import Party

NAMES = uuid.UUID("8f0f9a4e-6b0d-5c0e-9a53-7d2c1f4b6a90")
"""The space in which a declaration's messages are named: the same message is named alike whenever it is made."""
OF_ORDER = ("order_number", "payment_reference", "paid", "tax", "discount")
STAMP = "%Y%m%d%H%M%S"


def known_beside(declaration: Declaration, form: str) -> dict[str, str]:
    """By the names of `trade.papers.beside`; what is sealed of people stays out."""
    papers = {paper.kind: paper for paper in newest(declaration.ucr)}
    known = {
        "message_id": str(uuid.uuid5(NAMES, f"{declaration.mrn}/{form}")).upper(),
        "sent_at": declaration.lodged_at.strftime(STAMP),
        "agent_code": _code(declaration.declarant),
        "agent_name": declaration.declarant.name,
    }
    if "order" in papers:
        known |= {name: papers["order"].facts[name] for name in OF_ORDER}
        known["seller_code"] = _code(papers["order"].sender)
    known |= _firm(papers.get("payment"), "payment_firm") | _firm(papers.get("waybill"), "carrier")
    return {name: value for name, value in known.items() if value}


def known_of_passage(passage: Passage) -> dict[str, str]:
    """The same beside a passage: who declares it, and the account of the guarantee that stands for it."""
    agent = {"agent_code": _code(passage.declarant), "agent_name": passage.declarant.name}
    return {**agent, "guarantee": passage.charged_to}


def _firm(paper: Paper | None, kind: str) -> dict[str, str]:
    return {} if paper is None else {f"{kind}_code": _code(paper.sender), f"{kind}_name": paper.sender.name}


def _code(party: Party) -> str:
    """What customs knows a party by: its registration, else its code here."""
    return party.registration or party.code
