"""Lists of goods with their codes, from anywhere: a table, or JSON lines."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable

from entrepot.classify.doors.known import Known


def plain(lines: Iterable[str], known: Known) -> None:
    """A table with the columns `code`, `text` and, if you like, `lang`."""
    table = csv.DictReader(lines)
    if not {"code", "text"} <= set(table.fieldnames or ()):
        known.wrong(1, "there must be the columns code and text, parted by commas")
        return
    for number, row in enumerate(table, 2):
        if row["code"] and row["text"]:
            known.add(row["code"], row["text"], (row.get("lang") or "en").strip())
        else:
            known.wrong(number, "code or text is empty")


def labelled(lines: Iterable[str], known: Known) -> None:
    """JSON lines with `text`, `lang` if you like, and `code` or a list `hs6` (each of which may be right)."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            text, codes = str(row["text"]), row["hs6"] if "hs6" in row else [row["code"]]
        except (ValueError, KeyError, TypeError):
            known.wrong(number, "it is no JSON object with text and code")
            continue
        for code in codes if isinstance(codes, list) else [codes]:
            known.add(str(code), text, str(row.get("lang") or "en"))
