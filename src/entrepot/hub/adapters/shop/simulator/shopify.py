"""A shop that answers as Shopify's Admin GraphQL API does: by the question's name, in pages, with a bucket of cost.

It runs no GraphQL: it knows the questions that our store asks, checks that each asks for what the answer holds, and
answers with nodes in the shapes of version 2026-01.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from entrepot.hub.adapters.shop.simulator.answer import Question, Said, Tree, fixture, now

PAGE = 2
WHERE = re.compile(r"/admin/api/20\d\d-(01|04|07|10)/graphql\.json")


class SimulatedShopify:
    """One shop; `left` is what remains of its bucket of 1,000 points."""

    KIND = "shopify"
    COST = 52

    def __init__(self) -> None:
        held = fixture("shopify")
        self.shop: Tree = held["shop"]
        self.orders: list[Tree] = held["orders"]
        self.variants: list[Tree] = held["variants"]
        self.location = "gid://shopify/Location/91"
        self.keys = {"token": "shpat_simulated", "hook": "simulated-api-secret"}
        self.faults: list[Said] = []
        self.left = 1000
        self.levels: dict[str, int] = {}
        self.fulfilled: list[Tree] = []

    def touch(self, number: int, **changes: Any) -> None:
        self.orders[number] |= {"updatedAt": now(), **changes}

    def answer(self, asked: Question) -> Said:
        if not WHERE.fullmatch(asked.path) or asked.method != "POST":
            return Said(404, {"errors": "Not Found"})
        if asked.headers.get("x-shopify-access-token") != self.keys["token"]:
            wrong = "[API] Invalid API key or access token (unrecognized login or wrong password)"
            return Said(401, {"errors": wrong})
        known: dict[str, Callable[[Tree], Tree]] = {
            "Shop": self._greet,
            "Orders": self._orders,
            "Order": self._order,
            "Products": self._products,
            "ToFulfil": self._to_fulfil,
            "Fulfil": self._fulfil,
            "Items": self._items,
            "SetStock": self._set_stock,
        }
        name, question = asked.body["operationName"], asked.body["query"]
        if self.left < self.COST:
            return Said(200, {"errors": [_throttled()], "extensions": self._cost(None)})
        if name not in known or f" {name}" not in question or question.count("{") != question.count("}"):
            return Said(200, {"errors": [{"message": f'No operation named "{name}"'}]})
        data = known[name](asked.body["variables"])
        return Said(200, {"data": data, "extensions": self._cost(self.COST)})

    def _cost(self, spent: int | None) -> Tree:
        status = {"maximumAvailable": 1000.0, "currentlyAvailable": self.left, "restoreRate": 50.0}
        return {"cost": {"requestedQueryCost": self.COST, "actualQueryCost": spent, "throttleStatus": status}}

    def _greet(self, variables: Tree) -> Tree:
        return {"shop": self.shop}

    def _orders(self, variables: Tree) -> Tree:
        since = variables["query"].partition("updated_at:>=")[2].strip("'")
        changed = sorted(
            (each for each in self.orders if each["updatedAt"] >= since), key=lambda each: str(each["updatedAt"])
        )
        return {"orders": _page(changed, variables)}

    def _order(self, variables: Tree) -> Tree:
        return {"order": self._found(variables["id"])}

    def _products(self, variables: Tree) -> Tree:
        return {"shop": self.shop, "productVariants": _page(self.variants, variables)}

    def _to_fulfil(self, variables: Tree) -> Tree:
        held = self._found(variables["id"])
        return {"order": held and {"fulfillmentOrders": {"nodes": [_part(held)]}}}

    def _fulfil(self, variables: Tree) -> Tree:
        given = variables["fulfillment"]
        [part] = given["lineItemsByFulfillmentOrder"]
        held = next((each for each in self.orders if _part(each)["id"] == part["fulfillmentOrderId"]), None)
        if held is None or _part(held)["status"] != "OPEN":
            wrong = {"field": ["fulfillment"], "message": "Fulfillment order is not open."}
            return {"fulfillmentCreate": {"fulfillment": None, "userErrors": [wrong]}}
        self.fulfilled.append({"order": held["id"], **given["trackingInfo"]})
        held |= {"displayFulfillmentStatus": "FULFILLED", "updatedAt": now()}
        made = {"id": f"gid://shopify/Fulfillment/{len(self.fulfilled)}", "status": "SUCCESS"}
        return {"fulfillmentCreate": {"fulfillment": made, "userErrors": []}}

    def _items(self, variables: Tree) -> Tree:
        wanted = set(re.findall(r'sku:"([^"]*)"', variables["query"]))
        found = [
            {"id": each["inventoryItem"]["id"], "sku": each["sku"]} for each in self.variants if each["sku"] in wanted
        ]
        place = {"id": self.location, "isActive": True, "fulfillsOnlineOrders": True}
        return {"locations": {"nodes": [place]}, "inventoryItems": {"nodes": found}}

    def _set_stock(self, variables: Tree) -> Tree:
        by_item = {each["inventoryItem"]["id"]: each["sku"] for each in self.variants}
        for each in variables["input"]["quantities"]:
            assert each["locationId"] == self.location
            assert "changeFromQuantity" in each
            self.levels[by_item[each["inventoryItemId"]]] = each["quantity"]
        return {"inventorySetQuantities": {"inventoryAdjustmentGroup": {"createdAt": now()}, "userErrors": []}}

    def _found(self, key: str) -> Tree | None:
        return next((each for each in self.orders if each["id"] == key), None)


def _page(held: list[Tree], variables: Tree) -> Tree:
    start = int(variables.get("after") or 0)
    end = start + PAGE
    return {"nodes": held[start:end], "pageInfo": {"hasNextPage": end < len(held), "endCursor": str(end)}}


def _part(held: Tree) -> Tree:
    """The whole order is one part to fulfil."""
    number = held["id"].rpartition("/")[2]
    closed = held["displayFulfillmentStatus"] == "FULFILLED" or held["cancelledAt"]
    return {"id": f"gid://shopify/FulfillmentOrder/{number}", "status": "CLOSED" if closed else "OPEN"}


def _throttled() -> Tree:
    return {"message": "Throttled", "extensions": {"code": "THROTTLED"}}
