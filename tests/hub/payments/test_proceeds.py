"""Claims are made once and paid first; payouts leave the book once."""

from __future__ import annotations

import pytest

from entrepot.hub.events.models import Event
from entrepot.hub.ledger import queries as ledger
from entrepot.hub.payments import actions, queries
from entrepot.hub.payments.models import Claim, PayOut
from entrepot.trade.finding import NotYours, Refused
from tests import cast

pytestmark = pytest.mark.django_db

UCR = "6CNHZ--CERAMICS-A-1"


def claim(minor: int = 30000) -> Claim:
    return actions.claim(UCR, cast.party("lake-credit"), minor, "MYR", by=cast.by("lake-credit"))


def pay_out() -> list[PayOut]:
    cast.party("hz-ceramics")
    cast.party("hz-post")
    dues = [
        actions.Due(creditor="hz-ceramics", account="payable:hz-ceramics", amount_minor=48000, currency="MYR"),
        actions.Due(creditor="hz-post", account="payable:hz-post", amount_minor=0, currency="MYR"),
    ]
    return actions.pay_out(UCR, dues, by=cast.the_hub())


def test_a_claim_is_made_once() -> None:
    assert claim() == claim()
    assert [each.account for each in queries.claims(UCR)] == ["lender:lake-credit"]
    assert Event.objects.filter(kind="payments.claim.made").count() == 1


def test_a_claim_is_neither_changed_nor_for_nothing() -> None:
    claim()
    for minor, code in ((30001, "claim-taken"), (0, "claim-not-positive")):
        with pytest.raises(Refused) as refused:
            claim(minor)
        assert [found.code for found in refused.value.findings] == [code]
    assert Claim.objects.get().amount_minor == 30000


def test_what_a_claim_was_paid_is_noted_once() -> None:
    made = claim()
    actions.claims_paid({made.pk: 20000}, by=cast.the_hub())
    actions.claims_paid({made.pk: 30000}, by=cast.the_hub())
    assert Claim.objects.get().paid_minor == 20000


def test_what_is_due_is_paid_out_once_and_nothing_is_left_out_of_the_book() -> None:
    [line] = pay_out()
    [again] = pay_out()
    assert line == again
    assert (line.key, line.amount_minor) == (f"{UCR}:payable:hz-ceramics:MYR", 48000)
    assert ledger.balances() == {("clearing:simulator", "MYR"): -48000, ("payable:hz-ceramics", "MYR"): 48000}
    assert Event.objects.filter(kind="payments.payout.instructed").count() == 1


def test_the_provider_s_reference_is_kept() -> None:
    [line] = pay_out()
    assert actions.paid_out([line.key], "FILE-1", by=cast.by("hz-bank")) == 1
    assert actions.paid_out([line.key], "FILE-2", by=cast.by("hz-bank")) == 0
    assert PayOut.objects.get().provider_ref == "FILE-1"


def test_strangers_claim_and_pay_out_nothing() -> None:
    cast.party("lake-credit")
    for attempt in (
        lambda: actions.claim(UCR, "lake-credit", 1, "MYR", by=cast.by("hz-ceramics")),
        lambda: actions.pay_out(UCR, [], by=cast.by("hz-ceramics")),
        lambda: actions.paid_out([], "X", by=cast.stranger()),
    ):
        with pytest.raises(NotYours):
            attempt()
    assert not Claim.objects.exists()
