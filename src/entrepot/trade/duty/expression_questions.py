"""The questions on which a conditional rate turns: a closed vocabulary, so that every one can be asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

Relation = Literal["<", "<=", ">", ">="]


@dataclass(frozen=True, slots=True)
class InForce:
    """A phase: the day of import lies from `start` to `end`, both included; None leaves a side open."""

    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Season:
    """A time of the year, by (month, day), both included; it may run over the new year."""

    start: tuple[int, int]
    end: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Quota:
    """Inside or outside a tariff quota, named by its order number if the tariff names one."""

    inside: bool
    number: str = ""


@dataclass(frozen=True, slots=True)
class Origin:
    """The goods originate in one of these countries."""

    countries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Certificate:
    """A document is presented."""

    code: str


@dataclass(frozen=True, slots=True)
class Valued:
    """The customs value of one unit stands in this relation to an amount."""

    relation: Relation
    amount: Fraction
    currency: str
    unit: str


@dataclass(frozen=True, slots=True)
class Fact:
    """Anything else the tariff asks about the goods, in its own words."""

    question: str


Test = InForce | Season | Quota | Origin | Certificate | Valued | Fact


def answer_key(test: Quota | Certificate | Fact) -> str:
    """The name under which the answer is looked up among the facts."""
    match test:
        case Quota(number=number):
            return f"quota:{number}"
        case Certificate(code):
            return f"certificate:{code}"
        case Fact(question):
            return question
