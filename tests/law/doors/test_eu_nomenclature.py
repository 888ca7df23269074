"""The nomenclature of the European Union: lines and groupings, in languages that do not cover the same lines."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from entrepot.statute.doors import eu_nomenclature, hs_correlation
from entrepot.statute.doors.examine import examine
from entrepot.statute.doors.rows import Act, CommodityRow, RateRow
from entrepot.trade.duty.expression import Free

ACT = Act("eu-2025-05-01", "Goods nomenclature")
CODES = """goods_code,product_line,start_date,declarable_start_date,is_leaf,end_date
0101000000,80,1972-01-01,1972-01-01,0,
0101210000,10,2012-01-01,2012-01-01,0,
0101210000,80,2012-01-01,2012-01-01,1,
"""
HEAD = "goods_code,product_line,start_date,end_date,hier_pos,indent,description,description_start_date\n"
ENGLISH = HEAD + '0101210000,10,01-01-2012,,6,1,Horses,01-01-2019\n0101210000,80,01-01-2012,,6,2,"Pure-bred, live",x\n'
GERMAN = HEAD + "0101000000,80,01-01-1972,,4,0,Pferde,01-01-1972\n0101210000,80,01-01-2012,,6,2,Reinrassig,x\n"
UNITS = "cnkey,supplementary_unit,unit_name\n010121000080,NAR,p/st\n010100000080,-,\n010011000090,,\n"


def write(folder: Path, **texts: str) -> dict[str, Path]:
    for name, text in texts.items():
        (folder / f"{name}.csv").write_text(text)
    return {name: folder / f"{name}.csv" for name in texts}


def lines(folder: Path) -> list[CommodityRow]:
    paths = write(folder, codes=CODES, en=ENGLISH, de=GERMAN, units=UNITS)
    rows = eu_nomenclature.read(paths["codes"], {"en": paths["en"], "de": paths["de"]}, ACT, paths["units"])
    return [row for row in rows if isinstance(row, CommodityRow)]


def test_a_line_is_declarable_only_with_suffix_80_and_without_lines_below(tmp_path: Path) -> None:
    assert [(row.code, row.suffix, row.indent, row.declarable) for row in lines(tmp_path)] == [
        ("0101000000", "80", 0, False),
        ("0101210000", "10", 1, False),
        ("0101210000", "80", 2, True),
    ]


def test_a_line_without_a_text_in_one_language_keeps_the_others(tmp_path: Path) -> None:
    found = lines(tmp_path)
    assert [dict(row.texts) for row in found] == [
        {"de": "Pferde"},
        {"en": "Horses"},
        {"en": "Pure-bred, live", "de": "Reinrassig"},
    ]
    assert [row.units for row in found] == [(), (), ("NAR",)]
    assert found[0].valid_from == date(1972, 1, 1)


def test_a_rate_on_an_intermediate_line_is_refused(tmp_path: Path) -> None:
    rows = [ACT, *lines(tmp_path), RateRow("0101210000", "mfn", Free(), "0 %", act=ACT.id, suffix="10")]
    assert [(finding.code, finding.law) for finding in examine(rows).findings] == [("rate-on-a-grouping", "ME7")]


@pytest.fixture(scope="module")
def published(shared: Path) -> list[CommodityRow]:
    folder = shared / "eu-taric-nomenclature"
    texts = {lang: folder / f"taric_nomenclature_20250501_{lang}.csv.gz" for lang in ("en", "de", "fr", "es")}
    rows = eu_nomenclature.read(
        folder / "taric_declarable_codes.csv.gz", texts, ACT, folder / "cn_supplementary_units.csv.gz"
    )
    return [row for row in rows if isinstance(row, CommodityRow)]


@pytest.mark.shared
def test_the_published_nomenclature_has_25438_lines_of_which_16455_are_leaves(published: list[CommodityRow]) -> None:
    assert len(published) == 25_438
    assert len({(row.code, row.suffix) for row in published}) == 25_438
    assert sum(row.declarable for row in published) == 16_455
    assert not any(row.declarable for row in published if row.suffix != "80")


@pytest.mark.shared
def test_english_lacks_lines_that_german_has(published: list[CommodityRow]) -> None:
    assert sum("en" not in row.texts for row in published) == 82
    assert all(row.texts for row in published)


@pytest.mark.shared
def test_the_families_of_the_hs_correlation_are_counted_and_never_multiply_a_code(shared: Path) -> None:
    folder = shared / "hs-nomenclature"
    table = hs_correlation.read(
        "hs2022", "hs2017", folder / "hs2022_hs2017_correlation.csv", folder / "hs2022_to_hs2017_conversion.csv"
    )
    moved = {code: table.moved(code) for code in table.default}
    assert len(moved) == 5_613
    assert all(each is not None and each.code == table.default[code] for code, each in moved.items())
    pairs = [(code, kind) for code, olders in table.candidates.items() for kind in [table.kind(code)] for _ in olders]
    assert len(pairs) == 15_657
    assert sum(kind == "n:n" for _, kind in pairs) > 10_000
