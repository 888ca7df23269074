"""An order and a product as WooCommerce tells them in its REST API v3, in our words.

A line's `subtotal` is its worth before discounts and `total` after them, both without the shop's taxes.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from entrepot.hub.adapters.shop.amounts import Told, decimal, each_price, joined, listed, moment, number, taxes_left_out
from entrepot.hub.adapters.shop.cells import Cells
from entrepot.hub.adapters.shop.shopify_orders import no_sku
from entrepot.hub.adapters.shop.store import Standing, StoreOrder
from entrepot.hub.catalogue.facts import ProductFacts
from entrepot.hub.catalogue.facts import plain as decimal_of
from entrepot.hub.orders.facts import BuyerFacts, LineFacts, OrderFacts

STANDINGS: dict[str, Standing] = {
    "processing": "ready",
    "completed": "sent",
    "cancelled": "cancelled",
    "refunded": "cancelled",
    "failed": "cancelled",
    "trash": "cancelled",
}
"""What is not named here (`pending`, `on-hold`, a state that a shop has added) waits."""


def order(told: Told) -> StoreOrder:
    """The order, with everything that could not be read of it."""
    cells = Cells()
    currency = cells.currency(str(told.get("currency") or ""))
    lines = [each for each in listed(told, "line_items") if int(each.get("quantity") or 0) > 0]
    taxes_left_out(told.get("total_tax"), cells)
    facts = OrderFacts(
        number=cells.order(str(told.get("number") or told["id"])),
        ordered_on=moment(told.get("date_created_gmt")).date(),
        currency=currency,
        destination=cells.country(_part(told, "country")),
        lines=tuple(_line(each, currency, cells) for each in lines),
        freight=decimal(number(told.get("shipping_total")), currency),
        discount=decimal(_discount(lines, currency), currency),
        buyer=_buyer(told),
    )
    return StoreOrder(
        key=str(told["id"]),
        standing=STANDINGS.get(str(told.get("status")), "waits"),
        changed_at=moment(told.get("date_modified_gmt")),
        facts=facts,
        findings=tuple(cells.findings),
        notes=tuple(cells.notes),
    )


def product(told: Told, currency: str, mass_unit: str) -> ProductFacts:
    """A simple product, or a variation of one. WooCommerce knows neither commodity code nor origin."""
    return ProductFacts(
        sku=str(told.get("sku") or ""),
        title=str(told.get("name") or ""),
        hs="",
        origin="",
        net_mass_kg=_kilograms(str(told.get("weight") or ""), mass_unit),
        gtin=str(told.get("global_unique_id") or ""),
        price=str(told.get("regular_price") or told.get("price") or ""),
        currency=currency,
    )


def _line(each: Told, currency: str, cells: Cells) -> LineFacts:
    sku, pieces = str(each.get("sku") or ""), int(each["quantity"])
    if not sku:
        cells.findings.append(no_sku(str(each.get("name") or "")))
    return LineFacts(sku=sku, quantity=pieces, unit_price=each_price(each.get("subtotal"), pieces, currency, cells))


def _discount(lines: Sequence[Told], currency: str) -> Fraction:
    """What the lines at their rounded prices are worth, less what was paid for them: never below nothing."""
    quiet = Cells()
    prices = [
        (decimal_of(each_price(each.get("subtotal"), int(each["quantity"]), currency, quiet)) or 0)
        * int(each["quantity"])
        for each in lines
    ]
    return max(Fraction(0), sum(prices, Fraction(0)) - sum((number(each.get("total")) for each in lines), Fraction(0)))


def _part(told: Told, name: str) -> str:
    """What the shipping address says, or where it says nothing the billing address."""
    return str((told.get("shipping") or {}).get(name) or (told.get("billing") or {}).get(name) or "")


def _buyer(told: Told) -> BuyerFacts:
    billing: Told = told.get("billing") or {}
    shipping: Told = told.get("shipping") or {}
    to = shipping if shipping.get("address_1") else billing
    town = joined(to.get("postcode"), to.get("city"), to.get("state"))
    return BuyerFacts(
        name=joined(to.get("first_name"), to.get("last_name")) or joined(to.get("company")),
        phone=str(shipping.get("phone") or billing.get("phone") or ""),
        address=joined(to.get("address_1"), to.get("address_2"), town, by=", "),
    )


def _kilograms(weight: str, unit: str) -> str:
    """The weight in the unit that the shop is set to: `kg`, `g`, `lbs` or `oz`."""
    pound = Fraction(45359237, 100_000_000)
    factor = {"kg": Fraction(1), "g": Fraction(1, 1000), "lbs": pound, "oz": pound / 16}.get(unit, Fraction(1))
    grams = round(number(weight) * factor * 1000)
    return f"{grams // 1000}.{grams % 1000:03d}" if grams else ""
