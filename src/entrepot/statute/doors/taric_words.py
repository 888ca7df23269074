"""Duties in the shape of TARIC: components with numbered expressions, and conditions, read into one expression.

The number of a component says how it joins the ones before it: + and - within a branch, MIN and MAX between branches.
Each number stands once at most and in ascending order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from entrepot.trade.duty.expression import (
    CUSTOMS_VALUE,
    Agri,
    Cap,
    Case,
    Expression,
    Floor,
    Free,
    Minus,
    Pct,
    Specific,
    Sum,
    Text,
    When,
)
from entrepot.trade.duty.expression_questions import Certificate, Test, Valued
from entrepot.trade.duty.grammar_writer import number
from entrepot.trade.quantity import UNITS

_PLUS = frozenset({"04", "19", "20"})
_LESS = frozenset({"02", "36"})
_MINIMUM = frozenset({"15"})
_MAXIMUM = frozenset({"17", "35"})
_NOTHING = "37"
_SUPPLEMENTARY = "99"
_AGRICULTURAL: dict[str, Agri] = {
    "12": Agri("EA"),
    "14": Agri("EA", reduced=True),
    "21": Agri("ADSZ"),
    "25": Agri("ADSZ", reduced=True),
    "27": Agri("ADFM"),
    "29": Agri("ADFM", reduced=True),
}
_RETAIL = "RET"
_UNITS: dict[str, tuple[str, int]] = {
    "NAR": ("C62", 1),
    "NPR": ("PR", 1),
    "MPR": ("PR", 1000),
    "KLT": ("MTQ", 1),
    "HMT": ("MTR", 100),
    "KMT": ("MTR", 1000),
}
_QUALIFIERS = {
    "": "",
    "A": "total-alcohol",
    "B": "flask",
    "E": "drained-weight",
    "F": "common-wheat",
    "G": "gross-weight",
    "I": "biodiesel-content",
    "J": "fuel-content",
    "K": "bioethanol-content",
    "L": "live-weight",
    "M": "dry-matter",
    "P": "lactic-matter",
    "R": "standard-quality",
    "S": "raw-sugar",
    "T": "dry-lactic-matter",
    "Z": "SUC",
}
_APPLIES = frozenset({"01", "24", "25", "26", "27", "28", "29", "34", "36"})
"""Actions by which the measure counts; 07 (not applicable) and 04 to 16 are their refusals."""


@dataclass(frozen=True, slots=True)
class Component:
    """One numbered part of a duty."""

    expression: str
    amount: Fraction | None = None
    currency: str = ""
    unit: str = ""
    qualifier: str = ""


@dataclass(frozen=True, slots=True)
class Requirement:
    """One condition of a measure: a document or a threshold, what follows from it, and the duty that then counts."""

    code: str
    action: str
    document: str = ""
    threshold: Fraction | None = None
    currency: str = ""
    unit: str = ""
    components: tuple[Component, ...] = ()


def duty(components: Sequence[Component]) -> Expression | None:
    """The expression of a measure's components; None if they state no duty, `Text` if they break their own rules."""
    stated = [each for each in components if each.expression != _SUPPLEMENTARY]
    numbers = [each.expression for each in stated]
    if not stated:
        return None
    whole: Expression | None = None
    terms: list[Expression] = []
    joined: type[Floor] | type[Cap] | None = None
    read = sorted(set(numbers)) == numbers
    for each in stated:
        term = _term(each)
        if term is None or not read:
            return Text(sentence(components))
        if each.expression in _MINIMUM | _MAXIMUM:
            whole, terms, joined = _with(whole, joined, terms), [term], Floor if each.expression in _MINIMUM else Cap
        elif each.expression in _LESS:
            terms = [Minus(_sum(terms), term)] if terms else [term]
        else:
            terms.append(term)
    return _with(whole, joined, terms)


def conditional(own: Expression | None, requirements: Sequence[Requirement]) -> Expression | None:
    """The duty with its conditions as cases, in their order; None if no case states one."""
    cases: list[Case] = []
    for each in requirements:
        rate = duty(each.components) or own
        tests = _tests(each)
        # An older record names no action: to present the document is then what makes the measure count.
        applies = each.action in _APPLIES if each.action else each.document != ""
        if rate is None or not applies:
            continue
        if tests is None:
            return Text(f"condition {each.code}")
        cases.append(Case(tests, rate))
    if cases:
        return When(tuple(cases))
    return own if not requirements else None


def sentence(components: Sequence[Component]) -> str:
    """The components as they are, to be kept beside what could not be read."""
    parts = [
        " ".join(part for part in (each.expression, _shown(each.amount), each.currency, each.unit) if part)
        for each in components
    ]
    return "; ".join(parts)


def _shown(amount: Fraction | None) -> str:
    return "" if amount is None else number(amount)


def day(text: str) -> date | None:
    """A date as these files write it: 13/04/2019, 13-04-2019, 2019-04-13 with a time or without; None for none."""
    first, second, third = ([*text.strip()[:10].replace("/", "-").split("-"), "", ""])[:3]
    if not first:
        return None
    year, days = (third, first) if len(third) == 4 else (first, third)
    return date(int(year), int(second), int(days))


def prefix(code: str) -> str:
    """The digits that count: `0101210000` stands for everything under 010121."""
    while len(code) > 2 and len(code) % 2 == 0 and code.endswith("00"):
        code = code[:-2]
    return code


def _with(whole: Expression | None, joined: type[Floor] | type[Cap] | None, terms: list[Expression]) -> Expression:
    branch = _sum(terms)
    return branch if whole is None or joined is None else joined(whole, branch)


def _sum(terms: list[Expression]) -> Expression:
    return terms[0] if len(terms) == 1 else Sum(tuple(terms))


def _term(component: Component) -> Expression | None:
    if component.expression == _NOTHING:
        return Free()
    if component.expression in _AGRICULTURAL:
        return _AGRICULTURAL[component.expression]
    known = {"01"} | _PLUS | _LESS | _MINIMUM | _MAXIMUM
    if component.expression not in known or component.amount is None:
        return None
    if not component.currency:
        base = {"": CUSTOMS_VALUE, _RETAIL: "retail-price"}.get(component.unit)
        return None if base is None else Pct(component.amount, base)
    if (component.unit, component.qualifier) == ("ASV", "X"):
        return Specific(component.amount, component.currency, Fraction(1), "HLT", "ASV")
    if (component.unit, component.qualifier) == ("MTQ", "C"):
        return Specific(component.amount, component.currency, Fraction(1000), "MTQ")
    unit, per = _UNITS.get(component.unit, (component.unit, 1))
    if unit not in UNITS or component.qualifier not in _QUALIFIERS:
        return None
    return Specific(component.amount, component.currency, Fraction(per), unit, _QUALIFIERS[component.qualifier])


def _tests(requirement: Requirement) -> tuple[Test, ...] | None:
    if requirement.document:
        return (Certificate(requirement.document),)
    if requirement.threshold is not None and requirement.currency:
        unit, per = _UNITS.get(requirement.unit, (requirement.unit, 1))
        if unit in UNITS:
            return (Valued(">=", requirement.threshold / per, requirement.currency, unit),)
        return None
    return () if requirement.threshold is None else None
