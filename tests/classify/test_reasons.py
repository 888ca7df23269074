"""Why a code is suggested, and what is asked."""

from __future__ import annotations

from entrepot.classify.answer import Reason
from entrepot.classify.classifier import Assistant
from entrepot.classify.goods import Goods
from entrepot.classify.row import Exclusion, Row
from tests.classify.shelf import TEXTS, asked


def of(kind: str, reasons: tuple[Reason, ...]) -> list[str]:
    return [reason.told() for reason in reasons if reason.kind == kind]


def test_the_known_text_that_matched_is_named_with_its_source() -> None:
    first = asked("porcelain plates").suggestions[0]
    assert of("matched", first.reasons)[0] == "“porcelain plate” (test shelf) is 6911.10."
    assert of("words", first.reasons) == ["Words in common: plate, porcelain."]


def test_a_fact_that_fits_is_told_and_one_that_contradicts_too() -> None:
    answer = asked("cotton T-shirt, knitted")
    first = answer.suggestions[0]
    assert first.code == "610910"
    assert "“cotton” means cotton, as the subheading asks." in of("fact", first.reasons)
    other = next(each for each in answer.suggestions if each.code == "610990")
    assert of("against", other.reasons) == ["“cotton” means cotton, and this subheading is for other goods."]


def test_the_next_headings_are_told_with_why_they_stand_behind() -> None:
    first = asked("women's cotton T-shirt, knitted").suggestions[0]
    rejected = [reason.params["heading"] for reason in first.reasons if reason.kind == "rejected"]
    assert len(rejected) == 3
    assert "6109" not in rejected


def test_the_rules_of_interpretation_are_named_in_their_order() -> None:
    plain = [
        reason.params["step"] for reason in asked("porcelain plate").suggestions[0].reasons if reason.kind == "rule"
    ]
    assert plain == ["1", "6"]
    kit = asked("unassembled wooden sofa").suggestions[0]
    assert [reason.params["step"] for reason in kit.reasons if reason.kind == "rule"] == ["2a", "6"]
    several = asked("wooden and steel sofa").suggestions[0]
    assert [reason.params["step"] for reason in several.reasons if reason.kind == "rule"] == ["3b", "6"]


def test_what_an_official_text_takes_out_is_told_where_the_goods_speak_of_it() -> None:
    rows = [Row(code, text, lang, "shelf") for code, text, lang in TEXTS]
    assistant = Assistant(rows, [Exclusion("691110", "excl. ornamental statuettes", "cn8")])
    first = assistant.classify([Goods("porcelain plate, ornamental")])[0].suggestions[0]
    assert of("excluded", first.reasons) == [
        "The cn8 takes out “excl. ornamental statuettes”; look whether that is meant by “ornamental”."
    ]
    silent = assistant.classify([Goods("porcelain plate")])[0].suggestions[0]
    assert of("excluded", silent.reasons) == []


def test_a_reason_can_be_told_in_another_language() -> None:
    reason = Reason("words", "Words in common: {words}.", {"words": "plate"})
    assert reason.told(lambda sentence: sentence.replace("Words in common", "共同的词")) == "共同的词: plate."


def test_a_fact_that_would_decide_is_asked_for() -> None:
    answer = asked("women's shirt top")
    assert len(answer.questions) <= 2
    assert {question.facet for question in answer.questions} <= {"knit", "gender", "material"}


def test_what_is_stated_is_not_asked() -> None:
    asked_for = {question.facet for question in asked("women's knitted cotton shirt").questions}
    assert asked_for == set()
