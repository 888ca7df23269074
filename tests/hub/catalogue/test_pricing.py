"""Price lists: by destination, by day, and the product's own price where none holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from entrepot.hub.catalogue import actions, queries
from entrepot.hub.catalogue.actions import PriceFacts, PriceListFacts
from entrepot.hub.catalogue.models import Price, PriceList
from entrepot.trade.finding import NotYours, Refused
from tests import cast
from tests.hub.catalogue.test_list_products import CUP, listed
from tests.hub.catalogue.told import told

pytestmark = pytest.mark.django_db

DAY = date(2026, 3, 2)
WORLD = PriceListFacts(name="World", currency="USD", valid_from=date(2026, 1, 1))
SPRING = PriceListFacts(
    name="Malaysia, spring",
    currency="MYR",
    destination="MY",
    valid_from=date(2026, 3, 1),
    valid_until=date(2026, 5, 31),
)


def stated(facts: PriceListFacts, *prices: tuple[str, str]) -> list[Price | Refused | None]:
    batch = [PriceFacts(sku=sku, price=price) for sku, price in prices]
    return actions.state_prices("hz-ceramics", facts, batch, by=cast.by("hz-ceramics"))


def price(destination: str = "MY", on: date = DAY) -> str:
    return str(queries.price_for(queries.product("hz-ceramics", "CUP-1"), destination, on))


def test_without_a_list_the_products_own_price_holds() -> None:
    listed(CUP)
    assert price() == "MYR 49.90"


def test_a_list_for_the_destination_beats_one_for_all_and_both_beat_the_products_own() -> None:
    listed(CUP)
    stated(WORLD, ("CUP-1", "11.90"))
    stated(SPRING, ("CUP-1", "45.00"))
    assert (price("MY"), price("SG")) == ("MYR 45.00", "USD 11.90")


def test_a_list_holds_from_its_first_day_to_its_last() -> None:
    listed(CUP)
    stated(SPRING, ("CUP-1", "45.00"))
    days = [date(2026, 2, 28), date(2026, 3, 1), date(2026, 5, 31), date(2026, 6, 1)]
    assert [price(on=day) for day in days] == ["MYR 49.90", "MYR 45.00", "MYR 45.00", "MYR 49.90"]


def test_of_two_lists_that_hold_the_one_that_began_last_counts() -> None:
    listed(CUP)
    stated(replace(SPRING, name="Sale", valid_from=DAY), ("CUP-1", "39.00"))
    stated(SPRING, ("CUP-1", "45.00"))
    assert price() == "MYR 39.00"


def test_a_blank_price_takes_a_product_off_the_list() -> None:
    listed(CUP)
    stated(SPRING, ("CUP-1", "45.00"))
    assert stated(SPRING, ("CUP-1", "")) == [None]
    assert price() == "MYR 49.90"


def test_a_price_stated_again_changes_and_records_nothing() -> None:
    listed(CUP)
    for _ in range(2):
        stated(SPRING, ("CUP-1", "45.00"))
    assert told("catalogue.price.changed") == ["product:hz-ceramics/CUP-1"]


def test_a_bad_price_spoils_no_good_one() -> None:
    listed(CUP, replace(CUP, sku="POT-1", gtin=""))
    answers = stated(SPRING, ("CUP-1", "4.555"), ("POT-1", "80"), ("JUG", "9"))
    wrong = [each.findings[0] for each in answers if isinstance(each, Refused)]
    assert [(found.code, found.pointer) for found in wrong] == [
        ("price-too-fine", "/0/price"),
        ("sku-unknown", "/2/sku"),
    ]
    assert [str(each.money) for each in Price.objects.all()] == ["MYR 80.00"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"name": " "}, "price-list-name"),
        ({"currency": "RMB"}, "currency-unknown"),
        ({"destination": "UK"}, "country-unknown"),
        ({"valid_until": date(2026, 2, 1)}, "price-list-days"),
    ],
)
def test_a_list_that_is_wrong_is_refused_whole(change: dict[str, object], code: str) -> None:
    listed(CUP)
    with pytest.raises(Refused) as refused:
        stated(replace(SPRING, **change), ("CUP-1", "45.00"))  # type: ignore[arg-type]
    assert [found.code for found in refused.value.findings] == [code]
    assert not PriceList.objects.exists()


def test_prices_in_one_currency_are_not_turned_into_another() -> None:
    listed(CUP)
    stated(SPRING, ("CUP-1", "45.00"))
    with pytest.raises(Refused, match="MYR"):
        stated(replace(SPRING, currency="SGD"), ("CUP-1", "14.00"))
    assert price() == "MYR 45.00"


def test_a_stranger_and_another_seller_price_nothing_here() -> None:
    listed(CUP)
    for actor in (cast.stranger(), cast.by("kl-batik")):
        with pytest.raises(NotYours):
            actions.state_prices("hz-ceramics", SPRING, [], by=actor)
    assert not PriceList.objects.exists()
