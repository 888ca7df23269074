"""Profiles, compiled once and applied to each declaration: the lane, and what put the consignment on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from entrepot.trade.assessment import Assessment
from entrepot.trade.declaration.facts import DeclarationFacts
from entrepot.trade.declaration.reading import Read, read
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.risk.combined import AllOf, AnyOf, Not
from entrepot.trade.risk.compiled import Met, together
from entrepot.trade.risk.look import Condition, ItemCondition, Look
from entrepot.trade.risk.marks import KEPT
from entrepot.trade.risk.vocabulary import OneIn, ScoreFrom
from entrepot.trade.wording import gettext_noop

Lane = Literal["green", "yellow", "red"]

LANES: tuple[Lane, ...] = ("green", "yellow", "red")


@dataclass(frozen=True, slots=True)
class Profile:
    """What is looked for, where it leads, and why. All conditions must hold."""

    code: str
    name: str
    when: tuple[Condition, ...]
    lane: Lane
    reason: str
    law: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that put a declaration on a lane: a profile it met, or a name of its parties.

    Name and reason are sentences with named placeholders, filled from `params` when shown.
    """

    code: str
    name: str
    lane: Lane
    reason: str
    law: str = ""
    params: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Selection:
    """The lane, and every profile that was met; without one the lane is green."""

    lane: Lane
    hits: tuple[Hit, ...] = ()

    def and_by(self, more: tuple[Hit, ...]) -> Selection:
        """The same with further hits, on the strictest lane of all."""
        if not more:
            return self
        return Selection(max((self.lane, *(hit.lane for hit in more)), key=LANES.index), (*self.hits, *more))


GREEN = Selection("green")


@dataclass(frozen=True, slots=True)
class Selector:
    """Profiles compiled to one function; calling it puts one declaration on its lane."""

    hits: tuple[Hit, ...]
    met: Met
    seed: str
    selections: dict[int, Selection] = field(default_factory=dict, repr=False, compare=False)
    """What was answered before, by the bits of the profiles that were met."""

    def __call__(self, facts: DeclarationFacts, assessment: Assessment | None = None) -> Selection:
        return self.of_read(read(facts), assessment)

    def of_read(self, declaration: Read, assessment: Assessment | None = None) -> Selection:
        """The lane of a declaration that was read already."""
        met = self.met(Look(declaration, assessment, self.seed))
        if not met:
            return GREEN
        return self.selections.get(met) or self._selection(met)

    def _selection(self, met: int) -> Selection:
        """The lane of whatever meets these profiles; goods that are alike meet the same ones."""
        hits = tuple([hit for n, hit in enumerate(self.hits) if met >> n & 1])
        selection = Selection(max((hit.lane for hit in hits), key=LANES.index), hits)
        if len(self.selections) < KEPT:
            self.selections[met] = selection
        return selection


def compiled(profiles: Iterable[Profile], seed: str = "") -> Selector:
    """The profiles as one function: done once when the law is read, not for each declaration."""
    listed = tuple(profiles)
    for each in listed:
        assert each.when, f"profile {each.code} would be met by everything"
        if not seed and any(_chance(condition) for condition in each.when):
            raise Refused(
                Finding(
                    "seed-missing",
                    gettext_noop("Profile {code} draws by chance, but no seed is given."),
                    remedy=gettext_noop("Give the seed of the period, whose hash was published before it began."),
                    params={"code": each.code},
                )
            )
    hits = tuple(Hit(each.code, each.name, each.lane, each.reason, each.law) for each in listed)
    return Selector(hits, together([each.when for each in listed]), seed)


def lane(
    facts: DeclarationFacts, assessment: Assessment | None, profiles: Iterable[Profile], seed: str = ""
) -> Selection:
    """The lane of one declaration. For many, compile the profiles once and call the selector."""
    return compiled(profiles, seed)(facts, assessment)


def _chance(condition: Condition | ItemCondition) -> bool:
    """Whether chance decides somewhere within the condition."""
    match condition:
        case OneIn():
            return True
        case AllOf(conditions) | AnyOf(conditions):
            return any(_chance(each) for each in conditions)
        case Not(inner):
            return _chance(inner)
        case ScoreFrom(card=card):
            return any(_chance(each) for each, _ in card)
        case _:
            return False
