"""What a regime asks before it opens: a closed vocabulary of tests, as data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from entrepot.trade.duty.ground import NO_GROUND, Ground, Value
from entrepot.trade.duty.measure import Area

Unit = Literal["item", "line", "consignment", "person-day", "person-year"]
Relation = Literal["at-most", "under", "at-least", "over"]
Side = Literal["origin", "dispatch"]
Reach = Literal["every", "any"]


@dataclass(frozen=True, slots=True)
class ValueTest:
    """A value against a limit: the price of an item, the CIF value of the consignment, the year's purchases.

    `value` names a part (price, fob, cif, customs_value …), `pieces`, or `charge:<levy>` for what a levy comes to. A
    limit that is no longer in force is not met.
    """

    code: str
    sentence: str
    otherwise: str
    value: str
    of: Unit
    relation: Relation
    limit: Value
    reach: Reach = "every"
    ground: Ground = NO_GROUND


@dataclass(frozen=True, slots=True)
class FactTest:
    """A fact of the consignment is one of these; a fact not known leaves the test open."""

    code: str
    sentence: str
    otherwise: str
    fact: str
    one_of: tuple[str, ...]
    ground: Ground = NO_GROUND


@dataclass(frozen=True, slots=True)
class GoodsTest:
    """The goods stand under one of these code prefixes.

    If the list is not complete, goods outside it leave the test open, since the true list may name them.
    """

    code: str
    sentence: str
    otherwise: str
    prefixes: tuple[str, ...]
    complete: bool = True
    reach: Reach = "every"
    ground: Ground = NO_GROUND


@dataclass(frozen=True, slots=True)
class AreaTest:
    """The goods originate in, or are sent from, a country of an area."""

    code: str
    sentence: str
    otherwise: str
    area: Area
    of: Side = "origin"
    reach: Reach = "every"
    ground: Ground = NO_GROUND


@dataclass(frozen=True, slots=True)
class Every:
    """All of these hold."""

    code: str
    sentence: str
    otherwise: str
    tests: tuple[Condition, ...]
    ground: Ground = NO_GROUND


@dataclass(frozen=True, slots=True)
class Either:
    """One of these holds."""

    code: str
    sentence: str
    otherwise: str
    tests: tuple[Condition, ...]
    ground: Ground = NO_GROUND


@dataclass(frozen=True, slots=True)
class Otherwise:
    """This does not hold."""

    code: str
    sentence: str
    otherwise: str
    test: Condition
    ground: Ground = NO_GROUND


Condition = ValueTest | FactTest | GoodsTest | AreaTest | Every | Either | Otherwise
