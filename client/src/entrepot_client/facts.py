"""What is sent: facts of trade in the hub's own shapes.

Money, mass and quantities are decimal text ("480.00"), days are ISO 8601 ("2026-03-02"), countries ISO 3166-1, units
UN/ECE Rec 20. What is not required may be left out.
"""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict

PaperKind = Literal["order", "payment", "waybill"]


class MoneyFacts(TypedDict):
    amount: str
    currency: str


class QuoteLine(TypedDict):
    """Goods of one kind: the more digits of the code, the nearer the answer."""

    hs: str
    value: str | MoneyFacts
    quantity: NotRequired[str]
    unit: NotRequired[str]
    description: NotRequired[str]
    origin: NotRequired[str]
    net_mass_kg: NotRequired[str]
    quantities: NotRequired[dict[str, str]]
    answers: NotRequired[dict[str, bool]]


class QuoteFacts(TypedDict):
    """One consignment of which the landed cost is asked; `known` is the moment whose knowledge of the law counts."""

    dispatch: str
    destination: str
    lines: list[QuoteLine]
    currency: NotRequired[str]
    freight: NotRequired[str | MoneyFacts]
    insurance: NotRequired[str | MoneyFacts]
    incoterm: NotRequired[str]
    channel: NotRequired[str]
    seller_registered: NotRequired[bool | None]
    registration: NotRequired[str]
    consumer: NotRequired[bool | None]
    on: NotRequired[str | None]
    known: NotRequired[str | None]


class ProductFacts(TypedDict):
    """A product as its seller lists it; `codes` are national ones by country, `texts` titles by language.

    What is left out stays as it was. `family` names the product whose variant this is, `options` what tells it apart.
    """

    sku: str
    title: str
    hs: str
    origin: str
    net_mass_kg: str
    gtin: NotRequired[str]
    price: NotRequired[str]
    currency: NotRequired[str]
    codes: NotRequired[dict[str, str]]
    texts: NotRequired[dict[str, str]]
    family: NotRequired[str | None]
    options: NotRequired[dict[str, str] | None]
    brand: NotRequired[str | None]
    materials: NotRequired[str | None]
    gross_mass_kg: NotRequired[str | None]
    size_mm: NotRequired[list[int] | None]
    traits: NotRequired[list[str] | None]


class BuyerFacts(TypedDict, total=False):
    """Who ordered; kept apart, and forgotten when asked."""

    name: str
    phone: str
    address: str
    identity: str


class LineFacts(TypedDict):
    sku: str
    quantity: int
    unit_price: str


class OrderFacts(TypedDict):
    """An order from the seller's own shop; the same number again is the same order."""

    number: str
    ordered_on: str
    currency: str
    destination: str
    lines: list[LineFacts]
    freight: NotRequired[str]
    discount: NotRequired[str]
    buyer: NotRequired[BuyerFacts]


class Trader(TypedDict):
    name: str
    country: str
    id: NotRequired[str]
    address: NotRequired[str]


class GoodsItem(TypedDict):
    number: int
    description: str
    hs: str
    origin: str
    quantity: str
    unit: str
    net_mass_kg: str
    gross_mass_kg: str
    value: str
    sku: NotRequired[str]
    gtin: NotRequired[str]


class PermitUse(TypedDict):
    """So much of a permit, used for one item."""

    number: str
    kind: str
    item: int
    quantity: NotRequired[str]
    unit: NotRequired[str]


class DeclarationFacts(TypedDict):
    """One declaration; `lrn` is the declarant's own reference, and the same again is answered as repeated."""

    lrn: str
    ucr: str
    direction: Literal["export", "import"]
    country: str
    regime: str
    date: str
    declarant: str
    consignor: Trader
    consignee: Trader
    currency: str
    incoterm: str
    freight: str
    insurance: str
    items: list[GoodsItem]
    transport_document: NotRequired[str]
    registration: NotRequired[str]
    permits: NotRequired[list[PermitUse]]
    invoice_total: NotRequired[str]


class PersonTold(TypedDict):
    """Somebody as a paper names them; the hub commits to the name at the door and keeps no other."""

    name: str
    address: NotRequired[str]
    identity: NotRequired[str]
    phone: NotRequired[str]


class OrderPaper(TypedDict):
    """What the platform or the seller says was ordered."""

    order_number: str
    payment_reference: str
    currency: str
    goods: str
    freight: NotRequired[str]
    tax: NotRequired[str]
    discount: NotRequired[str]
    paid: str
    item_count: int
    buyer: PersonTold
    consignee: PersonTold


class PaymentPaper(TypedDict):
    """What the payment firm says was paid, and by whom."""

    order_number: str
    reference: str
    currency: str
    amount: str
    payer: PersonTold


class WaybillPaper(TypedDict):
    """What the carrier says it carries, and to whom."""

    order_number: str
    number: str
    item_count: int
    consignee: PersonTold


Paper = OrderPaper | PaymentPaper | WaybillPaper


class SignedPaper(TypedDict):
    """A paper under its sender's signature, as a compact JWS."""

    signed: str


class ApplicationFacts(TypedDict):
    """What a permit is asked for; the same reference again gives the same permit."""

    kind: str
    agency: str
    goods: str
    quantity: NotRequired[str]
    unit: NotRequired[str]
    lot: NotRequired[str]
    reference: NotRequired[str]
    fee: NotRequired[str]


class ReportWanted(TypedDict):
    """A step of a parcel: `departed`, `arrived`, `delivered` …; `at` is a moment with its zone."""

    step: str
    at: NotRequired[str | None]
    place: NotRequired[str]


class Cancelled(TypedDict):
    reason: str
