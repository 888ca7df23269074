"""A tariff in the record form of TARIC, and one commodity as the United Kingdom's open service answers."""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from entrepot.statute.doors import uk_commodity, uk_taric
from entrepot.statute.doors.examine import expression_share
from entrepot.statute.doors.files import table
from entrepot.statute.doors.rows import Act, CommodityRow, ControlRow, RateRow
from entrepot.statute.doors.taric_words import Component, Requirement, conditional, day, duty, prefix
from entrepot.trade.duty.expression import Text
from entrepot.trade.duty.grammar import parse, render
from entrepot.trade.finding import Refused

ACT = Act("uk-2019", "Schedule of 2019, never in force")


def part(
    expression: str, amount: str | None = None, currency: str = "", unit: str = "", qualifier: str = ""
) -> Component:
    return Component(expression, None if amount is None else Fraction(amount), currency, unit, qualifier)


@pytest.mark.parametrize(
    ("parts", "written"),
    [
        ([part("01", "12.8"), part("04", "176.8", "EUR", "DTN")], "12.8% + 176.8 EUR/DTN"),
        ([part("01", "0.9", "EUR", "ASV", "X")], "0.9 EUR/HLT/ASV"),
        ([part("01", "35.1", "EUR", "NAR")], "35.1 EUR/C62"),
        ([part("01", "1", "EUR", "MPR")], "1 EUR/1000 PR"),
        ([part("01", "144.1", "GBP", "TNE", "I")], "144.1 GBP/TNE/biodiesel-content"),
        ([part("01", "0.4", "EUR", "DTN", "Z")], "0.4 EUR/DTN/SUC"),
        ([part("01", "8.3"), part("12"), part("17", "18.7"), part("21")], "8.3% + EA MAX 18.7% + ADSZ"),
        ([part("01", "9"), part("14"), part("15", "3", "EUR", "DTN")], "9% + EA REDUCED MIN 3 EUR/DTN"),
        ([part("01", "1", "EUR", "KGM"), part("15", "2"), part("17", "9")], "1 EUR/KGM MIN 2% MAX 9%"),
        ([part("01", "10"), part("02", "2", "EUR", "KGM")], "10% - 2 EUR/KGM"),
        (
            [part("01", "16.5", unit="RET"), part("04", "244.78", "GBP", "MIL"), part("15", "320.9", "GBP", "MIL")],
            "16.5% OF retail-price + 244.78 GBP/MIL MIN 320.9 GBP/MIL",
        ),
        ([part("37")], "FREE"),
    ],
)
def test_numbered_components_join_as_their_numbers_say(parts: list[Component], written: str) -> None:
    assert duty(parts) == parse(written)


def test_a_supplementary_unit_is_no_duty() -> None:
    assert duty([part("99", unit="NAR")]) is None


@pytest.mark.parametrize(
    "parts",
    [
        [part("01", "0"), part("01", "2.7")],
        [part("04", "1", "EUR", "KGM"), part("01", "3")],
        [part("01", "1", "EUR", "XYZ")],
        [part("77", "1")],
        [part("01")],
    ],
)
def test_components_that_break_their_own_rules_stay_words(parts: list[Component]) -> None:
    assert isinstance(duty(parts), Text)


def test_an_entry_price_is_a_ladder_of_cases() -> None:
    ladder = [
        Requirement("V", "01", "", Fraction("52.6"), "EUR", "DTN", (part("01", "14.4"),)),
        Requirement("V", "01", "", Fraction(0), "EUR", "DTN", (part("01", "14.4"), part("04", "29.8", "EUR", "DTN"))),
    ]
    assert conditional(None, ladder) == parse(
        "WHEN VALUE >= 52.6 EUR/DTN: 14.4%; VALUE >= 0 EUR/DTN: 14.4% + 29.8 EUR/DTN"
    )


def test_a_suspension_counts_only_with_its_document() -> None:
    own = parse("0%")
    assert conditional(own, [Requirement("B", "27", "C990"), Requirement("B", "07")]) == parse(
        'WHEN CERTIFICATE "C990": 0%'
    )
    assert conditional(own, [Requirement("B", "", "U088"), Requirement("B", "")]) == parse(
        'WHEN CERTIFICATE "U088": 0%'
    )
    assert conditional(own, []) == own


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("13/04/2019", date(2019, 4, 13)),
        ("31-12-1971", date(1971, 12, 31)),
        ("2002-01-01 00:00:00", date(2002, 1, 1)),
        ("2021-01-01T00:00:00.000Z", date(2021, 1, 1)),
        ("", None),
    ],
)
def test_sister_files_write_the_day_differently(text: str, expected: date | None) -> None:
    assert day(text) == expected


def test_a_code_with_noughts_behind_stands_for_all_under_it() -> None:
    codes = ("0101210000", "0702000000", "7202118000", "1516209821", "0100000000")
    assert [prefix(code) for code in codes] == ["010121", "0702", "72021180", "1516209821", "01"]


def measure(sid: str, code: str, kind: str = "103", area: str = "1011") -> dict[str, str]:
    return {
        "measure_sid": sid,
        "measure_type_id": kind,
        "geographical_area_id": area,
        "goods_nomenclature_item_id": code,
        "validity_start_date": "13/04/2019",
        "validity_end_date": "",
        "ordernumber": "",
        "measure_generating_regulation_id": "M1900010",
    }


def component(sid: str, code: str, amount: str) -> dict[str, str]:
    return {
        "measure_sid": sid,
        "goods_nomenclature_item_id": code,
        "duty_expression_id": "01",
        "duty_amount": amount,
        "monetary_unit_code": "",
        "measurement_unit_code": "",
        "measurement_unit_qualifier_code": "",
    }


