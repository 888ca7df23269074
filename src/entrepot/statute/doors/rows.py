"""What every door hands over: acts, commodity lines, rates, controls and pointers, as plain frozen rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal

from entrepot.trade.duty.expression import Expression
from entrepot.trade.duty.quota import EventKind, Mechanism

PRODUCT_LINE = "80"
"""The suffix of a line that goods can be declared under; others are headings in between."""


@dataclass(frozen=True, slots=True)
class Act:
    """A published act of law from which the rows come; one load is one act or more."""

    id: str
    title: str
    published: date | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class CommodityRow:
    """One line of a nomenclature. The code is digits only; `units` are its statutory units as the country has them."""

    code: str
    indent: int
    declarable: bool
    units: tuple[str, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    suffix: str = PRODUCT_LINE
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class RateRow:
    """One rate on one code, which counts for every line under it that has no nearer rate in the same column.

    `column` is `mfn`, `general` (who has no better), `provisional`, `agreement:ACFTA`, `preference:LDC`,
    `quota:09.0001`, `export`, `vat` and so on. `areas` narrow it to countries or named groups. `original` is the cell
    as published. `valid_to` is the last day on which it counts.
    """

    code: str
    column: str
    expression: Expression
    original: str
    valid_from: date | None = None
    valid_to: date | None = None
    act: str = ""
    areas: tuple[str, ...] = ()
    remark: str = ""
    suffix: str = PRODUCT_LINE


@dataclass(frozen=True, slots=True)
class PointerRow:
    """A line that sends the reader to other lines, such as a footnote to chapter 99: where to look, not how much."""

    code: str
    column: str
    lines: tuple[str, ...]
    original: str


Movement = Literal["import", "export", "both"]


@dataclass(frozen=True, slots=True)
class ControlRow:
    """Goods under this code need a document from an authority. By code alone it is an indication, never a verdict."""

    code: str
    movement: Movement
    document: str
    authority: str
    text: str = ""
    act: str = ""


@dataclass(frozen=True, slots=True)
class QuotaRow:
    """One period of a quota: its order number, whose goods it is for, and how much of them; both days are included.

    The rates within it stand in the column `quota:` with the order number. `agreement` is the preference whose proof
    of origin it wants as well.
    """

    number: str
    title: str
    mechanism: Mechanism
    volume: Fraction
    unit: str
    since: date
    last: date
    critical: Fraction = Fraction(90)
    area: str = ""
    agreement: str = ""
    act: str = ""


@dataclass(frozen=True, slots=True)
class QuotaEventRow:
    """What happened to a quota on a day; the state of the quota is derived from it."""

    number: str
    on: date
    kind: EventKind
    amount: Fraction = Fraction(0)
    act: str = ""


Row = Act | CommodityRow | RateRow | PointerRow | ControlRow | QuotaRow | QuotaEventRow


def digits(code: str) -> str:
    """The digits of a code as published: `0101.21.00` becomes `01012100`."""
    return "".join(each for each in code if each.isdigit())
