"""A shop on WooCommerce, asked through its REST API v3 with a consumer key and secret over https.

Orders are paged by the moment of their last change and not by page number: an order that changes while we read moves to
the end of the list, and would push another off the page that we ask for next.

Core WooCommerce has no field for a tracking number. It is written as a note to the customer, who gets it by mail, and
kept in the order's own data under `_entrepot_tracking`; the order is then completed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from entrepot.hub.adapters.shop.amounts import Told, listed
from entrepot.hub.adapters.shop.asking import ask, basic
from entrepot.hub.adapters.shop.store import Greeting, OrderPage, ProductPage, StoreOrder, Tracking
from entrepot.hub.adapters.shop.woocommerce_orders import order, product
from entrepot.hub.catalogue.facts import ProductFacts

NAME = "woocommerce"
SECOND = timedelta(seconds=1)
TRACKED = "_entrepot_tracking"


@dataclass(frozen=True, slots=True)
class WooCommerceStore:
    """One shop: the address of its site, and the consumer key and secret made in its settings."""

    url: str
    key: str
    secret: str
    page: int = 50

    def greet(self) -> Greeting:
        """What the shop is set to; asking it needs keys that may read."""
        name, _ = self._asked("GET", "settings/general/woocommerce_store_city")
        currency, _ = self._asked("GET", "settings/general/woocommerce_currency")
        host = self.url.partition("://")[2]
        return Greeting(", ".join(filter(None, (host, (name or {}).get("value", "")))), (currency or {})["value"])

    def orders(self, since: datetime, after: str = "") -> OrderPage:
        begins, _, at = after.partition(" ")
        begun = datetime.fromisoformat(begins) if begins else since.astimezone(UTC) - SECOND
        asked = {
            "modified_after": begun.strftime("%Y-%m-%dT%H:%M:%S"),
            "dates_are_gmt": "true",
            "orderby": "modified",
            "order": "asc",
            "per_page": self.page,
            "page": at or 1,
        }
        told, _ = self._asked("GET", "orders", asked)
        found = tuple(order(each) for each in told or ())
        return OrderPage(found, _after(found, begun, int(at or 1), self.page))

    def order(self, key: str) -> StoreOrder | None:
        told, _ = self._asked("GET", f"orders/{int(key)}")
        return order(told) if told else None

    def products(self, after: str = "") -> ProductPage:
        number = int(after or 1)
        told, headers = self._asked("GET", "products", {"per_page": self.page, "page": number, "status": "publish"})
        currency, unit = (
            self._asked("GET", path)[0]["value"]
            for path in ("settings/general/woocommerce_currency", "settings/products/woocommerce_weight_unit")
        )
        found = list[ProductFacts]()
        for each in told or ():
            varies = each.get("type") == "variable"
            sold = self._asked("GET", f"products/{each['id']}/variations", {"per_page": 100})[0] if varies else [each]
            found += [product({**each, **_given(one)}, currency, unit) for one in sold or ()]
        more = number < int(headers.get("x-wp-totalpages", "1"))
        return ProductPage(tuple(found), str(number + 1) if more else "")

    def fulfil(self, key: str, tracking: Tracking) -> None:
        where = f"orders/{int(key)}"
        told, _ = self._asked("GET", where)
        known = {each.get("key"): each.get("value") for each in listed(told, "meta_data")}
        if told is None or (known.get(TRACKED) == tracking.number and told.get("status") == "completed"):
            return
        if known.get(TRACKED) != tracking.number:
            parts = (tracking.carrier, tracking.number, tracking.url)
            self._asked("POST", f"{where}/notes", body={"note": " ".join(filter(None, parts)), "customer_note": True})
        done = {"status": "completed", "meta_data": [{"key": TRACKED, "value": tracking.number}]}
        self._asked("PUT", where, body=done)

    def set_stock(self, levels: Mapping[str, int]) -> Sequence[str]:
        unknown, simple, varying = list[str](), list[Told](), dict[int, list[Told]]()
        for sku in sorted(levels):
            found, _ = self._asked("GET", "products", {"sku": sku})
            if not found:
                unknown.append(sku)
                continue
            level = {"id": found[0]["id"], "manage_stock": True, "stock_quantity": levels[sku]}
            family = found[0].get("parent_id") or 0
            (varying.setdefault(family, []) if family else simple).append(level)
        if simple:
            self._asked("POST", "products/batch", body={"update": simple})
        for family, changed in varying.items():
            self._asked("POST", f"products/{family}/variations/batch", body={"update": changed})
        return unknown

    def _asked(
        self, method: str, path: str, asked: Mapping[str, Any] | None = None, body: Told | None = None
    ) -> tuple[Any, Mapping[str, str]]:
        where = f"{self.url}/wp-json/wc/v3/{path}" + (f"?{urlencode(asked)}" if asked else "")
        return ask(method, where, {"Authorization": basic(self.key, self.secret)}, body)


def _after(found: Sequence[StoreOrder], begun: datetime, page: int, full: int) -> str:
    """Where to read on: from the last change seen, or the next page where a whole page changed in one second."""
    if len(found) < full:
        return ""
    last = found[-1].changed_at - SECOND
    return f"{last.isoformat()} 1" if last > begun else f"{begun.isoformat()} {page + 1}"


def _given(told: Told) -> Told:
    """What a variation says itself; the rest is its family's."""
    return {name: value for name, value in told.items() if value not in ("", None)}
