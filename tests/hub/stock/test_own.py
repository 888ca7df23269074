"""A seller's own stock: received, counted, promised; what was never there is made to order."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from entrepot.hub.events.models import Event
from entrepot.hub.orders.facts import LineFacts
from entrepot.hub.orders.models import Consignment
from entrepot.hub.stock import actions, queries
from entrepot.hub.stock.actions import Arrived, Counted
from entrepot.hub.stock.models import Lot, Movement, Site
from entrepot.hub.tariffs import actions as tariffs
from entrepot.trade.finding import NotYours, Refused
from entrepot.trade.stock import Balance
from tests import cast
from tests.hub.orders import shop

pytestmark = pytest.mark.django_db

SELLER = "hz-ceramics"


@pytest.fixture(autouse=True)
def ceramics() -> None:
    seller = shop.ceramics()
    tariffs.note_tax_number(seller, "MY", "LVG-0001", by=cast.by(SELLER))


def arrived(pieces: int, reference: str = "DN-1", expires_on: date | None = None) -> None:
    batch = [Arrived(sku="BOWL", pieces=pieces, reference=reference, expires_on=expires_on)]
    actions.receive_own(SELLER, batch, by=cast.by(SELLER))


def counted(pieces: int, sku: str = "BOWL") -> Balance | Refused:
    return actions.count(SELLER, [Counted(sku=sku, pieces=pieces)], by=cast.by(SELLER))[0]


def held() -> Balance:
    [balance] = queries.held(SELLER, ["BOWL"])["BOWL"].values()
    return balance


def order(number: str, bowls: int, cups: int = 0) -> Consignment | Refused:
    lines = [LineFacts(sku="BOWL", quantity=bowls, unit_price="80.00")]
    if cups:
        lines.append(LineFacts(sku="CUP", quantity=cups, unit_price="30.00"))
    [answer] = shop.place(replace(shop.ORDER, number=number, lines=tuple(lines)))
    return answer


def test_the_first_goods_open_a_site_of_the_sellers_own() -> None:
    arrived(10)
    site = queries.own_site(SELLER)
    assert site is not None
    assert (site.code, site.kind, site.territory, site.operator_id) == (SELLER, "warehouse", "CN", SELLER)
    assert held() == Balance(10, 0)


def test_a_site_whose_code_is_taken_gets_another() -> None:
    keeper = cast.party("hz-bonded")
    actions.open_site(SELLER, name="A", kind="bonded", territory="CN", operator=keeper, by=cast.by("hz-bonded"))
    arrived(10)
    assert Site.objects.get(operator__code=SELLER).code.startswith(f"{SELLER}-")


def test_one_delivery_note_is_received_once() -> None:
    arrived(10)
    arrived(10)
    arrived(5, "DN-2")
    assert held() == Balance(15, 0)


def test_a_product_without_any_lot_is_made_to_order_and_never_runs_out() -> None:
    assert queries.held(SELLER, ["BOWL"]) == {}
    assert isinstance(order("A-1", 1000), Refused) is False


def test_what_is_stocked_is_sold_as_far_as_it_goes() -> None:
    arrived(3)
    assert isinstance(order("A-1", 2), Consignment)
    refused = order("A-2", 2)
    assert isinstance(refused, Refused)
    assert [found.code for found in refused.findings] == ["stock-short"]
    assert held() == Balance(3, 2)


def test_stocked_and_made_to_order_goods_go_in_one_order() -> None:
    arrived(3)
    assert isinstance(order("A-1", 2, cups=500), Consignment)
    assert held() == Balance(3, 2)
    assert queries.held(SELLER, ["CUP"]) == {}


def test_a_count_puts_the_book_right_upwards_and_downwards() -> None:
    arrived(10)
    assert counted(12) == Balance(12, 0)
    assert counted(7) == Balance(7, 0)
    assert held() == Balance(7, 0)
    [up, down] = Event.objects.filter(kind="stock.goods.counted").order_by("position")
    assert (up.body["before"], up.body["on_hand"]) == (10, 12)
    assert (down.body["seller"], down.body["sku"], down.body["before"], down.body["on_hand"]) == (SELLER, "BOWL", 12, 7)


def test_counting_the_same_again_changes_and_records_nothing() -> None:
    arrived(10)
    before = Movement.objects.count()
    assert counted(10) == Balance(10, 0)
    assert Movement.objects.count() == before
    assert not Event.objects.filter(kind="stock.goods.counted").exists()


def test_a_count_of_nothing_takes_a_product_off_sale_instead_of_making_it_to_order() -> None:
    counted(0)
    assert held() == Balance(0, 0)
    assert isinstance(order("A-1", 1), Refused)


def test_what_a_count_lacks_is_taken_from_what_expires_first() -> None:
    arrived(4, "DN-1", date(2026, 6, 1))
    arrived(4, "DN-2", date(2026, 4, 1))
    counted(5)
    balances = queries.balances(Lot.objects.order_by("expires_on"))
    assert [balance.on_hand for balance in balances.values()] == [1, 4]


def test_what_is_promised_to_an_order_cannot_be_counted_away() -> None:
    arrived(3)
    order("A-1", 2)
    refused = counted(1)
    assert isinstance(refused, Refused)
    assert [found.code for found in refused.findings] == ["count-below-promised"]
    assert held() == Balance(3, 2)


def test_a_bad_count_spoils_no_good_one() -> None:
    batch = [Counted(sku="BOWL", pieces=-1), Counted(sku="CUP", pieces=4), Counted(sku="CUP", pieces=5)]
    bad, good, twice = actions.count(SELLER, batch, by=cast.by(SELLER))
    assert isinstance(bad, Refused)
    assert [(found.code, found.pointer) for found in bad.findings] == [("count-not-pieces", "/0/pieces")]
    assert good == Balance(4, 0)
    assert isinstance(twice, Refused)
    assert [found.code for found in twice.findings] == ["count-twice"]


def test_a_seller_receives_at_its_own_site_only() -> None:
    keeper = cast.by("hz-bonded")
    actions.open_site("hz-zone", name="Z", kind="bonded", territory="CN", operator=cast.party("hz-bonded"), by=keeper)
    receipt = actions.Receipt(site="hz-zone", seller=SELLER, sku="BOWL", lot="L", pieces=1, reference="K8")
    with pytest.raises(NotYours):
        actions.receive([receipt], by=cast.by(SELLER))
    assert not Lot.objects.exists()


def test_a_stranger_and_another_seller_count_nothing_here() -> None:
    for actor in (cast.stranger(), cast.by("kl-batik")):
        with pytest.raises(NotYours):
            actions.count(SELLER, [Counted(sku="BOWL", pieces=1)], by=actor)
    assert not Site.objects.exists()
