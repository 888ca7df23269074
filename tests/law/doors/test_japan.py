"""The tariff of Japan: 27 columns, brackets for what is not in use, signs for notes, gate prices and seasons."""

from __future__ import annotations

import re
from collections import Counter
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from entrepot.statute.doors import japan
from entrepot.statute.doors.examine import expression_share
from entrepot.statute.doors.files import records
from entrepot.statute.doors.japan_columns import COLUMNS
from entrepot.statute.doors.japan_words import japan_rate
from entrepot.statute.doors.rows import Act, CommodityRow, RateRow
from entrepot.trade.duty.expression import Expression, Free, NotApplied, Text, pct
from entrepot.trade.duty.expression_inputs import DoesNotApply, Inputs
from entrepot.trade.duty.expression_worked import evaluate
from entrepot.trade.duty.grammar import parse, render
from entrepot.trade.money import Money

ACT = Act("jp-2026-07-09", "Customs tariff of Japan")

CELLS = [
    ("無税", "FREE"),
    ("免税", "FREE"),
    ("10%", "10%"),
    ("※1％", 'WHEN FACT "注※": 1%'),
    ("361円/kg", "361 JPY/KGM"),
    ("4,000,000円/頭", "4000000 JPY/C62"),
    ("関税割当数量以内のもの　170万円/頭", "WHEN QUOTA IN: 1700000 JPY/C62"),
    ("934円/kl", "934 JPY/MTQ"),
    ("930円/MT", "930 JPY/TNE"),
    ("(8.5%＋290.70円/1,000本)", "NOTAPPLIED(8.5% + 290.7 JPY/1000 C62)"),
    ("25%＋63円/kg", "25% + 63 JPY/KGM"),
    ("29.8%+\n915円/kg", "29.8% + 915 JPY/KGM"),
    ("(無税)", "NOTAPPLIED(FREE)"),
    ("（無税）", "NOTAPPLIED(FREE)"),
    ("(無税）", "NOTAPPLIED(FREE)"),
    ("*(55円/kg)", "NOTAPPLIED(55 JPY/KGM)"),
    ("**(61.9%)", "NOTAPPLIED(61.9%)"),
    ("*396円/kg", 'WHEN FACT "注*": 396 JPY/KGM'),
    ("(500円\n/kg)", "NOTAPPLIED(500 JPY/KGM)"),
    ("◎無税", 'WHEN FACT "注◎": FREE'),
    ("◎無税 ◆2", 'WHEN FACT "注◆2": (WHEN FACT "注◎": FREE)'),
    ("25%又は60円/kgのうちいずれか高い税率", "25% MIN 60 JPY/KGM"),
    ("5.6%又は4.4%＋1.52円/㎡のうちいずれか高い税率", "5.6% MIN 4.4% + 1.52 JPY/MTK"),
    ("60%又は4,800円/足のうちいずれか高い税率", "60% MIN 4800 JPY/PR"),
    ("2.5%又は0.76円/kgのうちいずれか低い税率", "2.5% MAX 0.76 JPY/KGM"),
    (
        "21.3%又は156.80円/lのうちいずれか低い税率\nただしその税率が93円/lを下回る場合は93円/l",
        "21.3% MAX 156.8 JPY/LTR MIN 93 JPY/LTR",
    ),
    (
        "9.3%又は7.19円/kgのうちいずれか高い税率（ただしその税率が50%を上回る場合は50%とする）",
        "9.3% MIN 7.19 JPY/KGM MAX 50%",
    ),
    ("(50%又は12円/kgのうちいずれか高い税率)", "NOTAPPLIED(50% MIN 12 JPY/KGM)"),
    ("(73.70円−課税価格)/kg", "GATE(73.7 JPY - VALUE)/KGM"),
    (
        "（393円×1.002-課税価格）/kg又は40.50円/kgのうちいずれか低い税率",
        "GATE(393.786 JPY - VALUE)/KGM MAX 40.5 JPY/KGM",
    ),
    (
        "1.9%又は((500円-課税価格)×10/16)/kgのうちいずれか低い税率",
        "1.9% MAX GATE(312.5 JPY - 0.625 x VALUE)/KGM",
    ),
    (
        "関税割当数量以内のもの　(401.65円/kg-課税価格/kg)又は2.2%のうちいずれか高い税率",
        "WHEN QUOTA IN: GATE(401.65 JPY - VALUE)/KGM MIN 2.2%",
    ),
    (
        "関税割当数量以内のもの　(577.15円/kg-課税価格/kg×0.6)又は4.3%のうちいずれか高い税率",
        "WHEN QUOTA IN: GATE(577.15 JPY - 0.6 x VALUE)/KGM MIN 4.3%",
    ),
    ("（（課税価格×（1.5-0.25/0.5）＋51.46円）-課税価格）/kg", "GATE(51.46 JPY - 0 x VALUE)/KGM"),
    (
        "関税割当数量以内のもの　無税\n関税割当数量以外のもの　21.3%",
        "WHEN QUOTA IN: FREE; QUOTA OUT: 21.3%",
    ),
    ("関税割当数量以内のもの　無税\nその他のもの　10%", "WHEN QUOTA IN: FREE; ELSE: 10%"),
    (
        "（マレーシアに対する待遇）　3%\n（ベトナムに対する待遇）　2.6%\n（他の締約国に対する待遇）　1%",
        "WHEN ORIGIN MY: 3%; ORIGIN VN: 2.6%; ELSE: 1%",
    ),
    (
        "（オーストラリア、カナダ及びニュージーランドに対する待遇）　1.1%\n（他の締約国に対する待遇）　無税",
        "WHEN ORIGIN AU CA NZ: 1.1%; ELSE: FREE",
    ),
    (
        "関税割当数量以内のもの　25%\n関税割当数量以内のもの（チリに対する待遇）　無税\n"
        "関税割当数量以外のもの　119円/kg",
        "WHEN QUOTA IN AND ORIGIN CL: FREE; QUOTA IN: 25%; QUOTA OUT: 119 JPY/KGM",
    ),
    ("毎年4月1日から同年8月31日までに輸入されるもの　無税", "WHEN SEASON 04-01 .. 08-31: FREE"),
    ("貝柱以外のもの　無税", 'WHEN FACT "貝柱以外のもの": FREE'),
    ("人造繊維製のもの 7.4%\n\nその他のもの (9%)", 'WHEN FACT "人造繊維製のもの": 7.4%; ELSE: NOTAPPLIED(9%)'),
    ("●無税又は非譲許", 'WHEN FACT "注●": (WHEN FACT "譲許の対象であること": FREE)'),
    ("無税〜(5.5%)", "BETWEEN(FREE, 5.5%)"),
    ("(無税)〜(6%)", "NOTAPPLIED(BETWEEN(FREE, 6%))"),
    ("(9.1%〜10.9%)", "NOTAPPLIED(BETWEEN(9.1%, 10.9%))"),
    (
        "1キログラムにつき、70円に重量比による乳糖の含有率が10%を超える1%ごとに7円を加えた額",
        "70 JPY/KGM + 7 JPY/KGM/lactose-percent-over-10",
    ),
]


