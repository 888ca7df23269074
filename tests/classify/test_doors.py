"""Official texts: read as published, kept by source, their exclusions told and not searched."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from entrepot.classify import library
from entrepot.classify.library import Library
from entrepot.trade.finding import Refused
from tests.classify.shelf import TEXTS

CN8 = (
    'code;description;unit_id\n69111000;"Tableware, of porcelain (excl. ornamental articles, pots (jugs))";kg\n'
    '01019999;"Hors d\'œuvre no more";x\n'
)


def refused(file: Path, kind: str) -> list[str]:
    with pytest.raises(Refused) as found:
        library.read(file, kind)
    return [each.told() for each in found.value.findings]


def written(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    file = folder / "texts"
    file.write_bytes(text.encode(encoding, errors="replace"))
    return file


def test_the_combined_nomenclature_is_read_with_what_it_excludes(tmp_path: Path) -> None:
    known = library.read(written(tmp_path, CN8, "latin-1"), "cn8")
    assert known.rows == [("691110", "Tableware, of porcelain", "en", "cn8")]
    assert [(each.code, each.text) for each in known.exclusions] == [
        ("691110", "excl. ornamental articles, pots (jugs)")
    ]
    assert known.unknown_codes == 1


def test_latin_letters_of_the_union_are_read_right(tmp_path: Path) -> None:
    known = library.read(written(tmp_path, "code;description\n22041011;Crémant\n", "latin-1"), "cn8")
    assert known.rows[0].text == "Crémant"


def test_a_packed_file_is_read_like_an_unpacked_one(tmp_path: Path) -> None:
    file = tmp_path / "texts.gz"
    file.write_bytes(gzip.compress(CN8.encode("latin-1", errors="replace")))
    assert library.read(file, "cn8").rows == library.read(written(tmp_path, CN8, "latin-1"), "cn8").rows


def test_a_line_of_the_united_states_says_what_it_stands_under(tmp_path: Path) -> None:
    lines = [
        {"htsno": "6911", "indent": "0", "description": "Tableware of porcelain:"},
        {"htsno": "6911.10", "indent": "1", "description": "Tableware and kitchenware:"},
        {"indent": "2", "description": "Other:"},
        {"htsno": "6911.10.52", "indent": "3", "description": "Cups <il>and</il> saucers"},
        {"htsno": "6911.10.60", "indent": "3", "description": "Other"},
    ]
    known = library.read(written(tmp_path, "\n".join(map(json.dumps, lines))), "hts")
    assert [row.text for row in known.rows] == [
        "Tableware and kitchenware Cups and saucers",
        "Tableware of porcelain Tableware and kitchenware",
    ]


def test_the_tariff_of_japan_is_read_in_japanese(tmp_path: Path) -> None:
    lines = [
        {"level": 0, "stat_code": "69.11", "desc": "磁器製の食卓用品"},
        {"level": 1, "stat_code": "6911.10", "desc": "食卓用品及び台所用品"},
        {"level": 1, "stat_code": "6911.90", "desc": "その他のもの"},
    ]
    known = library.read(written(tmp_path, "\n".join(map(json.dumps, lines))), "japan")
    assert known.rows == [("691110", "磁器製の食卓用品 食卓用品及び台所用品", "ja", "japan")]


def test_any_table_and_any_labelled_lines_are_read(tmp_path: Path) -> None:
    table = library.read(written(tmp_path, "code,text,lang\n6911.10,dinner plate,\n691110,瓷碗,zh\n"), "csv", "ours")
    assert table.rows == [("691110", "dinner plate", "en", "ours"), ("691110", "瓷碗", "zh", "ours")]
    lines = '{"text": "plate", "hs6": ["691110", "691200"]}\n{"text": "cup", "code": "69120000"}\n'
    labelled = library.read(written(tmp_path, lines), "jsonl")
    assert [(row.code, row.text) for row in labelled.rows] == [
        ("691110", "plate"),
        ("691200", "plate"),
        ("691200", "cup"),
    ]


@pytest.mark.parametrize("kind", ["cn8", "hts", "japan", "csv", "jsonl"])
def test_a_file_of_another_kind_is_refused(tmp_path: Path, kind: str) -> None:
    assert refused(written(tmp_path, "a picture of a plate\n"), kind)


def test_a_file_without_a_usable_text_is_refused(tmp_path: Path) -> None:
    told = refused(written(tmp_path, "code,text\n000000,nothing\n"), "csv")
    assert told[0].endswith("has no text for any subheading of the Harmonized System.")


def test_an_unknown_kind_and_an_unreadable_file_are_refused(tmp_path: Path) -> None:
    assert refused(tmp_path / "none", "cn9") == ["There is no kind of texts called cn9."]
    assert refused(tmp_path / "none", "cn8") == [f"{tmp_path / 'none'} cannot be read: No such file or directory."]


def test_every_wrong_line_is_told(tmp_path: Path) -> None:
    assert refused(written(tmp_path, "code,text\n,plate\n691110,\n"), "csv") == [
        "Line 2: code or text is empty.",
        "Line 3: code or text is empty.",
    ]


def test_what_is_put_into_the_library_is_read_back_by_source(tmp_path: Path) -> None:
    shelf = Library(tmp_path / "classify")
    known = library.read(written(tmp_path, CN8, "latin-1"), "cn8")
    shelf.put(known)
    assert shelf.sources == ["cn8"]
    assert list(shelf.rows()) == known.rows
    assert list(shelf.exclusions()) == known.exclusions


def test_the_same_again_changes_nothing_and_a_new_file_takes_the_place(tmp_path: Path) -> None:
    shelf = Library(tmp_path / "classify")
    shelf.put(library.read(written(tmp_path, CN8, "latin-1"), "cn8"))
    before = [file.read_bytes() for file in shelf.folder.iterdir()]
    shelf.put(library.read(written(tmp_path, CN8, "latin-1"), "cn8"))
    assert [file.read_bytes() for file in shelf.folder.iterdir()] == before
    shelf.put(library.read(written(tmp_path, "code;description\n69120000;Mugs\n"), "cn8"))
    assert [row.text for row in shelf.rows()] == ["Mugs"]


def test_an_empty_library_has_nothing(tmp_path: Path) -> None:
    assert Library(tmp_path / "none").sources == []
    assert list(Library(tmp_path / "none").rows()) == []


def test_loaded_texts_sharpen_the_answer() -> None:
    from entrepot.classify.classifier import Assistant
    from entrepot.classify.goods import Goods
    from entrepot.classify.row import Row

    rows = [Row(*each, "shelf") for each in TEXTS]
    goods = [Goods("crémant sparkling wine")]
    assert Assistant(rows).classify(goods)[0].plain() == []
    loaded = Assistant([*rows, Row("220410", "Crémant sparkling wine", "en", "cn8")])
    first = loaded.classify(goods)[0].suggestions[0]
    assert (first.code, first.reasons[0].params["source"]) == ("220410", "cn8")
