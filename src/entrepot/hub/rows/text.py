"""Rows as PostgreSQL reads them from text: values alone, or a line of COPY for each row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import repeat
from types import NoneType
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Same:
    """A value that all rows have."""

    value: Any


@dataclass(frozen=True, slots=True)
class Utf8:
    """Long texts that were written as UTF-8 already: they go to PostgreSQL as they are."""

    texts: Sequence[bytes]

    def __len__(self) -> int:
        return len(self.texts)

    def read(self) -> Sequence[str]:
        """The texts themselves."""
        return [each.decode() for each in self.texts]


Column = Sequence[Any] | Same | Utf8
Columns = Mapping[str, Column]


def parts(columns: Columns, size: int) -> Iterator[Sequence[Column]]:
    """The columns of the first so many rows, of the next, and so on."""
    count = max(len(column) for column in columns.values() if not isinstance(column, Same))
    for begin in range(0, count, size):
        yield [_part(column, begin, begin + size) for column in columns.values()]


def _part(column: Column, begin: int, end: int) -> Column:
    match column:
        case Same():
            return column
        case Utf8(texts):
            return Utf8(texts[begin:end])
        case _:
            return column[begin:end]


def told(value: Any) -> str | None:
    return None if value is None else _TOLD[type(value)](value)


def lines(columns: Iterable[Column]) -> bytes:
    """Rows as COPY reads them: a line each, values between tabs. They are written out column by column.

    Columns of `Utf8` come last.
    """
    written: list[Iterable[str]] = []
    long: list[Sequence[bytes]] = []
    for column in columns:
        if isinstance(column, Same):
            written.append(repeat(_WRITTEN[type(column.value)](column.value)))
        elif isinstance(column, Utf8):
            long.append(_unbroken(column.texts))
        else:
            assert not long, "long texts come last"
            written.append(_column_written(column))
    short = "\n".join(map("\t".join, zip(*written))).encode()  # noqa: B905 - as above
    if not long:
        return short + b"\n"
    return b"\n".join(map(b"\t".join, zip(short.split(b"\n"), *long, strict=True))) + b"\n"


def _column_written(column: Sequence[Any]) -> Sequence[str]:
    kinds = set(map(type, column))
    if kinds == {str}:
        return _texts(column)
    if kinds <= FEW:
        told = {value: _WRITTEN[type(value)](value) for value in set(column)}
        return [told[value] for value in column]
    if len(kinds) == 1:
        return list(map(_WRITTEN[kinds.pop()], column))
    return [_WRITTEN[type(value)](value) for value in column]


def _texts(column: Sequence[str]) -> Sequence[str]:
    """Texts as they are, if none of them holds what must be escaped: one look for all."""
    together = "".join(column)
    if "\\" in together or "\t" in together or "\n" in together or "\r" in together:
        return list(map(_text, column))
    return column


def _unbroken(texts: Sequence[bytes]) -> Sequence[bytes]:
    """Long texts with nothing in them that would end a value, a row or an escape: one look for all."""
    together = b"".join(texts)
    if b"\\" in together or b"\t" in together or b"\n" in together or b"\r" in together:
        return [_text(each.decode()).encode() for each in texts]
    return texts


def _text(value: str) -> str:
    """A text in which nothing is left that would end a value, a row or an escape."""
    if "\\" in value:
        value = value.replace("\\", "\\\\")
    if "\t" in value or "\n" in value or "\r" in value:
        value = value.replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
    return value


def _array(values: Sequence[Any]) -> str:
    """A list as PostgreSQL reads it from text, each value between quotation marks."""
    texts = [told(value) for value in values]
    if not any(text is None or "\\" in text or '"' in text for text in texts):
        return '{"' + '","'.join(texts) + '"}' if texts else "{}"  # type: ignore[arg-type]
    return "{" + ",".join("NULL" if text is None else _quoted(text) for text in texts) + "}"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


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
    list: _array,
}
"""Values as PostgreSQL reads them from text."""

_WRITTEN: dict[type, Callable[[Any], str]] = {
    **_TOLD,
    str: _text,
    bytes: lambda value: "\\\\x" + value.hex(),
    NoneType: lambda value: "\\N",
}
"""The same in a line of COPY."""
