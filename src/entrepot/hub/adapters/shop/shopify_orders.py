"""An order and a product as Shopify tells them, in our words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from entrepot.hub.adapters.shop.amounts import Told, decimal, joined, listed, moment, number, taxes_left_out
from entrepot.hub.adapters.shop.cells import Cells, note
from entrepot.hub.adapters.shop.store import Standing, StoreOrder
from entrepot.hub.catalogue.facts import ProductFacts
from entrepot.hub.orders.facts import BuyerFacts, LineFacts, OrderFacts
from entrepot.trade.finding import Finding
from entrepot.trade.wording import gettext_noop

ENDED = ("REFUNDED", "VOIDED", "EXPIRED")
PAID = ("PAID", "PARTIALLY_REFUNDED")
KILOGRAMS = {
    "KILOGRAMS": Fraction(1),
    "GRAMS": Fraction(1, 1000),
    "POUNDS": Fraction(45359237, 100_000_000),
    "OUNCES": Fraction(45359237, 1_600_000_000),
}
"""The international pound of 1959 is 0.45359237 kg, an ounce a sixteenth of it."""


@dataclass(frozen=True, slots=True)
class _Line:
    """One line as it stands now: pieces, their price before, and what the line is worth after discounts."""

    facts: LineFacts
    before: Fraction
    after: Fraction


def order(told: Told) -> StoreOrder:
    """The order, with everything that could not be read of it."""
    cells = Cells()
    currency = cells.currency(str(told.get("currencyCode") or ""))
    address: Told = told.get("shippingAddress") or {}
    lines = [_line(each, currency, told, cells) for each in _kept(told, cells)]
    discount = sum((each.before - each.after for each in lines), Fraction(0))
    freight = sum(
        (_money(each, "discountedPriceSet") for each in listed(told, "shippingLines", "nodes")), start=Fraction(0)
    )
    taxes_left_out(told.get("currentTotalTaxSet", {}).get("shopMoney", {}).get("amount"), cells)
    facts = OrderFacts(
        number=cells.order(str(told.get("name") or "")),
        ordered_on=moment(told.get("createdAt")).date(),
        currency=currency,
        destination=cells.country(str(address.get("countryCodeV2") or "")),
        lines=tuple(each.facts for each in lines),
        freight=decimal(freight, currency),
        discount=decimal(discount, currency),
        buyer=_buyer(address),
    )
    return StoreOrder(
        key=str(told["id"]),
        standing=_standing(told),
        changed_at=moment(told.get("updatedAt")),
        facts=facts,
        findings=tuple(cells.findings),
        notes=tuple(cells.notes),
    )


def product(told: Told, currency: str) -> ProductFacts:
    """A variant as a product: its SKU is what is sold, stocked and declared."""
    item: Told = told.get("inventoryItem") or {}
    weight: Told = (item.get("measurement") or {}).get("weight") or {}
    family = (told.get("product") or {}).get("title")
    variant = told.get("title")
    return ProductFacts(
        sku=str(told.get("sku") or ""),
        title=joined(family, variant if variant != "Default Title" else "", by=", "),
        hs=str(item.get("harmonizedSystemCode") or ""),
        origin=str(item.get("countryCodeOfOrigin") or ""),
        net_mass_kg=_kilograms(weight),
        gtin=str(told.get("barcode") or ""),
        price=str(told.get("price") or ""),
        currency=currency,
    )


def _standing(told: Told) -> Standing:
    paid = told.get("displayFinancialStatus")
    if told.get("cancelledAt") or paid in ENDED:
        return "cancelled"
    if told.get("displayFulfillmentStatus") == "FULFILLED":
        return "sent"
    return "ready" if paid in PAID else "waits"


def _kept(told: Told, cells: Cells) -> Sequence[Told]:
    """The lines that are still ordered and travel; that an order has more than was told is found."""
    if (told.get("lineItems") or {}).get("pageInfo", {}).get("hasNextPage"):
        cells.findings.append(_too_many())
    lines = [each for each in listed(told, "lineItems", "nodes") if each.get("currentQuantity", each["quantity"]) > 0]
    kept = [each for each in lines if each.get("requiresShipping", True)]
    if len(kept) < len(lines):
        cells.notes.append(
            note("line-not-goods", gettext_noop("What needs no shipping is left out; it does not cross the border."))
        )
    return kept


def _line(each: Told, currency: str, told: Told, cells: Cells) -> _Line:
    ordered, pieces = int(each["quantity"]), int(each.get("currentQuantity", each["quantity"]))
    price = _money(each, "originalUnitPriceSet")
    whole = _money(each, "discountedTotalSet")
    if told.get("taxesIncluded"):
        whole -= sum((_money(tax, "priceSet") for tax in listed(each, "taxLines")), Fraction(0))
    sku = str(each.get("sku") or "")
    if not sku:
        cells.findings.append(no_sku(str(each.get("name") or "")))
    facts = LineFacts(sku=sku, quantity=pieces, unit_price=decimal(price, currency))
    return _Line(facts, price * pieces, whole * pieces / ordered)


def _money(told: Told, name: str) -> Fraction:
    return number(((told.get(name) or {}).get("shopMoney") or {}).get("amount"))


def _buyer(address: Told) -> BuyerFacts:
    town = joined(address.get("zip"), address.get("city"), address.get("province"))
    return BuyerFacts(
        name=str(address.get("name") or ""),
        phone=str(address.get("phone") or ""),
        address=joined(address.get("address1"), address.get("address2"), town, by=", "),
    )


def _kilograms(weight: Told) -> str:
    exact = number(weight.get("value")) * KILOGRAMS.get(str(weight.get("unit")), Fraction(0))
    grams = round(exact * 1000)
    return f"{grams // 1000}.{grams % 1000:03d}" if grams else ""


def no_sku(name: str) -> Finding:
    return Finding(
        "shop-sku-missing",
        gettext_noop("“{name}” has no SKU in the shop."),
        "/sku",
        gettext_noop("Give it there the SKU under which you list it here, then try again."),
        params={"name": name[:80]},
    )


def _too_many() -> Finding:
    return Finding(
        "shop-order-too-long",
        gettext_noop("The order has more than 100 lines, and the shop tells no more of them at once."),
        "/lines",
        gettext_noop("Bring it as a file of orders, or split it."),
    )
