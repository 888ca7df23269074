"""Quantities with their unit (UN/ECE Recommendation 20), converted only within one kind."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from entrepot.trade.finding import Finding, Refused
from entrepot.trade.money import Exact, exact
from entrepot.trade.wording import gettext_noop

# code: (kind, size in the kind's first unit, name)
UNITS: dict[str, tuple[str, Fraction, str]] = {
    "KGM": ("mass", Fraction(1), "kg"),
    "GRM": ("mass", Fraction(1, 1000), "g"),
    "DTN": ("mass", Fraction(100), "100 kg"),
    "TNE": ("mass", Fraction(1000), "t"),
    "LBR": ("mass", Fraction("0.45359237"), "lb"),
    "ONZ": ("mass", Fraction("0.028349523125"), "oz"),
    "CTM": ("mass", Fraction("0.0002"), "carat"),
    "LTR": ("volume", Fraction(1), "l"),
    "HLT": ("volume", Fraction(100), "hl"),
    "MLT": ("volume", Fraction(1, 1000), "ml"),
    "MTQ": ("volume", Fraction(1000), "m³"),
    "BLL": ("volume", Fraction("158.987294928"), "barrel"),
    "C62": ("number", Fraction(1), "item"),
    "H87": ("number", Fraction(1), "piece"),
    "DZN": ("number", Fraction(12), "dozen"),
    "GRO": ("number", Fraction(144), "gross"),
    "CEN": ("number", Fraction(100), "hundred"),
    "MIL": ("number", Fraction(1000), "thousand"),
    "PR": ("pairs", Fraction(1), "pair"),
    "DPR": ("pairs", Fraction(12), "dozen pairs"),
    "MTR": ("length", Fraction(1), "m"),
    "MTK": ("area", Fraction(1), "m²"),
    "CMK": ("area", Fraction(1, 10000), "cm²"),
    "KWH": ("energy", Fraction(1), "kWh"),
    "MWH": ("energy", Fraction(1000), "MWh"),
    "LPA": ("pure alcohol", Fraction(1), "l of pure alcohol"),
    "PFL": ("pure alcohol", Fraction(1, 2), "proof l"),
    "GLL": ("volume", Fraction("3.785411784"), "US gallon"),
    "JWL": ("jewels", Fraction(1), "jewel"),
    "NCL": ("cells", Fraction(1), "cell"),
    "CCT": ("carrying capacity", Fraction(1), "t of carrying capacity"),
    "GFI": ("fissile isotopes", Fraction(1), "g of fissile isotopes"),
    "KNI": ("nitrogen", Fraction(1), "kg of nitrogen"),
    "KPO": ("potassium oxide", Fraction(1), "kg of potassium oxide"),
    "KPP": ("phosphorus pentoxide", Fraction(1), "kg of diphosphorus pentaoxide"),
    "KPH": ("potassium hydroxide", Fraction(1), "kg of potassium hydroxide"),
    "KSH": ("sodium hydroxide", Fraction(1), "kg of sodium hydroxide"),
    "KSD": ("dry substance", Fraction(1), "kg of substance 90 % dry"),
    "KUR": ("uranium", Fraction(1), "kg of uranium"),
}


@dataclass(frozen=True, slots=True)
class Quantity:
    """An exact amount of something, in a unit."""

    amount: Fraction
    unit: str

    @classmethod
    def of(cls, amount: Exact, unit: str) -> Quantity:
        if unit not in UNITS:
            raise Refused(
                Finding(
                    "unit-unknown",
                    gettext_noop("“{unit}” is not a unit we know."),
                    remedy=gettext_noop("Use a code of UN/ECE Recommendation 20: {known}."),
                    params={"unit": unit, "known": ", ".join(UNITS)},
                )
            )
        return cls(exact(amount), unit)

    @property
    def kind(self) -> str:
        return UNITS[self.unit][0]

    def to(self, unit: str) -> Quantity | None:
        """The same quantity in another unit, or None if the two do not measure the same kind of thing."""
        if unit not in UNITS or UNITS[unit][0] != self.kind:
            return None
        return Quantity(self.amount * UNITS[self.unit][1] / UNITS[unit][1], unit)

    def __add__(self, other: Quantity) -> Quantity:
        same = other.to(self.unit)
        assert same is not None, f"{self.unit} and {other.unit} do not add"
        return Quantity(self.amount + same.amount, self.unit)
