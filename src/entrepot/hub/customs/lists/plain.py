"""A plain table of names: CSV with a heading.

`name` is needed; `entry`, `aliases` (parted by semicolons), `kind` and `programme` are read where they stand.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping

from django.utils.translation import gettext_noop

from entrepot.hub.customs.lists.reading import Reading
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.screening import Kind, Listed

KINDS: dict[str, Kind] = {
    "person": "person",
    "individual": "person",
    "organisation": "organisation",
    "organization": "organisation",
    "entity": "organisation",
    "vessel": "vessel",
    "aircraft": "aircraft",
}


def read(content: bytes, code: str) -> Reading:
    """Every row that has a name."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise Refused(_no_text(str(fault))) from None
    table = csv.DictReader(text.splitlines())
    table.fieldnames = [name.strip().lower() for name in table.fieldnames or ()]
    if "name" not in table.fieldnames:
        raise Refused(
            Finding(
                "list-without-names",
                gettext_noop("The table has no column “name”."),
                remedy=gettext_noop(
                    "Give the column of names this heading; entry, aliases, kind and programme may stand beside."
                ),
            )
        )
    rows = list(enumerate(table, 2))
    entries = tuple(_entry(row, str(number), code) for number, row in rows if (row["name"] or "").strip())
    nameless = tuple(_nameless(number) for number, row in rows if not (row["name"] or "").strip())
    return Reading("plain", entries, findings=nameless)


def _entry(row: Mapping[str, str | None], number: str, code: str) -> Listed:
    def cell(name: str) -> str:
        return (row.get(name) or "").strip()

    aliases = tuple(alias.strip() for alias in cell("aliases").split(";") if alias.strip())
    kind = KINDS.get(cell("kind").lower(), "")
    return Listed(code, cell("entry") or number, cell("name"), aliases, kind, cell("programme"))


def _nameless(number: int) -> Finding:
    return Finding(
        "list-row-nameless",
        gettext_noop("Row {row} has no name and is left out."),
        params={"row": str(number)},
        level="warning",
    )


def _no_text(fault: str) -> Finding:
    return Finding("list-unreadable", gettext_noop("The table is no UTF-8 text: {fault}."), params={"fault": fault})
