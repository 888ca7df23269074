"""Every day on which the law of parcels changed, or is known to change, is replayed: the day before, and the day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from entrepot import statute
from entrepot.statute.changes import changes
from entrepot.trade.duty.law import Law

LAW = statute.load()


def at(country: str, day: date, known: date | None = None) -> Law:
    return LAW.law(country, day, known)


def days(country: str, day: str, known: date | None = None) -> tuple[Law, Law]:
    on = date.fromisoformat(day)
    return at(country, on - timedelta(days=1), known), at(country, on, known)


def text(law: Law, name: str) -> str:
    """A value as people write it; nothing where it is not in force."""
    value = law.values.get(name)
    return "" if value is None or value.amount is None else value.text


@pytest.mark.parametrize(
    ("country", "day", "name", "before", "after"),
    [
        ("TH", "2024-07-05", "vat_relief_limit", "THB 1500.00", "THB 1.00"),
        ("VN", "2025-02-18", "express_vat_limit", "VND 1000000", ""),
        ("US", "2025-08-29", "de_minimis_limit", "USD 800.00", ""),
        ("US", "2025-08-29", "post_low_sum", "", "USD 80.00"),
        ("TH", "2026-01-01", "duty_relief_limit", "THB 1500.00", "THB 1.00"),
        ("RO", "2026-01-01", "parcel_fee", "", "RON 25.00"),
        ("CN", "2026-01-01", "export_return_months", "", "6 months"),
        ("US", "2026-02-24", "section_122_rate", "", "10 %"),
        ("FR", "2026-03-01", "line_fee", "", "EUR 2.00"),
        ("US", "2026-07-24", "section_122_rate", "10 %", ""),
        ("BE", "2026-07-01", "item_duty", "", "EUR 3.00"),
        ("BE", "2026-07-01", "duty_relief_limit", "EUR 150.00", ""),
        ("IT", "2026-07-01", "parcel_fee_eur", "", "EUR 2.00"),
        ("BE", "2026-11-01", "identifiers_mandatory", "", "3"),
        ("CN", "2028-01-01", "export_return_months", "6 months", ""),
        ("BE", "2028-07-01", "item_duty", "EUR 3.00", ""),
        ("GB", "2029-03-31", "duty_relief_limit", "GBP 135.00", ""),
    ],
)
def test_a_value_is_what_it_was_until_the_day_and_what_it_becomes_from_it(
    country: str, day: str, name: str, before: str, after: str
) -> None:
    was, becomes = days(country, day)
    assert (text(was, name), text(becomes, name)) == (before, after)
    assert name in {change.name for change in changes(was, becomes)}


@pytest.mark.parametrize(
    ("country", "day", "name", "law"),
    [
        ("PH", "2025-05-07", "de_minimis_limit", "CAO 02-2025"),
        ("US", "2026-06-24", "de_minimis_limit", "91 FR 37789 (19 CFR)"),
        ("US", "2027-07-01", "de_minimis_limit", "Repeal by statute of section 321 for commercial goods"),
    ],
)
def test_a_value_that_stays_stands_on_another_clause_from_the_day(country: str, day: str, name: str, law: str) -> None:
    was, becomes = days(country, day)
    assert text(was, name) == text(becomes, name)
    assert was.values[name].ground.law != becomes.values[name].ground.law == law


@pytest.mark.parametrize(
    ("country", "day", "levy", "begins"),
    [
        ("US", "2026-02-24", "ieepa", False),
        ("US", "2026-02-24", "section_122", True),
        ("US", "2026-07-24", "section_122", False),
    ],
)
def test_a_levy_begins_and_ends_on_the_day(country: str, day: str, levy: str, begins: bool) -> None:
    was, becomes = days(country, day)
    assert (levy in was.levy_codes, levy in becomes.levy_codes) == (not begins, begins)


@pytest.mark.parametrize(
    ("country", "day", "column"), [("ID", "2025-03-05", "consignment"), ("MY", "2025-07-01", "sales")]
)
def test_rates_change_on_the_day(country: str, day: str, column: str) -> None:
    was, becomes = days(country, day)
    changed = [each for each in changes(was, becomes) if each.kind == "rate" and each.name.startswith(column)]
    assert changed


@pytest.mark.parametrize(
    ("country", "day", "name", "published", "as_it_was"),
    [
        ("US", "2025-08-29", "de_minimis_limit", "2025-07-30", "USD 800.00"),
        ("US", "2026-02-24", "section_122_rate", "2026-02-20", ""),
        ("GB", "2029-03-31", "duty_relief_limit", "2025-11-26", "GBP 135.00"),
    ],
)
def test_who_asks_with_the_knowledge_of_before_is_answered_as_before(
    country: str, day: str, name: str, published: str, as_it_was: str
) -> None:
    """Two clocks: the day whose law counts, and the day from whose knowledge it is seen."""
    on, known = date.fromisoformat(day), date.fromisoformat(published)
    assert text(at(country, on, known - timedelta(days=1)), name) == as_it_was
    assert text(at(country, on, known), name) == text(at(country, on), name) != as_it_was
