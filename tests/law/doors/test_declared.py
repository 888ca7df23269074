"""The declared format is what a trade person fills in: it is taken whole, or refused with every fault and its place."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from entrepot.statute.doors import declared, us
from entrepot.statute.doors.rows import Act, CommodityRow, ControlRow, RateRow
from entrepot.trade.duty.expression import Text
from entrepot.trade.duty.grammar import parse
from entrepot.trade.finding import Refused

FILES = {
    "act.csv": "act_id,title,published,valid_from,valid_to,url\nxa-1,Tariff of XA,2025-12-01,2026-01-01,,\n",
    "lines.csv": (
        "code,indent,declarable,unit1,unit2,text_en,text_local\n"
        "6911,0,0,,,Tableware,餐具\n6911.10.00,1,1,KGM,C62,Of porcelain,\n"
    ),
    "rates.csv": (
        "code,column,expression,valid_from,valid_to,act_id,remark,area\n"
        "69111000,mfn,5% + 1.2 MYR/kg,,2026-06-30,xa-1,,\n"
        "6911,agreement:ACFTA,free,,,xa-1,Form E,CN MY\n"
        "69111000,excise,see the order,,,xa-1,,\n"
    ),
    "controls.csv": "code,movement,document,authority,text,act_id\n6911,import,LPCO,Ministry,food contact,xa-1\n",
}


def folder(tmp_path: Path, **changed: str | None) -> Path:
    for name, text in {**FILES, **{f"{name}.csv": text for name, text in changed.items()}}.items():
        if text is not None:
            (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_the_four_files_are_read_into_rows(tmp_path: Path) -> None:
    assert list(declared.read(folder(tmp_path))) == [
        Act("xa-1", "Tariff of XA", date(2025, 12, 1), date(2026, 1, 1)),
        CommodityRow("6911", 0, False, (), {"en": "Tableware", "local": "餐具"}),
        CommodityRow("69111000", 1, True, ("KGM", "C62"), {"en": "Of porcelain"}),
        RateRow("69111000", "mfn", parse("5% + 1.2 MYR/kg"), "5% + 1.2 MYR/kg", None, date(2026, 6, 30), act="xa-1"),
        RateRow("6911", "agreement:ACFTA", parse("FREE"), "free", act="xa-1", areas=("CN", "MY"), remark="Form E"),
        RateRow("69111000", "excise", Text("see the order"), "see the order", act="xa-1"),
        ControlRow("6911", "import", "LPCO", "Ministry", "food contact", "xa-1"),
    ]


def test_what_was_read_is_written_back_as_the_same_files(tmp_path: Path) -> None:
    rows = list(declared.read(folder(tmp_path)))
    again = tmp_path / "again"
    again.mkdir()
    for name, text in declared.written(rows).items():
        (again / name).write_text(text, encoding="utf-8")
    assert [
        (row.code, row.column, row.expression, row.areas) for row in declared.read(again) if isinstance(row, RateRow)
    ] == [(row.code, row.column, row.expression, row.areas) for row in rows if isinstance(row, RateRow)]
    assert [row for row in declared.read(again) if not isinstance(row, RateRow)] == [
        row for row in rows if not isinstance(row, RateRow)
    ]


def test_another_country_s_tariff_can_be_written_in_the_declared_format(tmp_path: Path) -> None:
    record = {"htsno": "0101.30.00.00", "indent": "1", "description": "Asses", "general": "1¢/kg", "units": ["No."]}
    act = Act("hts", "Schedule")
    files = declared.written([act, *us.rows([record], act.id)])
    assert files["rates.csv"].splitlines()[1] == "0101300000,mfn,0.01 USD/KGM,,,hts,,"
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    assert any(isinstance(row, CommodityRow) and row.code == "0101300000" for row in declared.read(tmp_path))


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"rates": None}, [("file-missing", "/rates.csv")]),
        ({"lines": "code,indent\n69,0\n"}, [("columns-missing", "/lines.csv")]),
        (
            {"lines": "code,indent,declarable,unit1,unit2,text_en,text_local\n69A1,0,1,,,x,\n,0,1,,,y,\n"},
            [("code-wrong", "/lines.csv/2/code"), ("code-wrong", "/lines.csv/3/code")],
        ),
        (
            {
                "rates": "code,column,expression,valid_from,valid_to,act_id,remark\n"
                "6911,mfn,5%,1 July,,xa-1,\n6911,mfn,5%,,2026-02-30,xa-9,\n"
            },
            [
                ("day-wrong", "/rates.csv/2/valid_from"),
                ("day-wrong", "/rates.csv/3/valid_to"),
                ("act-unknown", ""),
            ],
        ),
        (
            {"controls": "code,movement,document,authority,text,act_id\n6911,transit,L,M,,xa-1\n"},
            [("movement-unknown", "/controls.csv/2/movement")],
        ),
    ],
)
def test_every_fault_is_named_with_its_place_and_nothing_is_taken(
    tmp_path: Path, changed: dict[str, str | None], expected: list[tuple[str, str]]
) -> None:
    with pytest.raises(Refused) as refused:
        list(declared.read(folder(tmp_path, **changed)))
    assert [(finding.code, finding.pointer) for finding in refused.value.findings] == expected
