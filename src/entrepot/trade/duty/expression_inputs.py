"""What a duty expression needs to know of the goods, and the answer when it does not know enough."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from entrepot.trade.duty.expression import Agri, Expression
from entrepot.trade.finding import Finding
from entrepot.trade.money import Money
from entrepot.trade.quantity import UNITS

Convert = Callable[[Money, str], Money | None]
Line = Callable[[str], Expression | None]
Component = Callable[[Agri], Expression | None]

# Qualifiers that are measured themselves: the duty is per unit and per degree of them, so the two multiply.
MEASURED_QUALIFIERS = frozenset({"ASV", "SUC"})


@dataclass(frozen=True, slots=True)
class CannotSay:
    """No amount can be given, and every reason why: what to supply, or what only a person can read.

    `low` and `high` bound the amount where the tariff itself leaves a range.
    """

    findings: tuple[Finding, ...]
    low: Money | None = None
    high: Money | None = None

    @property
    def finding(self) -> Finding:
        return self.findings[0]


@dataclass(frozen=True, slots=True)
class DoesNotApply(CannotSay):
    """The rate is not for these goods, or is bound but not in use: another rate must be looked for."""


Answer = Money | CannotSay


@dataclass(frozen=True, slots=True)
class Part:
    """A part or content of the goods that is charged apart: its value, its quantities, or both."""

    value: Money | None = None
    quantities: Mapping[str, Fraction] = field(default_factory=dict)


def same_currency_only(amount: Money, currency: str) -> Money | None:
    """The converter of who has no exchange rates."""
    return amount if amount.currency == currency else None


def no_line(line: str) -> None:
    """The answer of who has no other lines to refer to."""
    return


def no_component(agri: Agri) -> None:
    """The answer of who has no additional code."""
    return


@dataclass(frozen=True, slots=True)
class Inputs:
    """The goods as a rate sees them: one declared line.

    Quantities are keyed by unit and qualifier: `{"KGM": 12, "KGM/drained-weight": 9}`. `facts` holds the answers to the
    tariff's own questions, keyed as `answer_key` says. `line` gives the rate of another line, `component` the rate that
    an additional code stands for.
    """

    customs_value: Money
    quantities: Mapping[str, Fraction] = field(default_factory=dict)
    bases: Mapping[str, Money] = field(default_factory=dict)
    parts: Mapping[str, Part] = field(default_factory=dict)
    facts: Mapping[str, bool] = field(default_factory=dict)
    on: date | None = None
    origin: str = ""
    convert: Convert = same_currency_only
    line: Line = no_line
    component: Component = no_component


def measured(quantities: Mapping[str, Fraction], unit: str, qualifier: str = "") -> Fraction | None:
    """How many of the unit there are, converted from any unit of the same kind that is given."""
    found = _in_unit(quantities, unit, qualifier)
    if found is None and qualifier in MEASURED_QUALIFIERS:
        plain = _in_unit(quantities, unit, "")
        if plain is not None and qualifier in quantities:
            return plain * quantities[qualifier]
    return found


def _in_unit(quantities: Mapping[str, Fraction], unit: str, qualifier: str) -> Fraction | None:
    key = f"{unit}/{qualifier}" if qualifier else unit
    if key in quantities:
        return quantities[key]
    if unit not in UNITS:
        return None
    kind, size, _ = UNITS[unit]
    for other, amount in quantities.items():
        code, _, narrowed = other.partition("/")
        if narrowed == qualifier and code in UNITS and UNITS[code][0] == kind:
            return amount * UNITS[code][1] / size
    return None
