"""Goods for which the other border asks a permit are sold on a permit that its agency issued, and on no more of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from entrepot.hub.catalogue import actions as catalogue
from entrepot.hub.catalogue.facts import ProductFacts
from entrepot.hub.customs import actions as customs
from entrepot.hub.customs.models import PermitAbroad
from entrepot.hub.orders import actions
from entrepot.hub.orders.facts import LineFacts, OrderFacts
from entrepot.hub.orders.models import Consignment, PermitPromise
from entrepot.hub.parties.models import Party
from entrepot.hub.tariffs import actions as tariffs
from entrepot.trade.finding import Refused
from tests import cast
from tests.hub.orders.shop import ORDER, ceramics, codes, place, placed

pytestmark = pytest.mark.django_db

CREAM = ProductFacts(sku="CREAM", title="Face cream with tea", hs="33049900", origin="CN", net_mass_kg="0.1")
GRANT = customs.AbroadFacts(
    hub="kl.example",
    number="MY-2026-7",
    kind="cosmetics-notification",
    country="MY",
    holder="hz-ceramics",
    holder_name="Hangzhou Ceramics",
    goods="3304",
    quantity="5",
    unit="H87",
    valid_from=date(2026, 1, 1),
    valid_to=date(2026, 12, 31),
)


@pytest.fixture
def seller() -> Party:
    party = ceramics()
    catalogue.list_products(party, [CREAM], by=cast.by(party.code))
    tariffs.note_tax_number(party, "MY", "LVG-0001", by=cast.by(party.code))
    return party


def granted(**changes: Any) -> PermitAbroad:
    return customs.note_permit_abroad(replace(GRANT, **changes), revoked=False, by=cast.by("operator"))


def order(number: str, pieces: int = 1) -> OrderFacts:
    return replace(ORDER, number=number, lines=(LineFacts(sku="CREAM", quantity=pieces, unit_price="30.00"),))


def counted() -> list[tuple[str, str, str]]:
    rows = PermitPromise.objects.values_list("consignment__order_number", "quantity", "unit")
    return [tuple(row) for row in rows]


def test_without_a_permit_the_order_is_refused_and_nothing_is_kept(seller: Party) -> None:
    [answer] = place(order("C-1"), seller=seller)
    assert codes(answer) == [("my-cosmetics", "/0/lines/0/hs")]
    assert not Consignment.objects.exists()


def test_with_the_seller_s_permit_it_is_taken_and_counts_on_it(seller: Party) -> None:
    granted()
    for _ in range(2):
        assert placed(order("C-1", 3), seller=seller).state == "placed"
    assert counted() == [("C-1", "3", "H87")]


@pytest.mark.parametrize(
    "changes",
    [
        {"holder": "hz-tea", "holder_name": "Another Firm"},
        {"kind": "phytosanitary"},
        {"goods": "6912"},
        {"country": "SG"},
        {"valid_to": date(2026, 1, 31)},
        {"valid_from": date(2026, 12, 1)},
    ],
    ids=["another's", "another kind", "other goods", "another country", "over", "not yet"],
)
def test_another_permit_does_not_count(seller: Party, changes: dict[str, Any]) -> None:
    granted(**changes)
    [answer] = place(order("C-1"), seller=seller)
    assert codes(answer) == [("my-cosmetics", "/0/lines/0/hs")]
    assert counted() == []


def test_no_more_is_sold_than_it_covers_in_one_batch_or_in_two(seller: Party) -> None:
    granted()
    first, second, third = place(order("C-1", 3), order("C-2", 3), order("C-3", 1), seller=seller)
    assert codes(second) == [("permit-exhausted", "/1/lines/0/hs")]
    assert isinstance(first, Consignment)
    assert isinstance(third, Consignment)
    [answer] = place(order("C-4", 2), seller=seller)
    assert codes(answer) == [("permit-exhausted", "/0/lines/0/hs")]
    assert counted() == [("C-1", "3", "H87"), ("C-3", "1", "H87")]


def test_an_order_that_is_refused_for_another_line_counts_on_nothing(seller: Party) -> None:
    granted()
    [tea] = [replace(CREAM, sku="OIL", title="Hair oil", hs="33051000")]
    catalogue.list_products(seller, [tea], by=cast.by(seller.code))
    both = replace(
        order("C-1", 5), lines=(*order("C-1", 5).lines, LineFacts(sku="OIL", quantity=1, unit_price="20.00"))
    )
    refused, taken = place(both, order("C-2", 5), seller=seller)
    assert isinstance(refused, Refused)
    assert isinstance(taken, Consignment)
    assert counted() == [("C-2", "5", "H87")]


def test_a_cancelled_order_leaves_its_part_to_the_next(seller: Party) -> None:
    granted()
    actions.cancel(placed(order("C-1", 5), seller=seller).ucr, "Changed my mind.", by=cast.by(seller.code))
    assert placed(order("C-2", 5), seller=seller).order_number == "C-2"


def test_what_one_permit_does_not_cover_the_next_does(seller: Party) -> None:
    granted(quantity="1", valid_to=date(2026, 6, 30))
    granted(number="MY-2026-8")
    placed(order("C-1", 2), seller=seller)
    assert [each.permit.number for each in PermitPromise.objects.all()] == ["MY-2026-8"]


def test_a_permit_without_a_limit_covers_any_number(seller: Party) -> None:
    granted(quantity="", unit="")
    placed(order("C-1", 9), seller=seller)
    assert counted() == []


def test_on_a_permit_that_was_taken_back_nothing_is_sold(seller: Party) -> None:
    granted()
    customs.end_permits_abroad("kl.example", ["MY-2026-7"], at=cast.NOON)
    assert isinstance(place(order("C-1"), seller=seller)[0], Refused)
    customs.end_permits_abroad("kl.example", ["MY-2026-7"], at=cast.NOON.replace(year=2027))
    assert PermitAbroad.objects.get().revoked_at == cast.NOON
