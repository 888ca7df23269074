"""Every known text, ready to be compared: rows by subheading, three lexical indexes, and a point for each row.

Built in a few seconds, kept in the cache folder under the digest of its rows, and read back in a fraction of a second.
"""

from __future__ import annotations

import hashlib
import os
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from entrepot.classify import encoder, grams, nomenclature, postings, vectors
from entrepot.classify.encoder import Bytes, from_bytes
from entrepot.classify.postings import Floats, Postings
from entrepot.classify.row import Row

FORMAT = "9"
HEADING_COUNTS, CHAPTER_COUNTS = 0.5, 0.25
"""How much the words of its heading and chapter count in the document of a subheading."""
COMMON_RUN = 0.02
"""Runs of characters that stand in more than this share of rows are left out: they tell nothing and cost most."""
NOT_ENCODED = "ms"
"""The encoder never learnt Malay; Malay rows are found by their words, and Malay goods by their English."""


@dataclass(frozen=True, slots=True)
class Index:
    """Rows sorted by code; `places` and `starts` say which rows belong to which subheading.

    `documents` has one document a subheading; `row_words` and `row_runs` one a row. `near` has a point for each row of
    `encoded`, and `encoded_starts` where the rows of each of `encoded_places` begin.
    """

    rows: tuple[Row, ...]
    places: NDArray[np.int64]
    starts: NDArray[np.int64]
    documents: Postings
    row_words: Postings
    row_runs: Postings
    encoded: NDArray[np.int64]
    near: Floats

    @property
    def encoded_places(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The subheadings that have points, and where the points of each begin."""
        of_rows = self.places[np.searchsorted(self.starts, self.encoded, side="right") - 1]
        starts = np.flatnonzero(np.concatenate(([True], of_rows[1:] != of_rows[:-1])))
        return of_rows[starts], starts


def built(rows: Sequence[Row], folder: Path | None = None, seen: vectors.Seen = lambda count: None) -> Index:
    """The index of these rows: read from the folder if it was built before, else built and kept there."""
    ordered = tuple(sorted(set(rows)))
    file = folder / f"index-{digest(ordered)}.npz" if folder else None
    kept = _read(file)
    if kept is None:
        kept = _arrays(ordered, folder, seen)
        if file is not None:
            _write(file, kept)
    return _index(ordered, kept)


def digest(rows: Sequence[Row]) -> str:
    """The name of the content: rows, edition, and the way the index is made."""
    content = hashlib.blake2b(f"{FORMAT} {nomenclature.EDITION} {encoder.axes()}\n".encode(), digest_size=12)
    for row in rows:
        content.update("\t".join(row).encode() + b"\n")
    return content.hexdigest()


def _arrays(rows: Sequence[Row], folder: Path | None, seen: vectors.Seen) -> dict[str, NDArray[np.generic]]:
    codes = nomenclature.subheadings()
    at = {code: n for n, code in enumerate(codes)}
    classes = np.array([at[row.code] for row in rows], np.int32)
    texts = [row.text for row in rows]
    words = grams.word_runs(texts)
    encoded = np.flatnonzero([row.lang != NOT_ENCODED for row in rows])
    near = vectors.points_of([texts[n] for n in encoded], folder, seen)
    return {
        **_documents(codes, classes[words[0]], words[1]).arrays("documents"),
        **postings.cosine(*words, len(rows)).arrays("words"),
        **postings.cosine(*grams.character_runs(texts), len(rows), rarest_first=COMMON_RUN).arrays("runs"),
        "encoded": encoded,
        "near": near,
    }


def _documents(codes: Sequence[str], places: grams.Places, numbers: grams.Numbers) -> Postings:
    wording = nomenclature.wording()
    headings = grams.word_runs([wording.get(code[: nomenclature.HEADING], "") for code in codes])
    chapters = grams.word_runs([wording.get(code[: nomenclature.CHAPTER], "") for code in codes])
    return postings.bm25(
        np.concatenate((places, headings[0], chapters[0])),
        np.concatenate((numbers, headings[1], chapters[1])),
        len(codes),
        np.concatenate(
            (
                np.ones(len(places), np.float32),
                np.full(len(headings[0]), HEADING_COUNTS, np.float32),
                np.full(len(chapters[0]), CHAPTER_COUNTS, np.float32),
            )
        ),
    )


def _index(rows: tuple[Row, ...], kept: dict[str, NDArray[np.generic]]) -> Index:
    at = {code: n for n, code in enumerate(nomenclature.subheadings())}
    classes = np.array([at[row.code] for row in rows], np.int64)
    starts = np.flatnonzero(np.concatenate(([True], classes[1:] != classes[:-1])))
    near: Bytes = kept["near"]  # type: ignore[assignment]
    return Index(
        rows,
        classes[starts],
        starts,
        Postings.of("documents", kept),
        Postings.of("words", kept),
        Postings.of("runs", kept),
        kept["encoded"].astype(np.int64),
        from_bytes(near),
    )


def _read(file: Path | None) -> dict[str, NDArray[np.generic]] | None:
    """The arrays of a file; nothing if it is not there or spoilt, since it can be built again."""
    try:
        if file is None:
            return None
        with np.load(file) as kept:
            return {name: kept[name] for name in kept.files}
    except (OSError, EOFError, ValueError, zipfile.BadZipFile):
        return None


def _write(file: Path, kept: dict[str, NDArray[np.generic]]) -> None:
    """Keep the arrays, whole or not at all; where nothing may be written, the index is built again next time."""
    draft = file.with_name(f"{file.stem}.{os.getpid()}.npz")
    try:
        np.savez(draft, **kept)  # type: ignore[arg-type]
        draft.replace(file)
    except OSError:
        draft.unlink(missing_ok=True)
