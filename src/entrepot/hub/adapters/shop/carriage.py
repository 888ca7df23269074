"""A table of carriage in a file: one line a step, under the names of the columns with which it is given out."""

from __future__ import annotations

from entrepot.hub.adapters.shop import bulk
from entrepot.hub.adapters.shop.sheets import sheet
from entrepot.hub.catalogue.freight_written import FIELDS
from entrepot.trade.finding import Refused


def rows(content: bytes) -> list[tuple[int, dict[str, str]]]:
    """Each row of the table with its line, by field; refused if a column is missing."""
    found = sheet(content)
    named = {column.casefold().strip(): column for column in found.header}
    missing = [field for field in FIELDS if field not in named]
    if missing:
        raise Refused([bulk.missing(field, FIELDS) for field in missing])
    return [(row.line, {field: row[named[field]] for field in FIELDS}) for row in found.rows]
