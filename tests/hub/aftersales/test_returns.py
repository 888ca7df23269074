"""Goods come back: asked for by the buyer, answered by the seller, paid back to the minor unit, and nobody else may."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from entrepot.hub.aftersales import access, actions, evidence, queries
from entrepot.hub.aftersales.facts import ReturnFacts
from entrepot.hub.aftersales.models import Evidence, Return
from entrepot.hub.duties import actions as duties
from entrepot.hub.duties.models import GoodsReturn
from entrepot.hub.events import worker
from entrepot.hub.events.models import Event
from entrepot.hub.ledger import queries as ledger
from entrepot.hub.orders.models import Consignment
from entrepot.hub.payments import queries as payments
from entrepot.hub.stock import queries as stock
from entrepot.hub.stock.models import Lot, Movement
from entrepot.trade.enclosure import Handed
from entrepot.trade.finding import NotAllowedNow, NotYours, Refused
from tests import cast
from tests.hub.aftersales import sold
from tests.hub.aftersales.sold import accepted, asked, bonded, direct, returned, visitor, when
from tests.hub.orders import shop


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[tuple[str, str]]:
    return [(each.code, each.pointer) for each in refused.value.findings]


def kinds(ucr: str) -> list[str]:
    found = Event.objects.filter(ucr=ucr, kind__startswith="aftersales").order_by("position")
    return list(found.values_list("kind", flat=True))


def test_a_cup_that_comes_back_is_paid_back_with_its_freight_and_tax() -> None:
    consignment = direct()
    done = returned(consignment, {1: 1}, {"CUP": 1})
    assert (done.state, done.goods_minor, done.freight_minor, done.charges_minor) == ("refunded", 33_33, 3_33, 3_33)
    assert ledger.balance("receivable:hz-ceramics", "MYR") == 39_99
    assert payments.given_back(consignment.ucr) == 39_99
    assert set(ledger.trial().values()) == {0}
    assert kinds(consignment.ucr) == [f"aftersales.return.{each}" for each in ("requested", "accepted", "refunded")]
    told = Event.objects.get(kind="payments.payment.partly_refunded")
    assert (told.body["amount"], told.ucr) == ("MYR 39.99", consignment.ucr)


def test_what_comes_back_in_parts_is_paid_back_whole() -> None:
    consignment = direct()
    parts = [returned(consignment, pieces, {sku: 1}) for pieces, sku in (({1: 1}, "CUP"), ({2: 1}, "BOWL"))]
    parts += [returned(consignment, {1: 2}, {"CUP": 0})]
    assert sum(each.given_minor for each in parts) == consignment.total_minor == 240_00
    assert sum(each.charges_minor for each in parts) == 20_00
    assert [each.whole for each in parts] == [False, False, True]
    assert ledger.balance("receivable:hz-ceramics", "MYR") == 240_00
    with pytest.raises(Refused) as told:
        asked(consignment, {1: 1})
    assert codes(told) == [("more-than-bought", "/pieces/1")]


def test_receiving_and_answering_again_change_nothing() -> None:
    consignment = direct()
    done = returned(consignment, {1: 1}, {"CUP": 1})
    seller = cast.by("hz-ceramics", when(consignment, 4))
    assert actions.receive(done.number, {"CUP": 1}, by=seller).given_minor == done.given_minor
    assert payments.given_back(consignment.ucr) == 39_99
    again = accepted(consignment, {1: 1})
    assert actions.answer(again.number, "accept", "To the shop, please", by=seller).back_by == again.back_by
    assert asked(consignment, {2: 1}).number == asked(consignment, {2: 1}).number


def test_the_seller_may_pay_and_let_the_buyer_keep_the_goods() -> None:
    consignment = direct()
    number = asked(consignment, {1: 3, 2: 1}, "damaged", "All in shards").number
    done = actions.answer(number, "let-go", "", by=cast.by("hz-ceramics", when(consignment, 2)))
    assert (done.state, done.given_minor, done.whole) == ("refunded", 240_00, False)
    assert GoodsReturn.objects.count() == 0


def test_what_the_seller_owes_is_kept_from_its_next_proceeds_and_lenders_are_paid_first() -> None:
    returned(direct("A-1"), {1: 3, 2: 1}, {"CUP": 3, "BOWL": 1})
    second = direct("A-2")
    settled = Event.objects.get(kind="orders.consignment.settled", ucr=second.ucr).body
    assert (settled["set_off_minor"], settled["seller_minor"]) == (200_00, 0)
    assert ledger.balance("receivable:hz-ceramics", "MYR") == 40_00
    third = Event.objects.get(kind="orders.consignment.settled", ucr=direct("A-3").ucr).body
    assert (third["set_off_minor"], third["seller_minor"]) == (40_00, 160_00)
    assert ledger.balance("receivable:hz-ceramics", "MYR") == 0
    assert set(ledger.trial().values()) == {0}


def test_goods_of_a_shelf_go_back_on_it_and_what_is_spoilt_is_written_off() -> None:
    consignment = bonded()
    lot = Lot.objects.get()
    assert stock.balance(lot).on_hand == 8
    done = returned(consignment, {1: 2}, {"SARONG": 1})
    assert done.condition == {"SARONG": 1}
    assert (stock.balance(lot).on_hand, stock.balance(lot).reserved) == (9, 0)
    kept = Movement.objects.filter(ucr=consignment.ucr, kind__in=("return", "destroy"))
    assert sorted(kept.values_list("kind", "pieces")) == [("destroy", 1), ("return", 2)]


def test_the_keeper_of_the_shelf_may_receive_and_another_seller_may_not() -> None:
    consignment = bonded()
    number = accepted(consignment, {1: 1}).number
    for stranger in (cast.by("hz-ceramics", when(consignment, 3)), cast.stranger(when(consignment, 3))):
        with pytest.raises(NotYours):
            actions.receive(number, {"SARONG": 1}, by=stranger)
    assert Return.objects.get().state == "accepted"
    assert actions.receive(number, {"SARONG": 1}, by=cast.by("hz-bonded", when(consignment, 3))).state == "refunded"


def test_a_wholly_returned_order_asks_customs_for_its_tax_by_itself_and_the_seller_gets_it() -> None:
    consignment = bonded()
    tax = consignment.duty_minor + consignment.tax_minor
    assert tax > 0
    number = accepted(consignment, {1: 2}).number
    worker.work_until_idle()
    applied = GoodsReturn.objects.get()
    assert (applied.state, applied.reason, Return.objects.get().customs) == ("applied", "changed-mind", "applied")
    actions.receive(number, {"SARONG": 2}, by=cast.by("hz-bonded", when(consignment, 3)))
    assert ledger.balance("receivable:kl-batik", "CNY") == consignment.total_minor
    duties.take_back(applied, by=cast.by("cn-customs", when(consignment, 4)))
    worker.work_until_idle()
    assert Return.objects.get().customs == "undone"
    assert ledger.balance("receivable:kl-batik", "CNY") == consignment.total_minor - tax
    assert ledger.balance("tax:CN:tax", "CNY") == 0
    assert set(ledger.trial().values()) == {0}


def test_of_a_part_nothing_is_claimed_until_the_rest_comes_too() -> None:
    consignment = bonded()
    returned(consignment, {1: 1}, {"SARONG": 1})
    worker.work_until_idle()
    assert GoodsReturn.objects.count() == 0
    accepted(consignment, {1: 1})
    worker.work_until_idle()
    assert GoodsReturn.objects.count() == 1


def test_tax_undone_after_the_seller_paid_its_debt_is_paid_out_to_it() -> None:
    consignment = bonded()
    tax = consignment.duty_minor + consignment.tax_minor
    number = accepted(consignment, {1: 2}).number
    worker.work_until_idle()
    duties.take_back(GoodsReturn.objects.get(), by=cast.by("cn-customs", when(consignment, 3)))
    worker.work_until_idle()
    out = payments.pay_outs(consignment.ucr).get(account="receivable:kl-batik")
    assert (out.creditor_id, out.amount_minor) == ("kl-batik", tax)
    actions.receive(number, {"SARONG": 2}, by=cast.by("hz-bonded", when(consignment, 4)))
    assert ledger.balance("receivable:kl-batik", "CNY") == consignment.total_minor
    assert set(ledger.trial().values()) == {0}


def test_too_late_for_customs_the_buyer_is_paid_and_it_is_noted_why_nothing_was_claimed() -> None:
    consignment = bonded()
    number = asked(consignment, {1: 2}, "damaged", "Torn", days=40).number
    actions.answer(number, "accept", "To the zone", by=cast.by("kl-batik", when(consignment, 41)))
    worker.work_until_idle()
    assert Return.objects.get().customs == "return-too-late"
    done = actions.receive(number, {"SARONG": 0}, by=cast.by("hz-bonded", when(consignment, 42)))
    assert done.given_minor == consignment.total_minor


def test_goods_come_back_within_the_days_of_the_buyers_law() -> None:
    consignment = bonded()
    with pytest.raises(Refused) as told:
        asked(consignment, {1: 1}, days=8)
    assert codes(told) == [("return-window-over", "/reason")]
    assert "art. 25" in told.value.findings[0].law
    assert asked(consignment, {1: 1}, days=7).state == "requested"
    assert asked(consignment, {1: 1}, "damaged", "A hole", days=60).state == "requested"


def test_a_request_is_refused_with_everything_that_is_wrong_with_it() -> None:
    consignment = direct()
    text = Handed("virus.png", b"MZ\x90\0")
    facts = ReturnFacts(pieces={1: 4, 7: 1}, reason="damaged", told=" ", photos=(text,))
    with pytest.raises(Refused) as told:
        actions.request(consignment.ucr, facts, seal=access.seal_of(consignment.ucr), by=visitor(when(consignment)))
    assert codes(told) == [
        ("more-than-bought", "/pieces/1"),
        ("more-than-bought", "/pieces/7"),
        ("fault-not-described", "/told"),
        ("document-kind", "/photos/0"),
    ]
    for pieces, reason, code in (({}, "changed-mind", "nothing-to-return"), ({1: 1}, "fun", "return-reason-unknown")):
        with pytest.raises(Refused) as told:
            asked(consignment, pieces, reason)
        assert [code for code, _ in codes(told)] == [code]
    assert Return.objects.count() == 0


def test_what_was_not_delivered_cannot_be_sent_back() -> None:
    consignment = shop.placed(replace(sold.CUPS, number="A-9"))
    facts = ReturnFacts(pieces={1: 1}, reason="changed-mind")
    with pytest.raises(NotAllowedNow) as told:
        actions.request(consignment.ucr, facts, seal=access.seal_of(consignment.ucr), by=visitor(cast.NOON))
    assert told.value.findings[0].code == "not-received"


def test_only_the_buyer_asks_and_withdraws_and_only_the_seller_answers() -> None:
    consignment = direct()
    facts = ReturnFacts(pieces={1: 1}, reason="changed-mind")
    other = access.seal_of("6MYKLBATIK-1")
    with pytest.raises(NotYours):
        actions.request(consignment.ucr, facts, seal=other, by=visitor(when(consignment)))
    assert Return.objects.count() == 0
    number = asked(consignment, {1: 1}).number
    with pytest.raises(NotYours):
        actions.withdraw(number, seal=other, by=visitor(when(consignment)))
    cast.party("kl-batik")
    for stranger in (cast.by("kl-batik", when(consignment)), cast.stranger(when(consignment)), visitor(cast.NOON)):
        for move in ("accept", "refuse", "let-go"):
            with pytest.raises(NotYours):
                actions.answer(number, move, "No", by=stranger)
        with pytest.raises(NotYours):
            actions.lapse(number, by=stranger)
    assert Return.objects.get().state == "requested"
    assert payments.given_back(consignment.ucr) == 0


def test_a_refusal_has_reasons_and_an_acceptance_an_address() -> None:
    consignment = direct()
    number = asked(consignment, {1: 1}).number
    seller = cast.by("hz-ceramics", when(consignment, 2))
    for move in ("accept", "refuse"):
        with pytest.raises(Refused) as told:
            actions.answer(number, move, " ", by=seller)
        assert codes(told) == [("answer-empty", "/answer")]
    with pytest.raises(Refused) as told:
        actions.answer(number, "maybe", "Hm", by=seller)
    assert codes(told) == [("answer-unknown", "/move")]
    assert actions.answer(number, "refuse", "Worn", by=seller).state == "refused"
    with pytest.raises(NotAllowedNow):
        actions.answer(number, "accept", "After all", by=seller)
    assert asked(consignment, {1: 3}).state == "requested"


def test_a_condition_names_every_article_and_no_more_than_came() -> None:
    consignment = direct()
    number = accepted(consignment, {1: 2}).number
    for good in ({}, {"CUP": 3}, {"CUP": 1, "BOWL": 1}, {"CUP": -1}):
        with pytest.raises(Refused) as told:
            actions.receive(number, good, by=cast.by("hz-ceramics", when(consignment, 3)))
        assert {code for code, _ in codes(told)} == {"condition-wrong"}
    assert payments.given_back(consignment.ucr) == 0


def test_a_buyer_may_keep_the_goods_after_all() -> None:
    consignment = direct()
    number = accepted(consignment, {1: 1}).number
    for _ in range(2):
        held = actions.withdraw(number, seal=access.seal_of(consignment.ucr), by=visitor(when(consignment, 3)))
        assert held.state == "withdrawn"
    with pytest.raises(NotAllowedNow):
        actions.receive(number, {"CUP": 1}, by=cast.by("hz-ceramics", when(consignment, 4)))
    assert kinds(consignment.ucr)[-1] == "aftersales.return.withdrawn"


def test_what_is_not_answered_or_not_sent_lapses_by_the_clock_and_not_before() -> None:
    consignment = direct()
    number = asked(consignment, {1: 1}).number
    hub = cast.the_hub
    assert actions.lapse(number, by=hub(when(consignment, 5))).state == "requested"
    assert actions.lapse(number, by=hub(when(consignment, 6))).state == "unanswered"
    late = actions.answer(number, "accept", "Sorry, send it", by=cast.by("hz-ceramics", when(consignment, 7)))
    assert late.back_by == when(consignment, 7) + timedelta(days=14)
    assert actions.lapse(number, by=hub(when(consignment, 20))).state == "accepted"
    for _ in range(2):
        assert actions.lapse(number, by=hub(when(consignment, 21))).state == "lapsed"
    assert queries.left_to_return(Consignment.objects.get()) == {1: 3, 2: 1}


def test_what_the_buyer_writes_and_shows_is_sealed() -> None:
    consignment = direct()
    facts = ReturnFacts(pieces={1: 1}, reason="damaged", told="Nur found a crack", photos=(sold.PHOTO, sold.PHOTO))
    made = actions.request(consignment.ucr, facts, seal=access.seal_of(consignment.ucr), by=visitor(when(consignment)))
    kept = Evidence.objects.get()
    assert b"crack" not in bytes(made.told)
    assert sold.PNG not in bytes(kept.sealed)
    assert (evidence.said(made.number, made.told), evidence.opened(kept)) == ("Nur found a crack", sold.PNG)
    assert "crack" not in str(list(Event.objects.values_list("body", flat=True)))
