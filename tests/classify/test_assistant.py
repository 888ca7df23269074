"""What the assistant answers, over a small stock of known texts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from entrepot.classify import nomenclature
from entrepot.classify.goods import Goods
from entrepot.trade.finding import Refused
from tests.classify.shelf import asked, codes, small


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Porcelain dinner plate, white", "691110"),
        ("bluetooth earphone", "851830"),
        ("stainless steel sauce pans", "732393"),
        ("瓷盘", "691110"),
        ("蓝牙耳机 无线", "851830"),
        ("pinggan porselin", "691110"),
        ("teddy bear plush toys", "950300"),
    ],
)
def test_goods_come_under_what_they_are_called(text: str, code: str) -> None:
    assert codes(asked(text))[0] == code


def test_one_answer_for_each_description_in_the_order_given() -> None:
    answers = small().classify([Goods("porcelain plate"), Goods("wooden sofa"), Goods("porcelain plate")])
    assert [codes(answer)[0] for answer in answers] == ["691110", "940161", "691110"]


def test_the_same_question_has_the_same_answer() -> None:
    assert asked("earphones") == asked("earphones")


def test_what_comes_alone_and_in_a_batch_is_the_same() -> None:
    batch = small().classify([Goods("wooden sofa"), Goods("earphones")])
    assert batch[1] == asked("earphones")


def test_a_stated_material_decides_between_subheadings() -> None:
    assert codes(asked("T-shirt, 100% cotton"))[0] == "610910"
    assert codes(asked("T-shirt, 100% polyester"))[0] == "610990"
    assert codes(asked("T-shirt", Material="polyester"))[0] == "610990"


def test_attributes_that_do_not_say_what_the_goods_are_change_nothing() -> None:
    plain = asked("T-shirt")
    assert asked("T-shirt", Brand="Porcelain", Packing="sofa") == plain


def test_every_suggestion_exists_and_stands_once() -> None:
    found = codes(asked("blue shirt"))
    assert len(found) == len(set(found)) == 20
    assert all(nomenclature.exists(code) for code in found)


def test_suggestions_are_ranked_by_their_score_between_0_and_1() -> None:
    scores = [suggestion.score for suggestion in asked("porcelain plate").suggestions]
    assert scores == sorted(scores, reverse=True)
    assert 0 <= scores[-1] <= scores[0] <= 1


@pytest.mark.parametrize("text", ["qqqq 12345", "gift", "accessories, 10 pcs", "样品", "hadiah", "the"])
def test_what_is_no_word_or_vague_is_not_enough_to_classify(text: str) -> None:
    answer = asked(text)
    assert not answer.enough
    assert answer.plain() == []


def test_an_empty_description_is_refused_where_it_stands() -> None:
    with pytest.raises(Refused) as refused:
        small().classify([Goods("sofa"), Goods("  ")])
    assert [(each.code, each.pointer) for each in refused.value.findings] == [("text-empty", "/1/text")]


def test_the_language_may_be_said_instead_of_guessed() -> None:
    assert asked("porcelain", "zh").lang == "zh"
    assert asked("瓷盘").lang == "zh"
    assert asked("plate").lang == "en"


def test_no_level_is_surer_than_the_one_above_it() -> None:
    order = ["likely", "possible", "unsure"]
    for text in ("porcelain plate", "shirt", "cotton", "蓝牙耳机"):
        for suggestion in asked(text).suggestions:
            ranks = [order.index(suggestion.bands[level]) for level in ("chapter", "heading", "subheading")]
            assert ranks == sorted(ranks)
            assert suggestion.band == suggestion.bands["subheading"]


def test_only_the_first_may_be_likely() -> None:
    answer = asked("porcelain plate")
    assert answer.suggestions[0].band == "likely"
    assert all("likely" not in suggestion.bands.values() for suggestion in answer.suggestions[1:])


def test_goods_are_found_by_letters_where_a_word_is_misspelt() -> None:
    assert codes(asked("porcelan plates"))[0] == "691110"


def test_an_answer_is_read_back_from_plain_values() -> None:
    plain = asked("porcelain plate").plain()
    assert plain[0]["code"] == "691110"
    assert set(plain[0]) >= {"code", "score", "band", "bands", "reasons"}


def test_a_text_too_long_is_read_as_far_as_it_says_something() -> None:
    long = Goods("porcelain plate " + "white " * 100_000)
    assert codes(small().classify([long])[0])[0] == "691110"
    assert codes(small().classify([replace(long, lang="en")])[0])[0] == "691110"
