"""Additional duties of the United States: lists of prefixes, each with the line of chapter 99 that says how much."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from entrepot.statute.doors import us, us_additional
from entrepot.statute.doors.rows import Act, PointerRow, RateRow
from entrepot.statute.doors.us_additional import ProductList, effect, in_several_lists, longest
from entrepot.statute.doors.us_words import us_rate
from entrepot.trade.duty.expression import AsLine, Free, NoChange, NotApplied, Text, pct

ACT = Act("us-additional", "Additional duties")
CHINA = ProductList("301", ("CN",))


def rates(path: Path, listed: ProductList) -> list[RateRow]:
    return [row for row in us_additional.read(path, listed, ACT) if isinstance(row, RateRow)]


def test_a_list_names_goods_and_the_line_that_says_how_much(tmp_path: Path) -> None:
    listed = tmp_path / "s301.csv"
    listed.write_text("hts8,list,ch99_code\n01012100,4A,9903.88.15\n")
    assert rates(listed, CHINA) == [
        RateRow(
            "01012100", "additional:301:99038815", AsLine("99038815"), "9903.88.15", None, None, ACT.id, ("CN",), "4A"
        )
    ]


def test_a_duty_that_was_suspended_is_not_charged(tmp_path: Path) -> None:
    listed = tmp_path / "s301.csv"
    listed.write_text("hts8,list,ch99_code\n01012100,4B,9903.88.16\n")
    (rate,) = rates(listed, CHINA)
    assert rate.expression == NotApplied(AsLine("99038816"))
    assert "suspended" in rate.remark


def test_goods_that_a_list_exempts_are_free_of_that_duty(tmp_path: Path) -> None:
    listed = tmp_path / "s122_exempt.csv"
    listed.write_text('# remark\n"hts8"\n"02011005"\n')
    (rate,) = rates(listed, ProductList("122", exempt=True, valid_from=date(2026, 2, 24)))
    assert (rate.expression, rate.column, rate.valid_from) == (Free(), "additional:122", date(2026, 2, 24))


def test_a_list_that_names_no_line_leaves_the_rate_open(tmp_path: Path) -> None:
    listed = tmp_path / "s232_auto_parts.txt"
    listed.write_text("4009120020\n40111010\n")
    found = rates(listed, ProductList("232"))
    assert [rate.code for rate in found] == ["4009120020", "40111010"]
    assert all(isinstance(rate.expression, Text) for rate in found)
    assert rates(listed, ProductList("232", line="9903.94.05"))[0].expression == AsLine("99039405")


def test_a_column_called_hts10_holds_prefixes_and_the_longest_counts(tmp_path: Path) -> None:
    listed = tmp_path / "s232_copper.csv"
    listed.write_text("hts10,ch99_code\n7406,9903.78.01\n74061000,9903.78.02\n7406100010,9903.78.03\n")
    by_code = {rate.code: rate for rate in rates(listed, ProductList("232"))}
    lines = [
        rate.original if (rate := longest(by_code, code)) else ""
        for code in ("7406100010", "7406100020", "7406900000", "7407")
    ]
    assert lines == ["9903.78.03", "9903.78.02", "9903.78.01", ""]


@pytest.mark.parametrize(
    ("cell", "what", "by"),
    [
        ("The duty provided in the applicable subheading + 25%", "adds", pct(25)),
        ("The duty provided in the applicable subheading", "keeps", NoChange()),
        ("No change", "keeps", NoChange()),
        ("Free", "replaces", Free()),
        ("30%", "replaces", pct(30)),
    ],
)
def test_a_line_of_chapter_99_adds_to_the_rate_or_takes_its_place(cell: str, what: str, by: object) -> None:
    assert effect(us_rate(cell)) == (what, by)


def test_a_code_in_two_lists_is_shown_to_a_person_instead_of_choosing() -> None:
    def row(code: str, line: str) -> RateRow:
        return RateRow(code, f"additional:301:{line}", AsLine(line), line)

    double = in_several_lists(
        [row("29319090", "99038803"), row("29319090", "99038804"), row("29319090", "99038803"), row("0101", "99038815")]
    )
    assert double == {"29319090": ("99038803", "99038804")}


@pytest.mark.shared
def test_1055_codes_of_section_301_stand_in_more_than_one_list(shared: Path) -> None:
    found = rates(shared / "us-additional-duties-2026" / "s301_product_lists.csv.gz", CHINA)
    lists: dict[str, set[str]] = {}
    for rate in found:
        lists.setdefault(rate.code, set()).add(rate.remark)
    assert len(found) == 12_223
    assert sum(len(names) > 1 for names in lists.values()) == 1_055
    assert sum(isinstance(rate.expression, NotApplied) for rate in found) == 1_519
    assert len(in_several_lists(found)) == 261  # once the suspended list is left out


@pytest.mark.shared
def test_footnotes_of_the_schedule_point_to_the_lines_of_chapter_99(shared: Path) -> None:
    rows = list(us.read(shared / "us-hts-2024-12" / "hts_lines.jsonl.gz", ACT))
    pointers = [row for row in rows if isinstance(row, PointerRow)]
    lines = {row.code for row in rows if isinstance(row, RateRow) and row.code.startswith("99") and row.column == "mfn"}
    pointed = {line for row in pointers for line in row.lines if line.startswith("9903")}
    assert len(pointers) == 11_439
    assert len(pointed & lines) > len(pointed - lines)


@pytest.mark.shared
def test_what_the_lists_of_section_301_add_stands_in_chapter_99(shared: Path) -> None:
    schedule = us.read(shared / "us-hts-2024-12" / "hts_lines.jsonl.gz", ACT)
    chapter = {
        row.code: row
        for row in schedule
        if isinstance(row, RateRow) and row.code.startswith("9903") and row.column == "mfn"
    }
    added = {
        line: effect(chapter[line].expression) for line in ("99038801", "99038803", "99038815", "99039101", "99039102")
    }
    assert added == {
        "99038801": ("adds", pct(25)),
        "99038803": ("adds", pct(25)),
        "99038815": ("adds", pct("7.5")),
        "99039101": ("adds", pct(25)),
        "99039102": ("adds", pct(50)),
    }
