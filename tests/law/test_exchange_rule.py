"""From which day a published rate of exchange is used."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from entrepot.statute.exchange.rule import first_used
from entrepot.trade.finding import Refused


@pytest.mark.parametrize(
    ("rule", "published", "used"),
    [
        ("day", date(2026, 11, 20), date(2026, 11, 20)),
        ("next-day", date(2026, 12, 31), date(2027, 1, 1)),
        ("third-wednesday", date(2026, 10, 21), date(2026, 11, 1)),
        ("third-wednesday", date(2026, 10, 14), None),
        ("third-wednesday", date(2026, 10, 20), None),
        ("third-wednesday", date(2026, 12, 16), date(2027, 1, 1)),
        ("penultimate-wednesday", date(2026, 10, 21), date(2026, 11, 1)),
        ("penultimate-wednesday", date(2026, 10, 28), None),
        ("penultimate-wednesday", date(2026, 9, 23), date(2026, 10, 1)),
        ("penultimate-wednesday", date(2026, 9, 16), None),
    ],
)
def test_a_rate_is_used_from_the_day_its_rule_names(rule: str, published: date, used: date | None) -> None:
    assert first_used(rule, published) == used


@pytest.mark.parametrize("rule", ["third-wednesday", "penultimate-wednesday"])
def test_every_month_has_one_such_wednesday(rule: str) -> None:
    days = [date(2020, 1, 1) + timedelta(days=n) for n in range(366 + 365 * 6)]
    months = [first_used(rule, day) for day in days if first_used(rule, day)]
    assert len(months) == len(set(months)) == 7 * 12


def test_a_rule_that_is_none_is_refused_with_those_there_are() -> None:
    with pytest.raises(Refused) as refused:
        first_used("full-moon", date(2026, 1, 1))
    assert "third-wednesday" in refused.value.findings[0].cure()
