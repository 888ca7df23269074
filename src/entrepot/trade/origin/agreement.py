"""A trade agreement's law of origin: its Parties, its edition, its rules, and what it forgives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal

from entrepot.trade.duty.ground import NO_GROUND, Ground
from entrepot.trade.duty.measure import Area
from entrepot.trade.origin.proof import Proof, Verification, Waiver
from entrepot.trade.origin.rule import Rule, covers

Cumulation = Literal["parties", "partial", "full"]
ShareOf = Literal["fob", "ex-works", "weight"]


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How much material may miss the change of classification: a share of price or weight, for some chapters."""

    share: Fraction
    of: ShareOf = "fob"
    chapters: tuple[str, ...] = ()
    ground: Ground = NO_GROUND

    def applies(self, hs: str) -> bool:
        return not self.chapters or covers(self.chapters, hs)


@dataclass(frozen=True, slots=True)
class Terms:
    """What counts as originating, and what is forgiven, when a rule is judged.

    `parties` cumulation: originating materials of any Party count as the producer's own. `partial`: a material that
    does not originate counts by its regional content, if that is at least `partial_minimum` percent.
    """

    parties: frozenset[str] = frozenset()
    cumulation: frozenset[Cumulation] = frozenset()
    partial_minimum: Fraction | None = None
    tolerances: tuple[Tolerance, ...] = ()


@dataclass(frozen=True, slots=True)
class ProductRule:
    """The rule of a range of codes (both ends included, any length); the subdivision tells `ex` headings apart."""

    first: str
    last: str
    rule: Rule
    subdivision: str = ""
    text: str = ""

    def counts(self, hs: str) -> bool:
        """Whether the code lies in the range, compared on as many digits as both have."""
        return self.first[: len(hs)] <= hs[: len(self.first)] and hs[: len(self.last)] <= self.last[: len(hs)]


@dataclass(frozen=True)
class Agreement:
    """One agreement. `general` is the rule for goods without one of their own; None if each good has its own."""

    code: str
    name: str
    area: Area
    edition: str
    rules: tuple[ProductRule, ...] = ()
    general: Rule | None = None
    terms: Terms = field(default_factory=Terms)
    proofs: tuple[Proof, ...] = ()
    waiver: Waiver | None = None
    verification: Verification | None = None
    direct_transport: str = ""
    criteria: Mapping[str, str] = field(default_factory=dict)
    complete: bool = True
    ground: Ground = NO_GROUND

    def terms_on(self, day: date) -> Terms:
        """The terms with the Parties of the day."""
        parties = frozenset(country for country, _, _ in self.area.members if self.area.holds(country, day))
        return Terms(parties, self.terms.cumulation, self.terms.partial_minimum, self.terms.tolerances)

    def rules_for(self, hs: str) -> tuple[ProductRule, ...]:
        """Every rule whose range holds the code: where headings are split by words, all must be shown."""
        return tuple(rule for rule in self.rules if rule.counts(hs))
