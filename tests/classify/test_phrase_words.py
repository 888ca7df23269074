"""The words of the phrase book and the glossaries that ship: what a trade person would check."""

from __future__ import annotations

from collections import defaultdict

import pytest

from entrepot.classify import glossary, phrasebook
from entrepot.classify.words import HAN


def test_no_phrase_names_two_subheadings_of_one_heading() -> None:
    meant = defaultdict(set)
    for entry in phrasebook.entries():
        for language, several in entry.phrases.items():
            for phrase in several:
                meant[entry.code[:4], language, phrase.lower()].add(entry.code)
    assert {key: codes for key, codes in meant.items() if len(codes) > 1} == {}


def test_chinese_is_written_in_its_script_and_english_and_malay_are_not() -> None:
    for entry in phrasebook.entries():
        assert HAN.search("".join(entry.phrases["zh"])), entry.code
        assert not HAN.search("".join((*entry.phrases["en"], *entry.phrases["ms"]))), entry.code


def test_a_file_is_sorted_so_that_a_change_is_easy_to_read() -> None:
    for file in phrasebook.shipped().iterdir():
        if file.name.endswith(".tsv"):
            codes = [line.split("\t")[0] for line in file.read_text(encoding="utf-8").splitlines()[1:]]
            assert codes == sorted(codes), file.name


@pytest.mark.parametrize(
    ("code", "language", "phrase"),
    [
        ("850760", "en", "power bank 10000mAh"),
        ("850760", "zh", "充电宝"),
        ("850760", "ms", "powerbank"),
        ("420231", "zh", "真皮钱包男"),
        ("621430", "ms", "tudung bawal"),
        ("611710", "ms", "tudung sarung"),
        ("901910", "zh", "筋膜枪"),
    ],
)
def test_sellers_words_stand_under_their_subheading(code: str, language: str, phrase: str) -> None:
    (entry,) = [each for each in phrasebook.entries() if each.code == code]
    assert phrase in entry.phrases[language]


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("真皮双肩包", ["genuine leather", "backpack"]),
        ("针织开衫", ["knitted", "knitted cardigan"]),
        ("不锈钢保温杯", ["stainless steel", "vacuum flask"]),
        ("蓝牙耳机", ["bluetooth earphones"]),
    ],
)
def test_chinese_trade_words_have_the_sense_of_the_trade(text: str, english: list[str]) -> None:
    assert glossary.glossary("zh").chinese(text) == english


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("beg galas kulit", ["backpack", "leather"]),
        ("baju sejuk berkait", ["sweater knitted", "knitted"]),
        ("kain tenunan sutera", ["fabric cloth", "woven", "silk"]),
        ("selipar jepun", ["flip flops rubber"]),
    ],
)
def test_malay_trade_words_have_the_sense_of_the_trade(text: str, english: list[str]) -> None:
    assert glossary.glossary("ms").malay(text) == english
