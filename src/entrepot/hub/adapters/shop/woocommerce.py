"""The order export of WooCommerce with products as rows: each row repeats its order, or leaves it blank.

WooCommerce itself has no such file; the columns are those of the order export that shops commonly add to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from entrepot.hub.adapters.shop.cells import Cells
from entrepot.hub.adapters.shop.gathering import Entry, gathered
from entrepot.hub.adapters.shop.reading import Reading
from entrepot.hub.adapters.shop.shopify import ended
from entrepot.hub.adapters.shop.table import Row, Table
from entrepot.hub.catalogue.facts import ProductFacts
from entrepot.hub.orders.facts import BuyerFacts, LineFacts

NAME = "woocommerce"
MARKS = frozenset({"Order Number", "Country Code (Shipping)", "SKU", "Item Cost"})
ENDED = ("cancelled", "refunded", "failed", "trash")


def read(sheet: Table, products: Mapping[str, ProductFacts], currency: str = "") -> Reading:
    return gathered(NAME, sheet, _entries(sheet, currency), products)


def _entries(sheet: Table, currency: str) -> Iterator[Entry]:
    opened: Entry | None = None
    for row in sheet.rows:
        if opened is not None and not row["Order Number"] and not row["Country Code (Shipping)"]:
            cells = Cells()
            article = _article(row, cells, opened.currency)
            yield replace(
                opened,
                line=row.line,
                article=article,
                findings=tuple(cells.findings),
                notes=tuple(cells.notes),
            )
        else:
            opened = _opening(row, currency)
            yield opened


def _opening(row: Row, currency: str) -> Entry:
    cells = Cells()
    paid_in = cells.currency(row["Order Currency"] or row["Currency"] or currency)
    order = cells.order(row["Order Number"])
    if row["Order Status"].lower() in ENDED:
        cells.findings.append(ended(order))
    return Entry(
        line=row.line,
        order=order,
        ordered_on=cells.day(row["Order Date"]),
        currency=paid_in,
        destination=cells.country(row["Country Code (Shipping)"] or row["Country Code (Billing)"]),
        article=_article(row, cells, paid_in),
        freight=cells.amount(row["Order Shipping Amount"], paid_in, "/Order Shipping Amount"),
        discount=cells.amount(row["Cart Discount Amount"], paid_in, "/Cart Discount Amount"),
        buyer=_buyer(row),
        findings=tuple(cells.findings),
        notes=tuple(cells.notes),
    )


def _article(row: Row, cells: Cells, currency: str) -> LineFacts:
    return LineFacts(
        sku=row["SKU"],
        quantity=cells.quantity(row["Quantity"] or row["Quantity (- Refund)"]),
        unit_price=cells.price(row["Item Cost"], currency),
    )


def _buyer(row: Row) -> BuyerFacts:
    def of(kind: str) -> tuple[str, str]:
        name = " ".join(filter(None, (row[f"First Name ({kind})"], row[f"Last Name ({kind})"])))
        town = " ".join(filter(None, (row[f"Postcode ({kind})"], row[f"City ({kind})"], row[f"State Code ({kind})"])))
        return name, ", ".join(filter(None, (row[f"Address 1&2 ({kind})"], town)))

    name, address = of("Shipping")
    billing_name, billing_address = of("Billing")
    return BuyerFacts(
        name=name or billing_name,
        phone=row["Phone (Shipping)"] or row["Phone (Billing)"],
        address=address or billing_address,
    )
