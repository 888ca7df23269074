"""Prices and counts of many products in one table: two columns that matter, a SKU and a number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from entrepot.hub.adapters.shop.product_columns import proposed
from entrepot.hub.adapters.shop.sheets import sheet
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.wording import gettext_noop

PIECES = frozenset(("pieces", "stock", "quantity", "qty", "variant inventory qty", "in stock", "库存", "数量", "stok"))


@dataclass(frozen=True, slots=True)
class Numbered:
    """One row: its line, its SKU, and what stands in the other column."""

    line: int
    sku: str
    number: str


def prices(content: bytes) -> list[Numbered]:
    """The rows of a price list: SKU and price."""
    return list(_numbered(content, "price"))


def counts(content: bytes) -> list[Numbered]:
    """The rows of a count: SKU and pieces."""
    return list(_numbered(content, "pieces"))


def pieces(text: str) -> int:
    """A count as it is written; below nought, which is refused, for anything that is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


def _numbered(content: bytes, wanted: str) -> Iterator[Numbered]:
    found = sheet(content)
    columns = dict(proposed(found.header).columns)
    counted = next((column for column in found.header if column.casefold().strip() in PIECES), None)
    columns |= {} if counted is None else {"pieces": counted}
    lacking = [name for name in ("sku", wanted) if name not in columns]
    if lacking:
        raise Refused([missing(name, ("sku", wanted)) for name in lacking])
    for row in found.rows:
        if row[columns["sku"]]:
            yield Numbered(row.line, row[columns["sku"]], row[columns[wanted]])


def missing(name: str, columns: Iterable[str]) -> Finding:
    """A column is not there; the remedy names all that the table should have."""
    return Finding(
        "column-missing",
        gettext_noop("No column is named for “{fact}”."),
        f"/columns/{name}",
        gettext_noop("Give the table a first line with the names of its columns: {columns}."),
        params={"fact": name, "columns": ", ".join(columns)},
    )
