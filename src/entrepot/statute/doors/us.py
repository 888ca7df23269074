"""The Harmonized Tariff Schedule of the United States, as the Commission publishes it: one record a line.

A rate is written once and counts for the lines under it; it is handed over at the code where it stands. The general
column is what members of the World Trade Organization pay (`mfn`), the other column what the few others pay
(`general`); the special column gives each programme its own rate.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from entrepot.statute.doors.files import records
from entrepot.statute.doors.rows import Act, CommodityRow, PointerRow, RateRow, Row, digits
from entrepot.statute.doors.us_words import pointed_lines, us_rate, us_special

ADDITIONAL = "99"
"""Chapter 99 holds the duties that are added to or replace those of the other chapters."""

Record = Mapping[str, Any]


def read(path: Path, act: Act) -> Iterator[Row]:
    """The rows of the schedule in one file of records."""
    yield act
    yield from rows(list(records(path)), act.id)


def rows(schedule: list[Record], act: str) -> Iterator[Row]:
    """The rows of the schedule; a line is declarable where no longer code stands under it."""
    codes = [digits(record.get("htsno", "")) for record in schedule]
    parents = {code[:-2] for code in codes if len(code) > 4}
    for record, code in zip(schedule, codes, strict=True):
        if not code:
            continue
        yield CommodityRow(
            code,
            int(record["indent"]),
            declarable=len(code) >= 8 and code not in parents,
            units=tuple(unit.strip() for unit in record.get("units", ()) if unit.strip()),
            texts={"en": record["description"]},
        )
        yield from _rates(record, code, act)
        yield from _pointers(record.get("footnotes", ()), code)


def _rates(record: Record, code: str, act: str) -> Iterator[RateRow]:
    for cell, column in ((record.get("general", ""), "mfn"), (record.get("other", ""), "general")):
        if cell.strip():
            yield RateRow(code, column, us_rate(cell), cell, act=act)
    for segment in us_special(record.get("special", "")):
        columns = [f"agreement:{each}" for each in dict.fromkeys(segment.programmes)] or ["special"]
        for column in columns:
            yield RateRow(code, column, segment.expression, segment.original, act=act)


def _pointers(footnotes: Iterable[Record], code: str) -> Iterator[PointerRow]:
    for note in footnotes:
        lines = pointed_lines(note.get("value", ""))
        if lines:
            column = "+".join(note.get("columns", ())) or "line"
            yield PointerRow(code, column, lines, " ".join(note["value"].split()))
