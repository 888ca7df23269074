"""Rules of origin as trees: any of several alternatives, each made of conditions that must all hold.

A rule says what must have happened to the materials that do not originate; it never says for which goods, which is the
agreement's part.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

Level = Literal["CC", "CTH", "CTSH"]
Method = Literal["build-down", "build-up"]
DIGITS: dict[Level, int] = {"CC": 2, "CTH": 4, "CTSH": 6}
METHODS: tuple[Method, ...] = ("build-down", "build-up")
OWN_HEADING = "heading"
"""Stands for the code of the good's own heading, where a rule speaks of materials of the same heading."""


@dataclass(frozen=True, slots=True)
class WhollyObtained:
    """The good is grown, mined, born or caught there; or all its materials of certain codes are."""

    materials: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProducedEntirely:
    """Every material originates in one of the Parties."""


@dataclass(frozen=True, slots=True)
class CTC:
    """Every non-originating material comes from another chapter, heading or subheading than the good.

    `excepted` are codes from which the change does not count, although it is one.
    """

    level: Level
    excepted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RVC:
    """At least this percentage of the price free on board is regional, by one of the methods.

    With `only`, the focused method: non-originating materials of these codes alone are counted.
    """

    minimum: Fraction
    methods: tuple[Method, ...] = METHODS
    only: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MaxNOM:
    """Non-originating materials are at most this percentage of the price ex works; `only` those of certain codes."""

    maximum: Fraction
    only: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Process:
    """A working or processing in words, which only the producer can answer for."""

    text: str


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One of these is enough."""

    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class AllOf:
    """All of these must hold."""

    rules: tuple[Rule, ...]


Rule = WhollyObtained | ProducedEntirely | CTC | RVC | MaxNOM | Process | AnyOf | AllOf


def any_of(*rules: Rule) -> Rule:
    """The alternatives as one rule, side by side; one alone is itself."""
    flat = tuple(each for rule in rules for each in alternatives(rule))
    return flat[0] if len(flat) == 1 else AnyOf(flat)


def all_of(*rules: Rule) -> Rule:
    """The conditions as one rule; one alone is itself."""
    return rules[0] if len(rules) == 1 else AllOf(rules)


def alternatives(rule: Rule) -> tuple[Rule, ...]:
    """The ways in which the rule can be met, side by side."""
    return tuple(each for part in rule.rules for each in alternatives(part)) if isinstance(rule, AnyOf) else (rule,)


def walk(rule: Rule) -> Iterator[Rule]:
    """The rule and everything inside it."""
    yield rule
    if isinstance(rule, AnyOf | AllOf):
        for part in rule.rules:
            yield from walk(part)


def covers(codes: tuple[str, ...], hs: str) -> bool:
    """Whether a code lies under one of the prefixes, or in one of the ranges written `5007-5212`."""
    for each in codes:
        first, dash, last = each.partition("-")
        if first <= hs[: len(first)] and hs[: len(last)] <= last if dash else hs.startswith(first):
            return True
    return False
