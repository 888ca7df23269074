"""Signed papers: believed for their signature, whoever carries them; and their originals, opened by customs alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_noop

from entrepot.hub import events, sealing
from entrepot.hub.customs import queries, signed
from entrepot.hub.customs.actions.papers import file_paper
from entrepot.hub.customs.models import Paper
from entrepot.hub.events.actor import Actor
from entrepot.hub.parties import queries as parties
from entrepot.trade.finding import Finding, NotYours, Refused


@dataclass(frozen=True, slots=True)
class Filed:
    """What is said of one signed paper, in the place where it stood: the paper as it was taken, or why it was not."""

    paper: Paper | None = None
    findings: tuple[Finding, ...] = ()


@transaction.atomic
def file_signed(texts: Sequence[str], *, by: Actor) -> list[Filed]:
    """File each paper that holds, in its signer's name; answer for every one, in the order given.

    The carrier needs no right of its own: a signature says who speaks. Sending the same again is harmless.
    """
    return [_filed(text, by) for text in texts]


@transaction.atomic
def open_original(paper: Paper, reason: str, *, by: Actor) -> str:
    """What a paper's sender signed, with the names in clear: for an officer of a border it concerns, and on record."""
    if not any(queries.officer_of(each.country, by=by) for each in queries.of(paper.ucr)):
        raise NotYours(
            Finding(
                "original-not-yours",
                gettext_noop("Only the customs to which {ucr} is declared may open what the sender signed."),
                params={"ucr": paper.ucr},
            )
        )
    if not reason.strip():
        raise Refused(
            Finding(
                "reason-missing",
                gettext_noop("Whoever opens a person's particulars says why."),
                "/reason",
                gettext_noop("Give the reason; it stays on record."),
            )
        )
    if not paper.sealed:
        raise Refused(
            Finding(
                "original-missing",
                gettext_noop("The {kind} of {ucr} came unsigned; nothing but what is compared was kept."),
                params={"kind": paper.kind, "ucr": paper.ucr},
            )
        )
    body = {"kind": paper.kind, "version": paper.version, "reason": reason}
    events.record("customs.paper.opened", paper.ucr, by=by, ucr=paper.ucr, body=body)
    return sealing.unseal(bytes(paper.sealed), about=queries.original_of(paper.kind, paper.ucr))["signed"]


def _filed(text: str, by: Actor) -> Filed:
    """One paper, filed or refused; a refusal leaves the others as they are."""
    try:
        with transaction.atomic():
            read = signed.opened(text)
            sender = parties.actor_of(read.sender, by.at)
            return Filed(file_paper(read.kind, read.ucr, read.facts, sender=read.sender, by=sender, signed=read))
    except Refused as refused:
        return Filed(findings=refused.findings)
