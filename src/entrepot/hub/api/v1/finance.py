"""Advances: offered by lenders, drawn by sellers, shown to these two alone."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest
from ninja import Router, Schema, Status

from entrepot.hub.api.caller import actor
from entrepot.hub.finance import actions, queries
from entrepot.hub.finance.models import Advance
from entrepot.hub.parties import queries as parties

router = Router(tags=["finance"])


class OfferWanted(Schema):
    """What a lender offers on the proceeds of a consignment; see `OfferFacts`."""

    ucr: str
    share: str
    fee: str
    days: int
    amount: str = ""


class AdvanceShown(Schema):
    """An advance with its price: a flat fee, and the yearly rate that it comes to."""

    number: int
    lender: str
    seller: str
    ucr: str
    currency: str
    amount_minor: int
    fee_minor: int
    due_minor: int
    days: int
    apr_basis_points: int
    state: str
    offered_at: datetime
    open_until: datetime
    drawn_at: datetime | None
    closed_at: datetime | None


@router.get("", response=list[AdvanceShown], summary="What you lent or were offered")
def listed(request: HttpRequest) -> list[AdvanceShown]:
    by = actor(request)
    return [_shown(each) for each in (queries.lent_by(by.party) | queries.offered_to(by.party)).order_by("-pk")]


@router.post("", response={201: AdvanceShown}, summary="Offer an advance (lender)")
def offer(request: HttpRequest, wanted: OfferWanted) -> Status[AdvanceShown]:
    by = actor(request)
    facts = actions.OfferFacts(share=wanted.share, fee=wanted.fee, days=wanted.days, amount=wanted.amount)
    return Status(201, _shown(actions.offer(parties.party(by.party), wanted.ucr, facts, by=by)))


@router.get("/{number}", response=AdvanceShown, summary="One advance")
def one(request: HttpRequest, number: int) -> AdvanceShown:
    return _shown(queries.advance(number, by=actor(request)))


@router.post("/{number}/draw", response=AdvanceShown, summary="Take an offer: you are paid now (seller)")
def draw(request: HttpRequest, number: int) -> AdvanceShown:
    by = actor(request)
    return _shown(actions.draw(queries.advance(number, by=by), by=by))


@router.post("/{number}/decline", response=AdvanceShown, summary="Leave an offer (seller)")
def decline(request: HttpRequest, number: int) -> AdvanceShown:
    by = actor(request)
    return _shown(actions.decline(queries.advance(number, by=by), by=by))


def _shown(advance: Advance) -> AdvanceShown:
    return AdvanceShown(
        number=advance.pk,
        lender=advance.lender_id,
        seller=advance.seller_id,
        ucr=advance.ucr,
        currency=advance.currency,
        amount_minor=advance.amount_minor,
        fee_minor=advance.fee_minor,
        due_minor=advance.due_minor,
        days=advance.terms["facts"]["days"],
        apr_basis_points=advance.terms["apr_basis_points"],
        state=advance.state,
        offered_at=advance.offered_at,
        open_until=advance.open_until,
        drawn_at=advance.drawn_at,
        closed_at=advance.closed_at,
    )
