"""The file of declarations, piece by piece."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from entrepot.hub.customs.lines import empty, is_table, passed, rows
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.wording import gettext_noop

State = tuple[int, int, int]
"""Which file it is, how long, and when it was written to last."""


def state_of(stream: BinaryIO) -> State:
    found = os.fstat(stream.fileno())
    return found.st_ino, found.st_size, found.st_mtime_ns


@dataclass(frozen=True, slots=True)
class Piece:
    """Some declarations of a file: the numbers of the lines on which they begin, and how far in the file they reach.

    Where the file has one declaration a line, a piece says only where it begins, and whoever lodges it reads it there:
    thousands of lines are not handed from one process to another. Declarations of a table are `told`.
    """

    file: Path
    of: State
    numbers: Sequence[int]
    begins: int
    through: int
    told: Sequence[bytes] = ()

    @property
    def text(self) -> bytes:
        """The declarations as JSON, a line each, blank lines perhaps between them.

        Refused if the file is another than when the piece was cut, or was written to since.
        """
        if self.told:
            return b"\n".join(self.told)
        with self.file.open("rb") as stream:
            if state_of(stream) != self.of:
                raise Refused(_changed(self.file))
            stream.seek(self.begins)
            return stream.read(self.through - self.begins)

    @property
    def lines(self) -> Sequence[bytes]:
        """Each declaration as JSON."""
        return self.told or [line for line in self.text.split(b"\n") if line.strip()]


LEAST = 500
"""A smaller piece than this is not worth a transaction, unless less was asked for or is left."""

AT_ONCE = 1 << 20
"""Bytes that are read of a file at one time."""


def pieces(file: Path, size: int, *, after: int = 0, processes: int = 1) -> Iterator[Piece]:
    """The declarations of a file, `size` at a time, without the first `after` of them.

    Where several processes share the file, none takes more than its share of what is left, as far as the length of the
    lines shows: toward the end pieces become smaller, so that all of them come to an end together.
    """
    with file.open("rb", buffering=AT_ONCE) as stream:
        cut = _of_table if is_table(file.name) else _of_lines
        yield from cut(stream, file, after, _Shares(size, processes, state_of(stream)))


@dataclass(frozen=True, slots=True)
class _Shares:
    """How many declarations a piece may hold."""

    size: int
    processes: int
    state: State

    @property
    def least(self) -> int:
        return min(LEAST, self.size)

    def of(self, begun: int, number: int, reached: int) -> int:
        """The share of a piece of which so many are read, when the file is read to this line and place."""
        _, length, _ = self.state
        left = begun + (length - reached) * number // reached
        return min(self.size, max(self.least, left // self.processes))


def _of_lines(stream: BinaryIO, file: Path, after: int, shares: _Shares) -> Iterator[Piece]:
    last = passed(stream, after)
    while lines := list(islice(stream, shares.least)):
        begins = stream.tell() - sum(map(len, lines))
        share = shares.of(len(lines), last + len(lines), stream.tell())
        lines += islice(stream, share - len(lines))
        numbers: Sequence[int] = range(last + 1, last + 1 + len(lines))
        if any(map(bytes.isspace, lines)):
            numbers = [number for number, line in zip(numbers, lines, strict=True) if not line.isspace()]
        last += len(lines)
        if numbers:
            yield Piece(file, shares.state, numbers, begins, stream.tell())


def _of_table(stream: BinaryIO, file: Path, after: int, shares: _Shares) -> Iterator[Piece]:
    found = islice(rows(stream), after, None)
    while some := list(islice(found, shares.least)):
        share = shares.of(len(some), some[-1][0], stream.tell())
        some += islice(found, share - len(some))
        numbers, told = zip(*some, strict=True)
        yield Piece(file, shares.state, numbers, 0, stream.tell(), told)


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


def _changed(file: Path) -> Finding:
    return Finding(
        "file-changed",
        gettext_noop("{file} was changed while it was lodged."),
        remedy=gettext_noop(
            "Lodge what it held before under another name: what was taken already is answered, not lodged again."
        ),
        params={"file": str(file)},
    )
