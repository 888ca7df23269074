"""Addresses as each country writes them, and the identity number where a border asks for it."""

from __future__ import annotations

from datetime import date

import pytest

from entrepot.hub.buying import addresses
from entrepot.hub.orders.facts import BuyerFacts
from entrepot.trade.finding import Refused

TODAY = date(2026, 3, 2)
NUR = {
    "name": "Nur  Contoh",
    "phone": "+60 12-345 6789",
    "street_address": "12 Jalan Contoh\n\nTaman Contoh",
    "postal_code": "40000",
    "city": "Shah Alam",
    "country_area": "Selangor",
}
LI = {
    "name": "李示例",
    "phone": "13800000000",
    "street_address": "示例路1号",
    "city_area": "西湖区",
    "city": "杭州市",
    "country_area": "浙江省",
    "postal_code": "310000",
    "identity": "11010519491231002x",
}


def refused(country: str, given: dict[str, str]) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as caught:
        addresses.read(country, given, TODAY)
    return [(found.code, found.pointer) for found in caught.value.findings]


@pytest.mark.parametrize(
    ("country", "names"),
    [
        ("MY", "name phone email street_address city_area postal_code city country_area"),
        ("CN", "name phone email postal_code country_area city city_area street_address identity"),
        ("SG", "name phone email street_address postal_code"),
        ("DE", "name phone email street_address postal_code city"),
    ],
)
def test_each_country_has_its_own_fields_in_its_own_order(country: str, names: str) -> None:
    assert [field.name for field in addresses.fields(country, TODAY)] == names.split()


def test_what_a_country_requires_and_offers_stands_on_its_fields() -> None:
    fields = {field.name: field for field in addresses.fields("MY", TODAY)}
    assert (fields["postal_code"].required, fields["city_area"].required) == (True, False)
    assert fields["postal_code"].example == "43000"
    assert ("Selangor", "Selangor") in fields["country_area"].choices
    chinese = {field.name: field for field in addresses.fields("CN", TODAY, chinese=True)}
    assert ("浙江省", "浙江省") in chinese["country_area"].choices
    latin = {field.name: field for field in addresses.fields("CN", TODAY)}
    assert ("浙江省", "Zhejiang Sheng 浙江省") in latin["country_area"].choices


def test_an_address_is_kept_by_lines_as_the_country_writes_it() -> None:
    assert addresses.read("MY", NUR, TODAY) == BuyerFacts(
        name="Nur Contoh",
        phone="+60 12-345 6789",
        address="12 Jalan Contoh\nTaman Contoh\n40000 SHAH ALAM\nSELANGOR",
    )
    assert addresses.read("CN", LI, TODAY) == BuyerFacts(
        name="李示例",
        phone="13800000000",
        address="310000\n浙江省杭州市西湖区\n示例路1号",
        identity="11010519491231002X",
    )


def test_everything_that_is_missing_is_said_at_once_each_beside_its_field() -> None:
    asked = ("name", "phone", "street_address", "postal_code", "city")
    assert sorted(refused("MY", {})) == sorted(("field-missing", f"/{name}") for name in asked)


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"postal_code": "400"}, ("address-part-unknown", "/postal_code")),
        ({"country_area": "Atlantis"}, ("address-part-unknown", "/country_area")),
        ({"phone": "call me"}, ("phone-form", "/phone")),
        ({"name": "N" * 121}, ("field-too-long", "/name")),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(change: dict[str, str], found: tuple[str, str]) -> None:
    assert refused("MY", {**NUR, **change}) == [found]


def test_where_a_border_asks_who_buys_the_number_must_be_one() -> None:
    assert refused("CN", {**LI, "identity": "110105194912310021"}) == [("identity-number-check", "/identity")]
    assert refused("CN", {**LI, "identity": ""}) == [("identity-number-form", "/identity")]


def test_where_no_border_asks_for_it_an_identity_number_is_not_kept() -> None:
    assert addresses.read("MY", {**NUR, "identity": "850101-14-5555"}, TODAY).identity == ""


def test_a_place_that_is_no_country_is_refused() -> None:
    with pytest.raises(Refused):
        addresses.fields("QQ", TODAY)
