"""Two teapots and a tea towel from Hangzhou to Kuala Lumpur: the facts and papers that the tests of trade vary."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

from entrepot.trade.declaration import DeclarationFacts, GoodsItem, Trader
from entrepot.trade.matching import OrderPaper, PaymentPaper, WaybillPaper, party_key, seal

DAY = datetime.date(2026, 3, 2)
UCR = "6CNHZ--CERAMICS-1001"
KEY = b"the hub's key for commitments"
BUYER = party_key(KEY, "900101-14-5566")

TEAPOT = GoodsItem(
    number=1,
    description="Stoneware teapot",
    hs="691200",
    origin="CN",
    quantity="2",
    unit="H87",
    net_mass_kg="1.600",
    gross_mass_kg="2.100",
    value="300.00",
    sku="HZC-TP-01",
    gtin="4006381333931",
)
TOWEL = GoodsItem(
    number=2,
    description="Cotton tea towel",
    hs="630291",
    origin="CN",
    quantity="1",
    unit="H87",
    net_mass_kg="0.120",
    gross_mass_kg="0.150",
    value="45.50",
)
FACTS = DeclarationFacts(
    lrn="HZC-2026-0001",
    ucr=UCR,
    direction="export",
    country="CN",
    regime="9610",
    date=DAY,
    declarant="hz-ceramics",
    consignor=Trader("Hangzhou Ceramics", "CN", "91330100MA2A1B2C3D", "1 Kiln Road, Hangzhou"),
    consignee=Trader("Aisyah binti Rahman", "MY", BUYER, "12 Jalan Masjid India, Kuala Lumpur"),
    currency="CNY",
    incoterm="DAP",
    freight="20.00",
    insurance="0",
    items=(TEAPOT, TOWEL),
    transport_document="RR123456785CN",
    invoice_total="345.50",
)

NAME = seal(KEY, "Aisyah binti Rahman")
ADDRESS = seal(KEY, "12 Jalan Masjid India", "Kuala Lumpur", "MY")
ORDER = OrderPaper(
    ucr=UCR,
    order_number="1001",
    payment_reference="E2E-1001",
    currency="CNY",
    goods="345.50",
    freight="20.00",
    tax="34.55",
    discount="10.00",
    paid="390.05",
    item_count=3,
    buyer_key=BUYER,
    buyer_name=NAME,
    consignee_key=BUYER,
    consignee_name=NAME,
    consignee_address=ADDRESS,
)
PAYMENT = PaymentPaper(
    ucr=UCR,
    order_number="1001",
    reference="E2E-1001",
    currency="CNY",
    amount="390.05",
    payer_key=BUYER,
    payer_name=NAME,
)
WAYBILL = WaybillPaper(
    ucr=UCR,
    order_number="1001",
    number="RR123456785CN",
    item_count=3,
    consignee_key=BUYER,
    consignee_name=NAME,
    consignee_address=ADDRESS,
)


def facts(**changes: Any) -> DeclarationFacts:
    """The export declaration, with these facts changed."""
    return replace(FACTS, **changes)


def teapots(**changes: Any) -> DeclarationFacts:
    """The export declaration of the teapots alone, with these facts of the item changed."""
    return replace(FACTS, items=(replace(TEAPOT, **changes),), invoice_total="")
