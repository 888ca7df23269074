"""How near the goods are to each subheading, by four scorers that see different things.

`documents` asks whether all that is said of a subheading speaks of the goods (BM25); `words` and `runs` whether one
known text is about the same in words and in letters (TF-IDF); `meaning` whether one means the same (encoder).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from entrepot.classify import encoder, grams, nomenclature
from entrepot.classify.goods import Goods
from entrepot.classify.grams import Numbers, Places
from entrepot.classify.index import Index
from entrepot.classify.language import Understood
from entrepot.classify.postings import Floats, Postings

SCORERS = ("documents", "words", "runs", "meaning")
MOST_OF_ONE_WORD = 2.0
SHARP_WORDS, SHARP_MEANING = 20.0, 10.0
"""How little the second best row adds to the best: the sharper, the less."""
ENGLISH_WEIGHT = 1.0


@dataclass(frozen=True, slots=True)
class Scores:
    """By scorer, a figure for each subheading; and for the last three one for each row, from which the best is told."""

    by_scorer: dict[str, Floats]
    of_words: Floats
    of_runs: Floats
    of_meaning: Floats


class Scoring:
    """The scorers over one index."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self._encoded = index.encoded_places

    def scores(self, goods: Goods, known: Understood) -> Scores:
        """All four scorers, for one description."""
        parts = goods.parts()
        if known.english:
            parts.append((known.english, ENGLISH_WEIGHT))
        words, how_often = _bag(parts, grams.word_runs)
        runs, run_often = _bag(parts, grams.character_runs)
        of_words = _cosine(self.index.row_words, words, how_often)
        of_runs = _cosine(self.index.row_runs, runs, run_often)
        of_meaning = self._meaning(goods, known)
        documents = self.index.documents.scores(words, np.minimum(how_often, MOST_OF_ONE_WORD))
        return Scores(
            {
                "documents": documents,
                "words": self._pooled(of_words, self.index.places, self.index.starts, SHARP_WORDS),
                "runs": self._pooled(of_runs, self.index.places, self.index.starts, SHARP_WORDS),
                "meaning": self._pooled(of_meaning, *self._encoded, SHARP_MEANING),
            },
            of_words,
            of_runs,
            of_meaning,
        )

    def _meaning(self, goods: Goods, known: Understood) -> Floats:
        """By encoded row: how near it is in meaning, by the text itself or by its English, whichever is nearer."""
        sentences = [goods.sentence()]
        if known.lang == "ms" and known.english:
            sentences = [known.english]
        elif known.english:
            sentences.append(known.english)
        asked = encoder.points(sentences)
        with encoder.one_thread():
            near: list[Floats] = [self.index.near @ each for each in asked]
        return np.maximum(*near) if len(near) > 1 else near[0]

    @staticmethod
    def _pooled(of_rows: Floats, places: NDArray[np.int64], starts: NDArray[np.int64], sharpness: float) -> Floats:
        """By subheading, its best row, and a little more if others are near it too (a soft maximum).

        One near text may be chance; several are evidence. Rows with nothing in common add nothing.
        """
        found = np.zeros(len(nomenclature.subheadings()), np.float32)
        near = np.expm1(np.float32(sharpness) * np.maximum(of_rows, 0))
        found[places] = np.log1p(np.add.reduceat(near, starts)) / sharpness
        return found


def _bag(
    parts: Sequence[tuple[str, float]], runs: Callable[[Sequence[str]], tuple[Places, Numbers]]
) -> tuple[Numbers, Floats]:
    """The words of all parts, each once, and how much it counts."""
    places, numbers = runs([text for text, _ in parts])
    weights = np.array([weight for _, weight in parts], np.float32)[places]
    unique, which = np.unique(numbers, return_inverse=True)
    return unique, np.bincount(which, weights, len(unique)).astype(np.float32)


def _cosine(index: Postings, numbers: Numbers, often: Floats) -> Floats:
    """By row: the cosine of question and row, so that 1 is the same words and 0 no word in common."""
    known, at = index.known(numbers)
    damped = 1 + np.log(np.maximum(often, 0.2))
    unknown = np.float32(np.log(1 + index.size) + 1)
    weights = np.maximum(damped, 0.05) * np.where(known, index.idf[at] if len(index.idf) else 0, unknown)
    length = max(float(np.sqrt((weights**2).sum())), 1e-6)
    return index.scores(numbers, (weights / length).astype(np.float32))
