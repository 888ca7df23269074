"""The fee of an application: asked when it is made, in escrow until the agency has decided, then earned or given back.

The provider collects it like any payment. Granted, or refused where the law keeps it, it goes to the agency; else back.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_noop

from entrepot.hub.customs import queries
from entrepot.hub.customs.actions import permit_moves
from entrepot.hub.customs.models import Permit, PermitFee
from entrepot.hub.events.actor import Actor
from entrepot.hub.ledger import actions as ledger
from entrepot.hub.payments import actions as payments
from entrepot.hub.payments import queries as paid
from entrepot.trade.finding import Finding, NotAllowedNow, Refused
from entrepot.trade.ledger import move
from entrepot.trade.money import Money
from entrepot.trade.permit import PermitKind


def must_be_agreed(kind: PermitKind, agreed: str) -> None:
    """Refuse an application that does not name its fee: whoever applies has seen what it costs."""
    if kind.fee is not None and agreed != str(kind.fee.amount):
        raise Refused(
            Finding(
                "permit-fee-not-agreed",
                gettext_noop("An application for “{kind}” costs {amount}."),
                "/fee",
                gettext_noop("Name this fee with the application if you agree to pay it."),
                kind.fee.ground.law,
                params={"kind": kind.name, "amount": str(kind.fee.amount)},
            )
        )


def ask(permit: Permit, on: date, by: Actor) -> None:
    """Ask the applicant for what the law charges for an application of this kind on the day."""
    due = queries.permit_kind(permit.country, permit.kind, on).fee
    if due is not None:
        fee = PermitFee.objects.create(
            permit=permit,
            amount_minor=due.amount.minor,
            currency=due.amount.currency,
            given_back=list(due.given_back),
            law=due.ground.law,
            payment=f"{permit.number}-F1",
        )
        _request(fee, by)


@transaction.atomic
def ask_fee_again(permit: Permit, *, by: Actor) -> PermitFee:
    """Ask for a fee whose payment was refused or lapsed, under a new reference. While one is open, it is that one."""
    permit = permit_moves.locked_by_holder(permit, by)
    fee = PermitFee.objects.select_for_update().filter(permit=permit).first()
    state = paid.payment(fee.payment).state if fee else ""
    if fee is None or permit.state != "applied" or state == "settled":
        raise NotAllowedNow(
            Finding(
                "permit-fee-not-due",
                gettext_noop("No fee is due on {permit}."),
                params={"permit": permit.number},
            )
        )
    if state != "requested":
        fee.asked += 1
        fee.payment = f"{permit.number}-F{fee.asked}"
        fee.save(update_fields=["asked", "payment"])
        _request(fee, by)
    return fee


def must_be_paid(permit: Permit) -> None:
    """Refuse to issue before the fee is there."""
    due = queries.fee_of(permit)
    if due is not None and due.state != "settled":
        raise NotAllowedNow(
            Finding(
                "permit-fee-unpaid",
                gettext_noop("The fee of {amount} on {permit} is not paid yet."),
                remedy=gettext_noop("Wait for the payment; the application is decided when the fee is there."),
                law=due.law,
                params={"amount": str(due.amount), "permit": permit.number},
            )
        )


def settle(permit: Permit, ending: str, reason: str, by: Actor) -> None:
    """The application has ended (`issued`, `refused`, `withdrawn`): the fee goes to the agency or back, for good.

    What was not paid is not asked for any longer.
    """
    fee = PermitFee.objects.filter(permit=permit).first()
    if fee is None:
        return
    hub, state, why = _hub(by), paid.payment(fee.payment).state, (reason or ending)[:250]
    if state == "requested":
        payments.refuse(fee.payment, why, by=hub)
    elif state == "settled" and ending in fee.given_back:
        payments.refund(fee.payment, why, by=hub)
    elif state == "settled":
        _earned(permit, fee, hub)


def _earned(permit: Permit, fee: PermitFee, by: Actor) -> None:
    """The fee is the agency's: out of escrow, and paid out."""
    amount, account = Money.from_minor(fee.amount_minor, fee.currency), f"payable:{permit.agency_id}"
    memo = f"Fee of permit {permit.number}"
    ledger.post([move(f"permit-fee:{permit.number}", memo, payments.ESCROW, account, amount)], by=by)
    due = payments.Due(creditor=permit.agency_id, account=account, amount_minor=fee.amount_minor, currency=fee.currency)
    payments.pay_out("", [due], by=by, reference=f"permit:{permit.number}")


def _request(fee: PermitFee, by: Actor) -> None:
    permit = fee.permit
    facts = payments.PaymentFacts(
        end_to_end_id=fee.payment,
        ucr="",
        creditor=permit.agency_id,
        amount_minor=fee.amount_minor,
        currency=fee.currency,
        payer=permit.holder.name,
    )
    payments.request([facts], by=_hub(by))


def _hub(by: Actor) -> Actor:
    """The hub itself: it collects for the agency, whoever applied."""
    return Actor("worker", "customs.permits", "fees of permits", by.at)
