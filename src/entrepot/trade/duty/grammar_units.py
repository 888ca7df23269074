"""How people write units of measurement in a tariff, and the code of UN/ECE Recommendation 20 that is meant."""

from __future__ import annotations

from entrepot.trade.quantity import UNITS

_WRITTEN = {
    "KGM": "kg kgs kilo kilogram kilograms kilogramme kilogrammes",
    "GRM": "g gram grams gramme",
    "DTN": "dt quintal",
    "TNE": "t tonne tonnes mt",
    "LTR": "l liter liters litre litres",
    "HLT": "hl",
    "MTQ": "m3 m³ kl cum",
    "MTK": "m2 m² sqm",
    "CMK": "cm2 cm²",
    "MTR": "m metre meter",
    "C62": "each item items no nos number unit units u",
    "H87": "piece pieces pc pcs pce",
    "DZN": "doz dozen",
    "GRO": "gross",
    "MIL": "thousand",
    "CEN": "hundred",
    "PR": "pair pairs prs pr",
    "DPR": "dozen-pairs",
    "BLL": "bbl barrel barrels",
    "KWH": "kwh",
    "CTM": "carat carats ct",
    "LPA": "lpa la lal",
    "PFL": "pfl",
    "JWL": "jewel jewels",
}

ALIASES: dict[str, str] = {alias: code for code, written in _WRITTEN.items() for alias in written.split()}


def unit_code(word: str) -> str | None:
    """The code of the unit a word names, or None."""
    if word.upper() in UNITS and word.lower() not in ALIASES:
        return word.upper()
    return ALIASES.get(word.lower())
