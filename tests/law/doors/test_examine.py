"""A load is looked at before it takes effect: one page of differences, and what speaks against it."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from entrepot.statute.doors import japan, us
from entrepot.statute.doors.examine import Limits, examine
from entrepot.statute.doors.rows import Act, CommodityRow, RateRow, Row
from entrepot.trade.duty.grammar import parse_or_text
from entrepot.trade.origin.edition import Correlation, Pair

OLD, NEW = Act("xa-2025", "Tariff of 2025"), Act("xa-2026", "Tariff of 2026")


def line(code: str, declarable: bool = True, suffix: str = "80") -> CommodityRow:
    return CommodityRow(code, 1, declarable, suffix=suffix)


def rate(
    code: str,
    text: str,
    act: str = "xa-2026",
    column: str = "mfn",
    since: date | None = None,
    until: date | None = None,
) -> RateRow:
    return RateRow(code, column, parse_or_text(text), text, since, until, act)


def codes(*rows: Row, previous: tuple[Row, ...] = (), **more: object) -> list[str]:
    return [finding.code for finding in examine(rows, previous, **more).findings]  # type: ignore[arg-type]


def test_a_clean_load_may_take_effect_and_says_on_one_page_what_it_changes() -> None:
    before = (OLD, line("69111000"), line("69120000"), rate("6911", "10%", "xa-2025"), rate("6912", "8%", "xa-2025"))
    after = (NEW, line("69111000"), line("69139000"), rate("6911", "5%"), rate("6913", "FREE"))
    difference = examine(after, before, correlation={"69120000": ("69139000",)})
    assert difference.may_take_effect
    assert difference.page().splitlines() == [
        "acts: 1",
        "lines: 2",
        "rates: 2",
        "lines: 1 new, 1 gone",
        "  new 69139000",
        "  gone 69120000",
        "rates: 1 new, 1 gone, 1 changed",
        "  6911 mfn: 10% -> 5%",
    ]


def test_a_rate_on_a_code_outside_the_edition_is_refused() -> None:
    assert codes(NEW, line("69111000"), rate("6911", "5%"), rate("7013", "5%")) == ["code-not-in-edition"]
    assert codes(NEW, rate("7013", "5%")) == []  # rates alone are examined against no edition


def test_rates_in_words_are_noted_up_to_the_agreed_share_and_refused_above() -> None:
    rows = [line(f"{n:08d}") for n in range(100)] + [rate(f"{n:08d}", "5%") for n in range(99)]
    noted = examine([NEW, *rows, rate("00000099", "as the minister orders")])
    assert [(each.code, each.level) for each in noted.findings] == [("rates-in-words", "note")]
    assert noted.may_take_effect
    refused = examine(
        [NEW, *rows, rate("00000099", "as the order says"), rate("00000098", "as the order says", column="vat")]
    )
    assert [(each.code, each.level) for each in refused.findings] == [("rates-in-words", "error")]
    assert not refused.may_take_effect
    assert examine(
        [NEW, line("69"), rate("69", "as the order says")], limits=Limits(in_words=Fraction(1))
    ).may_take_effect


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        ((None, None), (None, None), ["rates-overlap"]),
        ((None, date(2026, 6, 30)), (date(2026, 7, 1), None), []),
        ((None, date(2026, 7, 1)), (date(2026, 7, 1), None), ["rates-overlap"]),
        ((date(2026, 7, 1), None), (None, date(2026, 6, 30)), []),
    ],
)
def test_two_rates_of_one_column_on_one_day_are_an_error_not_a_choice(
    first: tuple[date | None, date | None], second: tuple[date | None, date | None], found: list[str]
) -> None:
    rows = [NEW, line("6911"), *(rate("6911", "5%", since=since, until=until) for since, until in (first, second))]
    assert codes(*rows) == found


def test_rates_for_different_countries_do_not_overlap() -> None:
    china = RateRow("6911", "preference", parse_or_text("1%"), "1%", act="xa-2026", areas=("CN",))
    malaysia = RateRow("6911", "preference", parse_or_text("2%"), "2%", act="xa-2026", areas=("MY",))
    assert codes(NEW, line("6911"), china, malaysia) == []


def test_a_rate_that_ends_before_it_begins_is_refused() -> None:
    wrong = rate("6911", "5%", since=date(2026, 7, 1), until=date(2026, 6, 30))
    assert codes(NEW, line("6911"), wrong) == ["rate-ends-before-it-begins"]


def test_a_rate_on_a_line_that_is_only_a_grouping_is_refused() -> None:
    rows = (NEW, line("0101210000", suffix="10"), line("0101290000"), rate("0101210000", "5%"))
    assert "rate-on-a-grouping" in codes(*rows)


def test_a_line_that_is_gone_needs_a_successor() -> None:
    before = (OLD, line("69111000"), line("69120000"))
    after = (NEW, line("69111000"))
    assert codes(*after, previous=before) == ["lines-gone-unexplained"]
    assert codes(*after, previous=before, correlation={"69120000": ("69111000",)}) == []


def test_many_rates_do_not_change_without_a_new_act() -> None:
    lines = [line(f"{n:08d}") for n in range(20)]
    before = [OLD, *lines, *(rate(f"{n:08d}", "5%", "xa-2025") for n in range(20))]
    silent = [OLD, *lines, *(rate(f"{n:08d}", "6%" if n < 2 else "5%", "xa-2025") for n in range(20))]
    named = [NEW, *lines, *(rate(f"{n:08d}", "6%" if n < 2 else "5%") for n in range(20))]
    few = [OLD, *lines, *(rate(f"{n:08d}", "6%" if n < 1 else "5%", "xa-2025") for n in range(20))]
    assert codes(*silent, previous=tuple(before)) == ["changed-without-an-act"]
    assert codes(*named, previous=tuple(before)) == []
    assert codes(*few, previous=tuple(before)) == []


def test_a_fault_is_told_with_its_number_and_a_few_examples() -> None:
    rows = [NEW, line("6911"), *(rate(f"70{n}0", "5%") for n in range(8))]
    (finding,) = examine(rows).findings
    assert finding.told() == (
        "8 rates stand on codes that are not in this edition, such as 7000 mfn, 7010 mfn, 7020 mfn, 7030 mfn, 7040 mfn."
    )


def test_a_subheading_moves_to_an_older_edition_once_or_is_called_ambiguous() -> None:
    """A family of many to many lists every pair; joined naively, one rule would count many times."""
    pairs = [Pair("010121", "010121"), Pair("a", "x"), Pair("b", "x"), Pair("c", "y"), Pair("c", "z")]
    family = [Pair(new, old) for new in ("m", "n") for old in ("p", "q", "r")]
    table = Correlation.of("hs2022", "hs2017", [*pairs, *family], {"m": "q", "n": "n-default"})

    def moved(code: str) -> tuple[str, str, bool, int]:
        found = table.moved(code)
        assert found is not None
        return found.code, found.kind, found.ambiguous, len(found.codes)

    assert moved("01012100") == ("010121", "1:1", False, 1)
    assert moved("a") == ("x", "n:1", False, 1)
    assert moved("c") == ("y", "1:n", True, 2)
    assert moved("m") == ("q", "n:n", True, 3)
    assert moved("n") == ("n-default", "n:n", True, 4)
    assert table.moved("999999") is None


@pytest.mark.shared
def test_the_published_tariffs_of_the_united_states_and_japan_pass_the_examination(shared: Path) -> None:
    american = us.read(shared / "us-hts-2024-12" / "hts_lines.jsonl.gz", NEW)
    japanese = japan.read(shared / "japan-tariff-2026-07" / "tariff_lines.jsonl.gz", NEW)
    for rows, rates in ((american, 147_112), (japanese, 215_092)):
        difference = examine(rows)
        assert difference.may_take_effect, difference.page()
        assert difference.counts["rates"] == rates
        assert [finding.code for finding in difference.findings] == ["rates-in-words"]
