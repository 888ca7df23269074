"""A table of text from the bytes of a file: encoding, separator and records, with every line's number kept.

A line that cannot be read is refused alone. A file that says by its first bytes that it is UTF-16 (what a spreadsheet
calls “Unicode text”) is read as such. Only a file that is GB18030 as a whole is read as such: a single broken
line in a UTF-8 file must not turn the others into nonsense.
"""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from entrepot.trade.finding import Finding
from entrepot.trade.wording import gettext_noop

LONGEST_RECORD = 30  # lines of one record: an address has a few, an open quotation mark swallows all the rest
_CHINESE = (
    ("\u3000", "\u9fff"),
    ("\uff00", "\uffef"),
    ("\u2010", "\u2027"),
    ("\u00b7", "\u00b7"),
    ("\u00d7", "\u00d7"),
)
BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Row:
    """One record: the line it begins on, and its cells by column."""

    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "").strip()


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that could not be read at all."""

    line: int
    finding: Finding


@dataclass(frozen=True)
class Table:
    """What a file holds: its columns, its rows, and the lines that could not be read."""

    header: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    bad: tuple[BadLine, ...] = ()
    encoding: str = "utf-8"
    records: int = 0


def table(content: bytes) -> Table:
    """Read the whole file; the first line that is not empty is the header."""
    content = _without_utf_16(content)
    encoding = "gb18030" if _is_gb18030(content) else "utf-8"
    header: tuple[str, ...] = ()
    separator = ","
    rows: list[Row] = []
    bad: list[BadLine] = []
    records = 0
    for line, text, broken in _records(content, encoding):
        if not header:
            separator = max(",;\t", key=text.count)
            header = tuple(cell.strip() for cell in _cells(text, separator))
            continue
        records += 1
        if broken:
            bad.append(BadLine(line, broken))
            continue
        try:
            cells = _cells(text, separator)
        except csv.Error:  # a quotation mark within a cell that is not quoted, and a line break after it
            bad.append(BadLine(line, _LONG if len(text) > csv.field_size_limit() else _OPEN))
            continue
        if any(cells[len(header) :]) or len(cells) < min(len(header), 2):
            bad.append(BadLine(line, _columns(len(cells), len(header))))
        else:
            rows.append(Row(line, dict(zip(header, cells, strict=False))))
    return Table(header, tuple(rows), tuple(bad), encoding, records)


def _cells(text: str, separator: str) -> list[str]:
    return next(iter(csv.reader([text], delimiter=separator)), [])


def _records(content: bytes, encoding: str) -> Iterator[tuple[int, str, Finding | None]]:
    """Each record with the number of its first line; a quoted cell may run over several lines."""
    lines = content.removeprefix(BOM).replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
    at = 0
    while at < len(lines):
        first = at
        text, broken = _decoded(lines[at], encoding)
        at += 1
        if not text.strip():
            continue
        if text.count('"') % 2:
            end = _closing(lines, at, encoding)
            if end is None:
                yield first + 1, text, broken or _OPEN
                continue
            for more in lines[at:end]:
                added, also = _decoded(more, encoding)
                text, broken = text + "\n" + added, broken or also
            at = end
        yield first + 1, text, broken


def _closing(lines: list[bytes], start: int, encoding: str) -> int | None:
    """Where the quotation that is open before `start` is closed, if that is near."""
    for end in range(start, min(start + LONGEST_RECORD, len(lines))):
        if _decoded(lines[end], encoding)[0].count('"') % 2:
            return end + 1
    return None


def _decoded(line: bytes, encoding: str) -> tuple[str, Finding | None]:
    try:
        return line.decode(encoding), None
    except UnicodeDecodeError:
        return line.decode(encoding, errors="replace"), _BROKEN


def _without_utf_16(content: bytes) -> bytes:
    """The content as UTF-8, if it begins as UTF-16 does and is that to its end."""
    if not content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content
    try:
        return content.decode("utf-16").encode("utf-8")
    except UnicodeError:
        return content


def _is_gb18030(content: bytes) -> bool:
    """Whether the file as a whole is Chinese text in GB18030, and none of it UTF-8."""
    foreign = [line for line in content.removeprefix(BOM).split(b"\n") if not line.isascii()]
    if not foreign or any(_decoded(line, "utf-8")[1] is None for line in foreign):
        return False
    try:
        text = b"\n".join(foreign).decode("gb18030")
    except UnicodeDecodeError:
        return False
    chinese = [character for character in text if not character.isascii()]
    pairs = sum(1 for one, two in pairwise(text) if not one.isascii() and not two.isascii())
    return pairs > 0 and all(_is_chinese(each) for each in chinese)


def _is_chinese(character: str) -> bool:
    """Whether it is a Chinese character or a sign that Chinese text uses."""
    return any(low <= character <= high for low, high in _CHINESE)


def _columns(found: int, wanted: int) -> Finding:
    return Finding(
        "columns-wrong",
        gettext_noop("The line has {found} cells and the header {wanted}."),
        remedy=gettext_noop("Put a cell that contains a comma in quotation marks, and export the file again."),
        params={"found": str(found), "wanted": str(wanted)},
    )


_BROKEN = Finding(
    "encoding-broken",
    gettext_noop("The line holds bytes that are not text in UTF-8."),
    remedy=gettext_noop("Save the file as “CSV UTF-8” and send this line again."),
)
_LONG = Finding(
    "cell-too-long",
    gettext_noop("A cell of the line is longer than {most} characters."),
    remedy=gettext_noop("Shorten it, and send this line again."),
    params={"most": f"{csv.field_size_limit():,}"},
)
_OPEN = Finding(
    "quotation-open",
    gettext_noop("The line opens a quotation mark that is never closed."),
    remedy=gettext_noop("Close it, or write two quotation marks where one is meant as text."),
)
