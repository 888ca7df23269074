"""Writing one version of a tariff: its rows as a door read them, ordered so that a quote reads only what it needs."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import asdict, fields
from datetime import date
from fractions import Fraction
from pathlib import Path

from entrepot.statute.doors.rows import (
    PRODUCT_LINE,
    Act,
    CommodityRow,
    ControlRow,
    PointerRow,
    QuotaEventRow,
    QuotaRow,
    RateRow,
    Row,
)
from entrepot.trade.duty.edition import Edition
from entrepot.trade.duty.expression import Expression
from entrepot.trade.duty.grammar import render

FORM = 1
"""The form of the files; another form is another number, and a file of another form is refused."""

TABLES = """
create table fact (name text primary key, value text not null) without rowid;
create table act (id text, title text, published text, valid_from text, valid_to text, url text);
create table line (code text, indent integer, declarable integer, units text, texts text, suffix text, valid_from text,
    valid_to text);
create table duty (id integer primary key, written text, original text);
create table rate (heading text, code text, column_ text, duty integer, valid_from text, valid_to text, act text,
    areas text, remark text, suffix text);
create table control (code text, movement text, document text, authority text, text text, act text);
create table pointer (code text, column_ text, lines text, original text);
create table quota (number text, title text, mechanism text, volume text, unit text, since text, last text,
    critical text, area text, agreement text, act text);
create table quota_event (number text, on_ text, kind text, amount text, act text);
"""
INDEXES = """
create index line_by_code on line (code);
create index rate_by_heading on rate (heading);
"""


def write(path: Path, edition: Edition, rows: Iterable[Row], loaded: str) -> None:
    """Write the version whole, or not at all: a reader never sees half of one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(f".{os.getpid()}")
    fresh.unlink(missing_ok=True)
    connection = sqlite3.connect(fresh)
    try:
        connection.executescript(f"pragma journal_mode = off; pragma synchronous = off; {TABLES}")
        _Pen(connection).write(rows)
        facts = {name: _plain(value) for name, value in asdict(edition).items()}
        connection.execute("insert into fact values ('edition', ?)", (json.dumps(facts, ensure_ascii=False),))
        connection.execute("insert into fact values ('loaded', ?), ('form', ?)", (loaded, str(FORM)))
        connection.executescript(INDEXES)
        connection.commit()
    except BaseException:
        connection.close()
        fresh.unlink()
        raise
    connection.close()
    fresh.replace(path)


class _Pen:
    """Writes rows of every kind; a duty that stands in many rows is written once."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.duties: dict[tuple[Expression, str], int] = {}

    def write(self, rows: Iterable[Row]) -> None:
        sheets: dict[type, list[tuple[object, ...]]] = {kind: [] for kind in _INTO}
        codes = []
        for row in rows:
            match row:
                case RateRow():
                    sheets[RateRow].append(self._rate(row))
                case CommodityRow():
                    sheets[CommodityRow].append(_line(row))
                    if row.declarable and row.suffix == PRODUCT_LINE:
                        codes.append(row.code)
                case Act():
                    sheets[Act].append(tuple(_plain(value) for value in asdict(row).values()))
                case ControlRow():
                    sheets[ControlRow].append(tuple(asdict(row).values()))
                case QuotaRow() | QuotaEventRow():
                    sheets[type(row)].append(tuple(_plain(getattr(row, each.name)) for each in fields(row)))
                case PointerRow():
                    sheets[PointerRow].append((row.code, row.column, " ".join(row.lines), row.original))
        for kind, into in _INTO.items():
            self.connection.executemany(into, sheets[kind])
        self.connection.executemany("insert into duty values (?, ?, ?)", self._written())
        self.connection.execute("insert into fact values ('codes', ?)", ("\n".join(sorted(set(codes))),))

    def _rate(self, row: RateRow) -> tuple[object, ...]:
        key = row.expression, row.original
        duty = self.duties.setdefault(key, len(self.duties))
        return (
            heading(row.code),
            row.code,
            row.column,
            duty,
            _plain(row.valid_from),
            _plain(row.valid_to),
            row.act,
            " ".join(row.areas),
            row.remark,
            row.suffix,
        )

    def _written(self) -> Iterator[tuple[int, str, str]]:
        for (expression, original), number in self.duties.items():
            yield number, render(expression), original


def heading(code: str) -> str:
    """The heading under which a rate is looked up; what stands above the headings is read first."""
    return code[:4] if len(code) >= 4 else ""


def _line(row: CommodityRow) -> tuple[object, ...]:
    texts = json.dumps(dict(row.texts), ensure_ascii=False)
    dates = _plain(row.valid_from), _plain(row.valid_to)
    return row.code, row.indent, int(row.declarable), "\t".join(row.units), texts, row.suffix, *dates


def _plain(value: object) -> object:
    if isinstance(value, Fraction):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value


_INTO: dict[type, str] = {
    Act: "insert into act values (?, ?, ?, ?, ?, ?)",
    CommodityRow: "insert into line values (?, ?, ?, ?, ?, ?, ?, ?)",
    RateRow: "insert into rate values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    ControlRow: "insert into control values (?, ?, ?, ?, ?, ?)",
    PointerRow: "insert into pointer values (?, ?, ?, ?)",
    QuotaRow: "insert into quota values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    QuotaEventRow: "insert into quota_event values (?, ?, ?, ?, ?)",
}
