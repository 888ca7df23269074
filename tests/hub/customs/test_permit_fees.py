"""The fee of an application: shown and agreed to, collected, kept until the decision, then earned or given back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import LazySettings

from entrepot.hub.customs import actions, queries
from entrepot.hub.customs.models import Permit, PermitFee
from entrepot.hub.events import clock, worker
from entrepot.hub.events.actor import Actor
from entrepot.hub.events.models import Event
from entrepot.hub.ledger import queries as ledger
from entrepot.hub.payments import actions as payments
from entrepot.hub.payments.models import PaymentOrder, PayOut
from entrepot.trade.finding import NotAllowedNow, NotYours, Refused
from entrepot.trade.money import Money
from tests import cast

pytestmark = pytest.mark.django_db
FROM, TO = date(2026, 3, 2), date(2026, 8, 28)
PEER = Actor("peer", "hz.example", "Hangzhou hub", cast.NOON)


def cellar() -> Actor:
    return cast.by("xa-cellar")


def office() -> Actor:
    return cast.by("vines-office")


def apply(**changes: Any) -> Permit:
    asked = {
        "kind": "wine-licence",
        "agency": cast.party("vines-office"),
        "goods": "2204",
        "quantity": "900",
        "unit": "LTR",
        "reference": "W-1",
        "fee": "EUR 45.00",
        "by": cellar(),
    }
    return actions.apply_for_permit(cast.party("xa-cellar"), **{**asked, **changes})


def tasting() -> Permit:
    return apply(kind="tasting-permit", fee="EUR 12.00", reference="T-1")


def pay(permit: Permit) -> PaymentOrder:
    return payments.settled(PermitFee.objects.get(permit=permit).payment, "BANK-1", by=cast.by("hz-bank"))


def issue(permit: Permit) -> Permit:
    return actions.issue_permit(permit, valid_from=FROM, valid_to=TO, by=office())


def standing(permit: Permit) -> tuple[str, str]:
    permit.refresh_from_db()
    fee = queries.fee_of(permit)
    return permit.state, fee.state if fee else "none"


def book(*accounts: str) -> list[int]:
    return [ledger.balance(account, "EUR") for account in accounts]


def told(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [finding.code for finding in refused.value.findings]


class TestApplying:
    def test_an_application_asks_the_fee_of_the_law_by_a_payment_order(self) -> None:
        permit = apply()
        fee = queries.fee_of(permit)
        assert fee is not None
        assert (str(fee.amount), fee.given_back, fee.law) == ("EUR 45.00", ("withdrawn",), "Vines Act, section 5")
        order = PaymentOrder.objects.get()
        assert (order.end_to_end_id, order.creditor_id, order.amount_minor, order.currency) == (
            f"{permit.number}-F1",
            "vines-office",
            4500,
            "EUR",
        )
        assert standing(permit) == ("applied", "requested")
        assert ledger.trial() == {}

    @pytest.mark.parametrize("agreed", ["", "EUR 44.00", "45"])
    def test_nobody_is_charged_what_was_not_shown_before(self, agreed: str) -> None:
        with pytest.raises(Refused) as refused:
            apply(fee=agreed)
        assert told(refused) == ["permit-fee-not-agreed"]
        assert "costs EUR 45.00" in str(refused.value.findings[0])
        assert (Permit.objects.count(), PaymentOrder.objects.count()) == (0, 0)

    def test_applying_again_under_the_same_reference_asks_once(self) -> None:
        assert apply().pk == apply(fee="").pk
        assert PaymentOrder.objects.count() == 1

    def test_the_fee_is_that_of_the_day_of_the_application(self) -> None:
        permit = apply(fee="EUR 48.50", by=cast.by("xa-cellar", cast.NOON + timedelta(days=130)))
        fee = queries.fee_of(permit)
        assert fee is not None
        assert (str(fee.amount), fee.law) == ("EUR 48.50", "Vines Act, section 5, as amended")

    def test_a_kind_without_a_fee_costs_nothing(self) -> None:
        permit = apply(kind="harvest-permit", fee="")
        assert queries.fee_of(permit) is None
        assert issue(permit).state == "issued"
        assert not PaymentOrder.objects.exists()


class TestDeciding:
    def test_the_issue_waits_for_the_payment(self) -> None:
        permit = apply()
        with pytest.raises(NotAllowedNow) as refused:
            issue(permit)
        assert told(refused) == ["permit-fee-unpaid"]
        assert standing(permit) == ("applied", "requested")
        pay(permit)
        assert book("escrow", "payable:vines-office") == [-4500, 0]
        assert issue(permit).state == "issued"

    def test_the_agency_is_paid_out_when_it_grants(self) -> None:
        permit = apply()
        pay(permit)
        for _ in range(2):
            issue(permit)
        assert book("escrow", "payable:vines-office", "clearing:simulator") == [0, 0, 0]
        [line] = PayOut.objects.all()
        assert (line.creditor_id, line.amount_minor, line.currency, line.ucr) == ("vines-office", 4500, "EUR", "")
        assert ledger.trial() == {"EUR": 0}

    def test_two_permits_are_paid_out_each_for_itself(self) -> None:
        for n in (1, 2):
            permit = apply(reference=f"W-{n}")
            pay(permit)
            issue(permit)
        assert sorted(PayOut.objects.values_list("amount_minor", flat=True)) == [4500, 4500]
        assert book("escrow", "payable:vines-office") == [0, 0]

    def test_a_refusal_leaves_the_fee_with_the_agency_where_the_law_says_so(self) -> None:
        permit = apply()
        pay(permit)
        for _ in range(2):
            actions.refuse_permit(permit, "The cellar is not registered.", by=office())
        assert standing(permit) == ("refused", "settled")
        assert (PayOut.objects.count(), *book("escrow")) == (1, 0)

    def test_a_refusal_gives_the_fee_back_where_the_law_says_so(self) -> None:
        permit = tasting()
        pay(permit)
        for _ in range(2):
            actions.refuse_permit(permit, "Not this month.", by=office())
        assert standing(permit) == ("refused", "refunded")
        assert (PayOut.objects.count(), *book("escrow", "clearing:simulator")) == (0, 0, 0)

    def test_whoever_withdraws_before_the_decision_gets_it_back(self) -> None:
        permit = apply()
        pay(permit)
        for _ in range(2):
            actions.withdraw_application(permit, by=cellar())
        assert standing(permit) == ("withdrawn", "refunded")
        assert book("escrow") == [0]

    @pytest.mark.parametrize(
        ("end", "state"),
        [
            (lambda permit: actions.refuse_permit(permit, "No.", by=office()), "refused"),
            (lambda permit: actions.withdraw_application(permit, by=cellar()), "withdrawn"),
        ],
    )
    def test_a_fee_that_was_never_paid_is_not_asked_for_any_longer(
        self, end: Callable[[Permit], Permit], state: str
    ) -> None:
        permit = apply()
        end(permit)
        assert standing(permit) == (state, "refused")
        assert ledger.trial() == {}
        with pytest.raises(NotAllowedNow):
            pay(permit)

    def test_what_is_revoked_later_gives_no_fee_back(self) -> None:
        permit = apply()
        pay(permit)
        actions.revoke_permit(issue(permit), "Watered down.", by=office())
        assert standing(permit) == ("revoked", "settled")
        assert book("escrow") == [0]


class TestAskingAgain:
    def test_a_payment_that_failed_is_asked_for_under_a_new_reference(self) -> None:
        permit = apply()
        payments.lapse(f"{permit.number}-F1", by=cast.by("hz-bank"))
        assert queries.unpaid([permit]) == {permit.pk}
        for _ in range(2):
            fee = actions.ask_fee_again(permit, by=cellar())
        assert (fee.payment, standing(permit)) == (f"{permit.number}-F2", ("applied", "requested"))
        pay(permit)
        assert queries.unpaid([permit]) == set()
        assert issue(permit).state == "issued"

    def test_what_is_paid_or_ended_or_free_is_not_asked_for_again(self) -> None:
        paid, ended, free = apply(), apply(reference="W-2"), apply(kind="harvest-permit", reference="W-3", fee="")
        pay(paid)
        actions.withdraw_application(ended, by=cellar())
        for permit in (paid, ended, free):
            with pytest.raises(NotAllowedNow) as refused:
                actions.ask_fee_again(permit, by=cellar())
            assert told(refused) == ["permit-fee-not-due"]
        assert PaymentOrder.objects.count() == 2

    @pytest.mark.parametrize("who", ["vines-office", "tea-office", "kl-batik", "my-customs"])
    def test_nobody_but_the_applicant_asks_again(self, who: str) -> None:
        permit = apply()
        payments.lapse(f"{permit.number}-F1", by=cast.by("hz-bank"))
        for by in (cast.by(who), cast.stranger(), PEER):
            with pytest.raises(NotYours):
                actions.ask_fee_again(permit, by=by)
        assert standing(permit) == ("applied", "lapsed")
        assert PaymentOrder.objects.count() == 1


def test_a_renewal_costs_its_fee_again() -> None:
    permit = apply()
    pay(permit)
    issue(permit)
    with pytest.raises(Refused):
        actions.renew_permit(permit, by=cellar())
    renewal = actions.renew_permit(permit, fee="EUR 45.00", by=cellar())
    assert standing(renewal) == ("applied", "requested")
    assert PaymentOrder.objects.count() == 2


def test_the_provider_collects_the_fee_and_pays_the_agency_out(followers: None, settings: LazySettings) -> None:
    settings.ENTREPOT_CLOCK = "simulated"
    clock.start(cast.NOON)
    permit = apply()
    worker.work_until_idle()
    assert standing(permit) == ("applied", "settled")
    event = Event.objects.get(kind="customs.permit.paid")
    assert (event.subject, event.body["amount"]) == (f"permit:{permit.number}", "EUR 45.00")
    issue(permit)
    worker.work_until_idle()
    assert PayOut.objects.get().provider_ref.startswith("SIM")


def test_another_agency_neither_issues_nor_takes_the_fee() -> None:
    permit = apply()
    pay(permit)
    for by in (cast.by("tea-office"), cast.by("xa-cellar"), cast.stranger(), PEER):
        with pytest.raises(NotYours):
            actions.issue_permit(permit, valid_from=FROM, valid_to=TO, by=by)
        with pytest.raises(NotYours):
            actions.refuse_permit(permit, "No.", by=by)
    assert standing(permit) == ("applied", "settled")
    assert book("escrow") == [-4500]
    assert not PayOut.objects.exists()


def test_what_the_provider_received_must_be_the_fee() -> None:
    permit = apply()
    with pytest.raises(Refused):
        payments.settled(f"{permit.number}-F1", "B", by=cast.by("hz-bank"), amount=Money.of("44.00", "EUR"))
    assert standing(permit) == ("applied", "requested")
