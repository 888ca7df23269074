"""Appeals: lodged by a declarant against a decision, ruled on by another officer, withdrawn."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from django.http import HttpRequest
from ninja import Router, Schema, Status

from entrepot.hub.api.caller import actor
from entrepot.hub.api.v1.enclosures import DocumentHanded, EnclosureShown, handed, shown
from entrepot.hub.customs import actions, queries
from entrepot.hub.customs.models import Appeal
from entrepot.trade.appeal import Ruling

router = Router(tags=["customs"])


class DecisionAppealable(Schema):
    """A decision that may be appealed now, and the last day for it; 0 is the release that a batch had together."""

    decision: int
    move: str
    at: datetime
    until: date


class AppealWanted(Schema):
    """Which decision is appealed, on what grounds, with which files."""

    declaration: str
    decision: int
    grounds: str
    documents: list[DocumentHanded] = []


class RulingGiven(Schema):
    """What another officer decides; amounts only where charges change, in minor units."""

    outcome: Literal["confirm", "change", "annul"]
    reason: str
    law: str
    duty_minor: int | None = None
    tax_minor: int | None = None


class AppealShown(Schema):
    """An appeal as the declarant and the officers see it."""

    id: int
    declaration: str
    decision: int
    against: str
    grounds: str
    last_day: date
    state: str
    lodged_at: datetime
    reason: str
    law: str
    duty_minor: int | None
    tax_minor: int | None
    closed_at: datetime | None
    documents: list[EnclosureShown]


@router.get("/decisions", response=list[DecisionAppealable], summary="What may be appealed now, and until when")
def appealable(request: HttpRequest, declaration: str) -> list[DecisionAppealable]:
    by = actor(request)
    found = queries.appealable_now(queries.seen(declaration, by=by), by.at.date())
    return [
        DecisionAppealable(decision=each.pk or 0, move=each.move, at=each.at, until=queries.appeal_until(each))
        for each in found
    ]


@router.post("", response={201: AppealShown}, summary="Appeal against a decision (declarant)")
def lodge(request: HttpRequest, wanted: AppealWanted) -> Status[AppealShown]:
    """Within the days that the law gives; the same again gives the same appeal."""
    by = actor(request)
    decision = queries.decision_of(queries.seen(wanted.declaration, by=by), wanted.decision)
    files = handed(wanted.documents)
    return Status(201, _shown(actions.lodge_appeal(decision, wanted.grounds, files, by=by)))


@router.get("", response=list[AppealShown], summary="The appeals in the matter of a declaration")
def listed(request: HttpRequest, declaration: str) -> list[AppealShown]:
    return [_shown(each) for each in queries.appeals_of(queries.seen(declaration, by=actor(request)))]


@router.post("/{int:number}/withdraw", response=AppealShown, summary="Take an appeal back (declarant)")
def withdraw(request: HttpRequest, number: int) -> AppealShown:
    by = actor(request)
    return _shown(actions.withdraw_appeal(queries.appeal(number, by=by), by=by))


@router.post("/{int:number}/ruling", response=AppealShown, summary="Rule on an appeal (another officer, in person)")
def rule(request: HttpRequest, number: int, given: RulingGiven) -> AppealShown:
    by = actor(request)
    return _shown(actions.rule(queries.appeal(number, by=by), Ruling(**given.dict()), by=by))


def _shown(appeal: Appeal) -> AppealShown:
    return AppealShown(
        id=appeal.pk,
        declaration=appeal.declaration.mrn,
        decision=appeal.decision_id,
        against=appeal.decision.move,
        grounds=appeal.grounds,
        last_day=appeal.last_day,
        state=appeal.state,
        lodged_at=appeal.lodged_at,
        reason=appeal.reason,
        law=appeal.law,
        duty_minor=appeal.duty_minor,
        tax_minor=appeal.tax_minor,
        closed_at=appeal.closed_at,
        documents=[shown(each) for each in appeal.enclosures.all()],
    )
