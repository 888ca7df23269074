"""The assistant: an index, and what it answers."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from functools import cache
from pathlib import Path

import numpy as np

from entrepot.classify import fusion, index, nomenclature, sources, vectors
from entrepot.classify.answer import Answer, Band, Level, Reason, Suggestion
from entrepot.classify.asking import questions
from entrepot.classify.bands import Agreement
from entrepot.classify.decision import Decision
from entrepot.classify.enough import enough
from entrepot.classify.facets import deciding, fitting, reading
from entrepot.classify.goods import Goods, checked
from entrepot.classify.interpretation import steps
from entrepot.classify.language import understood
from entrepot.classify.learning import Learnt
from entrepot.classify.postings import Floats
from entrepot.classify.reasons import Grounds
from entrepot.classify.row import Exclusion, Row
from entrepot.classify.scoring import Scoring
from entrepot.trade.wording import gettext_noop

MOST = 20
EXPLAINED = 5
"""Of so many suggestions the reasons are told in full."""
HEADINGS_REJECTED = 3
ABOVE = 0.001
DECIDED: Mapping[Level, Band] = {"chapter": "likely", "heading": "likely", "subheading": "likely"}


class Assistant:
    """Classifies goods by the texts given; `exclusions` are told as reasons, `folder` keeps what was worked out."""

    def __init__(
        self,
        rows: Iterable[Row],
        exclusions: Iterable[Exclusion] = (),
        folder: Path | None = None,
        seen: vectors.Seen = lambda count: None,
    ) -> None:
        self.index = index.built(list(rows), folder, seen)
        self.scoring = Scoring(self.index)
        self.learnt = Learnt(self.index)
        self.decisions: list[Decision] = []
        self.exclusions: dict[str, list[Exclusion]] = {}
        for each in exclusions:
            self.exclusions.setdefault(each.code, []).append(each)

    def learn(self, decisions: Sequence[Decision]) -> None:
        """Let decisions count from the next answer on; nothing is built anew."""
        self.learnt.add(decisions)
        self.decisions += decisions

    def copy(self) -> Assistant:
        """Another assistant over the same index that knows the same decisions, and may learn others."""
        twin = copy(self)
        twin.learnt, twin.decisions = Learnt(self.index), []
        twin.learn(self.decisions)
        return twin

    def classify(self, batch: Sequence[Goods], most: int = MOST) -> list[Answer]:
        """An answer for every description, in the order given; an empty description is refused."""
        batch = [checked(goods, f"/{n}") for n, goods in enumerate(batch)]
        return [self._answer(goods, most) for goods in batch]

    def _answer(self, goods: Goods, most: int) -> Answer:
        known = understood(goods.text, goods.lang)
        whole = f"{goods.whole()} ; {known.english}"
        scores = self.scoring.scores(goods, known)
        self.learnt.raise_scores(goods, scores)
        binding = self.learnt.binding(goods.text)
        if binding is None and not enough(whole, scores):
            return Answer(known.lang, ())
        facts = reading.facts(whole)
        penalties = fitting.penalties(facts)
        settled = dict(deciding.settled(whole))
        found = deciding.preferred(fusion.fused(scores, penalties), sorted(settled))
        if binding is not None:
            found[nomenclature.subheadings().index(binding.code)] = max(float(found.max()), 0.0) + ABOVE
        order = _first(found, most)
        grounds = Grounds(self.index, scores, whole, facts, settled)
        agreement = Agreement(scores)
        codes = nomenclature.subheadings()
        suggestions = []
        for rank, place in enumerate(order):
            bands = agreement.bands(codes[place], first=rank == 0, contradicted=bool(penalties[place] >= 1))
            reasons = list(grounds.of(place)) if rank < EXPLAINED else []
            reasons += grounds.excluded(self.exclusions.get(codes[place], ())) if rank < EXPLAINED else ()
            if binding is not None and codes[place] == binding.code:
                bands = DECIDED
                reasons.insert(0, _decided(binding))
            if rank == 0:
                reasons += [*steps(whole, facts), *self._rejected(grounds, order)]
            suggestions.append(
                Suggestion(
                    codes[place],
                    round(min(max(float(found[place]), 0.0), 1.0), 4),
                    bands["subheading"],
                    bands,
                    tuple(reasons),
                )
            )
        close = [(suggestion.code, suggestion.score) for suggestion in suggestions[:8]]
        return Answer(known.lang, tuple(suggestions), questions(close, facts))

    @staticmethod
    def _rejected(grounds: Grounds, order: Sequence[int]) -> list[Reason]:
        """The next headings, and why each stands behind."""
        codes = nomenclature.subheadings()
        best = codes[order[0]][: nomenclature.HEADING]
        others: dict[str, int] = {}
        for place in order[1:]:
            others.setdefault(codes[place][: nomenclature.HEADING], place)
        others.pop(best, None)
        return [grounds.rejected(each, best, place) for each, place in list(others.items())[:HEADINGS_REJECTED]]


def _decided(binding: Decision) -> Reason:
    """That somebody with authority decided on these very words."""
    return Reason(
        "decision",
        gettext_noop("Decided for the same words on {on} ({by}) {reference}"),
        {"on": binding.on.isoformat(), "by": binding.by, "reference": binding.reference},
    )


def _first(found: Floats, most: int) -> list[int]:
    """The places of the best, in their order; of equals, the lower code."""
    near = np.argpartition(-found, min(most, len(found) - 1))[: most + 1]
    return sorted((int(place) for place in near), key=lambda place: (-found[place], place))[:most]


@cache
def assistant() -> Assistant:
    """What ships, ready to answer; made once a process."""
    return Assistant(sources.shipped(), folder=cache_folder())


def cache_folder() -> Path | None:
    """Where what was worked out is kept: `ENTREPOT_CACHE`, else the user's cache folder; none if it cannot be made."""
    home = os.environ.get("ENTREPOT_CACHE") or os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    folder = Path(home) / "entrepot" / "classify"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return folder if os.access(folder, os.W_OK) else None
