"""When duty and tax are stated together, and until when they are paid."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from entrepot.trade.statement import Alike, Terms, period_of, summary
from tests.trade.example import FACTS, TEAPOT, facts

DAYS = some.dates(date(2020, 1, 1), date(2035, 12, 31))


def terms(**changes: Any) -> Terms:
    return replace(Terms("x", "X", "import", ("r",), "month", "declarant"), **changes)


@pytest.mark.parametrize(
    ("kind", "day", "name", "begins", "ends"),
    [
        ("month", date(2026, 2, 28), "2026-02", date(2026, 2, 1), date(2026, 2, 28)),
        ("month", date(2028, 2, 29), "2028-02", date(2028, 2, 1), date(2028, 2, 29)),
        ("month", date(2026, 12, 31), "2026-12", date(2026, 12, 1), date(2026, 12, 31)),
        ("quarter", date(2026, 1, 1), "2026-Q1", date(2026, 1, 1), date(2026, 3, 31)),
        ("quarter", date(2026, 11, 26), "2026-Q4", date(2026, 10, 1), date(2026, 12, 31)),
    ],
)
def test_a_period_holds_its_days(kind: Any, day: date, name: str, begins: date, ends: date) -> None:
    period = period_of(day, kind)
    assert (period.name, period.begins, period.ends) == (name, begins, ends)


@pytest.mark.parametrize(
    ("kind", "released", "ripe", "due"),
    [
        (terms(gathers="released", from_day=31, until_day=45), date(2026, 3, 2), date(2026, 4, 2), date(2026, 4, 16)),
        (terms(due="before-day-of-next-month", due_day=15), date(2026, 1, 31), date(2026, 2, 1), date(2026, 2, 14)),
        (terms(), date(2026, 12, 1), date(2027, 1, 1), date(2027, 1, 31)),
        (terms(gathers="quarter"), date(2026, 2, 28), date(2026, 4, 1), date(2026, 4, 30)),
        (terms(gathers="quarter"), date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 31)),
    ],
)
def test_what_was_released_is_stated_and_paid_in_its_time(kind: Terms, released: date, ripe: date, due: date) -> None:
    assert kind.due_by(released) == due
    assert kind.ripe(released, ripe)
    assert not kind.ripe(released, ripe.replace(day=ripe.day - 1) if ripe.day > 1 else released)


@given(DAYS, some.sampled_from(["month", "quarter"]))
def test_every_day_lies_in_its_period_and_is_due_after_it(day: date, kind: Any) -> None:
    period = period_of(day, kind)
    assert period.begins <= day <= period.ends
    assert terms(gathers=kind).due_by(day) > period.ends
    assert not terms(gathers=kind).ripe(day, period.ends)


def test_a_summary_adds_up_what_is_alike_and_nothing_else() -> None:
    more = facts(lrn="2", items=(replace(TEAPOT, quantity="3", value="450.00", net_mass_kg="2.4"),))
    elsewhere = facts(lrn="3", consignee=replace(FACTS.consignee, country="SG"))
    lines = summary([FACTS, more, elsewhere])
    seller = "91330100MA2A1B2C3D"
    assert [(each.alike, each.quantity, each.value, each.declarations) for each in lines] == [
        (Alike(seller, "9610", "MY", "630291", "H87", "CNY"), 1, Fraction("45.50"), 1),
        (Alike(seller, "9610", "MY", "691200", "H87", "CNY"), 5, 750, 2),
        (Alike(seller, "9610", "SG", "630291", "H87", "CNY"), 1, Fraction("45.50"), 1),
        (Alike(seller, "9610", "SG", "691200", "H87", "CNY"), 2, 300, 1),
    ]
    assert lines[1].net_mass_kg == 4


def test_a_declaration_with_two_items_alike_counts_once() -> None:
    [line] = summary([facts(items=(TEAPOT, replace(TEAPOT, number=2)))])
    assert (line.quantity, line.declarations) == (4, 1)
