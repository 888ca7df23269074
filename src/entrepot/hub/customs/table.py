"""Declarations in a spreadsheet: a row for each goods item, rows of one reference standing together.

Columns are named as the facts are: `lrn`, `consignor.name`, `item.hs`, `permit.number`. What is said of the declaration
stands in its first row; the rows below may repeat it or leave it blank.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from itertools import groupby
from typing import Any, TextIO

import msgspec

from entrepot.trade.declaration import DeclarationFacts, GoodsItem, PermitUse, Trader
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.wording import gettext_noop

PARTS = {"consignor": Trader, "consignee": Trader, "item": GoodsItem, "permit": PermitUse}
LISTS = ("items", "permits")
NAMES = frozenset(
    [field.name for field in fields(DeclarationFacts) if field.name not in (*PARTS, *LISTS)]
    + [f"{part}.{field.name}" for part, form in PARTS.items() for field in fields(form)]
)
NEEDED = ("lrn", "item.hs", "item.value")
WHOLE = ("item.number", "permit.item")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table: its line and its filled cells by column."""

    line: int
    cells: dict[str, str]


def declarations(text: TextIO) -> Iterator[tuple[int, bytes]]:
    """Each declaration of a table as JSON, with the line on which it begins."""
    try:
        for _, rows in groupby(_rows(text), lambda row: row.cells.get("lrn", "")):
            first, *others = rows
            yield first.line, msgspec.json.encode(_facts([first, *others]))
    except UnicodeDecodeError:
        raise Refused(
            Finding(
                "not-utf-8",
                gettext_noop("The table is not written in UTF-8."),
                remedy=gettext_noop("Save it as “CSV UTF-8”."),
            )
        ) from None


def _rows(text: TextIO) -> Iterator[Row]:
    reader = csv.reader(text)
    header = [cell.strip() for cell in next(reader, [])]
    _must_be_known(header)
    lrn = ""
    for cells in reader:
        filled = {name: cell.strip() for name, cell in zip(header, cells, strict=False) if cell.strip()}
        if filled:
            lrn = filled.setdefault("lrn", lrn)
            yield Row(reader.line_num, filled)


def _facts(rows: Sequence[Row]) -> dict[str, Any]:
    """The facts as JSON has them; whether they are complete, the reader of facts says."""
    facts: dict[str, Any] = {"consignor": {}, "consignee": {}, "items": [], "permits": []}
    for place, row in enumerate(rows, 1):
        parts: dict[str, dict[str, Any]] = {"item": {"number": place}, "permit": {}}
        for name, cell in row.cells.items():
            part, dot, field = name.partition(".")
            value = int(cell) if name in WHOLE and cell.isascii() and cell.isdigit() else cell
            if part in parts:
                parts[part][field] = value
            elif dot:
                facts[part].setdefault(field, value)
            else:
                facts.setdefault(name, value)
        facts["items"].append(parts["item"])
        if parts["permit"]:
            facts["permits"].append({"item": parts["item"]["number"], **parts["permit"]})
    for charge in ("freight", "insurance"):
        facts.setdefault(charge, "0")
    return facts


def _must_be_known(header: Sequence[str]) -> None:
    """Refuse a table whose columns we do not know, or that lacks those without which there is no declaration."""
    found = [
        Finding(
            "column-unknown",
            gettext_noop("The column “{name}” is not known."),
            remedy=gettext_noop("Name columns as the facts are named: lrn, consignor.name, item.hs; leave others out."),
            params={"name": name},
        )
        for name in header
        if name not in NAMES
    ]
    found += [
        Finding(
            "column-missing",
            gettext_noop("The column “{name}” is missing."),
            remedy=gettext_noop("Give it in the first line of the file."),
            params={"name": name},
        )
        for name in NEEDED
        if name not in header
    ]
    if found:
        raise Refused(found)
