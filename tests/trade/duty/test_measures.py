"""The rate that counts: longest code, right origin, right day, known by then."""

from __future__ import annotations

from datetime import date

import pytest

from entrepot.trade.duty.measure import Area, Measure, MeasureType, Schedule, Tariff

from .xanadu import DAY, MFN, PACT, measure


def tariff(*measures: Measure, codes: tuple[str, ...] = (), known: date | None = None, on: date = DAY) -> Tariff:
    general = MeasureType("general", "General", "duty", "otherwise")
    provisional = MeasureType("provisional", "Provisional", "duty", "replaces")
    return Tariff(Schedule.of((MFN, PACT, general, provisional), codes, measures), on, known)


def text(found: Measure | None) -> str:
    return found.text if found else ""


@pytest.mark.parametrize(
    ("code", "rate"),
    [("69120010", "3%"), ("69120090", "2%"), ("691110", "1%"), ("70", ""), ("6912001", "2%"), ("691200", "2%")],
)
def test_the_longest_prefix_counts(code: str, rate: str) -> None:
    held = tariff(measure("69", "1%"), measure("6912", "2%"), measure("69120010", "3%"))
    assert text(held.choice("duty", code, "XB").normal) == rate


@pytest.mark.parametrize(
    ("on", "rate"),
    [
        (date(2025, 12, 31), ""),
        (date(2026, 1, 1), "1%"),
        (date(2026, 5, 31), "1%"),
        (date(2026, 6, 1), "2%"),
        (date(2026, 8, 31), "2%"),
        (date(2026, 9, 1), ""),
    ],
)
def test_a_rate_counts_in_its_days_only(on: date, rate: str) -> None:
    held = tariff(
        measure("69", "1%", since=date(2026, 1, 1), until=date(2026, 6, 1)),
        measure("69", "2%", since=date(2026, 6, 1), until=date(2026, 9, 1)),
        on=on,
    )
    assert text(held.choice("duty", "691200", "XB").normal) == rate


@pytest.mark.parametrize(("known", "rate"), [(date(2026, 4, 20), "7%"), (date(2026, 4, 29), "3%"), (None, "3%")])
def test_a_correction_counts_from_the_day_it_was_known(known: date | None, rate: str) -> None:
    held = tariff(
        measure("90", "7%", since=date(2026, 1, 1), known_from=date(2025, 12, 1)),
        measure("90", "3%", since=date(2026, 4, 6), known_from=date(2026, 4, 29)),
        known=known,
        on=date(2026, 4, 20),
    )
    assert text(held.choice("duty", "900410", "XB").normal) == rate


def test_a_provisional_rate_takes_the_place_of_the_normal_one() -> None:
    held = tariff(measure("69", "10%"), measure("6912", "4%", "provisional"))
    assert text(held.choice("duty", "691200", "XB").normal) == "4%"
    assert text(held.choice("duty", "691110", "XB").normal) == "10%"


def test_goods_under_the_general_rate_get_no_provisional_rate() -> None:
    held = tariff(measure("69", "60%", "general"), measure("69", "4%", "provisional"))
    assert text(held.choice("duty", "691200", "XB").normal) == "60%"


def test_an_agreement_is_open_to_its_own_members_only() -> None:
    held = tariff(measure("69", "10%"), measure("69", "FREE", "agreement:PACT"))
    assert [each.type for each in held.choice("duty", "691200", "XB").alternatives] == ["agreement:PACT"]
    assert held.choice("duty", "691200", "US").alternatives == ()


def test_a_rate_may_be_for_one_country_only() -> None:
    cuba = Area("CU", "Cuba", (("CU", None, None),))
    special = Measure("mfn", "6912", measure("1", "45%").expression, "45%", measure("1", "1%").ground, cuba)
    held = tariff(measure("69", "10%"), special)
    assert text(held.choice("duty", "691200", "CU").normal) == "45%"
    assert text(held.choice("duty", "691200", "XB").normal) == "10%"


@pytest.mark.parametrize(
    ("on", "member"),
    [(date(2026, 2, 28), False), (date(2026, 3, 1), True), (date(2026, 9, 30), True), (date(2026, 10, 1), False)],
)
def test_a_country_is_a_member_from_its_first_day_until_its_last(on: date, member: bool) -> None:
    assert Area("A", "A", (("VN", date(2026, 3, 1), date(2026, 10, 1)),)).holds("VN", on) is member


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        ("691200", ("69120010", "69120090")),
        ("69120010", ("69120010",)),
        ("6912001055", ("6912001055",)),
        ("701337", ("701337",)),
    ],
)
def test_the_national_lines_under_a_code(code: str, lines: tuple[str, ...]) -> None:
    assert tariff(codes=("69120090", "69120010", "69130000")).lines(code) == lines
