"""Permits, their kinds and their fees, as the interface for machines shows them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from ninja import Schema

from entrepot.hub.api.v1 import enclosures
from entrepot.hub.api.v1.enclosures import EnclosureShown
from entrepot.hub.customs import queries
from entrepot.hub.customs.models import Permit
from entrepot.hub.events import Actor
from entrepot.trade.permit import Counting, PermitKind, Standing


class PermitKindShown(Schema):
    """A kind of document that agencies of a country grant. `given_back` says after which endings its fee returns."""

    code: str
    name: str
    agency: str
    quantity: Counting
    lot: bool
    days: int
    fee: str
    given_back: list[str]
    law: str
    confidence: str


class FeeShown(Schema):
    """The fee of an application. `state` is that of its payment; `qr` asks for it while it is requested."""

    amount: str
    state: str
    payment: str
    qr: str
    given_back: list[str]
    law: str


class AskedShown(Schema):
    """What the agency asked, and the answer."""

    question: str
    asked_at: datetime
    answer: str
    answered_at: datetime | None


class _Granted(Schema):
    """What everybody who is shown a permit sees of it."""

    number: str
    kind: str
    country: str
    agency: str
    holder: str
    goods: str
    quantity: str
    unit: str
    lot: str
    valid_from: date | None
    valid_to: date | None
    conditions: list[str]
    document: str


class PermitShown(_Granted):
    """A permit as its holder, its agency and customs see it. `document` is what is shown to others.

    `documents` are the files of the application, named to the holder and the agency alone.
    """

    drawn: str
    state: str
    reason: str
    law: str
    renews: str
    questions: list[AskedShown]
    fee: FeeShown | None
    documents: list[EnclosureShown]
    applied_at: datetime
    decided_at: datetime | None


class PermitStanding(_Granted):
    """How a permit stands now, for whoever is shown one: what its document says, and what only its hub knows."""

    standing: Standing
    left: str


def kind_shown(kind: PermitKind) -> PermitKindShown:
    ground = kind.fee.ground if kind.fee else kind.ground
    return PermitKindShown(
        code=kind.code,
        name=kind.name,
        agency=kind.agency,
        quantity=kind.quantity,
        lot=kind.lot,
        days=kind.days,
        fee=str(kind.fee.amount) if kind.fee else "",
        given_back=list(kind.fee.given_back) if kind.fee else [],
        law=ground.law,
        confidence=ground.confidence,
    )


def shown(permit: Permit, by: Actor) -> PermitShown:
    files = queries.permit_enclosures(permit) if queries.reads_files(permit, by) else ()
    return PermitShown(
        **_granted(permit),
        agency=permit.agency_id,
        holder=permit.holder_id,
        drawn=queries.drawn_text(permit),
        state=permit.state,
        reason=permit.reason,
        law=permit.law,
        renews=permit.renews.number if permit.renews else "",
        questions=[
            AskedShown(question=each.question, asked_at=each.asked_at, answer=each.answer, answered_at=each.answered_at)
            for each in permit.questions.all()
        ],
        fee=_fee(permit),
        documents=[enclosures.shown(each) for each in files],
        applied_at=permit.applied_at,
        decided_at=permit.decided_at,
    )


def _fee(permit: Permit) -> FeeShown | None:
    fee = queries.fee_of(permit)
    if fee is None:
        return None
    return FeeShown(
        amount=str(fee.amount),
        state=fee.state,
        payment=fee.payment,
        qr=fee.qr if fee.state == "requested" else "",
        given_back=list(fee.given_back),
        law=fee.law,
    )


def standing_shown(permit: Permit, on: date) -> PermitStanding:
    return PermitStanding(
        **_granted(permit),
        agency=permit.agency.name,
        holder=permit.holder.name,
        standing=queries.standing_of(permit, on),
        left=queries.left_of(permit),
    )


def _granted(permit: Permit) -> dict[str, Any]:
    """What both say, apart from the parties: machines of the hub know them by their codes, strangers by their names."""
    told = _Granted.model_fields.keys() - {"agency", "holder"}
    return {name: getattr(permit, name) for name in told}
