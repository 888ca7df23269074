"""What was assessed is told by the names of the law, and told as well where that law is not held any more."""

from __future__ import annotations

from datetime import date

import pytest

from entrepot.hub.web import stored
from entrepot.hub.web.pieces import MoneyTree
from entrepot.trade.assessment import Assessment, Charge
from entrepot.trade.money import Money

OWED = Assessment.on(
    Money.of("500.00", "MYR"), (Charge.of("tax", "sales_tax", Money.of("50.00", "MYR"), 1, "Sales Tax Act 2018"),), "d"
)


def labels(told: MoneyTree) -> list[str]:
    return [str(line.label) for line in told.lines]


@pytest.mark.parametrize("country", ["AQ", "ZZ"])
def test_a_charge_keeps_its_code_where_the_law_is_gone(country: str) -> None:
    told = stored.assessed(OWED, (), country, date(2026, 3, 2))
    assert labels(told) == ["Customs value", "Tax sales_tax", "Due at this border"]


def test_a_charge_is_called_as_the_law_of_the_day_calls_it() -> None:
    assert labels(stored.assessed(OWED, (), "MY", date(2026, 3, 2)))[1] == "Sales tax at import"
