"""What came of reading a file: orders to place, products they name, rows refused, and notes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from entrepot.hub.adapters.shop.table import Table
from entrepot.hub.catalogue.facts import ProductFacts
from entrepot.hub.orders.facts import OrderFacts
from entrepot.trade.finding import Finding
from entrepot.trade.wording import gettext_noop


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that cannot become (part of) an order: its line in the file, its order number, everything wrong with it."""

    line: int
    order: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class RowNote:
    """Something the reader did to a row and the seller should know, such as a rounded price."""

    line: int
    order: str
    finding: Finding


@dataclass(frozen=True)
class Reading:
    """A whole file, read: `rows` is how many records it had; every one is in an order or among the refused."""

    shop: str = ""
    rows: int = 0
    orders: tuple[OrderFacts, ...] = ()
    products: tuple[ProductFacts, ...] = ()
    refused: tuple[RefusedRow, ...] = ()
    notes: tuple[RowNote, ...] = ()
    lines: tuple[tuple[str, int], ...] = ()

    def line_of(self, number: str) -> int:
        """The line on which an order begins, so that what is found later can still be shown beside its row."""
        return self._begins.get(number, 0)

    @cached_property
    def _begins(self) -> dict[str, int]:
        return dict(self.lines)

    def refused_file(self) -> bytes:
        """The refused rows as a file to correct from: line, order, code, what is wrong, what to do."""
        page = io.StringIO()
        writer = csv.writer(page)
        writer.writerow(["line", "order", "code", "what is wrong", "what to do"])
        for row in self.refused:
            for found in row.findings:
                writer.writerow([row.line, harmless(row.order), found.code, found.told(), found.cure()])
        return page.getvalue().encode("utf-8-sig")


def harmless(cell: str) -> str:
    """A cell that a spreadsheet will show and not run."""
    return "'" + cell if cell[:1] in ("=", "+", "-", "@", "\t") else cell


def unreadable(sheet: Table) -> Iterator[RefusedRow]:
    """The lines that could not be read as rows at all."""
    for each in sheet.bad:
        yield RefusedRow(each.line, "", (each.finding,))


def unknown_header(sheet: Table) -> Reading:
    """The answer to a file whose columns are those of no shop we know."""
    found = Finding(
        "header-unknown",
        gettext_noop("The first line does not name the columns of an order file we know: {header}."),
        remedy=gettext_noop(
            "Export the orders again with their header, or use the columns order, date, sku, quantity, unit_price, "
            "currency and to."
        ),
        params={"header": ", ".join(sheet.header[:6]) or "—"},
    )
    return Reading(rows=sheet.records, refused=(RefusedRow(1, "", (found,)),))
