"""A good originates by one of its rules, or it does not, or a fact is missing that would decide."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entrepot.trade.finding import Refused
from entrepot.trade.money import Money
from entrepot.trade.origin import rule as r
from entrepot.trade.origin.agreement import Terms, Tolerance
from entrepot.trade.origin.good import Good, Material
from entrepot.trade.origin.judge import judge
from entrepot.trade.origin.rule import covers
from entrepot.trade.origin.verdict import Judged, Verdict, shown
from entrepot.trade.origin.written import parse, render

ASEAN = frozenset({"MY", "SG", "TH", "VN"})
TERMS = Terms(
    ASEAN,
    frozenset({"parties"}),
    tolerances=(
        Tolerance(Fraction(10), "fob"),
        Tolerance(Fraction(10), "weight", ("50-63",)),
    ),
)


def usd(amount: str) -> Money:
    return Money.of(amount, "USD")


def material(
    hs: str, value: str | None = "10", origin: str = "CN", originating: bool | None = False, **more: object
) -> Material:
    more = {"weight_kg": Fraction(1), **more}
    name = f"material {hs}"
    return Material(name, hs, None if value is None else usd(value), origin, originating, **more)  # type: ignore[arg-type]


def shirt(*materials: Material, **more: object) -> Good:
    return Good("610910", "MY", materials, fob=usd("100"), weight_kg=Fraction(1), **more)  # type: ignore[arg-type]


def codes(judged: Judged) -> list[str]:
    return [finding.code for finding in judged.findings]


@pytest.mark.parametrize(
    ("level", "hs", "verdict"),
    [
        ("CC", "520512", "met"),
        ("CC", "611020", "not met"),
        ("CTH", "611020", "met"),
        ("CTH", "610990", "not met"),
        ("CTSH", "610990", "met"),
        ("CTSH", "610910", "not met"),
    ],
)
def test_a_change_of_classification_is_asked_of_the_digits_of_its_level(level: str, hs: str, verdict: str) -> None:
    assert judge(parse(level), shirt(material(hs, "50")), TERMS).verdict == verdict


def test_the_change_is_asked_only_of_materials_that_do_not_originate() -> None:
    own = material("610990", "90", "MY", True)
    assert judge(parse("CTH"), shirt(own, material("520512")), TERMS).verdict == "met"


def test_a_change_from_an_excepted_code_does_not_count() -> None:
    rule = parse("CC except from 5204-5212, 5401")
    assert judge(rule, shirt(material("520512", "50")), TERMS).verdict == "not met"
    assert judge(rule, shirt(material("540110", "50")), TERMS).verdict == "not met"
    assert judge(rule, shirt(material("520300", "50")), TERMS).verdict == "met"


def test_what_misses_the_change_is_forgiven_up_to_a_tenth_of_the_price() -> None:
    label = material("610990", "10")
    judged = judge(parse("CTH"), shirt(material("520512", "50"), label), TERMS)
    assert (judged.verdict, judged.measure, judged.note) == ("met", Fraction(10), "tolerance: 10 % of fob ≤ 10 %")
    heavier = judge(parse("CTH"), shirt(material("520512"), material("610990", "10.01")), TERMS)
    assert heavier.verdict == "not met"
    assert codes(heavier) == ["classification-not-changed", "tolerance-exceeded", "tolerance-exceeded"]
    assert [finding.told() for finding in heavier.findings[1:]] == [
        "They are 10.01 % of the price free on board; up to 10 % would be tolerated.",
        "They are 100 % of the weight; up to 10 % would be tolerated.",
    ]


def test_in_textiles_a_tenth_of_the_weight_is_forgiven_instead() -> None:
    costly = material("610990", "40", weight_kg=Fraction("0.1"))
    assert judge(parse("CTH"), shirt(costly), TERMS).verdict == "met"
    mug = Good(
        "691110", "MY", (material("691190", "40", weight_kg=Fraction("0.01")),), usd("100"), weight_kg=Fraction(1)
    )
    assert judge(parse("CTSH"), mug, TERMS).verdict == "met"
    assert judge(parse("CTH"), mug, TERMS).verdict == "not met"


def test_the_tolerance_by_weight_asks_for_weights_before_it_refuses() -> None:
    judged = judge(parse("CTH"), shirt(material("610990", "40", weight_kg=None)), TERMS)
    assert (judged.verdict, codes(judged)) == ("missing fact", ["weight-missing"])


def test_without_the_price_the_tolerance_asks_for_it() -> None:
    judged = judge(parse("CTH"), replace(shirt(material("610990", None)), fob=None, weight_kg=None), TERMS)
    assert judged.verdict == "missing fact"
    assert codes(judged) == ["price-fob-missing", "material-value-missing"]


def test_a_material_whose_code_is_too_short_is_asked_for_only_if_it_could_matter() -> None:
    judged = judge(parse("CTH"), shirt(material("61", "50")), TERMS)
    assert (judged.verdict, codes(judged)) == ("missing fact", ["material-code-too-short"])
    assert judge(parse("CTH"), shirt(material("52", "50")), TERMS).verdict == "met"


RVC_GOOD = Good(
    "850440",
    "MY",
    (material("850490", "55"), material("853400", "15", "MY", True)),
    fob=usd("100"),
    costs={"labour": usd("20"), "overhead": usd("5"), "profit": usd("5")},
)


@pytest.mark.parametrize(
    ("rule", "verdict", "measure"),
    [
        ("RVC40 by build-down", "met", "45"),
        ("RVC45 by build-down", "met", "45"),
        ("RVC 45.01 by build-down", "not met", "45"),
        ("RVC45 by build-up", "met", "45"),
        ("RVC46 by build-up", "not met", "45"),
        ("RVC46", "not met", "45"),
        ("RVC40 by build-down of 8534", "met", "100"),
        ("RVC60 by build-down of 8504", "not met", "45"),
    ],
)
def test_regional_value_is_what_is_left_of_the_price_or_what_was_added_to_it(
    rule: str, verdict: str, measure: str
) -> None:
    judged = judge(parse(rule), RVC_GOOD, TERMS)
    assert (judged.verdict, judged.measure) == (verdict, Fraction(measure))


def test_one_method_is_enough_and_the_other_need_not_be_stated() -> None:
    judged = judge(parse("RVC40"), replace(RVC_GOOD, costs={}), TERMS)
    assert (judged.verdict, judged.note) == ("met", "build-down")
    without = judge(parse("RVC50"), replace(RVC_GOOD, costs={}), TERMS)
    assert without.verdict == "missing fact"
    assert codes(without) == ["costs-missing"] * 3


def test_a_share_just_under_the_minimum_is_not_shown_as_the_minimum() -> None:
    low = replace(RVC_GOOD, fob=usd("91.66"), costs={})
    judged = judge(parse("RVC40 by build-down"), low, TERMS)
    assert judged.findings[0].told() == "Regional value content is 39.99 % (build-down); at least 40 % is asked."
    assert [shown(Fraction(text)) for text in ("40", "39.999", "33.3", "100/3", "-1.239")] == [
        "40",
        "39.99",
        "33.3",
        "33.33",
        "-1.24",
    ]


def test_materials_of_another_party_count_as_one_s_own_where_the_agreement_cumulates() -> None:
    thai = material("850490", "55", "TH", True)
    good = replace(RVC_GOOD, materials=(thai,), costs={})
    assert judge(parse("RVC90 by build-down"), good, TERMS).verdict == "met"
    assert judge(parse("PE"), good, TERMS).verdict == "met"
    alone = Terms(ASEAN, frozenset())
    assert judge(parse("RVC90 by build-down"), good, alone).verdict == "not met"
    chinese = replace(good, materials=(replace(thai, origin="CN"),))
    assert judge(parse("PE"), chinese, TERMS).verdict == "not met"


@pytest.mark.parametrize(
    ("regional", "verdict", "measure"),
    [(None, "not met", 30), (19, "not met", 30), (20, "met", 44), (35, "met", "54.5")],
)
def test_partial_cumulation_counts_the_regional_content_of_a_material_from_a_fifth_on(
    regional: int | None, verdict: str, measure: object
) -> None:
    part = material("850490", "70", "TH", False, regional=None if regional is None else Fraction(regional))
    terms = Terms(ASEAN, frozenset({"parties", "partial"}), Fraction(20))
    judged = judge(parse("RVC40 by build-down"), replace(RVC_GOOD, materials=(part,), costs={}), terms)
    assert (judged.verdict, judged.measure) == (verdict, Fraction(str(measure)))


@pytest.mark.parametrize(
    ("rule", "verdict", "measure"),
    [
        ("MaxNOM 50 %", "not met", "55"),
        ("MaxNOM 55 %", "met", "55"),
        ("MaxNOM 10 % of 8534", "met", "0"),
        ("MaxNOM 50 % of heading", "not met", "55"),
    ],
)
def test_foreign_materials_are_at_most_a_share_of_the_price_ex_works(rule: str, verdict: str, measure: str) -> None:
    judged = judge(parse(rule), replace(RVC_GOOD, ex_works=usd("100")), TERMS)
    assert (judged.verdict, judged.measure) == (verdict, Fraction(measure))
    assert codes(judge(parse(rule), RVC_GOOD, TERMS)) == ["price-ex-works-missing"]


UNKNOWN = material("610990", "30", "", None)


@pytest.mark.parametrize(
    ("rule", "good", "verdict"),
    [
        ("CTH", shirt(UNKNOWN), "missing fact"),
        ("CC except from 5205", shirt(material("520512", "50", "", None)), "missing fact"),
        ("CTH", shirt(material("520512", "30", "", None)), "met"),
        ("RVC40 by build-down", shirt(UNKNOWN), "met"),
        ("RVC80 by build-down", shirt(UNKNOWN), "missing fact"),
        ("RVC80 by build-down", shirt(UNKNOWN, material("520512", "25")), "not met"),
        ("MaxNOM 20 %", shirt(UNKNOWN, ex_works=usd("100")), "missing fact"),
        ("PE", shirt(UNKNOWN), "missing fact"),
        ("PE", shirt(UNKNOWN, material("520512")), "not met"),
    ],
)
def test_an_origin_that_nobody_stated_is_asked_for_only_where_it_decides(
    rule: str, good: Good, verdict: Verdict
) -> None:
    judged = judge(parse(rule), replace(good, weight_kg=None), replace(TERMS, tolerances=TERMS.tolerances[:1]))
    assert judged.verdict == verdict
    assert (codes(judged) == ["material-origin-missing"]) == (verdict == "missing fact")


def test_a_material_of_a_third_country_is_never_of_unknown_origin() -> None:
    assert judge(parse("PE"), shirt(material("520512", "10", "CN", None)), TERMS).verdict == "not met"


def test_goods_are_wholly_obtained_if_the_producer_says_so_and_no_foreign_material_stands_against_it() -> None:
    durian = Good("081060", "MY", wholly_obtained=True)
    assert judge(parse("WO"), durian, TERMS).verdict == "met"
    assert codes(judge(parse("WO"), replace(durian, wholly_obtained=None), TERMS)) == ["wholly-obtained-missing"]
    assert judge(parse("WO"), replace(durian, wholly_obtained=False), TERMS).verdict == "not met"
    assert judge(parse("WO"), shirt(material("520512")), TERMS).verdict == "not met"
    paste = Good("200190", "MY", (material("081060", "5", "MY", True, wholly_obtained=True), material("170199")))
    assert judge(parse("WO of 08"), paste, TERMS).verdict == "met"
    assert judge(parse("WO of 08, 17"), paste, TERMS).verdict == "missing fact"


def test_a_process_in_words_is_answered_by_the_producer() -> None:
    rule = parse('"weaving and dyeing"')
    assert codes(judge(rule, shirt(material("520512")), TERMS)) == ["process-missing"]
    assert judge(rule, shirt(processes={"weaving and dyeing": True}), TERMS).verdict == "met"
    assert codes(judge(rule, shirt(processes={"weaving and dyeing": False}), TERMS)) == ["process-not-done"]
    assert judge(parse("CR"), shirt(processes={"chemical reaction": True}), TERMS).verdict == "met"


def test_of_alternatives_one_is_enough_and_each_keeps_its_own_answer() -> None:
    judged = judge(parse('CTH or RVC80 by build-down or "knitting"'), shirt(material("610990", "50")), TERMS)
    assert [part.verdict for part in judged.parts] == ["not met", "not met", "missing fact"]
    assert judged.verdict == "missing fact"
    assert judge(parse("RVC80 by build-down or RVC40"), shirt(material("610990", "50")), TERMS).verdict == "met"


def test_of_conditions_all_must_hold() -> None:
    good = shirt(material("520512", "50"))
    assert judge(parse("CTH and RVC40"), good, TERMS).verdict == "met"
    assert judge(parse("CTH and RVC60 by build-down"), good, TERMS).verdict == "not met"
    assert judge(parse('CTH and "sewing"'), good, TERMS).verdict == "missing fact"
    assert judge(parse('RVC60 by build-down and "sewing"'), good, TERMS).verdict == "not met"


def test_without_a_bill_of_materials_nothing_is_met_by_accident() -> None:
    for text in ("CC", "RVC40 by build-down", "MaxNOM 40", "PE"):
        judged = judge(parse(text), replace(shirt(), ex_works=usd("100")), TERMS)
        assert (judged.verdict, codes(judged)) == ("missing fact", ["bill-of-materials-missing"])


@pytest.mark.parametrize(
    ("listed", "hs", "inside"),
    [
        (("5007-5212",), "520512", True),
        (("5007-5212",), "521290", True),
        (("5007-5212",), "521300", False),
        (("50-63",), "610910", True),
        (("6105",), "610510", True),
        (("6105",), "610610", False),
        ((), "610610", False),
    ],
)
def test_a_list_of_codes_holds_prefixes_and_ranges(listed: tuple[str, ...], hs: str, inside: bool) -> None:
    assert covers(listed, hs) is inside


prefixes = st.from_regex(r"[0-9]{2}([0-9]{2}){0,2}", fullmatch=True)
lists = st.lists(st.one_of(prefixes, st.tuples(prefixes, prefixes).map("-".join)), max_size=3).map(tuple)
shares = st.one_of(st.decimals(0, 100, places=2).map(Fraction), st.just(Fraction(100, 3)))
single_rules = st.one_of(
    st.builds(r.CTC, st.sampled_from(["CC", "CTH", "CTSH"]), lists),
    st.builds(r.RVC, shares, st.sampled_from([r.METHODS, ("build-down",), ("build-up",)]), lists),
    st.builds(r.MaxNOM, shares, lists | st.just((r.OWN_HEADING,))),
    st.builds(r.WhollyObtained, lists),
    st.builds(r.ProducedEntirely),
    st.builds(r.Process, st.text(max_size=12)),
)
rules = st.recursive(
    single_rules,
    lambda some: st.one_of(
        st.builds(r.AnyOf, st.lists(some, min_size=2, max_size=3).map(tuple)),
        st.builds(r.AllOf, st.lists(some, min_size=2, max_size=3).map(tuple)),
    ),
    max_leaves=6,
)


@settings(max_examples=300, deadline=None)
@given(rules)
def test_a_rule_is_written_as_treaties_write_it_and_read_again_as_the_same(rule: r.Rule) -> None:
    assert parse(render(rule)) == rule


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("CTH or RVC40", "CTH or RVC 40 %"),
        ("rvc 40% or cth", "RVC 40 % or CTH"),
        ("CC except from 5007, 5111-5113", "CC except from 5007, 5111-5113"),
        ("(CTH or CTSH) and RVC 35 % by build-up", "(CTH or CTSH) and RVC 35 % by build-up"),
        ("QVC 35 %", "RVC 35 %"),
        ("WO or CR", "WO or CR"),
    ],
)
def test_abbreviations_are_read_however_they_are_spaced(text: str, written: str) -> None:
    assert render(parse(text)) == written


@pytest.mark.parametrize("text", ["", "CTX", "CTH or", "RVC", "CTH except 5007", "(CTH", "RVC40 by guess", "CTH &"])
def test_what_is_no_rule_is_refused(text: str) -> None:
    with pytest.raises(Refused) as refused:
        parse(text)
    assert [finding.code for finding in refused.value.findings] == ["origin-rule-unread"]


@settings(max_examples=200, deadline=None)
@given(rules, st.lists(st.tuples(prefixes, st.integers(0, 100), st.sampled_from([True, False, None])), max_size=4))
def test_to_learn_a_fact_never_turns_one_certain_answer_into_the_other(
    rule: r.Rule, bill: list[tuple[str, int, bool | None]]
) -> None:
    """An answer given while an origin is unknown holds whichever way the origin turns out."""
    materials = tuple(material(hs, str(value), "MY", originating) for hs, value, originating in bill)
    good = Good("610910", "MY", materials, fob=usd("100"), ex_works=usd("90"), costs=RVC_GOOD.costs)
    verdict = judge(rule, good, TERMS).verdict
    for answer in (True, False):
        settled = tuple(replace(m, originating=answer) if m.originating is None else m for m in materials)
        later = judge(rule, replace(good, materials=settled), TERMS).verdict
        if verdict != "missing fact":
            assert later in (verdict, "missing fact")
