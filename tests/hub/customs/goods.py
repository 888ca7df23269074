"""Goods on their way, as the tests of customs declare them: a tea set from Hangzhou to Kuala Lumpur, and its papers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from entrepot.hub import sealing
from entrepot.trade.declaration import DeclarationFacts, GoodsItem, Trader
from entrepot.trade.matching import OrderPaper, PaymentPaper, WaybillPaper, party_key, seal

DAY = date(2026, 3, 2)
UCR = "6CNQHCERAMIC-4711"
S10 = "LX473900173CN"

TEA_SET = GoodsItem(
    number=1,
    description="Porcelain tea set, six cups",
    hs="69111000",
    origin="CN",
    quantity="1",
    unit="H87",
    net_mass_kg="1.8",
    gross_mass_kg="2.2",
    value="480.00",
)

EXPORT = DeclarationFacts(
    lrn="QH-4711-X",
    ucr=UCR,
    direction="export",
    country="CN",
    regime="9610",
    date=DAY,
    declarant="hz-ceramics",
    consignor=Trader("Hangzhou Ceramics", "CN", "QHCERAMIC"),
    consignee=Trader("Aminah Binti Yusof", "MY", address="12 Jalan Kenanga, Kuala Lumpur"),
    currency="MYR",
    incoterm="DDP",
    freight="20.00",
    insurance="0",
    items=(TEA_SET,),
    transport_document=S10,
    registration="LVG-26-0001",
)

IMPORT = replace(EXPORT, lrn="QH-4711-M", direction="import", country="MY", regime="lvg", declarant="kl-batik")


def export(**changes: Any) -> DeclarationFacts:
    """The tea set leaves China by direct mail."""
    return replace(EXPORT, **changes)


def entry(**changes: Any) -> DeclarationFacts:
    """The tea set enters Malaysia as low-value goods."""
    return replace(IMPORT, **changes)


def item(**changes: Any) -> GoodsItem:
    return replace(TEA_SET, **changes)


def papers(facts: DeclarationFacts = EXPORT, **changes: Any) -> dict[str, OrderPaper | PaymentPaper | WaybillPaper]:
    """Order, payment and waybill that agree with the declaration, whoever the buyer is."""
    key = sealing.commitment_key()
    buyer = party_key(key, "880101-14-5566")
    name, address = seal(key, facts.consignee.name), seal(key, facts.consignee.address)
    paid = f"{int(facts.goods_value.amount + facts.freight_paid.amount) + 48}.00"
    order = OrderPaper(
        ucr=facts.ucr,
        order_number="4711",
        payment_reference="PAY-4711",
        currency=facts.currency,
        goods=facts.goods_value.text,
        freight=facts.freight,
        tax="48.00",
        discount="0",
        paid=paid,
        item_count=1,
        buyer_key=buyer,
        buyer_name=name,
        consignee_key=buyer,
        consignee_name=name,
        consignee_address=address,
    )
    payment = PaymentPaper(facts.ucr, "4711", "PAY-4711", facts.currency, paid, buyer, name)
    waybill = WaybillPaper(facts.ucr, "4711", facts.transport_document, 1, buyer, name, address)
    made = {"order": order, "payment": payment, "waybill": waybill}
    return {kind: replace(paper, **changes.get(kind, {})) for kind, paper in made.items()}  # type: ignore[type-var]
