"""Which texts hold which words, kept as arrays: the index behind the lexical scorers.

`Postings.scores` adds, for each word asked for, its weight in the question times its weight in each text that holds it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from entrepot.classify.grams import Numbers, Places

Floats = NDArray[np.float32]
Halves = NDArray[np.float16]
BM25_K1, BM25_B = 1.2, 0.75


@dataclass(frozen=True, slots=True)
class Postings:
    """For each number (`numbers`, sorted) the texts between two `bounds`, each with its weight; `idf` beside it.

    Half precision is enough for weights.
    """

    numbers: Numbers
    bounds: NDArray[np.int64]
    texts: Places
    weights: Halves
    idf: Floats
    size: int

    def known(self, numbers: Numbers) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
        """Which of these numbers stand in the index, and where."""
        at = np.minimum(np.searchsorted(self.numbers, numbers), max(len(self.numbers) - 1, 0))
        return (self.numbers[at] == numbers if len(self.numbers) else np.zeros(len(numbers), bool)), at

    def scores(self, numbers: Numbers, weights: Floats) -> Floats:
        """For each text, the sum over the numbers asked for."""
        found, at = self.known(numbers)
        at, weights = at[found], weights[found]
        if not len(at):
            return np.zeros(self.size, np.float32)
        lengths = self.bounds[at + 1] - self.bounds[at]
        offsets = np.repeat(self.bounds[at] - np.concatenate(([0], np.cumsum(lengths)[:-1])), lengths)
        picked = offsets + np.arange(lengths.sum())
        raw = self.weights[picked] * np.repeat(weights, lengths)
        return np.bincount(self.texts[picked], raw, self.size).astype(np.float32)

    def arrays(self, name: str) -> dict[str, NDArray[np.generic]]:
        """As arrays that can be kept."""
        return {
            f"{name}.numbers": self.numbers,
            f"{name}.bounds": self.bounds,
            f"{name}.texts": self.texts,
            f"{name}.weights": self.weights,
            f"{name}.idf": self.idf,
            f"{name}.size": np.array([self.size]),
        }

    @classmethod
    def of(cls, name: str, kept: Mapping[str, NDArray[np.generic]]) -> Postings:
        """Back from the arrays."""
        return cls(
            kept[f"{name}.numbers"],  # type: ignore[arg-type]
            kept[f"{name}.bounds"],  # type: ignore[arg-type]
            kept[f"{name}.texts"],  # type: ignore[arg-type]
            kept[f"{name}.weights"],  # type: ignore[arg-type]
            kept[f"{name}.idf"],  # type: ignore[arg-type]
            int(kept[f"{name}.size"][0]),
        )


def counted(
    places: Places, numbers: Numbers, times: Floats | None = None
) -> tuple[Numbers, NDArray[np.int64], Places, Floats]:
    """Sorted by number and text, each pair once: numbers, their bounds, the texts, and how often each stands there."""
    order = np.lexsort((places, numbers))
    places, numbers = places[order], numbers[order]
    times = np.ones(len(places), np.float32) if times is None else times[order]
    fresh = np.ones(len(places), bool)
    fresh[1:] = (numbers[1:] != numbers[:-1]) | (places[1:] != places[:-1])
    at = np.flatnonzero(fresh)
    often = np.add.reduceat(times, at) if len(at) else times
    numbers, places = numbers[at], places[at]
    first = np.ones(len(numbers), bool)
    first[1:] = numbers[1:] != numbers[:-1]
    starts = np.flatnonzero(first)
    return numbers[starts], np.append(starts, len(numbers)), places, often.astype(np.float32)


def cosine(places: Places, numbers: Numbers, size: int, *, rarest_first: float = 1.0) -> Postings:
    """TF-IDF weights, each text of length one; numbers in more than the share `rarest_first` of texts are left out."""
    words, bounds, texts, often = _not_common(*counted(places, numbers), most=max(rarest_first * size, 1))
    holding = np.diff(bounds)
    idf = (np.log((1 + size) / (1 + holding)) + 1).astype(np.float32)
    weights = (1 + np.log(often)) * np.repeat(idf, holding)
    lengths = np.sqrt(np.bincount(texts, weights**2, size))
    weights = weights / np.maximum(lengths, 1e-6)[texts]
    return Postings(words, bounds, texts, weights.astype(np.float16), idf, size)


def _not_common(
    words: Numbers, bounds: NDArray[np.int64], texts: Places, often: Floats, *, most: float
) -> tuple[Numbers, NDArray[np.int64], Places, Floats]:
    """Without the numbers that stand in more texts than that."""
    holding = np.diff(bounds)
    kept = holding <= most
    rows = np.repeat(kept, holding)
    return words[kept], np.concatenate(([0], np.cumsum(holding[kept]))), texts[rows], often[rows]


def bm25(places: Places, numbers: Numbers, size: int, times: Floats) -> Postings:
    """Okapi BM25 of documents, of which `times` says how much each word counts."""
    words, bounds, texts, often = counted(places, numbers, times)
    holding = np.diff(bounds)
    idf = np.log(1 + (size - holding + 0.5) / (holding + 0.5)).astype(np.float32)
    length = np.bincount(texts, often, size)
    usual = max(float(length.mean()), 1e-6)
    weights = often * (BM25_K1 + 1) / (often + BM25_K1 * (1 - BM25_B + BM25_B * length[texts] / usual))
    return Postings(words, bounds, texts, (weights * np.repeat(idf, holding)).astype(np.float16), idf, size)
