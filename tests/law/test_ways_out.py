"""What goods leave under is law, as data: a country that names its exports knows no others."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from entrepot import statute
from entrepot.statute.book import SHIPPED, load
from entrepot.statute.border import WayOut
from entrepot.trade.finding import Refused

ON = date(2026, 3, 2)


def test_china_names_its_exports_and_the_others_leave_them_open() -> None:
    held = load()
    found = {each.usual: each for each in held.jurisdiction("CN").ways_out(ON)}
    assert found["9610"] == WayOut("retail-direct", "Cross-border e-commerce retail export by direct mail", "9610")
    assert {"9610", "1210", "9710", "9810", "0110", "1039", "3010", "post"} <= set(found)
    assert len(found) == len(held.jurisdiction("CN").ways_out(ON)), "each stands once"
    assert [code for code in held.codes if code != "CN" and held.jurisdiction(code).ways_out(ON)] == []


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The fictional country, with exports of its own."""
    import shutil

    for name in ("xa", "areas.yaml", "sources.yaml"):
        source = SHIPPED / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, tmp_path / name)
    return tmp_path


def written(folder: Path, rows: str) -> statute.Statute:
    path = folder / "xa" / "regimes.yaml"
    rows = rows.replace("}", ", source: null, confidence: unverified, note: Made up.}")
    path.write_text(path.read_text() + "\nexports:\n" + rows)
    return load(folder)


def test_an_export_holds_from_its_day_until_another(folder: Path) -> None:
    row = "  - {code: stall, name: Stall, from: 2026-02-01, until: 2026-03-01}\n"
    law = written(folder, row).jurisdiction("XA")
    days = (date(2026, 1, 31), date(2026, 2, 1), date(2026, 2, 28), date(2026, 3, 1))
    assert [[each.usual for each in law.ways_out(day)] for day in days] == [[], ["stall"], ["stall"], []]


def test_an_export_that_is_not_in_order_is_said_with_its_line(folder: Path) -> None:
    law = written(folder, "  - {code: stall, nam: Stall}\n").jurisdiction("XA")
    with pytest.raises(Refused) as told:
        law.ways_out(ON)
    assert any("nam" in str(each) for each in told.value.findings)
    assert any("xa/regimes.yaml" in str(each) for each in statute.check(folder))
