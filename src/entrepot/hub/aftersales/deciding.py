"""An operator decides a dispute, with reasons; the hub that keeps the order carries out what it costs."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction
from django.utils.translation import gettext_noop

from entrepot.hub import events
from entrepot.hub.aftersales import queries
from entrepot.hub.aftersales.models import Dispute
from entrepot.hub.events.actor import Actor
from entrepot.hub.orders import actions as moving
from entrepot.hub.orders import queries as orders
from entrepot.hub.parties import queries as parties
from entrepot.hub.payments import actions as payments
from entrepot.hub.payments import queries as paid
from entrepot.trade.finding import Finding, NotAllowedNow, NotYours, refuse_if_any
from entrepot.trade.money import Money


@transaction.atomic
def decide_dispute(number: str, refund_minor: int, reasons: str, *, by: Actor) -> Dispute:
    """The operator of the hub where the goods were bought decides: so much back to the buyer, or nothing, and why.

    It waits until the seller has answered or its time is over. The same decision again is harmless.
    """
    parties.require(by, "operator")
    held = queries.locked_dispute(number)
    if not held.mediates:
        raise elsewhere(held)
    refuse_if_any(of_decision(held, refund_minor, reasons))
    if held.state == "decided" and (held.refund_minor, held.reasons) == (refund_minor, reasons):
        return held
    if held.state == "opened" and by.at < held.answer_by:
        raise NotAllowedNow(_still_waiting(held))
    return decided(held, refund_minor, reasons, by=by)


def decided(held: Dispute, refund_minor: int, reasons: str, *, by: Actor) -> Dispute:
    """Write a decision on a dispute that is held, and pay what it costs if the order is here."""
    held.state = Dispute.LIFECYCLE.after(held.state, "decide")
    held.refund_minor, held.reasons, held.ended_at, held.decided_by = refund_minor, reasons, by.at, by.plain
    held.save(update_fields=["state", "refund_minor", "reasons", "ended_at", "decided_by"])
    if held.decides:
        _carry_out(held, by)
    record("decided", held, by, currency=held.currency, refund_minor=refund_minor, reasons=reasons)
    return held


def record(happened: str, held: Dispute, by: Actor, **more: object) -> None:
    """Record what happened in a dispute; what the two sides say is not in the consignment's file."""
    body = {"number": held.number, "seller": held.seller_code, **more}
    events.record(f"aftersales.dispute.{happened}", held.ucr, by=by, ucr=held.ucr, body=body)


def elsewhere(held: Dispute) -> NotYours:
    """The matter is for the other hub."""
    return NotYours(
        Finding(
            "dispute-elsewhere",
            gettext_noop("This step of dispute {number} is taken at the other hub."),
            remedy=gettext_noop(
                "The seller answers where the order is kept; the operator decides where it was bought."
            ),
            params={"number": held.number},
        )
    )


def _carry_out(held: Dispute, by: Actor) -> None:
    """The buyer is paid at the seller's cost. An order that is not settled yet is given up whole, out of escrow.

    Never more than is left of the payment: a return may have been paid since the decision was drafted.
    """
    if not held.refund_minor:
        return
    payment = paid.payment(held.ucr)
    amount = min(held.refund_minor, payment.amount_minor - paid.given_back(held.ucr))
    if not amount:
        return
    hub = Actor("worker", "aftersales.decide", "a decision", by.at)
    state = orders.consignment(held.ucr).state
    if state != "settled":
        if amount != payment.amount_minor:
            raise NotAllowedNow(_in_escrow(held))
        give_up = moving.cancel if state == "paid" else moving.turned_back
        give_up(held.ucr, held.reasons[:250], by=hub)
        return
    payments.give_back(held.ucr, f"dispute:{held.number}", amount, held.cause, by=hub)


def of_decision(held: Dispute, refund_minor: int, reasons: str) -> Iterator[Finding]:
    """Everything against a decision."""
    most = orders.consignment(held.ucr).total_minor
    if not 0 <= refund_minor <= most:
        yield Finding(
            "decision-amount",
            gettext_noop("{amount} cannot be given back; the order came to {most}."),
            "/refund",
            gettext_noop("Give back nothing, all, or a part of what was paid."),
            params={
                "amount": str(Money.from_minor(refund_minor, held.currency)),
                "most": str(Money.from_minor(most, held.currency)),
            },
        )
    if not reasons.strip():
        yield Finding(
            "reasons-missing",
            gettext_noop("A decision has reasons."),
            "/reasons",
            gettext_noop("Say what was found and why it leads to this."),
        )


def _still_waiting(held: Dispute) -> Finding:
    return Finding(
        "seller-still-has-time",
        gettext_noop("The seller may answer until {last}."),
        remedy=gettext_noop("Decide when the answer is there, or the time is over."),
        params={"last": held.answer_by.date().isoformat()},
    )


def _in_escrow(held: Dispute) -> Finding:
    return Finding(
        "payment-in-escrow",
        gettext_noop("The payment of {ucr} is still held; it goes back whole or not at all."),
        "/refund",
        gettext_noop("Give back all of it, or wait for the settlement."),
        params={"ucr": held.ucr},
    )
