"""Lodging: the batch is judged by the law of each country, what is in order is recorded, and goes its way at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop

from entrepot.hub.customs import queries, reference, snapshot
from entrepot.hub.customs.actions import charging, moving, permits
from entrepot.hub.customs.drawing import Drawing
from entrepot.hub.customs.law import BorderLaw, law_of
from entrepot.hub.customs.models import Decision, Declaration
from entrepot.hub.events.actor import Actor
from entrepot.hub.ledger import actions as ledger
from entrepot.hub.parties import queries as parties
from entrepot.hub.parties.models import Party
from entrepot.trade.assessment import Assessment
from entrepot.trade.declaration import DeclarationFacts
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.judgement import Judgement, judge
from entrepot.trade.risk import compiled

NO_PROFILES = compiled(())
EXPLAINED = (
    100  # up to so many in a batch, the working of the amounts is kept; of a larger one it is derived when asked
)


def lodge(batch: Sequence[DeclarationFacts], *, declarant: Party, by: Actor) -> list[Judgement]:
    """Lodge each declaration that is in order; answer for every one, in the order given.

    A declaration lodged before is answered as it was then, so that a whole file may be sent again after a timeout.
    """
    try:
        return _lodge(batch, declarant, by)
    except IntegrityError:  # the same file was lodged through another door in this very moment: answer from there
        return _lodge(batch, declarant, by)


@transaction.atomic
def _lodge(batch: Sequence[DeclarationFacts], declarant: Party, by: Actor) -> list[Judgement]:
    parties.require(by, "declarant", declarant)
    known = queries.known_references(declarant, [facts.lrn for facts in batch])
    answers = {lrn: queries.judgement(earlier) for lrn, earlier in known.items()}
    fresh = list({facts.lrn: facts for facts in reversed(batch) if facts.lrn not in known}.values())[::-1]
    judged = _judge(fresh, declarant)
    answers |= {each.judgement.facts.lrn: each.judgement for each in judged}
    _write([each for each in judged if each.judgement.in_order], declarant, by)
    return [answers[facts.lrn] if answers[facts.lrn].facts == facts else _taken(facts) for facts in batch]


@dataclass(frozen=True, slots=True)
class Judged:
    """A judgement with what it rests on: the law, and what was drawn on permits."""

    judgement: Judgement
    law: BorderLaw | None
    drawing: Drawing


def _judge(batch: Sequence[DeclarationFacts], declarant: Party) -> list[Judged]:
    """Judge the declarations, country by country and day by day, and answer in the order given.

    Whatever waits for papers is held before any permit is, so that nobody waits in a circle.
    """
    laws = {name: _law(*name) for name in dict.fromkeys((facts.country, facts.date) for facts in batch)}
    asked = ((facts, laws[facts.country, facts.date]) for facts in batch)
    queries.hold(facts.ucr for facts, law in asked if isinstance(law, BorderLaw) and law.papers_asked(facts))
    answers: dict[str, Judged] = {}
    for name, law in laws.items():
        theirs = [facts for facts in batch if (facts.country, facts.date) == name]
        judged = _judge_by(law, theirs, declarant) if isinstance(law, BorderLaw) else _lawless(law, theirs)
        answers |= {each.judgement.facts.lrn: each for each in judged}
    return [answers[facts.lrn] for facts in batch]


def _law(country: str, on: date) -> BorderLaw | Refused:
    """The law of a country's border on a day, or why nobody can decide by it here."""
    try:
        law = law_of(country, on)
        _answered_for(country)
    except Refused as refused:
        return refused
    return law


def _lawless(refused: Refused, batch: Sequence[DeclarationFacts]) -> list[Judged]:
    """What is declared to a country that is not answered for here."""
    judgements = judge(batch, select=NO_PROFILES, examine=lambda _: refused.findings)
    return [Judged(each, None, Drawing()) for each in judgements]


def _judge_by(law: BorderLaw, batch: Sequence[DeclarationFacts], declarant: Party) -> list[Judged]:
    """Judge declarations to one country of one day: rules, controls and permits, charges, lane."""
    drawing = Drawing.of(batch)

    def examine(facts: DeclarationFacts) -> list[Finding]:
        found = [*_of_declarant(facts, declarant), *law.lacking(facts)]
        return found or drawing.draw(facts)

    def assess(facts: DeclarationFacts) -> Assessment:
        try:
            return law.assess(facts)
        except Refused:
            drawing.forget(facts.lrn)
            raise

    names = queries.index()
    screen = names.hits if names is not None else None
    judgements = judge(batch, select=law.selector, assess=assess, examine=examine, screen=screen)
    return [Judged(each, law, drawing) for each in judgements]


