"""The Harmonized Tariff Schedule of the United States: each line says only what it adds to the line it stands under."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from entrepot.classify.doors.known import Known

MARKUP = re.compile(r"<[^>]+>")
SHORTEST_CODE = 8
SILENT = {"other", "other:"}
TOLD = 2
"""So many levels are joined: a line and the one it stands under."""


def hts(lines: Iterable[str], known: Known) -> None:
    """JSON lines with `htsno`, `indent` and `description`, in the order of the schedule."""
    above: list[str] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            depth = int(row["indent"])
            said = MARKUP.sub("", str(row["description"])).strip(" :")
        except (ValueError, KeyError, TypeError):
            known.wrong(number, "it is no JSON object with indent and description")
            continue
        above = [*above[:depth], said]
        code = str(row.get("htsno", "")).replace(".", "")
        if len(code) >= SHORTEST_CODE:
            telling = [each for each in above if each.casefold() not in SILENT]
            known.add(code, " ".join(telling[-TOLD:]), "en")
