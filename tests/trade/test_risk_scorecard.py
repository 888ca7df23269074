"""A scorecard adds up whole points, and says which signs they come from."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entrepot.trade.risk.scorecard import SIGNS, GoodsSeen, Row, Score, Scorecard, Sign, power

TEAPOT = GoodsSeen("691110", "CN", "HK", value=500_000, mass_g=1_800)
CARD = Scorecard(
    "example",
    "KRW",
    {
        "goods-value": {"691110 19": Row(12, 7, 6)},
        "goods-departure": {"691110 HK": Row(-4, 9, 0), "691110 CN": Row(30, 9, 9)},
        "origin-departure": {"CN HK": Row(5, 40, 12)},
        "origin-mass": {"CN 11": Row(0, 10, 2)},
    },
    (40, 20, 10),
)


def test_points_add_up_and_the_largest_sign_comes_first() -> None:
    score = CARD.of(TEAPOT)
    assert score == Score(
        13,
        (
            Sign("goods-value", "691110 19", Row(12, 7, 6)),
            Sign("origin-departure", "CN HK", Row(5, 40, 12)),
            Sign("goods-departure", "691110 HK", Row(-4, 9, 0)),
        ),
        among=10,
    )


@pytest.mark.parametrize(("points", "among"), [(40, 1), (39, 5), (20, 5), (19, 10), (10, 10), (9, 0), (-3, 0)])
def test_how_high_a_score_is_follows_from_the_card(points: int, among: int) -> None:
    card = Scorecard("one", "KRW", {"origin-departure": {"CN HK": Row(points, 1, 1)}}, (40, 20, 10))
    assert card.of(TEAPOT).among == among


def test_goods_that_the_card_never_saw_have_no_points() -> None:
    assert CARD.of(GoodsSeen("010121", "NZ", "NZ", 1, 1)) == Score(0, ())


def test_the_item_that_scores_highest_speaks_for_the_declaration() -> None:
    plain = GoodsSeen("010121", "NZ", "NZ", 1, 1)
    assert CARD.highest([plain, TEAPOT]) == CARD.of(TEAPOT)
    assert CARD.highest([]) is None


@pytest.mark.parametrize(("amount", "reached"), [(-5, 0), (0, 0), (1, 1), (3, 2), (4, 3), (1023, 10), (1024, 11)])
def test_amounts_are_seen_as_powers_of_two(amount: int, reached: int) -> None:
    assert power(amount) == reached


@given(st.integers(0, 10**12), st.integers(0, 10**9))
def test_every_sign_has_a_key_for_whatever_goods(value: int, mass_g: int) -> None:
    goods = GoodsSeen("691110", "CN", "HK", value, mass_g)
    assert all(isinstance(key(goods), str) for key in SIGNS.values())
