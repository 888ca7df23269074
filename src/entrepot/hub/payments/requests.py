"""Writes about payments asked of buyers: requested, settled, refused, given back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from entrepot.hub import events, sealing
from entrepot.hub.events.actor import Actor
from entrepot.hub.ledger import actions as ledger
from entrepot.hub.parties import queries as parties
from entrepot.hub.parties.models import Party
from entrepot.hub.payments import provider, queries, symbol
from entrepot.hub.payments.models import PaymentOrder
from entrepot.trade.currency import MINOR_DIGITS
from entrepot.trade.finding import Finding, refuse_if_any
from entrepot.trade.ledger import Posting, Transfer, transfer
from entrepot.trade.lifecycles import PAYMENT
from entrepot.trade.money import Money

ESCROW = "escrow"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentFacts:
    """A payment to be asked for. `payer` is personal and is sealed; `commitments` stand for the payer instead."""

    end_to_end_id: str
    ucr: str
    creditor: str
    amount_minor: int
    currency: str
    payer: str = ""
    commitments: dict[str, Any] = field(default_factory=dict)


@transaction.atomic
def request(batch: Sequence[PaymentFacts], *, by: Actor) -> list[PaymentOrder]:
    """Ask for each payment, with its QR code; asking again for the same changes nothing, for another is refused."""
    refuse_if_any(found for n, facts in enumerate(batch) for found in _of_request(n, facts))
    creditors = {each: parties.party(each) for each in {facts.creditor for facts in batch}}
    for creditor in creditors.values():
        parties.require(by, "seller", creditor)
    known = {
        each.end_to_end_id: each
        for each in PaymentOrder.objects.filter(end_to_end_id__in=[facts.end_to_end_id for facts in batch])
    }
    asked = []
    for n, facts in enumerate(batch):
        refuse_if_any(_differs(n, facts, known))
        if facts.end_to_end_id not in known:
            known[facts.end_to_end_id] = _asked(facts, creditors[facts.creditor], by)
        asked.append(known[facts.end_to_end_id])
    return asked


@transaction.atomic
def settled(end_to_end_id: str, provider_ref: str, *, by: Actor, amount: Money | None = None) -> PaymentOrder:
    """The money has come: into escrow with it, where it waits for the delivery.

    The same word twice changes nothing. `amount` is what the provider says it received; another than was asked for is
    refused, and nothing is changed: the provider holds the money and has to say more.
    """
    payment = queries.locked_payment(end_to_end_id)
    parties.require(by, "payment")
    if payment.state == "settled" and payment.provider_ref == provider_ref:
        return payment
    state = PAYMENT.after(payment.state, "settle")
    refuse_if_any(_of_amount(payment, amount))
    payment.state, payment.provider_ref, payment.settled_at = state, provider_ref, by.at
    payment.save(update_fields=["state", "provider_ref", "settled_at"])
    ledger.post([_received(payment)], by=by)
    body = {
        "end_to_end_id": payment.end_to_end_id,
        "amount": str(_money(payment)),
        "provider": payment.provider,
        "reference": provider_ref,
    }
    events.record("payments.payment.settled", _subject(payment), by=by, ucr=payment.ucr, body=body)
    return payment


@transaction.atomic
def refuse(end_to_end_id: str, reason: str, *, by: Actor) -> PaymentOrder:
    """The payment will not come; why is kept. Twice is harmless."""
    return _ended(end_to_end_id, "refuse", reason, by)


@transaction.atomic
def lapse(end_to_end_id: str, *, by: Actor) -> PaymentOrder:
    """Nobody paid in time."""
    return _ended(end_to_end_id, "lapse", "", by)


@transaction.atomic
def refund(end_to_end_id: str, reason: str, *, by: Actor) -> PaymentOrder:
    """Give a settled payment back to who paid it, out of escrow. Twice is harmless."""
    payment = queries.locked_payment(end_to_end_id)
    parties.require(by, "seller", payment.creditor)
    if payment.state == "refunded":
        return payment
    payment.state, payment.reason = PAYMENT.after(payment.state, "refund"), reason
    payment.save(update_fields=["state", "reason"])
    back = transfer(
        f"refund:{payment.end_to_end_id}",
        "Payment given back",
        Posting(ESCROW, payment.amount_minor, payment.currency),
        Posting(f"clearing:{payment.provider}", -payment.amount_minor, payment.currency),
        ucr=payment.ucr,
    )
    ledger.post([back], by=by)
    body = {"amount": str(_money(payment)), "reason": reason}
    events.record("payments.payment.refunded", _subject(payment), by=by, ucr=payment.ucr, body=body)
    return payment


@transaction.atomic
def forget_payer(ucr: str, *, by: Actor) -> None:
    """Destroy who paid for a consignment; the payment remains. Called from above, when the buyer is forgotten."""
    PaymentOrder.objects.filter(ucr=ucr).update(debtor_sealed=b"", debtor_mask="", commitments={})


def _asked(facts: PaymentFacts, creditor: Party, by: Actor) -> PaymentOrder:
    amount = Money.from_minor(facts.amount_minor, facts.currency)
    payment = PaymentOrder(
        end_to_end_id=facts.end_to_end_id,
        ucr=facts.ucr,
        creditor_id=facts.creditor,
        debtor_mask=sealing.mask(facts.payer),
        debtor_sealed=sealing.seal({"name": facts.payer}, about=f"payment:{facts.end_to_end_id}"),
        commitments=facts.commitments,
        amount_minor=facts.amount_minor,
        currency=facts.currency,
        provider=provider.name(),
        qr=symbol.payload(creditor, amount, reference=facts.end_to_end_id, ucr=facts.ucr),
        requested_at=by.at,
    )
    payment.save(force_insert=True)
    body = {
        "end_to_end_id": payment.end_to_end_id,
        "amount": str(amount),
        "provider": payment.provider,
        "creditor": facts.creditor,
    }
    events.record("payments.payment.requested", _subject(payment), by=by, ucr=payment.ucr, body=body)
    return payment


def _ended(end_to_end_id: str, move: str, reason: str, by: Actor) -> PaymentOrder:
    payment = queries.locked_payment(end_to_end_id)
    parties.require(by, "payment")
    ended = {"refuse": "refused", "lapse": "lapsed"}[move]
    if payment.state == ended:
        return payment
    payment.state, payment.reason = PAYMENT.after(payment.state, move), reason
    payment.save(update_fields=["state", "reason"])
    events.record(f"payments.payment.{ended}", _subject(payment), by=by, ucr=payment.ucr, body={"reason": reason})
    return payment


def _received(payment: PaymentOrder) -> Transfer:
    return transfer(
        f"payment:{payment.end_to_end_id}",
        "Payment received into escrow",
        Posting(f"clearing:{payment.provider}", payment.amount_minor, payment.currency),
        Posting(ESCROW, -payment.amount_minor, payment.currency),
        ucr=payment.ucr,
    )


def _subject(payment: PaymentOrder) -> str:
    return payment.ucr or f"payment:{payment.end_to_end_id}"


def _money(payment: PaymentOrder) -> Money:
    return Money.from_minor(payment.amount_minor, payment.currency)


def _of_request(n: int, facts: PaymentFacts) -> Iterator[Finding]:
    if facts.currency not in MINOR_DIGITS:
        yield Finding(
            "currency-unknown",
            gettext_noop("“{currency}” is not a currency in use."),
            f"/{n}/currency",
            gettext_noop("Give the three capital letters of ISO 4217, such as MYR, CNY or USD."),
            params={"currency": facts.currency},
        )
    if facts.amount_minor <= 0:
        yield Finding(
            "amount-not-positive",
            gettext_noop("A payment of {amount} cannot be asked for."),
            f"/{n}/amount_minor",
            gettext_noop("Ask for what is due; if nothing is due, ask for nothing."),
            params={"amount": str(facts.amount_minor)},
        )
    if not 0 < len(facts.end_to_end_id) <= 35:
        yield Finding(
            "end-to-end-id-form",
            gettext_noop("“{reference}” cannot be the reference of a payment."),
            f"/{n}/end_to_end_id",
            gettext_noop("Use 1 to 35 characters (ISO 20022)."),
            params={"reference": facts.end_to_end_id},
        )


def _differs(n: int, facts: PaymentFacts, known: dict[str, PaymentOrder]) -> Iterator[Finding]:
    before = known.get(facts.end_to_end_id)
    asked = (facts.ucr, facts.creditor, facts.amount_minor, facts.currency)
    if before is not None and asked != (before.ucr, before.creditor_id, before.amount_minor, before.currency):
        yield Finding(
            "payment-reference-taken",
            gettext_noop("{reference} already stands for a payment of {amount}."),
            f"/{n}/end_to_end_id",
            gettext_noop("Use another reference, or repeat the request unchanged."),
            params={"reference": facts.end_to_end_id, "amount": str(_money(before))},
        )


def _of_amount(payment: PaymentOrder, amount: Money | None) -> Iterator[Finding]:
    if amount is not None and amount != _money(payment):
        yield Finding(
            "payment-amount-differs",
            gettext_noop("{paid} was paid, and {asked} was asked for."),
            "/amount",
            gettext_noop("Ask the provider; give it back, or have the difference paid under a reference of its own."),
            params={"paid": str(amount), "asked": str(_money(payment))},
        )
