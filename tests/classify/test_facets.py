"""What a text says of material, make and wearer, and which subheadings contradict it."""

from __future__ import annotations

import pytest

from entrepot.classify import nomenclature
from entrepot.classify.facets import deciding, fitting, reading
from entrepot.classify.postings import Floats


def values(text: str, facet: str) -> set[str]:
    return {fact.value for fact in reading.facts(text) if fact.facet == facet}


def against(text: str) -> dict[str, float]:
    found: Floats = fitting.penalties(reading.facts(text))
    return {code: float(found[n]) for n, code in enumerate(nomenclature.subheadings())}


@pytest.mark.parametrize(
    ("text", "facet", "value"),
    [
        ("100% Cotton", "material", {"cotton"}),
        ("纯棉T恤", "material", {"cotton"}),
        ("baju kapas", "material", {"cotton"}),
        ("Women's dress", "gender", {"women"}),
        ("men's shirt", "gender", {"men"}),
        ("knitted sweater", "knit", {"knitted"}),
        ("梭织长裤", "knit", {"woven"}),
        ("PU leather bag", "material", {"plastic"}),
        ("genuine leather bag", "material", {"leather"}),
        ("925 sterling silver", "material", {"silver"}),
        ("ankle boots", "ankle", {"covered"}),
    ],
)
def test_words_of_three_languages_state_a_fact(text: str, facet: str, value: set[str]) -> None:
    assert values(text, facet) == value


def test_a_word_within_another_states_nothing() -> None:
    assert values("element", "gender") == set()
    assert values("cottonwood", "material") == set()


def test_what_is_stated_hides_what_is_implied() -> None:
    assert values("hoodie", "knit") == {"knitted"}
    assert values("woven hoodie", "knit") == {"woven"}


def test_goods_of_cotton_are_not_sought_among_other_textiles() -> None:
    found = against("cotton T-shirt")
    assert found["610910"] == 0
    assert found["610990"] == 1


def test_polyester_is_a_synthetic_and_so_a_textile_other_than_cotton() -> None:
    found = against("polyester T-shirt, knitted")
    assert found["610910"] == 1
    assert found["610990"] == 0


def test_knitted_goods_are_not_sought_among_woven_ones() -> None:
    found = against("knitted women's dress of synthetic fibres")
    assert found["610443"] == 0
    assert found["620443"] == 1


def test_a_subheading_silent_on_a_facet_is_not_contradicted() -> None:
    assert against("cotton")["851830"] == 0


def test_one_material_of_several_is_enough_to_fit() -> None:
    found = against("cotton and polyester")
    assert found["610910"] == 0


def test_metal_may_be_steel() -> None:
    assert against("metal")["732393"] == 0
    assert against("wooden")["732393"] == 1


def test_every_place_and_every_rule_names_a_code_that_exists() -> None:
    wording = nomenclature.wording()
    assert [code for code in reading.places() if code not in wording] == []
    assert [rule.code for rule in deciding.rules() if not nomenclature.exists(rule.code)] == []


def test_rules_cover_the_headings_that_small_sellers_use_most() -> None:
    headings = {rule.code[:4] for rule in deciding.rules()}
    assert len(headings) >= 60
    assert {"4202", "7113", "7117", "8507", "8516", "8518", "9405", "9503"} <= headings


def test_a_word_settles_the_subheading_and_is_told() -> None:
    assert ("850760", "lithium-ion") in list(deciding.settled("18v lithium-ion battery pack"))
    assert "853929" not in dict(deciding.settled("LED bulb"))


def test_a_rule_acts_inside_its_heading_and_makes_no_heading_stronger() -> None:
    codes = nomenclature.subheadings()
    figures = fitting.penalties([]) + 0
    figures[codes.index("850750")] = 0.6
    figures[codes.index("850760")] = 0.55
    figures[codes.index("940511")] = 0.61
    moved = deciding.preferred(figures, ["850760"])
    assert moved[codes.index("850760")] > moved[codes.index("850750")]
    assert moved[codes.index("850760")] < moved[codes.index("940511")]
    far = deciding.preferred(figures, ["850710"])
    assert far[codes.index("850710")] < far[codes.index("850750")]
