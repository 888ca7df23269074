"""The shipped treaties are read with file and line, name their sources, and answer cases a lawyer can check."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from entrepot.statute import SHIPPED, treaties
from entrepot.trade.finding import Refused
from entrepot.trade.money import Money
from entrepot.trade.origin.agreement import ProductRule
from entrepot.trade.origin.claim import claim
from entrepot.trade.origin.good import Good, Material
from entrepot.trade.origin.written import parse, render

DAY = date(2026, 4, 1)


def usd(amount: int) -> Money:
    return Money.of(amount, "USD")


def test_the_shipped_treaties_have_no_fault() -> None:
    assert [str(fault) for fault in treaties.check()] == []
    assert treaties.load().codes == ("ACFTA", "ATIGA", "CPTPP", "RCEP")


@pytest.mark.parametrize(
    ("code", "general", "edition"),
    [
        ("ACFTA", "RVC 40 % by build-down or CTH", "hs2017"),
        ("ATIGA", "RVC 40 % or CTH", "hs2022"),
        ("RCEP", None, "hs2012"),
        ("CPTPP", None, "hs2012"),
    ],
)
def test_each_agreement_states_its_general_rule_and_its_edition(code: str, general: str | None, edition: str) -> None:
    agreement = treaties.load().agreement(code)
    assert (agreement.general and render(agreement.general), agreement.edition) == (general, edition)
    assert not agreement.complete
    assert all(proof.ground.sources or proof.ground.note for proof in agreement.proofs)


def test_what_is_not_verified_is_marked_so() -> None:
    acfta, rcep = (treaties.load().agreement(code) for code in ("ACFTA", "RCEP"))
    assert acfta.ground.confidence == "conflicting"
    assert "Singapore Customs" in acfta.ground.note
    assert acfta.waiver is not None
    assert (acfta.waiver.limit, acfta.waiver.ground.confidence) == (usd(200), "unverified")
    assert [tolerance.ground.confidence for tolerance in rcep.terms.tolerances] == ["sourced", "conflicting"]


def lamp(origin: str, *materials: Material) -> Good:
    return Good("940510", origin, materials, usd(100), weight_kg=Fraction(2))


def part(hs: str, value: int, origin: str, originating: bool = False) -> Material:
    return Material(hs, hs, usd(value), origin, originating, weight_kg=Fraction(1))


@pytest.mark.parametrize(
    ("code", "good", "verdict"),
    [
        # A Chinese lamp of German parts: the heading changes, so it originates under the general rule of ACFTA.
        ("ACFTA", lamp("CN", part("853929", 70, "DE")), "met"),
        # Of parts of its own heading it originates only if 40 % of the price is regional.
        ("ACFTA", lamp("CN", part("940591", 60, "DE")), "met"),
        ("ACFTA", lamp("CN", part("940591", 61, "DE")), "not met"),
        # The same parts from Viet Nam, with Form E, count as Chinese.
        ("ACFTA", lamp("CN", part("940591", 61, "VN", True)), "met"),
        # Japan is no Party to ACFTA, but to RCEP, where a lamp has a rule of its own that is not held.
        ("ACFTA", lamp("JP", part("853929", 10, "DE")), "not met"),
        ("RCEP", lamp("JP", part("853929", 10, "DE")), "missing fact"),
        ("RCEP", lamp("JP", part("853929", 10, "KR", True)), "met"),
        # ATIGA forgives a tenth of the price.
        ("ATIGA", lamp("MY", part("940591", 10, "DE"), part("853929", 80, "DE")), "met"),
        ("ATIGA", lamp("MY", part("940591", 11, "DE"), part("853929", 80, "DE")), "not met"),
    ],
)
def test_a_case_under_a_shipped_agreement(code: str, good: Good, verdict: str) -> None:
    good = replace(good, costs={"labour": usd(5), "overhead": usd(0), "profit": usd(0)})
    assert claim(treaties.load().agreement(code), good, DAY).verdict == verdict


def test_a_list_of_rules_loaded_from_elsewhere_takes_the_place_of_the_general_rule() -> None:
    rules = (ProductRule("9405", "9405", parse("RVC40")),)
    agreement = treaties.load().agreement("RCEP", rules)
    assert claim(agreement, lamp("JP", part("853929", 10, "DE")), DAY).verdict == "met"
    assert treaties.load().agreement("RCEP").rules == ()


def test_form_e_carries_the_price_only_where_the_rule_is_one_of_value() -> None:
    (form_e,) = treaties.load().agreement("ACFTA").proofs
    stated = dict.fromkeys(set(form_e.data) - {"fob"}, "stated")
    assert form_e.missing(stated) == []
    assert [finding.pointer for finding in form_e.missing(stated, by_rvc=True)] == ["/proof/fob"]
    assert form_e.last_day(date(2026, 4, 1)) == date(2027, 4, 1)


def test_cptpp_asks_nine_data_elements_and_waives_proof_up_to_a_thousand_dollars() -> None:
    cptpp = treaties.load().agreement("CPTPP")
    assert [len(proof.data) for proof in cptpp.proofs] == [9]
    assert cptpp.waiver is not None
    assert [cptpp.waiver.covers(usd(value), DAY) for value in (1000, 1001)] == [True, False]


def test_rcep_has_three_proofs_and_a_certificate_with_the_price_only_where_the_rule_is_one_of_value() -> None:
    rcep = treaties.load().agreement("RCEP")
    certificate, approved, anybody = rcep.proofs
    assert [each.made_by for each in rcep.proofs] == [
        "issuing body of the exporting Party",
        "approved exporter",
        "any exporter or producer",
    ]
    stated = dict.fromkeys(set(certificate.data) - {"fob", "rcep_country_of_origin"}, "stated")
    assert [finding.pointer for finding in certificate.missing(stated, by_rvc=True)] == [
        "/proof/rcep_country_of_origin",
        "/proof/fob",
    ]
    assert [each.last_day(date(2026, 4, 1)) for each in (certificate, approved, anybody)] == [date(2027, 4, 1)] * 3
    assert rcep.waiver is not None
    assert [rcep.waiver.covers(usd(value), DAY) for value in (200, 201)] == [True, False]


def test_the_authority_asked_about_a_form_e_has_ninety_days_and_ninety_more() -> None:
    verification = treaties.load().agreement("ACFTA").verification
    assert verification is not None
    asked = date(2026, 1, 1)
    assert (verification.due(asked), verification.due(asked, prolonged=True)) == (date(2026, 4, 1), date(2026, 6, 30))


def test_an_agreement_that_is_not_held_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        treaties.load().agreement("AKFTA")
    assert refused.value.findings[0].code == "agreement-not-held"


def test_a_fault_in_a_treaty_is_told_with_file_and_line(tmp_path: Path) -> None:
    (tmp_path / "treaties").mkdir()
    (tmp_path / "areas.yaml").write_text("XAF: {name: Pact, members: {XA: null}}\n")
    (tmp_path / "treaties" / "sources.yaml").write_text("")
    (tmp_path / "treaties" / "xaf.yaml").write_text(
        "code: XAF\nname: Pact\narea: XAZ\nedition: hs2017\ngeneral: CTX\nclauses: 3\nconfidence: sourced\n"
    )
    found = [(fault.pointer, fault.code) for fault in treaties.check(tmp_path)]
    assert sorted(found) == [
        ("treaties/xaf.yaml:1", "area-unknown"),
        ("treaties/xaf.yaml:1", "name-unknown"),
        ("treaties/xaf.yaml:1", "origin-rule-unread"),
        ("treaties/xaf.yaml:1", "source-missing"),
    ]
    with pytest.raises(Refused):
        treaties.load(tmp_path).agreement("XAF")
    assert (SHIPPED / "treaties" / "acfta.yaml").exists()
