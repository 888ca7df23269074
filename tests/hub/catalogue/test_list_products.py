"""Products are listed by their seller, each answered for, and listing again is harmless."""

from __future__ import annotations

from dataclasses import replace

import pytest

from entrepot.hub.catalogue import actions, queries
from entrepot.hub.catalogue.facts import ProductFacts
from entrepot.hub.catalogue.models import Product
from entrepot.hub.events.models import Event
from entrepot.trade.finding import NotYours, Refused
from tests import cast

pytestmark = pytest.mark.django_db

CUP = ProductFacts(
    sku="CUP-1",
    title="Celadon cup",
    hs="6912.00",
    origin="CN",
    net_mass_kg="0.35",
    gtin="6901234567892",
    price="49.90",
    currency="MYR",
    codes={"MY": "69120000"},
)


def listed(*batch: ProductFacts) -> list[Product | Refused]:
    return actions.list_products("hz-ceramics", batch, by=cast.by("hz-ceramics"))


def told() -> list[str]:
    return list(Event.objects.filter(kind="catalogue.product.listed").values_list("subject", flat=True))


def test_a_product_is_listed_in_its_canonical_form() -> None:
    [product] = listed(CUP)
    assert isinstance(product, Product)
    assert (product.hs, product.net_mass_g, product.price_minor, product.codes) == (
        "691200",
        350,
        4990,
        {"MY": "69120000"},
    )
    assert queries.facts("hz-ceramics") == {"CUP-1": replace(CUP, hs="691200")}
    assert told() == ["product:hz-ceramics/CUP-1"]


def test_listing_the_same_again_changes_and_records_nothing() -> None:
    [first] = listed(CUP)
    [again] = listed(CUP)
    assert isinstance(first, Product)
    assert isinstance(again, Product)
    assert first.pk == again.pk
    assert len(told()) == 1


def test_a_changed_product_is_brought_up_to_date() -> None:
    listed(CUP)
    listed(replace(CUP, price="59.90"))
    assert queries.product("hz-ceramics", "CUP-1").price_minor == 5990
    assert len(told()) == 2


@pytest.mark.parametrize(
    ("change", "code", "pointer"),
    [
        ({"sku": " "}, "sku-missing", "/0/sku"),
        ({"title": ""}, "title-missing", "/0/title"),
        ({"hs": "69"}, "hs-shape", "/0/hs"),
        ({"origin": "UK"}, "country-unknown", "/0/origin"),
        ({"gtin": "6901234567890"}, "gtin-check", "/0/gtin"),
        ({"net_mass_kg": "0"}, "mass-not-positive", "/0/net_mass_kg"),
        ({"codes": {"MY": "1"}}, "hs-shape", "/0/codes/MY"),
        ({"currency": "RMB"}, "currency-unknown", "/0/currency"),
        ({"price": "-1"}, "price-not-an-amount", "/0/price"),
        ({"price": "1.001"}, "price-too-fine", "/0/price"),
    ],
)
def test_a_product_that_is_wrong_is_refused_alone(change: dict[str, object], code: str, pointer: str) -> None:
    other = replace(CUP, sku="POT-1", gtin="")
    refused, kept = listed(replace(CUP, **change), other)  # type: ignore[arg-type]
    assert isinstance(refused, Refused)
    assert [(found.code, found.pointer) for found in refused.findings] == [(code, pointer)]
    assert isinstance(kept, Product)
    assert [product.sku for product in Product.objects.all()] == ["POT-1"]


def test_one_sku_stands_once_in_a_list() -> None:
    kept, refused = listed(CUP, replace(CUP, title="Another"))
    assert isinstance(kept, Product)
    assert isinstance(refused, Refused)
    assert [found.code for found in refused.findings] == ["sku-twice"]
    assert Product.objects.get().title == "Celadon cup"


def test_a_stranger_and_another_seller_list_nothing_here() -> None:
    cast.party("hz-ceramics")
    for actor in (cast.stranger(), cast.by("kl-batik")):
        with pytest.raises(NotYours):
            actions.list_products("hz-ceramics", [CUP], by=actor)
    assert not Product.objects.exists()
