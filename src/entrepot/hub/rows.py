"""Rows past the object mapper, many in one go: COPY on PostgreSQL, one prepared statement on SQLite.

An action that writes thousands of rows says which columns and hands over tuples; constraints, triggers and the
transaction are the database's, as ever. Values are what the driver takes: JSON as text, moments and days made `ready`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from itertools import repeat
from types import NoneType
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from django.db.models import F, Func
from django.db.models.expressions import RawSQL

Row = tuple[Any, ...]
_CONDITION: dict[str, Any] = {"template": "%(expressions)s", "output_field": models.BooleanField()}


_NUMBERS = (
    "WITH of AS MATERIALIZED (SELECT pg_get_serial_sequence(%s, %s)::regclass AS name)"
    " SELECT nextval(of.name) FROM of, generate_series(1, %s::int)"
)
"""The sequence is looked up once, and not anew for every number."""


def numbers(model: type[models.Model], count: int) -> list[int]:
    """As many primary keys of a table, above all that were given before: a row is known before it is written."""
    table, key = model._meta.db_table, model._meta.pk
    assert key is not None
    if connection.vendor == "postgresql":
        return [number for (number,) in asked(_NUMBERS, table, key.column, count)]
    assert connection.in_atomic_block, "on SQLite only the one writer may count on"
    last = next((seq for (seq,) in asked("SELECT seq FROM sqlite_sequence WHERE name = %s", table)), 0)
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
    return asked(_held(connection.vendor, model, tuple(names), column), listed(values))


@cache
def _held(vendor: str, model: type[models.Model], names: tuple[str, ...], column: str) -> str:
    quote = connection.ops.quote_name
    columns = ", ".join(quote(_column(model, name)) for name in names)
    table, asked_of = quote(model._meta.db_table), quote(_column(model, column))
    return f"SELECT {columns} FROM {table} WHERE {asked_of} {any_of()}"  # noqa: S608 - our names


def any_of() -> str:
    """How a question in SQL says “is any of these”; they are told as `listed`."""
    return "= ANY(%s)" if connection.vendor == "postgresql" else "IN (SELECT value FROM json_each(%s))"


def listed(values: Iterable[str]) -> list[str] | str:
    """Many values as one that is told to the database."""
    told = list(values)
    return told if connection.vendor == "postgresql" else json.dumps(told)


def asked(question: str, *told: Any) -> list[Row]:
    """The answer to a question that every batch asks, given in SQL; of a statement that only writes, nothing.

    The object mapper takes ten times as long to write such a question as the database takes to answer it. PostgreSQL
    prepares it: it is read and planned once by each connection, which is most of what a small question costs.
    """
    here = connections[DEFAULT_DB_ALIAS]  # looked up once, which takes longer than what is then read from it
    if here.vendor != "postgresql":
        with here.cursor() as cursor:
            cursor.execute(question, told)
            return list(cursor.fetchall())
    from psycopg import Cursor

    here.close_if_health_check_failed()
    here.ensure_connection()
    with here.wrap_database_errors, Cursor(here.connection) as cursor:
        cursor.execute(question, told, prepare=True)
        return cursor.fetchall() if cursor.description else []


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
    into = _into(connection.vendor, model, tuple(columns))
    if connection.vendor != "postgresql":
        statement = f"INSERT INTO {into} VALUES ({', '.join(['%s'] * len(columns))})"  # noqa: S608 - our names
        with connection.cursor() as cursor:
            cursor.executemany(statement, list(_rows(columns)))
    elif min(len(column) for column in columns.values() if not isinstance(column, Same)) <= FEW_ROWS:
        _write_few(into, list(_rows(columns)))
    else:
        with (
            connection.cursor() as cursor,
            connection.wrap_database_errors,
            cursor.copy(f"COPY {into} FROM STDIN") as copy,
        ):
            copy.write(_lines(columns.values()))


@cache
def _into(vendor: str, model: type[models.Model], names: tuple[str, ...]) -> str:
    quote = connection.ops.quote_name
    return f"{quote(model._meta.db_table)} ({', '.join(quote(_column(model, name)) for name in names)})"


def _rows(columns: Columns) -> Iterator[Row]:
    every = (repeat(column.value) if isinstance(column, Same) else column for column in columns.values())
    return zip(*every)  # noqa: B905 - what is the same for all has no end


FEW_ROWS = 5
"""So many rows are one prepared statement, which costs the database less than to begin a COPY."""


def _write_few(into: str, rows: Sequence[Row]) -> None:
    """Write a few rows; their values are told as text, which the database reads as its columns have it."""
    marks = f"({', '.join(['%s'] * len(rows[0]))})"
    values = (_told(value) for row in rows for value in row)
    asked(f"INSERT INTO {into} VALUES {', '.join([marks] * len(rows))}", *values)  # noqa: S608 - our names


def _told(value: Any) -> str | None:
    return None if value is None else _TOLD[type(value)](value)


def insert_new(model: type[models.Model], names: Sequence[str], rows: Iterable[Row]) -> dict[Any, int]:
    """Write those rows whose first value no row of the table has yet; the keys of those written, by that value.

    That value is unique, so who writes it at the same moment is waited for. No value may be of bytes.
    """
    written = list(rows)
    if not written:
        return {}
    statement = _insert_new(connection.vendor, model, tuple(names))
    if connection.vendor != "postgresql":
        return dict(asked(statement, json.dumps(written)))
    return dict(asked(statement, *([*map(_told, column)] for column in zip(*written, strict=True))))


@cache
def _insert_new(vendor: str, model: type[models.Model], names: tuple[str, ...]) -> str:
    """The statement, which takes its rows column by column, or on SQLite as one list of lists."""
    quote, key = connection.ops.quote_name, model._meta.pk
    assert key is not None
    assert key.column is not None
    columns = [quote(_column(model, name)) for name in names]
    if vendor == "postgresql":
        values = ", ".join(f"{column}{_cast(model, name)}" for name, column in zip(names, columns, strict=True))
        source = f"unnest({', '.join(['%s::text[]'] * len(names))}) AS fresh ({', '.join(columns)})"
    else:
        values = ", ".join(f"json_extract(value, '$[{n}]')" for n in range(len(names)))
        source = "json_each(%s) WHERE true"
    return (
        f"INSERT INTO {quote(model._meta.db_table)} ({', '.join(columns)}) SELECT {values} FROM {source}"  # noqa: S608 - our names
        f" ON CONFLICT ({columns[0]}) DO NOTHING RETURNING {columns[0]}, {quote(key.column)}"
    )


def _cast(model: type[models.Model], name: str) -> str:
    """What makes a text a value of the column; a text that is too long stays so, and is refused."""
    field = _field(model, name)
    return "" if isinstance(field, models.CharField | models.TextField) else f"::{field.db_type(connection)}"


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

_TOLD: dict[type, Callable[[Any], str]] = {
    str: str,
    int: int.__repr__,
    bool: lambda value: "t" if value else "f",
    bytes: lambda value: "\\x" + value.hex(),
    date: date.isoformat,
    datetime: datetime.isoformat,
    UUID: str,
}
"""Values as PostgreSQL reads them from text."""

_WRITTEN: dict[type, Callable[[Any], str]] = {
    **_TOLD,
    str: _text,
    bytes: lambda value: "\\\\x" + value.hex(),
    NoneType: lambda value: "\\N",
}
"""The same in a line of COPY."""


def _field(model: type[models.Model], name: str) -> models.Field[Any, Any]:
    field = model._meta.get_field(name)
    assert isinstance(field, models.Field)
    return field


def _column(model: type[models.Model], name: str) -> str:
    column = _field(model, name).column
    assert column is not None
    return column
