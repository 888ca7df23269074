"""The three papers of a sale, from the firms that know: each with its own token, or from any hand, signed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from django.http import HttpRequest
from django.utils.translation import gettext_noop
from ninja import Router, Schema, Status

from entrepot.hub.api.caller import actor
from entrepot.hub.api.problem import Told, told
from entrepot.hub.customs import actions, queries
from entrepot.hub.customs import told as papers_told
from entrepot.hub.customs.models import Paper
from entrepot.hub.parties import queries as parties
from entrepot.hub.reading import described, read, read_batch
from entrepot.trade.finding import Finding, Refused

router = Router(tags=["customs"])

Kind = Literal["order", "payment", "waybill"]
FORMS: dict[str, Any] = {"order": papers_told.Order, "payment": papers_told.Payment, "waybill": papers_told.Waybill}
MOST = 1000  # signed papers of one batch


@dataclass(frozen=True, slots=True)
class SignedPaper:
    """One paper as its sender signed it: a compact JWS of type `entrepot-paper+jws`."""

    signed: str


class PaperShown(Schema):
    """A paper as it was taken; `signed_by` is the thumbprint of the key that signed it, if it came signed."""

    kind: str
    ucr: str
    version: int
    sender: str
    signed_by: str
    received_at: datetime


class FiledAnswer(Schema):
    """What is said of one signed paper, in the place where it stood."""

    filed: bool
    paper: PaperShown | None = None
    findings: list[Told] = []


class Reason(Schema):
    """Why an officer opens what a sender signed."""

    reason: str


class Original(Schema):
    """What the sender signed, word for word."""

    signed: str


BODY = described(list[SignedPaper])


@router.post("", response=list[FiledAnswer], openapi_extra=BODY, summary="File a batch of signed papers")
def file_signed(request: HttpRequest) -> list[FiledAnswer]:
    """File each paper in its signer's name; sending the same again is harmless."""
    batch = read_batch(request.body, SignedPaper, most=MOST)
    filed = actions.file_signed([each.signed for each in batch], by=actor(request))
    return [_answer(each) for each in filed]


@router.get("", response=list[PaperShown], summary="Which papers have come for a consignment")
def listed(request: HttpRequest, ucr: str) -> list[PaperShown]:
    """The newest of each kind: for those who may see its declaration, and for each sender its own."""
    by = actor(request)
    all_seen = any(queries.may_see(each, by=by) for each in queries.of(ucr))
    return [_shown(each) for each in queries.newest(ucr) if all_seen or each.sender_id == by.party]


@router.post("/{kind}/{path:ucr}/original", response=Original, summary="Open what the sender signed (customs)")
def original(request: HttpRequest, kind: Kind, ucr: str, wanted: Reason) -> Original:
    """For an officer of a border the consignment crosses; who opened it, when and why stays on record."""
    paper = next((each for each in queries.newest(ucr) if each.kind == kind), None)
    if paper is None:
        raise Refused(_not_here(kind, ucr))
    return Original(signed=actions.open_original(paper, wanted.reason, by=actor(request)))


@router.post("/{kind}/{path:ucr}", response={201: PaperShown}, summary="File one of the three papers")
def file_paper(request: HttpRequest, kind: Kind, ucr: str) -> Status[PaperShown]:
    """File what your firm knows of a sale; names are committed to at the door and not kept."""
    by = actor(request)
    _, facts = papers_told.committed(ucr, read(request.body, FORMS[kind]))
    return Status(201, _shown(actions.file_paper(kind, ucr, facts, sender=parties.party(by.party), by=by)))


def _answer(filed: actions.Filed) -> FiledAnswer:
    return FiledAnswer(
        filed=filed.paper is not None,
        paper=_shown(filed.paper) if filed.paper else None,
        findings=[Told(**told(finding)) for finding in filed.findings],
    )


def _shown(paper: Paper) -> PaperShown:
    return PaperShown(
        kind=paper.kind,
        ucr=paper.ucr,
        version=paper.version,
        sender=paper.sender_id,
        signed_by=paper.signed_by,
        received_at=paper.received_at,
    )


def _not_here(kind: str, ucr: str) -> Finding:
    return Finding(
        "paper-missing",
        gettext_noop("The {paper} has not been received."),
        f"/{kind}",
        gettext_noop(
            "The platform sends the order, the payment firm the payment, the carrier the waybill: ask for it."
        ),
        params={"paper": kind, "ucr": ucr},
    )
