"""Decisions laid over the index: counted at once, without building anything anew."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from entrepot.classify import encoder, grams, nomenclature
from entrepot.classify.decision import AUTHORITY, BINDING, Decision
from entrepot.classify.goods import Goods
from entrepot.classify.index import Index
from entrepot.classify.postings import Floats
from entrepot.classify.scoring import Scores
from entrepot.classify.words import normal


class Learnt:
    """The decisions that count, the later or higher of those on the same words; and how near goods come to each."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._by_words: dict[str, Decision] = {}
        self._vectors: list[dict[int, float]] = []
        self._points = np.zeros((0, encoder.DIMENSIONS), np.float32)
        self._all: list[Decision] = []

    def add(self, decisions: Sequence[Decision]) -> None:
        """Take these up. What was taken up before stays, and of the same words the higher authority counts."""
        if not decisions:
            return
        for decision in decisions:
            before = self._by_words.get(decision.words)
            if before is None or decision.rank >= before.rank:
                self._by_words[decision.words] = decision
        self._all += decisions
        self._vectors += [self._vector(decision.goods) for decision in decisions]
        points = encoder.points([decision.goods.sentence() for decision in decisions])
        self._points = np.concatenate((self._points, points))

    def binding(self, text: str) -> Decision | None:
        """The decision on these very words, if whoever decided has the authority."""
        found = self._by_words.get(normal(text))
        return found if found is not None and AUTHORITY[found.by] >= BINDING else None

    def raise_scores(self, goods: Goods, scores: Scores) -> None:
        """Put the nearness of decisions, by their authority, beside that of known texts, where it is greater."""
        if not self._all:
            return
        asked = self._vector(goods)
        point = encoder.points([goods.sentence()])[0]
        near: Floats = self._points @ point
        places = {code: n for n, code in enumerate(nomenclature.subheadings())}
        for decision, vector, meant in zip(self._all, self._vectors, near, strict=True):
            weight, place = AUTHORITY[decision.by], places[decision.code]
            shared = sum(value * vector[word] for word, value in asked.items() if word in vector)
            _at_least(scores.by_scorer["words"], place, weight * shared)
            _at_least(scores.by_scorer["meaning"], place, weight * float(meant))

    def _vector(self, goods: Goods) -> dict[int, float]:
        """The words of goods by the weights of the index, of length one; words nobody used count as the rarest."""
        index = self._index.row_words
        _, numbers = grams.word_runs([text for text, _ in goods.parts()])
        known, at = index.known(np.unique(numbers))
        rarest = np.float32(np.log(1 + index.size) + 1)
        weights = np.where(known, index.idf[at] if len(index.idf) else rarest, rarest)
        length = max(float(np.linalg.norm(weights)), 1e-6)
        return dict(zip(np.unique(numbers).tolist(), (weights / length).tolist(), strict=True))


def _at_least(found: Floats, place: int, figure: float) -> None:
    found[place] = max(float(found[place]), figure)
