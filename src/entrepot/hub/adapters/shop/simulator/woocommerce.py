"""A shop that answers as WooCommerce's REST API v3 does: paged, with the numbers of pages in headers."""

from __future__ import annotations

import base64
import re
from typing import Any

from entrepot.hub.adapters.shop.simulator.answer import Question, Said, Tree, fixture, now

ROOT = "/wp-json/wc/v3/"


class SimulatedWooCommerce:
    """One shop."""

    KIND = "woocommerce"

    def __init__(self) -> None:
        held = fixture("woocommerce")
        self.settings: Tree = held["settings"]
        self.orders: list[Tree] = held["orders"]
        self.products: list[Tree] = held["products"]
        self.variations: dict[str, list[Tree]] = held["variations"]
        self.keys = {"key": "ck_simulated", "secret": "cs_simulated"}
        self.faults: list[Said] = []
        self.notes: list[Tree] = []
        self.levels: dict[str, int] = {}

    def touch(self, number: int, **changes: Any) -> None:
        self.orders[number] |= {"date_modified_gmt": now().rstrip("Z"), **changes}

    def answer(self, asked: Question) -> Said:
        path = asked.path.removeprefix(ROOT)
        if path == asked.path:
            return Said(404, b"<html><title>Page not found</title></html>", {"Content-Type": "text/html"})
        if asked.headers.get("authorization") != self._signed_in():
            told = {"code": "woocommerce_rest_cannot_view", "message": "Sorry, you cannot list resources."}
            return Said(401, {**told, "data": {"status": 401}})
        if path == "orders":
            return self._paged(self._changed(asked.query), asked.query)
        if path == "products":
            return self._products(asked.query)
        if path == "products/batch":
            return self._levels(self.products, asked.body)
        if found := re.fullmatch(r"products/(\d+)/variations(/batch)?", path):
            family = self.variations.get(found[1], [])
            return self._levels(family, asked.body) if found[2] else self._paged(family, asked.query)
        if found := re.fullmatch(r"orders/(\d+)(/notes)?", path):
            return self._order(int(found[1]), asked, noted=bool(found[2]))
        if path.startswith("settings/"):
            name = path.rpartition("/")[2]
            return Said(200, {"id": name, "value": self.settings[name]}) if name in self.settings else _unknown()
        return _unknown()

    def _signed_in(self) -> str:
        return "Basic " + base64.b64encode(f"{self.keys['key']}:{self.keys['secret']}".encode()).decode()

    def _changed(self, query: Any) -> list[Tree]:
        assert (query["orderby"], query["order"], query["dates_are_gmt"]) == ("modified", "asc", "true")
        changed = [each for each in self.orders if each["date_modified_gmt"] > query["modified_after"]]
        return sorted(changed, key=lambda each: str(each["date_modified_gmt"]))

    def _paged(self, held: list[Tree], query: Any) -> Said:
        size, page = int(query.get("per_page", 10)), int(query.get("page", 1))
        pages = -(-len(held) // size)
        counted = {"X-WP-Total": str(len(held)), "X-WP-TotalPages": str(pages)}
        return Said(200, held[(page - 1) * size : page * size], counted)

    def _products(self, query: Any) -> Said:
        if "sku" not in query:
            return self._paged(self.products, query)
        everything = [*self.products, *(one for family in self.variations.values() for one in family)]
        return Said(200, [each for each in everything if each["sku"] == query["sku"]])

    def _levels(self, held: list[Tree], body: Any) -> Said:
        by_id = {each["id"]: each["sku"] for each in held}
        for each in body["update"]:
            assert each["manage_stock"] is True
            self.levels[by_id[each["id"]]] = each["stock_quantity"]
        return Said(200, body)

    def _order(self, number: int, asked: Question, *, noted: bool) -> Said:
        held = next((each for each in self.orders if each["id"] == number), None)
        if held is None:
            return Said(404, {"code": "woocommerce_rest_shop_order_invalid_id", "message": "Invalid ID."})
        if noted:
            self.notes.append({"order": number, **asked.body})
            return Said(201, {"id": len(self.notes), **asked.body})
        if asked.method == "PUT":
            kept = {each["key"]: each for each in [*held["meta_data"], *asked.body.get("meta_data", [])]}
            held |= {"status": asked.body["status"], "meta_data": list(kept.values())}
            held |= {"date_modified_gmt": now().rstrip("Z")}
        return Said(200, held)


def _unknown() -> Said:
    told = {"code": "rest_no_route", "message": "No route was found matching the URL and request method."}
    return Said(404, {**told, "data": {"status": 404}})
