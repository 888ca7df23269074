"""The shipped law can be read, is dated and sourced, and names its content."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from entrepot import statute
from entrepot.statute.cases import cases_in
from entrepot.trade.finding import Refused


def test_the_shipped_law_has_no_faults() -> None:
    assert [str(finding) for finding in statute.check()] == []


DAY = date(2026, 11, 23)
LAW = statute.load()


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """Xanadu's law in a folder of its own."""
    shutil.copytree(statute.SHIPPED / "xa", tmp_path / "xa")
    shutil.copy(statute.SHIPPED / "areas.yaml", tmp_path / "areas.yaml")
    return tmp_path


def test_every_destination_of_the_corridors_is_held() -> None:
    codes = LAW.codes
    assert {"CN", "MY", "SG", "TH", "ID", "VN", "PH", "US", "GB", "AU", "JP", "RW", "EU", "BE", "FR"} <= set(codes)
    assert len([code for code in codes if LAW.jurisdiction(code).member]) == 27


def test_a_member_state_has_the_law_of_its_union_and_its_own_values() -> None:
    belgium, union = LAW.law("BE", DAY), LAW.jurisdiction("EU")
    assert (belgium.jurisdiction, belgium.name, belgium.digest) == ("BE", "Belgium", union.digest)
    assert belgium.values["vat_rate"].text == "21 %"
    assert LAW.law("SE", DAY).currency == "SEK"


def test_a_value_knows_its_clause_its_source_and_its_days() -> None:
    value = LAW.law("MY", DAY).values["lvg_item_price_limit"]
    assert value.text == "MYR 500.00"
    assert (value.ground.since, value.ground.until, value.ground.known_from) == (
        date(2024, 1, 1),
        None,
        date(2023, 1, 1),
    )
    assert value.ground.confidence == "sourced"
    assert len(value.ground.sources) == 2


def test_a_value_that_ends_says_when() -> None:
    value = LAW.law("BE", DAY).values["item_duty"]
    assert (value.text, value.ground.since, value.ground.until) == ("EUR 3.00", date(2026, 7, 1), date(2028, 7, 1))


def test_the_digest_does_not_change_with_layout(copied: Path) -> None:
    before = statute.load(copied).jurisdiction("XA").digest
    path = copied / "xa" / "levies.yaml"
    path.write_text("# A remark.\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert statute.load(copied).jurisdiction("XA").digest == before


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("parameters/values.yaml", "value: 20,", "value: 20.5,"),
        ("schedule/rates.csv", "mfn,4%", "mfn,5%"),
        ("regimes.yaml", "until: 2026-12-01", "until: 2026-12-02"),
        ("../areas.yaml", "SG: null, VN: {from", "VN: {from"),
    ],
)
def test_the_digest_changes_with_every_word_of_law(copied: Path, file: str, old: str, new: str) -> None:
    before = statute.load(copied).jurisdiction("XA").digest
    path = copied / "xa" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    assert statute.load(copied).jurisdiction("XA").digest != before


def test_the_cases_are_no_part_of_the_digest(copied: Path) -> None:
    before = statute.load(copied).jurisdiction("XA").digest
    shutil.rmtree(copied / "xa" / "cases")
    assert statute.load(copied).jurisdiction("XA").digest == before


def test_the_law_of_nowhere_is_refused_with_what_is_held() -> None:
    with pytest.raises(Refused) as refused:
        LAW.law("ZZ", DAY)
    assert refused.value.findings[0].code == "law-not-held"
    assert "MY" in refused.value.findings[0].cure()


@pytest.mark.parametrize("code", ["", "../my", "my/../cn", "TREATIES", "RATES", "M Y"])
def test_nothing_but_a_place_is_opened(code: str) -> None:
    with pytest.raises(Refused) as refused:
        LAW.law(code, DAY)
    assert refused.value.findings[0].code == "law-not-held"


def test_there_are_two_hundred_cases_at_least() -> None:
    assert len(list(cases_in(statute.SHIPPED, []))) >= 200


def test_every_source_that_is_named_is_used() -> None:
    unused = []
    for path in sorted(statute.SHIPPED.glob("??/sources.yaml")):
        folder = LAW.jurisdiction(path.parent.name.upper()).folder
        files = [each for each in path.parent.rglob("*") if each.suffix in (".yaml", ".csv") and each != path]
        text = "".join(each.read_text(encoding="utf-8") for each in files)
        unused += [f"{path.parent.name}: {name}" for name in folder.sources if name not in text]
    assert unused == []