@pytest.mark.parametrize(("cell", "written"), CELLS)
def test_a_cell_of_the_tariff_is_read_as_a_person_would(cell: str, written: str) -> None:
    assert japan_rate(cell) == parse(written)


@pytest.mark.parametrize(
    "cell",
    ["◆3", "(一部3.5%)", "1キログラムにつき部分肉に係る基準輸入価格と課税価格との差額", "16%〜25%又は119円/kg ◆2"],
)
def test_words_and_bare_signs_stay_words(cell: str) -> None:
    assert japan_rate(cell) == Text(cell)


def test_a_rate_in_brackets_is_bound_but_not_in_use() -> None:
    answer = evaluate(japan_rate("(無税)"), Inputs(Money.of(1000, "JPY")))
    assert isinstance(answer, DoesNotApply)
    assert answer.finding.code == "rate-not-applied"


def test_a_gate_price_makes_cheap_pork_pay_the_difference_up_to_a_cap() -> None:
    rate = japan_rate("（393円×1.002-課税価格）/kg又は40.50円/kgのうちいずれか低い税率")
    duties = [
        evaluate(rate, Inputs(Money.of(value, "JPY"), quantities={"KGM": Fraction(100)}))
        for value in (30_000, 36_000, 39_000, 50_000)
    ]
    assert duties == [Money.of(amount, "JPY") for amount in ("4050", "3378.6", "378.6", 0)]


