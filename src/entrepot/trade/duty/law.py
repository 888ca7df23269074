"""The law of one jurisdiction on one day, as values: what a statute hands to the reckoning.

Everything here is read from data. Nothing in `trade.duty` knows the name of a country.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Literal

from entrepot.trade.duty.condition import Condition
from entrepot.trade.duty.ground import Ground, Value
from entrepot.trade.duty.measure import Tariff
from entrepot.trade.money import CENT, Rounding

Kind = Literal["duty", "tax", "fee"]
Stage = Literal["line", "total"]
Per = Literal["line", "consignment", "subheading", "piece"]
Change = Literal["exempt", "rate", "factor", "waive"]
Collected = Literal["sale", "border", "period"]
Preference = Literal["allowed", "none", "required"]


@dataclass(frozen=True, slots=True)
class RoundingRule:
    """At which stage an amount is rounded, to what, which way, and what is too little to be collected."""

    code: str
    ground: Ground
    stage: Stage = "line"
    rounding: Rounding = CENT
    minimum_collected: Value | None = None


@dataclass(frozen=True, slots=True)
class Percent:
    """A rate that is the same for all goods."""

    value: Value


@dataclass(frozen=True, slots=True)
class ByTariff:
    """A rate that the tariff gives by code; `default` counts where the tariff is silent, if the law says so."""

    default: Value | None = None


@dataclass(frozen=True, slots=True)
class Fixed:
    """A sum of money for each consignment, line, subheading or piece."""

    value: Value


@dataclass(frozen=True, slots=True)
class Band:
    """The sum due while the rate that steers it is under `under` (None: from there on)."""

    under: Value | None
    value: Value
    including: bool = False


@dataclass(frozen=True, slots=True)
class Bands:
    """A sum of money that depends on the height of a tariff rate for the goods."""

    levy: str
    bands: tuple[Band, ...]


Pricing = Percent | ByTariff | Fixed | Bands


@dataclass(frozen=True, slots=True)
class Levy:
    """One charge of the stack: on which named parts it is reckoned, at which rate, and how it is rounded.

    `inside`: the tax is part of its own base, as China's consumption tax is. `special`: it is charged only where a
    regime names it. `listed`: it is a duty on goods that a list names, and is told for no others. `yields_to` names the
    levies beside which it is not charged on the same goods: the stacking order of additional duties.
    """

    code: str
    name: str
    kind: Kind
    pricing: Pricing
    rounding: RoundingRule
    ground: Ground
    base: tuple[str, ...] = ("customs_value",)
    per: Per = "line"
    inside: bool = False
    special: bool = False
    listed: bool = False
    yields_to: tuple[str, ...] = ()
    minimum: Value | None = None
    maximum: Value | None = None
    collected: Collected = "border"
    payer: str = "importer"


@dataclass(frozen=True, slots=True)
class Effect:
    """What a regime does to a charge while its conditions hold."""

    change: Change
    ground: Ground
    when: tuple[Condition, ...] = ()
    value: Value | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """How one charge is treated in one regime: the first effect whose conditions hold counts."""

    effects: tuple[Effect, ...] = ()
    collected: Collected | None = None
    payer: str | None = None
    base: tuple[str, ...] | None = None
    charged: bool = True


NO_TERMS = Terms()
NOT_CHARGED = Terms(charged=False)


@dataclass(frozen=True, slots=True)
class Regime:
    """A lawful way for goods to enter, and the conditions under which it is open."""

    code: str
    name: str
    ground: Ground
    when: tuple[Condition, ...] = ()
    terms: Mapping[str, Terms] = field(default_factory=dict)
    proofs: tuple[str, ...] = ()
    preference: Preference = "allowed"
    procedure: str = ""


@dataclass(frozen=True)
class Law:
    """The law of one jurisdiction as it stands on one day, seen with the knowledge of one day."""

    jurisdiction: str
    name: str
    currency: str
    on: date
    known: date | None
    digest: str
    customs_value: Literal["cif", "fob"]
    exchange_day: Literal["arrival", "dispatch"]
    values: Mapping[str, Value]
    levies: tuple[Levy, ...]
    regimes: tuple[Regime, ...]
    tariff: Tariff
    value_rounding: RoundingRule | None = None
    kept: dict[object, Any] = field(init=False, default_factory=dict, repr=False, compare=False)
    """What is the same for every consignment of the day, worked out once."""

    def charged(self, regime: Regime) -> tuple[tuple[Levy, Terms], ...]:
        """The levies that a regime charges, in order, each with its terms."""
        key = "charged", id(regime)
        if key not in self.kept:
            usual = [(levy, NOT_CHARGED if levy.special else NO_TERMS) for levy in self.levies]
            terms = [(levy, regime.terms.get(levy.code, otherwise)) for levy, otherwise in usual]
            self.kept[key] = regime, tuple(pair for pair in terms if pair[1].charged)
        found: tuple[tuple[Levy, Terms], ...] = self.kept[key][1]
        return found

    @cached_property
    def levy_codes(self) -> tuple[str, ...]:
        """The codes of all levies, in order."""
        return tuple(levy.code for levy in self.levies)

    @cached_property
    def listed(self) -> frozenset[str]:
        """The levies that are duties on goods which a list names."""
        return frozenset(levy.code for levy in self.levies if levy.listed)

    @cached_property
    def lists_not_held(self) -> tuple[str, ...]:
        """The duties on goods that a list names, for which no list is held."""
        schedule = self.tariff.schedule
        priced = {type_.levy for code, type_ in schedule.types.items() if code in schedule.lengths}
        return tuple(levy.name for levy in self.levies if levy.listed and levy.code not in priced)

    def law(self, destination: str, on: date, known: date | None) -> Law:
        """Itself, so that one day's law may stand wherever a whole law book may."""
        assert (destination, on, known) == (self.jurisdiction, self.on, self.known), "another law was asked for"
        return self
