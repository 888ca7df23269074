from __future__ import annotations

import datetime
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entrepot.trade.finding import Refused
from entrepot.trade.stock import (
    EFFECTS,
    Allocation,
    Balance,
    Kind,
    Lot,
    Movement,
    Pick,
    allocate,
    balances,
    keeps,
    release,
    reserve,
)
from tests.trade.refusing import refused

DAY = datetime.date(2026, 3, 2)


def day(offset: int) -> datetime.date:
    return DAY + datetime.timedelta(days=offset)


def lot(code: str, expires: int | None, on_hand: int, reserved: int = 0, received: int = -30) -> Lot:
    return Lot(code, day(received), None if expires is None else day(expires), Balance(on_hand, reserved))


LOTS = st.lists(
    st.builds(
        lambda code, expires, received, on_hand, reserved: lot(
            f"L{code}", expires, on_hand, min(on_hand, reserved), received
        ),
        st.integers(0, 10**6),
        st.none() | st.integers(-10, 400),
        st.integers(-90, 0),
        st.integers(0, 50),
        st.integers(0, 50),
    ),
    max_size=8,
    unique_by=lambda made: made.code,
)


@pytest.mark.parametrize(
    ("kind", "pieces", "after"),
    [
        ("receive", 5, Balance(15, 4)),
        ("reserve", 6, Balance(10, 10)),
        ("release", 4, Balance(10, 0)),
        ("dispatch", 4, Balance(6, 0)),
        ("withdraw", 6, Balance(4, 4)),
        ("return", 1, Balance(11, 4)),
        ("adjust", -6, Balance(4, 4)),
        ("adjust", 2, Balance(12, 4)),
        ("destroy", 6, Balance(4, 4)),
        ("receive", 0, Balance(10, 4)),
    ],
)
def test_what_each_movement_does(kind: Kind, pieces: int, after: Balance) -> None:
    assert Balance(10, 4).after(kind, pieces) == after


@pytest.mark.parametrize(
    ("kind", "pieces"),
    [("reserve", 7), ("release", 5), ("dispatch", 5), ("withdraw", 7), ("adjust", -7), ("destroy", 11)],
)
def test_a_lot_cannot_give_what_it_does_not_hold(kind: Kind, pieces: int) -> None:
    with refused("stock-short") as found:
        Balance(10, 4).after(kind, pieces, "HZC-7")
    assert found[0].told() == f"Lot HZC-7 has 10 pieces, of which 4 are promised; {pieces} cannot “{kind}”."


@pytest.mark.parametrize("kind", sorted(EFFECTS.keys() - {"adjust"}))
def test_only_a_count_may_take_pieces_away_by_a_sign(kind: Kind) -> None:
    with refused("stock-negative"):
        Balance(10, 4).after(kind, -1)


def test_what_is_promised_may_be_promised_no_more() -> None:
    held = reserve(Balance(3, 0), 3, "A")
    assert (held, held.available) == (Balance(3, 3), 0)
    with refused("stock-short"):
        reserve(held, 1, "A")
    assert release(held, 3) == Balance(3, 0)


def test_balances_are_the_sum_of_the_movements() -> None:
    moved = [
        Movement("A", "receive", 10),
        Movement("B", "receive", 4),
        Movement("A", "reserve", 3),
        Movement("A", "dispatch", 2),
        Movement("A", "release", 1),
        Movement("B", "destroy", 4),
    ]
    assert balances(moved) == {"A": Balance(8, 0), "B": Balance(0, 0)}
    assert balances([Movement("A", "dispatch", 1)], {"A": Balance(1, 1)}) == {"A": Balance(0, 0)}


def test_movements_are_refused_in_the_order_in_which_they_happened() -> None:
    with refused("stock-short"):
        balances([Movement("A", "reserve", 1), Movement("A", "receive", 1)])


def test_what_expires_first_leaves_first() -> None:
    lots = [lot("LATE", 300, 10), lot("NEVER", None, 10), lot("SOON", 20, 10)]
    assert allocate(lots, 25, DAY) == Allocation((Pick("SOON", 10), Pick("LATE", 10), Pick("NEVER", 5)), 0)


def test_among_equals_the_older_lot_leaves_first_and_then_the_lower_number() -> None:
    lots = [lot("B", 20, 1, received=-10), lot("C", 20, 1, received=-20), lot("A", 20, 1, received=-10)]
    assert [pick.lot for pick in allocate(lots, 3, DAY).picks] == ["C", "A", "B"]


def test_what_is_promised_or_expired_is_not_given() -> None:
    lots = [lot("GONE", -1, 10), lot("HELD", 5, 10, reserved=10), lot("PART", 6, 10, reserved=7)]
    assert allocate(lots, 5, DAY) == Allocation((Pick("PART", 3),), 2)


def test_a_lot_is_good_on_the_day_it_expires_and_may_have_to_last_longer() -> None:
    today, tomorrow = lot("T", 0, 1), lot("M", 1, 1)
    assert keeps(today, DAY)
    assert not keeps(today, day(1))
    assert allocate([today, tomorrow], 2, DAY, shelf_days=1) == Allocation((Pick("M", 1),), 1)


@pytest.mark.parametrize("pieces", [0, -3])
def test_a_demand_for_nothing_takes_nothing(pieces: int) -> None:
    assert allocate([lot("A", 1, 1)], pieces, DAY) == Allocation((), 0)


@given(LOTS, st.integers(0, 300), st.integers(0, 60))
def test_an_allocation_gives_all_it_can_and_never_too_much(lots: list[Lot], wanted: int, shelf: int) -> None:
    found = allocate(lots, wanted, DAY, shelf_days=shelf)
    held = {each.code: each for each in lots}
    there = sum(each.balance.available for each in lots if keeps(each, DAY, shelf))
    assert sum(pick.pieces for pick in found.picks) == min(wanted, there)
    assert found.short == wanted - min(wanted, there)
    assert all(0 < pick.pieces <= held[pick.lot].balance.available for pick in found.picks)
    assert all(keeps(held[pick.lot], DAY, shelf) for pick in found.picks)
    assert len({pick.lot for pick in found.picks}) == len(found.picks)


@given(LOTS, st.integers(0, 300), st.randoms(use_true_random=False))
def test_the_order_in_which_lots_are_named_does_not_matter(lots: list[Lot], wanted: int, chance: random.Random) -> None:
    shuffled = list(lots)
    chance.shuffle(shuffled)
    assert allocate(shuffled, wanted, DAY) == allocate(lots, wanted, DAY)


@given(LOTS, st.integers(0, 300))
def test_no_lot_left_behind_expires_before_one_that_was_taken(lots: list[Lot], wanted: int) -> None:
    found = allocate(lots, wanted, DAY)
    taken = {pick.lot: pick.pieces for pick in found.picks}
    rest = [
        each.expires or datetime.date.max
        for each in lots
        if keeps(each, DAY) and each.balance.available > taken.get(each.code, 0)
    ]
    last = max((each.expires or datetime.date.max for each in lots if each.code in taken), default=datetime.date.min)
    assert all(expires >= last for expires in rest)


@given(st.lists(st.tuples(st.sampled_from(sorted(EFFECTS)), st.integers(-5, 20)), max_size=30))
def test_no_sequence_of_movements_makes_a_lot_hold_less_than_nothing(moves: list[tuple[Kind, int]]) -> None:
    balance = Balance()
    for kind, pieces in moves:
        try:
            balance = balance.after(kind, pieces)
        except Refused:
            continue
        assert balance.on_hand >= balance.reserved >= 0
