"""A duty is written in one way, and what is written is read again as it was meant."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings

from entrepot.trade.duty.expression import (
    Agri,
    AsLine,
    Between,
    Cap,
    Case,
    Degree,
    Expression,
    Floor,
    Free,
    Gate,
    Minus,
    NoChange,
    NotApplied,
    OnPart,
    Sum,
    Text,
    When,
    pct,
    specific,
)
from entrepot.trade.duty.expression_questions import Certificate, Fact, InForce, Origin, Quota, Season, Valued
from entrepot.trade.duty.grammar import parse, parse_or_text, render
from entrepot.trade.finding import Refused
from tests.trade.duty.expressions import expressions


@settings(max_examples=400, deadline=None)
@given(expressions)
def test_what_is_printed_is_read_again_as_the_same_tree(tree: Expression) -> None:
    assert parse(render(tree)) == tree


WRITTEN = [
    ("FREE", Free()),
    ("Free", Free()),
    ("nihil", Free()),
    ("6.5%", pct("6.5")),
    ("33 1/3%", pct(Fraction(100, 3))),
    ("1,234.5%", pct("1234.5")),
    ("3% of retail-price", pct(3, "retail-price")),
    ("1.20 MYR/kg", specific("1.2", "MYR", "KGM")),
    ("1.20 myr / KGM", specific("1.2", "MYR", "KGM")),
    ("176.8 EUR/100 kg", specific("176.8", "EUR", "KGM", 100)),
    ("0.9 EUR/hl/ASV", specific("0.9", "EUR", "HLT", 1, "ASV")),
    ("5% + 1.20 MYR/kg", Sum((pct(5), specific("1.2", "MYR", "KGM")))),
    ("1 EUR/t - 2%", Minus(specific(1, "EUR", "TNE"), pct(2))),
    ("1% + 2% - 3% + 4%", Sum((Minus(Sum((pct(1), pct(2))), pct(3)), pct(4)))),
    ("10% MIN 2 EUR/pair MAX 20%", Cap(Floor(pct(10), specific(2, "EUR", "PR")), pct(20))),
    ("GREATER(25%, 60 JPY/kg)", Floor(pct(25), specific(60, "JPY", "KGM"))),
    ("LESSER(5%, 0.45 AUD/kg)", Cap(pct(5), specific("0.45", "AUD", "KGM"))),
    ("6% ON case", OnPart(pct(6), "case")),
    ("AS SUBHEADING", AsLine()),
    ("AS SUBHEADING + 25%", AsLine("", Fraction(25))),
    ("AS SUBHEADING - 0.5%", AsLine("", Fraction(-1, 2))),
    ("AS 2009", AsLine("2009")),
    ("AS natural-juice", AsLine("natural-juice")),
    ('AS "rate of last year"', AsLine("rate of last year")),
    ("AS 2009 + 1 USD/kg", Sum((AsLine("2009"), specific(1, "USD", "KGM")))),
    ("NOCHANGE", NoChange()),
    ("GATE(393.786 JPY - VALUE)/kg", Gate(Fraction("393.786"), "JPY", "KGM")),
    ("GATE(312.5 JPY - 0.625 x VALUE)/kg", Gate(Fraction("312.5"), "JPY", "KGM", Fraction(5, 8))),
    (
        "3.66 USD/kg LESS 0.02 USD/kg PER DEGREE BELOW 100 FLOOR 3.14 USD/kg",
        Degree(
            specific("3.66", "USD", "KGM"),
            specific("0.02", "USD", "KGM"),
            Fraction(100),
            specific("3.14", "USD", "KGM"),
        ),
    ),
    ("8.3% + EA MAX 24.2% + ADSZ REDUCED", Cap(Sum((pct("8.3"), Agri("EA"))), Sum((pct("24.2"), Agri("ADSZ", True))))),
    ("BETWEEN(FREE, 3.5%)", Between(Free(), pct("3.5"))),
    ("NOTAPPLIED(10%)", NotApplied(pct(10))),
    ('TEXT("see note 1")', Text("see note 1")),
    (
        "WHEN FROM 2018-07-01 TO 2019-06-30: 2.5%; FROM 2019-07-01: FREE; ELSE: 5%",
        When(
            (
                Case((InForce(date(2018, 7, 1), date(2019, 6, 30)),), pct("2.5")),
                Case((InForce(date(2019, 7, 1)),), Free()),
                Case((), pct(5)),
            )
        ),
    ),
    (
        'WHEN QUOTA IN "09.0001" AND CERTIFICATE "D018": FREE; VALUE <= 897.59 JPY/kg: 1%',
        When(
            (
                Case((Quota(True, "09.0001"), Certificate("D018")), Free()),
                Case((Valued("<=", Fraction("897.59"), "JPY", "KGM"),), pct(1)),
            )
        ),
    ),
    (
        'WHEN SEASON 04-01 .. 08-31 AND ORIGIN AU NZ: FREE; FACT "for feed": 3%',
        When((Case((Season((4, 1), (8, 31)), Origin(("AU", "NZ"))), Free()), Case((Fact("for feed"),), pct(3)))),
    ),
]


@pytest.mark.parametrize(("text", "tree"), WRITTEN)
def test_each_form_of_a_duty_is_read(text: str, tree: Expression) -> None:
    assert parse(text) == tree


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("", "…"),
        ("5", "…"),
        ("5 MYR/foo", "foo"),
        ("5 XYZ/kg", "XYZ/kg"),
        ("5%%", "%"),
        ("5% +", "…"),
        ("(5%", "…"),
        ("the usual rate", "the usual rate"),
        ("as ordered", "ordered"),
        ("1/0%", "1/0%"),
        ("WHEN FROM 2018-02-30: FREE", "2018-02-30: FREE"),
        ("WHEN ORIGIN: FREE", ": FREE"),
        ("5% & 3%", "& 3%"),
    ],
)
def test_what_is_no_duty_is_refused_where_reading_stopped(text: str, rest: str) -> None:
    with pytest.raises(Refused) as refused:
        parse(text)
    (finding,) = refused.value.findings
    assert finding.code == "expression-unread"
    assert finding.params == {"text": text, "rest": rest}


def test_what_is_no_duty_is_kept_as_text_where_a_file_is_read() -> None:
    assert parse_or_text("see note 3") == Text("see note 3")
    assert parse_or_text("3%") == pct(3)


def test_numbers_are_printed_exactly_and_as_short_as_can_be() -> None:
    printed = [render(pct(number)) for number in ("6.50", "0.001", "100", Fraction(1, 3), Fraction(1, 8), "0")]
    assert printed == ["6.5%", "0.001%", "100%", "1/3%", "0.125%", "0%"]
