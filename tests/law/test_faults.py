"""A folder of law with faults is told every one of them, with file and line."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from entrepot import statute
from entrepot.trade.finding import Refused

Spoil = Callable[[str, str, str], list[str]]


@pytest.fixture
def spoil(tmp_path: Path) -> Spoil:
    """Replace a text in one file of Xanadu's law and say what the check finds, as `place code`."""
    shutil.copytree(statute.SHIPPED / "xa", tmp_path / "xa")
    shutil.copy(statute.SHIPPED / "areas.yaml", tmp_path / "areas.yaml")

    def spoilt(file: str, before: str, after: str) -> list[str]:
        path = tmp_path / "xa" / file
        text = path.read_text(encoding="utf-8")
        assert text.count(before) >= 1
        path.write_text(text.replace(before, after, 1), encoding="utf-8")
        return [f"{finding.pointer} {finding.code}" for finding in statute.check(tmp_path)]

    return spoilt


def test_the_law_of_xanadu_has_no_faults(spoil: Spoil) -> None:
    assert spoil("levies.yaml", "Stamp", "Stamp") == []


@pytest.mark.parametrize(
    ("file", "before", "after", "told"),
    [
        ("parameters/values.yaml", "value: 20,", "value: twenty,", "xa/parameters/values.yaml:5 number-wrong"),
        ("parameters/values.yaml", "known_from: 2025-12-01, ", "", "xa/parameters/values.yaml:5 known-from-missing"),
        ("parameters/values.yaml", "source: [gazette], ", "", "xa/parameters/values.yaml:5 source-missing"),
        ("parameters/values.yaml", "[gazette]", "[hearsay]", "xa/parameters/values.yaml:5 source-unknown"),
        ("parameters/values.yaml", "sourced", "certain", "xa/parameters/values.yaml:5 word-unknown"),
        ("parameters/values.yaml", "2026-01-01:", "2026-13-01:", "xa/parameters/values.yaml:5 day-wrong"),
        ("parameters/values.yaml", "unit: percent", "unit: per cent", "xa/parameters/values.yaml:2 unit-wrong"),
        ("parameters/values.yaml", "description:", "describtion:", "xa/parameters/values.yaml:2 name-unknown"),
        ("levies.yaml", "rounding: once", "rounding: twice", "xa/levies.yaml:6 rounding-unknown"),
        ("levies.yaml", "percent: vat_rate", "percent: vat", "xa/levies.yaml:6 parameter-unknown"),
        ("levies.yaml", "excise, entry_fee]", "excise, entry]", "xa/levies.yaml:6 base-unknown"),
        ("levies.yaml", "tariff: {}", "tariff: {}, percent: vat_rate", "xa/levies.yaml:2 pricing-wrong"),
        ("regimes.yaml", "entry_fee: {}", "entrance_fee: {}", "xa/regimes.yaml:45 levy-unknown"),
        ("regimes.yaml", "when: [small]", "when: [smal]", "xa/regimes.yaml:48 condition-unknown"),
        ("regimes.yaml", "at-most: small_limit", "", "xa/regimes.yaml:3 relation-missing"),
        ("regimes.yaml", "of: dispatch", "of: departure", "xa/regimes.yaml:30 word-unknown"),
        ("regimes.yaml", "area: XPACT", "area: XPAKT", "xa/regimes.yaml:30 area-unknown"),
        ("schedule/rates.csv", "mfn,4%", "mfn,four", "xa/schedule/rates.csv:2 expression-unread"),
        ("schedule/rates.csv", "69120010,mfn", "69120010,mnf", "xa/schedule/rates.csv:2 column-unknown"),
        ("schedule/rates.csv", ",xa-2026,", ",xa-2025,", "xa/schedule/rates.csv:2 act-unknown"),
        ("schedule/rates.csv", "code,column", "code,colum", "xa/schedule/rates.csv:1 columns-missing"),
        ("schedule/rates.csv", "69120090,mfn", "69120010,mfn", "xa/schedule/rates.csv:3 rates-overlap"),
        ("schedule/lines.csv", "64029900,", "6402990x,", "xa/schedule/lines.csv:5 code-wrong"),
        ("schedule/act.csv", "2026-08-31", "2026-08-32", "xa/schedule/rates.csv:16 day-wrong"),
        ("jurisdiction.yaml", "held_from: 2026-01-01\n", "", "xa/jurisdiction.yaml:2 held-from-missing"),
        ("jurisdiction.yaml", "customs_value: cif", "customs_value: exw", "xa/jurisdiction.yaml:2 word-unknown"),
    ],
)
def test_a_fault_is_told_with_file_and_line(spoil: Spoil, file: str, before: str, after: str, told: str) -> None:
    assert told in spoil(file, before, after)


def test_a_file_that_is_no_yaml_is_told(spoil: Spoil) -> None:
    assert "xa/levies.yaml:2 file-unreadable" in spoil("levies.yaml", "- {code: duty", "- {code: duty: [")


def test_a_name_that_stands_twice_is_told(spoil: Spoil) -> None:
    assert "xa/sources.yaml:2 name-twice" in spoil("sources.yaml", "gazette:", 'gazette: "one"\ngazette:')


def test_several_faults_are_told_together(spoil: Spoil) -> None:
    spoil("levies.yaml", "rounding: once", "rounding: twice")
    told = spoil("regimes.yaml", "when: [small]", "when: [smal]")
    assert {"xa/levies.yaml:6 rounding-unknown", "xa/regimes.yaml:48 condition-unknown"} <= set(told)


def test_faulty_law_is_refused_and_not_applied(spoil: Spoil, tmp_path: Path) -> None:
    spoil("levies.yaml", "percent: vat_rate", "percent: vat")
    with pytest.raises(Refused) as refused:
        statute.load(tmp_path).law("XA", date(2026, 2, 1))
    assert [finding.code for finding in refused.value.findings] == ["parameter-unknown"]
