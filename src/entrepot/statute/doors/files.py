"""Opening the files as they are published: packed or not, comma separated or one record a line."""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any


@contextmanager
def opened(path: Path) -> Iterator[IO[str]]:
    """The text of a file, unpacked if it is packed; a byte-order mark is not part of it."""
    if path.suffix == ".gz":
        with gzip.open(path, "rt", encoding="utf-8-sig", newline="") as text:
            yield text
    else:
        with path.open(encoding="utf-8-sig", newline="") as text:
            yield text


def records(path: Path) -> Iterator[dict[str, Any]]:
    """The records of a JSON list, or of a file with one JSON object a line."""
    with opened(path) as text:
        first = text.read(1)
        text.seek(0)
        if first == "[":
            yield from json.load(text)
        else:
            for line in text:
                if line.strip():
                    yield json.loads(line)


def table(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a comma separated file, by the names in its first line; lines that begin with # are remarks."""
    with opened(path) as text:
        lines = (line for line in text if not line.startswith("#"))
        for row in csv.DictReader(lines):
            yield {name: value or "" for name, value in row.items() if name is not None}


def document(path: Path) -> Any:
    """One JSON document."""
    with opened(path) as text:
        return json.load(text)
