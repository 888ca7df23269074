"""How good declarations are before they are lodged, by what this hub has seen and what texts mean."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache

from entrepot.hub.customs.models import Declaration
from entrepot.trade.declaration import DeclarationFacts
from entrepot.trade.declaration.quality import Known, MeantBy, Quality, Usual, quality
from entrepot.trade.declaration.reading import MILLION, millionths

SEEN = 2000
"""Released declarations from which usual values are taken, the newest first."""
ENOUGH = 20
"""Items of one subheading that must have been seen before a value stands out."""


def qualities(batch: Sequence[DeclarationFacts], *, texts: bool = True) -> list[Quality]:
    """The quality of each declaration, in the order given.

    With `texts`, descriptions are classified: the first time in a process that takes some seconds, then some hundredths
    of a second for each text.
    """
    usual = {name: _usual(*name) for name in {(facts.country, facts.currency) for facts in batch}}
    meant: MeantBy | None = _meant if texts else None
    return [quality(facts, Known(usual[facts.country, facts.currency], meant)) for facts in batch]


def _usual(country: str, currency: str) -> Mapping[str, Usual]:
    """What a kilogram of each subheading was worth here, where enough were released: nine tenths lay between."""
    rows = Declaration.objects.filter(country=country, state="released").order_by("-pk")
    worth: dict[str, list[int]] = defaultdict(list)
    for facts in rows.values_list("facts", flat=True)[:SEEN]:
        for item in facts["items"] if facts["currency"] == currency else ():
            value, net = millionths(item["value"]), millionths(item["net_mass_kg"])
            if value and net:
                worth["".join(filter(str.isdigit, item["hs"]))[:6]].append(value * MILLION // net)
    return {code: _between(seen) for code, seen in worth.items() if len(seen) >= ENOUGH}


def _between(seen: Collection[int]) -> Usual:
    ranked = sorted(seen)
    aside = len(ranked) // 20
    return Usual(ranked[aside], ranked[-1 - aside], len(ranked))


@lru_cache(maxsize=1 << 14)
def _meant(description: str) -> str:
    """The chapter that the classifier is sure of, down to the heading; else nothing."""
    from entrepot.classify import Goods, assistant

    [answer] = assistant().classify([Goods(description)])
    best = answer.suggestions[0] if answer.suggestions else None
    sure = best is not None and best.bands["chapter"] == best.bands["heading"] == "likely"
    return best.code[:2] if best is not None and sure else ""
