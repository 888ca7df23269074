"""How the facets of goods fit each subheading: whoever asks for polyester does not mean “of cotton”.

For each subheading it is read from its wording, and from where it stands, which values it is confined to and which it
shuts out (“of textile materials other than cotton”). A subheading that contradicts what is stated loses; one that is
silent on a facet neither loses nor gains.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from entrepot.classify import nomenclature
from entrepot.classify.facets.reading import Fact, broader, places, stated
from entrepot.classify.postings import Floats
from entrepot.classify.words import normal

OTHER_THAN = re.compile(
    r"\((?:other than|excluding|excl\.?|not)[^()]*\)|(?:other than|excluding|except|not of|not being)\b[^;()]*"
)


@dataclass(frozen=True, slots=True)
class Confined:
    """The values a subheading is confined to, and those it shuts out, of one facet."""

    to: frozenset[str]
    without: frozenset[str]

    def contradicts(self, facet: str, value: str) -> bool:
        """Whether goods of this value stand elsewhere: polyester is man-made, so “of man-made fibres” is no
        contradiction; “metal” may be steel, so “of steel” is none either."""
        chain = broader()[facet, value]
        if any(each in self.without for each in chain):
            return True
        if not self.to:
            return False
        return not any(each in chain or value in broader().get((facet, each), ()) for each in self.to)


@cache
def confines() -> dict[str, dict[str, Confined]]:
    """By facet and subheading, to what it is confined; subheadings that are silent are left out."""
    found: dict[str, dict[str, Confined]] = {}
    for code in nomenclature.subheadings():
        for facet, confined in _confines(code).items():
            found.setdefault(facet, {})[code] = confined
    return found


def _confines(code: str) -> dict[str, Confined]:
    wording = normal(nomenclature.wording()[code])
    shut = " ; ".join(OTHER_THAN.findall(wording))
    open_ = OTHER_THAN.sub(" ", wording)
    to: dict[str, set[str]] = {}
    without: dict[str, set[str]] = {}
    for length in (nomenclature.SUBHEADING, nomenclature.HEADING, nomenclature.CHAPTER):
        for facet, values in places().get(code[:length], {}).items():
            to.setdefault(facet, set(values))
    placed = set(to)
    for facet, value, _ in stated().found(open_):
        if facet not in placed:
            to.setdefault(facet, set()).add(value)
        elif facet == "material" and value not in to[facet] and length != nomenclature.SUBHEADING:
            to[facet] |= {value} if _narrower(facet, value, to[facet]) else set()
    for facet, value, _ in stated().found(shut):
        without.setdefault(facet, set()).add(value)
    return {
        facet: Confined(frozenset(to.get(facet, ())), frozenset(without.get(facet, set()) - to.get(facet, set())))
        for facet in to.keys() | without.keys()
        if facet not in ("use", "power")
    }


def _narrower(facet: str, value: str, values: set[str]) -> bool:
    return any(each in broader()[facet, value] for each in values)


def penalties(facts: Iterable[Fact]) -> Floats:
    """For each subheading, how much it contradicts the facts: 0 not at all, 1 and more where it is stated.

    Of several values of one facet (a polyester coat with a cotton lining) one that fits is enough.
    """
    codes = nomenclature.subheadings()
    found = np.zeros(len(codes), np.float32)
    by_facet: dict[str, list[Fact]] = {}
    for fact in facts:
        by_facet.setdefault(fact.facet, []).append(fact)
    for facet, several in by_facet.items():
        if facet in confines():
            sure = max(fact.sure for fact in several)
            against = [_contradicted(facet, value) for value in sorted({fact.value for fact in several})]
            found += np.float32(sure) * np.logical_and.reduce(against)
    return found


@cache
def _contradicted(facet: str, value: str) -> NDArray[np.bool_]:
    """For each subheading, whether it contradicts this one value."""
    confined = confines()[facet]
    return np.array(
        [code in confined and confined[code].contradicts(facet, value) for code in nomenclature.subheadings()]
    )
