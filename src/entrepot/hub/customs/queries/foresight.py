"""What would be said of a declaration if it were lodged now: nothing is recorded, and no lane is told."""

from __future__ import annotations

from dataclasses import dataclass

from entrepot.hub.customs.law import law_of
from entrepot.hub.customs.queries.quality import qualities
from entrepot.trade.assessment import Assessment
from entrepot.trade.declaration import DeclarationFacts, check
from entrepot.trade.declaration.quality import Quality
from entrepot.trade.finding import Finding, Refused


@dataclass(frozen=True, slots=True)
class Foresight:
    """Findings of rules, controls and the law of the border; the quality; and what would be due, if it can be said."""

    findings: tuple[Finding, ...]
    quality: Quality
    assessment: Assessment | None = None

    @property
    def in_order(self) -> bool:
        return not any(each.level == "error" for each in self.findings)


def foreseen(facts: DeclarationFacts) -> Foresight:
    """Look at one declaration as lodging would, but for what it would draw on permits, limits and guarantees."""
    [quality] = qualities([facts])
    found = tuple(check(facts))
    if any(each.level == "error" for each in found):
        return Foresight(found, quality)
    try:
        law = law_of(facts.country, facts.date)
        lacking = (*found, *law.lacking(facts))
        return Foresight(lacking, quality, law.assess(facts))
    except Refused as refused:
        return Foresight((*found, *refused.findings), quality)
