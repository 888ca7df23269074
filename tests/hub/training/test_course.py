from __future__ import annotations

import pytest

from entrepot.hub.events.models import Event
from entrepot.hub.training import actions, queries, shelf
from entrepot.hub.training.models import Course, Question
from entrepot.trade.finding import NotYours, Refused
from tests import cast

TINY = """
slug: tiny
titles: {en: Tiny, zh: 小, ms: Kecil}
pass_mark: 50
asked: 1
grants: seller
valid_days: 30
lessons:
  - code: one
    title: {en: One, zh: 一, ms: Satu}
    text: {en: Read., zh: 读。, ms: Baca.}
questions:
  - code: Q1
    text: {en: Which?, zh: 哪个？, ms: Yang mana?}
    choices:
      a: {en: This, zh: 这个, ms: Ini}
      b: {en: That, zh: 那个, ms: Itu}
    answer: a
    why: {en: So it is., zh: 就是这样。, ms: Begitulah.}
    source: ""
    confidence: unverified
"""


def codes(refused: Refused) -> list[str]:
    return [finding.code for finding in refused.findings]


def test_the_course_that_comes_with_the_hub_speaks_three_languages_and_names_the_source_of_each_answer():
    [course] = shelf.shipped()

    assert (course.slug, len(course.lessons), len(course.questions), course.asked, course.pass_mark) == (
        "export-basics",
        8,
        17,
        12,
        75,
    )
    assert [question.code for question in course.questions if question.confidence == "unverified"] == [
        "Q01",
        "Q05",
        "Q11",
        "Q12",
        "Q17",
    ]
    assert all(question.source for question in course.questions if question.confidence == "sourced")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("answer: a", "answer: d"), "answer-not-offered"),
        (("zh: 读。, ", ""), "text-untranslated"),
        (("confidence: unverified", "confidence: sourced"), "source-missing"),
        (("asked: 1", "asked: 2"), "too-few-questions"),
        (("pass_mark: 50", "pass_mark: 0"), "pass-mark"),
        (("slug: tiny", "slag: tiny"), "course-unreadable"),
        (("titles: {", "titles: ["), "course-unreadable"),
    ],
)
def test_a_course_file_with_a_fault_is_refused(change: tuple[str, str], code: str):
    with pytest.raises(Refused) as refused:
        shelf.read(TINY.replace(*change), "tiny.yaml")
    assert codes(refused.value) == [code]


def test_two_questions_of_one_code_are_refused():
    question = TINY[TINY.index("  - code: Q1") :]
    with pytest.raises(Refused) as refused:
        shelf.read(TINY + question, "tiny.yaml")
    assert codes(refused.value) == ["question-code-twice"]


@pytest.mark.django_db
class TestPublishing:
    def test_a_trainer_puts_a_course_on_offer(self):
        [course] = actions.publish([shelf.read(TINY, "tiny")], by=cast.by("hz-school"))

        assert (course.slug, course.pass_mark, course.questions.get().answer) == ("tiny", 50, "a")
        assert queries.told(course.titles, "zh-hans") == "小"
        event = Event.objects.get(kind="training.course.published")
        assert (event.subject, event.body["grants"]) == ("course:tiny", "seller")

    def test_publishing_the_same_wording_again_changes_nothing(self):
        for _ in range(2):
            actions.publish([shelf.read(TINY, "tiny")], by=cast.by("hz-school"))
        assert Event.objects.filter(kind="training.course.published").count() == 1

    def test_a_new_wording_replaces_the_old_and_keeps_questions_that_were_asked(self):
        actions.publish([shelf.read(TINY, "tiny")], by=cast.by("hz-school"))
        actions.publish([shelf.read(TINY.replace("code: Q1", "code: Q2"), "tiny")], by=cast.by("hz-school"))
        assert list(Question.objects.values_list("code", "asked_now")) == [("Q1", False), ("Q2", True)]

    def test_a_stranger_publishes_nothing(self):
        with pytest.raises(NotYours):
            actions.publish([shelf.read(TINY, "tiny")], by=cast.stranger())
        with pytest.raises(NotYours):
            actions.publish([shelf.read(TINY, "tiny")], by=cast.by("hz-ceramics"))
        assert not Course.objects.exists()
