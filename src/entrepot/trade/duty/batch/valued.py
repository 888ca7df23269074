"""The named values of every line of a batch, in minor units of the law's currency."""

from __future__ import annotations

from entrepot.trade.duty.batch.lines import MILLION, Lines
from entrepot.trade.duty.column import Column, less, together
from entrepot.trade.duty.column_answers import scale_of, worth_of
from entrepot.trade.duty.situation import Situation
from entrepot.trade.duty.valuation import CARRIAGE_IN_PRICE, INSURANCE_IN_PRICE


def valued(situation: Situation, lines: Lines, currency: str) -> dict[str, Column]:
    """Price, carriage and customs value by line, as `valuation.value_lines` tells them."""
    incoterm, law = situation.consignment.incoterm, situation.law
    worth = worth_of(situation, currency) * scale_of(situation) / MILLION
    price = Column(lines.values).times(worth)
    freight = lines.shared(Column(lines.freights).times(worth), price)
    insurance = lines.shared(Column(lines.insurances).times(worth), price)
    carriage = together([freight, insurance])
    fob = less(price, freight) if incoterm in CARRIAGE_IN_PRICE else price
    fob = less(fob, insurance) if incoterm in INSURANCE_IN_PRICE else fob
    cif = together([fob, carriage])
    levied_on = cif if law.customs_value == "cif" else fob
    if law.value_rounding is not None:
        levied_on = Column(levied_on.rounded(law.value_rounding.rounding))
    return {
        "price": fob,
        "intrinsic": fob,
        "fob": fob,
        "freight": freight,
        "insurance": insurance,
        "carriage": carriage,
        "cif": cif,
        "customs_value": levied_on,
    }
