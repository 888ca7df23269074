"""What a shopper types finds what they mean, in three languages, and the likeliest stands first."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pytest
from pytest_django import Settings

from entrepot.hub.catalogue import showing
from entrepot.hub.catalogue.offered import Offered, Variant
from entrepot.hub.catalogue.searching import PAGE, Search, kinds, search
from entrepot.hub.catalogue.words import squeezed, terms
from tests import cast

pytestmark = pytest.mark.django_db

WORTH = {"CNY": Fraction(60, 100), "MYR": Fraction(1)}
CN = {"country": "CN", "hub": "hz.example"}


def offered(handle: str, title: str, price: str = "10 MYR", hs: str = "691200", **more: Any) -> Offered:
    amount, currency = price.split()
    texts: Mapping[str, Any] = more.pop("texts", {})
    variant = Variant(
        sku=more.pop("sku", handle.upper()),
        title=title,
        price_minor=int(amount) * 100,
        currency=currency,
        hs=hs,
        origin=more.pop("origin", "MY"),
        net_mass_g=500,
        gtin=more.pop("gtin", ""),
    )
    told = {"seller": "kl-batik", "seller_name": "Batik House", "country": "MY", "version": 1, **more}
    return Offered(handle=handle, title=title, texts=texts, variants=(variant,), **told)


SHOP = (
    offered(
        "teaset",
        "Celadon tea set, teapot and four cups",
        "268 MYR",
        sku="QH-TS-04",
        gtin="6901234567892",
        brand="Qinghe",
        texts={"zh": {"title": "青瓷茶具，一壶四杯", "description": "龙泉手工"}, "ms": {"title": "Set teh seladon"}},
        **CN,
    ),
    offered("teapot", "Teapot", "90 CNY", texts={"zh": {"title": "茶壶"}}, origin="CN", **CN),
    offered(
        "kettle", "Steel kettle", "120 MYR", hs="732393", texts={"en": {"description": "Goes well with a teapot."}}
    ),
    offered("shirt", "Batik shirts", "80 MYR", hs="620520", texts={"ms": {"title": "Kemeja batik lengan panjang"}}),
    offered("cafe", "Café au lait bowls", "30 MYR", texts={"zh": {"title": "电热水壶"}}),
    offered("gun", "Air gun", "100 CNY", hs="930400", barred=("MY",), **CN),
)


@pytest.fixture(autouse=True)
def shop(settings: Settings) -> None:
    settings.ENTREPOT_COUNTRY = "MY"
    showing.show(SHOP, by=cast.the_hub())


def found(asked: str = "", **more: Any) -> list[str]:
    return [each.handle for each in search(Search(asked=asked, worth=WORTH, **more)).listings]


@pytest.mark.parametrize(
    ("asked", "handles"),
    [
        ("茶具", ["teaset"]),
        ("青瓷", ["teaset"]),
        ("瓷茶", ["teaset"]),
        ("茶", ["teapot", "teaset"]),
        ("青瓷的茶具", ["teaset"]),
        ("电热壶", []),
        ("电热水壶", ["cafe"]),
        ("青瓷 茶壶", []),
        ("龙泉", ["teaset"]),
        ("teapot", ["teapot", "teaset", "kettle"]),
        ("TEAPOTS", ["teapot", "teaset", "kettle"]),
        ("teap", ["teapot", "teaset", "kettle"]),
        ("cup tea", ["teaset"]),
        ("tea", ["teaset", "teapot", "kettle"]),
        ("shirt", ["shirt"]),
        ("kemeja panj", ["shirt"]),
        ("kem panjang", []),
        ("lengan", ["shirt"]),
        ("cafe bowl", ["cafe"]),
        ("CAFÉ", ["cafe"]),
        ("qh-ts-04", ["teaset"]),
        ("QHTS04", ["teaset"]),
        ("6901234567892", ["teaset"]),
        ("qinghe", ["teaset"]),
        ("Qinghe teapot", ["teaset"]),
        ("lorry", []),
        ("“%'; --", ["gun", "cafe", "shirt", "kettle", "teapot", "teaset"]),
    ],
)
def test_what_is_typed_finds_what_is_meant(asked: str, handles: list[str]) -> None:
    got = found(asked)
    assert (sorted(got) if not terms(asked) else got) == (sorted(handles) if not terms(asked) else handles)


@pytest.mark.parametrize(
    ("wanted", "handles"),
    [
        ({"destination": "MY"}, {"teaset", "teapot"}),
        ({"destination": "CN"}, {"kettle", "shirt", "cafe"}),
        ({"destination": "SG"}, {"kettle", "shirt", "cafe"}),
        ({"chapters": (("61", "64"),)}, {"shirt"}),
        ({"chapters": (("61", "64"), ("69", "69"))}, {"shirt", "teaset", "teapot", "cafe"}),
        ({"origin": "CN"}, {"teapot"}),
        ({"seller": "hz.example/kl-batik/"}, {"teaset", "teapot", "gun"}),
        ({"seller": "/kl-batik/"}, {"kettle", "shirt", "cafe"}),
        ({"lowest": 54_00, "highest": 80_00}, {"teapot", "gun", "shirt"}),
        ({"lowest": 54_01, "highest": 79_99}, {"gun"}),
        ({"asked": "teapot", "highest": 100_00}, {"teapot"}),
        ({"asked": "teapot", "destination": "CN"}, {"kettle"}),
    ],
)
def test_what_is_found_is_narrowed(wanted: dict[str, Any], handles: set[str]) -> None:
    assert set(found(**wanted)) == handles


def test_prices_of_all_sellers_are_compared_in_the_shoppers_currency() -> None:
    assert found(sort="cheap") == ["cafe", "teapot", "gun", "shirt", "kettle", "teaset"]
    assert found(sort="dear", asked="teapot") == ["teaset", "kettle", "teapot"]


def test_what_buyers_praised_stands_before_its_equals() -> None:
    alike = [offered(f"bowl-{n}", "Rice bowl", ratings={f"BOWL-{n}": (n, 5 * n)}, **CN) for n in range(3)]
    showing.show(alike, by=cast.the_hub())
    assert found("rice bowl") == ["bowl-2", "bowl-1", "bowl-0"]


def test_pages_follow_one_another_and_a_page_too_far_is_the_last() -> None:
    many = [offered(f"bowl-{n}", "Rice bowl", f"{n + 1} MYR") for n in range(PAGE + 5)]
    showing.show(many, by=cast.the_hub())
    first = search(Search(asked="rice bowl", worth=WORTH, sort="cheap"))
    second = search(Search(asked="rice bowl", worth=WORTH, sort="cheap", page=2))
    assert (first.total, first.pages, len(first.listings), len(second.listings)) == (PAGE + 5, 2, PAGE, 5)
    assert second.listings[0].handle == f"bowl-{PAGE}"
    assert search(Search(asked="rice bowl", page=99)).page == 2
    assert search(Search(asked="lorry", page=0)).pages == 1


def test_what_there_is_to_choose_among_is_told_for_a_destination() -> None:
    told = kinds("MY")
    assert (told.chapters, told.origins, told.currencies) == ({"69": 2}, {"CN": 1, "MY": 1}, ("CNY", "MYR"))


def test_what_is_hidden_or_withdrawn_is_found_by_no_word() -> None:
    showing.hide("hz.example/kl-batik/teapot", "unsafe", by=cast.the_hub())
    assert found("teapot") == ["teaset", "kettle"]
    assert "teapot" not in found()


def test_names_are_compared_without_signs() -> None:
    assert (squeezed("QH-TS 04/b"), squeezed("Ａ１"), squeezed("···")) == ("qhts04b", "a1", "")
