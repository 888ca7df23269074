"""Exchange rates are an argument with a day, and a missing one is refused kindly."""

from __future__ import annotations

from datetime import date

import pytest

from entrepot.trade.duty.rates import NO_RATES, Rates
from entrepot.trade.finding import Refused
from entrepot.trade.money import Money

RATES = Rates.of(
    "MYR",
    [
        (date(2026, 1, 1), "USD", "4.00"),
        (date(2026, 2, 1), "USD", "4.25"),
        (date(2026, 1, 15), "CNY", "0.60"),
    ],
)


@pytest.mark.parametrize(
    ("day", "worth"),
    [
        (date(2026, 1, 1), "400.00"),
        (date(2026, 1, 31), "400.00"),
        (date(2026, 2, 1), "425.00"),
        (date(2030, 1, 1), "425.00"),
    ],
)
def test_a_rate_stays_in_use_until_the_next(day: date, worth: str) -> None:
    assert RATES.on(day).convert(Money.of("100", "USD"), "MYR") == Money.of(worth, "MYR")


def test_two_currencies_meet_in_the_base_without_loss() -> None:
    day = RATES.on(date(2026, 2, 1))
    there = day.convert(Money.of("1", "USD"), "CNY")
    assert there.amount == 425 / day.factor("CNY", "MYR") / 100
    assert day.convert(there, "USD") == Money.of("1", "USD")


def test_an_amount_in_its_own_currency_needs_no_rate() -> None:
    assert NO_RATES.on(date(2026, 1, 1)).convert(Money.of("1", "IDR"), "IDR") == Money.of("1", "IDR")


@pytest.mark.parametrize(("currency", "day"), [("EUR", date(2026, 2, 1)), ("CNY", date(2026, 1, 14))])
def test_a_currency_without_a_rate_is_refused_with_its_name_and_day(currency: str, day: date) -> None:
    with pytest.raises(Refused) as refused:
        RATES.on(day).convert(Money.of("1", currency), "MYR")
    (finding,) = refused.value.findings
    assert finding.code == "rate-of-exchange-missing"
    assert finding.told() == f"No rate of exchange for {currency} is held for {day}."
