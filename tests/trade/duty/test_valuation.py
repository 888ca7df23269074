"""The customs value: what the price holds under each Incoterm, and freight shared to the cent."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entrepot.trade.duty.landed import landed_cost
from entrepot.trade.duty.rates import NO_RATES, Rates
from entrepot.trade.duty.situation import Situation
from entrepot.trade.duty.valuation import apportion
from entrepot.trade.incoterm import INCOTERMS
from entrepot.trade.money import Money, Rounding

from .xanadu import ACT, CENT, DAY, RoundingRule, goods, law, measure, sent

FREIGHT, INSURANCE = Money.of("20", "EUR"), Money.of("5", "EUR")


@pytest.mark.parametrize(
    ("term", "fob", "cif"),
    [
        ("EXW", 100, 125),
        ("FCA", 100, 125),
        ("FAS", 100, 125),
        ("FOB", 100, 125),
        ("CFR", 80, 105),
        ("CPT", 80, 105),
        ("CIF", 75, 100),
        ("CIP", 75, 100),
        ("DAP", 100, 125),
        ("DPU", 100, 125),
        ("DDP", 100, 125),
    ],
)
def test_the_price_holds_what_the_term_says(term: str, fob: int, cif: int) -> None:
    facts = sent(freight=FREIGHT, insurance=INSURANCE, incoterm=term)
    (parts,) = Situation.of(facts, law(), NO_RATES.on(DAY)).lines
    assert (parts["fob"], parts["cif"], parts["customs_value"]) == (fob, cif, cif)


def test_every_term_of_2020_is_known() -> None:
    for term in INCOTERMS:
        assert not landed_cost([sent(incoterm=term)], law([measure("69", "FREE")]))[0].findings or term in (
            "EXW",
            "FCA",
            "FAS",
            "FOB",
        )


def test_where_the_law_levies_on_fob_freight_stays_outside() -> None:
    (parts,) = Situation.of(sent(freight=FREIGHT), law(customs_value="fob"), NO_RATES.on(DAY)).lines
    assert (parts["customs_value"], parts["cif"]) == (100, 120)


def test_a_customs_value_may_be_rounded_and_the_tests_look_at_the_exact_one() -> None:
    whole = RoundingRule("whole", ACT, rounding=Rounding(100))
    (parts,) = Situation.of(sent(goods("100.50")), law(value_rounding=whole), NO_RATES.on(DAY)).lines
    assert (parts["customs_value"], parts["cif"]) == (101, Fraction("100.5"))


def test_amounts_in_several_currencies_meet_in_the_laws() -> None:
    rates = Rates.of("EUR", [(DAY, "USD", "0.9"), (DAY, "CNY", "0.125")])
    facts = sent(goods("100", currency="USD"), freight=Money.of("80", "CNY"))
    (parts,) = Situation.of(facts, law(), rates.on(DAY)).lines
    assert (parts["price"], parts["freight"], parts["cif"]) == (90, 10, 100)


def test_freight_above_a_price_that_holds_it_is_refused() -> None:
    (quote,) = landed_cost([sent(goods("10"), freight=FREIGHT, incoterm="CPT")], law([measure("69", "FREE")]))
    assert [(finding.code, finding.pointer) for finding in quote.findings] == [("carriage-above-price", "/freight")]


def test_freight_not_stated_under_fob_is_a_note() -> None:
    (quote,) = landed_cost([sent(incoterm="FOB")], law([measure("69", "FREE")]))
    assert [(finding.code, finding.level) for finding in quote.findings] == [("freight-not-stated", "note")]
    assert quote.cheapest is not None


@pytest.mark.parametrize(
    ("amount", "weights", "shares"),
    [
        ("10.00", [1, 1, 1], ["3.34", "3.33", "3.33"]),
        ("10.00", [0, 0], ["5.00", "5.00"]),
        ("0.01", [1, 2, 1], ["0", "0.01", "0"]),
        ("11.40", [76, 24], ["8.66", "2.74"]),
        ("10.005", [1, 2], ["3.33", "6.675"]),
        ("0", [1, 2], ["0", "0"]),
    ],
)
def test_freight_is_shared_by_value_to_the_cent(amount: str, weights: list[int], shares: list[str]) -> None:
    shared = apportion(Fraction(amount), [Fraction(weight) for weight in weights], "EUR")
    assert shared == [Fraction(share) for share in shares]


@given(
    st.fractions(min_value=0, max_value=10**6, max_denominator=10**4),
    st.lists(st.integers(min_value=0, max_value=10**6), min_size=1, max_size=12),
    st.sampled_from(["EUR", "JPY", "KWD"]),
)
def test_shares_add_up_to_the_amount_and_are_never_negative(
    amount: Fraction, weights: list[int], currency: str
) -> None:
    shares = apportion(amount, [Fraction(weight) for weight in weights], currency)
    assert sum(shares) == amount
    assert all(share >= 0 for share in shares)


def test_the_rule_of_a_cent_is_the_normal_one() -> None:
    assert CENT.rounding == Rounding()
