"""Each country says which kinds of permits its agencies grant, and what applying for one costs."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from entrepot import statute
from entrepot.trade.money import Money
from entrepot.trade.permit import Fee, PermitKind, kind_of

DAY = date(2026, 3, 2)
LAW = statute.load()


def kind(country: str, code: str, on: date = DAY) -> PermitKind:
    return kind_of(code, LAW.jurisdiction(country).permit_kinds(on))


def test_a_kind_has_its_name_its_agency_and_its_days_from_the_law() -> None:
    wine = kind("XA", "wine-licence")
    assert (wine.name, wine.agency, wine.days) == ("Wine licence", "Office of Vines", 180)
    assert (wine.ground.law, wine.ground.confidence) == ("Vines Act, section 4", "sourced")


def test_a_fee_has_its_day_its_clause_and_says_when_it_goes_back() -> None:
    fee = kind("XA", "wine-licence").fee
    assert fee is not None
    assert fee == Fee(Money.of("45", "EUR"), ("withdrawn",), fee.ground)
    assert (fee.ground.law, fee.ground.since, fee.ground.until) == (
        "Vines Act, section 5",
        date(2026, 1, 1),
        date(2026, 7, 1),
    )
    later = kind("XA", "wine-licence", date(2026, 7, 1)).fee
    assert later is not None
    assert str(later.amount) == "EUR 48.50"


def test_no_fee_of_a_real_agency_is_made_up() -> None:
    real = [code for code in LAW.codes if code not in ("XA", "XB")]
    held = [each for code in real for each in LAW.jurisdiction(code).permit_kinds(DAY)]
    assert len(held) > 10
    assert [each.code for each in held if each.fee and not each.fee.ground.sources] == []


@pytest.mark.parametrize("country", ["CN", "MY", "XA"])
def test_every_kind_that_a_control_asks_for_is_described(country: str) -> None:
    law = LAW.jurisdiction(country)
    described = {each.code for each in law.permit_kinds(DAY)}
    asked = {each.kind for each in law.controls(DAY) if not each.prohibited}
    assert asked - described == set()


def test_a_kind_that_no_law_describes_is_called_by_its_code() -> None:
    assert kind("XB", "import-licence") == PermitKind("import-licence", "Import licence")


@pytest.mark.parametrize(
    ("was", "becomes", "fault"),
    [
        ("fee: wine_licence_fee", "fee: no_such_fee", "parameter-unknown"),
        ("fee: wine_licence_fee", "fee: wine_licence_days", "fee-wrong"),
        ("[withdrawn]", "[expired]", "word-unknown"),
        ("name: Wine licence", "title: Wine licence", "name-unknown"),
        ("confidence: sourced", "confidence: certain", "word-unknown"),
    ],
)
def test_a_fault_in_the_file_is_told_with_its_line(tmp_path: Path, was: str, becomes: str, fault: str) -> None:
    shutil.copytree(statute.SHIPPED / "xa", tmp_path / "xa")
    shutil.copy(statute.SHIPPED / "areas.yaml", tmp_path / "areas.yaml")
    file = tmp_path / "xa" / "permits.yaml"
    file.write_text(file.read_text().replace(was, becomes, 1))
    found = statute.check(tmp_path)
    assert fault in {each.code for each in found}
    assert any("xa/permits.yaml:" in str(each) for each in found)
