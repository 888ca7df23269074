"""Orders are placed once, each answered for, on the cheapest lawful way that can be stated exactly."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from entrepot.hub.events.models import Event
from entrepot.hub.orders import buyers
from entrepot.hub.orders.facts import LineFacts
from entrepot.hub.orders.models import Buyer, Consignment, Order
from entrepot.hub.stock import queries as stock
from entrepot.hub.tariffs import actions as tariffs
from entrepot.trade.finding import NotYours, Refused
from tests import cast
from tests.hub.orders.shop import BONDED, NUR, ORDER, batik, ceramics, codes, place, placed

pytestmark = pytest.mark.django_db


def registered() -> None:
    tariffs.note_tax_number(ceramics(), "MY", "LVG-0001", by=cast.by("hz-ceramics"))


def test_a_direct_order_goes_by_9610_and_owes_the_tax_of_its_destination() -> None:
    registered()
    consignment = placed(ORDER)
    assert consignment.ucr == "6CNHZ--CERAMICS-A-1"
    assert (consignment.regime, consignment.import_regime, consignment.state) == ("9610", "lvg", "placed")
    assert (consignment.origin, consignment.destination, consignment.home) == ("CN", "MY", True)
    assert (consignment.tax_currency, consignment.duty_minor, consignment.tax_minor) == ("MYR", 0, 4800)
    assert (consignment.goods_minor, consignment.freight_minor, consignment.total_minor) == (48000, 2000, 54800)


def test_a_foreign_currency_is_exchanged_at_the_quote_s_rate() -> None:
    registered()
    order = replace(ORDER, currency="USD", lines=(LineFacts(sku="BOWL", quantity=1, unit_price="106.61"),), freight="0")
    consignment = placed(order)
    assert (consignment.tax_minor, consignment.tax_currency) == (4797, "MYR")
    assert consignment.total_minor == 10661 + 1066  # MYR 47.97 / 4.5 = USD 10.66


def test_stock_in_a_bonded_site_serves_the_order_by_1210() -> None:
    seller = batik()
    consignment = placed(BONDED, seller=seller)
    assert (consignment.regime, consignment.import_regime) == ("1210", "cbec")
    assert (consignment.tax_currency, consignment.duty_minor, consignment.tax_minor) == ("CNY", 0, 2730)
    assert stock.available(seller, ["SARONG"], ["hz-zone"]) == {"SARONG": 8}


def test_the_last_bonded_piece_is_sold_once_and_then_there_is_no_way() -> None:
    seller = batik(pieces=3)
    first, second = place(BONDED, replace(BONDED, number="B-2"), seller=seller)
    assert isinstance(first, Consignment)
    assert isinstance(second, Consignment)
    assert (first.regime, second.regime) == ("1210", "export")  # two of three are gone: the second comes by mail
    assert stock.available(seller, ["SARONG"], ["hz-zone"]) == {"SARONG": 1}


def test_a_discount_is_shared_among_the_lines_and_taken_off_the_customs_value() -> None:
    registered()
    lines = (
        LineFacts(sku="BOWL", quantity=1, unit_price="100.00"),
        LineFacts(sku="CUP", quantity=2, unit_price="25.00"),
    )
    consignment = placed(replace(ORDER, lines=lines, discount="10.00"))
    assert consignment.order is not None
    assert [line.value_minor for line in consignment.order.lines.all()] == [9333, 4667]
    assert consignment.goods_minor == 14000
    assert consignment.tax_minor == 933 + 467


def test_the_same_order_again_is_the_same_consignment_and_nothing_changes() -> None:
    first = placed(ORDER)
    again = placed(replace(ORDER, freight="20.0"))
    twice = place(replace(ORDER, number="A-2"), replace(ORDER, number="A-2"))
    assert first == again
    assert twice[0] == twice[1]
    assert Event.objects.filter(kind="orders.order.placed").count() == 2
    assert Order.objects.count() == 2


def test_another_order_under_a_taken_number_is_refused_with_a_remedy() -> None:
    other = replace(ORDER, freight="21.00")
    taken = [("order-number-taken", "/1/number")]
    assert codes(place(ORDER, other)[1]) == taken
    assert codes(place(replace(ORDER, number="A-9"), other)[1]) == taken
    assert codes(place(replace(ORDER, number="A-8"), replace(ORDER, number="a-1"))[1]) == taken  # one UCR
    refused = place(other)[0]
    assert isinstance(refused, Refused)
    assert "number of its own" in refused.findings[0].cure()
    assert Order.objects.get(number="A-1").freight_minor == 2000


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"number": " "}, [("order-number-missing", "/0/number")]),
        ({"currency": "RMB"}, [("currency-unknown", "/0/currency")]),
        ({"destination": "UK"}, [("country-unknown", "/0/destination")]),
        ({"destination": "CN"}, [("destination-domestic", "/0/destination")]),
        ({"destination": "BR"}, [("landed-cost-not-exact", "/0/destination")]),
        ({"lines": ()}, [("lines-missing", "/0/lines")]),
        ({"freight": "-1"}, [("price-not-an-amount", "/0/freight")]),
        ({"discount": "480.00"}, [("discount-too-large", "/0/discount")]),
        (
            {"lines": (LineFacts(sku="GHOST", quantity=0, unit_price=""),)},
            [
                ("sku-unknown", "/0/lines/0/sku"),
                ("quantity-not-positive", "/0/lines/0/quantity"),
                ("price-missing", "/0/lines/0/unit_price"),
            ],
        ),
        (
            {"lines": (LineFacts(sku="BOWL", quantity=1, unit_price="1.005"),)},
            [("price-too-fine", "/0/lines/0/unit_price")],
        ),
        (
            {"lines": (LineFacts(sku="BOWL", quantity=1, unit_price="0"),)},
            [("price-not-positive", "/0/lines/0/unit_price")],
        ),
    ],
)
def test_a_wrong_order_is_refused_alone_and_completely(
    change: dict[str, object], expected: list[tuple[str, str]]
) -> None:
    refused, kept = place(replace(ORDER, **change), replace(ORDER, number="A-2"))  # type: ignore[arg-type]
    assert codes(refused) == expected
    assert isinstance(kept, Consignment)
    assert [order.number for order in Order.objects.all()] == ["A-2"]
    assert list(Event.objects.filter(kind="orders.order.placed").values_list("subject", flat=True)) == [kept.ucr]


def test_nothing_personal_is_plain_in_the_database() -> None:
    consignment = placed(ORDER)
    assert consignment.order is not None
    buyer = Buyer.objects.get(order=consignment.order)
    assert buyers.opened(consignment.order) == NUR
    assert buyer.mask == "N••• C•••"
    seen = bytes(buyer.sealed) + json.dumps([buyer.commitments, consignment.items, consignment.order.content]).encode()
    seen += json.dumps([event.body for event in Event.objects.all()]).encode()
    for secret in ("Nur", "Contoh", "60123456789", "Jalan"):
        assert secret.encode() not in seen


def test_one_person_is_known_again_by_telephone_or_identity_and_otherwise_not() -> None:
    placed(ORDER)
    placed(replace(ORDER, number="A-2", buyer=replace(NUR, name="N. Contoh")))
    placed(replace(ORDER, number="A-3", buyer=replace(NUR, name="", phone="", address="")))
    placed(replace(ORDER, number="A-4", buyer=replace(NUR, name="", phone="", address="")))
    keys = [Buyer.objects.get(order__number=number).key for number in ("A-1", "A-2", "A-3", "A-4")]
    assert keys[0] == keys[1]
    assert len(set(keys)) == 3


def test_the_yearly_limit_counts_what_the_person_bought_before() -> None:
    seller = batik(pieces=1000)
    orders = [
        replace(BONDED, number=f"B-{n}", lines=(LineFacts(sku="SARONG", quantity=30, unit_price="150.00"),))
        for n in range(6)
    ]
    answers = place(*orders[:3], seller=seller) + place(*orders[3:], seller=seller)
    assert [isinstance(answer, Consignment) for answer in answers] == [True] * 5 + [
        False
    ]  # 6 x 4,500 = 27,000 > 26,000
    assert codes(answers[-1]) == [("landed-cost-not-exact", "/2/destination")]


def test_strangers_and_other_sellers_place_nothing() -> None:
    from entrepot.hub.orders import actions

    seller = ceramics()
    for actor in (cast.stranger(), cast.by("kl-batik"), cast.by("hz-post")):
        with pytest.raises(NotYours):
            actions.place([ORDER], seller=seller, by=actor)
    assert not Order.objects.exists()
