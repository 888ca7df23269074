"""One question asked several times: on other days, by other ways, in other destinations. What a quote page shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from entrepot.hub.law import statute
from entrepot.hub.tariffs import reckoning
from entrepot.hub.tariffs.reckoning import KeptRates
from entrepot.statute import changes
from entrepot.trade.duty.facts import Consignment
from entrepot.trade.duty.ground import NO_GROUND, Ground
from entrepot.trade.duty.result import Line, Option, Quote
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.money import Money


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer for one day or place: the way that an order would take, if there is one, and all others."""

    on: date
    destination: str
    quote: Quote
    chosen: Option | None
    rates: KeptRates = field(default_factory=dict)

    @property
    def cheapest(self) -> Option | None:
        """The cheapest way that has a price, be it a range, or on a condition or a proof that somebody must bring."""
        return self.quote.cheapest

    @property
    def reasons(self) -> tuple[Finding, ...]:
        """Why there is no figure."""
        return () if self.chosen is not None else self.obstacles

    @property
    def obstacles(self) -> tuple[Finding, ...]:
        """What stands in the way of a figure: faults of the question; else what is not known; else what is closed."""
        errors = [finding for finding in self.quote.findings if finding.level == "error"]
        unknown = [finding for option in self.quote.options for finding in option.unknown]
        closed = [finding for option in self.quote.closed for finding in option.why_not]
        return _once(errors or unknown or closed)

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


@dataclass(frozen=True, slots=True)
class Between:
    """What changed in the law between two answers: what bears on these goods, and what else changed."""

    concerning: tuple[changes.Change, ...]
    others: tuple[changes.Change, ...]


@dataclass(frozen=True, slots=True)
class NationalLine:
    """One of the national lines that a code leaves open, with its words, and the answer if it is the one."""

    code: str
    words: str
    answer: Answered


def answered(batch: Sequence[Consignment]) -> list[Answered]:
    """The answer to each question, in the order given."""
    return [
        Answered(facts.on, facts.destination, quote, reckoning.chosen(quote), rates)
        for facts, (quote, rates) in zip(batch, reckoning.reckon(batch), strict=True)
    ]


def on_days(facts: Consignment, days: Sequence[date]) -> list[Answered]:
    """The same parcel under the law of each day, in the order given; `known` stays as it is."""
    return answered([replace(facts, on=day, dispatched=None) for day in days])


def as_known_on(facts: Consignment, days: Sequence[date]) -> list[Answered]:
    """The same parcel on its own day, seen with the knowledge of each of these days."""
    return answered([replace(facts, known=day) for day in days])


def calendar(facts: Consignment, since: date, until: date) -> list[changes.Day]:
    """The days between two on which the law of the destination changes for these goods, each with what changes."""
    codes = {goods.hs for goods in facts.lines}
    return list(changes.calendar(statute().jurisdiction(facts.destination), since, until, codes))


def between(facts: Consignment, first: Answered, second: Answered) -> Between:
    """What changed in the law between two answers to one question; nothing if one of them has no law."""
    try:
        before, after = (statute().law(each.destination, each.on, each.quote.known) for each in (first, second))
    except Refused:
        return Between((), ())
    options = (*first.quote.options, *second.quote.options)
    used = {rule.ground for option in options for rule in rules(option)}
    regimes = {option.regime for option in options}
    concerning: list[changes.Change] = []
    others: list[changes.Change] = []
    for change in changes.changes(before, after, {goods.hs for goods in facts.lines}):
        named = change.kind == "rate" or (change.kind == "regime" and change.name in regimes)
        grounds = {law.values[change.name].ground for law in (before, after) if change.name in law.values}
        (concerning if named or (grounds | {change.ground}) & used else others).append(change)
    return Between(tuple(concerning), tuple(others))


def in_places(facts: Consignment, destinations: Sequence[str]) -> list[Answered]:
    """The same goods sent to each destination: what a buyer there would pay, or why nobody can say."""
    return answered([replace(facts, destination=place) for place in destinations])


def national_lines(facts: Consignment, line: int, most: int) -> tuple[list[NationalLine], int]:
    """The national lines that the code of one line of goods leaves open, at most so many; and how many there are."""
    law = statute().law(facts.destination, facts.on, facts.known)
    codes = law.tariff.lines(facts.lines[line].hs)
    if codes == (facts.lines[line].hs,):
        return [], 0
    shown = codes[:most]
    batch = [
        replace(facts, lines=tuple(replace(each, hs=code) if n == line else each for n, each in enumerate(facts.lines)))
        for code in shown
    ]
    words = law.tariff.schedule.descriptions
    found = [
        NationalLine(code, words.get(code, ""), answer) for code, answer in zip(shown, answered(batch), strict=True)
    ]
    return found, len(codes)


def ways(answer: Answered, beside: Option | None = None) -> list[Way]:
    """Every way but one, which is the chosen one if none is named.

    Those with a price come first, the cheapest before others; then those without a figure, then the closed ones.
    """
    beside = beside or answer.chosen
    found = []
    for option in (*answer.quote.options, *answer.quote.closed):
        if option is beside:
            continue
        more = None
        if option.total is not None and beside is not None and beside.total is not None:
            more = option.total.lowest - beside.total.lowest
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


def _once(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    told: list[Finding] = []
    for finding in findings:
        if finding not in told:
            told.append(finding)
    return tuple(told)
