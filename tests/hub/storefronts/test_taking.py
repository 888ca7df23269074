"""Orders of a connected shop come in once, changes are noticed, and what is called off there is called off here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from pytest_django import Settings

from entrepot.hub.adapters.shop.simulator.answer import Said
from entrepot.hub.catalogue import actions as catalogue
from entrepot.hub.customs.snapshot import findings_back
from entrepot.hub.events import worker
from entrepot.hub.events.follower import Table
from entrepot.hub.orders import actions as orders
from entrepot.hub.orders.models import Consignment, Order
from entrepot.hub.stock import actions as stock
from entrepot.hub.storefronts import actions, consequences, queries, runner
from entrepot.hub.storefronts.models import Intake, Storefront
from entrepot.trade.finding import NotYours
from tests import cast
from tests.hub.orders.shop import CUP
from tests.hub.orders.shop import FOLLOWERS as LIFE
from tests.hub.storefronts.conftest import Connected, Later, owner

NUMBERS: Mapping[str, tuple[str, ...]] = {
    "shopify": ("1001", "1002", "1003", "1004", "1005", "1006"),
    "woocommerce": ("721", "722", "723", "724", "725", "726"),
}


def number(shop: Connected, n: int) -> str:
    return NUMBERS[shop.front.kind][n]


def paid(shop: Connected) -> dict[str, Any]:
    """How a shop of this kind says that an order was paid."""
    return {"displayFinancialStatus": "PAID"} if shop.front.kind == "shopify" else {"status": "processing"}


def called_off(shop: Connected) -> dict[str, Any]:
    gone = {"cancelledAt": "2026-03-05T00:00:00Z"}
    return gone if shop.front.kind == "shopify" else {"status": "cancelled"}


def moved(shop: Connected) -> dict[str, Any]:
    """The buyer moves house."""
    if shop.front.kind == "shopify":
        return {"shippingAddress": {**shop.serving.shop.orders[0]["shippingAddress"], "address1": "9 Lorong Baru"}}  # type: ignore[attr-defined]
    return {"shipping": {**shop.serving.shop.orders[0]["shipping"], "address_1": "9 Lorong Baru"}}  # type: ignore[attr-defined]


def test_orders_come_in_each_as_it_is(shop: Connected) -> None:
    shop.look()
    assert list(shop.states().values()) == ["placed", "placed", "waits", "refused", "cancelled", "left"]
    assert shop.front.answered_at is not None
    order = Order.objects.get(number=number(shop, 1))
    assert (order.goods_minor, order.discount_minor, order.freight_minor) == (9200, 920, 2000)
    assert shop.intake(number(shop, 1)).ucr == order.consignment.ucr


def test_what_is_refused_says_why(shop: Connected) -> None:
    shop.look()
    [found] = findings_back(shop.intake(number(shop, 3)).findings)
    assert (found.code, found.params["sku"]) == ("sku-unknown", "UNLISTED")
    assert {each.number for each in queries.troubled("hz-ceramics")} == {number(shop, 3)}


def test_the_same_orders_again_change_nothing(shop: Connected) -> None:
    shop.look()
    before = list(Intake.objects.order_by("pk").values())
    shop.look()
    assert list(Intake.objects.order_by("pk").values()) == before
    assert Order.objects.count() == 2


def test_an_order_that_was_not_paid_comes_in_when_it_is(shop: Connected) -> None:
    shop.look()
    shop.serving.shop.touch(2, **paid(shop))
    shop.look()
    assert shop.states()[number(shop, 2)] == "placed"


def test_an_order_that_changed_there_is_the_sellers_to_decide(shop: Connected) -> None:
    shop.look()
    shop.serving.shop.touch(0, **moved(shop))
    shop.look()
    intake = shop.intake(number(shop, 0))
    assert (intake.state, findings_back(intake.findings)[0].code) == ("changed", "shop-order-changed")
    assert Order.objects.filter(number=intake.number).count() == 1
    actions.accept(intake, by=owner())
    shop.look()
    assert shop.states()[intake.number] == "placed"


def test_an_order_called_off_there_is_cancelled_here(shop: Connected) -> None:
    shop.look()
    shop.serving.shop.touch(0, **called_off(shop))
    shop.look()
    intake = shop.intake(number(shop, 0))
    assert intake.state == "cancelled"
    assert Consignment.objects.get(ucr=intake.ucr).state == "cancelled"


def test_an_order_called_off_when_it_has_left_is_told_to_the_seller(shop: Connected) -> None:
    shop.look()
    ucr = shop.intake(number(shop, 0)).ucr
    Consignment.objects.filter(ucr=ucr).update(state="exported")
    shop.serving.shop.touch(0, **called_off(shop))
    shop.look()
    intake = shop.intake(number(shop, 0))
    assert (intake.state, findings_back(intake.findings)[0].code) == ("late", "shop-cancelled-late")
    assert Consignment.objects.get(ucr=ucr).state == "exported"


def test_an_order_refused_here_and_sent_there_otherwise_is_left(shop: Connected) -> None:
    shop.look()
    sent = {"displayFulfillmentStatus": "FULFILLED"} if shop.front.kind == "shopify" else {"status": "completed"}
    shop.serving.shop.touch(3, **sent)
    shop.look()
    assert shop.states()[number(shop, 3)] == "left"


def test_what_was_refused_is_tried_again_when_its_reason_is_gone(shop: Connected) -> None:
    shop.look()
    by = cast.by("hz-ceramics")
    catalogue.list_products("hz-ceramics", [replace(CUP, sku="UNLISTED", title="Celadon lamp")], by=by)
    assert actions.retry(shop.front, by=owner()) == 1
    shop.look()
    assert shop.states()[number(shop, 3)] == "placed"


def test_a_parcel_that_left_is_told_with_its_number(shop: Connected, settings: Settings) -> None:
    settings.ENTREPOT_FOLLOWERS = "tests.hub.storefronts.test_taking.FOLLOWERS"
    settings.ENTREPOT_CLOCK = "simulated"
    shop.look()
    worker.work_until_idle()
    shop.look()
    told = Intake.objects.filter(telling="told")
    assert {each.number for each in told} == {number(shop, 0), number(shop, 1)}
    assert all(each.said.endswith("CN") for each in told)
    shop.look()
    assert shop.states()[number(shop, 0)] == "placed"


def test_a_shop_that_refuses_to_be_told_holds_up_nothing(shop: Connected, settings: Settings) -> None:
    settings.ENTREPOT_FOLLOWERS = "tests.hub.storefronts.test_taking.FOLLOWERS"
    settings.ENTREPOT_CLOCK = "simulated"
    shop.look()
    worker.work_until_idle()
    shop.serving.shop.faults.append(Said(400, {"message": "Invalid order.", "errors": "Invalid order."}))
    shop.look()
    parked, told = Intake.objects.exclude(telling="").order_by("number")
    assert (parked.telling, told.telling) == ("parked", "told")
    assert "Invalid order" in parked.said
    actions.retry(shop.front, by=owner())
    shop.look()
    assert shop.intake(parked.number).telling == "told"


def test_a_silent_shop_is_asked_less_and_less_often(shop: Connected, later: Later) -> None:
    pauses = []
    for _ in range(3):
        shop.serving.shop.faults += [Said(503, {})]
        shop.look()
        assert shop.front.asked_at is not None
        pauses.append(round((shop.front.next_look - shop.front.asked_at).total_seconds()))
    assert pauses == [15, 30, 60]
    shop.look()
    assert (shop.front.failures, shop.states() != {}) == (0, True)
    assert runner.go_once() == 0
    later(timedelta(minutes=6))
    assert runner.go_once() == 1


def test_a_shop_that_asks_to_be_left_alone_is(shop: Connected) -> None:
    shop.serving.shop.faults += [Said(429, {}, {"Retry-After": "900"})]
    shop.look()
    assert shop.front.asked_at is not None
    assert (shop.front.next_look - shop.front.asked_at).total_seconds() > 890


def test_keys_that_no_longer_open_stop_it_until_new_ones_come(shop: Connected) -> None:
    good = dict(shop.serving.shop.keys)
    shop.serving.shop.keys = dict.fromkeys(good, "changed")
    shop.look()
    assert shop.front.state == "stopped"
    assert runner.go_once() == 0
    assert [each.pk for each in queries.stopped("hz-ceramics")] == [shop.front.pk]
    actions.renew_keys(shop.front, shop.serving.shop.keys, by=owner())
    shop.look()
    assert (shop.front.state, len(shop.states())) == ("connected", 6)


def test_stock_levels_go_out_when_they_change(shop: Connected) -> None:
    keeper = cast.by("hz-bonded")
    stock.open_site(
        "hz-hall", name="Hall", kind="warehouse", territory="CN", operator=cast.party("hz-bonded"), by=keeper
    )
    receipt = stock.Receipt(site="hz-hall", seller="hz-ceramics", sku="CUP", lot="L1", pieces=9, reference="R-1")
    stock.receive([receipt], by=keeper)
    actions.send_stock(shop.front, True, by=owner())
    shop.look()
    levels = shop.serving.shop.levels  # type: ignore[attr-defined]
    assert levels == {"CUP": 7}, "nine, of which the order that just came in has two"
    levels.clear()
    shop.look()
    assert levels == {}
    stock.receive([replace(receipt, lot="L2", pieces=3, reference="R-2")], by=keeper)
    shop.look()
    assert levels == {"CUP": 10}


def test_products_are_brought_as_far_as_a_border_can_read_them(shop: Connected) -> None:
    brought = actions.bring_products(shop.front, by=owner())
    listed = {"shopify": 1, "woocommerce": 0}[shop.front.kind]
    assert (brought.listed, brought.known) == (listed, 2)
    lacking = dict(brought.refused)["UNLISTED"]
    assert {"/hs", "/origin", "/net_mass_kg"} <= {each.pointer for each in lacking}


def test_a_stranger_can_neither_see_nor_change_a_storefront(shop: Connected) -> None:
    for stranger in (cast.by("kl-batik"), cast.stranger()):
        with pytest.raises(NotYours):
            queries.storefront(shop.front.pk, by=stranger)
        for act in (actions.disconnect, actions.retry, actions.bring_products):
            with pytest.raises(NotYours):
                act(shop.front, by=stranger)
    assert Storefront.objects.count() == 1


def test_what_was_placed_goes_on_when_the_shop_is_disconnected(shop: Connected) -> None:
    shop.look()
    actions.disconnect(shop.front, by=owner())
    actions.disconnect(shop.front, by=owner())
    assert Storefront.objects.count() == Intake.objects.count() == 0
    assert Order.objects.count() == 2


def test_an_order_cancelled_here_is_no_longer_in_trouble(shop: Connected, settings: Settings) -> None:
    settings.ENTREPOT_FOLLOWERS = "tests.hub.storefronts.test_taking.FOLLOWERS"
    shop.look()
    intake = shop.intake(number(shop, 0))
    orders.cancel(intake.ucr, "sold out", by=cast.by("hz-ceramics"))
    worker.work_until_idle()
    assert shop.states()[intake.number] == "cancelled"


FOLLOWERS: Table = {
    **LIFE,
    "stock.parcel.dispatched": [*LIFE["stock.parcel.dispatched"], consequences.sent],
    "orders.consignment.cancelled": [consequences.called_off],
}
