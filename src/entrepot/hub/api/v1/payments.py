"""Payments: what was asked for, and the door at which the provider says what came of it."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_noop
from ninja import Router, Schema

from entrepot.hub.adapters import payment as provider
from entrepot.hub.api.caller import actor
from entrepot.hub.events import Actor, clock
from entrepot.hub.parties import queries as parties
from entrepot.hub.payments import symbol
from entrepot.hub.payments.models import PaymentOrder
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.money import Money

router = Router(tags=["payments"])


class PaymentShown(Schema):
    """A payment order; who pays is masked. `simulated` says that no real money moves."""

    end_to_end_id: str
    ucr: str
    creditor: str
    debtor: str
    amount: str
    currency: str
    state: str
    provider: str
    provider_ref: str
    simulated: bool
    qr: str
    requested_at: datetime
    settled_at: datetime | None


class Noted(Schema):
    """What is now known of the payment that the provider spoke of."""

    end_to_end_id: str
    state: str


@router.get("/{path:end_to_end_id}/qr.svg", summary="The QR code to pay it by")
def drawing(request: HttpRequest, end_to_end_id: str) -> HttpResponse:
    return HttpResponse(symbol.drawing(_visible(end_to_end_id, actor(request)).qr), content_type="image/svg+xml")


@router.post("/{path:end_to_end_id}/settled", auth=None, response=Noted, summary="The provider's notice")
def settled(request: HttpRequest, end_to_end_id: str) -> Noted:
    """The provider says that the money came, or that it will not; it signs what it says, and needs no token."""
    notice = provider.provider().notify(request.body, request.headers)
    if notice.end_to_end_id != end_to_end_id:
        raise Refused(
            Finding(
                "notice-of-another",
                gettext_noop("The notice is about {theirs}, and was sent for {ours}."),
                "/end_to_end_id",
                gettext_noop("Send each notice to the address of its own payment."),
                params={"theirs": notice.end_to_end_id, "ours": end_to_end_id},
            )
        )
    hub = Actor("worker", "api.payments", "the door for providers", clock.moment_of(request))
    payment = provider.noted(notice, hub)
    return Noted(end_to_end_id=payment.end_to_end_id, state=payment.state)


@router.get("/{path:end_to_end_id}", response=PaymentShown, summary="What was asked of a buyer")
def one(request: HttpRequest, end_to_end_id: str) -> PaymentShown:
    return _shown(_visible(end_to_end_id, actor(request)))


def _visible(end_to_end_id: str, by: Actor) -> PaymentOrder:
    """The payment, for its creditor, the payment institutions and the operator; for others there is none."""
    theirs = PaymentOrder.objects.all()
    if not (parties.may(by, "payment") or parties.may(by, "operator")):
        theirs = theirs.filter(creditor__code=by.party)
    return theirs.get(end_to_end_id=end_to_end_id)


def _shown(payment: PaymentOrder) -> PaymentShown:
    return PaymentShown(
        end_to_end_id=payment.end_to_end_id,
        ucr=payment.ucr,
        creditor=payment.creditor_id,
        debtor=payment.debtor_mask,
        amount=Money.from_minor(payment.amount_minor, payment.currency).text,
        currency=payment.currency,
        state=payment.state,
        provider=payment.provider,
        provider_ref=payment.provider_ref,
        simulated=provider.provider().SIMULATED,
        qr=payment.qr,
        requested_at=payment.requested_at,
        settled_at=payment.settled_at,
    )
