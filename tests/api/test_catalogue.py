"""The catalogue at the JSON door: variants, states, prices, and a seller's own stock."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from entrepot.hub.catalogue.models import PriceList, Product
from entrepot.hub.stock.models import Site
from tests.api.door import bearer

pytestmark = pytest.mark.django_db

MUG = {
    "sku": "MUG-B", "title": "Stoneware mug, blue", "hs": "691200", "origin": "CN", "net_mass_kg": "0.35",
    "family": "lake-mug", "options": {"colour": "blue"}, "brand": "Lake", "materials": "stoneware",
    "gross_mass_kg": "0.45", "size_mm": [120, 90, 90], "traits": ["food"],
}  # fmt: skip
SPRING = {
    "name": "Spring", "currency": "MYR", "destination": "MY", "valid_from": "2026-03-01",
    "prices": [{"sku": "MUG-B", "price": "45.00"}, {"sku": "JUG", "price": "9"}],
}  # fmt: skip

CARRIAGE = {
    "channel": "post", "destination": "MY", "up_to_g": 500, "amount_minor": 2400, "currency": "MYR",
    "days_least": 6, "days_most": 12, "source": "our contract with the post, 1 March 2026",
}  # fmt: skip


@pytest.fixture
def seller() -> dict[str, str]:
    headers = bearer("hz-ceramics")
    assert post("/products", [MUG], headers).status_code == 200
    return headers


def post(address: str, body: Any, headers: dict[str, str]) -> Any:
    return Client().post(f"/api/v1{address}", json.dumps(body), content_type="application/json", headers=headers)


def get(address: str, headers: dict[str, str]) -> Any:
    return Client().get(f"/api/v1{address}", headers=headers).json()


def test_a_variant_is_shown_as_it_was_stated(seller: dict[str, str]) -> None:
    shown = get("/products/MUG-B", seller)
    assert {name: shown[name] for name in MUG} == MUG
    assert shown["state"] == "offered"


def test_products_are_withdrawn_and_offered_again(seller: dict[str, str]) -> None:
    assert post("/products/withdraw", ["MUG-B"], seller).json() == {"moved": ["MUG-B"]}
    assert get("/products/MUG-B", seller)["state"] == "withdrawn"
    assert post("/products/withdraw", ["MUG-B"], seller).json() == {"moved": []}
    assert post("/products/offer", ["MUG-B"], seller).json() == {"moved": ["MUG-B"]}
    assert post("/products/offer", ["JUG"], seller).status_code == 422


def test_a_price_list_answers_for_every_price(seller: dict[str, str]) -> None:
    good, bad = post("/price-lists", SPRING, seller).json()
    assert (good["stated"], bad["stated"], bad["findings"][0]["code"]) == (True, False, "sku-unknown")
    [shown] = get("/price-lists", seller)
    assert shown["prices"] == [{"sku": "MUG-B", "price": "45.00"}]


def test_a_seller_receives_and_counts_its_own_stock(seller: dict[str, str]) -> None:
    [lot] = post("/stock/own/receipts", [{"sku": "MUG-B", "pieces": 12, "reference": "DN-1"}], seller).json()
    assert (lot["site"], lot["on_hand"], lot["free"]) == ("hz-ceramics", 12, 12)
    good, bad = post(
        "/stock/own/counts", [{"sku": "MUG-B", "pieces": 9}, {"sku": "MUG-G", "pieces": -1}], seller
    ).json()
    assert (good["on_hand"], good["free"], good["findings"]) == (9, 9, [])
    assert (bad["on_hand"], bad["findings"][0]["code"]) == (None, "count-not-pieces")


def test_terms_of_carriage_are_stated_whole_and_the_carrier_s_hold_without(seller: dict[str, str]) -> None:
    assert get("/freight", seller) == []
    carrier = bearer("hz-post")
    assert post("/freight", [CARRIAGE], carrier).json() == [CARRIAGE]
    assert get("/freight", seller) == [CARRIAGE]
    mine = [{**CARRIAGE, "amount_minor": 1900}, {**CARRIAGE, "up_to_g": 2000}]
    for _ in range(2):
        assert post("/freight", mine, seller).json() == mine
    assert get("/freight", seller) == mine
    crooked = [*mine, {**CARRIAGE, "destination": "Malaysia"}, CARRIAGE]
    refused = post("/freight", crooked, seller)
    assert refused.status_code == 422
    assert [(each["code"], each["pointer"]) for each in refused.json()["findings"]] == [
        ("country-unknown", "/2/destination"),
        ("freight-step-twice", "/3"),
    ]
    assert get("/freight", seller) == mine


def test_a_post_prices_counts_and_withdraws_nothing(seller: dict[str, str]) -> None:
    other = bearer("hz-post")
    for address, body in (
        ("/price-lists", SPRING),
        ("/stock/own/counts", [{"sku": "MUG-B", "pieces": 9}]),
        ("/products/withdraw", ["MUG-B"]),
    ):
        assert post(address, body, other).status_code == 403
    assert not PriceList.objects.exists()
    assert not Site.objects.exists()
    assert Product.objects.get().state == "offered"


def test_tax_numbers_are_noted_listed_and_ended(seller: dict[str, str]) -> None:
    lrn, ioss = {"country": "MY", "number": "LRN-0417"}, {"country": "EU", "number": "IM2760000001"}
    for each in (lrn, ioss, lrn):
        assert post("/tax-numbers", each, seller).json() == each
    for _twice in range(2):
        assert Client().delete("/api/v1/tax-numbers/MY", headers=seller).status_code == 204
    assert get("/tax-numbers", seller) == [ioss]
    assert post("/tax-numbers", {"country": "ZZ", "number": ""}, seller).status_code == 422
    assert get("/tax-numbers", bearer("kl-batik")) == []
    assert Client().delete("/api/v1/tax-numbers/EU", headers=bearer("hz-post")).status_code == 403
    assert get("/tax-numbers", seller) == [ioss]
