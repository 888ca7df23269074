"""The tariff of the United States is read as it is published: inheritance, programmes, pointers, odd printing."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from entrepot.statute.doors import us
from entrepot.statute.doors.examine import expression_share
from entrepot.statute.doors.files import records
from entrepot.statute.doors.rows import Act, CommodityRow, PointerRow, RateRow, Row, digits
from entrepot.statute.doors.us_programmes import PROGRAMMES
from entrepot.statute.doors.us_words import pointed_lines, us_rate, us_special
from entrepot.trade.duty.expression import AsLine, NoChange, Text
from entrepot.trade.duty.grammar import parse, render

ACT = Act("hts-2024-12", "Harmonized Tariff Schedule of the United States, December 2024")

CELLS = [
    ("Free", "FREE"),
    ("6.8%", "6.8%"),
    ("3.7% ", "3.7%"),
    ("37% /", "37%"),
    ("33 1/3%", "100/3%"),
    ("1¢/kg", "0.01 USD/KGM"),
    ("6.6¢/kg  ", "0.066 USD/KGM"),
    ("$1.646/kg", "1.646 USD/KGM"),
    ("46.3¢/kg + 14.9%", "0.463 USD/KGM + 14.9%"),
    ("40¢/kg +10.4%", "0.4 USD/KGM + 10.4%"),
    ("2.2¢/kg  +  33.5%", "0.022 USD/KGM + 33.5%"),
    ("0.9¢ each", "0.009 USD/C62"),
    ("68¢/head", "0.68 USD/C62"),
    ("5.25¢/bbl", "0.0525 USD/BLL"),
    ("2.8¢/doz.", "0.028 USD/DZN"),
    ("76¢/pr. + 32%", "0.76 USD/PR + 32%"),
    ("89.6¢/1000", "0.896 USD/MIL"),
    ("$2/1,000 + 60%", "2 USD/MIL + 60%"),
    ("$2.50/thou- sand + 40%", "2.5 USD/MIL + 40%"),
    ("18.7¢/m2", "0.187 USD/MTK"),
    ("18.7¢/m²", "0.187 USD/MTK"),
    ("$8.83/m3", "8.83 USD/MTQ"),
    ("3.3¢/lin. m", "0.033 USD/MTR"),
    ("4.5¢/ liter", "0.045 USD/LTR"),
    ("18.9¢/pf.liter", "0.189 USD/PFL"),
    ("$1.32/pf. liter", "1.32 USD/PFL"),
    ("4.4¢/liter + 31.4¢/pf. liter", "0.044 USD/LTR + 0.314 USD/PFL"),
    ("3.1¢/liter + 22.1¢/pf. liter on ethyl alcohol content", "0.031 USD/LTR + 0.221 USD/PFL/ethyl-alcohol"),
    ("18.7¢/clean kg", "0.187 USD/KGM/clean"),
    ("3.7¢/kg on drained weight", "0.037 USD/KGM/drained-weight"),
    ("22¢/kg on drained weght + 45%", "0.22 USD/KGM/drained-weight + 45%"),
    ("3.6606¢/kg of total sugars", "0.036606 USD/KGM/total-sugars"),
    ("5¢/kg on contents and container", "0.05 USD/KGM/contents-and-container"),
    ("$1.32/t, including weight of container", "1.32 USD/TNE/including-container"),
    ("86.1¢/m2of recording surface", "0.861 USD/MTK/recording-surface"),
    ("0.3¢/line/ gross + 4.6%", "0.003 USD/GRO/line + 4.6%"),
    ("10¢/1,000 pins + 3.5%", "0.1 USD/MIL/pins + 3.5%"),
    ("$40/kg of anhydrous morphine content", "40 USD/KGM ON anhydrous-morphine-content"),
    ("1.7¢/kg on lead content", "0.017 USD/KGM ON lead-content"),
    ("2.5% on the value of the lead content", "2.5% ON lead-content"),
    ("6.5% on the entire set", "6.5%"),
    ("43¢ each + 2.8¢/jewel over 7 + 3.7% on the case", "0.43 USD/C62 + 0.028 USD/JWL/over-7 + 3.7% ON case"),
    (
        "51¢ each + 6.25% on the case and strap, band or bracelet + 5.3% on the battery",
        "0.51 USD/C62 + 6.25% ON case-and-strap-band-or-bracelet + 5.3% ON battery",
    ),
    (
        "$2.70 each + 45% on the case + 35% on thebattery",
        "2.7 USD/C62 + 45% ON case + 35% ON battery",
    ),
    (
        "4.7% on the value of the rifle + 20% on the value of the telescopic sight, if any",
        "4.7% ON rifle + 20% ON telescopic-sight",
    ),
    ("3 percent of the fair retail value", "3% OF fair-retail-value"),
    (
        "4.3817¢/kg less 0.0622005¢ /kg for each degree under 100 degrees (and fractions of a degree in proportion) "
        "but not less 2.831562¢ /kg",
        "0.043817 USD/KGM LESS 0.000622005 USD/KGM PER DEGREE OF polarization BELOW 100 FLOOR 0.02831562 USD/KGM",
    ),
    ("The duty provided in the applicable subheading", "AS SUBHEADING"),
    ("The duty provided in the applicable subheading + 25%", "AS SUBHEADING + 25%"),
    ("The duty provided in the applicable subheading plus 25%", "AS SUBHEADING + 25%"),
    ("The duty provided inthe applicable subheading+ 25%", "AS SUBHEADING + 25%"),
    ("[The duty provided in the applicable subheading + 100%]", "AS SUBHEADING + 100%"),
    ("The duty rate provided in such subheading minus 0.5%", "AS SUBHEADING - 0.5%"),
    ("The rate applicable to the natural juice in heading 2009", "AS natural-juice"),
    (
        "The rate of duty appli- cable to that article in the set subject to the high- est rate of duty",
        "AS highest-in-set",
    ),
    ("No change", "NOCHANGE"),
    ("Free, under bond", 'WHEN FACT "under bond": FREE'),
    (
        "4.3% + 1.7¢/jewel + 0.2¢ for each other piece or part, but if consisting in part of a plate or a set of "
        "plates the total duty shall not exceed the duty for the complete movement",
        'WHEN FACT "consisting in part of a plate or a set of plates": '
        "4.3% + 0.017 USD/JWL + 0.002 USD/C62/other-part MAX AS complete-movement; "
        "ELSE: 4.3% + 0.017 USD/JWL + 0.002 USD/C62/other-part",
    ),
]


@pytest.mark.parametrize(("cell", "written"), CELLS)
def test_a_cell_of_the_tariff_is_read_as_a_person_would(cell: str, written: str) -> None:
    assert us_rate(cell) == parse(written)


@pytest.mark.parametrize(
    "cell", [":", "See additional U.S. note 1", "A duty upon the value of the repairs", "5% or more"]
)
def test_words_stay_words(cell: str) -> None:
    assert us_rate(cell) == Text(cell)


def test_a_cell_of_the_special_column_is_a_rate_for_each_programme() -> None:
    cell = (
        "Free (A*,AU,BH, .OM,P, E IL) 3.2% (JP)8.8¢/liter(JO) See 9822.04.05 (S+) See 9823.09.01-9823.09.09 (CO)"
        " See 9915.04.05, 9915.04.11 (P+)"
    )
    read = [(segment.programmes, render(segment.expression)) for segment in us_special(cell)]
    assert read == [
        (("A*", "AU", "BH", "OM", "P", "E", "IL"), "FREE"),
        (("JP",), "3.2%"),
        (("JO",), "0.088 USD/LTR"),
        (("S+",), "AS 98220405"),
        (("CO",), 'AS "98230901..98230909"'),
        (("P+",), 'AS "99150405 99150411"'),
    ]


def test_a_special_rate_without_programmes_is_for_whoever_qualifies() -> None:
    assert [(s.programmes, s.expression) for s in us_special("No change")] == [((), NoChange())]
    assert us_special(" \n ") == ()


def test_a_star_excludes_countries_and_a_plus_is_for_the_least_developed() -> None:
    assert PROGRAMMES["A*"].some_excluded
    assert not PROGRAMMES["A"].some_excluded
    assert PROGRAMMES["A+"].least_developed
    assert PROGRAMMES["S"].countries == ("CA", "MX")


def test_a_footnote_names_the_lines_of_chapter_99_that_it_points_to() -> None:
    assert pointed_lines("See 9903.88.15 and 9903.91.01. ") == ("99038815", "99039101")
    assert pointed_lines("See chapter 98 statistical note 2.") == ()


SCHEDULE: list[dict[str, Any]] = [
    {"htsno": "0101", "indent": "0", "description": "Live horses:"},
    {"indent": "1", "description": "Horses:", "superior": "true"},
    {
        "htsno": "0101.29.00",
        "indent": "2",
        "description": "Other",
        "general": "4.5%",
        "special": "Free (AU,S)",
        "other": "20%",
        "footnotes": [{"columns": ["general"], "value": "See 9903.88.15. ", "type": "endnote"}],
    },
    {"htsno": "0101.29.00.10", "indent": "3", "description": "For slaughter", "units": ["No."]},
    {"htsno": "0101.30.00.00", "indent": "1", "description": "Asses", "units": ["No."], "general": "6.8%"},
]


def test_lines_rates_programmes_and_pointers_come_out_of_the_records() -> None:
    rows = list(us.rows(SCHEDULE, ACT.id))
    lines = [(row.code, row.declarable, row.units) for row in rows if isinstance(row, CommodityRow)]
    assert lines == [
        ("0101", False, ()),
        ("01012900", False, ()),
        ("0101290010", True, ("No.",)),
        ("0101300000", True, ("No.",)),
    ]
    rates = [(row.code, row.column, render(row.expression), row.original) for row in rows if isinstance(row, RateRow)]
    assert rates == [
        ("01012900", "mfn", "4.5%", "4.5%"),
        ("01012900", "general", "20%", "20%"),
        ("01012900", "agreement:AU", "FREE", "Free (AU,S)"),
        ("01012900", "agreement:S", "FREE", "Free (AU,S)"),
        ("0101300000", "mfn", "6.8%", "6.8%"),
    ]
    assert [row for row in rows if isinstance(row, PointerRow)] == [
        PointerRow("01012900", "general", ("99038815",), "See 9903.88.15.")
    ]


def by_prefix(rates: dict[str, RateRow], code: str) -> RateRow | None:
    return next((rates[code[:n]] for n in range(len(code), 0, -1) if code[:n] in rates), None)


def test_a_ten_digit_line_without_a_rate_takes_that_of_the_line_above() -> None:
    rates = {row.code: row for row in us.rows(SCHEDULE, ACT.id) if isinstance(row, RateRow) and row.column == "mfn"}
    found = by_prefix(rates, "0101290010")
    assert found is not None
    assert found.code == "01012900"


@pytest.fixture(scope="module")
def schedule(shared: Path) -> list[dict[str, Any]]:
    return list(records(shared / "us-hts-2024-12" / "hts_lines.jsonl.gz"))


@pytest.fixture(scope="module")
def published(schedule: list[dict[str, Any]]) -> list[Row]:
    return list(us.rows(schedule, ACT.id))


@pytest.mark.shared
@pytest.mark.parametrize(
    ("column", "cells", "share"), [("mfn", 13_611, Fraction(998, 1000)), ("general", 13_252, Fraction(997, 1000))]
)
def test_nearly_every_rate_of_the_published_schedule_is_read(
    published: list[Row], column: str, cells: int, share: Fraction
) -> None:
    found = [row.expression for row in published if isinstance(row, RateRow) and row.column == column]
    assert len(found) == cells
    assert expression_share(found) >= share


@pytest.mark.shared
def test_every_rate_read_is_printed_and_read_again_as_the_same(published: list[Row]) -> None:
    trees = {row.original: row.expression for row in published if isinstance(row, RateRow)}
    assert [original for original, tree in trees.items() if parse(render(tree)) != tree] == []


def general_rate(schedule: list[dict[str, Any]], take: Callable[[dict[str, Any], list[dict[str, Any]]], None]) -> None:
    """Hand each record over with those above it in the tree, nearest last."""
    above: list[dict[str, Any]] = []
    for record in schedule:
        if record["row"] == 0:
            above = []
        while above and int(above[-1]["indent"]) >= int(record["indent"]):
            above.pop()
        take(record, above)
        above.append(record)


@pytest.mark.shared
def test_rates_are_inherited_along_the_tree_as_by_the_prefix_of_the_code(
    schedule: list[dict[str, Any]], published: list[Row]
) -> None:
    rates = {row.code: row for row in published if isinstance(row, RateRow) and row.column == "mfn"}
    counted = {"own": 0, "from the eight digits": 0, "from further above": 0, "none": 0}

    def compare(record: dict[str, Any], above: list[dict[str, Any]]) -> None:
        code = digits(record.get("htsno", ""))
        if len(code) != 10:
            return
        giver = next((each for each in [record, *reversed(above)] if each.get("general", "").strip()), None)
        found = by_prefix(rates, code)
        if giver is None:
            assert found is None
            counted["none"] += 1
            return
        assert found is not None
        assert found.code == digits(giver["htsno"])
        steps = {10: "own", 8: "from the eight digits"}
        counted[steps.get(len(found.code), "from further above")] += 1

    general_rate(schedule, compare)
    assert counted == {"own": 8_186, "from the eight digits": 11_508, "from further above": 5, "none": 1}


@pytest.mark.shared
def test_a_pointer_of_the_special_column_is_never_taken_for_a_rate(schedule: list[dict[str, Any]]) -> None:
    segments = [segment for record in schedule for segment in us_special(record.get("special", ""))]
    pointers = [each for each in segments if each.original.startswith(("See 98", "See 99"))]
    to_chapter_98 = [each for each in pointers if each.original.startswith("See 98")]
    assert (len(pointers), len(to_chapter_98)) == (966, 552)
    unread = [each.original for each in pointers if not isinstance(each.expression, AsLine)]
    assert unread == ["See 9919.04.50, 9919.04.57, 9919.04.67 (PA (PA)"]


@pytest.mark.shared
def test_every_programme_of_the_special_column_has_a_name(schedule: list[dict[str, Any]]) -> None:
    found = {name for record in schedule for each in us_special(record.get("special", "")) for name in each.programmes}
    assert found <= set(PROGRAMMES)
