"""The file of declarations, piece by piece."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from entrepot.hub.customs.lines import empty, numbered
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.wording import gettext_noop


@dataclass(slots=True)
class Piece:
    """Some declarations as JSON, a line each; the number of the line on which each begins; how far they reach.

    They are one text, which is handed to another process far sooner than thousands.
    """

    numbers: list[int]
    text: bytes
    through: int


LEAST = 500
"""A smaller piece than this is not worth a transaction, unless less was asked for or is left."""


def pieces(file: Path, size: int, *, after: int = 0, processes: int = 1) -> Iterator[Piece]:
    """The declarations of a file, `size` at a time, without the first `after` of them.

    Where several processes share the file, none takes more than its share of what is left, as far as the length of the
    lines shows: toward the end pieces become smaller, so that all of them come to an end together.
    """
    least = min(LEAST, size)
    with file.open("rb") as stream:
        length = file.stat().st_size
        found = islice(numbered(stream, file.name), after, None)
        while some := list(islice(found, least)):
            left = len(some) + (length - stream.tell()) * some[-1][0] // stream.tell()
            some += islice(found, min(size, max(least, left // processes)) - len(some))
            yield Piece([number for number, _ in some], b"\n".join([line for _, line in some]), stream.tell())


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
        raise Refused(empty(str(file)))
    return first
