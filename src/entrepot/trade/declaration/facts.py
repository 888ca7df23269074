"""What a declarant states. Decimals are kept as written, so that a stored snapshot is exact in every language.

The names are those of the WCO Data Model where it has one: lrn, ucr, declarant, consignor, consignee, goods item.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from entrepot.trade.code import hs_code
from entrepot.trade.incoterm import Costs, Incoterm, Point, incoterm, value_at
from entrepot.trade.money import Money, exact, total
from entrepot.trade.quantity import Quantity

Direction = Literal["export", "import"]
MoneyText = str  # decimal digits in the currency of the declaration: "12.50"


@dataclass(frozen=True, slots=True)
class Trader:
    """A party to the goods: consignor or consignee."""

    name: str
    country: str
    id: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class GoodsItem:
    """Goods of one kind and one origin within a declaration."""

    number: int
    description: str
    hs: str
    origin: str
    quantity: str
    unit: str
    net_mass_kg: str
    gross_mass_kg: str
    value: MoneyText
    sku: str = ""
    gtin: str = ""

    @property
    def commodity(self) -> str:
        """The commodity code as digits only."""
        return hs_code(self.hs)

    @property
    def amount(self) -> Quantity:
        """The quantity with its unit."""
        return Quantity.of(self.quantity, self.unit)

    @property
    def net(self) -> Fraction:
        """Kilograms without packing."""
        return exact(self.net_mass_kg)

    @property
    def gross(self) -> Fraction:
        """Kilograms with packing."""
        return exact(self.gross_mass_kg)


@dataclass(frozen=True, slots=True)
class PermitUse:
    """How much of a permit one item draws; without a quantity the permit is only shown."""

    number: str
    kind: str
    item: int
    quantity: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class DeclarationFacts:
    """Goods declared for a procedure at one border.

    `registration` is the number of the seller's tax scheme (Malaysia's LRN for low-value goods, the European IOSS);
    `invoice_total` may be stated, and is then compared with the sum of the items.
    """

    lrn: str
    ucr: str
    direction: Direction
    country: str
    regime: str
    date: datetime.date
    declarant: str
    consignor: Trader
    consignee: Trader
    currency: str
    incoterm: str
    freight: MoneyText
    insurance: MoneyText
    items: tuple[GoodsItem, ...]
    transport_document: str = ""
    registration: str = ""
    permits: tuple[PermitUse, ...] = ()
    invoice_total: MoneyText = ""

    def money(self, text: MoneyText) -> Money:
        """An amount of this declaration; a blank is nothing."""
        return Money.of(text or "0", self.currency)

    def value_of(self, item: GoodsItem) -> Money:
        return self.money(item.value)

    @property
    def goods_value(self) -> Money:
        """The sum of the items' values: the price under the delivery term."""
        return total((self.value_of(item) for item in self.items), self.currency)

    @property
    def freight_paid(self) -> Money:
        return self.money(self.freight)

    @property
    def insurance_paid(self) -> Money:
        return self.money(self.insurance)

    @property
    def term(self) -> Incoterm:
        return incoterm(self.incoterm)

    def value_at(self, point: Point) -> Money:
        """The value of all goods at a point of the way, such as `"fob"` or `"cif"`."""
        costs = Costs(freight=self.freight_paid, insurance=self.insurance_paid)
        return value_at(point, self.term, self.goods_value, costs)

    @property
    def net_mass(self) -> Fraction:
        """Kilograms of all items without packing."""
        return sum((item.net for item in self.items), Fraction(0))

    @property
    def gross_mass(self) -> Fraction:
        """Kilograms of all items with packing."""
        return sum((item.gross for item in self.items), Fraction(0))
