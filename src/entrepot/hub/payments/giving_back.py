"""Writes about money that goes back after everybody was paid: the seller owes it, until its next proceeds cover it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db import transaction
from django.utils.translation import gettext_noop

from entrepot.hub import events
from entrepot.hub.events.actor import Actor
from entrepot.hub.ledger import actions as ledger
from entrepot.hub.parties import queries as parties
from entrepot.hub.payments import queries
from entrepot.hub.payments.models import GivenBack, PaymentOrder, Receivable
from entrepot.hub.payments.proceeds import Due, pay_out
from entrepot.trade.finding import Finding, NotAllowedNow, refuse_if_any
from entrepot.trade.ledger import Posting, move, transfer
from entrepot.trade.money import Money


@transaction.atomic
def give_back(end_to_end_id: str, key: str, amount_minor: int, reason: str, *, by: Actor) -> GivenBack:
    """Give part of a settled payment back to who paid it, at the cost of who was paid. The same key gives once."""
    payment = queries.locked_payment(end_to_end_id)
    parties.require(by, "seller", payment.creditor)
    known = GivenBack.objects.filter(key=key).first()
    if known is not None:
        return known
    if payment.state != "settled":
        raise NotAllowedNow(_not_paid(payment))
    refuse_if_any(_of_amount(payment, amount_minor))
    debt = _receivable(payment.creditor_id, payment.currency)
    given = GivenBack.objects.create(key=key, payment=payment, amount_minor=amount_minor, reason=reason[:250], at=by.at)
    money = Money.from_minor(amount_minor, payment.currency)
    back = move(
        f"give-back:{key}",
        "Given back to the buyer",
        debt.account,
        f"clearing:{payment.provider}",
        money,
        ucr=payment.ucr,
    )
    ledger.post([back], by=by)
    body = {"amount": str(money), "reason": reason, "key": key}
    events.record("payments.payment.partly_refunded", payment.ucr, by=by, ucr=payment.ucr, body=body)
    return given


@transaction.atomic
def reclaim(ucr: str, seller: str, sides: Sequence[Posting], credit: Money, *, by: Actor) -> bool:
    """What a treasury gives back goes to the seller, who bore it; `sides` say from whom. Answers whether it was new.

    What the seller does not owe any more is paid out at once.
    """
    parties.require(by, "operator")
    debt = _receivable(seller, credit.currency)
    owed = queries.owed_by(seller, credit.currency)
    to_seller = Posting(debt.account, -credit.minor, credit.currency)
    back = transfer(f"reclaim:{ucr}", "Duty and tax undone", *sides, to_seller, ucr=ucr)
    if not ledger.post([back], by=by):
        return False
    left = credit.minor - max(0, owed)
    if left > 0:
        due = Due(creditor=seller, account=debt.account, amount_minor=left, currency=credit.currency)
        pay_out(ucr, [due], by=by)
    return True


def _receivable(seller: str, currency: str) -> Receivable:
    found, _ = Receivable.objects.get_or_create(party=parties.party(seller), currency=currency)
    return found


def _of_amount(payment: PaymentOrder, amount_minor: int) -> Iterator[Finding]:
    left = payment.amount_minor - queries.given_back(payment.end_to_end_id)
    if not 0 < amount_minor <= left:
        yield Finding(
            "more-than-paid",
            gettext_noop("{amount} cannot be given back: {left} of the payment is left."),
            "/amount_minor",
            gettext_noop("Give back at most what was paid and has not gone back."),
            params={
                "amount": str(Money.from_minor(amount_minor, payment.currency)),
                "left": str(Money.from_minor(left, payment.currency)),
            },
        )


def _not_paid(payment: PaymentOrder) -> Finding:
    return Finding(
        "payment-not-settled",
        gettext_noop("The payment {reference} is “{state}”; only what was received can go back."),
        "/end_to_end_id",
        gettext_noop("Look at what became of the payment."),
        params={"reference": payment.end_to_end_id, "state": payment.state},
    )
