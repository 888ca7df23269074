"""One question asked several times: on other days, by other ways, in other destinations. What a quote page shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from entrepot.hub.law import statute
from entrepot.hub.tariffs import reckoning
from entrepot.statute import changes
from entrepot.trade.duty.facts import Consignment
from entrepot.trade.duty.ground import NO_GROUND, Ground
from entrepot.trade.duty.result import Line, Option, Quote
from entrepot.trade.finding import Finding
from entrepot.trade.money import Money

PREVIEWED = ("MY", "SG", "PH", "ID", "AU", "GB", "DE", "US")
"""The destinations in which a product's landed cost is shown before it is sold."""


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer for one day or place: the way that an order would take, if there is one, and all others."""

    on: date
    destination: str
    quote: Quote
    chosen: Option | None

    @property
    def reasons(self) -> tuple[Finding, ...]:
        """Why there is no figure."""
        if self.chosen is not None:
            return ()
        errors = [finding for finding in self.quote.findings if finding.level == "error"]
        unknown = [finding for option in self.quote.options for finding in option.unknown]
        closed = [finding for option in self.quote.closed for finding in option.why_not]
        told: list[Finding] = []
        for finding in errors or unknown or closed:
            if finding not in told:
                told.append(finding)
        return tuple(told)

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules that the figures stand on."""
        return () if self.chosen is None else tuple(rules(self.chosen))


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule used: what it is about, what it says, and the clause with its days, source and confidence."""

    name: str
    says: str
    ground: Ground


@dataclass(frozen=True, slots=True)
class Way:
    """One way beside the chosen one: what it costs more, or why it is closed or cannot be said."""

    option: Option
    more: Money | None
    reasons: tuple[Finding, ...]


def on_days(facts: Consignment, days: Sequence[date]) -> list[Answered]:
    """The same parcel under the law of each day, in the order given; `known` stays as it is."""
    return [_answered(replace(facts, on=day, dispatched=None)) for day in days]


def as_known_on(facts: Consignment, days: Sequence[date]) -> list[Answered]:
    """The same parcel on its own day, seen with the knowledge of each of these days."""
    return [_answered(replace(facts, known=day)) for day in days]


def calendar(destination: str, since: date, until: date) -> list[changes.Day]:
    """The days between two on which the law of a destination changes, each with what changes."""
    return list(changes.calendar(statute().jurisdiction(destination), since, until))


def in_places(facts: Consignment, destinations: Sequence[str] = PREVIEWED) -> list[Answered]:
    """The same goods sent to each destination: what a buyer there would pay, or why nobody can say."""
    return [_answered(replace(facts, destination=place)) for place in destinations]


def ways(answer: Answered) -> list[Way]:
    """Every way but the chosen one: priced ones cheapest first, then those without a figure, then the closed ones."""
    found = []
    for option in (*answer.quote.options, *answer.quote.closed):
        if option is answer.chosen:
            continue
        more = None
        if option.total is not None and answer.chosen is not None and answer.chosen.total is not None:
            more = option.total.lowest - answer.chosen.total.lowest
        found.append(Way(option, more, (*option.unknown, *option.why_not)))
    return found


def rules(option: Option) -> Iterator[Rule]:
    """Every rule that an option stands on, once: of the way itself, of each charge, and of each rate."""
    seen = {NO_GROUND}
    for rule in (Rule(option.name, "", option.ground), *_of_lines(option.lines)):
        if rule.ground not in seen:
            seen.add(rule.ground)
            yield rule


def _of_lines(lines: Sequence[Line]) -> Iterator[Rule]:
    for line in lines:
        yield Rule(line.name, line.effect, line.ground)
        yield Rule(line.name, line.rate, line.rate_ground)
        yield from _of_lines(line.parts)


def _answered(facts: Consignment) -> Answered:
    [(quote, _)] = reckoning.reckon([facts])
    return Answered(facts.on, facts.destination, quote, reckoning.chosen(quote))
