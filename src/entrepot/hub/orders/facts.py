"""An order as a shop states it. The same values are the body of the API, the row of a file and what is checked."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class BuyerFacts:
    """Who the order is for: personal facts, which are sealed as soon as they arrive."""

    name: str = ""
    phone: str = ""
    address: str = ""
    identity: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineFacts:
    """One line: how many of which SKU at what price. A price is decimal text in the order's currency."""

    sku: str
    quantity: int
    unit_price: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderFacts:
    """One order to one buyer in one country; what it asks is quoted, declared and shipped as one consignment."""

    number: str
    ordered_on: date
    currency: str
    destination: str
    lines: tuple[LineFacts, ...]
    freight: str = "0"
    discount: str = "0"
    buyer: BuyerFacts = field(default_factory=BuyerFacts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """What a checkout showed the buyer of an order, to be held until a moment whatever the law says by then.

    `on` is the day whose law was asked, `quote` the answer's id at the hub whose shop it was (`hub`, blank for ours).
    Duty and tax are in the currency of the destination, `charges_minor` is both in that of the order. `used_minor` is
    what the destination's hub had counted towards the buyer's yearly limit.
    """

    on: date
    until: datetime
    quote: str
    dispatch: str
    channel: str
    regime: str
    currency: str
    duty_minor: int
    tax_minor: int
    charges_minor: int
    used_minor: int | None = None
    hub: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemFacts:
    """One kind of goods in a consignment, as both hubs and the border see it."""

    sku: str
    description: str
    hs: str
    origin: str
    quantity: int
    value_minor: int
    net_mass_g: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsignmentFacts:
    """What the home hub tells its peer of a consignment when it is placed. Nobody's name but the seller's is in it.

    `via` is the country that the goods pass under customs control, if they do.
    """

    ucr: str
    order_number: str
    seller_code: str
    seller_name: str
    seller_country: str
    origin: str
    destination: str
    regime: str
    import_regime: str
    currency: str
    goods_minor: int
    freight_minor: int
    total_minor: int
    tax_currency: str
    duty_minor: int
    tax_minor: int
    items: tuple[ItemFacts, ...]
    via: str = ""
