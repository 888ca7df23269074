"""Whether what was written is enough to classify: some word is known, and not all of them are vague."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from entrepot.classify.scoring import Scores
from entrepot.classify.words import words

WORDS, RUNS, MEANING = 0.12, 0.2, 0.75
"""A known text this near, in words, in letters or in meaning, is enough. (In meaning nonsense comes near by 0.7.)"""


def enough(text: str, scores: Scores) -> bool:
    """Whether to answer at all; “accessories” alone is no description."""
    if set(words(text)) <= vague():
        return False
    nearest = (scores.of_words, scores.of_runs, scores.of_meaning)
    return any(
        float(of_rows.max(initial=0)) >= bar for of_rows, bar in zip(nearest, (WORDS, RUNS, MEANING), strict=True)
    )


@cache
def vague() -> frozenset[str]:
    """Words that say nothing about which goods are meant, as they are compared."""
    text = files("entrepot.classify").joinpath("vague.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in words(line))
