"""The declarations of a file, one after another: one a line (NDJSON), or one goods item a row (CSV)."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import BinaryIO

from entrepot.hub.customs import table
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.wording import gettext_noop

BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def numbered(stream: BinaryIO, name: str) -> Iterator[tuple[int, bytes]]:
    """Each declaration as JSON with the number of the line on which it begins; the file's name says what it is."""
    if name.lower().endswith(".csv"):
        return _rows(stream)
    return _lines(stream)


def _rows(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """The declarations of a table; the stream stays open for whoever opened it."""
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
    try:
        yield from table.declarations(text)
    finally:
        text.detach()


def _lines(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Every line that is not blank, with its number."""
    for number, line in enumerate(iter(stream.readline, b""), 1):
        if number == 1:
            line = line.removeprefix(BYTE_ORDER_MARK)
            if line.lstrip().startswith(b"["):
                raise Refused(_one_list())
        if line := line.strip():
            yield number, line


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
