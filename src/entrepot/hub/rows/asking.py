"""Questions that every lodgement asks, given in SQL: one statement each, prepared where the database can."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from django.db.models import F, Func
from django.db.models.expressions import RawSQL

from entrepot.hub.rows.naming import column_of

Row = tuple[Any, ...]
_CONDITION: dict[str, Any] = {"template": "%(expressions)s", "output_field": models.BooleanField()}

_ONE_NUMBER = "SELECT nextval('{sequence}')"
_NUMBERS = f"{_ONE_NUMBER} FROM generate_series(1, %s::int)"


def numbers(model: type[models.Model], count: int) -> list[int]:
    """As many primary keys of a table, above all that were given before: a row is known before it is written."""
    table, key = model._meta.db_table, model._meta.pk
    assert key is not None
    if connection.vendor == "postgresql":
        one, many = _numbers(table, key.column)
        return [number for (number,) in (asked(one) if count == 1 else asked(many, count))]
    assert connection.in_atomic_block, "on SQLite only the one writer may count on"
    last = next((seq for (seq,) in asked("SELECT seq FROM sqlite_sequence WHERE name = %s", table)), 0)
    return list(range(last + 1, last + 1 + count))


@cache
def _numbers(table: str, column: str) -> tuple[str, str]:
    """The questions for a new number of a table, and for many; the sequence is looked up once by each process.

    One number has a question of its own: how many there will be is planned anew each time.
    """
    [(sequence,)] = asked("SELECT pg_get_serial_sequence(%s, %s)", table, column)
    return _ONE_NUMBER.format(sequence=sequence), _NUMBERS.format(sequence=sequence)


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
    told = list(values)
    condition = any_of(told)
    return asked(_held(condition, model, tuple(names), column), listed(told))


@cache
def _held(condition: str, model: type[models.Model], names: tuple[str, ...], column: str) -> str:
    quote = connection.ops.quote_name
    columns = ", ".join(quote(column_of(model, name)) for name in names)
    table, asked_of = quote(model._meta.db_table), quote(column_of(model, column))
    return f"SELECT {columns} FROM {table} WHERE {asked_of} {condition}"  # noqa: S608 - our names


def any_of(values: Sequence[str]) -> str:
    """How a question in SQL says “is any of these”; they are told as `listed`.

    One value is asked for by itself: how many there will be is planned anew each time, which costs more than to look.
    """
    if len(values) == 1:
        return "= %s"
    return "= ANY(%s)" if connection.vendor == "postgresql" else "IN (SELECT value FROM json_each(%s))"


def listed(values: Sequence[str]) -> list[str] | str:
    """Many values as one that is told to the database."""
    if len(values) == 1:
        return values[0]
    return list(values) if connection.vendor == "postgresql" else json.dumps(list(values))


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
    from entrepot.hub.rows.prepared import answer

    return answer(here, question, told)
