"""The time outside can be told by other hands than the machine's, and for a while only."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from entrepot.hub.events import clock

NEW_YEAR = datetime(2040, 1, 1, tzinfo=UTC)


def test_within_told_by_the_time_outside_is_what_the_hands_show() -> None:
    ticks = [5.0]
    with clock.told_by(lambda: NEW_YEAR, lambda: ticks[0]):
        assert (clock.wall(), clock.now(), clock.ticks()) == (NEW_YEAR, NEW_YEAR, 5.0)
        with clock.told_by(lambda: NEW_YEAR + timedelta(days=1)):
            assert clock.wall() == NEW_YEAR + timedelta(days=1)
        assert clock.wall() == NEW_YEAR
    assert clock.wall() < NEW_YEAR
    assert clock.ticks() != 5.0
