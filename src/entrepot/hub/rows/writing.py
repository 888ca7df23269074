"""Many rows written in one go: COPY or one prepared statement."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache
from itertools import chain
from typing import Any
from uuid import UUID

from django.db import connection, models

from entrepot.hub.rows import binary
from entrepot.hub.rows.asking import Row, asked
from entrepot.hub.rows.columns import Columns, Same, few, parts, values
from entrepot.hub.rows.naming import column_of, field_of


def ready(model: type[models.Model], name: str, value: object) -> Any:
    """A value as the driver takes it, for columns whose type databases write each in its own way."""
    if isinstance(value, date | UUID) and connection.vendor == "postgresql":  # a moment is a day too
        return value
    return field_of(model, name).get_db_prep_save(value, connection)


def insert(model: type[models.Model], names: Sequence[str], rows: Iterable[Row]) -> None:
    """Write the rows, each with a value for every name; a row that breaks a constraint stops them all."""
    written = list(rows)
    if written and connection.vendor == "postgresql" and _are_few(len(written), len(names)):
        _write_few(_into("postgresql", model, tuple(names)), written)
    elif written:
        fill(model, dict(zip(names, zip(*written, strict=True), strict=True)))


def fill(model: type[models.Model], columns: Columns) -> None:
    """Write rows that are given column by column; not all columns may be the same for every row."""
    if connection.vendor != "postgresql":
        marks = ", ".join(["%s"] * len(columns))
        statement = f"INSERT INTO {_into(connection.vendor, model, tuple(columns))} VALUES ({marks})"  # noqa: S608 - our names
        with connection.cursor() as cursor:
            cursor.executemany(statement, list(_rows(columns)))
    elif _are_few(min(len(each) for each in columns.values() if not isinstance(each, Same)), len(columns)):
        _write_few(_into("postgresql", model, tuple(columns)), list(_rows(columns)))
    else:
        _copy(model, columns)


def _copy(model: type[models.Model], columns: Columns) -> None:
    """COPY, with the columns that have few values first."""
    alike = {name: column for name, column in columns.items() if few(column)}
    columns = {**alike, **columns}
    types, into = _types(model, tuple(columns)), _into("postgresql", model, tuple(columns))
    with (
        connection.cursor() as cursor,
        connection.wrap_database_errors,
        cursor.copy(f"COPY {into} FROM STDIN (FORMAT BINARY)") as copy,
    ):
        copy.write(binary.HEADER)
        for some in parts(columns, AT_ONCE):
            copy.write(binary.block(types, some, len(alike)))
        copy.write(binary.END)


AT_ONCE = 500
"""So many rows are written out at once: what was written stays where the processor reaches it soonest."""


@cache
def _types(model: type[models.Model], names: tuple[str, ...]) -> tuple[str, ...]:
    """What PostgreSQL calls the types of the columns, without their lengths."""
    return tuple(str(field_of(model, name).db_type(connection)).partition("(")[0] for name in names)


@cache
def _into(vendor: str, model: type[models.Model], names: tuple[str, ...]) -> str:
    quote = connection.ops.quote_name
    return f"{quote(model._meta.db_table)} ({', '.join(quote(column_of(model, name)) for name in names)})"


def _rows(columns: Columns) -> Iterator[Row]:
    return zip(*map(values, columns.values()))  # noqa: B905 - what is the same for all has no end


FEW_ROWS, FEW_VALUES = 20, 140
"""So many rows, of so many values together, are one prepared statement, which costs less than to begin a COPY."""


def _are_few(rows: int, width: int) -> bool:
    return rows <= FEW_ROWS and rows * width <= FEW_VALUES


def _write_few(into: str, rows: Sequence[Row]) -> None:
    """Write a few rows; their values are told as text, which the database reads as its columns have it."""
    asked(_of_few(into, len(rows[0]), len(rows)), *chain.from_iterable(rows))


@cache
def _of_few(into: str, width: int, count: int) -> str:
    marks = f"({', '.join(['%s'] * width)})"
    return f"INSERT INTO {into} VALUES {', '.join([marks] * count)}"  # noqa: S608 - our names


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
    return dict(asked(statement, *map(list, zip(*written, strict=True))))


@cache
def _insert_new(vendor: str, model: type[models.Model], names: tuple[str, ...]) -> str:
    """The statement, which takes its rows column by column, or on SQLite as one list of lists."""
    quote, key = connection.ops.quote_name, model._meta.pk
    assert key is not None
    assert key.column is not None
    columns = [quote(column_of(model, name)) for name in names]
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
    field = field_of(model, name)
    return "" if isinstance(field, models.CharField | models.TextField) else f"::{field.db_type(connection)}"
