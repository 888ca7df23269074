"""Which checks an inspection asks for."""

from __future__ import annotations

from dataclasses import replace

from entrepot.trade.inspection import Asked, Check, checklist
from tests.trade import example

EVERY = Check(code="every", told="", kinds=("documents", "goods"))
ONCE = Check(code="once", told="", kinds=("goods",), each_item=False)
CUPS = Check(code="cups", told="", kinds=("goods",), goods=("6911", "6912"))
MET = Check(code="met", told="", kinds=("goods",), profiles=("MY-001",), each_item=False)
CUP = example.TEAPOT
FACTS = replace(example.FACTS, items=(replace(CUP, number=1, hs="6912.00"), replace(CUP, number=2, hs="851310")))


def test_a_check_is_asked_of_each_item_or_once() -> None:
    assert checklist([EVERY, ONCE], "goods", FACTS, ()) == [Asked("every", 1), Asked("every", 2), Asked("once")]


def test_papers_are_checked_by_their_own_list() -> None:
    assert checklist([EVERY, ONCE, CUPS], "documents", FACTS, ()) == [Asked("every", 1), Asked("every", 2)]


def test_a_check_of_some_goods_is_asked_of_these_alone() -> None:
    assert checklist([CUPS], "goods", FACTS, ()) == [Asked("cups", 1)]
    assert checklist([replace(CUPS, each_item=False, goods=("01",))], "goods", FACTS, ()) == []


def test_a_check_of_a_profile_is_asked_where_it_was_met() -> None:
    assert checklist([MET], "goods", FACTS, {"MY-002"}) == []
    assert checklist([MET], "goods", FACTS, {"MY-001", "MY-002"}) == [Asked("met")]
