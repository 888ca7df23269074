"""Loaded versions of a tariff: which counts when, what it hides, and that nothing is lost on the shelf."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from entrepot import statute
from entrepot.statute.doors.rows import Act, CommodityRow, ControlRow, PointerRow, RateRow, Row
from entrepot.statute.shelf import Shelf
from entrepot.statute.shelf.listed import Listed, apart, days_in
from entrepot.trade.duty.edition import Edition
from entrepot.trade.duty.expression import Free, Text, pct, specific
from entrepot.trade.duty.grammar import parse, parse_or_text
from entrepot.trade.duty.ground import Ground
from entrepot.trade.duty.law import Law
from entrepot.trade.duty.measure import Area, Measure
from entrepot.trade.finding import Refused

DAY = date(2026, 11, 23)
ACT = Act("act", "Order", date(2025, 12, 1), date(2026, 1, 1), None, "gazette")


def edition(
    name: str, since: date | None = None, published: date | None = None, *, kind: str = "declared", whole: bool = False
) -> Edition:
    return Edition(
        f"MY/{kind}/{since or 'undated'}/{name}", "MY", kind, "Order", "gazette", published, since, None, name, whole
    )


def rate(code: str, text: str, column: str = "mfn", areas: tuple[str, ...] = ()) -> RateRow:
    return RateRow(code, column, parse_or_text(text), text, act="act", areas=areas)


def law(place: Path, on: date = DAY, known: date | None = None) -> Law:
    return statute.load(shelf=Shelf(place)).law("MY", on, known)


def normal(view: Law, code: str, origin: str = "DE") -> str:
    found = view.tariff.choice("duty", code, origin).normal
    return found.text if found else ""


def test_what_is_put_on_the_shelf_comes_back_as_it_was(tmp_path: Path) -> None:
    rows: list[Row] = [
        ACT,
        CommodityRow("69", 0, False, (), {"en": "Ceramics"}, "10"),
        CommodityRow("691200", 1, True, ("KGM", "C62"), {"en": "Bowls", "ms": "Mangkuk"}, valid_from=date(2026, 1, 1)),
        rate("69", "5%"),
        RateRow("691200", "mfn", pct("7.5"), "7.5%", date(2026, 1, 1), date(2026, 12, 31), "act", ("CN", "MY"), "note"),
        RateRow("691200", "excise", specific("1.2", "MYR", "KGM"), "1.20/kg", act="act"),
        RateRow("691200", "sales", Text("as the minister “says”"), "as the minister “says”", act="act"),
        ControlRow("691200", "import", "permit", "MITI", "Bowls need one.", "act"),
        PointerRow("691200", "mfn", ("99038815", "99038816"), "See 9903.88.15"),
    ]
    volume = Shelf(tmp_path).put(edition("a"), rows, "1")
    assert list(volume.rows()) == rows
    assert volume.codes == ("691200",)
    assert volume.columns == ("excise", "mfn", "sales")
    assert volume.description("691200") == "Bowls"


def test_the_version_for_the_latest_day_counts_and_of_those_the_one_known_last(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    january, july = date(2026, 1, 1), date(2026, 7, 1)
    shelf.put(edition("a", january, date(2025, 12, 1)), [ACT, rate("6912", "1%")], "3")
    shelf.put(edition("b", july, date(2026, 6, 1)), [ACT, rate("6912", "2%")], "2")
    shelf.put(edition("c", july, date(2026, 8, 1)), [ACT, rate("6912", "3%")], "1")
    assert normal(law(tmp_path, date(2026, 6, 30)), "691200") == "1%"
    assert normal(law(tmp_path, date(2026, 7, 1)), "691200") == "3%"
    assert normal(law(tmp_path, date(2026, 7, 1), date(2026, 7, 15)), "691200") == "2%"
    assert normal(law(tmp_path, date(2026, 7, 1), date(2026, 1, 15)), "691200") == "1%"


def test_a_part_stands_before_what_ships_and_hides_closer_rates_of_its_column_alone(tmp_path: Path) -> None:
    Shelf(tmp_path).put(edition("a"), [ACT, rate("6912", "7%")], "1")
    view = law(tmp_path)
    assert normal(view, "691200") == "7%"
    assert normal(view, "691110") == normal(statute.load().law("MY", DAY), "691110") != ""
    assert [each.type for each in view.tariff.choice("duty", "691200", "CN").alternatives] == ["agreement:ACFTA"]
    assert view.tariff.choice("sales_tax", "691200", "DE") == statute.load().law("MY", DAY).tariff.choice(
        "sales_tax", "691200", "DE"
    )


def test_a_rate_for_some_countries_hides_nothing_for_the_others(tmp_path: Path) -> None:
    Shelf(tmp_path).put(edition("a"), [ACT, rate("6912", "7%", areas=("DE",))], "1")
    shipped = normal(statute.load().law("MY", DAY), "691200")
    assert normal(law(tmp_path), "691200", "FR") == shipped


def test_a_whole_tariff_replaces_its_columns_and_knows_every_code(tmp_path: Path) -> None:
    rows = [ACT, CommodityRow("69120010", 2, True), CommodityRow("69120090", 2, True), rate("6912", "7%")]
    Shelf(tmp_path).put(edition("a", whole=True), rows, "1")
    view = law(tmp_path)
    assert view.tariff.schedule.is_whole
    assert view.tariff.lines("691200") == ("69120010", "69120090")
    assert normal(view, "691110") == ""
    sales = view.tariff.choice("sales_tax", "041010", "DE").normal
    assert sales is not None
    assert sales.text == "5%"  # a column that the load does not have stays as it ships


def test_a_shorter_code_is_no_line_where_longer_ones_are_loaded(tmp_path: Path) -> None:
    Shelf(tmp_path).put(edition("a"), [ACT, CommodityRow("69120010", 2, True), rate("69120010", "7%")], "1")
    assert law(tmp_path).tariff.lines("691200") == ("69120010",)


def test_putting_the_same_version_again_leaves_it_as_it_is(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    path = shelf.put(edition("a"), [ACT, rate("6912", "7%")], "1").path
    before = path.read_bytes()
    shelf.put(edition("a"), [ACT, rate("6912", "9%")], "2")
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_a_version_that_fails_on_the_way_is_not_there(tmp_path: Path) -> None:
    def rows() -> object:
        yield ACT
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        Shelf(tmp_path).put(edition("a"), rows(), "1")  # type: ignore[arg-type]
    assert list((tmp_path / "my").iterdir()) == []


def test_a_shelf_can_be_asked_for_some_versions_only(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    shelf.put(edition("a", date(2026, 1, 1)), [ACT, rate("6912", "1%")], "1")
    shelf.put(edition("b", date(2026, 2, 1)), [ACT, rate("6912", "2%")], "2")
    only = statute.load(shelf=shelf.with_only(["MY/declared/2026-01-01/a"]))
    assert normal(only.law("MY", DAY), "691200") == "1%"
    none = statute.load(shelf=shelf.with_only([]))
    assert none.law("MY", DAY).tariff.schedule.editions == ()
    with pytest.raises(Refused) as refused:
        shelf.with_only(["MY/declared/2026-03-01/c"])
    assert refused.value.findings[0].code == "tariff-not-held"


def listed(text: str, since: date | None = None, until: date | None = None) -> Measure:
    return Measure("s301", "6912", parse(text), text, Ground(since=since, until=until))


def test_lists_are_told_apart_by_their_days() -> None:
    early, late = listed("25%", until=date(2025, 1, 1)), listed("50%", date(2025, 1, 1))
    found = list(apart([Listed("3", "", early), Listed("4", "", late)]))
    assert [(each.text, each.ground.since, each.ground.until) for each in found] == [
        ("25%", None, date(2025, 1, 1)),
        ("50%", date(2025, 1, 1), None),
    ]


def test_lists_that_disagree_on_a_day_are_words_for_those_days_only() -> None:
    three = Listed("3", "99038803", listed("25%"))
    found = list(apart([three, Listed("4", "99038815", listed("50%", date(2025, 1, 1), date(2026, 1, 1)))]))
    assert [(each.expression, each.ground.since, each.ground.until) for each in found] == [
        (pct(25), None, date(2025, 1, 1)),
        (Text("in several lists: 3, 4"), date(2025, 1, 1), date(2026, 1, 1)),
        (pct(25), date(2026, 1, 1), None),
    ]


def test_of_lists_that_disagree_the_one_that_the_law_puts_first_counts() -> None:
    old, new = Listed("3", "99038803", listed("25%")), Listed("new", "99039105", listed("50%", date(2025, 1, 1)))
    found = list(apart([old, new], ("990391", "990388")))
    assert [(each.text, each.ground.since, each.ground.until) for each in found] == [
        ("25%", None, date(2025, 1, 1)),
        ("50%", date(2025, 1, 1), None),
    ]


def test_lists_for_the_goods_of_different_countries_do_not_disagree() -> None:
    britain = Area("GB", "GB", (("GB", None, None),))
    found = list(apart([Listed("1", "", listed("50%")), Listed("1", "", replace(listed("25%"), area=britain))]))
    assert [(each.text, each.area) for each in found] == [("50%", None), ("25%", britain)]


def test_lists_that_agree_are_one() -> None:
    assert [each.expression for each in apart([Listed("3", "", listed("FREE")), Listed("4", "", listed("FREE"))])] == [
        Free()
    ]


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("Articles of China", (None, None)),
        ("Effective with respect to entries on or after September 27, 2024, articles", (date(2024, 9, 27), None)),
        (
            "entries on or after January 1, 2025, and before January 1, 2026, articles",
            (date(2025, 1, 1), date(2026, 1, 1)),
        ),
    ],
)
def test_the_words_of_a_line_say_for_which_days_it_counts(words: str, days: tuple[date | None, date | None]) -> None:
    assert days_in(words) == days
