"""A duty is worked out from value, quantities and answers; what is missing is asked for, never counted as nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entrepot.trade.duty.expression import (
    Expression,
    Free,
    NotApplied,
    Text,
    is_exact,
    is_text,
    needed_units,
    pct,
    walk,
)
from entrepot.trade.duty.expression_compiled import MICRO, compiled
from entrepot.trade.duty.expression_inputs import CannotSay, DoesNotApply, Inputs, Part
from entrepot.trade.duty.expression_worked import evaluate, worked
from entrepot.trade.duty.grammar import parse
from entrepot.trade.money import Money
from tests.trade.duty.expressions import expressions, plain_expressions

USD = "USD"
RATES = {("JPY", "USD"): Fraction(1, 150), ("EUR", "USD"): Fraction(11, 10)}


def convert(amount: Money, currency: str) -> Money | None:
    if amount.currency == currency:
        return amount
    rate = RATES.get((amount.currency, currency))
    return None if rate is None else Money(amount.amount * rate, currency)


GOODS = Inputs(
    Money.of(1000, USD),
    quantities={"KGM": Fraction(50), "C62": Fraction(10), "KGM/drained-weight": Fraction(40), "HLT": Fraction(2)},
    bases={"retail-price": Money.of(3000, USD)},
    parts={"case": Part(Money.of(200, USD)), "lead-content": Part(quantities={"KGM": Fraction(3)})},
    facts={"quota:": True, "for feed": False, "certificate:D018": True},
    on=date(2026, 4, 15),
    origin="AU",
    convert=convert,
    line={"": pct(4), "2009": pct(17), "go-round": parse("AS go-round")}.get,
)

WORKED_CASES = [
    ("FREE", "0.00"),
    ("6.5%", "65.00"),
    ("33 1/3%", "333.33"),
    ("3% OF retail-price", "90.00"),
    ("1.5 USD/kg", "75.00"),
    ("176.8 EUR/100 kg", "97.24"),
    ("20 USD/t", "1.00"),
    ("2 USD/dozen", "1.67"),
    ("0.5 USD/KGM/drained-weight", "20.00"),
    ("5% + 1.5 USD/kg", "125.00"),
    ("1.5 USD/kg - 5%", "25.00"),
    ("5% - 1.5 USD/kg", "0.00"),
    ("5% MIN 1.5 USD/kg", "75.00"),
    ("10% MIN 1.5 USD/kg", "100.00"),
    ("10% MAX 1.5 USD/kg", "75.00"),
    ("6% ON case", "12.00"),
    ("2 USD/kg ON lead-content", "6.00"),
    ("0.44 USD/each + 6% ON case", "16.40"),
    ("AS SUBHEADING", "40.00"),
    ("AS SUBHEADING + 25%", "290.00"),
    ("AS SUBHEADING - 0.5%", "35.00"),
    ("AS 2009", "170.00"),
    ("NOCHANGE", "40.00"),
    ("GATE(3300 JPY - VALUE)/kg", "100.00"),
    ("GATE(2000 JPY - VALUE)/kg", "0.00"),
    ("GATE(3000 JPY - 0.6 x VALUE)/kg", "400.00"),
    ("WHEN FROM 2026-07-01: FREE; ELSE: 5%", "50.00"),
    ("WHEN FROM 2026-04-15: FREE; ELSE: 5%", "0.00"),
    ("WHEN TO 2026-04-14: FREE; ELSE: 5%", "50.00"),
    ("WHEN SEASON 04-01 .. 08-31: 1%; ELSE: 5%", "10.00"),
    ("WHEN SEASON 10-01 .. 05-31: 1%; ELSE: 5%", "10.00"),
    ("WHEN SEASON 10-01 .. 03-31: 1%; ELSE: 5%", "50.00"),
    ("WHEN QUOTA IN: 1%; QUOTA OUT: 9%", "10.00"),
    ('WHEN CERTIFICATE "D018": 1%; ELSE: 9%', "10.00"),
    ('WHEN FACT "for feed": 1%; ELSE: 9%', "90.00"),
    ("WHEN ORIGIN NZ AU: 1%; ELSE: 9%", "10.00"),
    ("WHEN VALUE > 19.99 USD/kg: 1%; ELSE: 9%", "10.00"),
    ("WHEN VALUE < 3000 JPY/kg: 1%; ELSE: 9%", "90.00"),
    ("WHEN VALUE <= 3000 JPY/kg: 1%; ELSE: 9%", "10.00"),
]


@pytest.mark.parametrize(("text", "amount"), WORKED_CASES)
def test_the_duty_on_ten_pieces_of_fifty_kilograms_worth_a_thousand_dollars(text: str, amount: str) -> None:
    answer = evaluate(parse(text), GOODS)
    assert isinstance(answer, Money)
    assert answer.text == amount


@pytest.mark.parametrize(
    ("polarization", "duty"), [("100", "1.83"), ("99", "1.82"), ("98.5", "1.81"), ("10", "1.57"), ("101", "1.83")]
)
def test_sugar_pays_less_for_every_degree_under_a_hundred_down_to_a_floor(polarization: str, duty: str) -> None:
    sugar = parse("0.036606 USD/kg LESS 0.00020668 USD/kg PER DEGREE BELOW 100 FLOOR 0.03143854 USD/kg")
    goods = replace(GOODS, quantities={"KGM": Fraction(50), "polarization": Fraction(polarization)})
    answer = evaluate(sugar, goods)
    assert isinstance(answer, Money)
    assert answer.text == duty


def test_a_duty_per_degree_of_alcohol_multiplies_volume_and_strength() -> None:
    wine = replace(GOODS, quantities={"LTR": Fraction(200), "ASV": Fraction(40)})
    assert evaluate(parse("0.5 USD/HLT/ASV"), wine) == Money.of(40, USD)
    declared = replace(GOODS, quantities={"HLT/ASV": Fraction(80)})
    assert evaluate(parse("0.5 USD/HLT/ASV"), declared) == Money.of(40, USD)


MISSING = [
    ("1 USD/LPA", "quantity-unit-wrong", "/quantities/LPA"),
    ("1 USD/KGM/clean", "quantity-unit-wrong", "/quantities/KGM~1clean"),
    ("1 MYR/kg", "exchange-rate-missing", ""),
    ("6% ON strap", "part-value-missing", "/parts/strap/value"),
    ("2 USD/kg ON gold-content", "quantity-missing", "/parts/gold-content/quantities/KGM"),
    ("3% OF repair-cost", "base-missing", "/bases/repair-cost"),
    ("AS 9999", "line-unresolved", ""),
    ("AS go-round", "line-unresolved", ""),
    ("8% + EA", "additional-code-missing", "/additional_code"),
    ('WHEN FACT "smoked": 1%; ELSE: 2%', "answer-missing", "/facts"),
    ('WHEN QUOTA IN "09.1": 1%; ELSE: 2%', "answer-missing", "/facts"),
    ('TEXT("see note")', "rate-in-words", ""),
    ('5% + TEXT("see note")', "rate-in-words", ""),
    ('5% MIN TEXT("see note")', "rate-in-words", ""),
]


@pytest.mark.parametrize(("text", "code", "pointer"), MISSING)
def test_what_is_missing_is_asked_for_and_never_counted_as_nothing(text: str, code: str, pointer: str) -> None:
    answer = evaluate(parse(text), GOODS)
    assert isinstance(answer, CannotSay)
    assert not isinstance(answer, DoesNotApply)
    assert [(each.code, each.pointer) for each in answer.findings] == [(code, pointer)]
    assert answer.finding.remedy


def test_goods_without_any_weight_are_asked_for_their_net_mass() -> None:
    answer = evaluate(parse("5% + 1 USD/kg"), Inputs(Money.of(1000, USD)))
    assert isinstance(answer, CannotSay)
    assert str(answer.finding) == (
        "/quantities/KGM: The duty is charged by weight (kg), and no net mass is declared. "
        "Give the net mass of the goods."
    )


def test_every_missing_thing_is_named_once() -> None:
    answer = evaluate(parse("1 USD/kg + 2 USD/kg + 3 USD/LTR"), Inputs(Money.of(1, USD)))
    assert isinstance(answer, CannotSay)
    assert [each.code for each in answer.findings] == ["net-mass-missing", "quantity-missing"]


@pytest.mark.parametrize(
    ("text", "code"), [("WHEN FROM 2020-01-01: 1%", "day-missing"), ("WHEN ORIGIN MY: 1%", "origin-missing")]
)
def test_day_and_origin_are_asked_for_where_the_rate_turns_on_them(text: str, code: str) -> None:
    answer = evaluate(parse(text), Inputs(Money.of(1, USD)))
    assert isinstance(answer, CannotSay)
    assert answer.finding.code == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("NOTAPPLIED(10%)", "rate-not-applied"),
        ("WHEN ORIGIN MY: FREE", "rate-not-for-these-goods"),
        ("WHEN ORIGIN MY: FREE MIN NOTAPPLIED(3%)", "rate-not-for-these-goods"),
        ("1% + NOTAPPLIED(10%)", "rate-not-applied"),
    ],
)
def test_a_rate_that_is_not_for_these_goods_says_so(text: str, code: str) -> None:
    answer = evaluate(parse(text), GOODS)
    assert isinstance(answer, DoesNotApply)
    assert answer.finding.code == code


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("5% MAX NOTAPPLIED(3%)", "50.00"),
        ("(WHEN ORIGIN MY: 1%) MAX 5%", "50.00"),
        ("5% MIN (WHEN ORIGIN MY: 9%)", "50.00"),
    ],
)
def test_of_two_rates_of_which_one_is_not_for_these_goods_the_other_counts(text: str, amount: str) -> None:
    answer = evaluate(parse(text), GOODS)
    assert isinstance(answer, Money)
    assert answer.text == amount


def test_a_printed_range_is_answered_as_a_range() -> None:
    answer = evaluate(parse("BETWEEN(FREE, 3.5%)"), GOODS)
    assert isinstance(answer, CannotSay)
    assert (answer.finding.code, answer.low, answer.high) == ("rate-in-a-range", Money.of(0, USD), Money.of(35, USD))


def test_a_question_that_cannot_matter_is_not_asked() -> None:
    answer = evaluate(parse('WHEN ORIGIN MY AND FACT "smoked": 1%; ELSE: 2%'), GOODS)
    assert answer == Money.of(20, USD)


def test_an_agricultural_component_is_the_rate_its_additional_code_stands_for() -> None:
    goods = replace(GOODS, component=lambda agri: parse("20 USD/100 kg") if agri.kind == "EA" else None)
    assert evaluate(parse("8% + EA"), goods) == Money.of(90, USD)


def test_the_working_shows_each_step_with_what_it_was_taken_of() -> None:
    steps = worked(parse("5% + 1.5 USD/kg"), GOODS).parts
    assert [(step.base, step.count, step.answer) for step in steps] == [
        (Money.of(1000, USD), None, Money.of(50, USD)),
        (None, Fraction(50), Money.of(75, USD)),
    ]


@settings(max_examples=300, deadline=None)
@given(expressions)
def test_words_never_become_a_price(tree: Expression) -> None:
    """Whatever the tree: without answers, an amount comes only from branches in which no words stand."""
    answer = worked(tree, GOODS)

    def counted(step: object) -> list[Expression]:
        return [step.expression, *(each for part in step.parts for each in counted(part))]  # type: ignore[attr-defined]

    if isinstance(answer.answer, Money):
        assert not any(isinstance(each, Text | NotApplied) for each in counted(answer))
        assert answer.answer.amount >= 0


@settings(max_examples=400, deadline=None)
@given(
    plain_expressions,
    st.integers(0, 10**12),
    st.integers(0, 10**12),
)
def test_the_compiled_rate_equals_the_one_worked_out_step_by_step(tree: Expression, value: int, many: int) -> None:
    fast = compiled(tree, USD)
    assert fast is not None
    units = ["KGM", "LTR", "C62", "HLT", "PFL", "MTK"]
    micro = {unit: many + n for n, unit in enumerate(units)}
    slow = evaluate(
        tree, Inputs(Money.from_minor(value, USD), quantities={u: Fraction(q, MICRO) for u, q in micro.items()})
    )
    assert isinstance(slow, Money)
    assert Fraction(fast.numerator(value, micro), fast.denominator) == slow.amount * 100
    assert fast.minor(value, micro) == slow.settle().minor


def test_what_needs_more_than_numbers_is_not_compiled() -> None:
    for text in ('TEXT("x")', "AS SUBHEADING", "6% ON case", "WHEN QUOTA IN: 1%", "NOTAPPLIED(1%)", "1 MYR/kg"):
        assert compiled(parse(text), USD) is None
    assert compiled(parse('5% + TEXT("x")'), USD) is None


def test_an_amount_in_another_currency_compiles_with_the_rate_of_the_day() -> None:
    fast = compiled(parse("5% + 15 JPY/kg"), USD, {"JPY": Fraction(1, 150)})
    assert fast is not None
    assert fast.units == {"KGM"}
    assert fast.minor(100_000, {"KGM": 50 * MICRO}) == 5_500


def test_a_tree_knows_which_units_must_be_declared_and_whether_words_remain() -> None:
    tree = parse("5% + 1 USD/kg MIN 2 USD/HLT/ASV")
    assert needed_units(tree) == {"KGM", "HLT/ASV"}
    assert is_exact(tree)
    assert not is_text(tree)
    assert is_text(parse('WHEN QUOTA IN: TEXT("x"); ELSE: 1%'))
    assert not is_exact(parse("WHEN QUOTA IN: 1%"))
    assert Free() in list(walk(parse("WHEN QUOTA IN: FREE; ELSE: BETWEEN(1%, 2%)")))
