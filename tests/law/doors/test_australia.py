"""The tariff of Australia: preferences and phases glued into one cell, and agreements that list what is not free."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from entrepot.statute.doors import australia
from entrepot.statute.doors.australia_words import australian_phases, australian_rate, tidy
from entrepot.statute.doors.examine import expression_share
from entrepot.statute.doors.files import table
from entrepot.statute.doors.rows import Act, CommodityRow, RateRow
from entrepot.trade.duty.expression import Free, Text
from entrepot.trade.duty.grammar import parse, render

ACT = Act("au-2026-04-17", "Working tariff of Australia")
STRONG = (
    "$10.57/L of alcohol, calculated on that alcohol content by which the percentage by volume of alcohol of the goods "
    "exceeds 1.15"
)

Told = tuple[str, str, date | None, date | None]


def told(cell: str) -> list[Told]:
    return [(each.tag, render(each.expression), each.valid_from, each.valid_to) for each in australian_phases(cell)]


JUNE_2018, JULY_2018 = date(2018, 6, 30), date(2018, 7, 1)
JUNE_2019, JULY_2019 = date(2019, 6, 30), date(2019, 7, 1)


@pytest.mark.parametrize(
    "cell",
    [
        "5% From1July20182.5% From1July2019Free",
        "5% From1July2018 2.5% From1July2019 Free",
        "5% From 1 July 2018 2.5% From 1 July 2019 Free\u200b",
    ],
)
def test_phases_are_told_apart_however_they_are_glued(cell: str) -> None:
    assert told(cell) == [
        ("", "5%", None, JUNE_2018),
        ("", "2.5%", JULY_2018, JUNE_2019),
        ("", "FREE", JULY_2019, None),
    ]


def test_on_a_day_one_phase_counts() -> None:
    phases = australian_phases("5% From1July20182.5% From1July2019Free")

    def on(day: date) -> list[str]:
        return [
            render(each.expression)
            for each in phases
            if (each.valid_from or date.min) <= day <= (each.valid_to or date.max)
        ]

    assert [on(day) for day in (JUNE_2018, JULY_2018, JUNE_2019, JULY_2019)] == [["5%"], ["2.5%"], ["2.5%"], ["FREE"]]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Free\u200b", [("", "FREE")]),
        ("5% CAFree", [("", "5%"), ("CA", "FREE")]),
        ("5% CA\u200bFree\u200b", [("", "5%"), ("CA", "FREE")]),
        ("5% DCS4% DCT5%", [("", "5%"), ("DCS", "4%"), ("DCT", "5%")]),
        ("5% DCS4% DTC5%", [("", "5%"), ("DCS", "4%"), ("DCT", "5%")]),
        ("5% MYFree", [("", "5%"), ("MY", "FREE")]),
        ("$1.220/kg DC$1.220/kg, less 5%", [("", "1.22 AUD/KGM"), ("DC", "1.22 AUD/KGM - 5%")]),
        ("5%, or, if lower, $0.45/kg TSS", [("", "5% MAX 0.45 AUD/KGM/total-soluble-solids")]),
        ("$1.52829/stick", [("", "1.52829 AUD/C62/stick")]),
        ("$2,445.26/kg of tobacco content", [("", "2445.26 AUD/KGM/tobacco-content")]),
        (STRONG, [("", "10.57 AUD/LPA/over-1-15-percent")]),
        (
            "5%, and $0.142/L NZ /PG/SG $0.142\u200b/L",
            [("", "5% + 0.142 AUD/LTR"), *((tag, "0.142 AUD/LTR") for tag in ("NZ", "PG", "SG"))],
        ),
        (
            "$0.526/L of gasoline plus $0.526/L of ethanol plus $0.526/L of other substances (if any) in the blend",
            [("", "0.526 AUD/LTR/gasoline + 0.526 AUD/LTR/ethanol + 0.526 AUD/LTR/other-substances")],
        ),
    ],
)
def test_who_pays_what_is_told_apart_however_the_tags_are_glued(cell: str, expected: list[tuple[str, str]]) -> None:
    assert [(each.tag, render(each.expression)) for each in australian_phases(cell)] == expected


def test_each_phase_has_its_own_preferences() -> None:
    assert told("5% CAFree From1July2018 3.75% CA Free From1July2019 Free") == [
        ("", "5%", None, JUNE_2018),
        ("CA", "FREE", None, JUNE_2018),
        ("", "3.75%", JULY_2018, JUNE_2019),
        ("CA", "FREE", JULY_2018, JUNE_2019),
        ("", "FREE", JULY_2019, None),
    ]


def test_a_blank_cell_and_a_link_of_the_page_are_no_rate() -> None:
    assert australian_phases(" \u200b") == ()
    assert australian_phases("View TCOs for 8462.59") == ()


def test_a_rate_that_is_cut_off_stays_words() -> None:
    assert australian_rate("$0.526/L of gasoline plus") == Text("$0.526/L of gasoline plus")
    assert tidy("From 1&amp;#160;December 2025&#58; 5%") == "From 1 December 2025: 5%"


def row(code: str, statistical: str, duty: str, description: str = "- Other") -> dict[str, str]:
    return {
        "reference_number": code,
        "stat_code": statistical,
        "unit": "kg",
        "description": description,
        "duty_rate": duty,
    }


def test_a_rate_stands_once_for_its_eight_digits_beside_many_statistical_lines() -> None:
    schedule = [
        row("0703.10", "", "", "- Onions"),
        row("0703.10.00", "32", "5%", "-- For sowing"),
        row("0703.10.00", "33", "5%", "-- Other"),
    ]
    rows = list(australia.rows(schedule, ACT.id))
    lines = [(each.code, each.indent, each.declarable) for each in rows if isinstance(each, CommodityRow)]
    assert lines == [("070310", 1, False), ("0703100032", 2, True), ("0703100033", 2, True)]
    assert [(each.code, each.column) for each in rows if isinstance(each, RateRow)] == [("07031000", "mfn")]


def agreement(fta: str, code: str, duty: str, description: str = "") -> dict[str, str]:
    return {"schedule": "Schedule 12", "fta": fta, "hs_code": code, "description": description, "duty_rate": duty}


def test_what_an_agreement_does_not_list_is_free_for_its_members() -> None:
    schedules = [
        agreement("ChAFTA", "2203.00.63", STRONG),
        agreement("RCEP", "2907.11.00", "4%", "2907.11.00 From 1 January 2022&#58;"),
        agreement("RCEP", "2710.12.62", "$0.526\t/L of gasoline plus"),
        agreement("CONCESSIONAL", "9999.32.04", "Free"),
    ]
    rates = list(australia.agreement_rows(schedules, ACT.id))
    by_place = {(rate.column, rate.code): rate for rate in rates}
    assert len(rates) == 2 * 96 + 3
    assert by_place["agreement:ChAFTA", "61"].expression == Free()
    assert by_place["agreement:ChAFTA", "61"].areas == ("CN",)
    assert by_place["agreement:RCEP", "29071100"].expression == parse("4%")
    assert by_place["agreement:RCEP", "29071100"].valid_from == date(2022, 1, 1)
    assert isinstance(by_place["agreement:RCEP", "27101262"].expression, Text)


def test_only_chapters_that_the_edition_holds_are_made_free() -> None:
    rates = australia.agreement_rows([agreement("ChAFTA", "2203.00.63", STRONG)], ACT.id, ("22", "61"))
    assert [(rate.code, render(rate.expression)) for rate in rates] == [
        ("22", "FREE"),
        ("61", "FREE"),
        ("22030063", "10.57 AUD/LPA/over-1-15-percent"),
    ]


def test_a_rate_for_some_of_a_line_s_goods_asks_whether_it_is_for_these() -> None:
    schedules = [
        agreement("RCEP", "3808.59.90*", "4%", "3808.59.90* From 1 January 2022&#58;"),
        agreement("RCEP", "3808.59.90*(*prescribed goods only)", "2%", "From 1 January 2022&#58;"),
    ]
    (rate,) = australia.agreement_rows(schedules, ACT.id, ())
    assert rate.expression == parse('WHEN FACT "prescribed goods only": 2%; ELSE: 4%')
    assert (rate.code, rate.valid_from, rate.original) == ("38085990", date(2022, 1, 1), "4% | 2%")


@pytest.mark.shared
def test_every_cell_of_schedule_3_that_is_not_blank_is_read(shared: Path) -> None:
    schedule = list(table(shared / "australia-tariff-2026-04" / "schedule3_lines.csv.gz"))
    cells = [tidy(each["duty_rate"]) for each in schedule]
    blank = [cell for cell in cells if not cell or cell.startswith("View TCOs")]
    assert (len(schedule), len(blank)) == (7_671, 889)
    phases = [phase for cell in cells for phase in australian_phases(cell)]
    assert expression_share(phase.expression for phase in phases) == 1
    assert all(parse(render(phase.expression)) == phase.expression for phase in phases)
    assert {cell for cell in cells if cell and not australian_phases(cell)} == {"View TCOs for 8462.59"}


@pytest.mark.shared
def test_only_cut_off_cells_of_the_agreements_stay_words(shared: Path) -> None:
    schedules = table(shared / "australia-tariff-2026-04" / "fta_schedules.csv.gz")
    rates = [each for each in australia.agreement_rows(schedules, ACT.id) if each.original]
    words = [each for each in rates if isinstance(each.expression, Text)]
    assert (len(rates), len(words)) == (3_895, 215)
    assert {each.remark for each in words} == {"cut off in the file"}
