"""Statements of duty and tax over time, and goods that come back."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_noop
from ninja import Router, Schema, Status

from entrepot.hub.api.caller import actor
from entrepot.hub.duties import actions, queries
from entrepot.hub.duties.models import GoodsReturn, Statement
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.money import Money

router = Router(tags=["customs"])
returns = Router(tags=["customs"])


class StatementShown(Schema):
    """A statement: whose, of what, until when, how much; `lines` are the goods of a summary."""

    number: str
    code: str
    country: str
    debtor: str
    registration: str
    begins: date
    ends: date
    due_by: date
    currency: str
    duty: str
    tax: str
    total: str
    declarations: int
    lines: list[dict[str, Any]]
    law: str
    confidence: str
    state: str
    drawn_up_at: datetime
    filed_at: datetime | None
    paid_at: datetime | None
    receipt: str


class DrawUp(Schema):
    """For which country, and as of which day."""

    country: str
    on: date


class Receipt(Schema):
    """The treasury's reference of a payment."""

    receipt: str


class Reason(Schema):
    """Why goods come back."""

    reason: str


class ReturnShown(Schema):
    """Goods on their way back: until when they may be back, and what became of them."""

    mrn: str
    state: str
    reason: str
    back_by: date
    law: str
    applied_at: datetime
    closed_at: datetime | None


@router.get("", response=list[StatementShown], summary="Your statements, or those of your country's treasury")
def listed(request: HttpRequest, state: str = "") -> list[StatementShown]:
    found = queries.visible(actor(request))
    return [_shown(each) for each in (found.filter(state=state) if state else found)[:500]]


@router.post("/drawn-up", response=list[StatementShown], summary="State what is ripe (operator)")
def draw_up(request: HttpRequest, wanted: DrawUp) -> list[StatementShown]:
    """Safe to repeat: a declaration is stated once."""
    return [_shown(each) for each in actions.draw_up(wanted.country, wanted.on, by=actor(request))]


@router.get("/{number}", response=StatementShown, summary="One statement")
def one(request: HttpRequest, number: str) -> StatementShown:
    return _shown(queries.statement(number, by=actor(request)))


@router.post("/{number}/filed", response=StatementShown, summary="Stand by a statement (debtor)")
def file(request: HttpRequest, number: str) -> StatementShown:
    by = actor(request)
    return _shown(actions.file(queries.statement(number, by=by), by=by))


@router.post("/{number}/paid", response=StatementShown, summary="Confirm that it was paid (customs)")
def paid(request: HttpRequest, number: str, told: Receipt) -> StatementShown:
    by = actor(request)
    return _shown(actions.confirm_payment(queries.statement(number, by=by), told.receipt, by=by))


@returns.post("/{mrn}", response={201: ReturnShown}, summary="Say that goods come back (declarant)")
def apply(request: HttpRequest, mrn: str, told: Reason) -> Status[ReturnShown]:
    by = actor(request)
    declaration, _ = queries.returning(mrn, by=by)
    return Status(201, _return(actions.apply_for_return(declaration, told.reason, by=by)))


@returns.get("/{mrn}", response=ReturnShown, summary="How a return stands")
def returning(request: HttpRequest, mrn: str) -> ReturnShown:
    return _return(_applied(request, mrn))


@returns.post("/{mrn}/back", response=ReturnShown, summary="See the goods back (customs)")
def back(request: HttpRequest, mrn: str) -> ReturnShown:
    return _return(actions.take_back(_applied(request, mrn), by=actor(request)))


def _applied(request: HttpRequest, mrn: str) -> GoodsReturn:
    declaration, applied = queries.returning(mrn, by=actor(request))
    if applied is None:
        raise Refused(_not_applied(declaration.mrn))
    return applied


def _not_applied(mrn: str) -> Finding:
    return Finding(
        "return-not-applied-for",
        gettext_noop("Nobody has said that the goods of {mrn} come back."),
        "/mrn",
        gettext_noop("The declarant applies for the return first."),
        params={"mrn": mrn},
    )


def _shown(statement: Statement) -> StatementShown:
    def text(minor: int) -> str:
        return Money.from_minor(minor, statement.currency).text

    return StatementShown(
        number=statement.number,
        code=statement.code,
        country=statement.country,
        debtor=statement.debtor_id,
        registration=statement.registration,
        begins=statement.begins,
        ends=statement.ends,
        due_by=statement.due_by,
        currency=statement.currency,
        duty=text(statement.duty_minor),
        tax=text(statement.tax_minor),
        total=text(statement.due_minor),
        declarations=statement.declarations,
        lines=statement.lines,
        law=statement.law,
        confidence=statement.confidence,
        state=statement.state,
        drawn_up_at=statement.drawn_up_at,
        filed_at=statement.filed_at,
        paid_at=statement.paid_at,
        receipt=statement.receipt,
    )


def _return(applied: GoodsReturn) -> ReturnShown:
    return ReturnShown(
        mrn=applied.declaration.mrn,
        state=applied.state,
        reason=applied.reason,
        back_by=applied.back_by,
        law=applied.law,
        applied_at=applied.applied_at,
        closed_at=applied.closed_at,
    )
