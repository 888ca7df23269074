"""Order files of shops: what is read, and that each bad row is refused alone."""

from __future__ import annotations

import codecs
from datetime import date

import pytest

from entrepot.hub.adapters import shop
from entrepot.hub.adapters.shop import products as product_file
from entrepot.hub.adapters.shop.reading import Reading
from entrepot.hub.catalogue.facts import ProductFacts
from entrepot.hub.orders.facts import BuyerFacts, LineFacts, OrderFacts

HEADER = "order,date,sku,title,quantity,unit_price,currency,hs,origin,net_mass_kg,to"
CUP = "Celadon cup,2,49.90,MYR,691200,CN,0.35,MY"
CATALOGUE = {
    "CUP-1": ProductFacts(sku="CUP-1", title="Celadon cup", hs="691200", origin="CN", net_mass_kg="0.35"),
    "POT-1": ProductFacts(sku="POT-1", title="Teapot", hs="691200", origin="CN", net_mass_kg="0.9"),
}


def plain(*rows: str) -> Reading:
    return shop.read("\n".join([HEADER, *rows]).encode())


def codes(reading: Reading) -> list[tuple[int, str]]:
    return [(row.line, found.code) for row in reading.refused for found in row.findings]


def test_a_plain_row_becomes_an_order_and_its_product() -> None:
    reading = plain(f"A-1,2026-03-09,CUP-1,{CUP}")
    assert reading.orders == (
        OrderFacts(
            number="A-1",
            ordered_on=date(2026, 3, 9),
            currency="MYR",
            destination="MY",
            lines=(LineFacts(sku="CUP-1", quantity=2, unit_price="49.90"),),
        ),
    )
    assert reading.products == (
        ProductFacts(sku="CUP-1", title="Celadon cup", hs="691200", origin="CN", net_mass_kg="0.35"),
    )
    assert (reading.rows, reading.refused, reading.notes) == (1, (), ())
    assert reading.line_of("A-1") == 2


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("A-2,2026-03-09,CUP-1,Celadon cup,2,49.90,RMB,691200,CN,0.35,MY", "currency-unknown"),
        ("A-2,2026-03-09,CUP-1,Celadon cup,2,49.90,,691200,CN,0.35,MY", "currency-unknown"),
        ("A-2,2026-03-09,CUP-1,Celadon cup,2,49.90,MYR,6912,CN,0.35,MY", "hs-shape"),
        ("A-2,2026-03-09,CUP-1,Celadon cup,2,49.90,MYR,770000,CN,0.35,MY", "hs-chapter"),
        ("A-2,2026-03-09,CUP-1,Celadon cup,2,49.90,MYR,691200,ZZ,0.35,MY", "country-unknown"),
        ("A-2,2026-03-09,CUP-1,Celadon cup,2,49.90,MYR,691200,CN,0.35,Malaysia", "country-unknown"),
        ("A-2,2026-03-09,CUP-1,Celadon cup,0,49.90,MYR,691200,CN,0.35,MY", "quantity-not-positive"),
        ("A-2,2026-03-09,CUP-1,Celadon cup,-1,49.90,MYR,691200,CN,0.35,MY", "quantity-not-positive"),
        ("A-2,2026-03-09,CUP-1,Celadon cup,1.5,49.90,MYR,691200,CN,0.35,MY", "quantity-not-whole"),
        ("A-2,2026-03-09,CUP-1,Celadon cup,1e9,49.90,MYR,691200,CN,0.35,MY", "quantity-not-whole"),
        ("A-2,2026-03-09,CUP-1,Celadon cup,2,,MYR,691200,CN,0.35,MY", "price-missing"),
        ("A-2,2026-03-09,CUP-1,Celadon cup,2,RM49.90,MYR,691200,CN,0.35,MY", "price-not-an-amount"),
        ("A-2,2026-03-09,CUP-1,Celadon cup,2,1e999999999,MYR,691200,CN,0.35,MY", "price-not-an-amount"),
        ("A-2,2026-03-09,CUP-1,Celadon cup,2,-1.00,MYR,691200,CN,0.35,MY", "price-not-an-amount"),
        ("A-2,2026-03-09,CUP-1,Celadon cup,2,49.90,MYR,691200,CN,0,MY", "mass-not-positive"),
        ("A-2,2026-03-09,CUP-1,,2,49.90,MYR,691200,CN,0.35,MY", "title-missing"),
        ("A-2,2026-03-09,,Celadon cup,2,49.90,MYR,691200,CN,0.35,MY", "sku-missing"),
        ("A-2,2026-03-09,GHOST,,2,49.90,MYR,,,,MY", "sku-unknown"),
        ("A-2,09.03.2026,CUP-1,Celadon cup,2,49.90,MYR,691200,CN,0.35,MY", "date-not-read"),
        (",2026-03-09,CUP-1,Celadon cup,2,49.90,MYR,691200,CN,0.35,MY", "order-number-missing"),
        (f"A-1,2026-03-09,CUP-1,{CUP}", "order-number-duplicate"),
        (f"A-1,2026-03-10,POT-1,{CUP}", "order-number-duplicate"),
        ("A-2,2026-03-09,CUP-1,Celadon cup,2,49.90,MYR,691310,CN,0.35,MY", "product-differs"),
        ('A-2,2026-03-09,CUP-1,"Celadon cup,2,49.90,MYR,691200,CN,0.35,MY', "quotation-open"),
        ("A-2,2026-03-09,CUP-1,Celadon cup, green,2,49.90,MYR,691200,CN,0.35,MY", "columns-wrong"),
    ],
)
def test_a_bad_row_is_refused_alone_with_its_line(row: str, code: str) -> None:
    reading = plain(f"A-1,2026-03-09,CUP-1,{CUP}", row, f"A-3,2026-03-09,CUP-1,{CUP}")
    assert codes(reading) == [(3, code)]
    assert [order.number for order in reading.orders] == ["A-1", "A-3"]
    assert all(found.cure() for refused in reading.refused for found in refused.findings)


