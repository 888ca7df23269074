"""A claim gathers every rule that may be the good's, on the edition of the treaty, and what speaks against it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from entrepot.trade.duty.measure import Area
from entrepot.trade.money import Money
from entrepot.trade.origin.agreement import Agreement, ProductRule, Terms
from entrepot.trade.origin.claim import claim
from entrepot.trade.origin.edition import Correlation, Pair
from entrepot.trade.origin.good import Good, Material
from entrepot.trade.origin.proof import Issued, Proof, Verification, Waiver, draw, months_later
from entrepot.trade.origin.written import parse
from entrepot.trade.quantity import Quantity

DAY = date(2026, 4, 1)
AREA = Area("XAF", "Pact of XA and XB", (("XA", None, None), ("XB", date(2026, 1, 1), None)))
PACT = Agreement(
    "XAF",
    "Pact of XA and XB",
    AREA,
    "hs2017",
    rules=(
        ProductRule("6911100000", "6911999999", parse("CTH or RVC40"), "tableware"),
        ProductRule("6912000000", "6912999999", parse("CTH"), "ex 6912, hand-painted"),
        ProductRule("6912000000", "6912999999", parse("RVC40 by build-down"), "other"),
        ProductRule("50", "63", parse("CC")),
    ),
    terms=Terms(cumulation=frozenset({"parties"})),
)
CLAY = Material("clay", "250810", Money.of(10, "USD"), "CN", False)
MUG = Good("691110", "XA", (CLAY,), Money.of(100, "USD"))


def test_a_good_with_one_rule_is_answered_by_it() -> None:
    found = claim(PACT, MUG, DAY)
    assert (found.verdict, found.ambiguous) == ("met", False)
    (candidate,) = found.candidates
    assert (candidate.hs, candidate.subdivision) == ("691110", "tableware")
    assert [way.verdict for way in candidate.ways] == ["met", "met"]


def test_where_a_heading_is_split_by_words_all_its_rules_are_shown() -> None:
    found = claim(PACT, replace(MUG, hs="691200"), DAY)
    assert (found.verdict, found.ambiguous) == ("met", True)
    assert [each.subdivision for each in found.candidates] == ["ex 6912, hand-painted", "other"]
    dear = replace(MUG, hs="691200", materials=(replace(CLAY, value=Money.of(70, "USD")),))
    assert claim(PACT, dear, DAY).verdict == "missing fact"  # met by one, not by the other: read the words
    assert [each.judged.verdict for each in claim(PACT, dear, DAY).candidates] == ["met", "not met"]


def test_a_good_outside_the_list_is_answered_only_if_it_is_of_originating_materials() -> None:
    found = claim(PACT, replace(MUG, hs="850440"), DAY)
    assert found.verdict == "missing fact"
    assert [finding.code for finding in found.findings] == ["rule-not-held"]
    own = replace(MUG, hs="850440", materials=(replace(CLAY, origin="XB", originating=True),))
    assert claim(PACT, own, DAY).verdict == "met"


def test_the_general_rule_stands_in_where_the_list_is_not_held_and_says_so() -> None:
    general = replace(PACT, general=parse("RVC40 by build-down or CTH"), complete=False)
    found = claim(general, replace(MUG, hs="850440"), DAY)
    assert (found.verdict, found.candidates[0].text) == ("met", "general rule")
    assert [(finding.code, finding.level) for finding in found.findings] == [("rule-list-not-complete", "warning")]
    assert claim(general, MUG, DAY).findings == ()


def test_a_country_that_has_not_joined_yet_claims_nothing() -> None:
    there = replace(MUG, country="XB")
    assert claim(PACT, there, DAY).verdict == "met"
    early = claim(PACT, there, date(2025, 12, 31))
    assert (early.verdict, [finding.code for finding in early.findings]) == ("not met", ["not-a-party"])
    assert claim(PACT, replace(MUG, country="CN"), DAY).verdict == "not met"


def test_a_party_s_materials_count_from_the_day_it_joined() -> None:
    good = replace(MUG, materials=(replace(CLAY, hs="691110", origin="XB", originating=True),))
    assert claim(PACT, good, DAY).verdict == "met"
    costs = dict.fromkeys(("labour", "overhead", "profit"), Money.of(1, "USD"))
    before = claim(PACT, replace(good, fob=Money.of(15, "USD"), costs=costs), date(2025, 12, 31))
    assert before.verdict == "not met"


def test_minimal_operations_never_confer_origin() -> None:
    found = claim(PACT, replace(MUG, minimal_only=True), DAY)
    assert (found.verdict, [finding.code for finding in found.findings]) == ("not met", ["minimal-operations-only"])


EDITIONS = Correlation.of(
    "hs2022",
    "hs2017",
    [Pair("691110", "691110"), Pair("250810", "250810"), Pair("854999", "691110"), Pair("854999", "691200")],
)


def test_a_code_of_today_is_looked_up_in_the_edition_of_the_treaty() -> None:
    found = claim(PACT, MUG, DAY, EDITIONS)
    assert (found.verdict, found.candidates[0].hs, found.ambiguous) == ("met", "691110", False)
    split = claim(PACT, replace(MUG, hs="854999"), DAY, EDITIONS)
    assert split.ambiguous
    assert [each.hs for each in split.candidates] == ["691110", "691200", "691200"]


def test_a_code_without_a_counterpart_is_not_answered_with_no_rule() -> None:
    found = claim(PACT, replace(MUG, hs="999999"), DAY, EDITIONS)
    assert (found.verdict, [finding.code for finding in found.findings]) == ("missing fact", ["code-not-in-edition"])


@pytest.mark.parametrize(
    ("first", "last", "hs", "counts"),
    [
        ("6911100000", "6911999999", "691110", True),
        ("6911100000", "6911999999", "691200", False),
        ("2819100000", "2819999999", "281990", True),
        ("50", "63", "610910", True),
        ("50", "63", "640110", False),
        ("0101000000", "0106999999", "010690", True),
    ],
)
def test_a_range_of_codes_is_compared_on_as_many_digits_as_both_have(
    first: str, last: str, hs: str, counts: bool
) -> None:
    assert ProductRule(first, last, parse("CC")).counts(hs) is counts


FORM = Proof("Form X", "issuing authority", 12, ("exporter", "criterion", "fob"), ("fob",))
LOT = Issued("X-1", "XAF", FORM, date(2026, 1, 31), "691110", "XA", Quantity(Fraction(100), "H87"))


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 1, 31), 12, date(2027, 1, 31)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
    ],
)
def test_months_later_is_the_same_day_or_the_last_of_a_shorter_month(day: date, months: int, later: date) -> None:
    assert months_later(day, months) == later


@pytest.mark.parametrize(
    ("drawn", "wanted", "hs", "on", "code"),
    [
        (0, 100, "69111000", date(2027, 1, 31), None),
        (60, 40, "691110", DAY, None),
        (60, 41, "691110", DAY, "proof-used-up"),
        (0, 1, "691110", date(2027, 2, 1), "proof-expired"),
        (0, 1, "691110", date(2026, 1, 30), "proof-not-yet"),
        (0, 1, "691200", DAY, "proof-for-other-goods"),
    ],
)
def test_a_lot_draws_on_its_proof_while_it_is_good_and_not_used_up(
    drawn: int, wanted: int, hs: str, on: date, code: str | None
) -> None:
    found = draw(LOT, Quantity(Fraction(drawn), "H87"), Quantity(Fraction(wanted), "H87"), hs, on)
    assert [finding.code for finding in found] == ([code] if code else [])


def test_a_proof_counts_in_its_own_unit_and_converts_what_it_can() -> None:
    dozens = Quantity(Fraction(8), "DZN")
    assert draw(LOT, Quantity(Fraction(0), "H87"), dozens, "691110", DAY) == []
    more = draw(LOT, Quantity(Fraction(5), "H87"), dozens, "691110", DAY)
    assert [finding.told() for finding in more] == ["The proof X-1 has only 95 H87 left."]
    kilos = draw(LOT, Quantity(Fraction(0), "H87"), Quantity(Fraction(3), "KGM"), "691110", DAY)
    assert [finding.code for finding in kilos] == ["proof-in-another-unit"]


def test_a_proof_lacks_what_its_form_asks_and_the_price_only_where_the_rule_is_one_of_value() -> None:
    stated = {"exporter": "Hang Ceramics", "criterion": "CTH"}
    assert FORM.missing(stated) == []
    assert [finding.pointer for finding in FORM.missing(stated, by_rvc=True)] == ["/proof/fob"]
    assert [finding.pointer for finding in FORM.missing({"exporter": " "})] == ["/proof/exporter", "/proof/criterion"]


USD_200 = Waiver(Money.of(200, "USD"), series_days=30)


@pytest.mark.parametrize(
    ("value", "earlier", "covered"),
    [
        ("200", [], True),
        ("200.01", [], False),
        ("150", [(date(2026, 3, 20), "50")], True),
        ("150", [(date(2026, 3, 20), "50.01")], False),
        ("150", [(date(2026, 2, 1), "190")], True),
        ("150", [(date(2026, 4, 2), "190")], True),
    ],
)
def test_a_small_consignment_needs_no_proof_unless_it_is_one_of_a_series(
    value: str, earlier: list[tuple[date, str]], covered: bool
) -> None:
    before = [(day, Money.of(amount, "USD")) for day, amount in earlier]
    assert USD_200.covers(Money.of(value, "USD"), DAY, before) is covered


def test_the_authority_has_its_days_to_answer_and_may_have_more() -> None:
    clock = Verification(90, 90)
    assert clock.due(date(2026, 1, 1)) == date(2026, 4, 1)
    assert clock.due(date(2026, 1, 1), prolonged=True) == date(2026, 6, 30)