def test_measures_without_a_number_do_not_share_one_heap_of_components() -> None:
    measures = [measure("", "7325991055"), measure("", "7325999040"), measure("5", "0101300000", "142", "NO")]
    components = [
        component("", "7325991055", "2.7"),
        component("", "7325999040", "0"),
        component("5", "0101300000", "1"),
    ]
    rates = [(rate.code, rate.column, render(rate.expression)) for rate in uk_taric.rows(measures, components, ACT.id)]
    assert rates == [
        ("7325991055", "mfn", "2.7%"),
        ("7325999040", "mfn", "0%"),
        ("010130", "preference:NO", "1%"),
    ]


def test_a_measure_without_components_is_not_free() -> None:
    (rate,) = uk_taric.rows([measure("1", "0101300000")], [], ACT.id)
    assert rate.expression == Text("no component")


def commodity(code: str = "7202118000") -> dict[str, Any]:
    return {
        "goods_nomenclature_item_id": code,
        "producline_suffix": "80",
        "number_indents": 3,
        "declarable": True,
        "description_plain": "Other",
        "import_measures": [
            {
                "measure_type": {"id": "103", "description": "Third country duty"},
                "geographical_area": {"id": "1011"},
                "effective_start_date": "1999-01-01T00:00:00.000Z",
                "effective_end_date": None,
                "duty_expression": {"base": "2.70 %"},
                "measure_components": [{"duty_expression_id": "01", "duty_amount": 2.7, "monetary_unit_code": None}],
                "measure_conditions": [],
                "excluded_countries": [{"geographical_area_id": "US"}],
            },
            {
                "measure_type": {"id": "410", "description": "Veterinary control"},
                "geographical_area": {"id": "1008"},
                "effective_start_date": "2019-12-14T00:00:00.000Z",
                "effective_end_date": None,
                "duty_expression": {"base": ""},
                "measure_components": [],
                "measure_conditions": [{"condition_code": "B", "document_code": "C640"}, {"condition_code": "B"}],
                "excluded_countries": [],
            },
        ],
    }


def test_a_commodity_answers_with_its_line_its_rates_and_its_controls(tmp_path: Path) -> None:
    (tmp_path / "c.json").write_text(json.dumps(commodity()))
    rows = list(uk_commodity.read(tmp_path / "c.json", ACT, "7202118000"))
    assert rows[1:] == [
        CommodityRow("7202118000", 3, True, texts={"en": "Other"}),
        RateRow("7202118000", "mfn", parse("2.7%"), "2.70 %", date(1999, 1, 1), None, ACT.id, remark="not for US"),
        ControlRow("7202118000", "import", "C640", "410", "Veterinary control", ACT.id),
    ]


def test_a_file_of_another_commodity_is_refused(tmp_path: Path) -> None:
    (tmp_path / "7202999000.json").write_text(json.dumps(commodity("7202118000")))
    with pytest.raises(Refused) as refused:
        list(uk_commodity.read(tmp_path / "7202999000.json", ACT, "7202999000"))
    (finding,) = refused.value.findings
    assert str(finding) == (
        "The file should describe 7202999000, but it describes 7202118000. "
        "Fetch the file again, or load it under the code it describes."
    )


@pytest.mark.shared
def test_the_fixture_named_7202999000_contains_another_commodity(shared: Path) -> None:
    path = shared / "uk-trade-tariff-reference" / "duty_calculator_fixture__uk__commodities__7202999000.json.gz"
    with pytest.raises(Refused):
        list(uk_commodity.read(path, ACT, "7202999000"))
    assert next(row for row in uk_commodity.read(path, ACT) if isinstance(row, CommodityRow)).code == "7202118000"


@pytest.mark.shared
def test_every_duty_of_the_eight_commodities_is_read(shared: Path) -> None:
    folder = shared / "uk-trade-tariff-reference"
    rates = [
        row
        for path in sorted(folder.glob("duty_calculator_fixture__*__commodities__*.json.gz"))
        for row in uk_commodity.read(path, ACT)
        if isinstance(row, RateRow)
    ]
    assert len(rates) == 88
    assert expression_share(rate.expression for rate in rates) == 1
    cigarettes = next(rate for rate in rates if rate.column == "excise:X611")
    assert render(cigarettes.expression) == "16.5% OF retail-price + 244.78 GBP/MIL MIN 320.9 GBP/MIL"


@pytest.mark.shared
def test_every_measure_of_the_schedule_of_2019_is_read(shared: Path) -> None:
    folder = shared / "uk-mfn-schedule-2019-taric-form"
    rows = list(uk_taric.read(folder / "mfn_measures.csv.gz", folder / "mfn_measure_components.csv.gz", ACT))
    rates = [row for row in rows if isinstance(row, RateRow)]
    assert len(rates) == 15_793
    assert expression_share(rate.expression for rate in rates) == 1
    assert {rate.valid_from for rate in rates} == {date(2019, 4, 13)}
    numbers = [each["measure_sid"] for each in table(folder / "mfn_measure_components.csv.gz")]
    assert max(numbers.count(number) for number in ("", numbers[0])) == 23


@pytest.mark.shared
def test_the_sister_file_of_quota_measures_is_read_with_its_own_names_and_days(shared: Path) -> None:
    records = table(shared / "uk-mfn-schedule-2019-taric-form" / "eu_taric_measures_sample.csv.gz")
    measures = list(uk_taric.measure_records(records))
    assert len(measures) == 9_776
    assert (measures[0].sid, measures[0].order_number, measures[0].valid_from) == (
        "2316414",
        "092602",
        date(2002, 1, 1),
    )
