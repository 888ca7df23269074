"""A declaration in order on its way into the book: what was judged of it, and where it was put."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from entrepot.hub.customs import reference, snapshot
from entrepot.hub.customs.law import BorderLaw
from entrepot.hub.customs.placing import WAITING, Placement
from entrepot.trade.assessment import Assessment
from entrepot.trade.declaration import DeclarationFacts
from entrepot.trade.finding import Finding
from entrepot.trade.judgement import Judgement
from entrepot.trade.risk import Selection

JSON = msgspec.json.Encoder()


@dataclass(slots=True)
class Entry:
    """What is to be written of one declaration. It has the names of the table's columns where it says the same."""

    judgement: Judgement
    facts: DeclarationFacts
    law: BorderLaw
    selection: Selection
    assessment: Assessment
    mrn: str
    declarant_id: str
    duty_minor: int
    tax_minor: int
    match_required: bool
    placement: Placement = WAITING
    differences: Sequence[Finding] = ()
    id: int = 0

    @classmethod
    def of(cls, judgement: Judgement, law: BorderLaw, declarant: str) -> Entry:
        """The entry of a judgement that found nothing wrong."""
        facts, selection, assessment = judgement.facts, judgement.selection, judgement.assessment
        assert selection is not None
        assert assessment is not None
        return cls(
            judgement,
            facts,
            law,
            selection,
            assessment,
            reference.mrn(facts.country, facts.date.year, declarant, facts.lrn),
            declarant,
            *assessment.duty_and_tax,
            law.papers_asked(facts),
        )

    @property
    def lrn(self) -> str:
        return self.facts.lrn

    @property
    def ucr(self) -> str:
        return self.facts.ucr

    @property
    def direction(self) -> str:
        return self.facts.direction

    @property
    def country(self) -> str:
        return self.facts.country

    @property
    def regime(self) -> str:
        return self.facts.regime

    @property
    def state(self) -> str:
        return self.placement.state

    @property
    def lane(self) -> str:
        return self.placement.lane or self.selection.lane

    @property
    def currency(self) -> str:
        return self.assessment.currency

    @property
    def law_digest(self) -> str:
        return self.assessment.law


COLUMNS = (
    *("id", "lrn", "mrn", "ucr", "declarant", "direction", "country", "regime", "date", "state", "lane", "facts"),
    *("sealed", "assessment", "findings", "match_required", "differences", "hits", "law_digest", "currency"),
    *("duty_minor", "tax_minor", "charged_to", "claimed_by", "batch", "lodged_at", "decided_at"),
)


def row(entry: Entry, *, day: Any, moment: Any, charged_to: str, batch: str, explained: bool) -> tuple[Any, ...]:
    """The columns of a declaration; day and moment are ready for the database."""
    facts = entry.facts
    kept, sealed = snapshot.facts_written(facts)
    assessment = snapshot.assessment_kept(entry.assessment)
    if explained:
        assessment |= entry.law.working(facts)
    placement = entry.placement
    return (
        *(entry.id, facts.lrn, entry.mrn, facts.ucr, entry.declarant_id, facts.direction, facts.country, facts.regime),
        *(day, placement.state, entry.lane, kept, sealed, written(assessment)),
        written(entry.judgement.findings),
        entry.match_required,
        written(entry.differences),
        written(entry.selection.hits),
        *(entry.law_digest, entry.currency, entry.duty_minor, entry.tax_minor, charged_to, "", batch, moment),
        moment if placement.is_released else None,
    )


def written(tree: Any) -> str:
    """A tree as JSON text, findings and hits as their tree; most lists of them are empty."""
    return JSON.encode(tree).decode() if tree else "[]"