def test_a_row_with_two_faults_is_told_both() -> None:
    assert codes(plain("A-1,2026-03-09,CUP-1,Celadon cup,0,,MYR,691200,CN,0.35,MY")) == [
        (2, "quantity-not-positive"),
        (2, "price-missing"),
    ]


def test_rows_of_one_order_become_its_lines() -> None:
    reading = plain(
        "A-1,2026-03-09,CUP-1,Celadon cup,2,49.90,MYR,691200,CN,0.35,MY",
        "A-1,2026-03-09,POT-1,Teapot,1,120.00,MYR,691200,CN,0.9,MY",
    )
    assert [line.sku for line in reading.orders[0].lines] == ["CUP-1", "POT-1"]


def test_a_number_that_comes_back_further_down_is_another_order() -> None:
    reading = plain(
        "A-1,2026-03-09,CUP-1,Celadon cup,2,49.90,MYR,691200,CN,0.35,MY",
        "A-2,2026-03-09,CUP-1,Celadon cup,2,49.90,MYR,691200,CN,0.35,MY",
        "A-1,2026-03-09,POT-1,Teapot,1,120.00,MYR,691200,CN,0.9,MY",
    )
    assert codes(reading) == [(4, "order-number-duplicate")]
    assert [len(order.lines) for order in reading.orders] == [1, 1]


def test_an_order_is_not_read_in_part() -> None:
    reading = plain(
        "A-1,2026-03-09,CUP-1,Celadon cup,2,49.90,MYR,691200,CN,0.35,MY",
        "A-1,2026-03-09,POT-1,Teapot,0,120.00,MYR,691200,CN,0.9,MY",
        "A-2,2026-03-09,CUP-1,Celadon cup,2,49.90,MYR,691200,CN,0.35,MY",
    )
    assert codes(reading) == [(2, "order-waits"), (3, "quantity-not-positive")]
    assert [order.number for order in reading.orders] == ["A-2"]


@pytest.mark.parametrize(
    ("price", "currency", "rounded"),
    [("9.995", "MYR", "10.00"), ("9.994", "MYR", "9.99"), ("1500.5", "JPY", "1501"), ("0.0005", "KWD", "0.001")],
)
def test_a_price_with_too_many_digits_is_rounded_and_said_so(price: str, currency: str, rounded: str) -> None:
    reading = plain(f"A-1,2026-03-09,CUP-1,Celadon cup,2,{price},{currency},691200,CN,0.35,MY")
    assert reading.orders[0].lines[0].unit_price == rounded
    assert [(each.line, each.finding.code, each.finding.params["rounded"]) for each in reading.notes] == [
        (2, "price-rounded", rounded)
    ]


def test_a_broken_line_in_a_utf8_file_is_refused_alone() -> None:
    lines = [HEADER.encode(), f"A-1,2026-03-09,CUP-1,{CUP}".encode(), f"A-2,2026-03-09,CUP-1,{CUP}".encode()]
    lines[1] = lines[1].replace(b"Celadon cup", "Tasse céladon".encode("latin-1"))
    lines[2] = lines[2].replace(b"Celadon cup", "青瓷杯".encode())
    reading = shop.read(b"\xef\xbb\xbf" + b"\r\n".join(lines))
    assert codes(reading) == [(2, "encoding-broken")]
    assert reading.products[0].title == "青瓷杯"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be"])
