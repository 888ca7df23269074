"""The guarantee that stands for a declarant's debts: what is still free of it, and what a batch takes as it goes.

Where a declarant has given a guarantee to a country's customs, charges may wait for payment up to its amount and no
further. Where none was given nothing is checked: the country may take its duty at once.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext_noop

from entrepot.hub.customs import queries
from entrepot.hub.events.actor import Actor
from entrepot.hub.ledger import queries as ledger
from entrepot.hub.parties.models import Party
from entrepot.trade.assessment import Assessment
from entrepot.trade.declaration import DeclarationFacts
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.money import Money

Place = tuple[str, str]
"""A country, and the currency in which its guarantees are given."""


@dataclass
class Cover:
    """What of a declarant's guarantees was given, and what is still free, by country and currency."""

    given: dict[Place, int] = field(default_factory=dict)
    free: dict[Place, int] = field(default_factory=dict)

    @classmethod
    def of(cls, declarant: Party, days: Collection[date], by: Actor) -> Cover:
        """The guarantees in force on all of the days, held so that two batches do not spend one amount.

        What a peer's hub lodged, that hub answers for.
        """
        cover = cls()
        if by.kind == "peer" or not days:
            return cover
        for country, currency, amount in queries.hold_guarantees(declarant, min(days), max(days)):
            cover.given[country, currency] = cover.given.get((country, currency), 0) + amount
        for place, amount in cover.given.items():
            cover.free[place] = amount - ledger.balance(f"guarantee:{declarant.code}", place[1])
        return cover

    def must_hold(self, facts: DeclarationFacts, assessment: Assessment) -> None:
        """Refuse a declaration that owes more than is free."""
        place = facts.country, assessment.currency
        if place in self.free and assessment.due_minor > max(0, self.free[place]):
            raise Refused(_used_up(place, assessment.due_minor, self.free[place], self.given[place]))

    def must_secure(self, facts: DeclarationFacts, assessment: Assessment) -> None:
        """The same where nothing moves without a guarantee: goods that only pass through are not paid for."""
        if assessment.due_minor and (facts.country, assessment.currency) not in self.given:
            raise Refused(_unsecured(facts.declarant, facts.country))
        self.must_hold(facts, assessment)

    def take(self, facts: DeclarationFacts, assessment: Assessment) -> None:
        """Set what the declaration owes against the guarantee."""
        place = facts.country, assessment.currency
        if place in self.free:
            self.free[place] -= assessment.due_minor


def _unsecured(declarant: str, country: str) -> Finding:
    return Finding(
        "passage-unsecured",
        gettext_noop("{declarant} has given no guarantee to {country}; goods pass through under one."),
        "/declarant",
        gettext_noop("Have a guarantee registered with the customs of the country, or let another declare."),
        params={"declarant": declarant, "country": country},
    )


def _used_up(place: Place, owed: int, free: int, given: int) -> Finding:
    country, currency = place
    amounts = {"owed": owed, "free": max(0, free), "given": given}
    return Finding(
        "guarantee-used-up",
        gettext_noop("The goods owe {owed}; of the guarantee of {given} given to {country}, {free} is free."),
        "/declarant",
        gettext_noop("Pay what is due, or give a larger guarantee."),
        params={"country": country, **{name: str(Money.from_minor(each, currency)) for name, each in amounts.items()}},
    )
