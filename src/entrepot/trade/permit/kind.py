"""The kinds of document that the agencies of a country grant: what each is called, and what applying for one costs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from entrepot.trade.duty.ground import NO_GROUND, Ground
from entrepot.trade.money import Money

Ending = Literal["refused", "withdrawn"]
"""How an application may end without a permit."""


Counting = Literal["asked", "optional", "none"]
"""Whether a document of a kind allows a quantity, which declarations draw down, or holds for whatever it names."""


@dataclass(frozen=True, slots=True)
class Fee:
    """What an application costs. It goes back to the applicant where the application ends as `given_back` says.

    An application that ends otherwise, or is granted, leaves the fee with the agency.
    """

    amount: Money
    given_back: tuple[Ending, ...] = ()
    ground: Ground = NO_GROUND


@dataclass(frozen=True, slots=True)
class PermitKind:
    """One kind of document. `days` is how long one holds as a rule; none where the law does not say.

    One with `lot` certifies one lot of goods and names it.
    """

    code: str
    name: str
    agency: str = ""
    quantity: Counting = "asked"
    lot: bool = False
    days: int = 0
    fee: Fee | None = None
    ground: Ground = NO_GROUND


def kind_of(code: str, kinds: Iterable[PermitKind]) -> PermitKind:
    """The kind of this code as the law describes it; one that it does not describe is called by its code."""
    return next((each for each in kinds if each.code == code), PermitKind(code, called(code)))


def called(code: str) -> str:
    """A code as words: `health-certificate` is a health certificate."""
    return code.replace("-", " ").replace("_", " ").capitalize()