def test_a_file_that_begins_as_utf_16_is_read_as_such(encoding: str) -> None:
    mark = codecs.BOM_UTF16_BE if encoding == "utf-16-be" else b""
    text = f"{HEADER}\nA-1,2026-03-09,CUP-1,青瓷杯,2,49.90,MYR,691200,CN,0.35,MY".replace(",", "\t")
    assert shop.read(mark + text.encode(encoding)).products[0].title == "青瓷杯"


def test_a_file_that_only_begins_as_utf_16_is_refused_in_sentences() -> None:
    for tail in (b"\nA", b"\nAB"):
        reading = shop.read(codecs.BOM_UTF16_LE + HEADER.encode() + tail)
        assert [code for _, code in codes(reading)] == ["header-unknown"]


def test_a_cell_beyond_every_bound_is_refused_alone_as_what_it_is() -> None:
    long = f"A-2,2026-03-09,CUP-1,{'x' * 200_000},2,49.90,MYR,691200,CN,0.35,MY"
    reading = plain(f"A-1,2026-03-09,CUP-1,{CUP}", long)
    assert codes(reading) == [(3, "cell-too-long")]


def test_one_broken_line_does_not_make_the_file_chinese() -> None:
    content = f"{HEADER}\nA-1,2026-03-09,CUP-1,Tasse céladon,2,49.90,MYR,691200,CN,0.35,MY".encode("latin-1")
    assert codes(shop.read(content)) == [(2, "encoding-broken")]


def test_a_file_that_is_gb18030_as_a_whole_is_read_as_such() -> None:
    content = f"{HEADER}\nA-1,2026-03-09,CUP-1,青瓷杯（手工）,2,49.90,MYR,691200,CN,0.35,MY".encode("gb18030")
    assert shop.read(content).products[0].title == "青瓷杯（手工）"


def test_semicolons_and_tabs_separate_too() -> None:
    row = f"A-1,2026-03-09,CUP-1,{CUP}"
    for separator in ";\t":
        content = f"{HEADER}\n{row}".replace(",", separator).encode()
        assert [order.number for order in shop.read(content).orders] == ["A-1"]


def test_a_file_with_unknown_columns_is_refused_whole_with_its_header() -> None:
    reading = shop.read(b"foo,bar\n1,2\n")
    assert codes(reading) == [(1, "header-unknown")]
    assert reading.refused[0].findings[0].params == {"header": "foo, bar"}
    assert codes(shop.read(b"")) == [(1, "header-unknown")]


def test_the_refused_rows_go_into_a_file_to_correct_from() -> None:
    reading = plain("=1+1,2026-03-09,CUP-1,Celadon cup,2,,MYR,691200,CN,0.35,MY")
    assert reading.refused_file().decode("utf-8-sig").splitlines() == [
        "line,order,code,what is wrong,what to do",
        "2,'=1+1,price-missing,The row has no price.,Give the price of one piece in the currency of the order.",
    ]


SHOPIFY = (
    "Name,Email,Financial Status,Paid at,Fulfillment Status,Currency,Subtotal,Shipping,Taxes,Total,Discount Amount,"
    "Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Shipping Name,Shipping Street,"
    "Shipping City,Shipping Zip,Shipping Province,Shipping Country,Shipping Phone,Cancelled at"
)
SHOPIFY_ORDER = (
    "#1001,nur@example.com,paid,2026-03-09 10:15:00 +0800,,MYR,219.80,15.00,13.19,247.99,5.00,"
    '2026-03-09 10:14:00 +0800,2,Celadon cup,49.90,CUP-1,Nur Test,"12 Jalan Contoh,\nTaman Contoh",'
    "Shah Alam,'40000,Selangor,MY,+60123456789,"
)
SHOPIFY_FURTHER = "#1001,nur@example.com,,,,,,,,,,,1,Teapot,120.00,POT-1,,,,,,,,"


def shopify(*rows: str) -> Reading:
    return shop.read("\n".join([SHOPIFY, *rows]).encode(), CATALOGUE)


