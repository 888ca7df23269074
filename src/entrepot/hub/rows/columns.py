"""Rows that are given column by column."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import Any


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
    [count] = {len(column) for column in columns.values() if not isinstance(column, Same)}
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


def values(column: Column) -> Iterable[Any]:
    """What the rows have in the column, one after another; what is the same for all has no end."""
    match column:
        case Same(value):
            return repeat(value)
        case Utf8():
            return column.read()
        case _:
            return column


LOOK, FEW = 50, 8


def few(column: Column) -> bool:
    """Whether the column seems to have few values, by a look at its first."""
    return isinstance(column, Same) or (not isinstance(column, Utf8) and len(set(column[:LOOK])) <= FEW)
