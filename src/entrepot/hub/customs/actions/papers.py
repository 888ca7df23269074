"""Papers: each firm sends what it knows itself, and a declaration that waited for it goes on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from django.db import transaction
from django.utils.translation import gettext_noop

from entrepot.hub import events, sealing
from entrepot.hub.customs import queries, snapshot
from entrepot.hub.customs.actions import moving
from entrepot.hub.customs.models import Declaration, Paper
from entrepot.hub.customs.queries import original_of
from entrepot.hub.customs.signed import Signed
from entrepot.hub.events.actor import Actor
from entrepot.hub.parties import queries as parties
from entrepot.hub.parties.models import Party
from entrepot.trade import matching
from entrepot.trade.finding import Finding, NotAllowedNow, NotYours, Refused

PaperFacts = matching.OrderPaper | matching.PaymentPaper | matching.WaybillPaper | Mapping[str, Any]

SENDERS = {"order": "seller", "payment": "payment", "waybill": "carrier"}


@transaction.atomic
def file_paper(
    kind: str, ucr: str, facts: PaperFacts, *, sender: Party, by: Actor, signed: Signed | None = None
) -> Paper:
    """File one of the three documents; the same again is harmless, another wording is a correction by its sender.

    Declarations that wait for the paper, or stand before an officer only because papers differed, are matched again.
    With `signed`, what its sender signed is kept beside it, sealed.
    """
    read = _read(kind, ucr, facts)
    parties.require(by, SENDERS[kind], sender)
    queries.hold([ucr])
    plain = msgspec.to_builtins(read)
    last = Paper.objects.filter(kind=kind, ucr=ucr).order_by("version").last()
    if last is not None and last.facts == plain and last.sender_id == sender.code:
        return last
    if last is not None:
        _may_correct(last, sender)
    paper = Paper.objects.create(
        kind=kind,
        ucr=ucr,
        version=last.version + 1 if last else 1,
        sender=sender,
        facts=plain,
        signed_by=signed.key if signed else "",
        sealed=sealing.seal({"signed": signed.text}, about=original_of(kind, ucr)) if signed else b"",
        received_at=by.at,
    )
    body = {"kind": kind, "sender": sender.code, "version": paper.version, "signed_by": paper.signed_by}
    events.record("customs.paper.filed", ucr, by=by, ucr=ucr, body=body)
    _match_again(ucr, by)
    return paper


def _match_again(ucr: str, by: Actor) -> None:
    """Take up every declaration of the consignment that papers hold back."""
    papers = queries.papers([ucr]).get(ucr, {})
    waiting = queries.of(ucr).filter(state__in=queries.OPEN, match_required=True).select_for_update()
    for declaration in waiting:
        found = queries.differences(queries.facts(declaration), papers)
        if declaration.state == "lodged":
            happened, decided = moving.placed(declaration, found, by)
        else:
            happened, decided = _before_an_officer(declaration, found, by)
        declaration.save(update_fields=["state", "lane", "differences", "decided_at"])
        if decided is not None:
            decided.save()
            moving.record(happened, [declaration], by=moving.selection(by), lane=declaration.lane)


def _before_an_officer(declaration: Declaration, found: list[Finding], by: Actor) -> tuple[str, Any]:
    """What stood before an officer for its papers alone, and agrees now, is released unless the officer is at work."""
    declaration.differences = snapshot.findings_kept(found)
    at_work = declaration.claimed_by or declaration.state == "held" or queries.inspecting(declaration)
    for_papers_alone = moving.profile_lane(declaration) == "green" and not at_work
    if not for_papers_alone or any(finding.level == "error" for finding in found):
        return "", None
    declaration.lane, declaration.decided_at = "green", by.at
    declaration.state = Declaration.LIFECYCLE.after(declaration.state, "release")
    return "released", moving.decision(declaration, "release", by=moving.selection(by))


def _read(kind: str, ucr: str, facts: PaperFacts) -> Any:
    """The paper in its form, or a refusal."""
    if kind not in SENDERS:
        raise Refused(
            Finding(
                "paper-kind",
                gettext_noop("“{kind}” is not one of the three documents."),
                "/kind",
                gettext_noop("Send an order, a payment or a waybill."),
                params={"kind": kind},
            )
        )
    try:
        read: Any = msgspec.convert(
            facts if isinstance(facts, Mapping) else msgspec.to_builtins(facts), queries.FORMS[kind]
        )
    except msgspec.ValidationError as fault:
        raise Refused(
            Finding(
                "paper-unreadable",
                gettext_noop("The {kind} cannot be read: {fault}."),
                "/facts",
                gettext_noop("Send every field of the document in its type."),
                params={"kind": kind, "fault": str(fault)},
            )
        ) from None
    if read.ucr != ucr:
        raise Refused(
            Finding(
                "paper-of-another",
                gettext_noop("The {kind} is for consignment {theirs}, not for {ours}."),
                "/facts/ucr",
                gettext_noop("File it under its own reference."),
                params={"kind": kind, "theirs": read.ucr, "ours": ucr},
            )
        )
    return read


def _may_correct(last: Paper, sender: Party) -> None:
    """A paper is corrected by who sent it, and only while the goods wait."""
    if last.sender_id != sender.code:
        raise NotYours(
            Finding(
                "paper-sent-by-another",
                gettext_noop("The {kind} of {ucr} was sent by another firm."),
                "/sender",
                gettext_noop("Ask that firm to correct it."),
                params={"kind": last.kind, "ucr": last.ucr},
            )
        )
    lodged = queries.of(last.ucr).filter(match_required=True)
    if lodged.exists() and not lodged.filter(state__in=queries.OPEN).exists():
        raise NotAllowedNow(
            Finding(
                "paper-too-late",
                gettext_noop("The declaration of {ucr} is decided; its {kind} can no longer be corrected."),
                params={"kind": last.kind, "ucr": last.ucr},
            )
        )
