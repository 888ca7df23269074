"""Payments asked of buyers: asked once, settled once in full, refused, given back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from entrepot.hub import sealing
from entrepot.hub.events.models import Event
from entrepot.hub.ledger import queries as ledger
from entrepot.hub.payments import actions, queries, symbol
from entrepot.hub.payments.models import PaymentOrder
from entrepot.trade.finding import NotAllowedNow, NotYours, Refused
from entrepot.trade.money import Money
from entrepot.trade.papers import emv
from tests import cast

pytestmark = pytest.mark.django_db

UCR = "6CNHZ--CERAMICS-A-1"
FACTS = actions.PaymentFacts(
    end_to_end_id=UCR,
    ucr=UCR,
    creditor="hz-ceramics",
    amount_minor=54800,
    currency="MYR",
    payer="Nur Contoh",
)


def ask(facts: actions.PaymentFacts = FACTS) -> PaymentOrder:
    cast.party("hz-ceramics")
    [payment] = actions.request([facts], by=cast.the_hub())
    return payment


def settle(amount: str = "548.00", currency: str = "MYR", reference: str = "BANK-1") -> PaymentOrder:
    return actions.settled(UCR, reference, amount=Money.of(amount, currency), by=cast.by("hz-bank"))


def kinds() -> list[str]:
    return list(Event.objects.filter(subject=UCR).order_by("position").values_list("kind", flat=True))


def test_a_payment_is_asked_for_once_and_its_code_can_be_scanned() -> None:
    payment = ask()
    assert ask() == payment
    code = emv.parse(payment.qr)
    assert (code.amount, code.ucr, code.merchant_name, code.country) == (
        Money.of("548.00", "MYR"),
        UCR,
        "Hangzhou Ceramics",
        "CN",
    )
    assert code.reference == symbol.short(UCR) == UCR
    assert symbol.drawing(payment.qr).startswith("<svg")
    assert kinds() == ["payments.payment.requested"]


def test_who_pays_is_sealed() -> None:
    payment = ask()
    assert payment.debtor_mask == "N••• C•••"
    assert b"Nur" not in bytes(payment.debtor_sealed)
    assert sealing.unseal(bytes(payment.debtor_sealed), about=f"payment:{UCR}") == {"name": "Nur Contoh"}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"amount_minor": 54801}, "payment-reference-taken"),
        ({"amount_minor": 0}, "amount-not-positive"),
        ({"currency": "RMB"}, "currency-unknown"),
        ({"end_to_end_id": "X" * 36}, "end-to-end-id-form"),
    ],
)
def test_a_wrong_request_is_refused_and_nothing_is_asked(change: dict[str, object], code: str) -> None:
    ask()
    with pytest.raises(Refused) as refused:
        actions.request([replace(FACTS, end_to_end_id="OTHER"), replace(FACTS, **change)], by=cast.the_hub())  # type: ignore[arg-type]
    assert [found.code for found in refused.value.findings] == [code]
    assert PaymentOrder.objects.get().amount_minor == 54800


def test_the_money_goes_into_escrow_once() -> None:
    ask()
    assert settle().state == "settled"
    assert settle().state == "settled"
    assert ledger.balances() == {("clearing:simulator", "MYR"): 54800, ("escrow", "MYR"): -54800}
    assert kinds() == ["payments.payment.requested", "payments.payment.settled"]


@pytest.mark.parametrize(("amount", "currency"), [("547.99", "MYR"), ("548.01", "MYR"), ("548.00", "SGD")])
def test_another_amount_than_was_asked_for_is_refused_and_changes_nothing(amount: str, currency: str) -> None:
    ask()
    with pytest.raises(Refused) as refused:
        settle(amount, currency)
    assert [found.code for found in refused.value.findings] == ["payment-amount-differs"]
    assert (queries.payment(UCR).state, ledger.balances(), kinds()) == ("requested", {}, ["payments.payment.requested"])


def test_a_second_payment_under_another_reference_is_refused() -> None:
    ask()
    settle()
    with pytest.raises(NotAllowedNow):
        settle(reference="BANK-2")
    assert ledger.balance("escrow", "MYR") == -54800


def test_a_payment_nobody_asked_for_is_unknown() -> None:
    with pytest.raises(Refused) as refused:
        settle()
    assert [found.code for found in refused.value.findings] == ["payment-unknown"]


def test_a_refused_payment_stays_refused() -> None:
    ask()
    actions.refuse(UCR, "no funds", by=cast.by("hz-bank"))
    actions.refuse(UCR, "no funds", by=cast.by("hz-bank"))
    with pytest.raises(NotAllowedNow):
        settle()
    assert (queries.payment(UCR).reason, ledger.balances()) == ("no funds", {})
    assert kinds()[-1] == "payments.payment.refused"


def test_a_settled_payment_is_given_back_once() -> None:
    ask()
    settle()
    actions.refund(UCR, "cancelled", by=cast.by("hz-ceramics"))
    actions.refund(UCR, "cancelled", by=cast.by("hz-ceramics"))
    assert ledger.balances() == {("clearing:simulator", "MYR"): 0, ("escrow", "MYR"): 0}
    assert kinds()[-1] == "payments.payment.refunded"


def test_strangers_neither_ask_nor_settle_nor_give_back() -> None:
    ask()
    for attempt in (
        lambda: actions.request([replace(FACTS, end_to_end_id="X")], by=cast.by("kl-batik")),
        lambda: actions.settled(UCR, "R", by=cast.by("hz-ceramics")),
        lambda: actions.refuse(UCR, "", by=cast.stranger()),
        lambda: actions.lapse(UCR, by=cast.stranger()),
        lambda: actions.refund(UCR, "", by=cast.stranger()),
    ):
        with pytest.raises(NotYours):
            attempt()
    assert (queries.payment(UCR).state, len(kinds())) == ("requested", 1)
