"""The phrase book and the glossaries: what ships is in order, and what is not in order is refused line by line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from entrepot.classify import glossary, nomenclature, phrasebook
from entrepot.classify.language import understood
from entrepot.classify.words import normal
from entrepot.trade.finding import Refused

LABELLED = Path(__file__).resolve().parents[3] / "shared" / "data" / "hs_labelled"
HEADER = "\t".join(phrasebook.HEADER)
GOOD = "691110\tporcelain, at table\tporcelain plate | tea set\t瓷盘\tpinggan porselin"


def book(folder: Path, *lines: str, name: str = "69.tsv") -> tuple[phrasebook.Entry, ...]:
    (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return phrasebook.read(folder)


def refused(folder: Path, *lines: str, name: str = "69.tsv") -> list[str]:
    with pytest.raises(Refused) as found:
        book(folder, *lines, name=name)
    return [f"{each.pointer} {each.told()}" for each in found.value.findings]


def test_the_phrase_book_that_ships_is_in_order() -> None:
    entries = phrasebook.entries()
    assert len({entry.code for entry in entries}) == len(entries)
    assert all(nomenclature.exists(entry.code) and entry.deciding for entry in entries)
    assert all(set(entry.phrases) == {"en", "zh", "ms"} for entry in entries)


def test_the_glossaries_that_ship_are_in_order() -> None:
    for language in glossary.LANGUAGES:
        assert len(glossary.glossary(language).english) >= 600


def test_an_entry_has_its_phrases_by_language(tmp_path: Path) -> None:
    (entry,) = book(tmp_path, HEADER, GOOD)
    assert entry.code == "691110"
    assert entry.phrases == {"en": ("porcelain plate", "tea set"), "zh": ("瓷盘",), "ms": ("pinggan porselin",)}


def test_a_folder_that_is_not_there_is_an_empty_book(tmp_path: Path) -> None:
    assert phrasebook.read(tmp_path / "none") == ()


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("999999\tx\ta\tb\tc", "/69.tsv/2 HS 2022 has no subheading 999999"),
        ("392690\tx\ta\tb\tc", "/69.tsv/2 392690 belongs into the file of its chapter"),
        ("691110\t\ta\tb\tc", "/69.tsv/2 the deciding attribute of 691110 is empty"),
        ("691110\tx\ta\t\tc", "/69.tsv/2 691110 has an empty phrase in zh"),
        ("691110\tx\ta | | b\tb\tc", "/69.tsv/2 691110 has an empty phrase in en"),
        ("691110\tx\ta | a\tb\tc", "/69.tsv/2 “a” stands twice under 691110"),
        ("691110\tx\ta\tb", "/69.tsv/2 4 cells instead of 5"),
    ],
)
def test_what_is_wrong_with_a_line_is_told_with_its_number(tmp_path: Path, line: str, told: str) -> None:
    assert refused(tmp_path, HEADER, line) == [told]


def test_every_wrong_line_is_told_at_once(tmp_path: Path) -> None:
    found = refused(tmp_path, HEADER, "999999\tx\ta\tb\tc", GOOD, "691110\tx\ta\t\tc")
    assert [each.split()[0] for each in found] == ["/69.tsv/2", "/69.tsv/4"]


def test_a_subheading_stands_once(tmp_path: Path) -> None:
    assert refused(tmp_path, HEADER, GOOD, GOOD) == ["/69.tsv/0 691110 has several rows"]


def test_the_first_line_names_the_columns(tmp_path: Path) -> None:
    assert len(refused(tmp_path, GOOD)) == 1


def test_a_glossary_line_has_a_word_and_its_english() -> None:
    assert glossary.read("word\tenglish\n瓷盘\tporcelain plate\n") == {"瓷盘": "porcelain plate"}
    with pytest.raises(Refused) as found:
        glossary.read("word\tenglish\n瓷盘\n瓷\tporcelain\n瓷\tchina\n")
    assert [each.pointer for each in found.value.findings] == ["/2", "/4"]


def test_chinese_is_cut_by_the_longest_word_known() -> None:
    words = glossary.Glossary({"瓷": "porcelain", "瓷盘": "porcelain plate", "白": "white"}, 2)
    assert words.chinese("白瓷盘") == ["white", "porcelain plate"]


def test_malay_is_read_without_its_prefixes_and_endings_and_keeps_loan_words() -> None:
    words = glossary.Glossary({"masak": "cook", "kain kapas": "cotton cloth"}, 2)
    assert words.malay("pemasak wifi kain kapas") == ["cook", "wifi", "cotton cloth"]


def test_a_language_is_known_by_its_script_or_its_words() -> None:
    assert understood("纯棉T恤").lang == "zh"
    assert understood("baju lelaki kapas").lang == "ms"
    assert understood("cotton shirt for men").lang == "en"


@pytest.mark.shared
def test_no_marketplace_listing_and_no_ruling_stands_in_the_phrase_book() -> None:
    if not LABELLED.exists():
        pytest.skip("the labelled texts are not beside the project")
    said = {normal(each) for entry in phrasebook.entries() for several in entry.phrases.values() for each in several}
    for name in ("hscodecomp.jsonl", "atlas_validation.jsonl"):
        rows = [json.loads(line)["text"] for line in (LABELLED / name).read_text(encoding="utf-8").splitlines()]
        assert [text for text in rows if normal(text) in said] == []
