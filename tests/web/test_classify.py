"""The page that suggests codes: for anybody, in three languages, with reasons and a question that decides."""

from __future__ import annotations

from html import unescape

import pytest
from django.test import Client

from entrepot.hub.web.classify import sheets, views

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh() -> None:
    views.ASKING.forget()


def asked(text: str, language: str = "en", **facts: str) -> str:
    answer = Client().get("/classify/", {"text": text, **facts}, headers={"Accept-Language": language})
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def test_an_empty_page_says_what_to_write() -> None:
    assert "Write what you would write in a listing." in unescape(Client().get("/classify/").content.decode())


def test_the_best_code_comes_first_with_its_reasons_and_the_way_to_its_cost() -> None:
    html = asked("women's cotton T-shirt, printed")
    first = html.index('class="hs-item"')
    assert "6109.10" in html[first : html.index('class="hs-item"', first + 1)]
    assert "“cotton” means cotton, as the subheading asks." in html
    assert 'href="/quote/?hs=610910"' in html


def test_where_a_ground_comes_from_is_named_in_the_language_of_the_page() -> None:
    html = asked("women's cotton T-shirt, printed", "zh-hans")
    assert "（惯用语手册）" in html or "(惯用语手册)" in html
    assert "phrase book" not in html


def test_a_fact_that_was_answered_stays_in_the_address_and_is_shown() -> None:
    html = asked("dress", knit="woven")
    assert '<span class="chip">Woven</span>' in html
    assert 'href="?text=dress"' in html


def test_what_is_not_enough_is_said_and_nothing_is_suggested() -> None:
    html = asked("qwzx")
    assert "This is not enough to classify" in html
    assert "hs-item" not in html


@pytest.mark.parametrize(
    ("text", "language", "said"),
    [("陶瓷餐盘", "zh-hans", "推荐编码"), ("pinggan seramik", "ms", "Cadangkan kod")],
)
def test_it_is_asked_and_answered_in_three_languages(text: str, language: str, said: str) -> None:
    html = asked(text, language)
    assert said in html
    assert "6911" in html or "6912" in html


def test_whoever_asks_without_end_is_told_when_to_come_back() -> None:
    views.ASKING.forget()
    for _ in range(views.ASKING.burst):
        views.ASKING.take("127.0.0.1")
    answer = Client().get("/classify/", {"text": "teapot"})
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "30")


def test_every_fact_of_the_assistant_has_a_word_on_the_page() -> None:
    from entrepot.classify.facets.fitting import confines

    values = {value for codes in confines().values() for each in codes.values() for value in each.to}
    asked_for = {value for facet in views.FACETS for each in confines()[facet].values() for value in each.to}
    assert asked_for <= set(sheets.VALUES)
    assert asked_for <= values
