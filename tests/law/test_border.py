"""The shipped controls and profiles say what a border asks for."""

from __future__ import annotations

from datetime import date

import pytest

from entrepot import statute

DAY = date(2026, 11, 23)
LAW = statute.load()


def test_food_into_china_needs_a_registered_producer() -> None:
    food = next(control for control in LAW.jurisdiction("CN").controls(DAY) if control.code == "cn-food")
    assert (food.kind, food.agency, food.direction, food.prohibited) == ("food-import", "GACC", "import", False)
    assert "190531".startswith(food.goods)


def test_ceramics_into_malaysia_need_no_permit() -> None:
    assert [c.code for c in LAW.jurisdiction("MY").controls(DAY) if "691200".startswith(c.goods)] == []


@pytest.mark.parametrize("code", ["CN", "MY"])
def test_every_profile_has_a_reason_and_a_lane(code: str) -> None:
    profiles = LAW.jurisdiction(code).profiles(DAY)
    assert len(profiles) == 35
    assert all(profile.reason and profile.lane in ("yellow", "red") for profile in profiles)
