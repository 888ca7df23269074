"""The correlation and conversion tables of the United Nations between editions of the Harmonized System."""

from __future__ import annotations

from pathlib import Path

from entrepot.statute.doors.files import table
from entrepot.trade.origin.edition import Correlation, Pair


def read(newer: str, older: str, correlation: Path, conversion: Path | None = None) -> Correlation:
    """The table between two editions, named as in its header (`hs2022`, `hs2017`), with the default of another."""
    pairs = (Pair(record[newer], record[older]) for record in table(correlation))
    default = {record[newer]: record[older] for record in table(conversion)} if conversion else {}
    return Correlation.of(newer, older, pairs, default)
