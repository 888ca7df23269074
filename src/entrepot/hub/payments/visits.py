"""A visitor pays abroad from the wallet at home: the merchant's hub shows a QR code, the wallet's hub pays.

    wallet's hub                                        merchant's hub
                                                        show_sale: the QR code with reference and amount
    visitor_request: money held       -- requested -->  receive_visitor_payment: merchant credited
    confirm_visitor_payment: paid    <-- confirmed --

Nobody is paid twice and nothing is lost between the two: each hub's book balances by what it owes the other
(`peer:<host>`), and the two amounts are equal and opposite.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from django.db import transaction

from entrepot.hub import events
from entrepot.hub.events.actor import Actor
from entrepot.hub.ledger import actions as ledger
from entrepot.hub.parties import queries as parties
from entrepot.hub.parties.models import Party
from entrepot.hub.payments import symbol
from entrepot.hub.payments import visit_findings as wrong
from entrepot.hub.payments.models import VISIT, PaymentOrder, VisitorPayment, Wallet
from entrepot.hub.payments.wallets import must_hold
from entrepot.hub.tariffs import queries as tariffs
from entrepot.trade.finding import Refused, refuse_if_any
from entrepot.trade.ledger import Posting, Transfer, move, transfer
from entrepot.trade.lifecycles import PAYMENT
from entrepot.trade.money import Money

PEER = "peer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What one hub tells another of a visitor's payment; the body of the message between them. No name is in it."""

    end_to_end_id: str
    merchant: str
    amount_minor: int
    currency: str


@transaction.atomic
def show_sale(merchant: Party | str, amount: Money, *, by: Actor, reference: str = "") -> PaymentOrder:
    """Ask whoever scans the code for an amount; showing the same reference again shows the same sale."""
    party = merchant if isinstance(merchant, Party) else parties.party(merchant)
    parties.require(by, "merchant", party)
    refuse_if_any(wrong.of_sale(amount, reference))
    reference = reference or secrets.token_hex(10).upper()
    sale, fresh = PaymentOrder.objects.get_or_create(
        end_to_end_id=reference,
        defaults={
            "creditor": party,
            "amount_minor": amount.settle().minor,
            "currency": amount.currency,
            "provider": PEER,
            "qr": symbol.payload(party, amount, reference=reference),
            "requested_at": by.at,
        },
    )
    if (sale.creditor_id, sale.amount_minor, sale.currency) != (party.code, amount.settle().minor, amount.currency):
        raise Refused(wrong.reference_taken(reference))
    if fresh:
        events.record("payments.sale.shown", f"payment:{reference}", by=by, body={"amount": str(amount)})
    return sale


@transaction.atomic
def visitor_request(qr: str, wallet: Wallet, *, by: Actor) -> VisitorPayment:
    """Pay what a merchant's code at another hub asks: the money is held until that hub has answered.

    Scanning the same code twice pays once.
    """
    must_hold(wallet, by)
    asked = symbol.read(qr)
    refuse_if_any(wrong.of_code(asked))
    wallet = Wallet.objects.select_for_update().get(pk=wallet.pk)
    known = VisitorPayment.objects.filter(peer=asked.host, end_to_end_id=asked.reference, side="wallet").first()
    if known is not None:
        if known.wallet_id != wallet.code:
            raise Refused(wrong.reference_taken(asked.reference))
        return known
    day = tariffs.rates(wallet.currency).on(by.at.date())
    charged = day.convert(asked.amount, wallet.currency).settle()
    refuse_if_any(wrong.of_balance(wallet, charged))
    payment = VisitorPayment.objects.create(
        end_to_end_id=asked.reference,
        side="wallet",
        peer=asked.host,
        wallet=wallet,
        merchant_code=asked.account,
        merchant_name=asked.merchant,
        amount_minor=asked.amount.minor,
        currency=asked.amount.currency,
        charged_minor=charged.minor,
        charged_currency=charged.currency,
        rate=tariffs.used(asked.amount.currency, wallet.currency, by.at.date()),
        state=VISIT.initial,
        at=by.at,
    )
    ledger.post(
        [move(f"visit:{_key(payment)}:held", "Held for a visit", wallet.account, _held(wallet), charged)], by=by
    )
    events.record("payments.visit.held", _subject(payment), by=by, body={"peer": payment.peer, **_told(payment)})
    return payment


