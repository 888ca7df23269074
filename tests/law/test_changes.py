"""What changes between two days, two states of knowledge and two editions; and the calendar of a place."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from entrepot import statute
from entrepot.statute.changes import calendar, changes

LAW = statute.load()


def days(code: str, since: date = date(2024, 7, 1), until: date = date(2030, 1, 1)) -> list[date]:
    return [each.on for each in calendar(LAW.jurisdiction(code), since, until)]


@pytest.mark.parametrize(
    ("code", "day"),
    [
        ("TH", date(2024, 7, 5)),
        ("VN", date(2025, 2, 18)),
        ("ID", date(2025, 3, 5)),
        ("MY", date(2025, 7, 1)),
        ("US", date(2025, 8, 29)),
        ("TH", date(2026, 1, 1)),
        ("RO", date(2026, 1, 1)),
        ("CN", date(2026, 1, 1)),
        ("US", date(2026, 2, 24)),
        ("FR", date(2026, 3, 1)),
        ("BE", date(2026, 7, 1)),
        ("IT", date(2026, 7, 1)),
        ("US", date(2026, 7, 24)),
        ("BE", date(2026, 11, 1)),
        ("CN", date(2028, 1, 1)),
        ("BE", date(2028, 7, 1)),
        ("GB", date(2029, 3, 31)),
    ],
)
def test_the_calendar_names_the_day(code: str, day: date) -> None:
    assert day in days(code)


def test_the_fixed_duty_of_the_union_begins_with_everything_that_belongs_to_it() -> None:
    (day,) = calendar(LAW.jurisdiction("BE"), date(2026, 7, 1), date(2026, 7, 2))
    assert [(each.kind, each.name, each.before, each.after) for each in day.changes] == [
        ("value", "duty_relief_limit", "EUR 150.00", "—"),
        ("value", "identifiers_voluntary", "", "3"),
        ("value", "item_duty", "", "EUR 3.00"),
        ("value", "item_duty_limit", "", "EUR 150.00"),
        ("levy", "item_duty", "", "Customs duty on an item"),
    ]
    assert day.changes[2].ground.law.startswith("Regulation (EU) 2026/382")


def test_nothing_changes_between_two_days_without_a_change() -> None:
    place = LAW.jurisdiction("BE")
    assert changes(place.on(date(2026, 7, 1)), place.on(date(2026, 10, 31))) == []


def test_what_became_known_is_a_change_too() -> None:
    place = LAW.jurisdiction("XA")
    before, after = (place.on(date(2026, 7, 1), known) for known in (date(2026, 7, 1), date(2026, 9, 15)))
    assert [(each.name, each.before, each.after) for each in changes(before, after)] == [("vat_rate", "22 %", "21 %")]


def test_a_rate_that_changes_is_named_by_column_and_code() -> None:
    place = LAW.jurisdiction("XA")
    found = changes(place.on(date(2026, 5, 31)), place.on(date(2026, 6, 1)))
    assert [(each.kind, each.name, each.before, each.after) for each in found] == [
        ("rate", "provisional 9004", "", "1%")
    ]


def test_another_edition_of_the_folder_is_compared_word_for_word(tmp_path: Path) -> None:
    shutil.copytree(statute.SHIPPED / "xb", tmp_path / "xb")
    shutil.copy(statute.SHIPPED / "areas.yaml", tmp_path / "areas.yaml")
    path = tmp_path / "xb" / "parameters" / "values.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("value: 5,", "value: 6,"), encoding="utf-8")
    day = date(2026, 2, 1)
    found = changes(LAW.law("XB", day), statute.load(tmp_path).law("XB", day))
    assert [(each.name, each.before, each.after) for each in found] == [("duty_rate", "5 %", "6 %")]


def test_of_a_whole_tariff_only_the_rates_for_some_goods_are_compared_if_their_codes_are_given() -> None:
    folder = LAW.jurisdiction("MY")
    before, after = folder.on(date(2025, 6, 30)), folder.on(date(2025, 7, 1))
    everything = [change.name for change in changes(before, after)]
    assert {"sales 041010", "sales 090121"} <= set(everything)
    assert [change.name for change in changes(before, after, {"090121"})] == ["sales 090121"]
    assert changes(before, after, {"691200"}) == []
