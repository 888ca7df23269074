"""A form as a table: which fact stands in which element, and how it is written there.

Forms change by decree, so they are data (`law/*/forms/*.yaml`); this is what one says once it was read. The same table
serves both ways: `projecting.project` fills a form from facts, `restoring.restore` reads the facts back from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Syntax = Literal["json", "xml", "edifact"]
CONTEXT = "@"
"""Marks a fact that the declaration does not hold, such as `@order_number`; `beside.BESIDE` names them all."""


@dataclass(frozen=True, slots=True)
class Writing:
    """How a fact is written in an element: as it is, or by one of these."""

    date: str = ""
    """The form of a date, in the letters of `strftime`."""
    decimals: int | None = None
    """A number with so many decimals."""
    digits: int | None = None
    """So many digits of a code, from the left. Digits that are not known are not made up."""
    longest: int | None = None
    """At most so many letters."""
    codes: Mapping[str, str] | None = None
    """Our code, and the one that the form uses for it."""


PLAIN = Writing()


@dataclass(frozen=True, slots=True)
class Element:
    """One element of a form: a fact, a fixed text, something worked out, a group, or a group for each of a list.

    `fact` and `each` are JSON pointers; inside a group for each they begin at the member. In EDIFACT a group is a
    segment, its elements are named `2.1` for the first component of the second element, and what follows a colon in
    a name tells segments of one kind apart.
    """

    name: str
    fact: str = ""
    fixed: str = ""
    derived: str = ""
    each: str = ""
    group: tuple[Element, ...] = ()
    required: bool = False
    attribute: bool = False
    writing: Writing = PLAIN


@dataclass(frozen=True, slots=True)
class Form:
    """One form of the declaration: when it is used, its elements, and where its description comes from."""

    code: str
    title: str
    syntax: Syntax
    elements: tuple[Element, ...]
    root: str = ""
    namespace: str = ""
    country: str = ""
    direction: str = ""
    regimes: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    confidence: str = "unverified"
    note: str = ""
    file: str = field(default="", compare=False)

    def serves(self, *, country: str, direction: str, regime: str) -> bool:
        """Whether the form is used at this border, in this direction, under this procedure."""
        return (
            self.country in ("", country)
            and self.direction in ("", direction)
            and (not self.regimes or regime in self.regimes)
        )
