"""Points that were worked out already, by text: those that ship, and those this machine has worked out since.

To encode the whole phrase book takes a minute; to look it up takes none. `vectors.npz` ships with a point for each
text of the phrase book and the nomenclature (`entrepot classify encode` makes it); a text that is not in it is encoded
once and kept in the cache folder.
"""

from __future__ import annotations

import hashlib
import os
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path

import numpy as np

from entrepot.classify import encoder
from entrepot.classify.encoder import DIMENSIONS, Bytes
from entrepot.classify.grams import Numbers

SHIPPED = "vectors.npz"
BATCH = 1000
Seen = Callable[[int], object]
"""Told how many texts were encoded since it was told before."""


@dataclass(frozen=True, slots=True)
class Vectors:
    """Numbers of texts, sorted, and the point of each."""

    keys: Numbers
    kept: Bytes
    axes: str

    @classmethod
    def none(cls) -> Vectors:
        return cls(np.zeros(0, np.uint64), np.zeros((0, DIMENSIONS), np.int8), encoder.axes())

    @classmethod
    def read(cls, path: Path) -> Vectors:
        """From a file; nothing if there is none, if it is spoilt or of another projection: it can be made again."""
        try:
            with np.load(path) as file:
                found = cls(file["keys"], file["kept"], str(file["axes"]))
        except (OSError, EOFError, KeyError, ValueError, zipfile.BadZipFile):
            return cls.none()
        return found if found.axes == encoder.axes() else cls.none()

    def write(self, path: Path) -> None:
        """Into a file, whole or not at all."""
        draft = path.with_name(f"{path.name}.{os.getpid()}.npz")
        np.savez(draft, keys=self.keys, kept=self.kept, axes=np.array(self.axes))
        draft.replace(path)

    def write_if_allowed(self, path: Path) -> None:
        """Into a file of the cache; where nothing may be written, it is worked out again next time."""
        try:
            self.write(path)
        except OSError:
            return

    def places(self, keys: Numbers) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        """Where each text stands, -1 if it does not."""
        if not len(self.keys):
            return np.full(len(keys), -1, np.int64)
        at = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return np.where(self.keys[at] == keys, at, -1)

    def with_(self, keys: Numbers, kept: Bytes) -> Vectors:
        """These and more, sorted, each text once."""
        unique, first = np.unique(np.concatenate((self.keys, keys)), return_index=True)
        return Vectors(unique, np.concatenate((self.kept, kept))[first], self.axes)


def keys_of(texts: Sequence[str]) -> Numbers:
    """A number for each text, by its content."""
    digests = b"".join(hashlib.blake2b(text.encode(), digest_size=8).digest() for text in texts)
    return np.frombuffer(digests, dtype="<u8").astype(np.uint64)


def shipped() -> Vectors:
    """The points that ship."""
    file = files("entrepot.classify").joinpath(SHIPPED)
    if not file.is_file():
        return Vectors.none()
    with as_file(file) as path:
        return Vectors.read(path)


def points_of(texts: Sequence[str], folder: Path | None, seen: Seen = lambda count: None) -> Bytes:
    """The point of every text: looked up where it is known, else encoded and kept in the folder, if there is one."""
    keys = keys_of(texts)
    found = np.zeros((len(texts), DIMENSIONS), np.int8)
    missing = _looked_up(shipped(), keys, np.ones(len(texts), bool), found)
    file = folder / f"vectors-{encoder.axes()}.npz" if folder else None
    mine = Vectors.read(file) if file and missing.any() else Vectors.none()
    missing = _looked_up(mine, keys, missing, found)
    due = np.flatnonzero(missing)
    for start in range(0, len(due), BATCH):
        batch = due[start : start + BATCH]
        found[batch] = encoder.as_bytes(encoder.points([texts[n] for n in batch]))
        seen(len(batch))
    if len(due) and file:
        mine.with_(keys[due], found[due]).write_if_allowed(file)
    return found


def _looked_up(known: Vectors, keys: Numbers, wanted: np.ndarray, found: Bytes) -> np.ndarray:
    """Fill in what is known among the wanted; which are still wanted."""
    at = known.places(keys)
    hit = wanted & (at >= 0)
    found[hit] = known.kept[at[hit]]
    return wanted & ~hit
