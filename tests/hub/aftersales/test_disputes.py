"""A buyer and a seller disagree: who may say what, until when, and what a decision costs whom."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from entrepot.hub.aftersales import access, actions, evidence, forgetting
from entrepot.hub.aftersales.disputes import DisputeFacts
from entrepot.hub.aftersales.models import Dispute, Evidence
from entrepot.hub.events import Actor, worker
from entrepot.hub.events.models import Event
from entrepot.hub.ledger import queries as ledger
from entrepot.hub.orders.models import Consignment
from entrepot.hub.payments import queries as payments
from entrepot.hub.payments.models import PaymentOrder
from entrepot.trade.finding import NotAllowedNow, NotYours, Refused
from tests import cast
from tests.hub.aftersales import sold
from tests.hub.aftersales.sold import PHOTO, asked, direct, returned, visitor, when
from tests.hub.orders import shop

TORN = DisputeFacts(cause="not-as-described", told="Green, not blue", files=(PHOTO,))


def opened(consignment: Consignment, facts: DisputeFacts = TORN, at: datetime | None = None) -> Dispute:
    by = visitor(at or when(consignment))
    return actions.open_dispute(consignment.ucr, facts, seal=access.seal_of(consignment.ucr), by=by)


def operator(consignment: Consignment, days: int) -> Actor:
    return cast.by("operator", when(consignment, days))


def code(told: pytest.ExceptionInfo[Refused]) -> str:
    return told.value.findings[0].code


def test_an_operator_decides_after_both_sides_were_heard_and_the_seller_pays() -> None:
    consignment = direct()
    number = opened(consignment).number
    held = actions.answer_dispute(number, "It is celadon", [PHOTO], by=cast.by("hz-ceramics", when(consignment, 2)))
    assert held.state == "answered"
    for _ in range(2):
        held = actions.decide_dispute(number, 50_00, "The picture shows blue", by=operator(consignment, 3))
    assert (held.state, held.refund_minor, held.decided_by["party"]) == ("decided", 50_00, "operator")
    assert ledger.balance("receivable:hz-ceramics", "MYR") == payments.given_back(consignment.ucr) == 50_00
    assert set(ledger.trial().values()) == {0}
    found = Event.objects.filter(kind__startswith="aftersales.dispute").order_by("position")
    assert [each.kind.rpartition(".")[2] for each in found] == ["opened", "answered", "decided"]
    assert (found.last() or found[0]).body["reasons"] == "The picture shows blue"


def test_a_return_after_a_decision_gives_back_no_more_than_was_paid() -> None:
    consignment = direct()
    number = opened(consignment).number
    actions.decide_dispute(number, 50_00, "Unanswered", by=operator(consignment, 7))
    done = returned(consignment, {1: 3, 2: 1}, {"CUP": 3, "BOWL": 1})
    assert (done.taken_off_minor, done.given_minor) == (50_00, 190_00)
    assert payments.given_back(consignment.ucr) == consignment.total_minor


def test_a_decision_waits_for_the_seller_as_long_as_it_has_time() -> None:
    consignment = direct()
    number = opened(consignment).number
    with pytest.raises(NotAllowedNow) as told:
        actions.decide_dispute(number, 0, "Nothing in it", by=operator(consignment, 2))
    assert code(told) == "seller-still-has-time"
    assert Dispute.objects.get().state == "opened"
    assert actions.decide_dispute(number, 0, "Nothing in it", by=operator(consignment, 6)).state == "decided"
    assert payments.given_back(consignment.ucr) == 0


def test_the_seller_s_time_lapses_by_the_clock_and_a_late_answer_still_counts() -> None:
    consignment = direct()
    number = opened(consignment).number
    assert actions.lapse_dispute(number, by=cast.the_hub(when(consignment, 5))).state == "opened"
    for _ in range(2):
        assert actions.lapse_dispute(number, by=cast.the_hub(when(consignment, 6))).state == "unanswered"
    late = actions.answer_dispute(number, "I was away", by=cast.by("hz-ceramics", when(consignment, 7)))
    assert late.state == "answered"


def test_a_parcel_that_does_not_come_is_given_up_and_paid_back_whole_out_of_escrow() -> None:
    shop.ceramics()
    consignment = shop.placed(replace(sold.CUPS, number="A-7"))
    worker.work_until_idle()
    lost = Consignment.objects.get()
    assert (lost.state, lost.delivered_at) == ("exported", None)
    facts = DisputeFacts(cause="not-arrived", told="Nothing came")
    early = consignment.placed_at + timedelta(days=29)
    with pytest.raises(NotAllowedNow) as told:
        opened(lost, facts, early)
    assert code(told) == "dispute-too-early"
    late = consignment.placed_at + timedelta(days=31)
    with pytest.raises(NotAllowedNow):
        opened(lost, TORN, late)
    number = opened(lost, facts, late).number
    by = cast.by("operator", late + timedelta(days=6))
    with pytest.raises(NotAllowedNow) as told:
        actions.decide_dispute(number, 1_00, "Half a loss", by=by)
    assert code(told) == "payment-in-escrow"
    assert Dispute.objects.get().state == "opened"
    actions.decide_dispute(number, lost.total_minor, "The carrier has no trace of it", by=by)
    assert PaymentOrder.objects.get().state == "refunded"
    assert Consignment.objects.get().state == "returned"
    assert ledger.balance("escrow", "MYR") == 0


def test_only_the_buyer_opens_the_seller_answers_and_the_operator_decides() -> None:
    consignment = direct()
    wrong = access.seal_of("6MYKLBATIK-1")
    with pytest.raises(NotYours):
        actions.open_dispute(consignment.ucr, TORN, seal=wrong, by=visitor(when(consignment)))
    assert Dispute.objects.count() == 0
    number = opened(consignment).number
    cast.party("kl-batik")
    for stranger in (cast.by("kl-batik"), cast.by("operator"), cast.stranger(), visitor(cast.NOON)):
        with pytest.raises(NotYours):
            actions.answer_dispute(number, "Mine", by=stranger)
    for stranger in (cast.by("kl-batik"), cast.by("hz-ceramics"), cast.stranger(), visitor(cast.NOON)):
        with pytest.raises(NotYours):
            actions.decide_dispute(number, 1, "Mine", by=stranger)
        with pytest.raises(NotYours):
            actions.lapse_dispute(number, by=stranger)
    with pytest.raises(NotYours):
        actions.withdraw_dispute(number, seal=wrong, by=visitor(when(consignment)))
    assert (Dispute.objects.get().state, payments.given_back(consignment.ucr)) == ("opened", 0)


def test_a_dispute_says_what_it_is_about_and_a_decision_why() -> None:
    consignment = direct()
    with pytest.raises(Refused) as told:
        opened(consignment, DisputeFacts(cause="weather", told=""))
    assert [each.code for each in told.value.findings] == ["dispute-cause-unknown", "dispute-not-described"]
    number = opened(consignment).number
    assert opened(consignment).number == number
    with pytest.raises(Refused) as told:
        actions.answer_dispute(number, " ", by=cast.by("hz-ceramics"))
    assert code(told) == "answer-empty"
    with pytest.raises(Refused) as told:
        actions.decide_dispute(number, 240_01, "", by=operator(consignment, 9))
    assert [each.code for each in told.value.findings] == ["decision-amount", "reasons-missing"]


def test_what_is_long_over_is_not_taken_up_again_and_what_was_withdrawn_is_over() -> None:
    consignment = direct()
    with pytest.raises(NotAllowedNow) as told:
        opened(consignment, at=when(consignment, 91))
    assert code(told) == "dispute-too-late"
    number = opened(consignment).number
    for _ in range(2):
        seal = access.seal_of(consignment.ucr)
        assert actions.withdraw_dispute(number, seal=seal, by=visitor(when(consignment))).state == "withdrawn"
    with pytest.raises(NotAllowedNow):
        actions.decide_dispute(number, 1, "Too late", by=operator(consignment, 9))
    assert opened(consignment).number != number


def test_what_both_sides_say_and_show_is_sealed() -> None:
    consignment = direct()
    number = opened(consignment).number
    actions.answer_dispute(number, "The buyer chose green", [PHOTO], by=cast.by("hz-ceramics"))
    held = Dispute.objects.get()
    assert b"reen" not in bytes(held.told) + bytes(held.answer)
    assert evidence.said(f"{number}:answer", held.answer) == "The buyer chose green"
    assert sorted(Evidence.objects.values_list("side", flat=True)) == ["buyer", "seller"]
    assert "reen" not in str(list(Event.objects.filter(kind__startswith="aftersales").values_list("body", flat=True)))


def test_a_refused_return_may_be_disputed() -> None:
    consignment = direct()
    number = asked(consignment, {1: 1}).number
    actions.answer(number, "refuse", "No", by=cast.by("hz-ceramics", when(consignment, 2)))
    facts = DisputeFacts(cause="return-refused", told="The law gives me the right")
    assert opened(consignment, facts, when(consignment, 3)).cause == "return-refused"


def test_what_was_written_is_destroyed_after_the_buyer_and_not_while_something_is_open() -> None:
    consignment = direct()
    number = opened(consignment).number
    assert not forgetting.forget(consignment.ucr, by=cast.the_hub())
    for stranger in (cast.by("hz-ceramics"), cast.stranger()):
        with pytest.raises(NotYours):
            forgetting.forget(consignment.ucr, by=stranger)
    assert Evidence.objects.count() == 1
    actions.decide_dispute(number, 0, "Nothing in it", by=operator(consignment, 7))
    assert [forgetting.forget(consignment.ucr, by=cast.the_hub()) for _ in range(2)] == [True, False]
    assert (Evidence.objects.count(), bytes(Dispute.objects.get().told)) == (0, b"")
