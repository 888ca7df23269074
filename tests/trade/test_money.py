from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import iso4217
import pytest
from hypothesis import given
from hypothesis import strategies as st

from entrepot.trade.currency import MINOR_DIGITS, minor_digits
from entrepot.trade.money import CENT, Mode, Money, Rounding, exact, known, total
from tests.trade.refusing import refused

AMOUNTS = st.fractions(-(10**9), 10**9, max_denominator=10**6)
CURRENCIES = st.sampled_from(["MYR", "CNY", "JPY", "KWD"])


@pytest.mark.parametrize(
    ("mode", "minor_units", "amount", "rounded"),
    [
        ("half-up", 1, "0", 0),
        ("half-up", 1, "0.5", 1),
        ("half-up", 1, "-0.5", -1),
        ("half-up", 1, "0.499999", 0),
        ("half-up", 1, "-0.499999", 0),
        ("half-up", 1, "1.5", 2),
        ("half-up", 1, "2.5", 3),
        ("half-up", 1, "-2.5", -3),
        ("half-up", 5, "2.5", 5),
        ("half-up", 5, "2.4", 0),
        ("half-up", 5, "-2.5", -5),
        ("half-up", 100, "150", 200),
        ("half-up", 100, "149.99", 100),
        ("up", 1, "0.000001", 1),
        ("up", 1, "-0.000001", -1),
        ("up", 1, "3", 3),
        ("up", 1000, "1", 1000),
        ("up", 1000, "1000", 1000),
        ("down", 1, "0.999999", 0),
        ("down", 1, "-0.999999", 0),
        ("down", 1, "-1.5", -1),
        ("down", 100, "199", 100),
    ],
)
def test_rounding_goes_by_its_rule_and_half_goes_away_from_nothing(
    mode: Mode, minor_units: int, amount: str, rounded: int
) -> None:
    assert Rounding(minor_units, mode).round(Fraction(amount)) == rounded


@pytest.mark.parametrize(
    ("amount", "currency", "minor", "text"),
    [
        ("12.345", "MYR", 1235, "12.35"),
        ("12.344", "MYR", 1234, "12.34"),
        ("-12.345", "MYR", -1235, "-12.35"),
        ("0.005", "CNY", 1, "0.01"),
        ("1234.5", "JPY", 1235, "1235"),
        ("-0.5", "JPY", -1, "-1"),
        ("1.2345", "KWD", 1235, "1.235"),
        ("0", "MYR", 0, "0.00"),
        ("-0.004", "MYR", 0, "0.00"),
        ("9999999999999.99", "CNY", 999999999999999, "9999999999999.99"),
    ],
)
def test_an_amount_is_settled_once_in_whole_minor_units(amount: str, currency: str, minor: int, text: str) -> None:
    settled = Money.of(amount, currency).settle()
    assert settled.minor == minor
    assert settled.text == text
    assert str(settled) == f"{currency} {text}"
    assert Money.from_minor(minor, currency) == settled


@given(AMOUNTS, CURRENCIES)
def test_settling_changes_less_than_or_exactly_half_a_unit(amount: Fraction, currency: str) -> None:
    money = Money(amount, currency)
    change = abs(money.settle().amount - amount) * 10 ** minor_digits(currency)
    assert change <= Fraction(1, 2)
    assert money.settle().settle() == money.settle()
    assert (-money).settle() == -money.settle()


@given(AMOUNTS, CURRENCIES, st.sampled_from([1, 5, 100]))
def test_rounding_up_and_down_enclose_the_amount(amount: Fraction, currency: str, units: int) -> None:
    money = Money(abs(amount), currency)
    up, down = money.settle(Rounding(units, "up")), money.settle(Rounding(units, "down"))
    assert down <= money <= up
    assert (up - down).minor in (0, units)
    assert up.minor % units == down.minor % units == 0


@given(AMOUNTS, AMOUNTS, CURRENCIES)
def test_amounts_add_and_compare_as_their_numbers(one: Fraction, two: Fraction, currency: str) -> None:
    a, b = Money(one, currency), Money(two, currency)
    assert (a + b).amount == one + two
    assert a + b - b == a
    assert (a < b) == (one < two)
    assert (a <= b) == (one <= two)
    assert bool(a) == bool(one)
    assert total([a, b], currency) == a + b


@given(st.integers(-(10**15), 10**15), st.sampled_from(sorted(MINOR_DIGITS)))
def test_the_text_of_an_amount_is_the_amount(minor: int, currency: str) -> None:
    money = Money.from_minor(minor, currency)
    assert Money.of(money.text, currency) == money
    assert money.minor == minor


def test_the_sum_of_nothing_is_nothing() -> None:
    assert total([], "MYR") == Money.zero("MYR")


def test_an_amount_is_multiplied_by_a_rate_exactly() -> None:
    assert Money.of("19.99", "MYR") * Fraction(1, 10) == Money(Fraction(1999, 1000), "MYR")
    assert 3 * Money.of("0.10", "MYR") == Money.of("0.30", "MYR")
    assert Money.of("10", "MYR") * Decimal("0.07") == Money.of("0.70", "MYR")


def test_amounts_of_two_currencies_never_meet() -> None:
    ringgit, yuan = Money.of("1", "MYR"), Money.of("1", "CNY")
    for meeting in (
        lambda: ringgit + yuan,
        lambda: ringgit - yuan,
        lambda: ringgit < yuan,
        lambda: ringgit <= yuan,
    ):
        with pytest.raises(AssertionError):
            meeting()
    assert ringgit != yuan


def test_an_amount_not_yet_settled_has_no_minor_units() -> None:
    with pytest.raises(AssertionError, match="was not settled"):
        _ = Money.of("0.001", "MYR").minor


@pytest.mark.parametrize("text", ["", "ten", "1,50", "NaN", "Infinity", "1.2.3", "0x10", "sNaN", "-Infinity"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with refused("not-a-number"):
        exact(text)


@pytest.mark.parametrize("text", ["1e999999999", "-1e30", "1e-999999999", "1e-31", "9" * 31])
def test_a_number_out_of_this_world_is_refused_before_it_is_computed(text: str) -> None:
    with refused("not-a-number"):
        Money.of(text, "MYR")


def test_the_largest_and_the_finest_number_are_read() -> None:
    assert exact("9" * 30) == 10**30 - 1
    assert exact("1e-30") == Fraction(1, 10**30)


@pytest.mark.parametrize(
    ("number", "fraction"),
    [
        (3, Fraction(3)),
        ("1.50", Fraction(3, 2)),
        (" 2 ", Fraction(2)),
        (Decimal("0.1"), Fraction(1, 10)),
        ("1e2", Fraction(100)),
    ],
)
def test_a_number_is_read_without_loss(number: int | str | Decimal, fraction: Fraction) -> None:
    assert exact(number) == fraction


@pytest.mark.parametrize("code", ["", "RMB", "myr", "XXX", "BTC"])
def test_what_is_no_currency_is_refused(code: str) -> None:
    with refused("currency-unknown"):
        known(code)
    with refused("currency-unknown"):
        Money.zero(code)


def test_the_decimals_of_each_currency_are_those_of_the_standard() -> None:
    standard = {currency.code: currency.exponent for currency in iso4217.Currency}
    # the two currencies whose fifth is a coin, not a tenth, are counted in hundredths all the same
    assert {code: digits for code, digits in MINOR_DIGITS.items() if standard[code] != digits} == {}


def test_the_common_rule_rounds_half_up_to_one_unit() -> None:
    assert Rounding(1, "half-up") == CENT
