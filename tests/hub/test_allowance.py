"""How often somebody may ask: a burst at once, then one more after each pause, each for themselves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from entrepot.hub import allowance
from entrepot.hub.allowance import Allowance
from entrepot.hub.events import clock


@pytest.fixture
def now() -> Iterator[list[float]]:
    shows = [50.0]
    with clock.told_by(lambda: datetime.now(UTC), lambda: shows[0]):
        yield shows


def test_a_burst_is_allowed_and_then_one_more_after_each_pause(now: list[float]) -> None:
    asking = Allowance(burst=3, pause=10)
    assert [asking.take("a") for _ in range(4)] == [True, True, True, False]
    now[0] += 9
    assert not asking.take("a")
    now[0] += 1
    assert [asking.take("a"), asking.take("a")] == [True, False]


def test_what_is_saved_up_is_never_more_than_a_burst(now: list[float]) -> None:
    asking = Allowance(burst=2, pause=1)
    asking.take("a")
    now[0] += 1000
    assert [asking.take("a") for _ in range(3)] == [True, True, False]


def test_one_who_asks_too_often_takes_nothing_from_another(now: list[float]) -> None:
    asking = Allowance(burst=1, pause=10)
    assert [asking.take(who) for who in "aab"] == [True, False, True]


def test_of_too_many_the_one_who_has_waited_longest_is_forgotten(
    now: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(allowance, "MOST", 2)
    asking = Allowance(burst=1, pause=10)
    for who in "abc":
        asking.take(who)
    assert [asking.take("b"), asking.take("a")] == [False, True]