@transaction.atomic
def receive_visitor_payment(visit: Visit, *, peer: str, by: Actor) -> VisitorPayment:
    """A peer's wallet pays a sale of ours: credit the merchant against the peer, or say why not.

    The answer is recorded either way, so that the message goes back once and the same.
    """
    wrong.must_be_ours(by)
    sale = PaymentOrder.objects.select_for_update().filter(end_to_end_id=visit.end_to_end_id, provider=PEER).first()
    known = VisitorPayment.objects.filter(peer=peer, end_to_end_id=visit.end_to_end_id, side="merchant").first()
    if known is not None:
        return known
    reason = _why_not(visit, sale)
    payment = VisitorPayment.objects.create(
        end_to_end_id=visit.end_to_end_id,
        side="merchant",
        peer=peer,
        merchant_code=visit.merchant,
        merchant_name=sale.creditor.name if sale else "",
        amount_minor=visit.amount_minor,
        currency=visit.currency,
        charged_minor=visit.amount_minor,
        charged_currency=visit.currency,
        state="refused" if reason else "confirmed",
        reason=reason,
        at=by.at,
        ended_at=by.at,
    )
    if sale is not None and not reason:
        sale.state, sale.settled_at = PAYMENT.after(sale.state, "settle"), by.at
        sale.provider_ref = peer[:60]
        sale.save(update_fields=["state", "settled_at", "provider_ref"])
        money = Money.from_minor(visit.amount_minor, visit.currency)
        owed = move(f"visit:{_key(payment)}", "A visitor paid", f"peer:{peer}", f"payable:{visit.merchant}", money)
        ledger.post([owed], by=by)
    body = {"peer": peer, "accepted": not reason, "reason": reason, **_told(payment)}
    events.record("payments.visit.answered", _subject(payment), by=by, body=body)
    return payment


@transaction.atomic
def confirm_visitor_payment(
    end_to_end_id: str, *, peer: str, accepted: bool, by: Actor, reason: str = ""
) -> VisitorPayment:
    """The merchant's hub has answered: what was held is paid, or goes back into the wallet. Twice is harmless."""
    wrong.must_be_ours(by)
    payment = (
        VisitorPayment.objects.select_for_update().filter(peer=peer, end_to_end_id=end_to_end_id, side="wallet").first()
    )
    if payment is None:
        raise Refused(wrong.unknown(end_to_end_id))
    ended = "confirmed" if accepted else "refused"
    if payment.state == ended:
        return payment
    payment.state = VISIT.after(payment.state, "confirm" if accepted else "refuse")
    payment.reason, payment.ended_at = reason, by.at
    payment.save(update_fields=["state", "reason", "ended_at"])
    ledger.post([_paid(payment) if accepted else _put_back(payment)], by=by)
    body = {"peer": peer, "reason": reason, **_told(payment)}
    events.record(f"payments.visit.{ended}", _subject(payment), by=by, body=body)
    return payment


def _paid(payment: VisitorPayment) -> Transfer:
    """What was held becomes what we owe the merchant's hub; exchanged on the way if the currencies differ."""
    assert payment.wallet is not None
    sides = [Posting(_held(payment.wallet), payment.charged_minor, payment.charged_currency)]
    if payment.charged_currency != payment.currency:
        sides.append(Posting("fx", -payment.charged_minor, payment.charged_currency))
        sides.append(Posting("fx", payment.amount_minor, payment.currency))
    sides.append(Posting(f"peer:{payment.peer}", -payment.amount_minor, payment.currency))
    return transfer(f"visit:{_key(payment)}:ended", "Paid abroad", *sides)


def _put_back(payment: VisitorPayment) -> Transfer:
    assert payment.wallet is not None
    money = Money.from_minor(payment.charged_minor, payment.charged_currency)
    key = f"visit:{_key(payment)}:ended"
    return move(key, "Put back into the wallet", _held(payment.wallet), payment.wallet.account, money)


def _held(wallet: Wallet) -> str:
    return f"{wallet.account}:held"


def _key(payment: VisitorPayment) -> str:
    return f"{payment.peer}:{payment.end_to_end_id}:{payment.side}"


def _subject(payment: VisitorPayment) -> str:
    return f"payment:{payment.end_to_end_id}"


def _told(payment: VisitorPayment) -> dict[str, object]:
    return {
        "end_to_end_id": payment.end_to_end_id,
        "merchant": payment.merchant_code,
        "amount_minor": payment.amount_minor,
        "currency": payment.currency,
    }


def _why_not(visit: Visit, sale: PaymentOrder | None) -> str:
    """Why a peer's payment cannot be taken, as a code that both hubs know; empty if it can."""
    if sale is None or sale.creditor_id != visit.merchant:
        return "sale-unknown"
    if sale.state != PAYMENT.initial:
        return "sale-paid"
    if (sale.amount_minor, sale.currency) != (visit.amount_minor, visit.currency):
        return "payment-amount-differs"
    return ""
