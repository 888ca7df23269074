"""A seller's product in several destinations: what buyers pay, why there is no figure, and what may not go there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pytest_django import Settings

from entrepot.hub.catalogue import actions as catalogue
from entrepot.hub.catalogue.models import Product
from entrepot.hub.tariffs import actions as tariffs
from entrepot.hub.tariffs import preview
from entrepot.hub.tariffs.preview import Sale
from entrepot.trade.money import Money
from tests import cast
from tests.hub.orders import shop
from tests.web.conftest import SignIn
from tests.web.test_quote import words

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)
TEA_SET = replace(
    shop.BOWL, sku="QH/TS-04", title="Porcelain teapot with four cups", hs="691110", net_mass_kg="1.84", price="459.62",
    currency="CNY",
)  # fmt: skip


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Settings) -> None:
    settings.ENTREPOT_HOME = tmp_path
    settings.ENTREPOT_COUNTRY = "CN"


def listed(**more: str) -> Product:
    seller = cast.party("hz-ceramics")
    catalogue.list_products(seller, [replace(TEA_SET, **more)], by=cast.by("hz-ceramics"))
    return Product.objects.select_related("seller").get(sku=TEA_SET.sku)


def test_the_eight_destinations_are_a_setting_and_the_hubs_own_country_is_none_of_them(settings: Settings) -> None:
    assert preview.places() == ("MY", "SG", "TH", "US", "DE", "GB", "AU", "JP")
    settings.ENTREPOT_COUNTRY = "MY"
    assert preview.places() == ("CN", "SG", "TH", "US", "DE", "GB", "AU", "JP")
    settings.ENTREPOT_COUNTRY = "SG"
    assert preview.places() == ("MY", "TH", "US", "DE", "GB", "AU", "JP")
    settings.ENTREPOT_PREVIEW = " be, my,be"
    assert preview.places() == ("BE", "MY")


def test_a_buyer_pays_what_an_order_would_cost() -> None:
    product = listed()
    tariffs.note_tax_number(product.seller, "MY", "LVG-0001", by=cast.by("hz-ceramics"))
    sale = Sale(Money.of("459.62", "CNY"), Money.of("52", "CNY"))
    malaysia, japan = preview.preview(product, sale, ["MY", "JP"], DAY)
    assert malaysia.answer.chosen is not None
    assert (malaysia.answer.chosen.regime, str(malaysia.answer.chosen.landed)) == ("lvg", "MYR 348.49")
    assert japan.answer.chosen is None
    assert [finding.code for finding in japan.answer.obstacles] == ["rate-missing"]


def test_a_seller_sees_the_price_in_each_place_or_why_there_is_none(sign_in: SignIn) -> None:
    client = sign_in("seller")
    product = listed()
    tariffs.note_tax_number(product.seller, "MY", "LVG-0001", by=cast.by("hz-ceramics"))
    told = words(client.get("/seller/products/QH/TS-04", {"freight": "52"}).content.decode())
    assert "Malaysia 287.26 32.50 0.00 28.73 MYR 348.49 Low-value goods, taxed at sale" in told
    assert "Japan Not quoted No rate of Customs duty is held for 691110 in Japan; it is not taken for nothing." in told
    assert "Malaysia: 1 CNY = 0.625 MYR (a demonstration set, which no bank publishes)" in told


def test_goods_that_need_a_permit_or_may_not_pass_say_so(sign_in: SignIn) -> None:
    client = sign_in("seller")
    listed(title="Fresh durians", hs="081060", origin="CN")
    told = words(client.get("/seller/products/QH/TS-04").content.decode())
    malaysia = told[told.index("Malaysia") : told.index("Singapore")]
    assert "Needs a permit" in malaysia or "Prohibited" in malaysia


def test_a_product_without_a_price_asks_for_one_and_takes_it(sign_in: SignIn) -> None:
    client = sign_in("seller")
    listed(price="", currency="")
    assert "State a price" in words(client.get("/seller/products/QH/TS-04").content.decode())
    told = words(client.get("/seller/products/QH/TS-04", {"price": "480", "currency": "MYR"}).content.decode())
    assert "One piece at MYR 480.00" in told


@pytest.mark.parametrize("price", ["abc", "-1", "1e9"])
def test_a_price_that_is_none_is_told_and_nothing_is_worked_out(price: str, sign_in: SignIn) -> None:
    client = sign_in("seller")
    listed()
    answer = client.get("/seller/products/QH/TS-04", {"price": price})
    assert answer.status_code == 422
    assert "Buyer pays" not in words(answer.content.decode())


def test_a_seller_does_not_see_the_product_of_another(sign_in: SignIn) -> None:
    client = sign_in("seller")
    seller = cast.party("kl-batik")
    catalogue.list_products(seller, [replace(TEA_SET, sku="THEIRS")], by=cast.by("kl-batik"))
    assert client.get("/seller/products/THEIRS").status_code == 404
