"""The form of OFAC's SDN.CSV: twelve columns without a heading, in Latin-1, `-0-` where nothing is said.

Columns: number, name, kind, programme, title, call sign, vessel type, tonnage, gross tonnage, flag, owner, remarks. The
aliases are a file of their own (ALT.CSV); those that the remarks quote are taken from there, too.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext_noop

from entrepot.hub.customs.lists.reading import Reading
from entrepot.trade.finding import Finding
from entrepot.trade.screening import Kind, Listed

COLUMNS = 12
KINDS: dict[str, Kind] = {"individual": "person", "vessel": "vessel", "aircraft": "aircraft"}
_ALIAS = re.compile(r"[af]\.k\.a\. ['‘]([^'’]+)['’]")
END = "\x1a"


def read(content: bytes, code: str) -> Reading:
    """Every row with twelve columns and a name."""
    entries, faults = [], []
    for number, row in _rows(content):
        if len(row) == COLUMNS and row[1]:
            entries.append(_entry(row, code))
        else:
            faults.append(_fault(number, len(row)))
    return Reading("ofac-sdn", tuple(entries), findings=tuple(faults))


def with_aliases(reading: Reading, content: bytes) -> Reading:
    """The entries with the names of the second file: entry, number, kind of alias, alias, remarks."""
    more: dict[str, list[str]] = {}
    for _, row in _rows(content):
        if len(row) > 3 and row[3]:
            more.setdefault(row[0], []).append(row[3])
    entries = (replace(each, aliases=(*each.aliases, *more.get(each.entry, ()))) for each in reading.entries)
    return replace(reading, entries=tuple(entries))


def _rows(content: bytes) -> Iterator[tuple[int, list[str]]]:
    lines = content.decode("latin-1").splitlines()
    for number, row in enumerate(csv.reader(lines), 1):
        told = ["" if cell.strip() == "-0-" else cell.strip() for cell in row]
        if told and told != [END]:
            yield number, told


def _entry(row: list[str], code: str) -> Listed:
    kind = KINDS.get(row[2].lower(), "organisation")
    return Listed(code, row[0], row[1], tuple(_ALIAS.findall(row[11])), kind, row[3])


def _fault(number: int, columns: int) -> Finding:
    return Finding(
        "list-row",
        gettext_noop("Row {row} has {columns} columns and is left out; a row of this form has twelve and a name."),
        params={"row": str(number), "columns": str(columns)},
        level="warning",
    )
