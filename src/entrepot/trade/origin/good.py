"""A good and its bill of materials, as its producer knows them. What nobody stated is None, and is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from entrepot.trade.money import Money

COSTS = ("labour", "overhead", "profit", "other")
"""The producer's own costs, which the build-up method counts beside originating materials."""


@dataclass(frozen=True, slots=True)
class Material:
    """One material of the good. The code is of the agreement's edition.

    `originating` means: under this very agreement, with the proof to show it; `origin` is the country, empty if it
    cannot be determined. `regional` is the percentage of regional content that a partial cumulation may count.
    """

    description: str
    hs: str
    value: Money | None = None
    origin: str = ""
    originating: bool | None = None
    wholly_obtained: bool | None = None
    weight_kg: Fraction | None = None
    regional: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Good:
    """The good made of them in one Party. `minimal_only`: nothing was done but washing, packing, simple assembly.

    `processes` answers the rules that are stated in words; `costs` are the producer's, by the names in `COSTS`.
    """

    hs: str
    country: str
    materials: tuple[Material, ...] = ()
    fob: Money | None = None
    ex_works: Money | None = None
    weight_kg: Fraction | None = None
    wholly_obtained: bool | None = None
    minimal_only: bool = False
    processes: Mapping[str, bool] = field(default_factory=dict)
    costs: Mapping[str, Money] = field(default_factory=dict)
