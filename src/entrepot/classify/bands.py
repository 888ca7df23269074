"""How far to trust a suggestion, for each level apart: by how many of the four scorers say the same on their own.

Bands and not percentages, since figures that were right for one kind of text are wrong for another; what each band has
been worth is measured in docs/classification.md.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from entrepot.classify import nomenclature
from entrepot.classify.answer import Band, Level
from entrepot.classify.scoring import Scores

LENGTHS: dict[Level, int] = {"chapter": 2, "heading": 4, "subheading": 6}
ALL, SOME = 4, 2


class Agreement:
    """What each scorer says first, and whom a suggestion has on its side."""

    def __init__(self, scores: Scores) -> None:
        codes = nomenclature.subheadings()
        self.first = [codes[int(np.argmax(found))] for found in scores.by_scorer.values() if found.max(initial=0) > 0]

    def on(self, code: str, length: int) -> int:
        """How many scorers put goods of this chapter, heading or subheading first."""
        return sum(first[:length] == code[:length] for first in self.first)

    def bands(self, code: str, *, first: bool, contradicted: bool) -> Mapping[Level, Band]:
        """The band of each level; no level is surer than the one above it, and only what ranks first is likely."""
        found: dict[Level, Band] = {}
        above: Band = "likely"
        for level, length in LENGTHS.items():
            above = _lower(above, self._band(self.on(code, length), first=first, contradicted=contradicted))
            found[level] = above
        return found

    @staticmethod
    def _band(agreeing: int, *, first: bool, contradicted: bool) -> Band:
        if contradicted:  # what is stated speaks against it, however many say the same
            return "unsure"
        if agreeing >= ALL and first:
            return "likely"
        return "possible" if agreeing >= SOME else "unsure"


ORDER: tuple[Band, ...] = ("likely", "possible", "unsure")


def _lower(one: Band, other: Band) -> Band:
    return ORDER[max(ORDER.index(one), ORDER.index(other))]