@pytest.mark.parametrize(
    ("basic", "temporary", "wto", "paid"),
    [
        ("10%", None, "6.6%", "6.6%"),
        ("10%", "5%", "6.6%", "5%"),
        ("10%", "8%", "6.6%", "6.6%"),
        ("無税", None, "(無税)", "FREE"),
        ("(10%)", "19,508円/頭", "(19,508円/頭)", "19508 JPY/C62"),
        ("4,000,000円/頭", None, "3,400,000円/頭", "3400000 JPY/C62"),
        ("10%", None, "5%又は60円/kgのうちいずれか高い税率", "10% MAX (5% MIN 60 JPY/KGM)"),
        ("3.5%", None, None, "3.5%"),
        (None, None, "(3%)", None),
    ],
)
def test_a_member_pays_the_lower_of_the_national_and_the_bound_rate(
    basic: str | None, temporary: str | None, wto: str | None, paid: str | None
) -> None:
    read = [None if cell is None else japan_rate(cell) for cell in (basic, temporary, wto)]
    assert japan.mfn(*read) == (None if paid is None else parse(paid))


def record(level: int, code: str, suffix: str, rates: dict[str, str], desc: str = "") -> dict[str, Any]:
    return {
        "level": level,
        "stat_code": code,
        "suffix": suffix,
        "rates": rates,
        "desc": desc,
        "unit1": "",
        "unit2": "KG",
    }


def test_a_line_inherits_the_cells_of_the_lines_above_it_column_by_column() -> None:
    schedule = [
        record(0, "01.03", "", {}),
        record(1, "0103.92", "", {"基本": "10%", "EPA_CPTPP": "3%"}),
        record(2, "0103.92", "011", {"EPA_CPTPP": "無税"}),
        record(2, "0103.92", "020", {}),
        record(0, "01.04", "", {}),
        record(1, "0104.10", "000", {"基本": "無税"}),
    ]
    rows = list(japan.rows(schedule, ACT.id))
    assert [(row.code, row.declarable) for row in rows if isinstance(row, CommodityRow)] == [
        ("0103", False),
        ("010392", False),
        ("010392011", True),
        ("010392020", True),
        ("0104", False),
        ("010410000", True),
    ]
    assert [(row.code, row.column, render(row.expression)) for row in rows if isinstance(row, RateRow)] == [
        ("010392011", "basic", "10%"),
        ("010392011", "agreement:CPTPP", "FREE"),
        ("010392011", "mfn", "10%"),
        ("010392020", "basic", "10%"),
        ("010392020", "agreement:CPTPP", "3%"),
        ("010392020", "mfn", "10%"),
        ("010410000", "basic", "FREE"),
        ("010410000", "mfn", "FREE"),
    ]


