"""Rows past the object mapper, many in one go: COPY on PostgreSQL, one prepared statement on SQLite.

An action that writes thousands of rows says which columns and hands over tuples; constraints, triggers and the
transaction are the database's, as ever. Values are what the driver takes: JSON as text, moments and days made `ready`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import repeat
from types import NoneType
from typing import Any
from uuid import UUID

from django.db import connection, models
from django.db.models import F, Func
from django.db.models.expressions import RawSQL

Row = tuple[Any, ...]
_CONDITION: dict[str, Any] = {"template": "%(expressions)s", "output_field": models.BooleanField()}


_NUMBERS = (
    "WITH of AS MATERIALIZED (SELECT pg_get_serial_sequence(%s, %s)::regclass AS name)"
    " SELECT nextval(of.name) FROM of, generate_series(1, %s)"
)
"""The sequence is looked up once, and not anew for every number."""


def numbers(model: type[models.Model], count: int) -> list[int]:
    """As many primary keys of a table, above all that were given before: a row is known before it is written."""
    table, key = model._meta.db_table, model._meta.pk
    assert key is not None
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_NUMBERS, [table, key.column, count])
            return [number for (number,) in cursor.fetchall()]
        assert connection.in_atomic_block, "on SQLite only the one writer may count on"
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        (last,) = cursor.fetchone() or (0,)
    return list(range(last + 1, last + 1 + count))


def among(column: str, values: Collection[str] | Collection[int]) -> Func:
    """The condition that a column holds any of thousands of values, one parameter: `filter(among("lrn", lrns))`.

    PostgreSQL looks each of them up in the column's index, whatever it believes of the table. Of a subquery it would
    rather read all rows that the other conditions leave, so that each batch would cost more than the one before.
    """
    listed = list(values)
    if connection.vendor == "postgresql":
        kind = "bigint" if listed and isinstance(listed[0], int) else "text"
        return Func(F(column), RawSQL(f"%s::{kind}[]", [listed]), arg_joiner=" = ANY", **_CONDITION)  # noqa: S611 - ours
    held = RawSQL("SELECT value FROM json_each(%s)", [json.dumps(listed)])
    return Func(F(column), held, arg_joiner=" IN ", **_CONDITION)


def held(model: type[models.Model], names: Sequence[str], column: str, values: Collection[str]) -> list[Row]:
    """What rows hold in the columns named, of those whose column has any of the values; in no order.

    For what every batch asks: the object mapper takes longer to write the question than the database to answer it.
    """
    quote = connection.ops.quote_name
    listed = list(values)
    told, among = (listed, "= ANY(%s)") if connection.vendor == "postgresql" else (json.dumps(listed), _OF_LIST)
    columns = ", ".join(quote(_column(model, name)) for name in names)
    table, asked_of = quote(model._meta.db_table), quote(_column(model, column))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM {table} WHERE {asked_of} {among}", [told])  # noqa: S608 - our names
        return list(cursor.fetchall())


_OF_LIST = "IN (SELECT value FROM json_each(%s))"


def asked(question: str, *told: str | int) -> list[Row]:
    """The answer to a question that every batch asks, given in SQL.

    The object mapper takes ten times as long to write such a question as the database takes to answer it.
    """
    with connection.cursor() as cursor:
        cursor.execute(question, told)
        return list(cursor.fetchall())


def ready(model: type[models.Model], name: str, value: object) -> Any:
    """A value as the driver takes it, for columns whose type databases write each in its own way."""
    return _field(model, name).get_db_prep_save(value, connection)


def insert(model: type[models.Model], names: Sequence[str], rows: Iterable[Row]) -> None:
    """Write the rows, each with a value for every name; a row that breaks a constraint stops them all."""
    written = list(rows)
    if written:
        fill(model, dict(zip(names, zip(*written, strict=True), strict=True)))


@dataclass(frozen=True, slots=True)
class Same:
    """A value that all rows have."""

    value: Any


Columns = Mapping[str, Sequence[Any] | Same]


def fill(model: type[models.Model], columns: Columns) -> None:
    """Write rows that are given column by column; not all columns may be the same for every row."""
    quote = connection.ops.quote_name
    names = ", ".join(quote(_column(model, name)) for name in columns)
    table = quote(model._meta.db_table)
    with connection.cursor() as cursor, connection.wrap_database_errors:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                copy.write(_lines(columns.values()))
        else:
            marks = ", ".join(["%s"] * len(columns))
            rows = list(zip(*_values(columns.values())))  # noqa: B905 - what is the same for all has no end
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)  # noqa: S608 - our names


def _values(columns: Iterable[Sequence[Any] | Same]) -> Iterator[Iterable[Any]]:
    for column in columns:
        yield repeat(column.value) if isinstance(column, Same) else column


def _lines(columns: Iterable[Sequence[Any] | Same]) -> str:
    """Rows as COPY reads them: a line each, values between tabs. They are written out column by column."""
    written: list[Iterable[str]] = []
    for column in columns:
        if isinstance(column, Same):
            written.append(repeat(_WRITTEN[type(column.value)](column.value)))
        else:
            written.append(_column_written(column))
    return "".join([f"{line}\n" for line in map("\t".join, zip(*written))])  # noqa: B905 - as above


def _column_written(column: Sequence[Any]) -> Sequence[str]:
    kinds = set(map(type, column))
    if kinds == {str}:
        return _texts(column)
    if kinds <= FEW:
        told = {value: _WRITTEN[type(value)](value) for value in set(column)}
        return [told[value] for value in column]
    return [_WRITTEN[type(value)](value) for value in column]


def _texts(column: Sequence[str]) -> Sequence[str]:
    """Texts as they are, if none of them holds what must be escaped: one look for all."""
    together = "".join(column)
    if "\\" in together or "\t" in together or "\n" in together or "\r" in together:
        return list(map(_text, column))
    return column


def _text(value: str) -> str:
    """A text in which nothing is left that would end a value, a row or an escape."""
    if "\\" in value:
        value = value.replace("\\", "\\\\")
    if "\t" in value or "\n" in value or "\r" in value:
        value = value.replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
    return value


FEW = {bool, date, datetime, NoneType}
"""Kinds of values of which a column has few; each is written out once."""

_WRITTEN: dict[type, Callable[[Any], str]] = {
    str: _text,
    int: int.__repr__,
    bool: lambda value: "t" if value else "f",
    bytes: lambda value: "\\\\x" + value.hex(),
    date: date.isoformat,
    datetime: datetime.isoformat,
    UUID: str,
    NoneType: lambda value: "\\N",
}


def _field(model: type[models.Model], name: str) -> models.Field[Any, Any]:
    field = model._meta.get_field(name)
    assert isinstance(field, models.Field)
    return field


def _column(model: type[models.Model], name: str) -> str:
    column = _field(model, name).column
    assert column is not None
    return column
