"""The grounds of a suggestion, told from what the engine used and from nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

import numpy as np

from entrepot.classify import nomenclature
from entrepot.classify.answer import Reason
from entrepot.classify.facets.fitting import confines
from entrepot.classify.facets.reading import Fact
from entrepot.classify.index import Index
from entrepot.classify.row import Exclusion, Row
from entrepot.classify.scoring import Scores
from entrepot.classify.words import normal, words
from entrepot.trade.wording import gettext_noop

NEAR_ENOUGH = 0.25
MOST_WORDS = 6


class Grounds:
    """What may be said for and against any subheading, given one description."""

    def __init__(
        self, index: Index, scores: Scores, text: str, facts: Sequence[Fact], settled: Mapping[str, str]
    ) -> None:
        self.index, self.scores, self.facts, self.settled = index, scores, facts, settled
        self.words = frozenset(words(text))
        self.text = normal(text)

    def of(self, place: int) -> Iterator[Reason]:
        """The grounds of one subheading: known texts, the words they share, the facts that fit."""
        code = nomenclature.subheadings()[place]
        shared: set[str] = set()
        for row, near in self._nearest(place):
            yield Reason(
                "matched",
                gettext_noop("“{text}” ({source}) is {code}."),
                {"text": row.text, "source": row.source, "code": nomenclature.dotted(code), "near": f"{near:.2f}"},
            )
            shared |= self.words & _words(row.text)
        if shared:
            yield Reason(
                "words",
                gettext_noop("Words in common: {words}."),
                {"words": ", ".join(sorted(shared)[:MOST_WORDS])},
            )
        yield from self._facts(code)
        if code in self.settled:
            yield Reason(
                "decided",
                gettext_noop("“{word}” puts it before the other subheadings of {heading}."),
                {"word": self.settled[code], "heading": code[: nomenclature.HEADING]},
            )

    def _nearest(self, place: int) -> Iterator[tuple[Row, float]]:
        """The row nearest by words and the row nearest in meaning, once if they are one."""
        index = self.index
        at = int(np.searchsorted(index.places, place))
        if at >= len(index.places) or index.places[at] != place:
            return
        first, last = int(index.starts[at]), int(index.starts[at + 1]) if at + 1 < len(index.starts) else None
        by_words = self.scores.of_words[first:last]
        best = first + int(np.argmax(by_words))
        told = set()
        if self.scores.of_words[best] >= NEAR_ENOUGH:
            told.add(best)
            yield index.rows[best], float(self.scores.of_words[best])
        low, high = np.searchsorted(index.encoded, (first, last if last is not None else len(index.rows)))
        if high > low:
            near = int(low) + int(np.argmax(self.scores.of_meaning[low:high]))
            row = int(index.encoded[near])
            if row not in told and self.scores.of_meaning[near] >= NEAR_ENOUGH:
                yield index.rows[row], float(self.scores.of_meaning[near])

    def _facts(self, code: str) -> Iterator[Reason]:
        """Facts that the subheading is confined to."""
        for fact in self.facts:
            confined = confines().get(fact.facet, {}).get(code)
            if confined is None:
                continue
            against = confined.contradicts(fact.facet, fact.value)
            if against or confined.to:
                sentence = (
                    gettext_noop("“{word}” means {value}, and this subheading is for other goods.")
                    if against
                    else gettext_noop("“{word}” means {value}, as the subheading asks.")
                )
                yield Reason(
                    "against" if against else "fact",
                    sentence,
                    {"word": fact.word, "value": fact.value, "facet": fact.facet},
                )

    def excluded(self, exclusions: Sequence[Exclusion]) -> Iterator[Reason]:
        """What an official text takes out of the subheading, where the goods speak of it."""
        for each in exclusions:
            if shared := self.words & _words(each.text):
                yield Reason(
                    "excluded",
                    gettext_noop("The {source} takes out “{text}”; look whether that is meant by “{words}”."),
                    {"source": each.source, "text": each.text, "words": ", ".join(sorted(shared))},
                )
                return

    def rejected(self, heading: str, best: str, place: int) -> Reason:
        """Why another heading stands behind: a fact contradicts it, or less of it is known to be called so."""
        code = nomenclature.subheadings()[place]
        for fact in self.facts:
            confined = confines().get(fact.facet, {}).get(code)
            if confined is not None and confined.contradicts(fact.facet, fact.value):
                return Reason(
                    "rejected",
                    gettext_noop(
                        "Heading {heading} stands behind {best}: “{word}” means {value}, which it is not for."
                    ),
                    {"heading": heading, "best": best, "word": fact.word, "value": fact.value},
                )
        return Reason(
            "rejected",
            gettext_noop("Heading {heading} ({wording}) stands behind {best}: less that is known of it fits."),
            {"heading": heading, "best": best, "wording": nomenclature.wording()[heading]},
        )


@lru_cache(maxsize=20_000)
def _words(text: str) -> frozenset[str]:
    return frozenset(words(text))
