"""Three papers side by side: each field as order, payment and waybill say it, with the verdict that customs kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entrepot.hub.web import wording
from entrepot.hub.web.pieces import Head, Match, MatchRow, Opw
from entrepot.hub.web.pieces.match import Verdict
from entrepot.hub.web.pieces.opw import PaperState
from entrepot.trade.finding import Finding

Paper = Mapping[str, Any]
KINDS = ("order", "payment", "waybill")
SEALED = "••••"


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that several papers state, by the name each gives it."""

    name: str
    order: str = ""
    payment: str = ""
    waybill: str = ""
    sealed: bool = False

    def pointers(self) -> frozenset[str]:
        """Where a finding about this field may point."""
        return frozenset(f"/{kind}/{name}" for kind in KINDS if (name := getattr(self, kind)))


def fields() -> tuple[Field, ...]:
    """What is compared, in the order in which it is read."""
    return (
        Field(_("Consignment"), "ucr", "ucr", "ucr"),
        Field(_("Order number"), "order_number", "order_number", "order_number"),
        Field(_("Payment reference"), "payment_reference", "reference"),
        Field(_("Amount paid"), "paid", "amount"),
        Field(_("Currency"), "currency", "currency"),
        Field(_("Articles"), "item_count", "", "item_count"),
        Field(_("Tracking number"), "", "", "number"),
        Field(_("Person"), "buyer_key", "payer_key", "consignee_key", sealed=True),
        Field(_("Name"), "buyer_name", "payer_name", "consignee_name", sealed=True),
        Field(_("Address"), "consignee_address", "", "consignee_address", sealed=True),
    )


def compared(papers: Mapping[str, Paper], senders: Mapping[str, str], found: Sequence[Finding]) -> Match:
    """The comparison as the findings of matching tell it: worst first, what agrees folded away."""
    rows = [_row(field, papers, found) for field in fields()]
    told = [row for row in rows if row is not None]
    apart = sorted((row for row in told if row.verdict != "agrees"), key=lambda row: row.verdict != "differs")
    agreeing = tuple(row for row in told if row.verdict == "agrees")
    heads = tuple(
        Head(name, note=senders.get(kind, _("awaited")))
        for kind, name in (("order", _("Order")), ("payment", _("Payment")), ("waybill", _("Waybill")))
    )
    summary = ngettext("{count} field agrees", "{count} fields agree", len(agreeing)).format(count=len(agreeing))
    if not told:
        return Match(heads, (), "")
    if apart:
        folded = ngettext("{count} more field, it agrees", "{count} more fields, all agree", len(agreeing))
        return Match(heads, tuple(apart), summary, agreeing, folded.format(count=len(agreeing)))
    return Match(heads, agreeing, summary)


def letters(papers: Iterable[str], found: Sequence[Finding]) -> Opw:
    """How each paper stands to the others, in three letters."""
    received = set(papers)

    def state(kind: str) -> PaperState:
        if kind not in received:
            return "awaited"
        about = [finding for finding in found if finding.pointer.startswith(f"/{kind}/")]
        if any(finding.level == "error" for finding in about):
            return "differs"
        return "near" if about else "agrees"

    return Opw(state("order"), state("payment"), state("waybill"))


def _row(field: Field, papers: Mapping[str, Paper], found: Sequence[Finding]) -> MatchRow | None:
    """One field; nothing where no paper says anything of it."""
    said = {kind: _said(field, papers.get(kind), getattr(field, kind)) for kind in KINDS}
    if not any(said.values()):
        return None
    about = [finding for finding in found if finding.pointer in field.pointers()]
    verdict: Verdict = "agrees"
    if about:
        verdict = "differs" if any(finding.level == "error" for finding in about) else "near"
    note = about[0].cure(_) if about and about[0].remedy else ""
    return MatchRow(field.name, said["order"], said["payment"], said["waybill"], verdict, note)


def _said(field: Field, paper: Paper | None, name: str) -> str:
    """What a paper states; of a person only the first letters of a commitment, so that two can be told apart."""
    stated = paper.get(name) if paper and name else None
    if stated in (None, ""):
        return ""
    if not field.sealed:
        return wording.number(stated) if isinstance(stated, int) else str(stated)
    commitment = stated.get("written", "") if isinstance(stated, Mapping) else str(stated)
    return f"{SEALED} {commitment[:6]}" if commitment else ""
