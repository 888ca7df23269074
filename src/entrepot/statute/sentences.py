"""Every sentence of the law files that people read, for the catalogues of translators."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from entrepot.statute.book import SHIPPED
from entrepot.statute.reading import Rows, Table, Text, Written, read

SPOKEN = frozenset({"sentence", "otherwise", "name", "description", "reason", "proof", "proofs", "text"})
FILES = ("levies", "regimes", "measure_types", "controls", "permits", "profiles", "parameters/*")


def sentences(place: Path = SHIPPED) -> Iterator[tuple[str, str]]:
    """Each text with where it stands, such as `my/regimes.yaml:4`, in the order of the files."""
    for folder in sorted(path.parent for path in place.glob("*/jurisdiction.yaml")):
        for name in FILES:
            for path in sorted(folder.glob(f"{name}.yaml")):
                shown = path.relative_to(place).as_posix()
                for text in _spoken(read(path, shown, []), spoken=False):
                    yield str(text), f"{shown}:{text.line}"


def _spoken(written: Written, *, spoken: bool) -> Iterator[Text]:
    match written:
        case Text():
            if spoken:
                yield written
        case Rows():
            for each in written:
                yield from _spoken(each, spoken=spoken and isinstance(each, Text))
        case Table():
            for name, each in written.items():
                yield from _spoken(each, spoken=name in SPOKEN)
        case _:
            pass
