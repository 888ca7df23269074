"""Goods that a border refuses or takes away: the buyer is paid back by whoever bears it, to the minor unit, once."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from entrepot.hub.aftersales import consequences, heard_losses, losses, queries
from entrepot.hub.aftersales.facts import Stopped
from entrepot.hub.aftersales.models import Loss
from entrepot.hub.customs import actions as customs
from entrepot.hub.customs.models import Declaration
from entrepot.hub.events import Actor, clock, worker
from entrepot.hub.events.models import Event, Run
from entrepot.hub.ledger import queries as ledger
from entrepot.hub.orders import actions as orders
from entrepot.hub.orders.models import Consignment, Order
from entrepot.hub.parties import queries as parties
from entrepot.hub.payments import queries as payments
from entrepot.hub.stock import queries as stock
from entrepot.hub.stock.models import Lot, Parcel
from entrepot.trade.appeal import Ruling
from entrepot.trade.finding import NotYours, Refused
from entrepot.trade.partial_release import Going
from entrepot.trade.seizure import Seized
from tests import cast
from tests.hub.aftersales import sold
from tests.hub.aftersales.sold import PEER, asked, sent, stopped_bonded

LAW = "Customs Law, art. 82"
CUP = {"number": 1, "sku": "CUP", "description": "Celadon cup", "quantity": "2", "unit": "H87"}


def told(**changes: Any) -> Stopped:
    facts: dict[str, Any] = {
        "mrn": "26MY0001",
        "outcome": "seized",
        "direction": "import",
        "reason": "Not declared.",
        "law": LAW,
    }
    return Stopped(**{**facts, **changes})


def officer() -> Actor:
    return cast.by("cn-customs", clock.now())


def judge() -> Actor:
    """Another officer, in person."""
    person = cast.person("lin@example.org", "cn-customs", "customs")
    return parties.actor_for(person, "cn-customs", clock.now())


def state(ucr: str) -> str:
    return Consignment.objects.get(ucr=ucr).state


def escrow() -> int:
    return ledger.balance("escrow", "MYR")


def back(loss: Loss) -> tuple[int, int, int]:
    return loss.goods_minor, loss.freight_minor, loss.charges_minor


@pytest.mark.parametrize(("outcome", "ended"), [("seized", "seized"), ("refused", "returned")])
def test_what_the_other_border_keeps_whole_is_paid_back_out_of_escrow_once(outcome: str, ended: str) -> None:
    ucr = sent().ucr
    assert escrow() == -240_00
    for _ in range(2):
        loss = losses.lose(ucr, told(outcome=outcome), by=PEER)
    assert loss is not None
    assert (state(ucr), escrow(), back(loss), loss.whole) == (ended, 0, (200_00, 20_00, 20_00), True)
    assert payments.payment(ucr).state == "refunded"
    assert [(each["line"], each["pieces"]) for each in loss.lines] == [(1, 3), (2, 1)]
    assert set(ledger.trial().values()) == {0}
    assert Event.objects.filter(kind="aftersales.loss.noted").count() == 1
    event = Event.objects.get(kind="aftersales.loss.noted")
    assert (event.body["borne_by"], event.body["reason"], event.body["law"]) == ("seller", "Not declared.", LAW)


def test_of_a_part_its_share_goes_back_at_the_seller_s_cost_and_the_rest_is_settled() -> None:
    ucr = sent().ucr
    orders.let_in(ucr, 0, 13_33, by=PEER, lane="red", tax_currency="MYR")
    loss = losses.lose(ucr, told(goods=(CUP,), parted=True), by=PEER)
    assert loss is not None
    assert (back(loss), loss.whole, state(ucr)) == ((66_66, 6_66, 6_66), False, "imported")
    assert (ledger.balance("receivable:hz-ceramics", "MYR"), escrow()) == (79_98, -240_00)
    Run.objects.update(retry_at=None)
    worker.work_until_idle()
    settled = Event.objects.get(kind="orders.consignment.settled").body
    assert (settled["set_off_minor"], settled["guarantee_minor"]) == (79_98, 0)
    assert settled["seller_minor"] == 240_00 - 13_33 - 20_00 - 79_98
    assert (ledger.balance("receivable:hz-ceramics", "MYR"), escrow()) == (0, 0)
    assert set(ledger.trial().values()) == {0}


def test_what_never_came_cannot_be_sent_back_and_the_parts_add_up_to_the_whole() -> None:
    consignment = sent()
    orders.let_in(consignment.ucr, 0, 13_33, by=PEER, lane="red", tax_currency="MYR")
    losses.lose(consignment.ucr, told(goods=(CUP,), parted=True), by=PEER)
    Run.objects.update(retry_at=None)
    worker.work_until_idle()
    consignment = sold.delivered(consignment)
    assert queries.left_to_return(consignment) == {1: 1, 2: 1}
    with pytest.raises(Refused) as refused:
        asked(consignment, {1: 2})
    assert refused.value.findings[0].code == "more-than-bought"
    done = sold.returned(consignment, {1: 1, 2: 1}, {"CUP": 1, "BOWL": 1})
    assert done.whole
    assert payments.given_back(consignment.ucr) == consignment.total_minor == 240_00


def test_goods_declared_in_another_unit_than_pieces_count_as_all_that_is_left_of_their_line() -> None:
    ucr = sent().ucr
    orders.let_in(ucr, 0, 13_33, by=PEER, lane="red", tax_currency="MYR")
    loss = losses.lose(ucr, told(goods=({**CUP, "quantity": "0.7", "unit": "KGM"},), parted=True), by=PEER)
    assert loss is not None
    assert loss.lines == [{"line": 1, "sku": "CUP", "pieces": 3}]


def test_where_the_buyer_clears_the_goods_the_buyer_bears_it_and_the_payment_stays_in_escrow() -> None:
    ucr = sent().ucr
    Order.objects.update(incoterm="DAP")
    loss = losses.lose(ucr, told(), by=PEER)
    assert loss is not None
    assert (loss.borne_by, loss.given_minor, state(ucr), escrow()) == ("buyer", 0, "exported", -240_00)


def test_an_export_that_customs_here_refuses_ends_the_order_and_an_appeal_changes_nothing_of_that() -> None:
    consignment = sent(until="paid")
    declaration = Declaration.objects.get(ucr=consignment.ucr)
    customs.refuse(declaration, "Two cups are antique.", by=officer(), law=LAW)
    worker.work_until_idle()
    loss = Loss.objects.get()
    assert (loss.outcome, loss.mrn, loss.law, back(loss)) == ("refused", declaration.mrn, LAW, (200_00, 20_00, 20_00))
    assert (state(consignment.ucr), escrow(), set(ledger.trial().values())) == ("cancelled", 0, {0})

    declaration.refresh_from_db()
    decision = declaration.decisions.get(move="refuse")
    appeal = customs.lodge_appeal(decision, "They are new.", by=cast.by(declaration.declarant_id, clock.now()))
    ruling = Ruling(outcome="annul", reason="They are new.", law=LAW)
    customs.rule(appeal, ruling, by=judge())
    worker.work_until_idle()
    declaration.refresh_from_db()
    assert (declaration.state, state(consignment.ucr), escrow()) == ("released", "cancelled", 0)
    assert not Run.objects.exclude(state="done").exclude(follower__contains="handed_over").exists()


def test_bonded_goods_that_are_seized_leave_the_shelf_and_owe_nothing() -> None:
    consignment, declaration = stopped_bonded()
    lot = Lot.objects.get()
    assert (stock.balance(lot).on_hand, stock.balance(lot).reserved) == (10, 2)
    customs.seize(
        declaration, "Counterfeit.", [Seized(item=1, quantity="2", unit="H87")], place="Hall 2", law=LAW, by=officer()
    )
    worker.work_until_idle()
    assert (stock.balance(lot).on_hand, stock.balance(lot).reserved) == (8, 0)
    assert (state(consignment.ucr), ledger.balance("escrow", "CNY")) == ("seized", 0)
    assert ledger.balance(declaration.charged_to, "CNY") == 0
    assert set(ledger.trial().values()) == {0}


def test_bonded_goods_that_are_refused_are_free_on_their_shelf_again() -> None:
    consignment, declaration = stopped_bonded()
    customs.refuse(declaration, "No certificate.", by=officer())
    worker.work_until_idle()
    lot = Lot.objects.get()
    assert (stock.balance(lot).on_hand, stock.balance(lot).reserved) == (10, 0)
    assert (state(consignment.ucr), ledger.balance("escrow", "CNY")) == ("cancelled", 0)


@pytest.mark.parametrize(("outcome", "on_hand"), [("refuse", 9), ("seize", 8)])
def test_a_rest_that_is_kept_is_promised_no_longer_and_paid_back(outcome: str, on_hand: int) -> None:
    consignment, declaration = stopped_bonded()
    goes = (Going(item=1, quantity="1"),)
    customs.release_part(declaration, goes, "One waits.", law=LAW, version=declaration.version, by=officer())
    worker.work_until_idle()
    parcel = Parcel.objects.get()
    declaration.refresh_from_db()
    if outcome == "refuse":
        customs.refuse(declaration, "No certificate.", by=officer())
    else:
        inventory = [Seized(item=1, quantity="1", unit="H87")]
        customs.seize(declaration, "Counterfeit.", inventory, place="Hall 2", law=LAW, by=officer())
    worker.work_until_idle()
    orders.hand_over([consignment.ucr], by=cast.by("kl-batik", clock.now()))
    lot = Lot.objects.get()
    assert (stock.balance(lot).on_hand, stock.balance(lot).reserved) == (on_hand, 0)
    loss = Loss.objects.get()
    assert [(each["sku"], each["pieces"]) for each in loss.lines] == [("SARONG", 1)]
    assert loss.goods_minor == 150_00
    parcel.refresh_from_db()
    assert [each["given_up"] for each in parcel.withheld] == [True]
    Run.objects.update(retry_at=None)
    worker.work_until_idle()
    assert state(consignment.ucr) == "settled"
    assert set(ledger.trial().values()) == {0}


def test_a_rest_that_was_paid_back_is_not_sent_when_an_appeal_lets_it_go() -> None:
    _, declaration = stopped_bonded()
    goes = (Going(item=1, quantity="1"),)
    customs.release_part(declaration, goes, "One waits.", law=LAW, version=declaration.version, by=officer())
    worker.work_until_idle()
    declaration.refresh_from_db()
    customs.refuse(declaration, "No certificate.", by=officer())
    worker.work_until_idle()
    declaration.refresh_from_db()
    decision = declaration.decisions.get(move="refuse")
    appeal = customs.lodge_appeal(decision, "Here it is.", by=cast.by(declaration.declarant_id, clock.now()))
    customs.rule(appeal, Ruling(outcome="annul", reason="It is.", law=LAW), by=judge())
    worker.work_until_idle()
    assert [each["given_up"] for each in Parcel.objects.get().withheld] == [True]
    assert Loss.objects.count() == 1


def test_goods_that_were_declared_without_an_order_concern_no_buyer() -> None:
    consignment, declaration = stopped_bonded()
    Declaration.objects.filter(pk=declaration.pk).update(ucr="NOBODY-KNOWS")
    customs.refuse(declaration, "No certificate.", by=officer())
    event = Event.objects.get(kind="customs.declaration.refused")
    consequences.stopped(event, by=cast.the_hub())
    assert (Loss.objects.count(), state(consignment.ucr)) == (0, "paid")


BODY = {
    "mrn": "26MY0001",
    "outcome": "seized",
    "reason": "Not declared.",
    "law": LAW,
    "borne_by": "seller",
    "whole": False,
    "lines": [{"line": 1, "sku": "CUP", "pieces": 2}],
    "currency": "MYR",
    "goods_minor": 66_66,
    "freight_minor": 6_66,
    "charges_minor": 6_66,
}


def heard(ucr: str, peer: str = "kl.example", **changes: Any) -> Loss | None:
    return heard_losses.noted(ucr, msgspec.convert({**BODY, **changes}, heard_losses.Lost), peer=peer, by=PEER)


def test_the_hub_of_the_buyer_keeps_what_the_hub_of_the_order_tells_and_moves_no_money() -> None:
    ucr = sent().ucr
    Consignment.objects.update(home=False)
    for _ in range(2):
        loss = heard(ucr)
    assert loss is not None
    assert (back(loss), loss.decides, escrow(), state(ucr)) == ((66_66, 6_66, 6_66), False, -240_00, "exported")
    assert Event.objects.filter(kind="aftersales.loss.noted").count() == 1


def test_a_hub_that_does_not_share_the_consignment_is_refused_and_our_own_we_know_ourselves() -> None:
    ucr = sent().ucr
    assert heard(ucr) is None
    with pytest.raises(NotYours):
        heard(ucr, peer="sg.example")
    assert Loss.objects.count() == 0


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"currency": "CNY"}, "loss-amount"),
        ({"goods_minor": 240_01}, "loss-amount"),
        ({"lines": [{"line": 3, "sku": "CUP", "pieces": 1}]}, "loss-lines"),
        ({"lines": [{"line": 1, "sku": "CUP", "pieces": 4}]}, "loss-lines"),
    ],
)
def test_a_loss_that_cannot_be_is_refused_and_not_kept(changes: dict[str, Any], code: str) -> None:
    ucr = sent().ucr
    Consignment.objects.update(home=False)
    with pytest.raises(Refused) as refused:
        heard(ucr, **changes)
    assert [each.code for each in refused.value.findings] == [code]
    assert Loss.objects.count() == 0


def test_nobody_notes_a_loss_by_hand() -> None:
    ucr = sent().ucr
    for who in (cast.by("hz-ceramics"), cast.by("cn-customs"), cast.stranger()):
        with pytest.raises(NotYours):
            losses.lose(ucr, told(), by=who)
    assert (state(ucr), Loss.objects.count(), escrow()) == ("exported", 0, -240_00)
