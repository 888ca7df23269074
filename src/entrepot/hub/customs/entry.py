"""A declaration in order on its way into the book: what was judged of it, and where it was put."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec

from entrepot.hub.customs import reference, snapshot
from entrepot.hub.customs.law import BorderLaw
from entrepot.hub.customs.placing import WAITING, Placement
from entrepot.hub.rows import Columns, Same, Utf8
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


def columns(
    entries: Sequence[Entry], *, days: Mapping[date, Any], moment: Any, charged_to: str, batch: str, explained: bool
) -> Columns:
    """The declarations column by column; days and moment are ready for the database."""
    facts = [each.facts for each in entries]
    return {
        "id": [each.id for each in entries],
        "lrn": [each.lrn for each in facts],
        "mrn": [each.mrn for each in entries],
        "ucr": [each.ucr for each in facts],
        "declarant": [each.declarant_id for each in entries],
        "direction": [each.direction for each in facts],
        "country": [each.country for each in facts],
        "regime": [each.regime for each in facts],
        "date": [days[each.date] for each in facts],
        "state": [each.placement.state for each in entries],
        "lane": [each.lane for each in entries],
        "facts": Utf8(list(map(snapshot.facts_written, facts))),
        "sealed": snapshot.receivers_sealed(facts),
        "assessment": Utf8([_assessment(each, explained=explained) for each in entries]),
        "findings": _lists([each.judgement.findings for each in entries]),
        "match_required": [each.match_required for each in entries],
        "differences": _lists([each.differences for each in entries]),
        "hits": _lists([each.selection.hits for each in entries]),
        "law_digest": [each.law_digest for each in entries],
        "currency": [each.currency for each in entries],
        "duty_minor": [each.duty_minor for each in entries],
        "tax_minor": [each.tax_minor for each in entries],
        "charged_to": Same(charged_to),
        "claimed_by": Same(""),
        "batch": Same(batch),
        "lodged_at": Same(moment),
        "decided_at": [moment if each.placement.is_released else None for each in entries],
    }


def _lists(column: Sequence[Sequence[Any]]) -> list[str]:
    """Findings or hits of each as JSON text; most often there are none."""
    return [written(each) if each else "[]" for each in column]


def _assessment(entry: Entry, *, explained: bool) -> bytes:
    """What is owed; of few declarations with how it came about, of many that is worked out when somebody looks."""
    if explained:
        return JSON.encode({**snapshot.assessment_kept(entry.assessment), **entry.law.working(entry.facts)})
    return snapshot.assessment_written(entry.assessment)


def written(tree: Any) -> str:
    """A tree as JSON text, findings and hits as their tree."""
    return JSON.encode(tree).decode()
