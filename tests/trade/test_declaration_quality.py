"""Quality before lodging: weaknesses are named with their remedy, refuse nothing, and good declarations have none."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entrepot.trade.declaration import GoodsItem
from entrepot.trade.declaration.quality import WEIGHTS, Known, Usual, quality
from entrepot.trade.declaration.vague import telling
from tests.trade import example

PLATE = GoodsItem(1, "Porcelain plate, 26 cm", "69111000", "CN", "2", "H87", "1.8", "2.2", "90.00", sku="PL-26")


def codes(known: Known | None = None, **changes: Any) -> list[str]:
    from dataclasses import replace

    return [each.code for each in quality(example.facts(items=(replace(PLATE, **changes),)), known).findings]


@pytest.mark.parametrize(
    "said",
    [
        "Gift",
        "gift items",
        "Daily necessities",
        "Accessories and parts",
        "goods of no commercial value",
        "礼物",
        "日用品",
        "一批配件",
        "Barang peribadi",
        "Hadiah pelbagai",
        "123456",
        "T",
        "sample - plate",
    ],
)
def test_a_description_that_says_nothing_is_told(said: str) -> None:
    assert codes(description=said) == ["Q01"]


@pytest.mark.parametrize(
    "said",
    ["Porcelain plate", "Women's cotton T-shirt", "瓷盘", "女式针织棉T恤", "Pinggan porselin", "Baju batik lelaki"],
)
def test_a_description_that_says_what_it_is_passes(said: str) -> None:
    assert codes(description=said) == []


def test_words_that_say_nothing_are_left_out() -> None:
    assert telling("Gift set of porcelain plates 礼物 瓷盘") == ("porcelain", "plates", "瓷", "盘")


USUAL = Known({"691110": Usual(low=20_000_000, high=80_000_000, seen=40)})


@pytest.mark.parametrize(
    ("value", "found"),
    [("12.00", []), ("11.99", ["Q02"]), ("432.00", []), ("432.02", ["Q02"]), ("90.00", [])],
)
def test_a_value_far_from_what_was_usual_is_told(value: str, found: list[str]) -> None:
    """Usual is 20 to 80 a kilogram; at 1.8 kg, a third of it is 12.00 and three times it 432.00."""
    assert codes(USUAL, value=value) == found


def test_a_subheading_that_was_not_seen_often_enough_is_not_compared() -> None:
    assert codes(USUAL, hs="691200", value="0.10") == []


def test_words_that_clearly_belong_to_another_chapter_are_told() -> None:
    meant = {"Porcelain plate, 26 cm": "69", "Leather handbag": "42"}.get
    known = Known(meant=lambda said: meant(said, ""))
    assert codes(known) == []
    assert codes(known, description="Leather handbag") == ["Q03"]
    assert codes(known, description="Ornament, painted") == []


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"gross_mass_kg": "7.2"}, []),
        ({"gross_mass_kg": "7.21"}, ["Q05"]),
        ({"quantity": "100000"}, ["Q05"]),
        ({"quantity": "100000", "unit": "KGM"}, []),
        ({"net_mass_kg": "500", "gross_mass_kg": "510", "quantity": "1"}, ["Q05"]),
        ({"net_mass_kg": "?", "gross_mass_kg": "510"}, []),
    ],
)
def test_masses_that_do_not_fit_are_told(changes: dict[str, Any], found: list[str]) -> None:
    assert codes(**changes) == found


def test_goods_without_a_product_are_told_once() -> None:
    from dataclasses import replace

    plain = replace(PLATE, sku="")
    [found] = quality(example.facts(items=(PLATE, plain, replace(plain, number=3)))).findings
    assert (found.code, found.pointer, found.params["count"]) == ("Q04", "/items/1/sku", "2")


def test_every_kind_takes_its_points_once_and_nothing_refuses() -> None:
    from dataclasses import replace

    poor = replace(PLATE, description="gift", sku="", gross_mass_kg="20")
    found = quality(example.facts(items=(poor, poor)))
    assert found.score == 100 - WEIGHTS["Q01"] - WEIGHTS["Q04"] - WEIGHTS["Q05"]
    assert {each.level for each in found.findings} == {"warning"}
    assert all(each.remedy for each in found.findings)


@given(st.text(max_size=60), st.text(max_size=12), st.text(max_size=12))
def test_whatever_is_declared_gets_a_score(said: str, mass: str, value: str) -> None:
    from dataclasses import replace

    item = replace(PLATE, description=said, net_mass_kg=mass, value=value)
    assert 0 <= quality(example.facts(items=(item,)), USUAL).score <= 100
