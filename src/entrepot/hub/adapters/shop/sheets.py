"""A table from whatever a seller hands in: separated text, or a spreadsheet, whose first sheet with a header counts.

A spreadsheet is a packed folder: what it would unpack to is looked at before it is opened. Numbers come as they are
meant, 691110 and not 691110.0; nothing in the file is run.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from entrepot.hub.adapters.shop.table import Row, Table, table
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.wording import gettext_noop

MOST_BYTES = 10 * 1024 * 1024
MOST_UNPACKED = 200 * 1024 * 1024
MOST_ROWS = 20_000
MOST_COLUMNS = 300
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


def sheet(content: bytes) -> Table:
    """The table in a file; refused if it is too large or is none."""
    if len(content) > MOST_BYTES:
        raise Refused(_too_large())
    found = _spreadsheet(content) if content.startswith((ZIP, OLE)) else table(content)
    if found.records > MOST_ROWS or len(found.header) > MOST_COLUMNS:
        raise Refused(_too_large())
    if not any(found.header) or not found.records:
        raise Refused(_empty())
    return found


def _spreadsheet(content: bytes) -> Table:
    if content.startswith(ZIP) and _unpacked(content) > MOST_UNPACKED:
        raise Refused(_too_large())
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for name in book.sheet_names:
            rows = book.get_sheet_by_name(name).to_python()
            if found := _first_table(rows):
                return found
    except (CalamineError, OSError, ValueError, zipfile.BadZipFile) as broken:
        raise Refused(_unreadable()) from broken
    return Table()


def _unpacked(content: bytes) -> int:
    """How many bytes a packed file says that it holds."""
    try:
        return sum(each.file_size for each in zipfile.ZipFile(io.BytesIO(content)).infolist())
    except zipfile.BadZipFile as broken:
        raise Refused(_unreadable()) from broken


def _first_table(rows: Sequence[Sequence[Any]]) -> Table | None:
    """The rows under the first one that has two cells filled or more."""
    for n, row in enumerate(rows):
        header = tuple(_text(cell) for cell in row)
        if sum(1 for cell in header if cell) >= 2:
            found = tuple(_rows(header, rows[n + 1 :], n + 2))
            return Table(header, found, (), "spreadsheet", len(found))
    return None


def _rows(header: tuple[str, ...], rows: Sequence[Sequence[Any]], line: int) -> Iterator[Row]:
    for n, row in enumerate(rows):
        cells = [_text(cell) for cell in row]
        if any(cells):
            yield Row(line + n, {name: cell for name, cell in zip(header, cells, strict=False) if name})


def _text(cell: Any) -> str:
    """What a cell shows: whole numbers without a point, days as year, month and day."""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else f"{cell:.10f}".rstrip("0").rstrip(".")
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date) else str(cell).strip()


def _too_large() -> Finding:
    return Finding(
        "file-too-large",
        gettext_noop("The file is larger than {most} MB, or holds more than {rows} rows."),
        "/file",
        gettext_noop("Hand it in in parts."),
        params={"most": str(MOST_BYTES // 1024 // 1024), "rows": str(MOST_ROWS)},
    )


def _empty() -> Finding:
    return Finding(
        "file-empty",
        gettext_noop("The file holds no table: a line with the names of its columns, and rows under it."),
        "/file",
        gettext_noop("Export it again with its header."),
    )


def _unreadable() -> Finding:
    return Finding(
        "file-unreadable",
        gettext_noop("The file is no spreadsheet that can be opened."),
        "/file",
        gettext_noop("Save it as XLSX or as “CSV UTF-8” and hand it in again; take off a password first."),
    )
