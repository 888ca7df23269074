"""Four figures made one, by fixed weights that anybody can read.

Each scorer is divided by its best, so that none shouts the others down; contradicted facts and rare goods lose.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import numpy as np

from entrepot.classify import nomenclature
from entrepot.classify.postings import Floats
from entrepot.classify.scoring import Scores

WEIGHTS = {"documents": 1.0, "words": 0.5, "runs": 0.5, "meaning": 1.5}
CONTRADICTED = 0.8
"""What a fact takes away that the subheading contradicts; the whole is at most 3.5."""
COMMON = 0.6
"""What a chapter gains in which parcels are common, against one in which they are not."""
MOST = sum(WEIGHTS.values()) + COMMON


def fused(scores: Scores, penalties: Floats) -> Floats:
    """For each subheading one figure, between 0 and 1 (below 0 where it is contradicted)."""
    found = COMMON * common()
    for name, weight in WEIGHTS.items():
        of_all = np.maximum(scores.by_scorer[name], 0)
        best = float(of_all.max(initial=0))
        if best > 0:
            found = found + np.float32(weight / best) * of_all
    return ((found - np.float32(CONTRADICTED) * penalties) / np.float32(MOST)).astype(np.float32)


@cache
def common() -> Floats:
    """For each subheading how common its chapter is among what small sellers ship, by `common.tsv`: 0 to 1."""
    text = files("entrepot.classify").joinpath("common.tsv").read_text(encoding="utf-8")
    shares = {chapter: float(share) for chapter, share in (line.split("\t")[:2] for line in text.splitlines()[1:])}
    return np.array([shares[code[:2]] for code in nomenclature.subheadings()], np.float32)
