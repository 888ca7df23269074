"""Making the files that ship with points: the projection, and the point of every shipped text."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from entrepot.classify import encoder, sources, vectors
from entrepot.classify.encoder import DIMENSIONS
from entrepot.classify.index import NOT_ENCODED

HOME = Path(__file__).parent


def shipped_texts() -> list[str]:
    """Every text that ships and is encoded, once, in order."""
    return sorted({row.text for row in sources.shipped() if row.lang != NOT_ENCODED})


def make_projection(texts: list[str]) -> None:
    """The directions in which the texts differ most (uncentred principal axes), as half-precision figures."""
    full = encoder.encoded(texts)
    _, axes = np.linalg.eigh(full.T @ full / len(full))
    np.save(HOME / "projection.npy", axes[:, ::-1][:, :DIMENSIONS].astype(np.float16))
    encoder.projection.cache_clear()


def make_vectors(seen: vectors.Seen = lambda count: None) -> int:
    """Encode what has no point yet, forget what ships no more, write `vectors.npz`; answers how many there are."""
    texts = shipped_texts()
    found = vectors.points_of(texts, None, seen)
    vectors.Vectors.none().with_(vectors.keys_of(texts), found).write(HOME / vectors.SHIPPED)
    return len(texts)
