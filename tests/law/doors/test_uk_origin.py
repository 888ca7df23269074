"""The rules of origin of the United Kingdom's agreements, read out of their prose as far as the prose goes."""
# ruff: noqa: E501 - the files' sentences are quoted in one piece

from __future__ import annotations

from pathlib import Path

import pytest

from entrepot.statute.doors import hs_correlation, uk_origin
from entrepot.statute.doors.files import document
from entrepot.statute.doors.uk_origin_words import codes, in_words, tidy, uk_rule
from entrepot.trade.origin.agreement import ProductRule
from entrepot.trade.origin.rule import Process, alternatives
from entrepot.trade.origin.written import parse, render

STANDARD = (
    "All non-originating materials used in the production of the good have undergone a change in tariff classification"
)
TEXTS = [
    (f"CTH: {STANDARD} at the 4-digit level (tariff heading).", "CTH"),
    (f"CC: {STANDARD} at the 2-digit level (chapter) except from chapter 14.", "CC except from 14"),
    (
        f"CTH: {STANDARD} at the 4-digit level (tariff heading) and A maximum of 50% of the ex-works price (EXW) is made "
        "up of non-originating parts (MAXNOM).",
        "CTH and MaxNOM 50 %",
    ),
    ("Manufacture from materials of any heading, except that of the product.", "CTH"),
    (
        "Manufacture in which the value of all the materials used does not exceed 40% of the ex-works price of the "
        "product.",
        "MaxNOM 40 %",
    ),
    (
        "Manufacture in which the value of all the materials of heading 8541 and heading 8542 used does not exceed 10% of "
        "the ex-works price of the product.",
        "MaxNOM 10 % of 8541, 8542",
    ),
    (
        "Manufacture:\n\n- from materials of any heading, except that of the product, *and*\n\n- in which the value of "
        "all the materials used does not exceed **50%** of the ex-works price of the product.",
        "CTH and MaxNOM 50 %",
    ),
    (
        "Manufacture:\n\n- from materials of any heading, except that of the product, *and*\n\n- in which all the grapes "
        "used are wholly obtained.",
        'CTH and "in which all the grapes used are wholly obtained"',
    ),
    (
        "Manufacture from materials of any heading, except that of the product. However, materials of the same heading as "
        "the product may be used, provided that their total value does not exceed 20% of the ex-works price of the "
        "product.",
        "CTH or MaxNOM 20 % of heading",
    ),
    ("The maximum value of non-originating materials (MaxNOM) cannot exceed 75% of the ex-works price (EXW) of the good.",
     "MaxNOM 75 %"),
    (
        "Your goods contain a Regional Value Content (RVC) of at least 55% of the Free on Board (FOB) cost of the goods.",
        "RVC 55 % by build-down",
    ),
    ("A change to a good of [subheading&nbsp;281910](/subheading/2819100000-80) through 281990 from any other subheading.",
     "CTSH"),
    (
        "A change to a good of heading 7008 from any other heading, except from heading 7003 to heading 7007.",
        "CTH except from 7003-7007",
    ),
    (
        "No change in tariff classification required for a good of subheading 841430, provided there is a regional value "
        "content of not less than:\n\n- a) 30% under the build-up method.\n- b) 40% under the build-down method.\n- c) 50% "
        "under the focused value method taking into account only the non-originating materials of heading 8414.",
        "RVC 30 % by build-up or RVC 40 % by build-down or RVC 50 % by build-down of 8414",
    ),
    ("All animals of chapter&nbsp;1 are wholly obtained.", "WO"),
    ("Production in which all the materials of chapter 1 and chapter 2 used are wholly obtained.", "WO of 01, 02"),
    ("Manufacture in which all the materials used are originating.", "PE"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "written"), TEXTS)
def test_a_text_is_read_as_a_lawyer_would(text: str, written: str) -> None:
    assert render(uk_rule(tidy(text))) == render(parse(written))


@pytest.mark.parametrize(
    "text",
    [
        "Manufacture from yarn.",
        "Weaving combined with printing.",
        "Standard QVC.",
        "Your goods contain a Regional Value Content (RVC) of at least 55% of the Free on Board (FOB) cost of the goods "
        "(1st Jan 2027 onwards).",
        "A change to a good of heading 3504 from any other heading, except from dairy preparations of subheading 190190.",
        "Manufacture:\n- from materials of any heading, except heading 2207, or\n- from grapes.",
    ],
)
def test_what_says_more_than_can_be_read_stays_in_words_for_the_producer_to_answer(text: str) -> None:
    assert uk_rule(tidy(text)) == Process(tidy(text))


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("chapter 1, heading 0804 to heading 0806 and 2009", ("01", "0804-0806", "2009")),
        ("heading 7208 through 7217", ("7208-7217",)),
        ("chapter 4 or dairy preparations", None),
        ("", None),
    ],
)
def test_codes_are_read_out_of_words_that_say_nothing_else(words: str, found: tuple[str, ...] | None) -> None:
    assert codes(words) == found


