"""Median and ninth decile of counted minutes, by nearest rank."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entrepot.hub.insight.spread import Spread, together


@pytest.mark.parametrize(
    ("minutes", "spread"),
    [
        ({}, None),
        ({5: 1}, Spread(1, 5, 5)),
        ({0: 9, 600: 1}, Spread(10, 0, 0)),
        ({0: 8, 30: 1, 600: 1}, Spread(10, 0, 30)),
        ({1: 1, 2: 1, 3: 1, 4: 1}, Spread(4, 2, 4)),
    ],
)
def test_half_and_nine_of_ten(minutes: dict[int, int], spread: Spread | None) -> None:
    assert Spread.of(minutes) == spread


@given(st.lists(st.integers(0, 500), min_size=1, max_size=30))
def test_it_says_the_same_as_the_list_in_order(lengths: list[int]) -> None:
    spread = Spread.of(together(*({length: 1} for length in lengths)))
    ordered = sorted(lengths)
    assert spread == Spread(
        len(lengths), ordered[-(-len(lengths) * 50 // 100) - 1], ordered[-(-len(lengths) * 90 // 100) - 1]
    )
