"""Tables as files for a spreadsheet: CSV and XLSX. A cell that a spreadsheet would run is written as text."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import xlsxwriter

from entrepot.hub.adapters.shop.reading import harmless

Value = str | Decimal


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: its name, its heads, and rows of words and exact numbers."""

    name: str
    heads: tuple[str, ...]
    rows: Sequence[Sequence[Value]]


def as_csv(sheets: Sequence[Sheet]) -> bytes:
    """Every table below the other, each under its heads, with an empty line between."""
    page = io.StringIO()
    writer = csv.writer(page)
    for n, sheet in enumerate(sheets):
        if n:
            writer.writerow([])
        writer.writerow(sheet.heads)
        writer.writerows([harmless(each) if isinstance(each, str) else str(each) for each in row] for row in sheet.rows)
    return page.getvalue().encode("utf-8-sig")


def as_xlsx(sheets: Sequence[Sheet]) -> bytes:
    """A workbook with one sheet for each table; numbers are numbers there."""
    page = io.BytesIO()
    with xlsxwriter.Workbook(page, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        bold = book.add_format({"bold": True})
        figure = book.add_format({"num_format": "#,##0.00"})
        for sheet in sheets:
            written = book.add_worksheet(sheet.name[:31])
            written.freeze_panes(1, 0)
            written.write_row(0, 0, sheet.heads, bold)
            for n, row in enumerate(sheet.rows, 1):
                for column, value in enumerate(row):
                    if isinstance(value, Decimal):
                        written.write_number(n, column, value, figure)
                    else:
                        written.write_string(n, column, value)
            written.autofit()
    return page.getvalue()


FORMS: Mapping[str, tuple[str, Callable[[Sequence[Sheet]], bytes]]] = {
    "csv": ("text/csv; charset=utf-8", as_csv),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", as_xlsx),
}