def test_shopify_rows_of_one_name_continue_its_order() -> None:
    reading = shopify(SHOPIFY_ORDER, SHOPIFY_FURTHER)
    assert reading.orders == (
        OrderFacts(
            number="1001",
            ordered_on=date(2026, 3, 9),
            currency="MYR",
            destination="MY",
            lines=(
                LineFacts(sku="CUP-1", quantity=2, unit_price="49.90"),
                LineFacts(sku="POT-1", quantity=1, unit_price="120.00"),
            ),
            freight="15.00",
            discount="5.00",
            buyer=BuyerFacts(
                name="Nur Test",
                phone="+60123456789",
                address="12 Jalan Contoh,\nTaman Contoh, 40000 Shah Alam Selangor",
            ),
        ),
    )
    assert [each.finding.code for each in reading.notes] == ["shop-taxes-left-out"]


def test_a_shopify_order_exported_twice_or_cancelled_is_refused_alone() -> None:
    cancelled = SHOPIFY_ORDER.replace("#1001", "#1002") + "2026-03-10 09:00:00 +0800"
    refunded = SHOPIFY_ORDER.replace("#1001", "#1003").replace(",paid,", ",refunded,")
    unknown = SHOPIFY_ORDER.replace("#1001", "#1004").replace("CUP-1", "GHOST")
    reading = shopify(SHOPIFY_ORDER, SHOPIFY_FURTHER, SHOPIFY_ORDER, cancelled, refunded, unknown)
    assert codes(reading) == [
        (5, "order-number-duplicate"),
        (7, "order-ended"),
        (9, "order-ended"),
        (11, "sku-unknown"),
    ]
    assert [order.number for order in reading.orders] == ["1001"]


WOO = (
    "Order Number,Order Status,Order Date,First Name (Billing),Last Name (Billing),Phone (Billing),"
    "First Name (Shipping),Last Name (Shipping),Address 1&2 (Shipping),City (Shipping),State Code (Shipping),"
    "Postcode (Shipping),Country Code (Shipping),Order Shipping Amount,Cart Discount Amount,Order Currency,SKU,"
    "Item #,Item Name,Quantity (- Refund),Item Cost"
)


def test_woocommerce_rows_repeat_their_order() -> None:
    order = "77,Processing,2026-03-09 08:01,,,+60123456789,Nur,Test,12 Jalan Contoh,Shah Alam,SGR,40000,MY,15,0,MYR"
    reading = shop.read(
        "\n".join(
            [
                WOO,
                f"{order},CUP-1,1,Celadon cup,2,49.9",
                f"{order},POT-1,2,Teapot,1,120",
                ",,,,,,,,,,,,,,,,CUP-1,3,Cup,1,1",
            ]
        ).encode(),
        CATALOGUE,
    )
    assert codes(reading) == [(4, "order-number-duplicate")]
    assert reading.orders[0].lines == (
        LineFacts(sku="CUP-1", quantity=2, unit_price="49.90"),
        LineFacts(sku="POT-1", quantity=1, unit_price="120.00"),
    )
    assert reading.orders[0].buyer == BuyerFacts(
        name="Nur Test", phone="+60123456789", address="12 Jalan Contoh, 40000 Shah Alam SGR"
    )
    assert (reading.orders[0].freight, reading.shop) == ("15.00", "woocommerce")


def test_the_currency_may_be_given_where_the_file_has_none() -> None:
    content = b"order,date,sku,quantity,unit_price,to\nA-1,2026-03-09,CUP-1,1,9.90,MY"
    assert shop.read(content, CATALOGUE, currency="MYR").orders[0].currency == "MYR"
    assert codes(shop.read(content, CATALOGUE)) == [(2, "currency-unknown")]


def test_products_are_read_and_bad_rows_refused_alone() -> None:
    reading = product_file.read(
        "\n".join(
            [
                "sku,title,hs,origin,net_mass_kg,gtin,price,currency",
                "CUP-1,Celadon cup,6912.00,CN,0.35,6901234567892,49.90,MYR",
                "CUP-1,Celadon cup again,6912.00,CN,0.35,,,",
                "CUP-2,Cup,6912.00,CN,0.35,6901234567890,,",
                "CUP-3,Cup,6912.00,CN,heavy,,1.00,XXX",
            ]
        ).encode()
    )
    assert reading.products == (
        ProductFacts(
            sku="CUP-1",
            title="Celadon cup",
            hs="691200",
            origin="CN",
            net_mass_kg="0.35",
            gtin="6901234567892",
            price="49.90",
            currency="MYR",
        ),
    )
    assert [(row.line, found.code) for row in reading.refused for found in row.findings] == [
        (3, "sku-twice"),
        (4, "gtin-check"),
        (5, "currency-unknown"),
        (5, "mass-not-positive"),
    ]
