"""A file of products: sku, title, hs, origin, net_mass_kg, and where known gtin, price, currency."""

from __future__ import annotations

from dataclasses import dataclass

from entrepot.hub.adapters.shop.cells import Cells
from entrepot.hub.adapters.shop.reading import RefusedRow, RowNote, unknown_header, unreadable
from entrepot.hub.adapters.shop.table import Row, table
from entrepot.hub.catalogue.checking import check
from entrepot.hub.catalogue.facts import ProductFacts
from entrepot.trade.finding import Finding
from entrepot.trade.wording import gettext_noop

MARKS = frozenset({"sku", "title", "hs", "origin", "net_mass_kg"})


@dataclass(frozen=True)
class ProductReading:
    """What came of a file of products."""

    rows: int = 0
    products: tuple[ProductFacts, ...] = ()
    refused: tuple[RefusedRow, ...] = ()
    notes: tuple[RowNote, ...] = ()


def read(content: bytes) -> ProductReading:
    """The products in a file; each bad row is refused alone, under its SKU."""
    sheet = table(content)
    if not set(sheet.header) >= MARKS:
        return ProductReading(rows=sheet.records, refused=unknown_header(sheet).refused)
    products: dict[str, tuple[int, ProductFacts]] = {}
    refused = list(unreadable(sheet))
    notes: list[RowNote] = []
    for row in sheet.rows:
        facts, found, rounded = _product(row)
        if facts.sku in products:
            found = [*found, _twice(facts.sku, products[facts.sku][0])]
        if found:
            refused.append(RefusedRow(row.line, facts.sku, tuple(found)))
            continue
        products[facts.sku] = row.line, facts
        notes += [RowNote(row.line, facts.sku, each) for each in rounded]
    return ProductReading(
        rows=sheet.records,
        products=tuple(facts for _, facts in products.values()),
        refused=tuple(sorted(refused, key=lambda each: each.line)),
        notes=tuple(notes),
    )


def _product(row: Row) -> tuple[ProductFacts, list[Finding], list[Finding]]:
    cells = Cells()
    currency = cells.currency(row["currency"]) if row["price"] else row["currency"]
    facts = ProductFacts(
        sku=row["sku"],
        title=row["title"],
        hs=cells.hs(row["hs"]),
        origin=cells.country(row["origin"], "/origin"),
        net_mass_kg=row["net_mass_kg"],
        gtin=row["gtin"],
        price=cells.amount(row["price"], currency, "/price") if row["price"] else "",
        currency=currency,
    )
    told = {found.pointer for found in cells.findings}
    return facts, [*cells.findings, *(found for found in check(facts) if found.pointer not in told)], cells.notes


def _twice(sku: str, line: int) -> Finding:
    return Finding(
        "sku-twice",
        gettext_noop("SKU {sku} stands already on line {line}."),
        "/sku",
        gettext_noop("Keep one row for each SKU."),
        params={"sku": sku, "line": str(line)},
    )
