"""Names are found in whatever way they are written, and names that are not listed are left alone."""

from __future__ import annotations

from difflib import SequenceMatcher

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entrepot.trade.declaration import Trader
from entrepot.trade.judgement import judge
from entrepot.trade.risk import Profile, Selection, ValueOver, compiled
from entrepot.trade.screening import Index, Listed, from_names, role_of, words
from tests.trade import example


def as_written(name: str) -> list[str]:
    return [name]


def alike(one: str, other: str) -> int:
    return int(100 * SequenceMatcher(None, one, other, autojunk=False).ratio())


LISTED = [
    Listed("fiction", "1", "KARIMOV, Muhammad Yusuf", ("KARIMOV, Mohammed Yousef",), "person", "F-1"),
    Listed("fiction", "2", "ZHANG, Wei Ming", (), "person", "F-2"),
    Listed("fiction", "3", "bin Rashid, Hussein Nasser", (), "person"),
    Listed("fiction", "4", "VANDERBERG SHIPPING LLC", (), "organisation"),
    Listed("fiction", "5", "ABDULLAH, Osama Jaber", (), "person"),
    Listed("fiction", "6", "Abdul Rahman, Qasim", (), "person"),
    Listed("fiction", "7", "Chen Wei", (), "person"),
    Listed("other", "1", "Karimov, Muhammad Yusuf", (), "person"),
]
INDEX = Index(LISTED, latin=as_written, alike=alike)


def found(name: str, index: Index = INDEX) -> list[tuple[str, str, int, str]]:
    return [(hit.listed.list, hit.listed.entry, hit.near, hit.how) for hit in index.hits(name)]


@pytest.mark.parametrize(
    ("asked", "entry"),
    [
        ("Zhang Wei Ming", "2"),
        ("Wei Ming Zhang", "2"),
        ("Zhang Weiming", "2"),
        ("WEIMING ZHANG", "2"),
        ("Mr. Zhang Wei-Ming", "2"),
        ("Hussein Nasser bin Rashid", "3"),
        ("Dato' Sri Haji Hussein Nasser bin Rashid", "3"),
        ("Vanderberg Shipping Co., Ltd.", "4"),
        ("PT Vanderberg Shipping", "4"),
        ("Qasim Abdulrahman", "6"),
        ("Qasim Abd al-Rahman", "6"),
        ("Qasim Abdurrahman", "6"),
        ("Wei Chen", "7"),
    ],
)
def test_the_same_name_is_found_in_any_order_with_titles_and_joined_or_apart(asked: str, entry: str) -> None:
    assert found(asked) == [("fiction", entry, 100, "same")]


@pytest.mark.parametrize(
    ("asked", "entry", "near", "how"),
    [
        ("Hussain Naser Rashid", "3", 92, "near"),
        ("Vandenberg Shipping", "4", 95, "near"),
        ("Usama Jabir Abdallah", "5", 85, "near"),
        ("Kasim Abdul Rahman", "6", 93, "near"),
    ],
)
def test_a_name_written_from_hearing_is_found_and_says_how_near(asked: str, entry: str, near: int, how: str) -> None:
    assert found(asked) == [("fiction", entry, near, how)]


def test_a_middle_name_left_out_is_found_as_a_part() -> None:
    assert found("Muhammad Karimov") == [("fiction", "1", 88, "part"), ("other", "1", 88, "part")]


@pytest.mark.parametrize(
    "asked",
    [
        "",
        "   ",
        "Hangzhou Ceramics",
        "Batik House",
        "Aminah Binti Yusof",
        "Zhang Wei",
        "Zhang Ming",
        "Chen Wen",
        "Chen",
        "Li Wei",
        "Li Bin",
        "Muhammad Ali bin Hassan",
        "Shipping Company",
        "Haji",
        "Co., Ltd.",
        "12 34",
    ],
)
def test_a_name_that_is_not_listed_is_left_alone(asked: str) -> None:
    assert found(asked) == []


