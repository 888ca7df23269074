"""What goes back for goods that come back piece by piece: never a minor unit more or less than was paid."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from entrepot.trade.refund import Refund, Sale, Sold, due, refund

TEA = Sale((Sold(3, 100_00, Fraction(10)), Sold(1, 50_00, Fraction(0))), 20_00, 10_00, "MYR")


def test_a_piece_of_three_gets_its_third_and_the_last_one_what_does_not_divide() -> None:
    steps = [refund(TEA, [n, 0], [1, 0]) for n in range(3)]
    assert [each.goods_minor for each in steps] == [33_33, 33_33, 33_34]
    assert [each.freight_minor for each in steps] == [4_44, 4_44, 4_45]
    assert [each.charges_minor for each in steps] == [3_33, 3_33, 3_34]


def test_a_line_that_owed_no_duty_gets_none_back() -> None:
    assert refund(TEA, [0, 0], [0, 1]) == Refund(50_00, 6_67, 0)


def test_without_a_word_on_what_each_line_owed_the_charges_are_shared_by_value() -> None:
    sale = Sale((Sold(1, 300, Fraction(0)), Sold(1, 100, Fraction(0))), 0, 40, "CNY")
    assert [refund(sale, [0, 0], now).charges_minor for now in ([1, 0], [0, 1])] == [30, 10]


def test_nothing_back_is_nothing_given() -> None:
    assert due(TEA, [0, 0]) == Refund()


@st.composite
def sales(draw: st.DrawFn) -> tuple[Sale, list[tuple[int, int]]]:
    """A sale, and the pieces of every line in some order and some portions until all are back."""
    lines = draw(
        st.lists(
            st.builds(Sold, st.integers(1, 7), st.integers(1, 10**7), st.fractions(0, 1000, max_denominator=97)),
            min_size=1,
            max_size=5,
        )
    )
    sale = Sale(
        tuple(lines),
        draw(st.integers(0, 10**6)),
        draw(st.integers(0, 10**6)),
        draw(st.sampled_from(["MYR", "JPY", "BHD"])),
    )
    pieces = [n for n, line in enumerate(lines) for _ in range(line.pieces)]
    order = draw(st.permutations(pieces))
    return sale, [(n, 1) for n in order]


@given(sales())
def test_after_any_sequence_of_returns_the_parts_are_the_whole(told: tuple[Sale, list[tuple[int, int]]]) -> None:
    sale, steps = told
    back = [0] * len(sale.lines)
    given_back = []
    for n, pieces in steps:
        now = [pieces if m == n else 0 for m in range(len(back))]
        given_back.append(refund(sale, back, now))
        back[n] += pieces
    assert sum(each.goods_minor for each in given_back) == sum(line.value_minor for line in sale.lines)
    assert sum(each.freight_minor for each in given_back) == sale.freight_minor
    assert sum(each.charges_minor for each in given_back) == sale.charges_minor
    for each in given_back:
        assert min(each.goods_minor, each.freight_minor, each.charges_minor) >= 0
