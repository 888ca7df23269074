"""The duty expression: what a tariff cell says, as a tree of pure values.

Every number is an exact fraction. A tree says how a duty is worked out, never for whom or when it applies: that is the
measure's part. What no tariff reader could parse is `Text`, which is kept, shown, and never priced.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from entrepot.trade.duty.expression_questions import Test

CUSTOMS_VALUE = "customs-value"


@dataclass(frozen=True, slots=True)
class Free:
    """No duty."""


@dataclass(frozen=True, slots=True)
class Pct:
    """A percentage of the customs value, or of another named base such as the retail price."""

    rate: Fraction
    base: str = CUSTOMS_VALUE


@dataclass(frozen=True, slots=True)
class Specific:
    """An amount of money for every `per` units; the qualifier narrows what is measured (clean, drained-weight).

    A qualifier that is itself a measure multiplies: EUR 0.9 per hectolitre and degree of alcohol is unit HLT, qualifier
    ASV. The unit is a code of UN/ECE Recommendation 20.
    """

    amount: Fraction
    currency: str
    per: Fraction
    unit: str
    qualifier: str = ""


@dataclass(frozen=True, slots=True)
class Sum:
    """All parts together; there are two or more."""

    parts: tuple[Expression, ...]

    def __post_init__(self) -> None:
        assert len(self.parts) >= 2, "a sum has two parts at least"


@dataclass(frozen=True, slots=True)
class Minus:
    """The first, less the second; never below nothing."""

    whole: Expression
    less: Expression


@dataclass(frozen=True, slots=True)
class Floor:
    """The greater of the two: a rate with its minimum (`MIN`)."""

    rate: Expression
    minimum: Expression


@dataclass(frozen=True, slots=True)
class Cap:
    """The lesser of the two: a rate with its maximum (`MAX`)."""

    rate: Expression
    maximum: Expression


@dataclass(frozen=True, slots=True)
class OnPart:
    """A rate charged on one part or content only: the case, the strap, the lead content."""

    rate: Pct | Specific
    part: str


@dataclass(frozen=True, slots=True)
class AsLine:
    """The duty of another line, and points added to or taken from it.

    The line is a code, or a role that the facts resolve: empty for the subheading that would apply, `natural-juice`,
    `highest-in-set` and so on.
    """

    line: str = ""
    plus: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class NoChange:
    """The line leaves the rate as it is (chapters 98 and 99 of the United States)."""


@dataclass(frozen=True, slots=True)
class Gate:
    """What the value of a unit falls short of a reference price: `reference - factor × value`, never below nothing."""

    reference: Fraction
    currency: str
    unit: str
    factor: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True)
class Degree:
    """A rate that falls with every degree under a standard, down to a floor (sugar by its polarization).

    `measure` names what is read in degrees.
    """

    start: Specific
    step: Specific
    below: Fraction
    floor: Specific
    measure: str = "polarization"


AgriKind = Literal["EA", "ADSZ", "ADFM"]


@dataclass(frozen=True, slots=True)
class Agri:
    """An agricultural component, additional sugar or flour duty, resolved by the additional (Meursing) code."""

    kind: AgriKind
    reduced: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """One branch of `When`: it is taken if all its tests hold; without tests it is the branch for all others."""

    tests: tuple[Test, ...]
    expression: Expression


@dataclass(frozen=True, slots=True)
class When:
    """The first case whose tests all hold; if none holds, this rate does not apply to the goods."""

    cases: tuple[Case, ...]


@dataclass(frozen=True, slots=True)
class Between:
    """A rate between two, where the choice stands in a note that we do not hold: shown as a range, never as one."""

    low: Expression
    high: Expression


@dataclass(frozen=True, slots=True)
class NotApplied:
    """A rate that is bound but not in use, printed in brackets."""

    rate: Expression


@dataclass(frozen=True, slots=True)
class Text:
    """Words that could not be read as a rate. Kept as they are; never evaluated, never nothing."""

    raw: str


Expression = (
    Free
    | Pct
    | Specific
    | Sum
    | Minus
    | Floor
    | Cap
    | OnPart
    | AsLine
    | NoChange
    | Gate
    | Degree
    | Agri
    | When
    | Between
    | NotApplied
    | Text
)


def pct(rate: int | str | Fraction, base: str = CUSTOMS_VALUE) -> Pct:
    """A percentage of a number or its decimal text: `pct("6.5")`."""
    return Pct(Fraction(rate), base)


def specific(
    amount: int | str | Fraction, currency: str, unit: str, per: int | Fraction = 1, qualifier: str = ""
) -> Specific:
    """An amount per unit: `specific("1.5", "USD", "KGM")`."""
    return Specific(Fraction(amount), currency, Fraction(per), unit, qualifier)


def children(expression: Expression) -> tuple[Expression, ...]:
    """The expressions directly inside this one."""
    match expression:
        case Sum(parts):
            return parts
        case Minus(a, b) | Floor(a, b) | Cap(a, b) | Between(a, b):
            return (a, b)
        case OnPart(rate, _):
            return (rate,)
        case NotApplied(rate):
            return (rate,)
        case When(cases):
            return tuple(case.expression for case in cases)
        case _:
            return ()


def walk(expression: Expression) -> Iterator[Expression]:
    """The expression and everything inside it."""
    yield expression
    for child in children(expression):
        yield from walk(child)


def is_text(expression: Expression) -> bool:
    """Whether words remain somewhere in the tree, so that it can give no exact answer in every case."""
    return any(isinstance(each, Text) for each in walk(expression))


def is_exact(expression: Expression) -> bool:
    """Whether an amount can always be worked out from value and quantities alone."""
    return all(isinstance(each, Free | Pct | Specific | Sum | Minus | Floor | Cap | Gate) for each in walk(expression))


def needed_units(expression: Expression) -> frozenset[str]:
    """The units (with their qualifier) that must be declared to work the expression out."""
    found: set[str] = set()
    for each in walk(expression):
        match each:
            case Specific(unit=unit, qualifier=qualifier):
                found.add(f"{unit}/{qualifier}" if qualifier else unit)
            case Gate(unit=unit):
                found.add(unit)
            case Degree(start=start):
                found.add(start.unit)
            case _:
                pass
    return frozenset(found)