def test_an_alias_is_named_as_the_form_that_matched() -> None:
    [hit, other] = INDEX.hits("Mohammed Yousef Karimov")
    assert (hit.form, hit.near, hit.how) == ("KARIMOV, Mohammed Yousef", 100, "same")
    assert (other.listed.list, other.how) == ("other", "near")


def test_the_nearest_entry_comes_first_and_each_once() -> None:
    assert [entry for _, entry, _, _ in found("Muhammad Yusuf Karimov")] == ["1", "1"]
    assert found("Muhammad Yusuf Karimov")[0] == ("fiction", "1", 100, "same")


def test_an_empty_index_finds_nothing() -> None:
    assert found("Muhammad Yusuf Karimov", Index([], latin=as_written, alike=alike)) == []


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Tan Sri Dato' Seri Ahmad bin Haji Ali", ["ahmad", "ali"]),
        ("Siti Nurhaliza binti Tarudin", ["siti", "nurhaliza", "tarudin"]),
        ("Ramasamy a/l Muthu", ["ramasamy", "muthu"]),
        ("Tan Mei Ling", ["tan", "mei", "ling"]),
        ("Li Bin", ["li", "bin"]),
        ("Bin Li", ["bin", "li"]),
        ("CECOEX, S.A.", ["sa", "cecoex"]),
        ("Maju Jaya Sdn. Bhd.", ["maju", "jaya"]),
        ("PT Maju Jaya Tbk", ["maju", "jaya"]),
        ("杭州星河贸易有限公司", ["杭州星河贸易"]),
        ("Dato'", ["dato"]),
    ],
)
def test_titles_particles_and_company_forms_are_left_out_of_a_name(name: str, told: list[str]) -> None:
    [read] = words(name, lambda written: [written.strip()])
    assert [word for word in read if word] == told or "".join(read) == "".join(told)


NAMES = st.lists(st.text("abcdefghijklmnoprstuvwyz", min_size=2, max_size=9), min_size=1, max_size=4)


@given(NAMES, st.randoms())
def test_a_listed_name_is_found_whatever_the_order_of_its_words(parts: list[str], chance: object) -> None:
    index = Index([Listed("l", "1", " ".join(parts))], latin=as_written, alike=alike)
    turned = list(parts)
    chance.shuffle(turned)  # type: ignore[attr-defined]
    if words(" ".join(parts), as_written) == [list(parts)] and words(" ".join(turned), as_written) == [turned]:
        assert [hit.near for hit in index.hits(" ".join(turned).upper())] == [100]


@given(st.text(max_size=40))
def test_whatever_is_asked_is_answered(name: str) -> None:
    INDEX.hits(name)


PROFILE = Profile("V", "Value", (ValueOver("MYR", "1"),), "yellow", "It is worth more.")


def test_a_listed_consignee_is_opened_and_the_reason_names_the_entry_and_not_the_person() -> None:
    facts = example.facts(consignee=Trader("Weiming Zhang", "MY"))
    [judgement] = judge([facts], select=compiled([PROFILE]), screen=INDEX.hits)
    assert judgement.in_order
    assert judgement.selection is not None
    assert judgement.selection.lane == "red"
    hit = judgement.selection.hits[-1]
    assert hit.params == {"role": "consignee", "list": "fiction", "entry": "2", "near": "100", "how": "same"}
    assert role_of(hit) == "consignee"
    assert "Zhang" not in repr(judgement.selection)


def test_a_near_consignor_has_its_papers_checked() -> None:
    facts = example.facts(consignor=Trader("Vandenberg Shipping", "CN"))
    [hit] = from_names(facts, INDEX.hits)
    assert (hit.lane, hit.params["role"], hit.params["near"]) == ("yellow", "consignor", "95")


def test_names_that_are_not_listed_change_no_lane() -> None:
    [judgement] = judge([example.facts()], select=compiled([]), screen=INDEX.hits)
    assert judgement.selection == Selection("green")
