"""Declarations: lodged by declarants, decided by officers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any, Literal

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_noop
from ninja import Router, Schema

from entrepot.hub.api.caller import actor, party
from entrepot.hub.api.problem import Told, told
from entrepot.hub.customs import actions, queries, snapshot
from entrepot.hub.customs import answer as customs
from entrepot.hub.customs.models import Decision, Declaration
from entrepot.hub.events import Actor
from entrepot.hub.reading import described, read
from entrepot.trade.declaration import DeclarationFacts
from entrepot.trade.finding import Finding, refuse_if_any

router = Router(tags=["customs"])

_JSON = msgspec.json.Encoder()
MOST = 5000  # declarations of one batch
Batch = tuple[DeclarationFacts, ...]
BODY = described(list[DeclarationFacts])


class LodgementAnswer(Schema):
    """What is said of one declaration of a batch, in the place where it stood.

    `lodged` now, `repeated` if an earlier batch had it, or `refused` with every finding.
    """

    lrn: str
    in_order: bool
    outcome: Literal["lodged", "repeated", "refused"]
    mrn: str = ""
    state: str = ""
    lane: str = ""
    findings: list[Told]


class DecisionShown(Schema):
    """One move of a declaration: who, what, why, by which law."""

    move: str
    state: str
    by: dict[str, str]
    reason: str
    law: str
    at: datetime


class DeclarationShown(Schema):
    """A declaration as its declarant and its officers see it."""

    lrn: str
    mrn: str
    ucr: str
    direction: str
    country: str
    regime: str
    date: date
    declarant: str
    state: str
    lane: str
    version: int
    currency: str
    duty_minor: int
    tax_minor: int
    assessment: dict[str, Any]
    findings: list[Told]
    differences: list[Told]
    decisions: list[DecisionShown]
    claimed_by: str
    law: str
    lodged_at: datetime
    decided_at: datetime | None
    facts: dict[str, Any]


class Unwanted(Schema):
    """Why a declaration is to be treated as never lodged."""

    reason: str


class DecisionWanted(Schema):
    """What an officer decides; a hold says until when."""

    move: Literal["claim", "unclaim", "release", "refuse", "invalidate", "ask-for-documents", "hold", "lift"]
    reason: str = ""
    law: str = ""
    until: date | None = None


@router.post("", response=list[LodgementAnswer], openapi_extra=BODY, summary="Lodge a batch of declarations")
def lodge(request: HttpRequest) -> HttpResponse:
    """Lodge what is in order, in the name of your party; the same file again gives the same answers."""
    batch, by = read(request.body, Batch), actor(request)
    refuse_if_any(_too_many(batch))
    answers = actions.lodge_batch(batch, declarant=party(request), by=by)
    return HttpResponse(_JSON.encode([_answer(each) for each in answers]), content_type="application/json")


@router.get("", response=list[DeclarationShown], summary="Your declarations, or the queue of your customs")
def listed(request: HttpRequest, ucr: str = "", state: str = "", limit: int = 100) -> list[DeclarationShown]:
    by = actor(request)
    found = queries.visible(by)
    if ucr:
        found = found.filter(ucr=ucr)
    if state:
        found = found.filter(state=state)
    rows = list(found.prefetch_related("decisions")[: max(0, min(limit, 500))])
    officer = {country: queries.officer_of(country, by=by) for country in {row.country for row in rows}}
    decisions = queries.decisions_of(rows)
    return [_shown(row, officer[row.country], decisions[row.pk]) for row in rows]


@router.post("/{path:reference}/decision", response=DeclarationShown, summary="Decide on a declaration (officer)")
def decide(request: HttpRequest, reference: str, wanted: DecisionWanted) -> DeclarationShown:
    by = actor(request)
    declaration = queries.seen(reference, by=by)
    MOVES[wanted.move](declaration, wanted, by)
    declaration.refresh_from_db()
    return shown(declaration, by)


@router.post("/{path:reference}/invalidation", response=DeclarationShown, summary="Take a declaration back (declarant)")
def take_back(request: HttpRequest, reference: str, unwanted: Unwanted) -> DeclarationShown:
    """At once while customs has not chosen to look; after that an officer decides. The same again is harmless."""
    by = actor(request)
    return shown(actions.ask_to_invalidate(queries.seen(reference, by=by), unwanted.reason, by=by), by)


@router.get("/{path:reference}", response=DeclarationShown, summary="One declaration, by its MRN or your own LRN")
def one(request: HttpRequest, reference: str) -> DeclarationShown:
    by = actor(request)
    return shown(queries.seen(reference, by=by), by)


MOVES: dict[str, Callable[[Declaration, DecisionWanted, Actor], object]] = {
    "claim": lambda declaration, _, by: actions.claim(declaration, by=by),
    "unclaim": lambda declaration, _, by: actions.unclaim(declaration, by=by),
    "release": lambda declaration, wanted, by: actions.release(
        declaration, by=by, reason=wanted.reason, law=wanted.law
    ),
    "refuse": lambda declaration, wanted, by: actions.refuse(declaration, wanted.reason, by=by, law=wanted.law),
    "invalidate": lambda declaration, wanted, by: actions.invalidate(declaration, wanted.reason, by=by, law=wanted.law),
    "hold": lambda declaration, wanted, by: actions.hold(
        declaration, wanted.reason, until=wanted.until, by=by, law=wanted.law
    ),
    "lift": lambda declaration, wanted, by: actions.lift(declaration, wanted.reason, by=by, law=wanted.law),
    "ask-for-documents": lambda declaration, wanted, by: actions.ask_for_documents(
        declaration, wanted.reason, by=by, law=wanted.law
    ),
}


class _Answered(msgspec.Struct):
    """`LodgementAnswer`, made and written in a fraction of the time, since there are thousands."""

    lrn: str
    in_order: bool
    outcome: str
    mrn: str
    state: str
    lane: str
    findings: list[dict[str, Any]]


def _answer(answer: customs.Answer) -> _Answered:
    judgement, outcome, mrn, state, lane, *_ = answer
    found = [told(finding) for finding in judgement.findings] if judgement.findings else []
    return _Answered(judgement.facts.lrn, outcome != "refused", outcome, mrn, state, lane, found)


def shown(declaration: Declaration, by: Actor) -> DeclarationShown:
    """The declaration as the actor may see it."""
    officer = queries.officer_of(declaration.country, by=by)
    return _shown(declaration, officer, queries.decisions(declaration))


def _shown(declaration: Declaration, officer: bool, decisions: Sequence[Decision]) -> DeclarationShown:
    """What the declarant may see; officers also see what was looked for, and who of them is at work."""
    return DeclarationShown(
        lrn=declaration.lrn,
        mrn=declaration.mrn,
        ucr=declaration.ucr,
        direction=declaration.direction,
        country=declaration.country,
        regime=declaration.regime,
        date=declaration.date,
        declarant=declaration.declarant_id,
        state=declaration.state,
        lane=declaration.lane,
        version=declaration.version,
        currency=declaration.currency,
        duty_minor=declaration.duty_minor,
        tax_minor=declaration.tax_minor,
        assessment=declaration.assessment,
        findings=[Told(**told(finding)) for finding in snapshot.findings_back(declaration.findings)],
        differences=[Told(**told(finding)) for finding in snapshot.findings_back(declaration.differences)],
        decisions=[_decision(each) for each in decisions if officer or each.move not in queries.OF_OFFICERS],
        claimed_by=declaration.claimed_by if officer else "",
        law=declaration.law_digest,
        lodged_at=declaration.lodged_at,
        decided_at=declaration.decided_at,
        facts=declaration.facts,
    )


def _decision(decision: Decision) -> DecisionShown:
    return DecisionShown(
        move=decision.move,
        state=decision.state,
        by=decision.by,
        reason=decision.reason,
        law=decision.law,
        at=decision.at,
    )


def _too_many(batch: Batch) -> list[Finding]:
    if len(batch) <= MOST:
        return []
    return [
        Finding(
            "batch-too-large",
            gettext_noop("A batch holds at most {most} declarations; this one has {count}."),
            remedy=gettext_noop("Send it in parts; lodging is safe to repeat."),
            params={"most": str(MOST), "count": str(len(batch))},
        )
    ]
