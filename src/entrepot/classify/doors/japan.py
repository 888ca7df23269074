"""The customs tariff of Japan: each line says only what it adds to the line it stands under, in Japanese."""

from __future__ import annotations

import json
from collections.abc import Iterable

from entrepot.classify.doors.known import Known

SILENT = ("その他のもの", "その他")
SIX = 6
TOLD = 2


def japan(lines: Iterable[str], known: Known) -> None:
    """JSON lines with `level`, `stat_code` and `desc`, in the order of the tariff."""
    above: list[str] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            depth, code, said = int(row["level"]), str(row["stat_code"]).replace(".", ""), str(row["desc"]).strip()
        except (ValueError, KeyError, TypeError):
            known.wrong(number, "it is no JSON object with level, stat_code and desc")
            continue
        above = [*above[:depth], said]
        if len(code) >= SIX and not said.endswith(SILENT):
            known.add(code, " ".join(above[-TOLD:]), "ja")
