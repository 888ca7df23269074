"""A list of product-specific rules is filled in by a trade person, and taken whole or not at all."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from entrepot.statute import treaties
from entrepot.statute.doors import origin_rules
from entrepot.trade.finding import Refused
from entrepot.trade.money import Money
from entrepot.trade.origin.claim import claim
from entrepot.trade.origin.good import Good, Material
from entrepot.trade.origin.written import parse

LIST = """first,last,subdivision,rule
0101,0106,,WO
6911.10,6911.90,tableware,CTH or RVC40
8504.40,,,CTSH
"""


def written(tmp_path: Path, text: str) -> Path:
    (tmp_path / "rcep.csv").write_text(text, encoding="utf-8")
    return tmp_path / "rcep.csv"


def test_a_list_is_read_into_ranges_of_codes_with_their_rules(tmp_path: Path) -> None:
    rules = origin_rules.read(written(tmp_path, LIST))
    assert [(each.first, each.last, each.subdivision) for each in rules] == [
        ("0101", "0106", ""),
        ("691110", "691190", "tableware"),
        ("850440", "850440", ""),
    ]
    assert [each.rule for each in rules] == [parse("WO"), parse("CTH or RVC40"), parse("CTSH")]


def test_the_list_makes_an_agreement_answer_for_the_goods_it_names(tmp_path: Path) -> None:
    rules = tuple(origin_rules.read(written(tmp_path, LIST)))
    rcep = treaties.load().agreement("RCEP", rules)
    clay = Material("clay", "250810", Money.of(90, "USD"), "DE", False)
    mug = Good("691110", "CN", (clay,), Money.of(100, "USD"))
    assert claim(rcep, mug, date(2026, 4, 1)).verdict == "met"


def test_every_fault_is_named_and_no_rule_is_taken(tmp_path: Path) -> None:
    wrong = LIST + "x,,,WO\n9405,9401,,CTH\n9405,,,change of heading\n"
    with pytest.raises(Refused) as refused:
        origin_rules.read(written(tmp_path, wrong))
    assert [(finding.code, finding.pointer) for finding in refused.value.findings] == [
        ("range-wrong", "/rcep.csv/5"),
        ("range-wrong", "/rcep.csv/6"),
        ("origin-rule-unread", "/rcep.csv/7/rule"),
    ]
    with pytest.raises(Refused):
        origin_rules.read(written(tmp_path, "code,rule\n0101,WO\n"))


@pytest.mark.shared
def test_801_textile_lines_of_atiga_have_a_working_as_one_more_way(shared: Path) -> None:
    agreement = treaties.load().agreement("ATIGA")
    assert agreement.general is not None
    path = shared / "asean-atiga-2022" / "atiga_attachment1_textile_lines_hs2022.csv"
    rules = origin_rules.read_atiga_textiles(path, agreement.general)
    assert len(rules) == 801
    with_list = treaties.load().agreement("ATIGA", tuple(rules))
    yarn = Material("silk", "500400", Money.of(95, "USD"), "IT", False)
    costs = dict.fromkeys(("labour", "overhead", "profit"), Money.of(1, "USD"))
    silk_yarn = Good("500400", "MY", (yarn,), Money.of(100, "USD"), costs=costs)
    found = claim(with_list, silk_yarn, date(2026, 4, 1))
    assert [way.verdict for way in found.candidates[0].ways] == ["not met", "not met", "missing fact"]