def rule(text: str, operator: str | None = None) -> dict[str, object]:
    return {"rule": text, "operator": operator, "class": []}


def test_fragments_of_a_list_belong_to_the_rule_before_them() -> None:
    """Taken for an alternative, a fragment would let a good pass on half a rule."""
    texts = uk_origin.alternatives(
        [
            rule("A change to a good of heading 7008 from any other heading."),
            rule("No change, provided that:\n\n- a) 30% under the build-up method.", "or"),
            rule("- b) 40% under the build-down method.", "or"),
            rule(""),
        ]
    )
    assert texts == [
        [
            "A change to a good of heading 7008 from any other heading.",
            "No change, provided that:\n- a) 30% under the build-up method.\n- b) 40% under the build-down method.",
        ]
    ]


def test_rules_that_are_not_marked_as_alternatives_are_candidates_of_their_own() -> None:
    sets = [
        {
            "min": "0304000000",
            "max": "0304999999",
            "subdivision": "Hake",
            "rules": [
                rule("A change to Panama hake from any other chapter."),
                rule("A change to any other good of heading 0304 from any other heading."),
                rule("However, mustard flour may be used."),
            ],
        }
    ]
    found = list(uk_origin.rules(sets))
    assert [(each.subdivision, each.text.count("However")) for each in found] == [("Hake", 0), ("Hake", 1)]
    assert all(in_words(each.rule) for each in found)


SCHEMES = [
    "cptpp", "eu", "japan", "singapore", "vietnam", "south-korea", "india", "canada", "turkey", "new-zealand",
]  # fmt: skip


@pytest.fixture(scope="module")
def folder(shared: Path) -> Path:
    return shared / "uk-rules-of-origin"


@pytest.fixture(scope="module")
def cptpp(folder: Path) -> list[ProductRule]:
    return uk_origin.read(folder / "roo_schemes_uk__rule_sets__cptpp.json.gz")


@pytest.mark.shared
def test_all_43_schemes_and_their_rule_sets_are_read(folder: Path) -> None:
    files = sorted(folder.glob("roo_schemes_uk__rule_sets__*.json.gz"))
    sets = sum(len(document(path)["rule_sets"]) for path in files)
    assert (len(files), sets) == (43, 28_535)
    ways = [way for path in files for each in uk_origin.read(path) for way in alternatives(each.rule)]
    read = sum(not isinstance(way, Process) for way in ways)
    assert len(ways) > 42_000
    assert read * 100 > 65 * len(ways)
    titles = {scheme.code: scheme.title for scheme in uk_origin.schemes(folder / "roo_schemes_uk.json.gz")}
    assert "Trade and Co-operation" in titles["eu"]


@pytest.mark.shared
def test_every_rule_read_is_written_and_read_again_as_the_same(folder: Path) -> None:
    for scheme in SCHEMES:
        for each in uk_origin.read(folder / f"roo_schemes_uk__rule_sets__{scheme}.json.gz"):
            assert parse(render(each.rule)) == each.rule


@pytest.mark.shared
def test_745_of_the_rules_of_cptpp_are_fragments_and_join_the_rule_before_them(
    folder: Path, cptpp: list[ProductRule]
) -> None:
    records = document(folder / "roo_schemes_uk__rule_sets__cptpp.json.gz")["rule_sets"]
    texts = [tidy(each["rule"]) for one in records for each in one["rules"]]
    fragments = [text for text in texts if text.startswith("- ")]
    assert (len(texts), len(fragments)) == (2_561, 745)
    assert not any(text.startswith("- ") for each in cptpp for text in each.text.split("\nor\n"))
    ways = [way for each in cptpp for way in alternatives(each.rule)]
    assert sum(not isinstance(way, Process) for way in ways) * 100 > 88 * len(ways)


@pytest.mark.shared
def test_subheadings_younger_than_the_treaty_find_their_rule_through_its_edition(
    shared: Path, cptpp: list[ProductRule]
) -> None:
    tables = shared / "hs-nomenclature"
    table = hs_correlation.read("hs2022", "hs2012", tables / "hs2022_hs2012_correlation.csv")
    today = [code for code in table.candidates if code.isdigit()]

    def found(hs: str) -> bool:
        return any(each.counts(hs) for each in cptpp)

    without = [hs for hs in today if not found(hs)]
    moved = [hs for hs in without if (there := table.moved(hs)) and any(found(code) for code in there.codes)]
    assert len(without) == 127
    assert len(moved) == 126


@pytest.mark.shared
def test_in_european_schemes_a_subheading_may_have_many_candidates(folder: Path, shared: Path) -> None:
    rules = uk_origin.read(folder / "roo_schemes_uk__rule_sets__albania.json.gz")
    conversion = document_codes(shared / "hs-nomenclature" / "hs2022_to_hs2017_conversion.csv")
    sets = [{(each.first, each.last, each.subdivision) for each in rules if each.counts(hs)} for hs in conversion]
    assert sum(len(each) > 1 for each in sets) > 1_000


def document_codes(path: Path) -> list[str]:
    return [line.split(",")[0] for line in path.read_text().splitlines()[1:]]
