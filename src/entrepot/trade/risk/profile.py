"""Profiles, compiled once and applied to each declaration: the lane, and what put the consignment on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from entrepot.trade.assessment import Assessment
from entrepot.trade.declaration.facts import DeclarationFacts
from entrepot.trade.declaration.reading import Read, read
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.risk.combined import AllOf, AnyOf, Not
from entrepot.trade.risk.look import Condition, ItemCondition, Look, Predicate
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
    """A profile that a declaration met."""

    code: str
    name: str
    lane: Lane
    reason: str
    law: str = ""


@dataclass(frozen=True, slots=True)
class Selection:
    """The lane, and every profile that was met; without one the lane is green."""

    lane: Lane
    hits: tuple[Hit, ...] = ()


GREEN = Selection("green")


@dataclass(frozen=True, slots=True)
class Selector:
    """Profiles compiled to functions; calling it puts one declaration on its lane."""

    tests: tuple[tuple[Predicate, Hit], ...]
    seed: str

    def __call__(self, facts: DeclarationFacts, assessment: Assessment | None = None) -> Selection:
        return self.of_read(read(facts), assessment)

    def of_read(self, declaration: Read, assessment: Assessment | None = None) -> Selection:
        """The lane of a declaration that was read already."""
        look = Look(declaration, assessment, self.seed)
        hits = tuple([hit for test, hit in self.tests if test(look)])
        return Selection(max((hit.lane for hit in hits), key=LANES.index), hits) if hits else GREEN


def compiled(profiles: Iterable[Profile], seed: str = "") -> Selector:
    """The profiles as functions: done once when the law is read, not for each declaration."""
    tests = []
    for each in profiles:
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
        tests.append((_test(each), Hit(each.code, each.name, each.lane, each.reason, each.law)))
    return Selector(tuple(tests), seed)


def lane(
    facts: DeclarationFacts, assessment: Assessment | None, profiles: Iterable[Profile], seed: str = ""
) -> Selection:
    """The lane of one declaration. For many, compile the profiles once and call the selector."""
    return compiled(profiles, seed)(facts, assessment)


def _test(profile: Profile) -> Predicate:
    return profile.when[0].compiled() if len(profile.when) == 1 else AllOf(profile.when).compiled()


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
