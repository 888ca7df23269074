"""Rows as PostgreSQL itself keeps them, for COPY: neither side turns values into words, or looks for where they end.

The form is that of PostgreSQL's manual under COPY, Binary Format, which has been the same since version 7.4.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import chain, repeat
from operator import attrgetter
from typing import Any

from django.db import DataError

from entrepot.hub.rows.columns import Column, Same, Utf8, values

HEADER = b"PGCOPY\n\xff\r\n\0" + bytes(8)
END = b"\xff\xff"

_COUNT, _LENGTH = struct.Struct(">h").pack, struct.Struct(">i").pack
_NULL = _LENGTH(-1)
_FIRST_DAY, _FIRST_MOMENT = date(2000, 1, 1).toordinal(), datetime(2000, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

Form = Callable[[Any], bytes]


def _whole(code: str) -> Form:
    return struct.Struct(f">{code}").pack


_BIGINT, _DAY = _whole("q"), _whole("i")

FORMS: dict[str, Form] = {
    "varchar": str.encode,
    "text": str.encode,
    "jsonb": lambda value: b"\x01" + value.encode(),
    "bytea": bytes,
    "boolean": lambda value: b"\x01" if value else b"\x00",
    "smallint": _whole("h"),
    "integer": _whole("i"),
    "bigint": _BIGINT,
    "double precision": _whole("d"),
    "date": lambda value: _DAY(value.toordinal() - _FIRST_DAY),
    "timestamp with time zone": lambda value: _BIGINT((value - _FIRST_MOMENT) // _MICROSECOND),
    "uuid": attrgetter("bytes"),
}
"""How PostgreSQL keeps a value of each type that our tables have."""

_LONG = {"varchar", "text", "bytea"}
_BIGINTS = struct.Struct(">iq").pack


def block(types: Sequence[str], columns: Sequence[Column], alike: int) -> bytes:
    """Some rows; each combination of the first `alike` columns, of which there are few, is written out once."""
    try:
        heads = _heads(types[:alike], columns[:alike], _COUNT(len(columns)))
        rest = zip(types[alike:], columns[alike:], strict=True)
        return b"".join(chain.from_iterable(zip(heads, *chain.from_iterable(_column(*each) for each in rest))))  # noqa: B905 - heads may have no end
    except struct.error as failed:
        raise DataError(str(failed)) from failed


def _heads(types: Sequence[str], columns: Sequence[Column], count: bytes) -> Iterable[bytes]:
    """The beginning of each row: how many values it has, and the first of them."""
    if all(isinstance(column, Same) for column in columns):
        return repeat(_head(count, types, [next(iter(values(column))) for column in columns]))
    alike = list(zip(*map(values, columns)))  # noqa: B905 - what is the same for all has no end
    written = {each: _head(count, types, each) for each in set(alike)}
    return [written[each] for each in alike]


def _head(count: bytes, types: Sequence[str], row: Sequence[Any]) -> bytes:
    return count + b"".join(map(_value, types, row))


def _column(kind: str, column: Column) -> tuple[Iterable[bytes], ...]:
    """The values of a column, each with its length before it."""
    assert not isinstance(column, Same), "what is the same for all stands at the head"
    if isinstance(column, Utf8) and kind in _LONG:
        return _with_lengths(column.texts)
    texts = column.read() if isinstance(column, Utf8) else column
    if None not in texts:
        if kind in _LONG:
            return _with_lengths(list(map(FORMS[kind], texts)))
        if kind == "bigint":
            return (map(_BIGINTS, repeat(8), texts),)
    return ([_value(kind, each) for each in texts],)


def _with_lengths(kept: Sequence[bytes]) -> tuple[Iterable[bytes], ...]:
    return map(_LENGTH, map(len, kept)), kept


def _value(kind: str, value: Any) -> bytes:
    if value is None:
        return _NULL
    kept = FORMS[kind](value)
    return _LENGTH(len(kept)) + kept
