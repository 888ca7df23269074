"""The declarations of a file, one after another: one a line (NDJSON), or one goods item a row (CSV)."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import BinaryIO

from entrepot.hub.customs import table
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.wording import gettext_noop

BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def is_table(name: str) -> bool:
    """Whether a file of this name holds rows of goods; any other holds a declaration a line."""
    return name.lower().endswith(".csv")


def numbered(stream: BinaryIO, name: str) -> Iterator[tuple[int, bytes]]:
    """Each declaration as JSON with the number of the line on which it begins; the file's name says what it is."""
    if is_table(name):
        return rows(stream)
    begin = passed(stream, 0) + 1
    return ((number, line.strip()) for number, line in enumerate(stream, begin) if not line.isspace())


def rows(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """The declarations of a table; the stream stays open for whoever opened it."""
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
    try:
        yield from table.declarations(text)
    finally:
        text.detach()


def passed(stream: BinaryIO, after: int) -> int:
    """Go past a byte order mark and so many declarations, a line each; how many lines that were.

    A file that is one list of JSON is refused.
    """
    start = stream.read(len(BYTE_ORDER_MARK))
    stream.seek(len(start) if start == BYTE_ORDER_MARK else 0)
    first = stream.readline()
    if first.lstrip().startswith(b"["):
        raise Refused(_one_list())
    stream.seek(-len(first), io.SEEK_CUR)
    lines = 0
    while after and (line := stream.readline()):
        lines += 1
        after -= not line.isspace()
    return lines


def empty(name: str) -> Finding:
    """The file holds no declaration."""
    return Finding(
        "file-empty",
        gettext_noop("{file} holds no declaration."),
        remedy=gettext_noop("Write one declaration a line, or one goods item a row under a line of column names."),
        params={"file": name},
    )


def _one_list() -> Finding:
    return Finding(
        "not-ndjson",
        gettext_noop("The file begins with “[”: it is one JSON list, not one declaration a line."),
        remedy=gettext_noop("Write each declaration on a line of its own, without commas between them."),
    )
