"""The Combined Nomenclature in self-explanatory texts: each eight-digit line says all, and what it excludes."""

from __future__ import annotations

import csv
from collections.abc import Iterable

from entrepot.classify.doors.known import Known

COLUMNS = {"code", "description"}


def cn8(lines: Iterable[str], known: Known) -> None:
    """A table with the columns `code` and `description`, parted by semicolons."""
    table = csv.DictReader(lines, delimiter=";")
    if not set(table.fieldnames or ()) >= COLUMNS:
        known.wrong(1, "there must be the columns code and description, parted by semicolons")
        return
    for row in table:
        known.add(row["code"] or "", row["description"] or "", "en")
