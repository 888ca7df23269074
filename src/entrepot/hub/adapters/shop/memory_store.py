"""A shop in memory, without HTTP: what the conduct of every store is told by, and what a test of intake asks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from entrepot.hub.adapters.shop.store import Greeting, OrderPage, ProductPage, StoreOrder, Tracking
from entrepot.hub.catalogue.facts import ProductFacts


@dataclass
class MemoryStore:
    """Orders by their keys, products, what was sent and what may still be sold."""

    orders_held: dict[str, StoreOrder] = field(default_factory=dict)
    products_held: list[ProductFacts] = field(default_factory=list)
    sent: dict[str, Tracking] = field(default_factory=dict)
    levels: dict[str, int] = field(default_factory=dict)
    page: int = 2

    def greet(self) -> Greeting:
        return Greeting("Shop in memory", "MYR")

    def orders(self, since: datetime, after: str = "") -> OrderPage:
        changed = sorted(
            (each for each in self.orders_held.values() if each.changed_at >= since), key=lambda each: each.changed_at
        )
        start = int(after or 0)
        end = start + self.page
        return OrderPage(tuple(changed[start:end]), str(end) if end < len(changed) else "")

    def order(self, key: str) -> StoreOrder | None:
        return self.orders_held.get(key)

    def products(self, after: str = "") -> ProductPage:
        start = int(after or 0)
        end = start + self.page
        return ProductPage(tuple(self.products_held[start:end]), str(end) if end < len(self.products_held) else "")

    def fulfil(self, key: str, tracking: Tracking) -> None:
        held = self.orders_held[key]
        if held.standing == "ready":
            self.sent[key] = tracking
            self.orders_held[key] = replace(held, standing="sent", changed_at=datetime.now(UTC))

    def set_stock(self, levels: Mapping[str, int]) -> Sequence[str]:
        known = {each.sku for each in self.products_held}
        self.levels |= {sku: pieces for sku, pieces in levels.items() if sku in known}
        return [sku for sku in sorted(levels) if sku not in known]
