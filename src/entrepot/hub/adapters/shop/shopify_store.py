"""A shop at Shopify, asked through its Admin GraphQL API with the token of a custom app.

A throttled question is answered 200 with the error `THROTTLED`, what it would cost, what is left and how fast that
grows again: so we know exactly when to come back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from entrepot.hub.adapters.shop import shopify_words as words
from entrepot.hub.adapters.shop.amounts import Told, listed
from entrepot.hub.adapters.shop.asking import ask, busy, said_no
from entrepot.hub.adapters.shop.shopify_orders import order, product
from entrepot.hub.adapters.shop.store import Greeting, OrderPage, ProductPage, StoreOrder, Tracking
from entrepot.trade.finding import Refused

NAME = "shopify"
OPEN = ("OPEN", "IN_PROGRESS", "SCHEDULED")
AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class ShopifyStore:
    """One shop: its address `https://NAME.myshopify.com` and the Admin API access token."""

    url: str
    token: str

    def greet(self) -> Greeting:
        shop = self._asked("Shop", words.SHOP)["shop"]
        return Greeting(shop["name"], shop["currencyCode"])

    def orders(self, since: datetime, after: str = "") -> OrderPage:
        begins = since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        asked = {"query": f"updated_at:>='{begins}'", "after": after or None}
        told = self._asked("Orders", words.ORDERS, asked)["orders"]
        return OrderPage(tuple(order(each) for each in told["nodes"]), _next(told))

    def order(self, key: str) -> StoreOrder | None:
        told = self._asked("Order", words.ORDER, {"id": key})["order"]
        return order(told) if told else None

    def products(self, after: str = "") -> ProductPage:
        data = self._asked("Products", words.PRODUCTS, {"after": after or None})
        currency, told = data["shop"]["currencyCode"], data["productVariants"]
        sold = [each for each in told["nodes"] if (each.get("product") or {}).get("status", "ACTIVE") != "ARCHIVED"]
        return ProductPage(tuple(product(each, currency) for each in sold), _next(told))

    def fulfil(self, key: str, tracking: Tracking) -> None:
        told = self._asked("ToFulfil", words.TO_FULFIL, {"id": key})["order"]
        parts = [each["id"] for each in listed(told, "fulfillmentOrders", "nodes") if each["status"] in OPEN]
        if not parts:  # sent before, or cancelled: either way there is nothing more to say
            return
        followed = {"company": tracking.carrier, "number": tracking.number}
        fulfilment = {
            "lineItemsByFulfillmentOrder": [{"fulfillmentOrderId": each} for each in parts],
            "trackingInfo": {**followed, "url": tracking.url} if tracking.url else followed,
            "notifyCustomer": True,
        }
        self._done("Fulfil", words.FULFIL, {"fulfillment": fulfilment}, "fulfillmentCreate")

    def set_stock(self, levels: Mapping[str, int]) -> Sequence[str]:
        skus, unknown = sorted(levels), list[str]()
        for start in range(0, len(skus), AT_ONCE):
            part = skus[start : start + AT_ONCE]
            quoted = " OR ".join(f'sku:"{sku.replace(chr(34), "")}"' for sku in part)
            data = self._asked("Items", words.ITEMS, {"query": quoted})
            items = {each["sku"]: each["id"] for each in listed(data, "inventoryItems", "nodes")}
            place = next((each["id"] for each in listed(data, "locations", "nodes") if _sends(each)), None)
            unknown += [sku for sku in part if sku not in items]
            if place and items:
                self._set({items[sku]: levels[sku] for sku in part if sku in items}, place)
        return unknown

    def _set(self, levels: Mapping[str, int], place: str) -> None:
        quantities = [
            {"inventoryItemId": item, "locationId": place, "quantity": pieces, "changeFromQuantity": None}
            for item, pieces in levels.items()
        ]
        given = {"name": "available", "reason": "correction", "quantities": quantities}
        self._done("SetStock", words.SET_STOCK, {"input": given}, "inventorySetQuantities")

    def _done(self, name: str, question: str, variables: Told, answer: str) -> None:
        """Carry out a mutation; what the shop objects to is refused with its own words."""
        wrong = self._asked(name, question, variables)[answer]["userErrors"]
        if wrong:
            raise Refused([said_no(each["message"]) for each in wrong])

    def _asked(self, name: str, question: str, variables: Told | None = None) -> dict[str, Any]:
        body = {"operationName": name, "query": question, "variables": variables or {}}
        where = f"{self.url}/admin/api/{words.VERSION}/graphql.json"
        told, _ = ask("POST", where, {"X-Shopify-Access-Token": self.token}, body)
        if not isinstance(told, dict) or (told.get("errors") or "data" not in told):
            raise _wrong(told if isinstance(told, dict) else {}, self.url)
        data: dict[str, Any] = told["data"]
        return data


def _wrong(told: Told, url: str) -> Exception:
    """Too many questions, no right to ask this one, or a question that the shop does not understand."""
    errors = told.get("errors")
    found = [each for each in errors if isinstance(each, dict)] if isinstance(errors, list) else []
    if any((each.get("extensions") or {}).get("code") == "THROTTLED" for each in found):
        cost: Told = (told.get("extensions") or {}).get("cost") or {}
        left: Told = cost.get("throttleStatus") or {}
        lacking = max(0, cost.get("requestedQueryCost", 0) - left.get("currentlyAvailable", 0))
        return busy(url, lacking / (left.get("restoreRate") or 50) or 1)
    return Refused([said_no(str(each.get("message", ""))) for each in found] or said_no(str(errors)))


def _next(told: Told) -> str:
    page = told.get("pageInfo") or {}
    return str(page.get("endCursor") or "") if page.get("hasNextPage") else ""


def _sends(place: Told) -> bool:
    return bool(place.get("isActive", True) and place.get("fulfillsOnlineOrders", True))