def _write(judged: Sequence[Judged], declarant: Party, by: Actor) -> None:
    """Record what is in order, charge it, and let it go where its lane and its papers lead."""
    if not judged:
        return
    explained = len(judged) <= EXPLAINED
    lodged = [_declaration(each, declarant, by, explained=explained) for each in judged]
    papers = queries.papers(each.ucr for each in lodged if each.match_required)
    happened: dict[str, list[Declaration]] = {"waiting": [], "selected": [], "released": []}
    decisions: list[Decision] = []
    for row, each in zip(lodged, judged, strict=True):
        facts = each.judgement.facts
        found = queries.differences(facts, papers.get(row.ucr, {})) if row.match_required else []
        what, decided = moving.placed(row, found, by)
        happened[what].append(row)
        decisions += [decided] if decided is not None else []
    Declaration.objects.bulk_create(lodged)
    for decided in decisions:
        decided.declaration_id = decided.declaration.pk
    Decision.objects.bulk_create(decisions)
    for law_drawing in {id(each.drawing): each.drawing for each in judged}.values():
        permits.settle_draws(law_drawing.permits.values(), [use for row in lodged for use in law_drawing.uses(row)], by)
    ledger.post(charging.charges(lodged), by=by)
    moving.record("lodged", lodged, by=by)
    machine = moving.selection(by)
    moving.record("selected", happened["waiting"], by=machine, lane="waiting-papers")
    for lane in ("yellow", "red"):
        moving.record("selected", [row for row in happened["selected"] if row.lane == lane], by=machine, lane=lane)
    moving.record("released", happened["released"], by=machine, lane="green")


def _declaration(judged: Judged, declarant: Party, by: Actor, *, explained: bool) -> Declaration:
    """The row of a declaration in order, before it goes anywhere."""
    facts, selection, assessment = judged.judgement.facts, judged.judgement.selection, judged.judgement.assessment
    assert selection is not None
    assert assessment is not None
    assert judged.law is not None
    tree, sealed = snapshot.facts_kept(facts)
    return Declaration(
        lrn=facts.lrn,
        mrn=reference.mrn(facts.country, facts.date.year, declarant.code, facts.lrn),
        ucr=facts.ucr,
        declarant=declarant,
        direction=facts.direction,
        country=facts.country,
        regime=facts.regime,
        date=facts.date,
        lane=selection.lane,
        facts=tree,
        sealed=sealed,
        findings=snapshot.findings_kept(judged.judgement.findings),
        hits=snapshot.hits_kept(selection.hits),
        assessment={**snapshot.assessment_kept(assessment), **(judged.law.working(facts) if explained else {})},
        law_digest=assessment.law,
        currency=assessment.currency,
        duty_minor=assessment.minor_of("duty"),
        tax_minor=assessment.minor_of("tax") + assessment.minor_of("fee"),
        charged_to=charging.answers_for(declarant.code, by),
        match_required=judged.law.papers_asked(facts),
        lodged_at=by.at,
    )


def _answered_for(country: str) -> None:
    """Refuse what nobody here could decide: the customs of the country is no party of this hub."""
    if not parties.with_right("customs").filter(country=country).exists():
        raise Refused(
            Finding(
                "no-customs-here",
                gettext_noop("The customs of {country} decides nothing on this hub."),
                "/country",
                gettext_noop("Lodge it at the hub of that country; a hub passes on what was declared for export."),
                params={"country": country},
            )
        )


def _of_declarant(facts: DeclarationFacts, declarant: Party) -> list[Finding]:
    """Whoever lodges is whom the declaration names as its declarant."""
    if facts.declarant == declarant.code:
        return []
    return [
        Finding(
            "declarant-differs",
            gettext_noop("The declaration names “{named}” as its declarant; it was lodged by “{lodged}”."),
            "/declarant",
            gettext_noop("Name the party that lodges it."),
            params={"named": facts.declarant, "lodged": declarant.code},
        )
    ]


def _taken(facts: DeclarationFacts) -> Judgement:
    """The answer to a reference that stands for something else already."""
    [judgement] = judge([facts], select=NO_PROFILES, known={facts.lrn})
    return judgement
