"""The plain order file: one row a line, with the product's facts beside it.

Columns: order, date, sku, quantity, unit_price, currency, to; and title, hs, origin, net_mass_kg where the product is
not in the catalogue. Allowed besides: freight, discount, name, phone, address, identity, gtin.
"""

from __future__ import annotations

from collections.abc import Mapping

from entrepot.hub.adapters.shop.cells import Cells
from entrepot.hub.adapters.shop.gathering import Entry, gathered
from entrepot.hub.adapters.shop.reading import Reading
from entrepot.hub.adapters.shop.table import Row, Table
from entrepot.hub.catalogue.checking import check
from entrepot.hub.catalogue.facts import ProductFacts
from entrepot.hub.orders.facts import BuyerFacts, LineFacts

NAME = "plain"
MARKS = frozenset({"order", "sku", "quantity", "unit_price", "to"})
DESCRIPTION = ("title", "hs", "origin", "net_mass_kg")


def read(sheet: Table, products: Mapping[str, ProductFacts], currency: str = "") -> Reading:
    return gathered(NAME, sheet, [_entry(row, currency) for row in sheet.rows], products)


def _entry(row: Row, currency: str) -> Entry:
    cells = Cells()
    paid_in = cells.currency(row["currency"] or currency)
    order = cells.order(row["order"])
    day = cells.day(row["date"])
    destination = cells.country(row["to"])
    article = LineFacts(
        sku=row["sku"],
        quantity=cells.quantity(row["quantity"]),
        unit_price=cells.price(row["unit_price"], paid_in),
    )
    product = _product(row, cells)
    return Entry(
        line=row.line,
        order=order,
        ordered_on=day,
        currency=paid_in,
        destination=destination,
        article=article,
        freight=cells.amount(row["freight"], paid_in, "/freight"),
        discount=cells.amount(row["discount"], paid_in, "/discount"),
        buyer=BuyerFacts(name=row["name"], phone=row["phone"], address=row["address"], identity=row["identity"]),
        product=product,
        findings=tuple(cells.findings),
        notes=tuple(cells.notes),
    )


def _product(row: Row, cells: Cells) -> ProductFacts | None:
    """The product as the row describes it; None if the row leaves it to the catalogue."""
    if not any(row[column] for column in DESCRIPTION) or not row["sku"]:
        return None
    described = ProductFacts(
        sku=row["sku"],
        title=row["title"],
        hs=cells.hs(row["hs"]),
        origin=cells.country(row["origin"], "/origin"),
        net_mass_kg=row["net_mass_kg"],
        gtin=row["gtin"],
    )
    told = {found.pointer for found in cells.findings}
    cells.findings += [found for found in check(described) if found.pointer not in told]
    return described
