"""The file of declarations, piece by piece: one declaration a line (NDJSON), or one goods item a line (CSV)."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from entrepot.cli.lodging import table
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.wording import gettext_noop

BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass(slots=True)
class Piece:
    """Some declarations as JSON, the number of the line on which each begins, and how far in the file they reach."""

    numbers: list[int] = field(default_factory=list)
    lines: list[bytes] = field(default_factory=list)
    through: int = 0


def pieces(file: Path, size: int, *, after: int = 0) -> Iterator[Piece]:
    """The declarations of a file, `size` at a time, without the first `after` of them."""
    with file.open("rb") as stream:
        text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")  # it closes the stream when it goes
        found = table.declarations(text) if file.suffix.lower() == ".csv" else _lines(stream)
        found = islice(found, after, None)
        while some := list(islice(found, size)):
            yield Piece([number for number, _ in some], [line for _, line in some], stream.tell())


def _lines(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Every line that is not blank, with its number."""
    for number, line in enumerate(iter(stream.readline, b""), 1):
        if number == 1:
            line = line.removeprefix(BYTE_ORDER_MARK)
            if line.lstrip().startswith(b"["):
                raise Refused(_one_list())
        if line := line.strip():
            yield number, line


def begun(file: Path, size: int = 200) -> Piece:
    """The first declarations of a file; one that is not there or holds none is refused before anything is done."""
    if not file.is_file():
        raise Refused(
            Finding(
                "file-missing",
                gettext_noop("There is no file {file}."),
                remedy=gettext_noop("Check its name and folder."),
                params={"file": str(file)},
            )
        )
    first = next(pieces(file, size), None)
    if first is None:
        raise Refused(
            Finding(
                "file-empty",
                gettext_noop("{file} holds no declaration."),
                remedy=gettext_noop(
                    "Write one declaration a line, or one goods item a row under a line of column names."
                ),
                params={"file": str(file)},
            )
        )
    return first


def _one_list() -> Finding:
    return Finding(
        "not-ndjson",
        gettext_noop("The file begins with “[”: it is one JSON list, not one declaration a line."),
        remedy=gettext_noop("Write each declaration on a line of its own, without commas between them."),
    )
