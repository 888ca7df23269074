"""Files of products: recognised, their columns proposed, their rows read as facts, each answered for."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from entrepot.hub.adapters.shop.product_columns import Mapped, known, proposed
from entrepot.hub.adapters.shop.product_rows import ReadRow, rows
from entrepot.hub.adapters.shop.sheets import sheet
from entrepot.hub.adapters.shop.unfolding import shop_of
from entrepot.trade.finding import Refused
from tests.hub.adapters.product_files import PLAIN, SHOPIFY, WOOCOMMERCE, spreadsheet


def read(content: bytes, codes: dict[str, str] | None = None, **defaults: str) -> list[ReadRow]:
    found = sheet(content)
    return rows(found, replace(proposed(found.header), defaults=defaults), codes or {})


def codes_of(row: ReadRow) -> list[tuple[str, str]]:
    return [(found.code, found.pointer) for found in row.findings]


@pytest.mark.parametrize(("text", "shop"), [(SHOPIFY, "shopify"), (WOOCOMMERCE, "woocommerce"), (PLAIN, "plain")])
def test_the_header_tells_who_wrote_the_file(text: str, shop: str) -> None:
    assert shop_of(sheet(text.encode()).header) == shop


def test_the_columns_of_shopify_are_proposed_with_their_units() -> None:
    mapped = proposed(sheet(SHOPIFY.encode()).header)
    assert mapped.columns == {
        "family": "Handle", "title": "Title", "description": "Body (HTML)", "brand": "Vendor", "sku": "Variant SKU",
        "net_mass": "Variant Grams", "price": "Variant Price", "gtin": "Variant Barcode",
        "stock": "Variant Inventory Qty", "pictures": "Image Src",
    }  # fmt: skip
    assert mapped.mass_unit == "g"


def test_the_columns_of_woocommerce_are_proposed_with_their_units() -> None:
    mapped = proposed(sheet(WOOCOMMERCE.encode()).header)
    assert (mapped.columns["sku"], mapped.columns["title"], mapped.columns["price"]) == ("SKU", "Name", "Regular price")
    assert (mapped.mass_unit, mapped.size_unit) == ("kg", "cm")


def test_a_chinese_list_is_understood_as_it_is() -> None:
    bowl, cup = read(PLAIN.encode("gb18030"))
    assert (bowl.facts.sku, bowl.facts.title, bowl.facts.hs, bowl.facts.net_mass_kg) == (
        "BOWL-1",
        "青瓷碗",
        "691200",
        "0.5",
    )
    assert (bowl.facts.materials, bowl.facts.options, bowl.facts.currency) == ("陶瓷", {"colour": "青"}, "CNY")
    assert codes_of(bowl) == []
    assert codes_of(cup) == [("hs-shape", "/hs")]


def test_the_variants_of_shopify_share_a_family_and_say_what_the_first_row_says() -> None:
    blue, green, towel = read(SHOPIFY.encode(), origin="CN", currency="CNY")
    assert [row.line for row in (blue, green, towel)] == [2, 3, 5]
    assert (blue.facts.sku, blue.facts.title, blue.facts.net_mass_kg) == ("MUG-BL", "Stoneware mug, Blue, L", "0.35")
    assert (green.facts.title, green.facts.options) == ("Stoneware mug, Green, L", {"Colour": "Green", "Size": "L"})
    assert (blue.facts.family, blue.facts.brand, blue.facts.gtin) == ("lake-mug", "Qinghe", "6901234567892")
    assert blue.family is not None
    assert (blue.family.title, blue.family.options) == ("Stoneware mug", ("Colour", "Size"))
    assert blue.family.texts == {"en": {"title": "Stoneware mug", "description": "Thrown by hand.\n300 ml"}}
    assert towel.facts.options is None


def test_the_variations_of_woocommerce_take_what_their_parent_says_and_the_parent_is_not_sold() -> None:
    red, teal, fan = read(WOOCOMMERCE.encode(), origin="CN", currency="CNY")
    assert (red.facts.sku, red.facts.title, red.facts.family, red.facts.brand) == (
        "SCARF-R", "Silk scarf, Red", "scarf", "Lake Silk",
    )  # fmt: skip
    assert (teal.facts.family, teal.facts.size_mm) == ("scarf", (200, 150, 25))
    assert (fan.facts.family, fan.facts.net_mass_kg) == (None, "0.12")


def test_a_row_without_a_code_waits_for_one_and_is_otherwise_in_order() -> None:
    first = read(SHOPIFY.encode(), origin="CN", currency="CNY")[0]
    assert first.waits
    assert first.words == "Stoneware mug, Blue, L"
    coded = read(SHOPIFY.encode(), {"MUG-BL": "691200"}, origin="CN", currency="CNY")[0]
    assert (coded.facts.hs, codes_of(coded)) == ("691200", [])


def test_origin_mass_and_currency_that_nobody_states_are_asked_for_and_not_invented() -> None:
    row = read(b"sku,title,hs,price\nA,Stoneware mug,691200,9\n")[0]
    assert codes_of(row) == [
        ("origin-missing", "/origin"), ("mass-missing", "/net_mass_kg"), ("currency-missing", "/currency"),
    ]  # fmt: skip
    whole = read(b"sku,title,hs,price\nA,Stoneware mug,691200,9\n", origin="CN", net_mass="0.3", currency="CNY")[0]
    assert codes_of(whole) == []


def test_a_default_counts_only_where_the_row_says_nothing() -> None:
    mine, theirs = read(b"sku,title,hs,origin,weight\nA,Mug,691200,CN,1\nB,Mug,691200,,1\n", origin="VN")
    assert (mine.facts.origin, theirs.facts.origin) == ("CN", "VN")


def test_a_bad_row_spoils_no_good_one() -> None:
    found = read(b'sku,title,hs,origin,weight\nA,Mug,691200,CN,heavy\nB,Mug,691200,CN,1\nB,Mug,691200,CN,1\nx,"y\n')
    assert [codes_of(row) for row in found] == [
        [("mass-not-positive", "/net_mass_kg")],
        [],
        [("sku-twice", "/sku")],
        [("quotation-open", "")],
    ]


@pytest.mark.parametrize(("unit", "kilograms"), [("g", "0.012"), ("kg", "12"), ("lb", "5.443"), ("oz", "0.34")])
def test_masses_are_told_in_kilograms(unit: str, kilograms: str) -> None:
    found = sheet(b"sku,title,hs,origin,weight\nA,Mug,691200,CN,12\n")
    [row] = rows(found, replace(proposed(found.header), mass_unit=unit), {})
    assert row.facts.net_mass_kg == kilograms


def test_a_spreadsheet_is_read_from_the_first_sheet_with_a_header_and_numbers_come_as_they_are_meant() -> None:
    table = [
        ["SKU", "Title", "HS", "Origin", "Weight", "Price", "Currency"],
        ["A-1", "Mug", 691200, "CN", 0.35, 9.9, "CNY"],
    ]
    [row] = read(spreadsheet(table))
    assert (row.line, row.facts.sku, row.facts.hs, row.facts.net_mass_kg, row.facts.price) == (
        2, "A-1", "691200", "0.35", "9.9",
    )  # fmt: skip
    assert codes_of(row) == []


def _bomb() -> bytes:
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as folder:
        folder.writestr("xl/worksheets/sheet1.xml", bytes(201 * 1024 * 1024))
    return written.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file-empty"),
        (b"sku,title\n", "file-empty"),
        (b"PK\x03\x04 not a folder", "file-unreadable"),
        (b"\xd0\xcf\x11\xe0 not a book", "file-unreadable"),
        (b"a,b\n" + b"1,2\n" * 20_001, "file-too-large"),
        (bytes(10 * 1024 * 1024 + 1), "file-too-large"),
    ],
    ids=["nothing", "header alone", "no folder", "no book", "long", "heavy"],
)
def test_what_is_no_table_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(Refused) as refused:
        sheet(content)
    assert [found.code for found in refused.value.findings] == [code]


def test_a_packed_file_that_would_fill_the_house_is_not_opened() -> None:
    with pytest.raises(Refused, match="larger"):
        sheet(_bomb())


def test_a_mapping_holds_only_facts_columns_and_units_that_there_are() -> None:
    said = {
        "columns": {"sku": "A", "title": "gone", "password": "A"},
        "defaults": {"origin": " CN ", "title": "no"},
        "mass_unit": "stone",
        "fresh": "sold",
    }
    assert known(said, ["A", "B"]) == Mapped(columns={"sku": "A"}, defaults={"origin": "CN"})


@settings(deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(st.text(max_size=12), min_size=1, max_size=6), min_size=1, max_size=6))
def test_whatever_stands_in_a_file_is_answered_and_never_an_error_of_ours(cells: list[list[str]]) -> None:
    text = "\n".join(",".join(row) for row in [["sku", "title", "hs", "origin", "weight", "price"], *cells])
    try:
        found = sheet(text.encode())
    except Refused:
        return
    for row in rows(found, proposed(found.header), {}):
        assert row.findings or row.facts.sku
