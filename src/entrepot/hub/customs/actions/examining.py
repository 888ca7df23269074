"""Examining: each declaration judged by the law of its country and day, with what it draws on permits and limits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext_noop

from entrepot.hub.customs import queries
from entrepot.hub.customs.actions import writing
from entrepot.hub.customs.assessing import assessed
from entrepot.hub.customs.cover import Cover
from entrepot.hub.customs.drawing import Drawing
from entrepot.hub.customs.entry import Entry
from entrepot.hub.customs.law import BorderLaw, law_of
from entrepot.hub.customs.quota import Quota
from entrepot.hub.events.actor import Actor
from entrepot.hub.parties import queries as parties
from entrepot.hub.parties.models import Party
from entrepot.trade.assessment import Assessment
from entrepot.trade.declaration import DeclarationFacts
from entrepot.trade.declaration.reading import read
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.judgement import Judgement, judge
from entrepot.trade.risk import compiled
from entrepot.trade.screening import Screen

NO_PROFILES = compiled(())

Border = tuple[str, date]
Borders = dict[Border, list[DeclarationFacts]]
Laws = Mapping[Border, BorderLaw | Refused]


class Judged(NamedTuple):
    """A judgement with what it rests on: the law, and what was drawn on permits."""

    judgement: Judgement
    law: BorderLaw | None
    drawing: Drawing


def examined(batch: Sequence[DeclarationFacts], declarant: Party, by: Actor) -> tuple[list[Judged], Quota]:
    """Judge what is declared by the law of its country and day, with what it would draw on permits and limits."""
    borders = _by_border(batch)
    laws = {border: _law(*border, by.at.date()) for border in borders}
    quota = _hold(borders, laws)
    cover = Cover.of(declarant, {day for _, day in borders}, by)
    names = queries.index()
    screen = names.hits if names is not None else None
    return _judge(batch, borders, laws, Limits(quota, cover), declarant, screen), quota


def in_order(judged: Sequence[Judged], declarant: Party) -> dict[str, Entry]:
    """What may be written, by the declarant's reference."""
    return {
        each.judgement.facts.lrn: Entry.of(each.judgement, each.law, declarant.code)
        for each in judged
        if each.judgement.in_order and each.law is not None
    }


def _by_border(batch: Iterable[DeclarationFacts]) -> Borders:
    """The declarations by country and day, which are judged by one law."""
    borders: Borders = {}
    for facts in batch:
        borders.setdefault((facts.country, facts.date), []).append(facts)
    return borders


def _hold(borders: Borders, laws: Laws) -> Quota:
    """Take turns: whatever waits for papers first, then people whose purchases are counted; permits come after.

    Everybody holds them in this order, so that nobody waits in a circle.
    """
    held = [(law, borders[border]) for border, law in laws.items() if isinstance(law, BorderLaw)]
    queries.hold_against_papers(facts.ucr for law, theirs in held for facts in theirs if law.papers_asked(facts))
    return Quota.of(held)


@dataclass(frozen=True, slots=True)
class Limits:
    """What declarations use up one after another: people's limits, and the declarant's guarantee."""

    quota: Quota
    cover: Cover

    def take(self, facts: DeclarationFacts, law: BorderLaw, assessment: Assessment) -> None:
        """Count the declaration against all of them, or against none and refuse it."""
        if self.cover.free:
            self.cover.must_hold(facts, assessment)
        self.quota.take(facts, law)
        if self.cover.free:
            self.cover.take(facts, assessment)


def _judge(
    batch: Sequence[DeclarationFacts],
    borders: Borders,
    laws: Laws,
    limits: Limits,
    declarant: Party,
    screen: Screen | None,
) -> list[Judged]:
    """Judge the declarations, country by country and day by day, and answer in the order given."""
    answers: dict[str, Judged] = {}
    for border, law in laws.items():
        theirs = borders[border]
        if isinstance(law, BorderLaw):
            judged = _judge_by(law, theirs, limits, declarant, screen)
        else:
            judged = _lawless(law, theirs)
        if len(laws) == 1:
            return judged
        answers |= {each.judgement.facts.lrn: each for each in judged}
    return [answers[facts.lrn] for facts in batch]


def _law(country: str, on: date, lodged: date) -> BorderLaw | Refused:
    """The law of a country's border on a day, or why nobody can decide by it here."""
    try:
        law = law_of(country, on, lodged=lodged)
        _answered_for(country)
    except Refused as refused:
        return refused
    return law


def _lawless(refused: Refused, batch: Sequence[DeclarationFacts]) -> list[Judged]:
    """What is declared to a country that is not answered for here."""
    judgements = judge(batch, select=NO_PROFILES, examine=lambda _: refused.findings)
    return [Judged(each, None, Drawing()) for each in judgements]


def _judge_by(
    law: BorderLaw, batch: Sequence[DeclarationFacts], limits: Limits, declarant: Party, screen: Screen | None
) -> list[Judged]:
    """Judge declarations to one country of one day: rules, controls and permits, charges, limits, lane."""
    drawing = Drawing.of(batch)
    as_read = [read(facts) for facts in batch]
    worked_out = assessed(law, as_read) if len(as_read) > writing.EXPLAINED else {}

    def examine(facts: DeclarationFacts) -> list[Finding]:
        found = law.lacking(facts)
        if facts.declarant != declarant.code:
            found = [_of_another(facts, declarant), *found]
        return found or drawing.draw(facts)

    def assess(facts: DeclarationFacts) -> Assessment:
        try:
            assessment = worked_out.get(facts.lrn) or law.assess(facts)
            limits.take(facts, law, assessment)
            return assessment
        except Refused:
            drawing.forget(facts.lrn)
            raise

    judgements = judge(as_read, select=law.selector, assess=assess, examine=examine, screen=screen)
    return [Judged(each, law, drawing) for each in judgements]


def _answered_for(country: str) -> None:
    """Refuse what nobody here could decide: the customs of the country is no party of this hub."""
    if not parties.anyone_with_right("customs", country):
        raise Refused(
            Finding(
                "no-customs-here",
                gettext_noop("The customs of {country} decides nothing on this hub."),
                "/country",
                gettext_noop("Lodge it at the hub of that country; a hub passes on what was declared for export."),
                params={"country": country},
            )
        )


def _of_another(facts: DeclarationFacts, declarant: Party) -> Finding:
    """Whoever lodges is whom the declaration names as its declarant."""
    return Finding(
        "declarant-differs",
        gettext_noop("The declaration names “{named}” as its declarant; it was lodged by “{lodged}”."),
        "/declarant",
        gettext_noop("Name the party that lodges it."),
        params={"named": facts.declarant, "lodged": declarant.code},
    )