def test_a_code_printed_for_two_seasons_is_one_rate_that_turns_with_the_year() -> None:
    schedule = [
        record(1, "0803.10", "100", {"基本": "40%"}, "(1)毎年4月1日から同年9月30日までに輸入されるもの"),
        record(1, "0803.10", "100", {"基本": "50%"}, "(2)毎年10月1日から翌年3月31日までに輸入されるもの"),
    ]
    (rate,) = [row for row in japan.rows(schedule, ACT.id) if isinstance(row, RateRow) and row.column == "basic"]
    assert rate.expression == parse("WHEN SEASON 04-01 .. 09-30: 40%; SEASON 10-01 .. 03-31: 50%")


@pytest.fixture(scope="module")
def schedule(shared: Path) -> list[dict[str, Any]]:
    return list(records(shared / "japan-tariff-2026-07" / "tariff_lines.jsonl.gz"))


@pytest.mark.shared
def test_99_of_100_cells_of_the_published_tariff_are_read(schedule: list[dict[str, Any]]) -> None:
    cells = Counter(cell for line in schedule for cell in line["rates"].values())
    assert cells.total() == 201_100
    read = {cell: japan_rate(cell) for cell in cells}
    in_words = sum(count for cell, count in cells.items() if expression_share([read[cell]]) < 1)
    assert Fraction(cells.total() - in_words, cells.total()) >= Fraction(99, 100)
    assert [cell for cell, tree in read.items() if parse(render(tree)) != tree] == []


@pytest.mark.shared
def test_no_bracketed_cell_of_the_published_tariff_is_ever_charged(schedule: list[dict[str, Any]]) -> None:
    wholly_in_brackets = re.compile(r"[*◎●]*[(（][^()（）課〜]*[)）]")
    cells = {cell for line in schedule for cell in line["rates"].values() if wholly_in_brackets.fullmatch(cell)}
    assert len(cells) == 170
    assert [cell for cell in cells if not isinstance(japan_rate(cell), NotApplied | Text)] == []


@pytest.mark.shared
def test_every_line_that_can_be_declared_has_the_rate_a_member_pays(schedule: list[dict[str, Any]]) -> None:
    rows = list(japan.rows(schedule, ACT.id))
    lines = {row.code for row in rows if isinstance(row, CommodityRow) and row.declarable}
    paid = {row.code for row in rows if isinstance(row, RateRow) and row.column == "mfn"}
    assert len(lines) == 9_646
    assert lines == paid
    assert {line for each in schedule for line in each["rates"]} <= set(COLUMNS)


def ad_valorem(expression: Expression | None) -> Fraction | None:
    if isinstance(expression, Free):
        return Fraction(0)
    return expression.rate if expression is not None and type(expression) is type(pct(1)) else None


@pytest.mark.shared
def test_for_malaysian_goods_the_best_agreement_of_a_line_can_be_told(schedule: list[dict[str, Any]]) -> None:
    """Counted here straight from the cells, and once more from the rows: the two agree on every line."""
    agreements = {
        "EPA_マレーシア": "JP-MY",
        "EPA_アセアン": "AJCEP",
        "EPA_CPTPP": "CPTPP",
        "EPA_RCEP_アセアン豪州NZ": "RCEP",
    }
    plain_cell = re.compile(r"無税|(\d+(?:\.\d+)?)%")
    by_rows: dict[str, dict[str, Expression]] = {}
    for row in japan.rows(schedule, ACT.id):
        if isinstance(row, RateRow) and row.column.removeprefix("agreement:") in agreements.values():
            by_rows.setdefault(row.code, {})[row.column.removeprefix("agreement:")] = row.expression
    compared = 0
    for line in japan.lines(schedule):
        if not line.declarable:
            continue
        plain = {
            name: Fraction(cell[1] or 0)
            for column, name in agreements.items()
            if (cell := plain_cell.fullmatch(line.cells.get(column, "")))
        }
        if plain and "season" not in render(by_rows[line.code][next(iter(plain))]).lower():
            found = {name: rate for name, tree in by_rows[line.code].items() if (rate := ad_valorem(tree)) is not None}
            assert min(found.values()) == min(plain.values())
            assert found == plain
            compared += 1
    assert compared > 9_000
