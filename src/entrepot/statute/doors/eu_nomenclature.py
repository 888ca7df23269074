"""The goods nomenclature of the European Union: ten digits, a suffix that tells lines from groupings, and no rates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from entrepot.statute.doors.files import table
from entrepot.statute.doors.rows import PRODUCT_LINE, Act, CommodityRow, Row
from entrepot.statute.doors.taric_words import day

_NO_UNIT = frozenset({"", "-"})
_UNITS_KEY = 12
"""The key of a supplementary unit is the code and the suffix; shorter or longer keys belong to chapters and notes."""


def read(lines: Path, texts: Mapping[str, Path], act: Act, units: Path | None = None) -> Iterator[Row]:
    """Every line of the file of codes, with its texts by language.

    A line that has no text in one language keeps those of the others: the languages do not cover the same lines.
    """
    described: dict[tuple[str, str], dict[str, str]] = {}
    indents: dict[tuple[str, str], int] = {}
    for language, path in texts.items():
        for record in table(path):
            key = record["goods_code"], record["product_line"]
            described.setdefault(key, {})[language] = record["description"].strip()
            indents[key] = int(record["indent"] or 0)
    measured = _units(units) if units else {}
    yield act
    for record in table(lines):
        key = code, suffix = record["goods_code"], record["product_line"]
        unit = measured.get(code + suffix, "")
        yield CommodityRow(
            code,
            indents.get(key, 0),
            declarable=suffix == PRODUCT_LINE and record["is_leaf"] == "1",
            units=(unit,) if unit else (),
            texts=described.get(key, {}),
            suffix=suffix,
            valid_from=day(record["start_date"]),
            valid_to=day(record["end_date"]),
        )


def _units(path: Path) -> dict[str, str]:
    return {
        record["cnkey"]: record["supplementary_unit"]
        for record in table(path)
        if record["supplementary_unit"] not in _NO_UNIT and len(record["cnkey"]) == _UNITS_KEY
    }
