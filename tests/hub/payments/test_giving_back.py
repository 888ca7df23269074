"""Money goes back after everybody was paid: at the seller's cost, never more than came in, and once."""

from __future__ import annotations

import pytest

from entrepot.hub.ledger import queries as ledger
from entrepot.hub.payments import actions, queries
from entrepot.hub.payments.models import GivenBack, PayOut
from entrepot.trade.finding import NotAllowedNow, NotYours, Refused
from entrepot.trade.ledger import Posting
from entrepot.trade.money import Money
from tests import cast

pytestmark = pytest.mark.django_db

PAID = "6CNHZCERAMICS-9"


@pytest.fixture(autouse=True)
def _paid() -> None:
    for code in ("hz-ceramics", "kl-batik", "hz-bank"):
        cast.party(code)
    facts = actions.PaymentFacts(
        end_to_end_id=PAID, ucr=PAID, creditor="hz-ceramics", amount_minor=100_00, currency="MYR"
    )
    actions.request([facts], by=cast.by("hz-ceramics"))
    actions.settled(PAID, "BANK-1", by=cast.by("hz-bank"))


def test_part_of_a_payment_goes_back_once_and_its_seller_owes_it() -> None:
    for _ in range(2):
        assert actions.give_back(PAID, "return:1", 40_00, "A crack", by=cast.by("hz-ceramics")).amount_minor == 40_00
    assert (queries.given_back(PAID), queries.owed_by("hz-ceramics", "MYR")) == (40_00, 40_00)
    assert ledger.balance("clearing:simulator", "MYR") == 60_00
    assert set(ledger.trial().values()) == {0}


def test_no_more_goes_back_than_came_in() -> None:
    actions.give_back(PAID, "return:1", 40_00, "", by=cast.the_hub())
    for amount in (60_01, 0, -1):
        with pytest.raises(Refused) as told:
            actions.give_back(PAID, "return:2", amount, "", by=cast.the_hub())
        assert told.value.findings[0].code == "more-than-paid"
    assert GivenBack.objects.count() == 1
    actions.give_back(PAID, "return:2", 60_00, "", by=cast.the_hub())


def test_what_was_never_received_cannot_go_back() -> None:
    actions.refund(PAID, "Cancelled", by=cast.by("hz-ceramics"))
    with pytest.raises(NotAllowedNow) as told:
        actions.give_back(PAID, "return:1", 1, "", by=cast.the_hub())
    assert told.value.findings[0].code == "payment-not-settled"


def test_nobody_gives_back_at_the_cost_of_another() -> None:
    for other in (cast.by("kl-batik"), cast.stranger()):
        with pytest.raises(NotYours):
            actions.give_back(PAID, "return:1", 1, "", by=other)
        with pytest.raises(NotYours):
            actions.reclaim(PAID, "hz-ceramics", [], Money.from_minor(1, "MYR"), by=other)
    assert (GivenBack.objects.count(), queries.owed_by("hz-ceramics", "MYR")) == (0, 0)


def test_what_a_treasury_gives_back_covers_the_debt_and_the_rest_is_paid_out_once() -> None:
    actions.give_back(PAID, "return:1", 6_00, "", by=cast.the_hub())
    sides = [Posting("peer:kl.example", 10_00, "MYR")]
    done = [
        actions.reclaim(PAID, "hz-ceramics", sides, Money.from_minor(10_00, "MYR"), by=cast.the_hub()) for _ in range(2)
    ]
    assert done == [True, False]
    assert [(out.creditor_id, out.amount_minor) for out in PayOut.objects.all()] == [("hz-ceramics", 4_00)]
    assert ledger.balance("receivable:hz-ceramics", "MYR") == 0
    assert set(ledger.trial().values()) == {0}
