"""What every live shop does for the hub: tells its orders and products, takes fulfilment, tracking and stock levels.

`tests/hub/adapters/test_stores.py` holds every store to the same conduct: those of Shopify and WooCommerce against a
simulator's HTTP, and the one in memory. Every method raises `Unavailable` when the shop is silent or asks to be left
alone, and `Refused` when it answers that something may not be.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from entrepot.hub.catalogue.facts import ProductFacts
from entrepot.hub.orders.facts import OrderFacts
from entrepot.trade.finding import Finding

Standing = Literal["ready", "waits", "cancelled", "sent"]
"""How an order stands in the shop: paid and to be sent, not paid yet, called off, or sent already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreOrder:
    """One order as the shop has it now. `key` is the shop's own; `findings` say what of it could not be read."""

    key: str
    standing: Standing
    changed_at: datetime
    facts: OrderFacts
    findings: tuple[Finding, ...] = ()
    notes: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class OrderPage:
    """Orders in the order in which they last changed; `after` asks for the next page, empty at the end."""

    orders: tuple[StoreOrder, ...]
    after: str = ""


@dataclass(frozen=True, slots=True)
class ProductPage:
    """Products as the shop describes them; what a border asks and the shop does not know is left empty."""

    products: tuple[ProductFacts, ...]
    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tracking:
    """What the buyer is told of the parcel: who carries it, its number, where to follow it."""

    carrier: str
    number: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Greeting:
    """What a shop says of itself when it is connected."""

    name: str
    currency: str = ""


class Store(Protocol):
    """A seller's shop elsewhere, opened with its keys."""

    def greet(self) -> Greeting:
        """Who is there; raises `Refused` if the keys do not open the shop."""

    def orders(self, since: datetime, after: str = "") -> OrderPage:
        """The orders that changed at or after a moment, oldest change first."""

    def order(self, key: str) -> StoreOrder | None:
        """One order as it is now; None if the shop has none under this key."""

    def products(self, after: str = "") -> ProductPage:
        """Everything that the shop sells, one product for each SKU."""

    def fulfil(self, key: str, tracking: Tracking) -> None:
        """Mark the order as sent, with its tracking number; an order marked so before stays as it is."""

    def set_stock(self, levels: Mapping[str, int]) -> Sequence[str]:
        """Say how many pieces of each SKU may be sold; answers with the SKUs that the shop does not know."""
