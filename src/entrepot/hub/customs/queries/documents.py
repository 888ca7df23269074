"""What can be asked about the three papers, and how a paper and a declaration wait for each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec
from django.db import connection

from entrepot.hub.customs.models import PAPER_KINDS, Paper
from entrepot.hub.rows import asked, held
from entrepot.trade.declaration import DeclarationFacts
from entrepot.trade.finding import Finding
from entrepot.trade.matching import OrderPaper, PaymentPaper, WaybillPaper, match

Papers = Mapping[str, OrderPaper | PaymentPaper | WaybillPaper]
FORMS: dict[str, type[OrderPaper | PaymentPaper | WaybillPaper]] = {
    "order": OrderPaper,
    "payment": PaymentPaper,
    "waybill": WaybillPaper,
}
_READERS = {kind: msgspec.json.Decoder(form) for kind, form in FORMS.items()}
TURNS, SHARED_TURNS = 0x637573, 128  # the family of our locks, and how many there are
_PLACES = (
    " FROM (SELECT DISTINCT abs(hashtext(ucr) %% %s) AS place FROM unnest(%s::text[]) AS ucr ORDER BY place OFFSET 0)"
    " AS places"
)
_ALONE = "SELECT pg_advisory_xact_lock(%s, place)" + _PLACES
_BESIDE_OTHERS = "SELECT pg_advisory_xact_lock_shared(%s, place)" + _PLACES


def papers(ucrs: Iterable[str]) -> dict[str, Papers]:
    """The newest order, payment and waybill of each consignment, as far as they have come."""
    found: dict[str, dict[str, OrderPaper | PaymentPaper | WaybillPaper]] = {}
    if wanted := set(ucrs):
        filed = held(Paper, ("version", "ucr", "kind", "facts"), "ucr", wanted)
        for _, ucr, kind, facts in sorted(filed):
            found.setdefault(ucr, {})[kind] = _READERS[kind].decode(facts)
    return dict(found)


def differences(facts: DeclarationFacts, papers: Papers) -> list[Finding]:
    """Where the three documents differ among themselves and from what was declared; a missing one is a finding."""
    order, payment, waybill = papers.get("order"), papers.get("payment"), papers.get("waybill")
    assert order is None or isinstance(order, OrderPaper)
    assert payment is None or isinstance(payment, PaymentPaper)
    assert waybill is None or isinstance(waybill, WaybillPaper)
    return match(order, payment, waybill, facts)


def hold(ucrs: Iterable[str]) -> None:
    """Take turns on these consignments until the transaction ends.

    A paper and a declaration that arrive at one moment must see each other. SQLite has one writer at a time anyway; on
    PostgreSQL consignments share a few locks, taken in one order, so that a large batch needs no more than these.
    """
    _lock(_ALONE, ucrs)


def hold_against_papers(ucrs: Iterable[str]) -> None:
    """Let no paper of these consignments come until the transaction ends; other declarations may."""
    _lock(_BESIDE_OTHERS, ucrs)


def _lock(statement: str, ucrs: Iterable[str]) -> None:
    if connection.vendor == "postgresql" and (named := [f"customs:{ucr}" for ucr in ucrs]):
        asked(statement, TURNS, SHARED_TURNS, named)


def senders(ucr: str) -> dict[str, str]:
    """Who sent the newest paper of each kind for a consignment."""
    rows = Paper.objects.filter(ucr=ucr).order_by("version").values_list("kind", "sender__name")
    return dict(rows)


def original_of(kind: str, ucr: str) -> str:
    """What the sealed original of a paper is bound to, so that it cannot be moved to another row."""
    return f"paper:{kind}:{ucr}"


def newest(ucr: str) -> list[Paper]:
    """The newest paper of each kind, in the order in which the kinds are told."""
    rows = {paper.kind: paper for paper in Paper.objects.filter(ucr=ucr).order_by("version").select_related("sender")}
    return [rows[kind] for kind in PAPER_KINDS if kind in rows]
