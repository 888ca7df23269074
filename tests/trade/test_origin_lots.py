"""A lot keeps its origin as far as its proof still covers it, and no proof is used twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entrepot.trade.finding import Refused
from entrepot.trade.origin.lots import Drawing, ProvenLot, balance, drawn_from
from entrepot.trade.origin.proof import Issued, Proof
from entrepot.trade.quantity import Quantity

DAY = date(2026, 6, 1)
FORM = Proof("Form E", "issuing authority", 12)


def pieces(amount: int) -> Quantity:
    return Quantity(Fraction(amount), "H87")


def proof(number: str, issued: date, amount: int) -> Issued:
    return Issued(number, "ACFTA", FORM, issued, "691200", "CN", pieces(amount))


OLD, NEW = proof("E-1", date(2025, 7, 1), 100), proof("E-2", date(2026, 3, 1), 100)
LOTS = (ProvenLot("lot-2", "691200", pieces(80), NEW), ProvenLot("lot-1", "691200", pieces(60), OLD))


def told(drawings: list[Drawing]) -> list[tuple[object, ...]]:
    return [(each.lot, each.proof, each.quantity.amount) for each in drawings]


def test_the_proof_that_ends_first_is_drawn_on_first() -> None:
    assert told(drawn_from(LOTS, [], pieces(70), DAY)) == [("lot-1", "E-1", 60), ("lot-2", "E-2", 10)]


def test_what_was_drawn_before_is_no_longer_covered() -> None:
    before = [Drawing("lot-0", "E-1", pieces(75), date(2026, 5, 1))]
    assert balance(OLD, before) == pieces(25)
    assert told(drawn_from(LOTS, before, pieces(70), DAY)) == [("lot-1", "E-1", 25), ("lot-2", "E-2", 45)]


def test_one_proof_for_two_lots_is_not_used_twice() -> None:
    lots = [ProvenLot(name, "691200", pieces(80), OLD) for name in ("a", "b")]
    assert told(drawn_from(lots, [], pieces(100), DAY)) == [("a", "E-1", 80), ("b", "E-1", 20)]
    with pytest.raises(Refused) as refused:
        drawn_from(lots, [], pieces(101), DAY)
    assert [finding.code for finding in refused.value.findings] == ["proven-lots-too-little"]


def test_an_expired_proof_gives_nothing_and_says_why() -> None:
    with pytest.raises(Refused) as refused:
        drawn_from(LOTS, [], pieces(90), date(2026, 7, 2))
    assert [finding.told() for finding in refused.value.findings] == [
        "The lots in store prove the origin of 80 H87, and 90 are wanted.",
        "The proof E-1 was good until 2026-07-01.",
    ]
    assert told(drawn_from(LOTS, [], pieces(80), date(2026, 7, 2))) == [("lot-2", "E-2", 80)]


def test_a_lot_of_other_goods_or_counted_otherwise_is_not_drawn_on() -> None:
    other = replace(LOTS[1], hs="701337")
    kilos = replace(LOTS[0], proof=replace(NEW, quantity=Quantity(Fraction(50), "KGM")))
    with pytest.raises(Refused) as refused:
        drawn_from([other, kilos], [], pieces(1), DAY)
    assert {finding.code for finding in refused.value.findings} == {
        "proven-lots-too-little",
        "proof-for-other-goods",
        "proof-in-another-unit",
    }


@given(st.lists(st.integers(min_value=1, max_value=60), max_size=8))
def test_no_more_is_drawn_than_the_proofs_cover_or_the_lots_hold(wishes: list[int]) -> None:
    drawings: list[Drawing] = []
    lots = list(LOTS)
    for wish in wishes:
        try:
            made = drawn_from(lots, drawings, pieces(wish), DAY)
        except Refused:
            continue
        assert sum(each.quantity.amount for each in made) == wish
        drawings += made
        taken = {each.lot: each.quantity.amount for each in made}
        lots = [replace(each, left=Quantity(each.left.amount - taken.get(each.lot, 0), "H87")) for each in lots]
    assert all(lot.left.amount >= 0 for lot in lots)
    for issued in (OLD, NEW):
        drawn = sum(each.quantity.amount for each in drawings if each.proof == issued.number)
        assert balance(issued, drawings) == Quantity(100 - drawn, "H87")
