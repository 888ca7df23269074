from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entrepot.trade.quantity import UNITS, Quantity
from tests.trade.refusing import refused

CODES = st.sampled_from(sorted(UNITS))
AMOUNTS = st.fractions(0, 10**6, max_denominator=1000)


@pytest.mark.parametrize(
    ("amount", "unit", "other", "converted"),
    [
        ("1", "TNE", "KGM", "1000"),
        ("250", "GRM", "KGM", "0.25"),
        ("1", "LBR", "GRM", "453.59237"),
        ("5", "CTM", "GRM", "1"),
        ("2", "DZN", "H87", "24"),
        ("1", "GRO", "DZN", "12"),
        ("3", "DPR", "PR", "36"),
        ("1", "HLT", "LTR", "100"),
        ("750", "MLT", "LTR", "0.75"),
        ("1", "MTQ", "HLT", "10"),
        ("1", "MTK", "CMK", "10000"),
    ],
)
def test_a_quantity_is_converted_exactly_within_its_kind(amount: str, unit: str, other: str, converted: str) -> None:
    assert Quantity.of(amount, unit).to(other) == Quantity(Fraction(converted), other)


@pytest.mark.parametrize(
    ("unit", "other"), [("KGM", "LTR"), ("PR", "H87"), ("LPA", "LTR"), ("KGM", "kg"), ("MTR", "MTK")]
)
def test_quantities_of_two_kinds_do_not_convert(unit: str, other: str) -> None:
    assert Quantity.of("1", unit).to(other) is None


@pytest.mark.parametrize("unit", ["", "kg", "PCS", "kgm"])
def test_a_unit_that_is_not_known_is_refused(unit: str) -> None:
    with refused("unit-unknown"):
        Quantity.of("1", unit)


def test_quantities_add_in_the_unit_of_the_first() -> None:
    assert Quantity.of("1", "KGM") + Quantity.of("250", "GRM") == Quantity.of("1.25", "KGM")
    with pytest.raises(AssertionError, match="KGM and LTR do not add"):
        Quantity.of("1", "KGM") + Quantity.of("1", "LTR")


@given(AMOUNTS, CODES, CODES)
def test_the_way_there_and_back_leads_to_the_same_quantity(amount: Fraction, unit: str, other: str) -> None:
    there = Quantity(amount, unit).to(other)
    assert (there is None) == (UNITS[unit][0] != UNITS[other][0])
    if there is not None:
        assert there.to(unit) == Quantity(amount, unit)
        assert there.kind == Quantity(amount, unit).kind
